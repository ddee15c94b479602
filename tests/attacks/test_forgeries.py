"""A badge dressed as a member's is never believed, whatever carries it, and each control beside it is.

Every forgery differs in one respect from a control that the same test sees verified as a whole. Without the
comparison of signer and issuer shown, a forgery passes in each form and parcel: it is what keeps them out.
"""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

import pytest

from microcred import binding
from microcred.errors import Ambiguous, MicrocredError
from microcred.reading import Carrier, Kind, read
from tests.attacks.cast import PARTNERED, VICTIM, judged
from tests.attacks.changes import (
    CONTROL,
    HEADERS,
    OWN,
    PAYLOADS,
    PLACES,
    SIGNERS,
    TWICE,
    Unchanged,
    changing,
    deep,
    twice,
)
from tests.attacks.dresses import MAKES, SIGNED_AS, TOKENS, W3C, Dress, same, server
from tests.attacks.parcels import PAIRS, PARCELS, Parcel, is_json

PROVES_NOTHING = {Kind.ELMO, Carrier.XML}  # nobody is believed there, so there is nothing to forge
FEW = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "proof set", "vc+jwt", "badge token", "token with vc")
IN_PARCELS = [f"badge as {form}" for form in FEW]
IN_PARCELS += [name for name in SIGNED_AS if name.partition(" as ")[2] not in W3C]
IN_PARCELS += ["learner record as eddsa-rdfc-2022"]
TOKEN_FORMS = [f"badge as {form}" for form in TOKENS]
TOKEN_FORMS += ["credential as vc+jwt", "SD-JWT", "SD-JWT with certificate", "signed 2.0"]
PLACED = [name for name in SIGNED_AS if name.startswith("badge as") or name.partition(" as ")[2] not in W3C]
PLACED += [f"{made} as {form}" for made in MAKES if made != "badge" for form in ("eddsa-jcs-2022", "vc+jwt")]
SAME_AGAIN = [name for name in PLACED if name.partition(" as ")[2] in FEW] + ["hosted", "signed 2.0"]


def made(name: str, dress: Dress) -> bytes | None:
    """The credential of this form in this dress; None where tools refuse it or nothing changed."""
    data = _signed(name, replace(dress, after=same))
    if data is None or dress.after is same:
        return data
    try:
        return json.dumps(dress.after(json.loads(data))).encode() if is_json(data) else None
    except Unchanged:
        return None


@cache
def _signed(name: str, dress: Dress) -> bytes | None:
    form, make = SIGNED_AS[name]
    try:
        return form(dress, make)
    except (MicrocredError, Unchanged):
        return None


def forgeries(name: str, tried: Iterator[tuple[str, Dress]]) -> list[tuple[str, Dress]]:
    """Those that can be made in this form, each unlike its control."""
    return [(what, dress) for what, dress in tried if made(name, dress) is not None]


def taken_for_victims(name: str, dresses: Iterable[tuple[str, Dress]], parcel: str = "as it is") -> list[str]:
    """Those of the forgeries that are believed, which should be none."""
    believed = []
    for what, dress in dresses:
        data = made(name, dress)
        packed = PARCELS[parcel](data) if data else None
        if packed and judged(packed, server(dress)).is_taken_for(VICTIM):
            believed.append(what)
    return believed


def by_others(control: Dress = CONTROL) -> Iterator[tuple[str, Dress]]:
    """The victim's credential, signed by somebody else."""
    return ((who, replace(control, signer=party)) for who, party in SIGNERS.items())


def about_others() -> Iterator[tuple[str, Dress]]:
    """A member's own credential with one place that speaks of the victim, before or after it was signed."""
    for what, change in PLACES.items():
        yield what, replace(OWN, document=changing(change))
        yield f"{what}, afterwards", replace(OWN, after=changing(change))


def in_tokens() -> Iterator[tuple[str, Dress]]:
    """A member's own token with one thing in it that speaks of the victim."""
    yield from ((what, replace(OWN, payload=changing(change))) for what, change in PAYLOADS.items())
    yield from ((what, replace(OWN, header=changing(change))) for what, change in HEADERS.items())
    for name, first in itertools.product(TWICE, (True, False)):
        yield (
            f"{name!r} twice, {'before' if first else 'after'}",
            replace(OWN, text=changing(partial(twice, name=name, first=first))),
        )
    yield "twice, deep inside", replace(OWN, text=changing(deep))


@pytest.mark.parametrize("name", SIGNED_AS)
def test_what_somebody_else_signed_is_not_the_members(name: str) -> None:
    control = made(name, CONTROL)

    assert control
    judgement = judged(control, server(CONTROL))
    assert judgement.is_verified
    assert judgement.is_taken_for(VICTIM)
    assert all(made(name, dress) for _who, dress in by_others())
    assert not taken_for_victims(name, by_others())


@pytest.mark.parametrize("name", PLACED)
def test_what_a_member_signed_is_not_another_ones_wherever_that_is_named(name: str) -> None:
    control = made(name, OWN)

    assert control
    judgement = judged(control, server(OWN))
    assert judgement.is_verified
    assert judgement.is_taken_for(PARTNERED)
    assert not judgement.is_taken_for(VICTIM)
    assert len(forgeries(name, about_others())) >= 30
    assert not taken_for_victims(name, about_others())


@pytest.mark.parametrize("name", TOKEN_FORMS)
def test_no_mixture_in_a_token_makes_it_another_ones(name: str) -> None:
    control = made(name, OWN)

    assert control
    assert judged(control, server(OWN)).is_verified
    assert len(forgeries(name, in_tokens())) >= 120
    assert not taken_for_victims(name, in_tokens())


def _unchanged(_said: Any) -> Any:
    raise Unchanged


@pytest.mark.parametrize("name", SIGNED_AS)
def test_a_change_reaches_what_is_signed_in_every_form_and_what_surrounds_it_in_tokens(name: str) -> None:
    reached = [Dress(document=_unchanged)]
    if name in TOKEN_FORMS:
        reached += [Dress(payload=_unchanged), Dress(header=_unchanged), Dress(text=_unchanged)]

    assert made(name, CONTROL)
    assert all(made(name, dress) is None for dress in reached)


@pytest.mark.parametrize("name", SAME_AGAIN)
def test_no_forgery_is_its_own_control(name: str) -> None:
    """Of the forms that are the same byte for byte when they are made again."""
    tried = [*about_others(), *(in_tokens() if name in TOKEN_FORMS else ())]
    control = made(name, OWN)

    assert made(name, replace(OWN, document=lambda said: {**said})) == control
    assert all(made(name, dress) != control for _what, dress in tried)


@pytest.mark.parametrize("name", IN_PARCELS)
def test_no_parcel_makes_a_forgery_believed(name: str) -> None:
    parcels = [parcel for parcel in PARCELS if PARCELS[parcel](made(name, CONTROL) or b"")]

    assert len(parcels) > 3
    for parcel in parcels:
        packed = PARCELS[parcel](made(name, CONTROL) or b"")
        assert packed
        judgement = judged(packed, server(CONTROL))
        assert judgement.is_verified, parcel
        assert judgement.is_taken_for(VICTIM), parcel
        assert not taken_for_victims(name, by_others(), parcel), parcel


@pytest.mark.parametrize("name", IN_PARCELS)
def test_no_credential_stands_unseen_beside_another_one(name: str) -> None:
    """A parcel with the member's own badge is refused by name as soon as anything else is in it."""
    genuine, others = made(name, CONTROL), (made(name, OWN), made("signed 2.0", OWN))
    pairs = [pair for pair in PAIRS.values() if genuine and pair(genuine, genuine)]

    assert genuine
    assert len(pairs) > 2
    for pair, other in itertools.product(pairs, filter(None, others)):
        control = judged(pair(genuine, genuine) or b"", server(CONTROL))
        assert control.is_verified
        assert control.is_taken_for(VICTIM)
        for both in (pair(genuine, other), pair(other, genuine)):
            with pytest.raises(Ambiguous, match="more than one credential"):
                read(both or b"")


def parcelled(parcels: Mapping[str, Parcel]) -> Iterator[tuple[str, str]]:
    """Each form of a credential with each parcel that it is forged in."""
    for name, parcel in itertools.product(SIGNED_AS, parcels):
        if parcel == "as it is" or name in IN_PARCELS:
            yield name, parcel


def unforged(parcels: Mapping[str, Parcel]) -> set[Kind | Carrier]:
    """The kinds and carriers of the registry in which there is no forgery."""
    found: set[Kind | Carrier] = set()
    for name, parcel in parcelled(parcels):
        for data in (made(name, dress) for _who, dress in by_others()):
            if data and (packed := parcels[parcel](data)):
                reading = read(packed)
                found |= {reading.kind, reading.carrier, reading.form}
                break  # one is enough
    return {*Kind, *Carrier} - found


def test_every_kind_and_carrier_that_is_read_is_forged() -> None:
    assert unforged(PARCELS) == PROVES_NOTHING


SIGNED_FORMS = {Carrier.JSON, Carrier.JWT, Carrier.SD_JWT, Carrier.SEALED}


@pytest.mark.parametrize(
    ("parcel", "besides"), [("PNG", {Carrier.ADDRESS}), ("SVG", {Carrier.ADDRESS}), ("PDF", set())]
)
def test_a_picture_or_page_is_forged_around_every_form_that_it_can_carry(
    parcel: str, besides: set[Carrier]
) -> None:
    found = set()
    for name in IN_PARCELS:
        packed = PARCELS[parcel](made(name, next(by_others())[1]) or b"")
        found |= {read(packed).form} if packed else set()

    assert found == SIGNED_FORMS | besides


@pytest.mark.parametrize(("parcel", "carrier"), [("SVG", Carrier.SVG), ("PDF", Carrier.PDF)])
def test_a_carrier_without_forgeries_is_told(parcel: str, carrier: Carrier) -> None:
    fewer = {name: parcels for name, parcels in PARCELS.items() if name != parcel}

    assert unforged(fewer) == PROVES_NOTHING | {carrier}


def test_without_the_comparison_forgeries_pass_in_every_kind_carrier_and_parcel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The one place where the comparison is switched off: some key signed, and nobody asks whose it is."""
    monkeypatch.setattr(binding, "is_own", lambda _shown, owners: bool(owners))
    passed: set[str] = set()
    for name, parcel in parcelled(PARCELS):
        if believed := _believed(name, parcel):
            reading = read(believed)
            passed |= {reading.kind, reading.carrier, reading.form, parcel}

    assert {*Kind, *Carrier, *PARCELS} - passed == PROVES_NOTHING


def _believed(name: str, parcel: str) -> bytes | None:
    """A forgery that is believed in that parcel, if any is."""
    for _what, dress in (*by_others(), ("its id", replace(OWN, document=PLACES["the issuer's id"]))):
        data = made(name, dress)
        packed = PARCELS[parcel](data) if data else None
        if packed and judged(packed, server(dress)).is_taken_for(VICTIM):
            return packed
    return None


def test_there_are_several_hundred_forgeries() -> None:
    """Only those count that could be made and are not their own control: not every place is in every form."""
    tried = [(SIGNED_AS, by_others, 250), (PLACED, about_others, 1100), (TOKEN_FORMS, in_tokens, 850)]

    for names, forged, least in tried:
        assert sum(len(forgeries(name, forged())) for name in names) >= least
