"""Visitors who read what is public, one page after the other, while everything happens."""

import json
import ssl
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from threading import Lock, Thread

AT_ONCE = 2
PAUSE = 0.1  # seconds
PATIENCE = 30  # seconds after which a page did not come
ADDRESSES = (
    *("/", "/catalogue/", "/catalogue/{code}", "/api/catalogue/editions", "/skills/"),
    *("/institutions/tuni/did.json", "/trust.json", "/ns/microcred/v1", "/static/mcx/favicon.svg"),
)


@dataclass
class Visitors:
    """What they got: when each page came, and what did not."""

    address: str
    trust: ssl.SSLContext
    moments: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    is_over: bool = False
    lock: Lock = field(default_factory=Lock)

    def set_out(self) -> list[Thread]:
        """Some at a time, until it is over."""
        code = json.loads(self.get("/api/catalogue/editions"))["items"][0]["code"]
        places = [each.format(code=code) for each in ADDRESSES]
        threads = [Thread(target=self._walk, args=(places[each:],), daemon=True) for each in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        return threads

    def get(self, path: str) -> bytes:
        """One page.

        :raises OSError: when it does not come
        """
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE, context=self.trust) as answer:
            found: bytes = answer.read()
        return found

    def etag(self, path: str) -> str:
        """The mark of the present state of a document."""
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE, context=self.trust) as answer:
            return str(answer.headers["ETag"])

    def _walk(self, places: list[str]) -> None:
        for path in cycle(places):
            if self.is_over:
                return
            try:
                self.get(path)
            except OSError as error:
                with self.lock:
                    status = error.code if isinstance(error, urllib.error.HTTPError) else type(error).__name__
                    self.failed[f"{status}"] += 1
            else:
                with self.lock:
                    self.moments.append(time.monotonic())
            time.sleep(PAUSE)
