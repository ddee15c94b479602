"""The operations of the OpenAPI document, for tests that walk all of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mcx.api import api
from tests.belongings import BELONGINGS

# What others have or everybody may use, by the beginning of the path that names it.
OTHERS = {
    "/api/accounts/tokens/{token_id}": "token",
    "/api/network/members/{slug}": "member",
    "/api/network/members/{slug}/accreditations/{key}": "accreditation",
    "/api/network/scales/{slug}": "scale",
    "/api/network/charter/{version}": "charter",
    "/api/network/appointments/{appointment_id}": "appointment",
    "/api/network/affiliations/{key}": "affiliation",
    "/api/network/claims/{key}": "affiliation",
    "/api/network/identities/{key}": "person",
    "/api/catalogue/editions/{code}": "edition",
    "/api/catalogue/offerings/{code}": "offering",
    "/api/learning/offerings/{code}": "offering",
    "/api/learning/applications/{key}": "application",
    "/api/learning/places/{key}": "place",
    "/api/learning/classes/{code}": "offering",
    "/api/credentials/verify/{award_id}": "award",
    "/api/credentials/keys/{key_id}": "key",
    "/api/credentials/keys/{slug}": "member",
    "/api/credentials/seals/{seal_id}": "seal",
    "/api/credentials/seals/{slug}": "member",
    "/api/credentials/awards/{award_id}": "award",
    "/api/wallet/awards/{award_id}": "offered award",
    "/api/wallet/items/{item_id}": "item",
    "/api/wallet/shared/{token}": "link",
    "/api/wallet/shares/{share_id}": "share",
    "/api/recognition/preview/{code}": "edition",
    "/api/recognition/cases/{key}": "case",
    "/api/recognition/agreements/{code}": "agreement",
    "/api/pathways/micro-degrees/{code}": "micro-degree",
    "/api/quality/reviews/{review_id}": "review",
    "/api/design/projects/{project_id}": "project",
    "/api/design/editions/{code}": "edition",
}

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

    @property
    def takes(self) -> str:
        """The name of the JSON body that it takes, if it takes one."""
        content = self.described.get("requestBody", {}).get("content", {})
        return next((kind["schema"].get("$ref", "") for kind in content.values()), "").rsplit("/", 1)[-1]

    def address(self) -> str:
        """Its path below /api, about what others have or everybody may use."""
        values = {"form": "pdf", "number": 1}
        for beginning, noun in OTHERS.items():
            if self.path.startswith(beginning):
                values[beginning[beginning.rindex("{") + 1 : -1]] = BELONGINGS[noun]()
        return self.path.removeprefix("/api").format(**values)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def operations() -> Iterator[Operation]:
    """Every operation of the document."""
    for path, methods in DOCUMENT["paths"].items():
        for method, described in methods.items():
            yield Operation(method, path, described)
