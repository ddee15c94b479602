"""No room left, and the wrong key: what is said, and what is there afterwards."""

import base64
import secrets
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from http import HTTPStatus
from typing import Any

from bench.faults.chaos import Run, Verdict, judged
from bench.faults.client import BROKEN, Client, Ledger, OutOfTime, Refused
from bench.faults.site import BEGINS_WITHIN, Site, serving

SPARE_PAGES = 24
SPARE_BYTES = 96 * 1024
LEARNERS = 20
SAYS = ("full", "room", "disk")


def database_full(site: Site) -> Verdict:
    """Badges are brought along until SQLite may not grow any more."""
    with closing(sqlite3.connect(site.folder / "mcx.sqlite3")) as file:
        pages = int(file.execute("pragma page_count").fetchone()[0]) + SPARE_PAGES
    site.extra = {"DJANGO_SETTINGS_MODULE": "bench.faults.full", "FAULTS_PAGES": str(pages)}
    return filled(site, "disk full: SQLite by max_page_count", site.extra.clear)


def files_full(site: Site) -> Verdict:
    """The same where the system lets no file grow beyond so many bytes."""
    site.limit = (site.folder / "mcx.sqlite3").stat().st_size + SPARE_BYTES

    def more_room() -> None:
        site.limit = 0

    return filled(site, "disk full: files by RLIMIT_FSIZE", more_room)


def filled(site: Site, title: str, more_room: Callable[[], None]) -> Verdict:
    """Badges are brought along until there is no room, and once more when there is room again."""
    cast = site.cast
    cast["learners"] = cast["learners"][:LEARNERS]
    run = Run(site, cast)
    with serving(site, "web"):
        if not site.wait():
            return Verdict(title, stuck=["the web server never answered"])
        refusals = _fill(site, run)
        reads = _reads(site, cast)
    more_room()
    with serving(site, "web"):
        site.wait()
        run.ledger.acknowledged += _afterwards(site, cast)
    verdict = judged(site, run, title)
    verdict.stuck += [f"said to somebody: {words}" for words in refusals if not _is_clear(words)]
    verdict.stuck += [] if refusals else ["it was never full: nothing was shown"]
    verdict.stuck += [] if reads else ["nothing could be read while it was full"]
    kept = len(run.ledger.acknowledged)
    verdict.remarks.append(f"{kept} files kept, {len(refusals)} refused; the first: {refusals[:1]}")
    return verdict


def _fill(site: Site, run: Run) -> list[str]:
    """Send every learner's badge once, with ballast; what was said to those that were refused."""
    refusals = []
    for place, learner in enumerate(run.cast["learners"]):
        client = Client(site.port, run.ledger, time.monotonic() + BEGINS_WITHIN)
        try:
            status, answer = client.send(learner["token"], "/wallet/items", _heavy(learner))
        except BROKEN as error:
            refusals.append(f"no answer: {error}")
            continue
        if status < HTTPStatus.BAD_REQUEST:
            run.ledger.note("import", place)
        else:
            refusals.append(f"{status} {answer}")
    return refusals


def _heavy(learner: dict[str, Any]) -> bytes:
    """The learner's badge with so much white space around it that it needs room of its own."""
    return base64.b64decode(learner["badge"]) + b" " * (8 * 1024)


def _reads(site: Site, cast: dict[str, Any]) -> bool:
    """Whether one can still read what is there."""
    client = Client(site.port, Ledger(), time.monotonic() + BEGINS_WITHIN)
    try:
        return bool(client.get(cast["learners"][0]["token"], "/wallet/items")["items"])
    except (Refused, OutOfTime):
        return False


def _afterwards(site: Site, cast: dict[str, Any]) -> list[tuple[str, int]]:
    """With room again the last learner, who was refused, brings the badge along after all."""
    client = Client(site.port, Ledger(), time.monotonic() + BEGINS_WITHIN)
    last = len(cast["learners"]) - 1
    learner = cast["learners"][last]
    try:
        client.deed("import", last, learner["token"], "/wallet/items", file=_heavy(learner))
    except (Refused, OutOfTime):
        return []
    return client.ledger.acknowledged


def _is_clear(words: str) -> bool:
    return words.startswith("503") and any(word in words for word in SAYS)


def wrong_key(site: Site) -> Verdict:
    """Neither the web server nor a worker starts with another key; with the right one all is as it was."""
    title = "wrong key-encryption key"
    site.extra = {"MCX_KEY_ENCRYPTION_KEY": secrets.token_urlsafe(32)}
    verdict = Verdict(title)
    for name in ("web", "worker"):
        verdict.stuck += _started(site, name)
    site.extra = {}
    with serving(site, "web"):
        verdict.stuck += [] if site.wait() else ["with the right key it does not start any more"]
    return verdict


def _started(site: Site, name: str) -> list[str]:
    with serving(site, name):
        process = site.running[name]
        try:
            code = process.wait(timeout=BEGINS_WITHIN)
        except subprocess.TimeoutExpired:
            return [f"{name} starts with the wrong key"]
    said = (site.folder / f"{name}.log").read_text("utf-8", "replace").strip()
    return [] if code and "key" in said.lower() else [f"{name} ended with {code} and said {said[-200:]!r}"]
