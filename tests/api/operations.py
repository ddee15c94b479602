"""The operations of the OpenAPI document, for tests that walk all of them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mcx.api import api

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema()))


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one path, as the document describes it."""

    method: str
    path: str
    described: dict[str, Any]

    @property
    def is_public(self) -> bool:
        """Whether it answers anybody."""
        return not self.described.get("security")

    def address(self, **values: object) -> str:
        """Its path below /api, filled with these values; what is not named is 1."""
        return re.sub(r"{(\w+)}", lambda name: str(values.get(name[1], 1)), self.path).removeprefix("/api")

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def operations() -> Iterator[Operation]:
    """Every operation of the document."""
    for path, methods in DOCUMENT["paths"].items():
        for method, described in methods.items():
            yield Operation(method, path, described)
