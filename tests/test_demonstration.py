"""A run loads the demonstration once; whichever process comes later copies what the first one left."""

import shutil
from pathlib import Path

import pytest
from django.apps import apps

from mcx.core.models import AuditEntry
from tests.cast import NOW
from tests.demonstration import KEPT, Demonstration

pytestmark = pytest.mark.django_db(transaction=True)


def _everything() -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table that the demonstration fills, by its name, in the order of their keys."""
    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]
    models = [each for each in models if each._meta.db_table not in KEPT]
    return {each._meta.db_table: list(each._default_manager.order_by("pk").values_list()) for each in models}


def test_a_process_that_comes_later_loads_nothing_and_has_the_same_rows(
    loaded: Demonstration, run_folder: Path, tmp_path: Path
) -> None:
    shutil.copy(run_folder / "rows of loaded", tmp_path / "rows of later")
    later = Demonstration("later", tmp_path, lambda: pytest.fail("It loads once more."))
    with loaded.instead():
        expected = _everything()

    try:
        with later.instead():
            copied = _everything()
            last = AuditEntry.objects.latest("pk").pk
            new_key = AuditEntry.objects.create(at=NOW, action="network.renamed").pk
    finally:
        later.remove()

    assert copied == expected
    assert new_key == last + 1
