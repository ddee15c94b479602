"""A careful client: what was not answered is sent again under the same key until it is.

Every answer of 2xx is an acknowledgement and goes into the ledger; what is there afterwards is compared with it.
"""

import http.client
import json
import secrets
import ssl
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from statistics import median
from threading import Lock
from typing import Any

BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE}
HELD_FOR = 8.0  # seconds after which a key whose first sending died is given up and the state is looked at
FAULT = 500
ANSWERS_WITHIN = 300  # seconds on a busy machine; one that is killed breaks off at once
BROKEN = (OSError, http.client.HTTPException)


class Refused(Exception):
    """The product said no: to be looked at."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status}: {str(body)[:200]}")
        self.status = status


class OutOfTime(Exception):
    """No answer came before the run ended."""


@dataclass
class Ledger:
    """What was acknowledged to whom and when, what is under way, and what a kill cut off after it had begun."""

    acknowledged: list[tuple[str, int]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    under_way: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    answers: int = 0
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    moments: list[float] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def note(self, deed: str, learner: int) -> None:
        """An acknowledgement."""
        with self.lock:
            self.acknowledged.append((deed, learner))
            self.moments.append(time.monotonic())

    def count(self, what: str) -> None:
        """Something worth a figure."""
        with self.lock:
            self.counts[what] += 1

    def cut_off(self, deed: str) -> None:
        """A kill came in the middle of it."""
        with self.lock:
            self.cut[deed] += 1

    def time(self, deed: str, seconds: float) -> None:
        """How long one took that was done."""
        with self.lock:
            self.took[deed].append(seconds)

    def typical(self, deed: str, otherwise: float) -> float:
        """How many seconds it takes until such a deed is answered."""
        with self.lock:
            return median(self.took[deed]) if self.took[deed] else otherwise

    @contextmanager
    def sending(self, deed: str) -> Iterator[None]:
        """A deed is under way: it was sent and is not answered."""
        with self.lock:
            self.under_way[deed] += 1
        try:
            yield
            with self.lock:
                self.answers += 1
        finally:
            with self.lock:
                self.under_way[deed] -= 1


@dataclass(frozen=True)
class Answer:
    """What was answered; `wait` where it says for how long to wait, `is_repeated` where it was kept."""

    status: int
    body: Any
    wait: str | None
    is_repeated: bool

    @property
    def is_held(self) -> bool:
        """Whether the first sending under the key has begun and not ended."""
        return self.status == HTTPStatus.CONFLICT and self.wait is not None


@dataclass
class Client:
    """Talks to the API of a site at a port of this machine, until an instant of the monotonic clock.

    With `trust` by TLS, to the machine's own name.
    """

    port: int
    ledger: Ledger
    deadline: float
    trust: ssl.SSLContext | None = None

    def get(self, token: str, path: str) -> Any:
        """Read something, as often as it takes."""
        return self._until_answered("read", "GET", token, path, b"", {})

    def deed(
        self, name: str, learner: int, token: str, path: str, body: Any = None, file: bytes = b""
    ) -> Any:
        """Do something once: sent again under one key until it is acknowledged.

        :raises Refused: when the product says no, as it does to what it did already under another key
        """
        sent, kind = _form(file) if file else (json.dumps(body or {}).encode(), "application/json")
        headers = {"Content-Type": kind, "Idempotency-Key": secrets.token_urlsafe(16)}
        answer = self._until_answered(name, "POST", token, path, sent, headers)
        self.ledger.note(name, learner)
        return answer

    def send(self, token: str, path: str, file: bytes) -> tuple[int, Any]:
        """Send a file once and say what came of it.

        :raises BROKEN: when nothing answered
        """
        sent, kind = _form(file)
        key = secrets.token_urlsafe(16)
        headers = {"Content-Type": kind, "Idempotency-Key": key}
        answer = self._once("import", "POST", token, path, sent, headers)
        return answer.status, answer.body

    def _until_answered(
        self, deed: str, method: str, token: str, path: str, body: bytes, headers: dict[str, str]
    ) -> Any:
        held_since, is_cut = 0.0, False
        while time.monotonic() < self.deadline:
            began = time.monotonic()
            try:
                answer = self._once(deed, method, token, path, body, headers)
            except BROKEN as error:
                is_cut = not isinstance(error, ConnectionRefusedError) or is_cut
                time.sleep(0.1)
                continue
            self._tell(deed, answer, is_cut=is_cut)
            status = answer.status
            is_cut = is_cut and status in BUSY  # that says nothing yet
            if status < HTTPStatus.BAD_REQUEST:
                self.ledger.time(deed, time.monotonic() - began)
                return answer.body
            if status < FAULT and status not in BUSY and answer.wait is None:
                raise Refused(status, answer.body)
            held_since = held_since or time.monotonic()
            if answer.is_held and time.monotonic() - held_since > HELD_FOR:
                headers = {**headers, "Idempotency-Key": secrets.token_urlsafe(16)}
                held_since = 0.0
            time.sleep(min(float(answer.wait or 0.2), 1.0))
        raise OutOfTime(f"{method} {path}")

    def _tell(self, deed: str, answer: Answer, *, is_cut: bool) -> None:
        """What the first answer after a kill says about when it came."""
        if answer.status >= FAULT:
            self.ledger.count("answers of 5xx")
        if is_cut and (answer.is_held or answer.is_repeated):
            self.ledger.cut_off(deed)
            self.ledger.count("after it was kept" if answer.is_repeated else "before it was kept")

    def _connection(self) -> http.client.HTTPConnection:
        if self.trust is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWERS_WITHIN)
        return http.client.HTTPSConnection("localhost", self.port, timeout=ANSWERS_WITHIN, context=self.trust)

    def _once(
        self, deed: str, method: str, token: str, path: str, body: bytes, headers: dict[str, str]
    ) -> Answer:
        """Send it and hand back the answer: a page for a 409 says to wait, too."""
        connection = self._connection()
        sent = {"Authorization": f"Bearer {token}", **headers}
        try:
            connection.connect()
            with self.ledger.sending(deed):
                connection.request(method, f"/api{path}", body or None, sent)
                answer = connection.getresponse()
                text = answer.read()
        finally:
            connection.close()
        is_json = "json" in (answer.getheader("Content-Type") or "")
        wait = answer.getheader("Retry-After") or (None if is_json else "0.2")
        is_repeated = bool(answer.getheader("Idempotency-Replayed"))
        return Answer(answer.status, json.loads(text) if is_json and text else text, wait, is_repeated)


def _form(file: bytes) -> tuple[bytes, str]:
    edge = secrets.token_hex(8)
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="badge.json"\r\n\r\n'
    return head.encode() + file + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
