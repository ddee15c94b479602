"""Whether this process can serve, and what those who run it should look at; cheap, and without secrets."""

import math
import shutil
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Max, Min
from django_tasks_db.models import DBTaskResult

from mcx.core import encryption, files, replica, tables
from mcx.core.errors import Unavailable
from mcx.core.models import AuditEntry
from mcx.core.trouble import DatabaseAway, NotPrepared, trouble_of
from microcred.report import Check, Report, _, failed, passed, warning

GUIDE = "docs/guide/operating.md"
# A job is done within seconds of being queued; a clock is corrected by less than a second a day.
LONGEST_WAIT, LONGEST_DRIFT = timedelta(minutes=5), timedelta(minutes=2)
LEAST_ROOM = 512 * 1024 * 1024  # bytes: a night's credentials and the log of the database


def check_process(*, at: datetime) -> Report:
    """The database and the key-encryption key decide; all else only warns (eight queries at most)."""
    return Report.of([*_of_the_database(at), *_beside_it(), _disk()])


def _of_the_database(at: datetime) -> Iterator[Check]:
    """What only the database can tell; the first that cannot be done without is the last that is said."""
    try:
        if not tables.are_complete():
            yield _refused("ready.database", NotPrepared())
            return
        yield passed(
            "ready.database",
            _("The database can be reached, and its tables are those of this version."),
            GUIDE,
        )
        yield _key()
        yield _worker(at)
        yield _clock(at)
    except (DatabaseError, InterfaceError) as error:
        connection.close()  # the next question opens it anew
        yield _refused("ready.database", trouble_of(error) or DatabaseAway())


def _refused(code: str, why: Unavailable) -> Check:
    return failed(code, str(why), GUIDE, str(why.fix))


def _key() -> Check:
    try:
        is_proven = encryption.require()
    except Unavailable as error:
        return _refused("ready.key", error)
    if not is_proven:
        text = _("Nothing is encrypted yet, so the key-encryption key could not be tested.")
        fix = _("Set up the network. If it has been set up before, check that this is its database.")
        return warning("ready.key", text, GUIDE, fix)
    return passed("ready.key", _("The key-encryption key belongs to this database."), GUIDE)


def _worker(at: datetime) -> Check:
    since = DBTaskResult.objects.ready().aggregate(since=Min("enqueued_at"))["since"]
    if since is None or at - since <= LONGEST_WAIT:
        return passed("ready.worker", _("No job has been waiting long."), GUIDE)
    text = _("Jobs have been waiting since {since}, so credentials are not being signed.")
    fix = _("Check that a worker is running: manage.py worker")
    return warning("ready.worker", text, GUIDE, fix, since=since.replace(microsecond=0))


def _clock(at: datetime) -> Check:
    """What was done is dated before now, unless a clock is or was wrong; a fixed one is wrong on purpose."""
    newest = AuditEntry.objects.aggregate(newest=Max("at"))["newest"]
    if settings.FIXED_NOW or newest is None or newest - at <= LONGEST_DRIFT:
        return passed("ready.clock", _("The clock is not behind the last recorded action."), GUIDE)
    text = _("The clock says {now}, but the last recorded action was at {newest}.")
    fix = _("Set the clock of every machine by NTP, because signatures are dated by it.")
    now, then = (day.replace(microsecond=0) for day in (at, newest))
    return warning("ready.clock", text, GUIDE, fix, now=now, newest=then)


def _beside_it() -> Iterator[Check]:
    """What a network has only if its settings name it."""
    if replica.REPLICA in settings.DATABASES:
        yield _replica(replica.watch.behind(time.monotonic()))
    if files.storage() is not None:
        yield _files()


def _replica(behind: float) -> Check:
    """Only strangers who look at the catalogue are sent there, and only while it follows."""
    fix = _(
        "Check the replica and MCX_REPLICA_URL. Until it follows, everyone reads from the database itself."
    )
    if math.isinf(behind):
        text = _(
            "The replica of the database does not answer, or has not caught up since this process started."
        )
        return warning("ready.replica", text, GUIDE, fix)
    seconds = math.ceil(behind)
    if behind > settings.REPLICA_SECONDS:
        text = _("The replica is too far behind the database. Seconds: {seconds}.")
        return warning("ready.replica", text, GUIDE, fix, seconds=seconds)
    text = _("The replica follows the database. Seconds behind, at most: {seconds}.")
    return passed("ready.replica", text, GUIDE, seconds=seconds)


def _files() -> Check:
    if files.answers():
        return passed("ready.files", _("The storage of files answers."), GUIDE)
    text = _("The storage of files does not answer, or refuses us.")
    fix = _("Check the storage and MCX_FILES_URL. Until it answers, files are neither shown nor saved.")
    return warning("ready.files", text, GUIDE, fix)


def _disk() -> Check:
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        text = _("The data folder cannot be read.")
        return warning("ready.disk", text, GUIDE, _("Check that MCX_DATA_DIR exists and can be read."))
    if free >= LEAST_ROOM:
        return passed("ready.disk", _("There is enough space on the disk."), GUIDE)
    text = _("Only {megabytes} MB are free on the disk of the data folder.")
    fix = _("Free some space before the disk is full. Nothing can be saved on a full disk.")
    return warning("ready.disk", text, GUIDE, fix, megabytes=free // 1024**2)
