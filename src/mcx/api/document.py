"""The OpenAPI document: what ninja derives from the endpoints, with the media types of refusals and files."""

from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

PROBLEM = "#/components/schemas/Problem"


class DescribedAPI(NinjaAPI):
    """An API whose refusals are described as problem documents (RFC 9457) and whose files as any type."""

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        """The document."""
        schema = super().get_openapi_schema(**more)
        for response in _responses(schema):
            if content := response.get("content", {}).pop("application/json", None):
                response["content"][_media_type(content["schema"])] = content
        return schema


def _media_type(schema: dict[str, Any]) -> str:
    if schema.get("$ref") == PROBLEM:
        return "application/problem+json"
    return "*/*" if schema.get("format") == "binary" else "application/json"


def _responses(schema: OpenAPISchema) -> Iterator[dict[str, Any]]:
    for operations in schema["paths"].values():
        for operation in operations.values():
            yield from operation["responses"].values()
