"""What each kind of credential is asked, and what the answers about what stands inside it mean."""

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from microcred import elmo, openbadges, proofs, read, sdjwt
from microcred.did import DatedKey
from microcred.elmo import Section, Transcript
from microcred.keys import generate
from microcred.presentations import Request
from microcred.reading import LABELS, Kind, Reading
from microcred.record import AchievementRecord
from microcred.report import Check, Conclusion, Outcome
from microcred.status_list import StatusList, credential, entry
from microcred.trust import Trust
from microcred.verification import examine, verify
from microcred.verification.dates import SOURCE as DATES
from microcred.verification.effort import MOST
from microcred.verification.elements import SOURCE as ANNEX
from microcred.verification.flows import ELMO, HOSTED, SD_JWT, SEAL
from microcred.verification.statuses import NO_STATUS, UNPROVEN
from microcred.verification.statuses import SOURCE as STATUS
from tests.microcred.cast import NETWORK, RECORD, UNIVERSITY, record
from tests.microcred.elm.cast import document as elm_document
from tests.microcred.jades.pki import NOON
from tests.microcred.lines import Line, line
from tests.microcred.openbadges2.badges import EMBEDDED, NOW, SIGNED, server, sign
from tests.microcred.sdjwt.test_issuers import CA, LEAF
from tests.microcred.sdjwt.test_issuers import token as certified
from tests.microcred.sdjwt.tokens import KEY as TOKEN_KEY
from tests.microcred.sdjwt.tokens import KID, PAYLOAD, SHOWN, resigned
from tests.microcred.sdjwt.tokens import NOW as TOKEN_NOW
from tests.microcred.sdjwt.tokens import REQUEST as TOKEN_REQUEST
from tests.microcred.verification.test_european import HOUR, claiming
from tests.microcred.verification.test_presentations import REQUEST, as_token, presentation
from tests.microcred.verification.test_signed import (
    AT,
    KEY,
    METHOD,
    PRAISE,
    SIGNED_AT,
    TRUST,
    signed,
    stack,
    trusting_network,
)
from tests.microcred.verification.test_status import BADGE as BADGE_WITH_STATUS
from tests.microcred.verification.test_status import URL, listing, published
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


def test_who_issued_a_draft_is_not_proven_because_nobody_sealed_it() -> None:
    report = verify(json.dumps(elm_document()).encode(), at=AT)

    said = {code: check.message for code in ("issuer", "key") if (check := report.check(code))}
    assert said == {
        "issuer": "It is not proven who issued it, because nobody has sealed it.",
        "key": "It is not sealed, so there is no key to check.",
    }
    assert not any("cannot be read" in check.message for check in report)


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

    kind = {"kind": LABELS[Kind.OPEN_BADGE_2]}
    assert told(data, "format", at=NOW) == [("format", PASSED, HOSTED, kind, False)]
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
    assert values["reason"] not in ("", "None")
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
    assert "This is not an endorsement." in values["reason"]
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

    good, bad, late, unlisted = inside(json.loads(signed()), forged(**OTHERWISE), expired)

    assert line(good) == ("proof.inside", WARNING, "", {"title": TITLE, "reason": NO_STATUS}, False)
    assert (bad.outcome, bad.values["title"], bad.source, bad.fix) == (FAILED, TITLE, "", "")
    assert "The signature is not valid" in bad.values["reason"]
    assert (late.outcome, late.values["title"], late.source, late.fix) == (WARNING, TITLE, "", "")
    assert "expired on" in late.values["reason"]
    assert line(unlisted) == line(good)
    assert inside(elsewhere)[0].outcome is FAILED


def test_what_is_good_in_every_respect_inside_is_told_with_its_title() -> None:
    trust = replace(TRUST, documents={URL: published(listing())})

    (found,) = inside(json.loads(BADGE_WITH_STATUS), trust=trust)

    assert line(found) == ("proof.inside", PASSED, "", {"title": TITLE}, False)
    assert found.message == f"The credential “{TITLE}” in it is genuine and valid."


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
    assert values["reason"] not in ("", "None")


def test_all_that_one_file_holds_counts_together() -> None:
    list_ = "https://uni.example/status/1"
    places = [entry(url=list_, index=one, purpose="revocation") for one in range(MOST)]
    many = json.loads(signed(credentialStatus=places))

    *_first, last = inside(many, json.loads(signed()))

    assert line(last)[1] is UNKNOWN
    assert "more than can be checked at once" in last.values["reason"]


@pytest.mark.parametrize("kind", ["json", "token"])
def test_the_issuer_is_told_where_the_register_knows_whose_key_signed(kind: str) -> None:
    data = signed() if kind == "json" else wallet()
    trust = TRUST if kind == "json" else WALLET_TRUST

    assert examine(read(data), at=AT, trust=trust).issuer == trust.issuers[0]
    assert examine(read(data), at=AT, trust=Trust()).issuer is None


def test_a_folder_is_asked_for_no_elements_and_a_whole_for_its_own() -> None:
    folder = read(stack(json.loads(signed())))
    assert folder.record is not None
    whole = replace(folder, record=replace(folder.record, id="urn:uuid:whole"))

    assert folder.record.id == folder.document["id"]
    assert told(folder, "annex") == []
    assert len(told(whole, "annex")) == 1
    assert told(folder, "format", "proof") == told(whole, "format", "proof")


def test_a_credential_inside_that_another_member_signed_fails_the_record() -> None:
    key = generate()
    other = json.loads(signed(key=key, method=f"{NETWORK.id}#1"))

    (found,) = inside(other, trust=trusting_network(key))

    assert found.outcome is FAILED


def test_a_presentation_whose_signature_has_ended_shows_no_holder() -> None:
    begun, ended = int(SIGNED_AT.timestamp()), int(AT.timestamp())

    for seconds, outcome in ((ended + 1, PASSED), (ended, FAILED), (begun, FAILED)):
        data = as_token(presentation(), exp=seconds)
        assert told(data, "proof.holder", request=REQUEST)[0][1] is outcome


def test_an_endorsement_on_its_own_is_asked_as_of_the_moment() -> None:
    url = "https://uni.example/status/1"
    written = openbadges.write_endorsement(replace(PRAISE, issuer=UNIVERSITY))
    written["credentialStatus"] = entry(url=url, index=7, purpose="revocation")
    listing = credential(StatusList(), url=url, issuer=UNIVERSITY.id, purpose="revocation", valid_from=AT)

    def made(document: dict[str, Any], **more: str) -> bytes:
        return json.dumps(proofs.sign(document, KEY, method=METHOD, created=SIGNED_AT, more=more)).encode()

    trust = replace(TRUST, documents={url: made(listing)})
    ended = made(written, expires="2026-08-01T00:00:00Z")

    assert [one[1] for one in told(made(written), "status", trust=trust)] == [PASSED]
    assert not verify(made(written), at=AT, trust=trust).only(FAILED)
    assert verify(ended, at=AT, trust=trust).only(FAILED)


def test_the_list_of_whom_a_sealed_credential_names_says_nothing_where_its_seal_does_not_prove_them() -> None:
    url, bits = "https://uni.example/status/9", StatusList()
    bits[9] = True
    listing = credential(bits, url=url, issuer=UNIVERSITY.id, purpose="revocation", valid_from=NOON)
    kept = proofs.sign(listing, KEY, method=METHOD, created=NOON)
    trust = replace(TRUST, documents={url: json.dumps(kept).encode()})
    sealed = json.loads(json.dumps(elm_document()))
    named = {**sealed["issuer"], "id": UNIVERSITY.id}
    data = claiming(issuer=named, credentialStatus=entry(url=url, index=9, purpose="revocation"))

    found = told(data, "status", at=NOON + HOUR, trust=trust)

    assert found == [("status", UNKNOWN, STATUS, {"reason": UNPROVEN}, True)]


def test_a_wallets_token_has_to_answer_the_request() -> None:
    known = replace(TRUST.issuers[0], keys=(DatedKey(KID, TOKEN_KEY.public),))
    other = Request(TOKEN_REQUEST.audience, "other")
    asked: dict[str, Any] = {"at": TOKEN_NOW, "trust": Trust((known,))}

    assert not verify(SHOWN, request=TOKEN_REQUEST, **asked).only(FAILED)
    assert verify(SHOWN, request=other, **asked).only(FAILED)


def test_a_wallets_token_whose_key_an_authority_certified_is_its_issuers() -> None:
    data = certified(LEAF)
    asked: dict[str, Any] = {"at": TOKEN_NOW}

    (key,) = told(data, "key", trust=Trust(certificates=(CA,)), **asked)
    (unproven,) = told(data, "key", trust=Trust(), **asked)

    assert (key[1], unproven[1]) == (PASSED, UNKNOWN)


def test_the_dates_of_a_wallets_token_are_told_once() -> None:
    ended = datetime(2026, 8, 1, tzinfo=UTC)
    unread = replace(read(wallet()), record=None)
    asked: dict[str, Any] = {"trust": WALLET_TRUST}

    (good,), (late,) = told(wallet(), "dates", **asked), told(wallet(valid_until=ended), "dates", **asked)
    (open_,) = told(unread, "dates", **asked)

    assert (good[1], good[2]) == (PASSED, DATES)
    assert (late[1], late[2] == DATES) == (FAILED, False)
    assert (open_[1], open_[2] == DATES) == (PASSED, False)
    assert told(wallet(), "format", **asked)[0][3] == {"kind": LABELS[Kind.SD_JWT]}


def test_a_transcript_ends_with_what_it_is_about() -> None:
    reading = read(transcript(RECORD))
    assert reading.record is not None

    ended = replace(reading, record=replace(reading.record, valid_until=SIGNED_AT))

    assert [one[1] for one in told(ended, "dates")] == [FAILED]


def test_who_issued_the_one_credential_shown_is_told() -> None:
    shown = as_token(presentation())

    assert examine(read(shown), at=AT, trust=TRUST, request=REQUEST).issuer == TRUST.issuers[0]


def test_a_presentation_inside_that_asks_for_too_much_leaves_its_credential_open() -> None:
    greedy = presentation(presentation(credentialStatus=[{}] * MOST))

    (found,) = told(json.dumps(greedy).encode(), "proof.inside")

    assert found == ("proof.inside", UNKNOWN, "", {}, False)


def test_a_signature_is_judged_at_the_instant_of_the_question() -> None:
    ends = AT - timedelta(days=1)
    document = openbadges.write(record(status=()))[0]
    sent = proofs.sign(document, KEY, method=METHOD, created=SIGNED_AT, more={"expires": ends.isoformat()})

    before = verify(json.dumps(sent).encode(), at=ends - timedelta(days=1), trust=TRUST)
    after = verify(json.dumps(sent).encode(), at=AT, trust=TRUST)

    assert [getattr(one.check("proof.expires"), "outcome", None) for one in (before, after)] == [
        PASSED,
        FAILED,
    ]
    assert (before.conclusion, after.conclusion) == (Conclusion.PASSED, Conclusion.FAILED)


@pytest.mark.parametrize(("since", "outcome"), [("2026-01-01", PASSED), ("2090-01-01", FAILED)])
def test_a_credential_holds_from_its_own_day_on_whenever_it_was_issued(since: str, outcome: Outcome) -> None:
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": UNIVERSITY.id,
        "issued": "2025-12-31T00:00:00Z",
        "validFrom": f"{since}T00:00:00Z",
        "credentialSubject": {"id": "did:example:ane"},
    }

    report = verify(json.dumps(document).encode(), at=AT, trust=TRUST)

    assert getattr(report.check("dates"), "outcome", None) is outcome


@pytest.mark.parametrize(
    ("data", "outcome", "values"),
    [
        (b'{"a": 1, "a": 2}', FAILED, {"name": "a"}),
        (resigned({}, PAYLOAD | {"_sd_alg": "md5"}), UNKNOWN, {"algorithm": "md5"}),
    ],
)
def test_why_a_file_is_not_read_is_told_with_what_it_is_about(
    data: bytes, outcome: Outcome, values: dict[str, str]
) -> None:
    check = verify(data, at=AT).check("format")

    assert check is not None
    assert (check.outcome, dict(check.values)) == (outcome, values)


def test_a_badge_that_was_issued_in_the_future_is_not_valid_since_before() -> None:
    document = {name: value for name, value in json.loads(signed()).items() if name != "proof"}
    later = document | {"issued": "2030-01-01T00:00:00Z"}
    made = proofs.sign(later, KEY, method=METHOD, created=SIGNED_AT, suite="eddsa-jcs-2022")

    ((code, outcome, source, values, has_fix),) = told(json.dumps(made).encode(), "dates")

    assert (code, outcome, source, values["issued"], has_fix) == ("dates", FAILED, DATES, "2030-01-01", True)
