"""What signing and verifying an award costs: the parts that `bench.signing` runs, each in a process of its own.

Each works in the network of the settings and prints one line of JSON: `python -m bench.awards PART [NUMBER]`.
"""

import json
import secrets
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
import orjson

WARM = 3
FORMS, MOST = 5, 25
TOKEN = "t" * 32
Values = dict[str, float]


class Counted:
    """How many queries were asked, and how long those took that wait for a lock, beyond what they did."""

    def __init__(self) -> None:
        self.queries, self.waited = 0, 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Ask one query."""
        self.queries += 1
        started, own = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, *rest)
        finally:
            if sql.startswith("BEGIN") or "FOR UPDATE" in sql or "FOR NO KEY UPDATE" in sql:
                self.waited += time.perf_counter() - started - (time.thread_time() - own)


@contextmanager
def counted() -> Iterator[Counted]:
    """Count what the database is asked meanwhile."""
    from django.db import connection  # noqa: PLC0415 - needs Django to be set up

    counts = Counted()
    with connection.execute_wrapper(counts):
        yield counts


def milliseconds(work: Callable[[Any], object], inputs: Iterable[Any]) -> float:
    """Processor time of one, the median; the first ones only warm up."""
    took = []
    for one in inputs:
        started = time.process_time()
        work(one)
        took.append(time.process_time() - started)
    return statistics.quantiles(took[WARM:], n=4)[0] * 1000


def model() -> Any:
    """An award of the demonstration that was issued in every format; its courses are told in two languages."""
    from mcx.credentials.models import Award  # noqa: PLC0415

    related = "institution", "learner", "result__enrolment__application", "edition"
    rows = Award.objects.select_related(*related).filter(status="issued", revocation=None)
    return next(row for row in rows.order_by("pk") if row.credentials.count() == FORMS)


def claimed(number: int) -> list[Any]:
    """So many awards, each claimed by a learner of its own: cast after `model`."""
    from bench.network.cast import like, put  # noqa: PLC0415
    from mcx.core import clock  # noqa: PLC0415
    from mcx.credentials.services.awards import claim  # noqa: PLC0415

    award = model()
    run, result, enrolment = uuid4().hex[:12], award.result, award.result.enrolment
    people = put(like(award.learner, email=f"{run}.{each}@bench.example") for each in range(number))
    asked = put(like(enrolment.application, learner=each) for each in people)
    places = put(like(enrolment, learner=each.learner, application=each) for each in asked)
    results = put(like(result, enrolment=each) for each in places)
    new = {"status": "offered", "claimed_at": None, "issued_at": None, "record": None, "check_code": ""}
    awards = put(
        like(award, pk=uuid4(), result=each, learner=each.enrolment.learner, **new) for each in results
    )
    for award in awards:
        claim(award, by=award.learner, at=clock.now())
    return awards


def queue(number: str) -> Values:
    """So many claimed awards with their jobs in the queue."""
    return {"claimed": len(claimed(int(number)))}


def sign(number: str) -> Values:
    """Signing in every format and keeping it, in this process; and the size of what is kept."""
    from django.db.models import Sum  # noqa: PLC0415
    from django.db.models.functions import Length  # noqa: PLC0415

    from mcx.core import clock  # noqa: PLC0415
    from mcx.credentials.models import IssuedCredential  # noqa: PLC0415
    from mcx.credentials.services.issuing import issue  # noqa: PLC0415

    awards, at = claimed(int(number)), clock.now()
    with counted() as counts:
        took = milliseconds(lambda award: issue(award.pk, at=at), awards)
    kept = IssuedCredential.objects.filter(award__in=awards)
    sizes = dict(kept.values_list("format").annotate(size=Sum(Length("content"))))
    values = {f"kB {form}": size / len(awards) / 1000 for form, size in sizes.items()}
    return {"ms": took, "queries": counts.queries / len(awards), "kB": sum(values.values()), **values}


def library(number: str) -> Values:
    """The same five signatures by the library alone, each: no page, no database, keys at hand."""
    from mcx.core import clock  # noqa: PLC0415
    from mcx.keys.models import Seal  # noqa: PLC0415
    from mcx.keys.selectors import signing_key  # noqa: PLC0415
    from mcx.keys.signing import chain_of  # noqa: PLC0415
    from microcred import elm, jades, jose, keys, openbadges, proofs, sdjwt  # noqa: PLC0415
    from microcred.record import Status  # noqa: PLC0415
    from microcred.record_json import from_json  # noqa: PLC0415

    award, at = model(), clock.now()
    row = Seal.objects.get(ended_at=None, institution=award.institution)
    method, holder = signing_key(award.institution).method, jades.holder_of(chain_of(row)[0])
    key, wallet_key = keys.generate(), keys.generate("P-256")
    seal = jades.issue_test_seal(holder, at=at, algorithm="ES256")
    place = (Status("https://bench.example/status/1", 7, "revocation"),)
    frozen = [{**award.record, "id": f"urn:uuid:{uuid4()}"} for _ in range(int(number))]
    records = [replace(from_json(each), status=place) for each in frozen]

    def badge(record: Any) -> object:
        return orjson.dumps(proofs.sign(openbadges.write(record)[0], key, method=method, created=at))

    def token(record: Any) -> object:
        return jose.sign_vc(openbadges.write(record)[0], key, kid=method)

    def for_wallets(record: Any) -> object:
        return sdjwt.issue(record, wallet_key, salt=lambda: secrets.token_urlsafe(16), kid=method)

    def european(record: Any) -> object:
        document, _losses = elm.write(replace(record, status=()), holder=holder)
        elm.lint(document)
        return jades.seal(jades.serialise(document), seal, at=at)

    writers = {"openbadge": badge, "jwt": token, "sdjwt": for_wallets, "european": european}
    return {name: milliseconds(write, records) for name, write in writers.items()}


def work(place: str) -> Values:
    """One worker at the queue until nothing is left in it; `place` is `FOLDER:WORKERS`, who wait for one another."""
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415

    from mcx.core import clock  # noqa: PLC0415
    from mcx.credentials.services.issuing import issue  # noqa: PLC0415

    folder, _colon, number = place.rpartition(":")
    for award in claimed(WARM):
        issue(award.pk, at=clock.now())
    (Path(folder) / uuid4().hex).touch()
    while len(list(Path(folder).iterdir())) < int(number):
        time.sleep(0.01)
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid4().hex,
        excluded_queue_names=[],
    )
    started, own = time.perf_counter(), time.process_time()
    with counted() as counts:
        worker.run()
    clocked = time.perf_counter() - started
    return {"cpu": time.process_time() - own, "clock": clocked, "waited": counts.waited}


def verify(number: str) -> Values:
    """Each file of an award verified by the library, by `examine`, through the API and on the page."""
    from django.conf import settings  # noqa: PLC0415

    from mcx.core import clock  # noqa: PLC0415
    from mcx.credentials.checks.verification import examine  # noqa: PLC0415
    from mcx.credentials.documents.trust import trust  # noqa: PLC0415
    from microcred import verify as by_library  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    found: Values = {}
    at = clock.now()
    register = trust(at=at)
    for row in model().credentials.order_by("pk"):
        files = [bytes(row.content)] * int(number)
        found[f"library {row.format}"] = milliseconds(
            lambda data: by_library(data, at=at, trust=register), files
        )
        found[f"examine {row.format}"] = milliseconds(lambda data: examine(data, at=at), files)
        for name, address in (("API", "/api/credentials/verify"), ("page", "/verify")):
            found[f"{name} {row.format}"] = milliseconds(answered, [posted(address, each) for each in files])
    return found | {"members": len(register.issuers)} | shared(int(number))


def posted(address: str, data: bytes) -> dict[str, Any]:
    """What the server is handed when somebody sends a file; each from an address of its own, as limits count."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    sent = {"file": SimpleUploadedFile("file", data), "csrfmiddlewaretoken": TOKEN}
    request = RequestFactory().post(address, sent, REMOTE_ADDR=somebody(), HTTP_COOKIE=f"csrftoken={TOKEN}")
    return dict(request.environ)


def somebody() -> str:
    """An address from which nothing was asked yet."""
    return ".".join(str(secrets.randbelow(250) + 1) for _ in range(4))


def answered(environ: dict[str, Any]) -> None:
    """Let the product answer a request, and see that it does."""
    status: list[str] = []
    response = application()(environ, lambda line, _headers: status.append(line))
    body = b"".join(response)
    response.close()
    if not status[0].startswith("200"):
        raise RuntimeError(f"{status[0]}: {body[:300]!r}")


@cache
def application() -> Any:
    """The product as a server calls it."""
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415

    return WSGIHandler()


def shared(number: int) -> Values:
    """The page of a link: with one item, and for each one more."""
    from django.test import RequestFactory  # noqa: PLC0415

    from mcx.core import clock  # noqa: PLC0415
    from mcx.credentials.services.issuing import issue  # noqa: PLC0415
    from mcx.wallet import services as wallet  # noqa: PLC0415
    from mcx.wallet.models import Item  # noqa: PLC0415

    at, owner = clock.now(), model().learner
    found: Values = {}
    awards = [issue(award.pk, at=at) for award in claimed(MOST)]
    items = [wallet.claim(award, by=award.learner, at=at) for award in awards]
    Item.objects.filter(pk__in=[item.pk for item in items]).update(owner=owner)
    items = list(Item.objects.filter(pk__in=[item.pk for item in items]))
    for count in (1, MOST):
        _share, token = wallet.share(items[:count], audience="An employer", days=30, by=owner, at=at)
        asked = [
            dict(RequestFactory().get(f"/wallet/s/{token}/", REMOTE_ADDR=somebody()).environ)
            for _ in range(number)
        ]
        found[f"share {count}"] = milliseconds(answered, asked)
    return found


def grow(number: str) -> Values:
    """Admit members until there are so many universities."""
    from bench.network.cast import Grown  # noqa: PLC0415
    from bench.network.members import admit  # noqa: PLC0415
    from bench.network.sizes import SIZES  # noqa: PLC0415
    from mcx.core import clock  # noqa: PLC0415

    grown = Grown(replace(SIZES["S"], universities=int(number)), clock.now())
    admit(grown)
    return {"members": len(grown.universities)}


PARTS: Mapping[str, Callable[[str], Values]] = {
    part.__name__: part for part in (queue, sign, library, work, verify, grow)
}


def main() -> None:
    """Run one part and print what it found."""
    django.setup()
    print(json.dumps(PARTS[sys.argv[1]](sys.argv[2])))


if __name__ == "__main__":
    main()
