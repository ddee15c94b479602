"""Remembers forms and API requests that were taken, so that sending one twice does nothing twice.

A key is claimed before the deed, for everybody to see; the deed and how it ended are then written in one
transaction. Whoever is killed in between leaves a claim and nothing else, and a claim is given up after two
minutes. Answers are forgotten after a day.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from mcx.core.ciphers import Undecipherable, decrypt, encrypt
from mcx.core.errors import DomainError, Invalid
from mcx.core.models import Submission

LONGEST_KEY = 80
UNFINISHED, FINISHED = timedelta(minutes=2), timedelta(hours=24)
SWEPT = 50  # old rows that one sending removes
PURPOSE = "answers"
FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}


class KeyUnreadable(Invalid):
    """A key is a short, printable text."""

    code = "key-unreadable"
    message = _("An Idempotency-Key has 1 to 80 printable characters.")
    fix = _("Send a random text of your own, such as a UUID. Use a new one for every new request.")


class KeyReused(Invalid):
    """A key stands for one request."""

    code = "key-reused"
    message = _("A different request was sent with this Idempotency-Key.")
    fix = _("Send each new request with a new key. Repeat a request with exactly the same contents.")


class StillRunning(DomainError):
    """The first sending has not ended."""

    code = "still-running"
    message = _("The first copy of this request is still being processed.")
    fix = _(
        "Wait a moment, then send it again with the same key. You will get the answer to the first request."
    )
    wait = 2  # seconds


class AnswerNotKept(DomainError):
    """The request was carried out, and its answer held a secret."""

    code = "answer-not-kept"
    message = _(
        "This request has already been carried out. Its answer contained a secret, which is shown only once."
    )
    fix = _(
        "Use GET to see what there is now. If the secret is lost, revoke what it opens and create a new one."
    )


class AnswerLost(DomainError):
    """The request was carried out, and its answer was kept under a secret that was changed since."""

    code = "answer-lost"
    message = _("This request has already been carried out, but its answer can no longer be read.")
    fix = _("Use GET to see what there is now.")


class _Overtaken(Exception):
    """Somebody else took over a key that was held for too long."""


def key_of(*parts: object) -> str:
    """What is kept of who sent something under which key."""
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()


def asked_by(request: HttpRequest) -> str:
    """The digest of what a request asks for: method, address and contents, without the form's CSRF token."""
    digest = sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.method != "POST" or request.content_type not in FORMS:
        digest.update(request.body)
        return digest.hexdigest()
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content = sha256(b"".join(file.chunks())).hexdigest()
            digest.update(repr((name, file.name, content)).encode())
            file.seek(0)
    return digest.hexdigest()


def is_over(at: datetime) -> Q:
    """The sendings that were given up, and those whose answer is forgotten."""
    return Q(status=0, at__lte=at - UNFINISHED) | Q(at__lte=at - FINISHED)


def begin(key: str, asked: str, *, at: datetime) -> Submission | None:
    """Claim the key for its first sending; None when it was claimed before."""
    old = is_over(at)
    Submission.objects.filter(old, key=key).delete()
    swept = Submission.objects.filter(old).values("pk")[:SWEPT]
    Submission.objects.filter(pk__in=list(swept.values_list("pk", flat=True))).delete()
    try:
        with transaction.atomic():
            return Submission.objects.create(key=key, asked=asked, at=at)
    except IntegrityError:
        return None


def earlier(key: str, asked: str) -> Submission:
    """How the first sending ended.

    :raises KeyReused: when something else was asked for under the key
    :raises StillRunning: while the first sending is at work, or has just given the key back
    """
    found = Submission.objects.filter(key=key).first()
    if found is not None and found.asked != asked:
        raise KeyReused
    if found is None or not found.status:
        raise StillRunning
    return found


def answer(submission: Submission) -> bytes:
    """What the first sending was answered.

    :raises AnswerNotKept: when it held a secret
    :raises AnswerLost: when `MCX_SECRET_KEY` was changed since
    """
    if not submission.is_kept:
        raise AnswerNotKept
    try:
        kept = decrypt(bytes(submission.body).decode(), secret=settings.SECRET_KEY.encode(), purpose=PURPOSE)
    except Undecipherable as error:
        raise AnswerLost from error
    return kept.encode("latin-1")


def carry_out(
    submission: Submission,
    deed: Callable[[], HttpResponse],
    is_done: Callable[[HttpResponse], bool],
    *,
    scopes: Collection[str] = (),
) -> HttpResponse:
    """Do the deed and remember its answer, in one transaction, with the scopes that were asked for meanwhile.

    What is refused or fails changes nothing and gives the key back, so that it can be sent again.

    :raises StillRunning: when the deed took so long that another sending took the key over; nothing is done
    """
    try:
        with transaction.atomic():
            response = deed()
            done = is_done(response)
            if done:
                _finish(submission, response, scopes)
            elif response.status_code >= 400:
                transaction.set_rollback(True)
    except _Overtaken:
        raise StillRunning from None
    if not done:
        submission.delete()
    return response


def _finish(submission: Submission, response: HttpResponse, scopes: Collection[str]) -> None:
    is_kept = not response.streaming and "no-store" not in response.get("Cache-Control", "")
    left = Submission.objects.filter(pk=submission.pk, status=0).update(
        status=response.status_code,
        location=response.get("Location", ""),
        content_type=response.get("Content-Type", ""),
        body=_sealed(response.content) if is_kept else b"",
        is_kept=is_kept,
        scopes=sorted(scopes),
    )
    if not left:
        raise _Overtaken


def _sealed(content: bytes) -> bytes:
    """An answer as it is kept: encrypted, because it may name people; Latin-1 is every byte as a sign."""
    text = content.decode("latin-1")
    return encrypt(text, secret=settings.SECRET_KEY.encode(), purpose=PURPOSE).encode()
