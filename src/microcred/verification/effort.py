"""How much one file may ask of the verifier, however many credentials and endorsements it holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from microcred.reading import MOST_INSIDE
from microcred.report import Check, Outcome

MOST = MOST_INSIDE  # credentials and endorsements of one file that are looked into
COSTLY = 40  # as many others costs one that is too complicated


@dataclass(slots=True)
class Effort:
    """How many more of what stands inside one file are looked into, wherever in it they stand."""

    left: int = MOST

    def may_begin(self, document: Mapping[str, Any]) -> bool:
        """Whether one more is looked into; one that names several places for its status is several."""
        if self.left <= 0:
            return False
        status = document.get("credentialStatus")
        self.left -= max(1, len(status)) if isinstance(status, list) else 1
        return True

    def judge(self, found: Iterable[Check]) -> None:
        """Take account of what could not be found out but in too long a time."""
        if any(
            one.code == "terms" and one.outcome is Outcome.UNKNOWN and "reason" in one.values for one in found
        ):
            self.left -= COSTLY
