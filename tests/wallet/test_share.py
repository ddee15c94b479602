"""Links: for chosen credentials, for a while, until ended; the secret is nowhere in the database."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client

from mcx.core.errors import Invalid, NotFound
from mcx.core.models import AuditEntry
from mcx.credentials.services.revocation import revoke
from mcx.wallet import checks, selectors, services
from mcx.wallet.models import Item, Share
from mcx.wallet.selectors import ShareClosed
from tests.cast import NOW, person
from tests.credentials.cast import EXPLANATION, LATER, registrar, signed_in
from tests.wallet import cast

DAY = timedelta(days=1)


@pytest.mark.django_db
def test_a_link_shows_what_was_chosen_and_nothing_else() -> None:
    shown = cast.item()
    cast.imported(shown.owner)

    share, token = cast.shared(shown.owner, shown)

    assert list(selectors.items_shown(selectors.shared(token, at=NOW))) == [shown]
    assert token not in str(Share.objects.values().get())
    assert token not in str(list(AuditEntry.objects.values()))
    assert share.expires_at == NOW + 30 * DAY


@pytest.mark.django_db
def test_a_link_ends_on_its_day() -> None:
    item = cast.item()
    share, token = cast.shared(item.owner, item, days=7)

    assert selectors.shared(token, at=NOW + 7 * DAY - timedelta(seconds=1)) == share
    with pytest.raises(ShareClosed):
        selectors.shared(token, at=NOW + 7 * DAY)


@pytest.mark.django_db
def test_its_owner_ends_it_early() -> None:
    item = cast.item()
    share, token = cast.shared(item.owner, item)

    for days in (1, 2):
        services.end_share(share, by=item.owner, at=NOW + days * DAY)

    share.refresh_from_db()
    assert share.ended_at == NOW + DAY
    with pytest.raises(ShareClosed):
        selectors.shared(token, at=NOW + DAY)


@pytest.mark.django_db
def test_the_credential_outlives_its_link() -> None:
    item = cast.item()
    _share, _token = cast.shared(item.owner, item, days=1)

    found = checks.examined(item, at=LATER)

    assert found.verdict == "verified"


@pytest.mark.django_db
def test_a_revoked_credential_says_so_behind_its_link() -> None:
    item = cast.item()
    share, _token = cast.shared(item.owner, item)
    assert item.award is not None

    revoke(item.award, reason="error", explanation=EXPLANATION, by=registrar(), at=NOW)

    [found] = checks.all_examined(list(selectors.items_shown(share)), at=NOW)
    assert found.verdict == "revoked"


@pytest.mark.django_db
def test_nobody_shares_what_is_not_theirs() -> None:
    item = cast.item()

    with pytest.raises(Invalid):
        services.share([item], audience="Me", days=7, by=person("Mikel Zabala"), at=NOW)

    assert not Share.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("audience", "days"), [("", 7), ("   ", 7), ("x" * 201, 7), ("Firm", 0), ("Firm", 366), ("Firm", -1)]
)
def test_a_link_needs_somebody_and_a_sensible_time(audience: str, days: int) -> None:
    item = cast.item()

    with pytest.raises(Invalid):
        services.share([item], audience=audience, days=days, by=item.owner, at=NOW)


@pytest.mark.django_db
def test_a_link_needs_something_to_show_and_not_too_much() -> None:
    ane = person()
    many = [cast.imported(ane, cast.foreign(id=f"urn:uuid:{number:032}")) for number in range(26)]

    for items in ([], many):
        with pytest.raises(Invalid):
            services.share(items, audience="Firm", days=7, by=ane, at=NOW)

    assert Item.objects.count() == 26


@pytest.mark.django_db
def test_a_link_is_read_where_nothing_can_be_written() -> None:
    share, _token = cast.shared(cast.item().owner, Item.objects.get())
    on_sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if on_sqlite else "SET TRANSACTION READ ONLY")
        try:
            services.note_view(share, by=AnonymousUser(), at=NOW)
            share.refresh_from_db()
        finally:
            # SQLite writes again when it is told, PostgreSQL once the savepoint is taken back.
            if on_sqlite:
                cursor.execute("PRAGMA query_only = OFF")
            transaction.set_rollback(True)

    assert share.opened == 0


@pytest.mark.django_db
def test_views_are_counted_without_saying_who() -> None:
    item = cast.item()
    share, _token = cast.shared(item.owner, item)

    for days in (1, 2):
        services.note_view(share, by=AnonymousUser(), at=NOW + days * DAY)

    found = vars(selectors.shares_of(item.owner).get())
    assert (found["opened"], found["opened_at"]) == (2, NOW + 2 * DAY)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/wallet/s/{}/", "/api/wallet/shared/{}"])
def test_ones_own_look_at_a_link_is_not_counted(address: str) -> None:
    item = cast.item()
    share, token = cast.shared(item.owner, item)
    owner, other = (signed_in(each) for each in (item.owner, person("Mikel Zabala")))

    counts = []
    for client in (owner, other, Client(), owner):
        assert client.get(address.format(token)).status_code == 200
        share.refresh_from_db()
        counts.append(share.opened)

    assert counts == [0, 1, 2, 2]


@pytest.mark.django_db
def test_links_are_their_owners_alone() -> None:
    item = cast.item()
    share, _token = cast.shared(item.owner, item)
    other = person("Mikel Zabala")

    assert not selectors.shares_of(other).exists()
    with pytest.raises(NotFound):
        selectors.share_for(other, share.pk)
    with pytest.raises(Share.DoesNotExist):
        services.end_share(share, by=other, at=NOW)
