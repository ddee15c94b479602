"""The age of keys: what was signed with one before or after its time is nobody's, whatever form it has.

Every forgery differs in one respect from a control that the same test sees verified as a whole: the member's
own key, given up in good order after it had signed. Made with keys of which nobody says how old they are, the
same forgeries are believed: it is the age that keeps them out.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from microcred.reading import Carrier, Kind, read
from microcred.report import Outcome
from tests.attacks.cast import AGELESS, SIGNED_AT, VICTIM, Age, Judgement, aged, empty_list, judged
from tests.attacks.dresses import SIGNED_AS, W3C, Dress, server
from tests.attacks.parcels import PARCELS
from tests.attacks.test_forgeries import IN_PARCELS, PROVES_NOTHING, made, parcelled

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
GROWN = Age(begun_at=SIGNED_AT - 30 * DAY, retired_at=SIGNED_AT + 30 * DAY)
CONTROL = Dress(age=GROWN)
LOST_SINCE = replace(CONTROL, age=replace(GROWN, revoked_at=GROWN.retired_at))
FORGERIES: Mapping[str, Dress] = {
    "dated after it was given up": replace(CONTROL, signed_at=SIGNED_AT + 30 * DAY + SECOND),
    "dated before it was in use": replace(CONTROL, signed_at=SIGNED_AT - 30 * DAY - SECOND),
    "undated": replace(CONTROL, signed_at=None),
    "given up before": replace(CONTROL, age=replace(GROWN, retired_at=SIGNED_AT - DAY)),
    "in use only since": replace(CONTROL, age=replace(GROWN, begun_at=SIGNED_AT + DAY)),
    "lost before": replace(CONTROL, age=replace(GROWN, revoked_at=SIGNED_AT - DAY)),
    "lost since, and older by its own word": LOST_SINCE,
}
KEYLESS = {"hosted": "The issuer's server confirms it: no key signed.", "address": "The same, fetched."}
SINCE = dict.fromkeys(
    ("dated before it was in use", "in use only since"),
    "A seal is in use since its certificate says so: no register says anything else.",
)
TRUE: Mapping[str, Mapping[str, str]] = {
    "seal": SINCE,
    "seal with timestamp": {
        **SINCE,
        "lost since, and older by its own word": "A timestamp proves that the seal is older.",
    },
}
"""What is no forgery in a form, and why."""
AGED = [name for name in SIGNED_AS if name not in KEYLESS]
IN_AGED_PARCELS = [name for name in IN_PARCELS if name not in KEYLESS]


def forgeries(name: str) -> Iterator[tuple[str, Dress]]:
    """The forgeries in this form."""
    return ((what, dress) for what, dress in FORGERIES.items() if what not in TRUE.get(name, ()))


def seen(name: str, dress: Dress, parcel: str = "as it is") -> Judgement | None:
    """What a verifier makes of it whose register knows how old the keys are; None where it cannot be made."""
    data = made(name, dress)
    packed = PARCELS[parcel](data) if data else None
    return judged(packed, server(dress), aged(dress.age)) if packed else None


def believed(name: str, dresses: Collection[Dress], parcel: str = "as it is") -> list[Dress]:
    """Those of them that are taken for the member's, which should be none."""
    found = ((dress, seen(name, dress, parcel)) for dress in dresses)
    return [dress for dress, judgement in found if judgement and judgement.is_taken_for(VICTIM)]


@pytest.mark.parametrize("name", AGED)
def test_what_a_key_signed_out_of_its_time_is_nobodys(name: str) -> None:
    control, forged = seen(name, CONTROL), [dress for _what, dress in forgeries(name)]

    assert control
    assert control.is_verified
    assert control.is_taken_for(VICTIM)
    assert all(made(name, dress) for dress in forged)
    assert not believed(name, forged)


@pytest.mark.parametrize("name", IN_AGED_PARCELS)
def test_no_parcel_makes_a_key_younger(name: str) -> None:
    parcels = [parcel for parcel in PARCELS if PARCELS[parcel](made(name, CONTROL) or b"")]
    forged = [dress for _what, dress in forgeries(name)]

    assert len(parcels) > 3
    for parcel in parcels:
        control = seen(name, CONTROL, parcel)
        assert control
        assert control.is_verified, parcel
        assert control.is_taken_for(VICTIM), parcel
        assert not believed(name, forged, parcel), parcel


def test_a_seal_that_a_timestamp_proves_to_be_older_than_its_loss_is_the_members() -> None:
    proven, unproven = (seen(name, LOST_SINCE) for name in ("seal with timestamp", "seal"))

    assert proven
    assert proven.is_verified
    assert proven.is_taken_for(VICTIM)
    assert unproven
    assert not unproven.is_taken_for(VICTIM)


@pytest.mark.parametrize("name", KEYLESS)
def test_what_no_key_signed_has_no_age(name: str) -> None:
    judgement = seen(name, FORGERIES["lost before"])

    assert judgement
    assert judgement.is_verified
    key = judgement.report.check("key")
    assert key is not None
    assert "does not need a key" in key.message


LIST_FORMS = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "vc+jwt", "vc+jwt of P-256")
SOUND = replace(VICTIM, keys={"Ed25519": (VICTIM.of_lists, f"{VICTIM.organisation.id}#lists")})


def status_by(form: str, dress: Dress) -> Outcome:
    """What a list in this dress says of a credential whose own key is sound."""
    signed = W3C[form](dress, lambda _dress: empty_list(VICTIM))
    trust = replace(aged(dress.age), documents={VICTIM.listed.list_url: signed})
    badge = made("badge as eddsa-jcs-2022", Dress(signer=SOUND))
    check = judged(badge or b"", trust=trust).report.check("status")
    assert check is not None
    return check.outcome


@pytest.mark.parametrize("form", LIST_FORMS)
def test_a_list_that_was_signed_out_of_its_keys_time_vouches_for_nothing(form: str) -> None:
    assert status_by(form, CONTROL) is Outcome.PASSED
    assert not {status_by(form, dress) for dress in FORGERIES.values()} & {Outcome.PASSED, Outcome.WARNING}
    assert Outcome.PASSED in {status_by(form, replace(dress, age=AGELESS)) for dress in FORGERIES.values()}


def test_without_their_age_forgeries_pass_in_every_kind_carrier_and_parcel() -> None:
    passed: set[str] = set()
    for name, parcel in parcelled(PARCELS):
        young = [replace(dress, age=AGELESS) for _what, dress in forgeries(name)]
        if name not in KEYLESS and (taken := believed(name, young, parcel)):
            reading = read(PARCELS[parcel](made(name, taken[0]) or b"") or b"")
            passed |= {reading.kind, reading.carrier, reading.form, parcel}

    assert {*Kind, *Carrier, *PARCELS} - passed == PROVES_NOTHING | {Carrier.ADDRESS}


def test_what_is_no_forgery_is_one_in_other_forms_and_says_why() -> None:
    assert {*KEYLESS, *TRUE} <= {*SIGNED_AS}
    assert all(what in FORGERIES and why for whys in TRUE.values() for what, why in whys.items())
    assert all(KEYLESS.values())
