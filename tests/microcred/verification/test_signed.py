"""A signed badge is believed as far as its key, its issuer and its words can be followed, and no further."""

import copy
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from microcred import did, openbadges, proofs
from microcred.did import DatedKey, did_key
from microcred.keys import SigningKey, generate
from microcred.reading import DEEPEST
from microcred.record import Accreditation, AchievementRecord, Organisation
from microcred.report import Conclusion, Outcome, Report
from microcred.trust import KnownIssuer, Trust
from microcred.verification import verify
from microcred.verification.statuses import NO_STATUS
from tests.microcred.cast import NETWORK, RECORD, UNIVERSITY, record

AT = datetime(2026, 11, 23, tzinfo=UTC)
SIGNED_AT = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
METHOD = f"{UNIVERSITY.id}#key-1"
KEY = generate()
DATED = DatedKey(METHOD, KEY.public)
MEMBER = KnownIssuer(
    UNIVERSITY.id,
    "Example University",
    "Example Network",
    member_from=date(2024, 1, 1),
    accreditations=(Accreditation({"en": "Institutional"}, "institutional", "Example Agency"),),
    keys=(DATED,),
)
TRUST = Trust((MEMBER,))
BADGE = record(status=())


def signed(
    credential: AchievementRecord = BADGE, *, key: SigningKey = KEY, method: str = METHOD, **changes: Any
) -> bytes:
    """The badge of a record, signed after these changes."""
    document = {**openbadges.write(credential)[0], **changes}
    return json.dumps(proofs.sign(document, key, method=method, created=SIGNED_AT)).encode()


def check(report: Report, code: str) -> tuple[Outcome, str]:
    """Outcome and words of one check."""
    found = report.check(code)
    assert found is not None
    return found.outcome, found.message


def trusting_network(key: SigningKey) -> Trust:
    """Trust in the university and in the network with this key."""
    dated = DatedKey(f"{NETWORK.id}#1", key.public)
    return Trust((MEMBER, KnownIssuer(NETWORK.id, "Network", "Example", keys=(dated,))))


def test_a_members_badge_is_verified_without_any_network() -> None:
    report = verify(signed(), at=AT, trust=TRUST)

    assert report.conclusion is Conclusion.PASSED
    assert [one.code for one in report if "." not in one.code] == [
        *("format", "schema", "terms", "proof", "key", "issuer", "accreditation", "status", "dates"),
        "annex",
    ]
    assert check(report, "status")[0] is Outcome.WARNING


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it["credentialSubject"].update(ects=30),
        lambda it: it["credentialSubject"]["achievement"].update(degree="Doctor"),
        lambda it: it["issuer"].update(ranking="first"),
        lambda it: it["credentialSubject"]["achievement"]["type"].append("Masterpiece"),
    ],
)
@pytest.mark.clause("VC Data Integrity 1.0 §4.6")
def test_a_word_that_no_context_defines_is_caught(change: Any) -> None:
    document = json.loads(signed())
    change(document)

    report = verify(json.dumps(document).encode(), at=AT, trust=TRUST)

    assert report.conclusion is Conclusion.FAILED
    assert check(report, "terms")[0] is Outcome.FAILED


def test_an_unknown_context_leaves_it_open_and_names_the_address() -> None:
    strange = "https://other.example/context/v1"
    document = json.loads(signed())
    document["@context"].append(strange)

    report = verify(json.dumps(document).encode(), at=AT, trust=TRUST)

    outcome, words = check(report, "terms")
    assert outcome is Outcome.UNKNOWN
    assert strange in words
    assert report.conclusion is Conclusion.INCONCLUSIVE


def test_a_changed_grade_breaks_the_signature() -> None:
    document = json.loads(signed())
    document["credentialSubject"]["result"][0]["value"] = "5"

    report = verify(json.dumps(document).encode(), at=AT, trust=TRUST)

    assert check(report, "proof")[0] is Outcome.FAILED
    assert "nothing proves that it comes from there" in check(report, "issuer")[1]


def test_a_key_retired_before_the_signature_fails() -> None:
    retired = replace(DATED, retired_at=datetime(2026, 6, 30, tzinfo=UTC))

    report = verify(signed(), at=AT, trust=Trust((replace(MEMBER, keys=(retired,)),)))

    assert check(report, "key")[0] is Outcome.FAILED


def test_a_key_retired_since_still_proves_what_it_signed() -> None:
    retired = replace(DATED, retired_at=datetime(2026, 10, 1, tzinfo=UTC))

    report = verify(signed(), at=AT, trust=Trust((replace(MEMBER, keys=(retired,)),)))

    assert report.conclusion is Conclusion.PASSED


def test_a_stolen_key_proves_nothing_about_the_issuer() -> None:
    stolen = replace(DATED, revoked_at=datetime(2026, 10, 1, tzinfo=UTC))

    report = verify(signed(), at=AT, trust=Trust((replace(MEMBER, keys=(stolen,)),)))

    assert check(report, "key")[0] is Outcome.WARNING
    assert check(report, "issuer")[0] is Outcome.UNKNOWN
    assert report.conclusion is Conclusion.INCONCLUSIVE


def test_a_key_the_register_does_not_know_fails() -> None:
    report = verify(signed(key=generate(), method=f"{UNIVERSITY.id}#key-2"), at=AT, trust=TRUST)

    assert check(report, "key")[0] is Outcome.FAILED
    assert check(report, "issuer")[0] is Outcome.UNKNOWN


def test_somebody_else_cannot_sign_in_the_issuers_name() -> None:
    stranger = generate()
    own = did_key(stranger.public)
    method = did.resolve(own)[0].id  # type: ignore[index]

    report = verify(signed(key=stranger, method=method), at=AT, trust=TRUST)

    assert check(report, "proof.controller")[0] is Outcome.FAILED
    assert check(report, "issuer")[0] is Outcome.UNKNOWN


def test_another_member_cannot_sign_in_the_issuers_name() -> None:
    other = generate()

    report = verify(signed(key=other, method=f"{NETWORK.id}#1"), at=AT, trust=trusting_network(other))

    assert check(report, "proof.controller")[0] is Outcome.FAILED


def test_without_register_or_network_the_key_stays_open() -> None:
    report = verify(signed(), at=AT)

    assert check(report, "key")[0] is Outcome.UNKNOWN
    assert report.conclusion is Conclusion.INCONCLUSIVE


PUBLISHED = json.dumps(did.document(UNIVERSITY.id, [DATED])).encode()
ADDRESS = "https://uni.example/.well-known/did.json"


def test_the_key_is_fetched_only_where_a_loader_is_given() -> None:
    asked: list[str] = []

    def load(url: str) -> bytes:
        asked.append(url)
        return PUBLISHED

    report = verify(signed(), at=AT, trust=Trust((replace(MEMBER, keys=()),)), load=load)

    assert asked == [ADDRESS]
    assert report.conclusion is Conclusion.PASSED


def test_a_document_at_hand_saves_the_network() -> None:
    trust = Trust((replace(MEMBER, keys=()),), documents={ADDRESS: PUBLISHED})

    assert verify(signed(), at=AT, trust=trust).conclusion is Conclusion.PASSED


def _unreachable(_url: str) -> bytes:
    raise TimeoutError


@pytest.mark.parametrize(
    ("load", "outcome"),
    [
        (_unreachable, Outcome.UNKNOWN),
        (lambda _url: b"x" * 20_000_000, Outcome.UNKNOWN),
        (lambda _url: b"<html>", Outcome.FAILED),
        (lambda _url: b"[]", Outcome.FAILED),
        (lambda _url: b'{"id": "did:web:evil.example"}', Outcome.FAILED),
    ],
)
def test_unreachable_is_open_and_a_false_answer_fails(load: Any, outcome: Outcome) -> None:
    report = verify(signed(), at=AT, load=load)

    assert check(report, "key")[0] is outcome


def test_a_badge_issued_before_membership_fails_though_its_signature_holds() -> None:
    late = Trust((replace(MEMBER, member_from=date(2026, 8, 1)),))

    report = verify(signed(), at=AT, trust=late)

    assert check(report, "proof")[0] is Outcome.PASSED
    assert check(report, "issuer")[0] is Outcome.FAILED


def test_a_did_key_issuer_is_whole_but_nobody_we_know() -> None:
    own = did_key(KEY.public)
    method = did.resolve(own)[0].id  # type: ignore[index]
    someone = replace(UNIVERSITY, id=own)

    report = verify(
        signed(record(status=(), issuer=someone, awarding_bodies=(someone,)), method=method), at=AT
    )

    assert check(report, "key")[0] is Outcome.PASSED
    assert check(report, "issuer")[0] is Outcome.UNKNOWN


PRAISE = openbadges.Endorsement(
    id="urn:uuid:2b9f3a5e-7d3a-4a30-8d1c-9a1e3d5b7f55",
    issuer=NETWORK,
    about=RECORD.specification.id,
    name="Endorsed",
    comment="Meets our charter.",
    valid_from=datetime(2026, 5, 1, tzinfo=UTC),
)


def endorsed(*, by: SigningKey) -> bytes:
    """A badge with an endorsement by the network, signed with this key."""
    method = f"{NETWORK.id}#1"
    praised = proofs.sign(openbadges.write_endorsement(PRAISE), by, method=method, created=SIGNED_AT)
    document, _ = openbadges.write(BADGE, endorsements=[praised])
    return json.dumps(proofs.sign(document, KEY, method=METHOD, created=SIGNED_AT)).encode()


def test_an_endorsement_counts_when_its_own_signature_holds() -> None:
    key = generate()

    report = verify(endorsed(by=key), at=AT, trust=trusting_network(key))

    assert check(report, "proof.endorsement") == (Outcome.PASSED, "Network endorses it.")
    assert report.conclusion is Conclusion.PASSED


def test_an_endorsement_of_something_else_says_nothing_of_this_badge() -> None:
    """Whoever issues a badge can paste into it what a member said of another one."""
    key = generate()
    praise = replace(PRAISE, about="https://uni.example/another")

    found = check(verify(with_praise(praise, key), at=AT, trust=trusting_network(key)), "proof.endorsement")

    assert found[0] is Outcome.WARNING
    assert "something other than" in found[1]


def test_an_endorsement_whose_list_nobody_asked_is_not_confirmed() -> None:
    key = generate()
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://network.example/status/1",
    }

    report = verify(with_praise(PRAISE, key, credentialStatus=entry), at=AT, trust=trusting_network(key))

    assert check(report, "proof.endorsement")[0] is Outcome.WARNING


def with_praise(praise: openbadges.Endorsement, key: SigningKey, **more: object) -> bytes:
    """A badge with this endorsement by the network inside."""
    document = {**openbadges.write_endorsement(praise), **more}
    praised = proofs.sign(document, key, method=f"{NETWORK.id}#1", created=SIGNED_AT)
    document, _ = openbadges.write(BADGE, endorsements=[praised])
    return json.dumps(proofs.sign(document, KEY, method=METHOD, created=SIGNED_AT)).encode()


def test_an_endorser_that_no_register_knows_only_calls_itself_so() -> None:
    """Anybody can make a key that names itself and call themselves the European Commission."""
    key = generate()
    name = did_key(key.public)
    commission = Organisation(name, {"en": "European Commission"})
    praise = replace(PRAISE, issuer=commission)
    method = f"{name}#{name.removeprefix('did:key:')}"
    praised = proofs.sign(openbadges.write_endorsement(praise), key, method=method, created=SIGNED_AT)
    document, _ = openbadges.write(BADGE, endorsements=[praised])
    badge = json.dumps(proofs.sign(document, KEY, method=METHOD, created=SIGNED_AT)).encode()

    outcome, words = check(verify(badge, at=AT, trust=TRUST), "proof.endorsement")

    assert outcome is Outcome.UNKNOWN
    assert "under the name European Commission" in words


def test_an_endorser_counts_only_while_the_register_lists_it() -> None:
    key = generate()
    trust = trusting_network(key)
    former = replace(trust.issuers[1], member_until=date(2026, 4, 30))

    report = verify(endorsed(by=key), at=AT, trust=replace(trust, issuers=(MEMBER, former)))

    assert check(report, "proof.endorsement")[0] is Outcome.UNKNOWN


def test_a_false_endorsement_is_a_warning_and_takes_nothing_from_the_badge() -> None:
    report = verify(endorsed(by=generate()), at=AT, trust=trusting_network(generate()))

    assert check(report, "proof.endorsement")[0] is Outcome.WARNING
    assert report.conclusion is Conclusion.PASSED


def stack(*inside: dict[str, Any]) -> bytes:
    """A learner record with these credentials inside, signed by the university."""
    document, _ = openbadges.write_clr(
        BADGE, list(inside), identifier="urn:uuid:b1f5c1de-5b0c-4b6f-8e61-1b7c3a9d1f44"
    )
    return json.dumps(proofs.sign(document, KEY, method=METHOD, created=SIGNED_AT)).encode()


def test_a_learner_record_is_verified_with_everything_inside() -> None:
    report = verify(stack(json.loads(signed())), at=AT, trust=TRUST)

    assert check(report, "proof.inside") == (
        Outcome.WARNING,
        f"The credential “Predictive Maintenance” in it: {NO_STATUS}",
    )
    assert report.conclusion is Conclusion.PASSED


def test_a_learner_record_of_many_badges_of_one_university_is_verified() -> None:
    badges = [json.loads(signed(id=f"urn:uuid:{number}")) for number in range(8)]

    report = verify(stack(*badges), at=AT, trust=TRUST)

    assert report.conclusion is Conclusion.PASSED
    assert [one.outcome for one in report if one.code == "proof.inside"] == [Outcome.WARNING] * 8


def test_an_endorsement_that_is_there_twice_is_told_once() -> None:
    key = generate()
    document = json.loads(endorsed(by=key))
    document["issuer"]["endorsement"] = document["endorsement"]
    twice = json.dumps(proofs.sign(document, KEY, method=METHOD, created=SIGNED_AT)).encode()

    report = verify(twice, at=AT, trust=trusting_network(key))

    assert len([one for one in report if one.code == "proof.endorsement"]) == 1


def test_learner_records_inside_others_are_looked_into_so_far_and_no_further() -> None:
    records = [json.loads(signed())]
    for _ in range(DEEPEST + 2):
        records.append(json.loads(stack(records[-1])))

    reports = [verify(json.dumps(one).encode(), at=AT, trust=TRUST) for one in records[1:]]

    assert [check(one, "proof.inside")[0] for one in reports] == [
        *([Outcome.WARNING] * (DEEPEST + 1)),
        Outcome.UNKNOWN,
    ]
    assert "too deep" in check(reports[-1], "proof.inside")[1]


def test_a_forged_credential_inside_fails_the_record() -> None:
    forged = copy.deepcopy(json.loads(signed()))
    forged["credentialSubject"]["result"][0]["value"] = "5"

    report = verify(stack(forged), at=AT, trust=TRUST)

    assert check(report, "proof.inside")[0] is Outcome.FAILED


def test_an_expired_credential_inside_is_only_a_warning() -> None:
    expired = json.loads(signed(replace(BADGE, valid_until=datetime(2026, 9, 1, tzinfo=UTC))))

    report = verify(stack(expired), at=AT, trust=TRUST)

    assert check(report, "proof.inside")[0] is Outcome.WARNING
    assert report.conclusion is Conclusion.PASSED
