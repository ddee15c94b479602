"""Each answer about an embedded proof: its outcome, its clause and its values."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from microcred import binding, multibase
from microcred.did import KeyFinder
from microcred.errors import MicrocredError
from microcred.jsonld import TooMuchWork, canonical_digest
from microcred.keys import generate
from microcred.presentations import SOURCE as REQUESTS
from microcred.presentations import Request
from microcred.proofs import Expected, check, examine, sign
from microcred.proofs.checking import CHAINED_BYTES, CHAINS, LOSS, PROOF_LIMIT
from microcred.proofs.options import CLOCK_SKEW, OPTIONS, VERIFY, created_at
from microcred.proofs.suites import V2
from microcred.report import Outcome
from microcred.saying import Moment
from tests.microcred.lines import Line, line
from tests.microcred.proofs.cast import KEY, METHOD, SIGNED_AT, UNIVERSITY, credential, keys, signed
from tests.microcred.proofs.test_work import TANGLED

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
RDFC, JCS = "VC-DI-EdDSA 1.0 §3.2", "VC-DI-EdDSA 1.0 §3.3"
CREATED, SECOND = "2026-11-23T10:00:00Z", timedelta(seconds=1)
COVERED: Line = ("terms", PASSED, LOSS, {}, False)
HOLDS: Line = ("proof", PASSED, RDFC, {"suite": "eddsa-rdfc-2022"}, False)
BROKEN: Line = ("proof", FAILED, RDFC, {}, True)
DATED: Line = ("proof.created", PASSED, OPTIONS, {"created": CREATED}, False)
GOOD_KEY: Line = ("key", PASSED, binding.CID_METHODS, {"key": METHOD}, False)
OWNED: Line = ("proof.controller", PASSED, binding.CID_RETRIEVAL, {"owner": UNIVERSITY}, False)
UNREAD: Line = ("proof", UNKNOWN, RDFC, {}, False)


def lines(document: dict[str, Any], finder: KeyFinder | None = None, **expected: Any) -> list[Line]:
    """All that is found out about a document."""
    return [line(one) for one in check(document, finder or keys(), expected=Expected(**expected))]


def about(
    code: str, document: dict[str, Any], finder: KeyFinder | None = None, **expected: Any
) -> list[Line]:
    """What is found out under this code."""
    return [one for one in lines(document, finder, **expected) if one[0] == code]


def proof_with(**members: Any) -> dict[str, Any]:
    """The signed credential, its proof altered afterwards; None takes a member away."""
    proof = {name: value for name, value in (signed()["proof"] | members).items() if value is not None}
    return signed() | {"proof": proof}


def nobody(_controller: str) -> None:
    """Knows no key."""


def test_all_that_is_found_out_about_a_credential_that_holds() -> None:
    assert lines(signed()) == [COVERED, HOLDS, DATED, GOOD_KEY, OWNED]
    assert lines(signed(suite="eddsa-jcs-2022")) == [
        ("proof", PASSED, JCS, {"suite": "eddsa-jcs-2022"}, False),
        *(DATED, GOOD_KEY, OWNED),
    ]
    assert examine(signed(), keys()).owners == (UNIVERSITY,)


@pytest.mark.parametrize(
    ("proof", "outcome", "values"),
    [
        (None, FAILED, {}),
        ([], FAILED, {}),
        ("signed, honestly", FAILED, {}),
        ({}, FAILED, {}),
        ({"type": 5}, FAILED, {}),
        ({"type": "Other2020"}, UNKNOWN, {"suite": "Other2020"}),
        ({"type": "DataIntegrityProof", "cryptosuite": "none"}, UNKNOWN, {"suite": "none"}),
        ({"type": "eddsa-rdfc-2022"}, UNKNOWN, {"suite": "eddsa-rdfc-2022"}),
        (
            {"type": "DataIntegrityProof", "cryptosuite": "Ed25519Signature2020"},
            UNKNOWN,
            {"suite": "Ed25519Signature2020"},
        ),
        ({"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}, FAILED, {}),
        (signed()["proof"] | {"verificationMethod": 5}, FAILED, {}),
        (signed()["proof"] | {"verificationMethod": "z6Mkk"}, FAILED, {}),
        ([{}] * (PROOF_LIMIT + 1), FAILED, {"count": "17", "limit": "16"}),
    ],
)
def test_what_is_no_proof_that_is_understood_says_so_and_nothing_else(
    proof: Any, outcome: Outcome, values: dict[str, str]
) -> None:
    assert lines(credential(proof=proof)) == [("proof", outcome, VERIFY, values, False)]
    assert examine(credential(proof=proof), keys()).owners == ()


def test_so_many_proofs_are_looked_at_and_no_more() -> None:
    document = signed()

    most = lines(document | {"proof": [document["proof"]] * PROOF_LIMIT})

    assert [one for one in most if one[0] == "proof"] == [HOLDS] * PROOF_LIMIT
    assert most.count(COVERED) == most.count(OWNED) == 1


def test_without_the_key_the_signature_stays_open_and_the_key_says_why() -> None:
    missing: Line = ("key", UNKNOWN, binding.CID_RETRIEVAL, {"controller": UNIVERSITY}, True)

    assert lines(signed(), nobody) == [("proof", UNKNOWN, VERIFY, {}, False), DATED, missing]
    assert examine(signed(), nobody).owners == ()


def test_a_signature_that_does_not_fit_says_what_to_do() -> None:
    assert lines(signed(), keys(generate()))[:2] == [COVERED, BROKEN]
    for value in (5, "z", "z1"):
        assert about("proof", proof_with(proofValue=value)) == [BROKEN]
    assert about("proof", proof_with(proofValue=None)) == [BROKEN]


@pytest.mark.parametrize("value", ["u" + "A" * 86, "X" + "A" * 86, "z0", "z" + "2" * 100_000])
def test_a_signature_that_cannot_be_read_says_why(value: str) -> None:
    ((_code, outcome, source, values, has_fix),) = about("proof", proof_with(proofValue=value))

    assert (outcome, source, has_fix) == (FAILED, RDFC, False)
    with pytest.raises(MicrocredError) as refused:
        multibase.decode(value, bases="z")
    assert values == {"reason": str(refused.value)}


def test_a_key_of_another_kind_is_told_with_the_suite() -> None:
    values = {"kind": "P-256", "suite": "eddsa-rdfc-2022"}

    assert lines(signed(), keys(generate("P-256")))[0] == ("proof", FAILED, RDFC, values, False)


def test_a_key_is_asked_for_its_purpose_and_its_owner() -> None:
    claimed, showing = keys(is_claimed=True), keys(purposes=("authentication",))

    assert about("proof.controller", signed(), claimed) == []
    assert about("key", signed(), showing)[0][1] is FAILED
    assert about("key", signed(purpose="authentication"), showing, purpose="authentication") == [GOOD_KEY]
    assert examine(signed(), claimed).owners == ()


def test_whoever_shows_something_need_not_be_named_and_an_issuer_must() -> None:
    shown: dict[str, Any] = {"@context": [V2], "type": ["VerifiablePresentation"]}
    unnamed = signed(shown, purpose="authentication")
    named = signed(shown | {"holder": UNIVERSITY}, purpose="authentication")
    issuerless = {name: value for name, value in credential().items() if name != "issuer"}
    stranger = {"owner": "?", "controller": UNIVERSITY}

    assert about("proof.controller", unnamed, purpose="authentication") == []
    assert about("proof.controller", named, purpose="authentication") == [OWNED]
    assert about("proof.controller", signed(issuerless)) == [
        ("proof.controller", FAILED, binding.CID_RETRIEVAL, stranger, True)
    ]


def test_a_proof_for_something_else_names_both() -> None:
    values = {"found": "authentication", "expected": "assertionMethod"}

    assert about("proof.purpose", signed(purpose="authentication")) == [
        ("proof.purpose", FAILED, OPTIONS, values, False)
    ]
    nothing = about("proof.purpose", proof_with(proofPurpose=None))
    assert nothing == [("proof.purpose", FAILED, OPTIONS, values | {"found": "nothing"}, False)]
    assert about("proof.purpose", signed()) == []


def test_the_date_of_a_proof_may_be_ahead_by_what_clocks_differ() -> None:
    early = ("proof.created", FAILED, OPTIONS, {"created": CREATED}, False)

    assert about("proof.created", signed(), at=SIGNED_AT - CLOCK_SKEW) == [DATED]
    assert about("proof.created", signed(), at=SIGNED_AT - CLOCK_SKEW - SECOND) == [early]


def test_a_proof_holds_until_the_moment_of_its_end_and_not_in_it() -> None:
    document, values = (
        signed(more={"expires": "2026-11-24T11:00:00+01:00"}),
        {"expires": "2026-11-24T10:00:00Z"},
    )
    end = datetime(2026, 11, 24, 10, tzinfo=UTC)
    holds: Line = ("proof.expires", PASSED, OPTIONS, values, False)

    assert about("proof.expires", document) == [holds]
    assert about("proof.expires", document, at=end - SECOND) == [holds]
    assert about("proof.expires", document, at=end) == [("proof.expires", FAILED, VERIFY, values, True)]


@pytest.mark.parametrize("name", ["created", "expires"])
@pytest.mark.parametrize("value", ["2026-11-23T10:00:00", "soon"])
def test_a_date_that_is_none_is_told_as_it_stands(name: str, value: str) -> None:
    document = signed(more={name: value}, suite="eddsa-jcs-2022")

    assert about(f"proof.{name}", document) == [(f"proof.{name}", FAILED, OPTIONS, {"value": value}, False)]


def test_dates_are_told_as_dates_of_the_readers_language() -> None:
    document = signed(more={"expires": "2026-11-24T10:00:00Z"})

    for at in (None, SIGNED_AT - timedelta(days=1), SIGNED_AT + timedelta(days=2)):
        told = [
            value
            for one in check(document, keys(), expected=Expected(at=at))
            for name, value in one.values.items()
            if name in ("created", "expires")
        ]
        assert len(told) == 2
        assert {type(value) for value in told} == {Moment}


def test_a_proof_without_dates_says_nothing_of_them() -> None:
    undated = proof_with(created=None)

    assert about("proof.created", undated) == about("proof.expires", undated) == []
    assert created_at(undated["proof"]) is None
    assert created_at(signed()["proof"]) == SIGNED_AT


def test_a_request_has_to_be_answered_by_the_proof() -> None:
    request = Request("verifier.example", "n-0S6")
    answering = signed(more={"domain": "verifier.example", "challenge": "n-0S6"})

    assert lines(answering, request=request) == lines(answering)
    assert [one[0] for one in lines(signed(), request=request)] == [
        *("terms", "proof", "proof.created", "proof.domain", "proof.challenge", "key", "proof.controller"),
    ]
    assert about("proof.domain", signed(), request=request)[0][2] == REQUESTS


def test_a_word_that_no_context_defines_is_named_by_its_place() -> None:
    document = signed() | {"ects": 30}

    assert lines(document)[:2] == [("terms", FAILED, LOSS, {"place": "ects"}, True), UNREAD]


def test_a_context_that_is_not_known_is_named() -> None:
    url = "https://uni.example/context"
    document = signed()
    document["@context"] = [*document["@context"], url]

    assert lines(document)[:2] == [("terms", UNKNOWN, LOSS, {"url": url}, False), UNREAD]


def test_words_that_cannot_be_read_say_why() -> None:
    document = signed() | {"@context": [V2, 5]}

    (code, outcome, source, values, has_fix), unread = lines(document)[:2]

    assert (code, outcome, source, has_fix, unread) == ("terms", FAILED, LOSS, False, UNREAD)
    with pytest.raises(MicrocredError) as refused:
        canonical_digest({name: value for name, value in document.items() if name != "proof"})
    assert values == {"reason": str(refused.value)}


def test_contexts_of_the_callers_own_are_read() -> None:
    url = "https://uni.example/context"
    own = {url: {"@context": {"ects": "https://uni.example/ects"}}}
    document = signed() | {"ects": 3}
    document["@context"] = [*document["@context"], url]

    found = [line(one) for one in check(document, keys(), contexts=own)]

    assert found[:2] == [COVERED, BROKEN]


def test_contexts_of_the_callers_own_are_read_under_a_proof_upon_another_too() -> None:
    url = "https://uni.example/context"
    own = {url: {"@context": {"ects": "https://uni.example/ects"}}}
    first = signed(more={"id": "urn:uuid:first"})
    upon = signed(first, more={"previousProof": "urn:uuid:first"})["proof"][1]
    document = first | {"ects": 3, "proof": [first["proof"], upon]}
    document["@context"] = [*document["@context"], url]

    found = [line(one) for one in check(document, keys(), contexts=own)]

    assert [one for one in found if one[0] in ("terms", "proof")] == [COVERED, BROKEN, BROKEN]


def test_what_is_too_much_work_says_why() -> None:
    with pytest.raises(TooMuchWork) as refused:
        canonical_digest(TANGLED)

    found = lines(TANGLED | {"issuer": UNIVERSITY, "proof": signed()["proof"]})

    assert found[:2] == [("terms", UNKNOWN, LOSS, {"reason": str(refused.value)}, False), UNREAD]


def large(characters: int) -> dict[str, Any]:
    """A credential with so many characters, as Python writes it, and two proofs over its JSON."""
    unsecured = {name: value for name, value in signed().items() if name != "proof"} | {"name": ""}
    unsecured["name"] = "x" * (characters - len(repr(unsecured)))
    proof = signed(unsecured, suite="eddsa-jcs-2022")["proof"]
    return unsecured | {"proof": [proof, proof]}


def test_so_much_is_put_in_order_for_several_proofs_and_no_more() -> None:
    document, larger = large(CHAINED_BYTES // 2), large(CHAINED_BYTES // 2 + 1)
    alone = large(CHAINED_BYTES + 1)

    assert [one[1] for one in about("proof", document)] == [PASSED, PASSED]
    assert [one[1] for one in about("proof", larger)] == [PASSED, WARNING]
    assert [one[1] for one in about("proof", alone | {"proof": alone["proof"][0]})] == [PASSED]


PARTNER, PARTNER_KEY = "did:web:partner.example", generate()


def both(controller: str) -> Any:
    """The keys of the university and of its partner."""
    return keys()(controller) or keys(PARTNER_KEY, PARTNER)(controller)


def partnered(document: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The document with the partner's proof beside those it has."""
    return sign(document, PARTNER_KEY, method=f"{PARTNER}#2026", created=SIGNED_AT, **options)


def test_whoever_signed_as_well_is_among_the_owners_and_the_issuers_own_decides() -> None:
    document = partnered(signed())
    found = examine(document, both)

    assert found.owners == (UNIVERSITY, PARTNER)
    told = [line(one) for one in found.checks]
    assert told.count(OWNED) == told.count(COVERED) == 1
    assert found.keys == ((UNIVERSITY, KEY.public), (PARTNER, PARTNER_KEY.public))
    turned = examine(document | {"proof": document["proof"][::-1]}, both)
    assert turned.owners == (PARTNER, UNIVERSITY)
    assert [line(one) for one in turned.checks].count(OWNED) == 1
    assert lines(partnered(credential()), both)[-1] == (
        "proof.controller",
        FAILED,
        binding.CID_RETRIEVAL,
        {"owner": UNIVERSITY, "controller": PARTNER},
        True,
    )


def test_what_a_proof_builds_upon_must_be_there() -> None:
    first = signed(more={"id": "urn:uuid:first"})
    document = partnered(first, more={"previousProof": "urn:uuid:first"})
    alone = document | {"proof": document["proof"][1]}
    values = {"reason": "The earlier proof that this proof builds on is missing, or appears twice."}

    assert about("proof", alone, both) == [("proof", FAILED, CHAINS, values, False)]
    assert [one[1] for one in lines(document, both)] == [PASSED] * len(lines(document, both))


def test_contexts_that_were_not_signed_are_told() -> None:
    document = signed(suite="eddsa-jcs-2022")
    values = {"reason": "The contexts are not those that were signed."}

    assert about("proof", document | {"@context": [V2]}) == [("proof", FAILED, CHAINS, values, False)]


def test_a_proof_over_the_json_itself_that_says_no_contexts_is_not_what_was_signed() -> None:
    document = signed(suite="eddsa-jcs-2022")
    bare = {name: value for name, value in document["proof"].items() if name != "@context"}

    assert about("proof", document | {"proof": bare}) == [("proof", FAILED, JCS, {}, True)]


def test_a_proof_that_is_not_understood_only_warns_beside_the_issuers_own() -> None:
    document = signed()
    odd = {"type": "Other2020"}
    away = partnered(document)["proof"][1]

    beside = lines(document | {"proof": [document["proof"], odd]})
    unreachable = lines(document | {"proof": [document["proof"], away]})
    only = lines(document | {"proof": [odd, odd]})

    assert ("proof", WARNING, VERIFY, {"suite": "Other2020"}, False) in beside
    assert [one[:2] for one in unreachable if one[1] is not PASSED] == [("proof", WARNING), ("key", WARNING)]
    assert [one[1] for one in only] == [UNKNOWN, UNKNOWN]


def test_a_word_that_is_not_covered_is_told_once_and_stays_open_beside_the_issuers_own() -> None:
    plain = signed(suite="eddsa-jcs-2022")
    document = plain | {"proof": [plain["proof"], signed()["proof"], signed()["proof"]]}
    url = "https://uni.example/context"
    document["@context"] = [*document["@context"], url]

    found = lines(document)

    assert [one for one in found if one[0] == "terms"] == [("terms", UNKNOWN, LOSS, {"url": url}, False)]
    assert found[0][0] == "terms"
