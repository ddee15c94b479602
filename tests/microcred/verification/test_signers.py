"""Whose credential it is: what proves the issuer shown, and what a register's name says to its own."""

import base64
import json
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from microcred.binding import Signed
from microcred.guards import b64url_decode, b64url_encode
from microcred.jades import Envelope, open_envelope
from microcred.reading import Carrier, Kind, Reading
from microcred.record import Identifier, Organisation
from microcred.report import Check, Outcome, failed, passed, unknown, warning
from microcred.trust import KnownIssuer, KnownSeal, Trust
from microcred.verification.issuers import REGISTER, check_issuer, known_issuer
from microcred.verification.signers import SEALS, Origin, origin_of, sealed_by, shown_as, unproven
from microcred.verification.statuses import ASK_ISSUER, ASK_WHETHER, NO_STATUS
from microcred.verification.unasked import QUESTIONS, completed
from tests.microcred.cast import RECORD, UNIVERSITY
from tests.microcred.jades.pki import UNIVERSITY_NAME, issue, name
from tests.microcred.lines import line
from tests.microcred.verification.test_issuers import DAY, MEMBER
from tests.microcred.verification.test_sealed import OWN, VICTIM, sealed

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
ISSUED_AT = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
PLAIN = Reading(Kind.OPEN_BADGE_3, Carrier.JSON, Carrier.JSON, b"", b"", {}, RECORD)
SEALED = sealed()
OWNED = Signed((), (UNIVERSITY.id,))
CERTIFIED = "NTRAT-123456a"  # the identifier in the certificate of the university's seal
STRANGER = replace(UNIVERSITY, id="did:web:strange.example", identifiers=())
WITH_EIDAS = replace(STRANGER, identifiers=(Identifier("schac", "x.example"), Identifier("eidas", CERTIFIED)))
BY_ID = KnownIssuer(CERTIFIED, "By its identifier", "Example Network")


def naming(certificate: x509.Certificate) -> Envelope:
    """Ada's credential in a seal that names this certificate; whether it holds is asked elsewhere."""
    file = json.loads(SEALED)
    header = json.loads(b64url_decode(file["signatures"][0]["protected"]))
    header["x5c"] = [base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()]
    file["signatures"][0]["protected"] = b64url_encode(json.dumps(header).encode())
    return open_envelope(json.dumps(file).encode())


def in_seal(certificate: x509.Certificate = OWN.chain[0]) -> Reading:
    """The same, read."""
    form = Carrier.SEALED
    return Reading(Kind.EUROPEAN, form, form, b"", b"", {}, RECORD, sealed=naming(certificate))


def listed(certificate: x509.Certificate = OWN.chain[0], **more: Any) -> KnownIssuer:
    """The member whose register lists this certificate as that of its seal."""
    return replace(MEMBER, seals=(KnownSeal(certificate),), **more)


def origin(issuer: Organisation = UNIVERSITY, *known: KnownIssuer, **more: Any) -> Origin:
    """What is found of an issuer whose own key signed."""
    options: dict[str, Any] = {"issued_at": ISSUED_AT, "signed": OWNED} | more
    return origin_of(PLAIN, issuer, options["issued_at"], options["signed"], Trust(known))


@pytest.mark.parametrize("owners", [(), ("did:web:other.example",)])
def test_of_an_issuer_that_nothing_proves_no_register_is_asked(owners: tuple[str, ...]) -> None:
    (told,), known, is_own = origin(UNIVERSITY, MEMBER, signed=Signed((), owners))

    assert line(told) == ("issuer", UNKNOWN, "", {"name": "Example University"}, False)
    assert (known, is_own) == (None, False)


def test_a_credential_that_names_no_issuer_says_so() -> None:
    assert line(unproven("")) == ("issuer", UNKNOWN, "", {}, False)
    assert unproven("").text != unproven("Somebody").text


def test_without_a_day_of_issue_no_register_can_answer() -> None:
    (told,), known, is_own = origin(UNIVERSITY, MEMBER, issued_at=None)

    assert line(told) == ("issuer", UNKNOWN, "", {"name": "Example University"}, False)
    assert told.text != unproven("Example University").text
    assert (known, is_own) == (None, True)


def test_the_registers_answer_for_the_day_of_issue() -> None:
    trust = Trust((MEMBER,))
    shown = replace(UNIVERSITY, legal_name={"en": MEMBER.name, "de": ""})

    assert origin(shown, MEMBER) == (check_issuer(shown, MEMBER, DAY, trust), MEMBER, True)
    assert origin(shown) == (check_issuer(shown, None, DAY, Trust()), None, True)


TWIN = KnownIssuer("did:web:twin.example", "Ludwig University", "Example Network")
NAMESAKE = replace(TWIN, id="did:web:namesake.example", name=MEMBER.name)
SHOWN = {"name": MEMBER.name, "registry": MEMBER.registry}


@pytest.mark.parametrize(
    "names",
    [
        {"en": "Example University"},
        {"en": "EXAMPLE  University"},
        {"en": "Example University", "de": "Beispieluniversität", "el": "Πανεπιστήμιο 1", "fi": ""},
        {"el": "Πανεπιστήμιο Ένα", "en": "example university"},
        {"en": ""},
    ],
)
def test_the_issuers_own_name_may_stand_beside_its_translations(names: dict[str, str]) -> None:
    checks, known, is_own = origin(replace(UNIVERSITY, legal_name=names), MEMBER, TWIN)

    assert [one.code for one in checks] == ["issuer", "accreditation"]
    assert (known, is_own) == (MEMBER, True)


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"de": "Beispieluniversität"}, "Beispieluniversität"),
        ({"de": "Beispieluniversität", "fi": "Esimerkki"}, "Beispieluniversität"),
        ({"en": "Example University", "de": "Exаmple University"}, "Exаmple University"),
        ({"en": "Example University", "de": "Beispiel", "xx": "Bеispiel"}, "Bеispiel"),
        ({"de": "Examplé University"}, "Examplé University"),
    ],
)
def test_other_names_alone_or_of_mixed_scripts_are_pointed_out(names: dict[str, str], shown: str) -> None:
    checks, known, is_own = origin(replace(UNIVERSITY, legal_name=names), MEMBER, TWIN)

    assert [one.code for one in checks] == ["issuer", "accreditation", "issuer.name"]
    assert line(checks[-1]) == ("issuer.name", WARNING, REGISTER, {**SHOWN, "shown": shown}, False)
    assert (known, is_own) == (MEMBER, True)


@pytest.mark.parametrize(
    "names",
    [
        {"en": "Ludwig University"},
        {"en": "Example University", "de": "LUDWIG Univеrsity"},
        {"fi": "Esimerkki", "en": "Ludwig University", "de": "ludwig university."},
    ],
)
def test_the_name_of_another_member_fails_whatever_else_holds(names: dict[str, str]) -> None:
    (told,), known, is_own = origin(replace(UNIVERSITY, legal_name=names), MEMBER, TWIN)

    shown = next(one for one in names.values() if one.startswith(("L", "l")))
    assert line(told) == ("issuer", FAILED, REGISTER, {**SHOWN, "shown": shown}, True)
    assert (known, is_own) == (None, True)


def test_two_members_of_one_name_may_both_be_called_so() -> None:
    shown = replace(UNIVERSITY, legal_name={"en": "Example University", "de": "Examplé University"})

    for members in ((MEMBER, NAMESAKE), (NAMESAKE, MEMBER)):
        assert origin(shown, *members).issuer == MEMBER


@pytest.mark.parametrize(
    ("issuer", "known", "expected"),
    [
        (STRANGER, (), ""),
        (WITH_EIDAS, (), CERTIFIED),
        (replace(WITH_EIDAS, id=MEMBER.id), (MEMBER,), MEMBER.id),
    ],
)
def test_a_sealed_issuer_is_shown_as_what_a_seal_can_prove(
    issuer: Organisation, known: tuple[KnownIssuer, ...], expected: str
) -> None:
    assert shown_as(in_seal(), issuer, Trust(known)) == expected
    assert shown_as(PLAIN, issuer, Trust(known)) == issuer.id


NAMELESS = issue(name("Seal", organisation="Example University")).certificate


@pytest.mark.parametrize(
    ("issuer", "known", "expected"),
    [
        (WITH_EIDAS, (listed(), BY_ID), listed()),
        (WITH_EIDAS, (MEMBER, BY_ID), BY_ID),
        (replace(WITH_EIDAS, identifiers=(Identifier("eidas", VICTIM.id),)), (listed(), VICTIM), VICTIM),
        (WITH_EIDAS, (listed(issue(UNIVERSITY_NAME).certificate),), None),
        (STRANGER, (listed(),), None),
        (replace(STRANGER, id=MEMBER.id), (replace(MEMBER, also=("",)),), None),
    ],
)
def test_a_sealed_issuer_is_looked_up_by_its_certificate_then_by_its_identifier(
    issuer: Organisation, known: tuple[KnownIssuer, ...], expected: KnownIssuer | None
) -> None:
    assert known_issuer(in_seal(), issuer, Trust(known)) == expected


def test_a_listed_seal_without_an_identifier_is_that_of_an_issuer_without_one() -> None:
    known = listed(NAMELESS)

    assert known_issuer(in_seal(NAMELESS), STRANGER, Trust((known,))) == known
    assert known_issuer(PLAIN, STRANGER, Trust((known,))) is None
    assert known_issuer(PLAIN, UNIVERSITY, Trust((known,))) == known


HOLDING = (passed("seal.signature", "It holds."), passed("seal.owner", "Theirs."), passed("key", "Listed."))


@pytest.mark.parametrize(
    ("known", "owners"),
    [
        ((listed(also=("urn:also",)),), (MEMBER.id, "urn:also", CERTIFIED)),
        ((listed(), BY_ID), (MEMBER.id,)),
        ((listed(also=(CERTIFIED,)),), (MEMBER.id, CERTIFIED, CERTIFIED)),
        ((BY_ID,), (CERTIFIED, CERTIFIED)),
        ((MEMBER,), (CERTIFIED,)),
    ],
)
def test_a_seal_is_that_of_the_institution_listed_whatever_its_certificate_says(
    known: tuple[KnownIssuer, ...], owners: tuple[str, ...]
) -> None:
    assert sealed_by(naming(OWN.chain[0]), iter(HOLDING), Trust(known)) == Signed(HOLDING, owners)


def test_a_seal_that_names_nobody_and_is_not_listed_is_nobodys() -> None:
    assert sealed_by(naming(NAMELESS), HOLDING, Trust((MEMBER,))).owners == ()


@pytest.mark.parametrize("code", sorted(SEALS))
@pytest.mark.parametrize("instead", [None, failed, unknown, warning])
def test_a_seal_of_which_anything_is_missing_or_open_is_nobodys(code: str, instead: Any) -> None:
    others = tuple(one for one in HOLDING if one.code != code)
    checks = others if instead is None else (*others, instead(code, "Perhaps."))

    found = sealed_by(naming(OWN.chain[0]), checks, Trust((listed(),)))

    assert found.checks == checks
    assert bool(found.owners) is (instead is warning)


def test_what_else_is_open_about_a_seal_takes_it_from_nobody() -> None:
    checks = (*HOLDING, unknown("timestamp", "None."), failed("seal.qualified", "No."))

    assert sealed_by(naming(OWN.chain[0]), checks, Trust((listed(),))).owners == (MEMBER.id, CERTIFIED)


FIXES = {"status": ASK_WHETHER, "dates": ASK_ISSUER}


def _open(code: str) -> Check:
    (text,) = (one.text for one in QUESTIONS if code in one.codes)
    return Check(code, WARNING if code == "status" else UNKNOWN, text, "", FIXES.get(code, ""))


@pytest.mark.parametrize(
    ("answered", "left"),
    [
        ((), ("format", "proof", "key", "issuer", "accreditation", "status", "dates")),
        (("format", "seal", "key", "issuer", "accreditation", "dates"), ("status",)),
        (("format", "proof", "key", "issuer", "status", "dates.other"), ("accreditation", "dates")),
    ],
)
def test_what_was_not_asked_is_said_to_be_open_after_all_that_was(
    answered: Collection[str], left: Collection[str]
) -> None:
    checks = tuple(passed(code, "Fine.") for code in answered)

    assert completed(iter(checks)) == (*checks, *(_open(code) for code in left))
    assert _open("status").text == NO_STATUS
