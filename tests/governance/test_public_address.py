"""The public address is chosen once: until the first credential is claimed it is repaired, then refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from mcx.catalogue.models import Edition
from mcx.core import clock
from mcx.core.models import AuditEntry
from mcx.credentials.models import Award
from mcx.credentials.services.issuing import issue
from mcx.governance.services.founding import AddressBound, settle_address
from mcx.keys.models import SigningKey
from mcx.keys.rules import KeyKind, host_of
from mcx.keys.services import make_key
from mcx.keys.signing import can_sign
from mcx.network.models import Network
from mcx.wallet.services import claim
from tests import cast
from tests.credentials.cast import issued, offered

pytestmark = pytest.mark.django_db
NEW = "https://credits.alps.example"


Move = Callable[[], None]


@pytest.fixture
def move(settings: Any) -> Move:
    """Serve a real network at another address than the one at which it was founded."""
    cast.network()
    Network.objects.update(is_demonstration=False)

    def move() -> None:
        settings.PUBLIC_URL = NEW

    return move


def test_where_nothing_changed_nothing_is_done(settings: Any) -> None:
    cast.network()
    Network.objects.update(is_demonstration=False, host=host_of(settings.PUBLIC_URL))

    assert settle_address(at=clock.now()) == ""
    assert not AuditEntry.objects.exists()


def test_before_the_first_credential_is_claimed_everything_follows_the_address(move: Move) -> None:
    published = offered().edition
    make_key(cast.university("tuni"), kind=KeyKind.WALLETS, by=None, at=cast.NOW)
    before_it = {row.method.split(":")[2] for row in SigningKey.objects.all()}
    assert (before_it, published.specification["id"].startswith(NEW)) == ({"network.example"}, False)
    move()

    before = settle_address(at=clock.now())

    assert before == "network.example"
    assert Network.objects.get().host == "credits.alps.example"
    keys = SigningKey.objects.order_by("pk")
    assert len(keys) == len(KeyKind)
    assert all(key.method.startswith("did:web:credits.alps.example:") and can_sign(key) for key in keys)
    assert {key.algorithm for key in keys} == {"EdDSA", "ES256"}
    names = {one.specification["id"].partition("/catalogue/")[0] for one in Edition.objects.all()}
    assert names == {NEW}
    assert Edition.objects.get(pk=published.pk).title == published.title
    changed = AuditEntry.objects.get(action="governance.address-changed")
    assert changed.details == {"before": "network.example", "after": "credits.alps.example"}
    assert settle_address(at=clock.now()) == ""


def test_a_credential_that_is_issued_afterwards_names_the_new_address(move: Move) -> None:
    award = offered()
    move()
    settle_address(at=clock.now())

    claim(award, by=award.learner, at=cast.NOW)
    award = issue(award.pk, at=cast.NOW)

    assert award.record is not None

    assert f"did:web:credits.alps.example:institutions:{award.institution.slug}" in str(award.record)
    assert award.record["specification"]["id"].startswith(f"{NEW}/catalogue/")
    assert "network.example" not in str(award.record)


def test_once_a_credential_is_claimed_the_start_is_refused_with_the_reasons(move: Move) -> None:
    issued()
    move()
    kept = sorted(SigningKey.objects.values_list("method", flat=True))

    with pytest.raises(AddressBound) as refused:
        settle_address(at=clock.now())

    said = f"{refused.value} {refused.value.fix}"
    assert "network.example" in said
    assert NEW in said
    assert f"Credentials that contain its address: {Award.objects.count()}" in said
    assert Network.objects.get().host == "network.example"
    assert sorted(SigningKey.objects.values_list("method", flat=True)) == kept


def test_a_start_settles_the_address(move: Move, capsys: pytest.CaptureFixture[str]) -> None:
    move()

    call_command("prepare")

    assert f"The network moved from network.example to {NEW}." in capsys.readouterr().out


def test_a_demonstration_stays_where_it_is_and_says_so(
    move: Move, capsys: pytest.CaptureFixture[str]
) -> None:
    Network.objects.update(is_demonstration=True)
    move()

    call_command("prepare")

    assert "make demo-reset" in capsys.readouterr().err
    assert Network.objects.get().host == "network.example"


def test_a_folder_with_the_demonstration_takes_no_network_of_ones_own() -> None:
    cast.network()

    with pytest.raises(CommandError, match="contains the demonstration network"):
        call_command("prepare", own=True)


def test_where_a_network_is_about_to_be_founded_no_demonstration_is_loaded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("prepare", own=True)
    call_command("new_network", if_needed=True)
    printed = capsys.readouterr().out

    call_command("prepare")

    assert not Network.objects.exists()
    assert "/network/found/" in printed
    with pytest.raises(CommandError, match="about to be set up"):
        call_command("load_demo")


def test_where_one_is_founded_the_command_says_where_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    cast.network()

    call_command("new_network", if_needed=True)

    assert "Test network is ready at" in capsys.readouterr().out
    with pytest.raises(CommandError, match="has already been set up"):
        call_command("new_network")
