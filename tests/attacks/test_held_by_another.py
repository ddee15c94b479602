"""Presentations of several: a thief's signature around two stolen badges does not say whose they are."""

import json

import pytest

from mcx.wallet.checks import examined
from mcx.wallet.services import import_credential
from microcred import proofs
from microcred.report import Conclusion
from tests.cast import NOW, person
from tests.credentials import cast as awards
from tests.wallet import presenting as app

pytestmark = pytest.mark.django_db


def _presented(*held: bytes) -> bytes:
    said = app.did_of_key(app.THIEVES)
    method = f"{said}#{app.THIEVES.public.multikey()}"
    shown = app.shown(*held, holder=said)
    return json.dumps(
        proofs.sign(shown, app.THIEVES, method=method, created=NOW, purpose="authentication")
    ).encode()


@pytest.mark.parametrize("number", [1, 2])
def test_stolen_badges_in_a_thiefs_presentation_are_not_verified_in_the_thiefs_wallet(number: int) -> None:
    """However many they are, it is asked whose they are, and not known."""
    thief = person("Mikel Zabala")
    victims = [awards.badge(awards.issued(person(name))) for name in ("Ane Etxeberria", "Sami Virtanen")]

    item = import_credential(_presented(*victims[:number]), by=thief, at=NOW)

    report = examined(item, at=NOW).report
    assert report.check("holder") is not None
    assert report.conclusion is not Conclusion.PASSED
