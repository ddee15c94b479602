"""A careful client: what was not answered is sent again under the same key until it is.

Every answer of 2xx is an acknowledgement and goes into the ledger; what is there afterwards is compared with it.
"""

import http.client
import json
import secrets
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
    """What was acknowledged to whom, what is under way, and what a kill cut off before its answer."""

    acknowledged: list[tuple[str, int]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    under_way: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lock: Lock = field(default_factory=Lock)

    def note(self, deed: str, learner: int) -> None:
        """An acknowledgement."""
        with self.lock:
            self.acknowledged.append((deed, learner))

    def count(self, what: str) -> None:
        """Something worth a figure."""
        with self.lock:
            self.counts[what] += 1

    def typical(self, deed: str, otherwise: float) -> float:
        """How many seconds it takes until such a deed is answered."""
        return median(self.took[deed]) if self.took[deed] else otherwise

    @contextmanager
    def sending(self, deed: str) -> Iterator[None]:
        """A deed is under way: it was sent and is not answered; how long that took."""
        began = time.monotonic()
        with self.lock:
            self.under_way[deed] += 1
        try:
            yield
        except BROKEN:
            with self.lock:
                self.cut[deed] += 1
            raise
        else:
            self.took[deed].append(time.monotonic() - began)
        finally:
            with self.lock:
                self.under_way[deed] -= 1


@dataclass
class Client:
    """Talks to the API of a site at a port of this machine, until an instant of the monotonic clock."""

    port: int
    ledger: Ledger
    deadline: float

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
        status, answer, _wait = self._once("import", "POST", token, path, sent, headers)
        return status, answer

    def _until_answered(
        self, deed: str, method: str, token: str, path: str, body: bytes, headers: dict[str, str]
    ) -> Any:
        held_since = 0.0
        while time.monotonic() < self.deadline:
            try:
                status, answer, wait = self._once(deed, method, token, path, body, headers)
            except BROKEN:
                self.ledger.count("unanswered")
                time.sleep(0.1)
                continue
            if status < HTTPStatus.BAD_REQUEST:
                return answer
            if status < FAULT and status not in BUSY and wait is None:
                raise Refused(status, answer)
            self.ledger.count("faults" if status >= FAULT else "told to wait")
            held_since = held_since or time.monotonic()
            if status == HTTPStatus.CONFLICT and time.monotonic() - held_since > HELD_FOR:
                self.ledger.count("keys given up")
                headers = {**headers, "Idempotency-Key": secrets.token_urlsafe(16)}
                held_since = 0.0
            time.sleep(min(float(wait or 0.2), 1.0))
        raise OutOfTime(f"{method} {path}")

    def _once(
        self, deed: str, method: str, token: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, Any, str | None]:
        """Status, answer, and for how long to wait where the answer says so: a page for a 409 says so too."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWERS_WITHIN)
        sent = {"Authorization": f"Bearer {token}", "Host": f"127.0.0.1:{self.port}", **headers}
        try:
            connection.connect()
            with self.ledger.sending(deed):
                connection.request(method, f"/api{path}", body or None, sent)
                answer = connection.getresponse()
                text = answer.read()
        finally:
            connection.close()
        if answer.getheader("Idempotency-Replayed"):
            self.ledger.count("done before and answered again")
        is_json = "json" in (answer.getheader("Content-Type") or "")
        wait = answer.getheader("Retry-After") or (None if is_json else "0.2")
        return answer.status, json.loads(text) if is_json and text else text, wait


def _form(file: bytes) -> tuple[bytes, str]:
    edge = secrets.token_hex(8)
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="badge.json"\r\n\r\n'
    return head.encode() + file + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
