"""One learner's way through the network, from the application to the credential, over the API."""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.faults.client import Client, OutOfTime, Refused

GRADE = "1.7"
EVERY = 2  # of so many learners one's credential is revoked


@dataclass
class Journey:
    """Everything that happens to one learner; `place` counts them."""

    client: Client
    cast: dict[str, Any]
    place: int

    @property
    def learner(self) -> dict[str, Any]:
        """Who it is about."""
        found: dict[str, Any] = self.cast["learners"][self.place]
        return found

    @property
    def token(self) -> str:
        """The learner's own."""
        return str(self.learner["token"])

    def walk(self) -> None:
        """Bring a badge, apply, be admitted and graded, claim, be issued, and for some: be revoked."""
        badge = base64.b64decode(self.learner["badge"])
        self._do("import", self.token, "/wallet/items", self._brought, file=badge)
        asked = f"/learning/offerings/{self.cast['offering']}/applications"
        application = self._do("apply", self.token, asked, self._application)
        registrar, admit = self.cast["registrar"], f"/learning/applications/{application['id']}/admit"
        place = self._do("admit", registrar, admit, self._place)
        graded, body = f"/learning/places/{place['id']}/results", {"grade": GRADE}
        self._do("grade", self.cast["assessor"], graded, self._award, body)
        award = self._award()
        number = award["id"] if award else self._item()["award"]
        self._do("claim", self.token, f"/wallet/awards/{number}/claim", self._item)
        with self.client.ledger.sending("issue"):
            item = self._issued()
        self.client.ledger.note("issue", self.place)
        if self.place % EVERY == 0:
            words = {"reason": "error", "explanation": "A fault run."}
            revoke = f"/credentials/awards/{item['award']}/revoke"
            self._do("revoke", registrar, revoke, lambda: self._item().get("revocation"), words)

    def _do(
        self,
        deed: str,
        token: str,
        path: str,
        seen: Callable[[], Any],
        body: dict[str, Any] | None = None,
        file: bytes = b"",
    ) -> Any:
        """Do it; what is refused must be there already, from a sending whose answer never came."""
        try:
            return self.client.deed(deed, self.place, token, path, body, file)
        except Refused:
            found = seen()
            if not found:
                raise
            self.client.ledger.count("there without an answer")
            return found

    def _brought(self) -> Any:
        rows = self.client.get(self.token, "/wallet/items?limit=10")["items"]
        return next((row for row in rows if row["award"] is None), None)

    def _application(self) -> Any:
        return next(iter(self.client.get(self.token, "/learning/applications")["items"]), None)

    def _place(self) -> Any:
        return next(iter(self.client.get(self.token, "/learning/places")["items"]), None)

    def _award(self) -> Any:
        return next(iter(self.client.get(self.token, "/wallet/awards")["items"]), None)

    def _item(self) -> Any:
        rows = self.client.get(self.token, "/wallet/items?limit=10")["items"]
        return next((row for row in rows if row["award"]), {})

    def _issued(self) -> Any:
        """The item once it can be downloaded."""
        while time.monotonic() < self.client.deadline:
            item = self._item()
            if item and item["formats"]:
                return item
            time.sleep(0.2)
        raise OutOfTime("being signed")
