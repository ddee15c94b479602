"""What was revoked or replaced stands in no company: the register is asked about each credential in a file.

A European credential names no list of revoked credentials, so that nothing but the register knows of its end.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mcx.credentials.checks.verification import examine
from mcx.credentials.documents.formats import DRAWN, FORMATS, SIGNED, Drawn
from mcx.credentials.documents.trust import trust
from mcx.credentials.models import Award
from mcx.credentials.rules import Verdict
from mcx.credentials.selectors import credential_of
from mcx.credentials.services.issuing import complete_lacking
from mcx.credentials.services.revocation import revoke
from mcx.credentials.services.starting import start_signing
from mcx.keys.models import Seal, SigningKey
from mcx.keys.rules import KeyKind
from mcx.keys.selectors import did_of, signing_key
from mcx.keys.services import end_seal, make_test_seal, retire_key
from microcred import baking, openbadges, proofs, read
from microcred import record as r
from microcred.report import Outcome
from microcred.verification import examine as examined
from microcred.verification.statuses import NO_STATUS
from tests.attacks.parcels import (
    PARCELS,
    Pair,
    enveloped,
    in_pdf,
    is_json,
    is_token,
    presented,
    presented_in_claim,
    presented_in_token,
    presented_twice,
)
from tests.cast import NOW, person, university
from tests.credentials import cast
from tests.credentials.cast import LATER
from tests.microcred.baking.test_png import png
from tests.microcred.baking.test_svg import svg
from tests.microcred.cast import RECORD

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
EUROPEAN = "european"
# Every file of ours that somebody can rely on: signed, or with a signed one inside.
FILES = [one.name for one in (*SIGNED, *(drawn for drawn in DRAWN if drawn.holds))]


def folder(*held: bytes) -> bytes | None:
    """A learner record of Tampere that holds these."""
    found = [data if is_json(data) else enveloped(data) for data in held]
    if None in found:
        return None
    row = signing_key(university("tuni"))
    issuer = r.Organisation(id=did_of(row.institution), legal_name={"en": "Tampere"}, country="FI")
    record = replace(RECORD, issuer=issuer, status=(), issued_at=LATER, valid_from=LATER)
    inside = [json.loads(one) for one in found if one]
    identifier = "urn:uuid:7d1c0b14-5cd1-4a4c-9d1f-0a4a4d1b7c13"
    document, _losses = openbadges.write_clr(record, inside, identifier=identifier)
    secret = cast.secret_of(row)
    signed = proofs.sign(document, secret, method=row.method, created=LATER, suite="eddsa-jcs-2022")
    return cast.registered(json.dumps(signed).encode())


def is_plain(data: bytes) -> bool:
    """Whether it is one that a learner record may hold: by its schema no seal and no envelope."""
    return is_json(data) and "payload" not in json.loads(data)


def within(outer: Callable[..., bytes | None], inner: Callable[..., bytes | None]) -> Pair:
    """One parcel in another."""

    def pair(data: bytes, other: bytes) -> bytes | None:
        packed = inner(data, other)
        return outer(packed, other) if packed else None

    return pair


def alone(parcel: Callable[..., bytes | None]) -> Pair:
    """The parcel without the other one."""
    return lambda data, _other: parcel(data)


COMPANY: Mapping[str, Pair] = {
    "first": presented,
    "last": lambda data, other: presented(other, data),
    "twice": lambda data, _other: presented(data, data),
    "in a token": presented_in_token,
    "in the claim vp": presented_in_claim,
    "both a level deeper": presented_twice,
    "twice a level deeper": lambda data, _other: presented_twice(data, data),
    "a presentation beside another": within(presented, alone(presented)),
    "two presentations deep": within(presented, within(presented, alone(presented))),
    "in a PNG": within(lambda packed, _other: baking.bake(png(), packed), presented),
    "in an SVG": within(lambda packed, _other: baking.bake(svg(), packed), presented),
    "in a PDF": within(alone(in_pdf), presented),
    "in a learner record": lambda data, other: folder(data, other) if is_plain(data) else None,
    "alone in a learner record": lambda data, _other: folder(data) if is_plain(data) else None,
    "in a learner record in a learner record": within(folder, folder),
}


@pytest.fixture
def awards() -> tuple[Award, Award]:
    """Two awards of a university with every means."""
    cast.seal()
    cast.wallet_key()
    return cast.issued(), cast.issued(person("Mikel Zabala"))


def file_of(award: Award, form: str) -> bytes:
    found = FORMATS[form]
    return found.draw(award) if isinstance(found, Drawn) else bytes(credential_of(award, form).content)


def replace_all() -> None:
    """Somebody else may have every key and the seal: all that they signed is signed anew."""
    by, institution = cast.registrar(), cast.key().institution
    old = list(SigningKey.objects.filter(institution=institution))
    seal = Seal.objects.get(institution=institution)
    for kind in KeyKind:
        start_signing(institution, kind=kind, by=by, at=NOW + HOUR)
    for row in old:
        retire_key(row, by=by, at=NOW + 2 * HOUR, is_compromised=True)
    end_seal(seal, by=by, at=NOW + 2 * HOUR, is_compromised=True)
    make_test_seal(institution, by=None, at=NOW + 2 * HOUR)
    complete_lacking(at=NOW + 3 * HOUR)


def end(award: Award, fate: str) -> None:
    """What becomes of it."""
    if fate == "revoked":
        revoke(award, reason="misconduct", explanation=cast.EXPLANATION, by=cast.registrar(), at=NOW + HOUR)
    if fate == "replaced":
        replace_all()


# Pages and pictures are handed over as they are, or in a page.
WHOLE = {name: PARCELS[name] for name in ("as it is", "PDF")}
ALONE = {"stands": Verdict.VERIFIED, "revoked": Verdict.REVOKED, "replaced": Verdict.REPLACED}
BESIDE = {"stands": Verdict.VERIFIED, "revoked": Verdict.FAILED, "replaced": Verdict.FAILED}


def packed(data: bytes, other: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """Every parcel in which a file can come, by its name, and whether there is company in it."""
    is_text = is_json(data) or is_token(data)
    for name, parcel in PARCELS.items() if is_text else WHOLE.items():
        if made := parcel(data):
            yield name, made, False
    for name, pair in COMPANY.items() if is_text else ():
        if made := pair(data, other):
            yield name, made, True


@pytest.mark.parametrize("fate", ALONE)
@pytest.mark.parametrize("form", FILES)
def test_what_became_of_a_file_is_known_in_every_parcel(
    awards: tuple[Award, Award], form: str, fate: str
) -> None:
    first, second = awards
    data = file_of(first, form)
    end(first, fate)
    other = file_of(second, "openbadge")

    found = {}
    for name, made, is_beside in packed(data, other):
        verdict = examine(made, at=LATER).verdict
        found[name] = (verdict, (BESIDE if is_beside else ALONE)[fate])

    assert {name: pair for name, pair in found.items() if pair[0] is not pair[1]} == {}
    assert len(found) >= (len(WHOLE) if FORMATS[form].holds else len(COMPANY) - 2)


@pytest.mark.parametrize(
    ("fate", "outcome", "said"),
    [
        ("stands", Outcome.WARNING, "This is a test seal."),
        ("revoked", Outcome.FAILED, "Revoked on 2026-11-23 by"),
        ("replaced", Outcome.FAILED, "Replaced on 2026-11-23"),
    ],
)
def test_a_learner_record_says_what_became_of_a_european_credential_in_it(
    awards: tuple[Award, Award], fate: str, outcome: Outcome, said: str
) -> None:
    """Whatever its schema says of such a one."""
    data = file_of(awards[0], EUROPEAN)
    end(awards[0], fate)

    report = examine(folder(data, file_of(awards[1], "openbadge")) or b"", at=LATER).report

    first, *others = [check for check in report if check.code == "proof.inside"]
    assert first.outcome is outcome
    assert said in first.message
    assert all(check.outcome is Outcome.PASSED for check in others)


@pytest.mark.parametrize("make", [presented, presented_in_token, presented_twice])
def test_what_a_thief_sealed_is_no_replaced_copy_in_company_either(
    awards: tuple[Award, Award], make: Callable[..., bytes | None]
) -> None:
    data = file_of(awards[0], EUROPEAN)
    end(awards[0], "replaced")
    changed = data.replace(b'signature":"', b'signature":"A', 1)

    found = examine(make(changed, file_of(awards[1], "openbadge")) or b"", at=LATER)

    assert changed != data
    assert found.verdict is Verdict.FAILED
    assert "Replaced on" not in str(found.report.as_json())


def test_that_a_credential_names_no_list_is_said_beside_other_remarks() -> None:
    """Whoever verifies it elsewhere, with a copy of our register, cannot ask what became of it."""
    cast.seal()
    award = cast.issued()
    shown = read(presented(file_of(award, EUROPEAN), file_of(award, "openbadge")) or b"")

    report = examined(shown, at=LATER, trust=trust(at=LATER)).report

    said = [check.values["reason"] for check in report if check.text.endswith("in it: {reason}")]
    assert len(said) == 2
    assert said[0].startswith("This is a test seal.")
    assert said[1] == NO_STATUS


@pytest.mark.parametrize("fate", ALONE)
def test_however_many_are_shown_the_register_is_asked_as_often_as_for_one(fate: str) -> None:
    cast.seal()
    cast.wallet_key()
    files = [cast.issued(person(f"Learner {number}")) for number in range(6)]
    held = [file_of(award, EUROPEAN) for award in files]
    for award in files if fate == "revoked" else files[:1]:
        end(award, fate)

    examine(held[0], at=LATER)  # the register of members is made once
    asked = {}
    for many in (1, 2, 6):
        with CaptureQueriesContext(connection) as queries:
            examine(presented(*held[:many]) or b"", at=LATER)
        asked[many] = len(queries)

    assert asked[1] == asked[2] == asked[6] <= 4, "the register's version, its address, awards and copies"
