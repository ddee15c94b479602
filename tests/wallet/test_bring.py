"""Bringing credentials along: any kind, byte for byte, once, and never more believed than proven."""

from collections.abc import Callable
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from mcx.core.errors import Invalid, NotFound
from mcx.core.models import AuditEntry
from mcx.credentials.rules import Verdict
from mcx.wallet import checks, rules, selectors, services
from mcx.wallet.models import Item
from mcx.wallet.services import NotReadable, StillNeeded, WalletFull
from microcred.report import Outcome, Report
from tests.cast import NOW, person
from tests.connections import Connect, connect, through
from tests.credentials import cast as credentials
from tests.credentials.test_samples import SIGNED, files
from tests.credentials.test_verify_page import HOSTILE
from tests.spec import spec
from tests.wallet import cast

__all__ = ["connect"]  # a fixture
READABLE = {"script in words"}


@pytest.mark.django_db
def test_the_exact_bytes_are_kept_with_what_was_found_out() -> None:
    ane, data = person(), cast.foreign()

    item = services.import_credential(data, by=ane, at=NOW)

    item.refresh_from_db()
    assert selectors.file_of(item, "original").content == data
    assert item.title["en"] == "Predictive Maintenance"
    assert item.report is not None
    assert Report.from_json(item.report).check("proof")
    assert AuditEntry.objects.filter(action="wallet.imported").count() == 1


@pytest.mark.django_db
def test_the_same_file_again_is_the_same_item() -> None:
    ane, data = person(), cast.foreign()

    items = {services.import_credential(data, by=ane, at=NOW).pk for _time in range(2)}
    services.import_credential(data, by=person("Mikel Zabala"), at=NOW)

    assert len(items) == 1
    assert Item.objects.count() == 2


def test_the_same_file_sent_several_times_at_once_is_one_item(connect: Callable[[], Connect]) -> None:
    ane, data, found = person(), cast.foreign(), list[UUID]()
    reach, start = connect(), Barrier(6)

    def bring() -> None:
        with through(reach):
            start.wait(timeout=20)
            found.append(services.import_credential(data, by=ane, at=NOW).pk)

    threads = [Thread(target=bring) for _time in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(found) == 6
    assert len(set(found)) == 1
    with through(reach):
        assert Item.objects.count() == 1
        assert AuditEntry.objects.filter(action="wallet.imported").count() == 1


@pytest.mark.django_db
def test_the_database_itself_keeps_the_same_bytes_once() -> None:
    item = cast.imported(person())

    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(
            owner=item.owner, title={}, kind="", content=b"x", sha256=item.sha256, added_at=NOW
        )


@pytest.mark.django_db
def test_a_full_wallet_says_so_and_still_takes_what_it_has(settings: Settings) -> None:
    settings.WALLET_FILES = 1
    ane, data = person(), cast.foreign()
    item = services.import_credential(data, by=ane, at=NOW)

    with pytest.raises(WalletFull) as refused:
        services.import_credential(cast.foreign(id="urn:uuid:2"), by=ane, at=NOW)

    assert "You have added 1 of 1 credentials" in str(refused.value)
    assert services.import_credential(data, by=ane, at=NOW) == item
    services.remove(item, by=ane, at=NOW)
    assert services.import_credential(cast.foreign(id="urn:uuid:2"), by=ane, at=NOW) != item


@pytest.mark.django_db
def test_bytes_are_counted_too_and_each_persons_own(settings: Settings) -> None:
    ane, data = person(), cast.foreign()
    settings.WALLET_BYTES = len(data) + 10
    services.import_credential(data, by=ane, at=NOW)

    with pytest.raises(WalletFull):
        services.import_credential(cast.foreign(id="urn:uuid:2"), by=ane, at=NOW)

    assert services.import_credential(data, by=person("Mikel Zabala"), at=NOW).size == len(data)
    assert selectors.room_of(ane) == (rules.Room(1, settings.WALLET_FILES, len(data), len(data) + 10))


@pytest.mark.django_db
def test_credentials_issued_here_need_no_room(settings: Settings) -> None:
    settings.WALLET_FILES = 1

    item = cast.item()

    assert selectors.room_of(item.owner).files == 0
    assert cast.imported(item.owner) != item


@pytest.mark.django_db
def test_the_room_is_shown_before_it_runs_out() -> None:
    item = cast.imported(person())
    client = credentials.signed_in(item.owner)

    words = client.get("/wallet/import").content.decode()

    assert "1 of 200 files" in words
    assert client.get("/api/wallet/room").json() == {
        "files": 1,
        "most_files": 200,
        "bytes": item.size,
        "most_bytes": 50 * 1024 * 1024,
    }


@pytest.mark.django_db
def test_every_official_sample_can_be_kept() -> None:
    samples = [*files("openbadges"), *files("elm/samples")]

    items = [services.import_credential(path.read_bytes(), by=person(), at=NOW) for path in samples]

    for path, item in zip(samples, items, strict=True):
        item.refresh_from_db()
        assert bytes(item.content) == path.read_bytes()
        assert checks.examined(item, at=NOW).reading is not None, path.name


@pytest.mark.django_db
def test_the_commissions_sample_says_what_it_certifies() -> None:
    item = services.import_credential(spec(SIGNED).read_bytes(), by=person(), at=NOW)

    assert item.kind == "european-digital-credential"
    assert item.record is not None
    assert item.record["specification"]["title"] == item.title


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - READABLE))
def test_what_is_no_credential_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(NotReadable) as refused:
        services.import_credential(HOSTILE[name], by=person(), at=NOW)

    assert len(str(refused.value)) > 40
    assert not Item.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(READABLE))
def test_what_only_looks_like_a_credential_is_kept_and_never_verified(name: str) -> None:
    item = services.import_credential(HOSTILE[name], by=person(), at=NOW)

    assert checks.examined(item, at=NOW).verdict in {Verdict.FAILED, Verdict.INCOMPLETE}


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"", b" " * (8 * 1024 * 1024 + 1)], ids=["empty", "too large"])
def test_empty_and_oversized_files_are_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        services.import_credential(data, by=person(), at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("named", "outcome"),
    [
        ("Ane Etxeberria", Outcome.UNKNOWN),
        ("Eva Etxeberria", Outcome.UNKNOWN),
    ],
)
def test_whose_credential_it_is_is_asked(named: str, outcome: Outcome) -> None:
    item = cast.imported(person(), cast.foreign(named))

    check = checks.examined(item, at=NOW).report.check("holder")

    assert check is not None
    assert check.outcome is outcome


@pytest.mark.django_db
def test_a_classmates_credential_is_never_verified_as_ones_own() -> None:
    award = credentials.issued()
    thief = person("Mikel Zabala")

    item = services.import_credential(credentials.badge(award), by=thief, at=NOW)

    assert checks.examined(item, at=NOW).verdict is Verdict.INCOMPLETE


@pytest.mark.django_db
def test_what_was_brought_along_can_be_removed_by_its_owner_alone() -> None:
    item = cast.imported(person())

    with pytest.raises(NotFound):
        services.remove(item, by=person("Mikel Zabala"), at=NOW)
    services.remove(item, by=item.owner, at=NOW)

    assert not Item.objects.exists()


@pytest.mark.django_db
def test_what_was_issued_here_stays() -> None:
    item = cast.item()

    with pytest.raises(StillNeeded):
        services.remove(item, by=item.owner, at=NOW)

    assert Item.objects.get() == item
