"""What is said of a signature nobody made or nobody can look up, and of each endorsement inside."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from microcred import jose, openbadges, proofs, status_list
from microcred.did import did_key
from microcred.keys import SigningKey, generate
from microcred.proofs import Expected
from microcred.reading import read
from microcred.record import Organisation
from microcred.report import Check, Outcome
from microcred.status_list import StatusList
from microcred.trust import Trust
from microcred.verification import statuses, verify
from microcred.verification.effort import MOST, Effort
from microcred.verification.signatures import (
    ENDORSEMENT,
    TOO_MANY,
    UNSIGNED,
    check_document,
    check_endorsements,
)
from microcred.verification.sources import Sources
from tests.microcred.cast import NETWORK, RECORD, UNIVERSITY
from tests.microcred.lines import line
from tests.microcred.verification.test_effort import praised
from tests.microcred.verification.test_signed import (
    AT,
    BADGE,
    KEY,
    METHOD,
    PRAISE,
    SIGNED_AT,
    TRUST,
    endorsed,
    signed,
    stack,
    trusting_network,
    with_praise,
)

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
OF_NETWORK = f"{NETWORK.id}#1"
NETWORKS = generate()
KNOWN = trusting_network(NETWORKS)
V1 = "https://www.w3.org/2018/credentials/v1"


def test_what_nobody_signed_says_so_and_leaves_the_key_open() -> None:
    unsigned: tuple[dict[str, Any], ...] = ({}, {"proof": []}, {"proof": {}})
    for document in unsigned:
        found = check_document(document, Sources(TRUST, None), Expected(AT))

        assert [line(one) for one in found.checks] == [
            ("proof", FAILED, UNSIGNED, {}, True),
            ("key", UNKNOWN, UNSIGNED, {}, False),
        ]
        assert found.owners == ()


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("did:example:uni", "example"),
        ("did:ebsi:z1:2", "ebsi"),
        ("did:web:elsewhere.example", None),
        ("https://elsewhere.example/issuer", None),
        ("urn:uuid:1", None),
    ],
)
def test_a_key_kept_where_nobody_here_can_look_says_where(name: str, method: str | None) -> None:
    data = signed(method=f"{name}#1", issuer={"id": name, "type": ["Profile"], "name": "Elsewhere"})

    key = verify(data, at=AT).check("key")

    assert key is not None
    assert key.outcome is UNKNOWN
    assert key.values.get("method") == method
    assert key.values["controller"] == name
    assert ("a method that this service does not support" in key.message) is (method is not None)


def test_a_key_that_failed_is_not_said_to_be_kept_elsewhere() -> None:
    owner = did_key(KEY.public)
    data = signed(method=f"{owner}#other", issuer={"id": owner, "type": ["Profile"], "name": "Own"})

    key = verify(data, at=AT).check("key")

    assert key is not None
    assert (key.outcome, "a method that this service does not support" in key.message) == (FAILED, False)


def endorsements(data: bytes, trust: Trust = KNOWN) -> list[Check]:
    """What is said of the endorsements inside."""
    return [one for one in verify(data, at=AT, trust=trust) if one.code == "proof.endorsement"]


def praise(**changes: Any) -> bytes:
    """A badge endorsed by the network with these changes."""
    return with_praise(replace(PRAISE, **changes), NETWORKS)


def doubted(data: bytes, trust: Trust = KNOWN) -> str:
    """Why the one endorsement is not confirmed."""
    (check,) = endorsements(data, trust)
    code, outcome, source, values, has_fix = line(check)
    assert (code, outcome, source, has_fix) == ("proof.endorsement", WARNING, ENDORSEMENT, False)
    assert values.keys() == {"name", "reason"}
    return values["reason"]


def test_an_endorsement_is_told_with_its_clause_and_the_registered_name() -> None:
    (known,) = endorsements(endorsed(by=NETWORKS))

    assert line(known) == ("proof.endorsement", PASSED, ENDORSEMENT, {"name": "Network"}, False)


@pytest.mark.parametrize(("name", "shown"), [("Somebody", "Somebody"), ("", None)])
def test_an_endorser_that_no_register_knows_is_told_with_its_identifier(name: str, shown: str | None) -> None:
    key = generate()
    own = did_key(key.public)
    written = openbadges.write_endorsement(replace(PRAISE, issuer=Organisation(own, {"en": "Somebody"})))
    written["issuer"] = {**written["issuer"], "name": name} if name else own
    found = proofs.sign(written, key, method=f"{own}#{own.removeprefix('did:key:')}", created=SIGNED_AT)

    nameless = {key: value for key, value in written["issuer"].items() if key != "name"} if name else own
    unnamed = {**written, "issuer": nameless}
    again = proofs.sign(unnamed, key, method=f"{own}#{own.removeprefix('did:key:')}", created=SIGNED_AT)

    assert endorsements(holding(again))[0].values["name"] == own
    (unknown,) = endorsements(holding(found))

    values = {"name": shown or own, "id": own}
    assert line(unknown) == ("proof.endorsement", UNKNOWN, ENDORSEMENT, values, True)


def holding(*found: dict[str, Any]) -> bytes:
    """The university's badge with these endorsements inside."""
    document, _ = openbadges.write(BADGE, endorsements=list(found))
    return json.dumps(proofs.sign(document, KEY, method=METHOD, created=SIGNED_AT)).encode()


def older(key: SigningKey, since: str) -> bytes:
    """A badge with an endorsement of the older data model, given that day."""
    document = {**openbadges.write_endorsement(PRAISE), "issuanceDate": since}
    del document["validFrom"]
    document["@context"] = [V1, *document["@context"][1:]]
    praised = proofs.sign(document, key, method=OF_NETWORK, created=SIGNED_AT, suite="eddsa-jcs-2022")
    written, _ = openbadges.write(BADGE, endorsements=[praised])
    made = proofs.sign(written, KEY, method=METHOD, created=SIGNED_AT, suite="eddsa-jcs-2022")
    return json.dumps(made).encode()


def test_an_endorsement_of_the_older_data_model_is_of_its_day_of_issue() -> None:
    network = replace(KNOWN.issuers[1], member_until=datetime(2026, 5, 1, tzinfo=UTC).date())
    trust = replace(KNOWN, issuers=(KNOWN.issuers[0], network))

    found = [endorsements(older(NETWORKS, f"2026-05-0{day}T00:00:00Z"), trust) for day in (1, 2)]

    assert [one.outcome for (one,) in found] == [PASSED, UNKNOWN]


def test_an_endorsement_that_is_none_says_why() -> None:
    found = json.loads(endorsed(by=NETWORKS))["endorsement"][0]
    del found["validFrom"]

    assert doubted(holding(found)) == "This is not an endorsement."


def test_an_endorsement_counts_from_its_beginning_to_its_end() -> None:
    assert "expired on 2026-08-01" in doubted(praise(valid_until=datetime(2026, 8, 1, tzinfo=UTC)))
    assert "not valid yet" in doubted(praise(valid_from=AT + timedelta(days=1)))
    assert endorsements(praise(valid_until=AT, valid_from=SIGNED_AT))[0].outcome is PASSED


def test_an_endorsement_that_somebody_else_signed_says_why() -> None:
    assert "The signature is not valid" in doubted(endorsed(by=generate()))
    university = proofs.sign(openbadges.write_endorsement(PRAISE), KEY, method=METHOD, created=SIGNED_AT)
    assert doubted(holding(university))


def test_an_endorsement_whose_signature_has_ended_says_why() -> None:
    ended, written = {"expires": "2026-08-01T00:00:00Z"}, openbadges.write_endorsement(PRAISE)
    found = proofs.sign(written, NETWORKS, method=OF_NETWORK, created=SIGNED_AT, more=ended)

    assert "The signature expired on" in doubted(holding(found))


CREATOR = "urn:maker"


@pytest.mark.parametrize(
    "about",
    [BADGE.id, UNIVERSITY.id, RECORD.learner.id, RECORD.specification.id, CREATOR],
)
def test_an_endorsement_may_be_about_the_credential_and_whatever_is_in_it(about: str) -> None:
    document = json.loads(praise(about=about))
    creator = {"id": CREATOR, "type": ["Profile"], "name": "Maker"}
    document["credentialSubject"]["achievement"]["creator"] = creator

    assert endorsements(json.dumps(document).encode())[0].outcome is PASSED


@pytest.mark.parametrize("about", ["urn:other", NETWORK.id])
def test_an_endorsement_of_something_else_says_so(about: str) -> None:
    assert doubted(praise(about=about)) == "It is about something other than this credential."


def test_an_endorsement_of_nothing_that_has_a_name_is_of_something_else() -> None:
    written = openbadges.write_endorsement(PRAISE)
    del written["credentialSubject"]["id"]
    found = proofs.sign(written, NETWORKS, method=OF_NETWORK, created=SIGNED_AT)

    assert doubted(holding(found)) == "It is about something other than this credential."


def test_an_endorsement_beside_a_record_may_be_about_what_stands_inside() -> None:
    inner = json.loads(signed(id="urn:uuid:inner"))
    record = json.loads(stack(inner))
    about = replace(PRAISE, about="urn:uuid:inner")
    found = proofs.sign(openbadges.write_endorsement(about), NETWORKS, method=OF_NETWORK, created=SIGNED_AT)
    record["endorsement"] = [found]

    assert [one.outcome for one in endorsements(json.dumps(record).encode())] == [PASSED]


LIST = "https://network.example/status/1"


def listed(*indexes: int, purpose: str = "revocation") -> Trust:
    """Trust in the network, with its list of marked endorsements at hand."""
    bits = StatusList()
    for index in indexes:
        bits[index] = True
    since = AT - timedelta(hours=1)
    made = status_list.credential(bits, url=LIST, issuer=NETWORK.id, purpose=purpose, valid_from=since)
    data = proofs.sign(made, NETWORKS, method=OF_NETWORK, created=since)
    return replace(KNOWN, documents={LIST: json.dumps(data).encode()})


def test_an_endorsement_that_was_withdrawn_says_so() -> None:
    entry = status_list.entry(url=LIST, index=7, purpose="revocation")
    data = with_praise(PRAISE, NETWORKS, credentialStatus=entry)

    assert doubted(data, listed(7)).startswith("The issuer has revoked this credential")
    assert "was not checked" in doubted(data)
    assert endorsements(data, listed(8))[0].outcome is PASSED


def test_an_endorsement_that_is_only_marked_still_counts_and_says_so() -> None:
    entry = status_list.entry(url=LIST, index=7, purpose="message")
    data = with_praise(PRAISE, NETWORKS, credentialStatus=entry)

    counted, marked = endorsements(data, listed(7, purpose="message"))

    assert (counted.outcome, marked.outcome) == (PASSED, WARNING)
    reason = "The issuer has marked this credential: message."
    values = {"name": "Network", "reason": reason}
    assert line(marked) == ("proof.endorsement", WARNING, statuses.SOURCE, values, True)
    assert marked.fix == statuses.ASK_ISSUER
    assert marked.message == f"The endorsement by Network is valid, with a note: {reason}"
    assert [one.outcome for one in endorsements(data, listed(8, purpose="message"))] == [PASSED]


def test_a_list_is_asked_only_about_an_endorsement_that_counts_without_it() -> None:
    asked: list[str] = []

    def ask(document: Any, _sources: Sources, _at: datetime) -> tuple[Check, ...]:
        asked.append(document["credentialSubject"]["id"])
        return ()

    for data in (praise(about="urn:other"), endorsed(by=NETWORKS)):
        found = check_endorsements(read(data), Sources(KNOWN, None), AT, ask, Effort())
        assert len(list(found)) == 1

    assert asked == [PRAISE.about]


def test_an_endorsement_in_a_badge_that_a_token_carries_is_looked_into() -> None:
    found = json.loads(endorsed(by=NETWORKS))["endorsement"]
    document, _ = openbadges.write(BADGE, endorsements=found)

    token = jose.sign_vc(document, KEY, kid=METHOD).encode()

    assert [one.outcome for one in endorsements(token)] == [PASSED]


def test_what_is_not_looked_into_any_more_is_said_once() -> None:
    *_others, last = endorsements(json.dumps(praised(*range(MOST + 5))).encode())

    assert line(last) == ("proof.endorsement", UNKNOWN, ENDORSEMENT, {}, False)
    assert last.text == TOO_MANY
