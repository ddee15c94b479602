"""What each kind of credential is asked, and what the answers about what stands inside it mean."""

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from microcred import elmo, openbadges, proofs, read, sdjwt
from microcred.elmo import Section, Transcript
from microcred.reading import Reading
from microcred.record import AchievementRecord
from microcred.report import Check, Outcome
from microcred.status_list import entry
from microcred.trust import Trust
from microcred.verification import examine, verify
from microcred.verification.dates import SOURCE as DATES
from microcred.verification.effort import MOST
from microcred.verification.elements import SOURCE as ANNEX
from microcred.verification.flows import ELMO, HOSTED, SD_JWT, SEAL
from tests.microcred.cast import NETWORK, RECORD, UNIVERSITY, record
from tests.microcred.elm.cast import document as elm_document
from tests.microcred.lines import Line, line
from tests.microcred.openbadges2.badges import EMBEDDED, NOW, SIGNED, server, sign
from tests.microcred.verification.test_signed import (
    AT,
    KEY,
    METHOD,
    PRAISE,
    SIGNED_AT,
    TRUST,
    signed,
    stack,
)
from tests.microcred.verification.test_wallet_token import KEY as WALLET_KEY
from tests.microcred.verification.test_wallet_token import METHOD as WALLET_METHOD
from tests.microcred.verification.test_wallet_token import TRUST as WALLET_TRUST

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
TITLE = "Predictive Maintenance"


def told(
    data: bytes | Reading, *codes: str, at: datetime = AT, trust: Trust = TRUST, **more: Any
) -> list[Line]:
    """What is found under these codes."""
    return [line(one) for one in verify(data, at=at, trust=trust, **more) if one.code in codes]


def transcript(*records: AchievementRecord) -> bytes:
    """The university's transcript of these."""
    section = Section(UNIVERSITY, RECORD.issued_at, records)
    return elmo.write(Transcript(RECORD.learner, RECORD.issued_at, (section,)))[0]


def test_a_transcript_says_what_it_is_and_that_it_proves_nothing() -> None:
    data = transcript(RECORD)
    whole = read(data).record
    assert whole is not None
    issuer = {"name": "Example University"}

    assert told(data, "format") == [("format", PASSED, ELMO, {"kind": "ELMO transcript of records"}, False)]
    assert told(data, "proof") == [("proof", UNKNOWN, ELMO, {}, True)]
    assert told(data, "issuer") == [("issuer", UNKNOWN, "", issuer, False)]
    ((_code, outcome, source, values, _has_fix),) = told(data, "dates")
    assert (outcome, source) == (PASSED, DATES)
    assert values["since"].startswith(whole.issued_at.date().isoformat())
    assert [one[2] for one in told(data, "annex")] == ([] if whole.parts else [ANNEX])


def test_of_a_transcript_of_several_results_no_elements_are_asked() -> None:
    other = replace(RECORD, id="urn:uuid:2", specification=replace(RECORD.specification, id="urn:other"))
    several = transcript(RECORD, other)
    whole = read(several).record

    assert whole is not None
    assert len(whole.parts) == 2
    assert told(several, "annex") == []
    assert told(transcript(RECORD), "annex") != []


def test_a_transcript_that_cannot_be_read_says_why() -> None:
    reading = replace(read(transcript(RECORD)), record=None, problem="Odd.")

    report = verify(reading, at=AT)

    assert line(report.only(FAILED)[0]) == ("format.content", FAILED, "", {"reason": "Odd."}, False)
    assert {one.code for one in report.only(PASSED)} == set()


def test_a_draft_that_nobody_sealed_says_so_and_how_it_would_be_uploaded() -> None:
    data = json.dumps(elm_document()).encode()

    assert told(data, "format", "seal") == [
        ("format", PASSED, SEAL, {}, False),
        ("seal", FAILED, SEAL, {}, True),
    ]
    assert "schema" in {one.code for one in verify(data, at=AT)}


def wallet(*, listed: bool = False, **changes: Any) -> bytes:
    """A wallet's token of the record with these changes."""
    numbers = itertools.count()
    made = record(**({} if listed else {"status": ()}), **changes)
    return sdjwt.issue(made, WALLET_KEY, salt=lambda: f"{next(numbers):022}", kid=WALLET_METHOD)


def test_a_wallets_token_says_what_it_is_and_from_when_until_when_it_is_valid() -> None:
    ended = datetime(2026, 8, 1, tzinfo=UTC)
    asked: dict[str, Any] = {"trust": WALLET_TRUST}

    ((code, outcome, source, values, has_fix),) = told(wallet(), "format", **asked)
    assert (code, outcome, source, list(values), has_fix) == ("format", PASSED, SD_JWT, ["kind"], False)
    assert [one[1] for one in told(wallet(), "dates", **asked)] == [PASSED]
    assert [one[1] for one in told(wallet(valid_until=ended), "dates", **asked)] == [FAILED]
    assert told(wallet(), "status", **asked)[0][1] is WARNING


def test_of_a_wallets_token_without_a_record_everything_else_is_asked() -> None:
    reading = replace(read(wallet()), record=None, problem="Odd.")

    found = {one.code: one.outcome for one in verify(reading, at=AT, trust=WALLET_TRUST)}

    assert found["format.content"] is FAILED
    assert found["dates"] is PASSED
    assert found["status"] is WARNING
    assert "annex" not in found


def test_a_status_that_a_wallets_token_names_itself_is_not_asked() -> None:
    reading = read(wallet())
    named = replace(reading, document={**reading.document, "status": {}})

    assert told(named, "status", trust=WALLET_TRUST) == [("status", UNKNOWN, SD_JWT, {}, False)]


def test_a_hosted_badge_needs_no_key_where_its_server_confirms_it() -> None:
    data = json.dumps(EMBEDDED).encode()

    assert told(data, "format", at=NOW)[0][1:3] == (PASSED, HOSTED)
    assert told(data, "key", at=NOW) == [("key", UNKNOWN, HOSTED, {}, False)]
    assert told(data, "key", at=NOW, load=server()) == [("key", PASSED, HOSTED, {}, False)]
    assert len(told(sign(SIGNED), "key", at=NOW, load=server())) == 1
    assert told(sign(SIGNED), "key", at=NOW, load=server())[0][2] != HOSTED
    for load in (None, server()):
        assert len(told(data, "dates", at=NOW, load=load)) == 1


def test_a_hosted_badge_that_cannot_be_fetched_says_why_and_names_nobody() -> None:
    def silent(_url: str) -> bytes:
        raise TimeoutError

    found = {one.code: one for one in verify(str(EMBEDDED["id"]).encode(), at=NOW, load=silent)}

    code, outcome, source, values, has_fix = line(found["proof"])
    assert (code, outcome, source, list(values), has_fix) == ("proof", UNKNOWN, HOSTED, ["reason"], False)
    assert values["reason"]
    assert line(found["issuer"]) == ("issuer", UNKNOWN, "", {}, False)


def test_what_a_badges_server_answers_is_what_is_read() -> None:
    reading = read(str(EMBEDDED["id"]).encode())

    alone = examine(reading, at=NOW, load=server())

    assert {"annex", "issuer", "dates"} <= {one.code for one in alone.report}
    assert alone.report.check("issuer") is not None
    assert "Faculty of Example Studies" in {one.values.get("name") for one in alone.report}


def endorsement(**changes: Any) -> bytes:
    """An endorsement by the university on its own, signed after these changes."""
    praise = replace(PRAISE, issuer=UNIVERSITY, **changes)
    document = openbadges.write_endorsement(praise)
    return json.dumps(proofs.sign(document, KEY, method=METHOD, created=SIGNED_AT)).encode()


def test_an_endorsement_on_its_own_is_asked_as_any_credential_but_for_elements() -> None:
    found = {one.code: one.outcome for one in verify(endorsement(), at=AT, trust=TRUST)}

    asked = ("format", "schema", "terms", "proof", "key", "issuer", "dates")
    assert {code: found.get(code) for code in asked} == dict.fromkeys(asked, PASSED)
    assert found["status"] is WARNING
    assert "annex" not in found


def test_an_endorsement_counts_from_its_beginning_to_its_end() -> None:
    ended, begins = datetime(2026, 8, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)

    for changes in ({"valid_until": ended}, {"valid_from": begins}):
        assert [one[1] for one in told(endorsement(**changes), "dates")] == [FAILED]


def test_an_endorsement_that_cannot_be_read_is_asked_for_its_signature_and_its_status() -> None:
    document = json.loads(endorsement())
    del document["validFrom"]

    found = {one.code: one for one in verify(json.dumps(document).encode(), at=AT, trust=TRUST)}

    code, outcome, source, values, has_fix = line(found["format.content"])
    assert (code, outcome, source, list(values), has_fix) == ("format.content", FAILED, "", ["reason"], False)
    assert found["proof"].outcome is FAILED
    assert found["status"].outcome is WARNING
    assert found["issuer"].outcome is found["dates"].outcome is UNKNOWN


def forged(**changes: Any) -> dict[str, Any]:
    """The university's badge, changed after it was signed."""
    return {**json.loads(signed()), **changes}


OTHERWISE: dict[str, Any] = {"name": "Another name"}


def inside(*credentials: dict[str, Any], trust: Trust = TRUST) -> list[Check]:
    """What became of each of these in a learner record."""
    return [one for one in verify(stack(*credentials), at=AT, trust=trust) if one.code == "proof.inside"]


def test_what_stands_inside_is_told_with_its_title_and_its_first_reason() -> None:
    expired = json.loads(signed(record(status=(), valid_until=SIGNED_AT)))
    elsewhere = {**forged(), "issuer": {**forged()["issuer"], "id": "did:web:elsewhere.example"}}

    good, bad, late = inside(json.loads(signed()), forged(**OTHERWISE), expired)

    assert line(good) == ("proof.inside", PASSED, "", {"title": TITLE}, False)
    assert (bad.outcome, bad.values["title"], bad.source, bad.fix) == (FAILED, TITLE, "", "")
    assert "does not fit" in bad.values["reason"]
    assert (late.outcome, late.values["title"], late.source, late.fix) == (WARNING, TITLE, "", "")
    assert "expired on" in late.values["reason"]
    assert inside(elsewhere)[0].outcome is FAILED


def test_what_stays_open_inside_is_told_with_its_reason() -> None:
    unlisted = json.loads(signed(record(status=(), issuer=NETWORK), method=f"{NETWORK.id}#1"))

    (found,) = inside(unlisted)

    assert (found.code, found.outcome, found.values["title"]) == ("proof.inside", UNKNOWN, TITLE)
    assert found.values["reason"]


def test_what_cannot_be_read_inside_stays_open_and_says_why() -> None:
    shown = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": "VerifiablePresentation",
        "verifiableCredential": [{"type": ["VerifiableCredential", "BlockcertsCredential"]}],
    }

    (found,) = told(json.dumps(shown).encode(), "proof.inside")

    code, outcome, source, values, has_fix = found
    assert (code, outcome, source, list(values), has_fix) == ("proof.inside", UNKNOWN, "", ["reason"], False)


def test_all_that_one_file_holds_counts_together() -> None:
    list_ = "https://uni.example/status/1"
    places = [entry(url=list_, index=one, purpose="revocation") for one in range(MOST)]
    many = json.loads(signed(credentialStatus=places))

    *_first, last = inside(many, json.loads(signed()))

    assert line(last)[1] is UNKNOWN
    assert "more than can be looked into at once" in last.values["reason"]


@pytest.mark.parametrize("kind", ["json", "token"])
def test_the_issuer_is_told_where_the_register_knows_whose_key_signed(kind: str) -> None:
    data = signed() if kind == "json" else wallet()
    trust = TRUST if kind == "json" else WALLET_TRUST

    assert examine(read(data), at=AT, trust=trust).issuer == trust.issuers[0]
    assert examine(read(data), at=AT, trust=Trust()).issuer is None
