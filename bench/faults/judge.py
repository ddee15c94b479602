"""Compares a database with what was acknowledged, in a process of its own: `… judge LEDGER`, a JSON file.

Prints what was lost, doubled, or stays half done.
"""

import json
import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import django

FORMATS = 3
NAMING = 2  # of them name a place in a status list: the certificate has that of the badge inside
# What the audit log calls each deed: one entry for each, whoever's.
ACTIONS = (
    "wallet.imported",
    "learning.applied",
    "learning.enrolled",
    "learning.graded",
    "credentials.offered",
    "credentials.claimed",
    "credentials.issued",
    "credentials.revoked",
)


def judge(ledger: dict[str, Any]) -> dict[str, list[str]]:
    """What does not fit, in words."""
    from django.db.models import F  # noqa: PLC0415 - needs Django to be set up

    from mcx.credentials.models import Award, Revocation  # noqa: PLC0415
    from mcx.learning.models import Application, Enrolment, Result  # noqa: PLC0415
    from mcx.wallet.models import Item  # noqa: PLC0415

    rows = {
        "import": Item.objects.filter(award=None).values_list(F("owner"), flat=True),
        "apply": Application.objects.values_list(F("learner"), flat=True),
        "admit": Enrolment.objects.values_list(F("learner"), flat=True),
        "grade": Result.objects.values_list(F("enrolment__learner"), flat=True),
        "claim": Item.objects.exclude(award=None).values_list(F("owner"), flat=True),
        "issue": Award.objects.filter(status=Award.Status.ISSUED).values_list(F("learner"), flat=True),
        "revoke": Revocation.objects.values_list(F("award__learner"), flat=True),
    }
    found = {deed: sorted(people) for deed, people in rows.items()}
    people = ledger["people"]
    return {
        "lost": [
            f"{deed} of {who}" for deed, who in ledger["acknowledged"] if people[who] not in found[deed]
        ],
        "doubled": [*_twice(found), *_logged_twice()],
        "stuck": [
            *(f"award {each.pk}" for each in Award.objects.filter(status=Award.Status.CLAIMED)),
            *_half_done(),
            *ledger["unfinished"],
        ],
    }


def _twice(found: dict[str, list[int]]) -> Iterator[str]:
    for deed, people in found.items():
        yield from (f"{deed} of {who}" for who in set(people) if people.count(who) > 1)


def _logged_twice() -> Iterator[str]:
    from django.db.models import Count  # noqa: PLC0415

    from mcx.core.models import AuditEntry  # noqa: PLC0415

    entries = AuditEntry.objects.filter(action__in=ACTIONS).values_list("action", "subject_id")
    for action, subject, _number in entries.annotate(number=Count("pk")).filter(number__gt=1):
        yield f"{action} of {subject}, says the log"


def _half_done() -> Iterator[str]:
    """What is there in parts: formats missing, bytes that are not the ones named, a bit that is not set."""
    from mcx.core import files  # noqa: PLC0415
    from mcx.credentials.models import Award, IssuedCredential, StatusEntry  # noqa: PLC0415
    from mcx.wallet.models import Item  # noqa: PLC0415
    from microcred.status_list import StatusList  # noqa: PLC0415

    for award in Award.objects.filter(status=Award.Status.ISSUED):
        if award.credentials.filter(replaced_by=None).count() != FORMATS:
            yield f"award {award.pk}: not every format"
        if StatusEntry.objects.filter(credential__award=award).count() != NAMING:
            yield f"award {award.pk}: not every copy has its place in a status list"
    for award in Award.objects.filter(revocation__isnull=False):
        for entry in StatusEntry.objects.filter(credential__award=award).select_related("list"):
            if not StatusList(bytes(entry.list.bits))[entry.index]:
                yield f"award {award.pk}: revoked, and its bit is not set"
    kept: list[IssuedCredential | Item] = [*IssuedCredential.objects.all(), *Item.objects.filter(award=None)]
    for row in kept:
        if sha256(files.read(row)).hexdigest() != row.sha256:
            yield f"file {row.pk}: other bytes than were kept"


def main(path: Path) -> None:
    """Judge and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcx.settings")
    django.setup()
    print(json.dumps(judge(json.loads(path.read_text("utf-8")))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
