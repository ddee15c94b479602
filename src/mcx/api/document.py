"""The OpenAPI document: what ninja derives from the endpoints, with the media types of refusals and files."""

from collections.abc import Callable, Iterator
from functools import cache, cached_property
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.openapi.views import openapi_json

PROBLEM = "#/components/schemas/Problem"
PROBLEM_DOCUMENT = "application/problem+json"
TOO_MANY = {
    "description": "Too Many Requests",
    "headers": {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}},
    "content": {PROBLEM_DOCUMENT: {"schema": {"$ref": PROBLEM}}},
}

TOO_LARGE = {
    "description": "Content Too Large",
    "content": {PROBLEM_DOCUMENT: {"schema": {"$ref": PROBLEM}}},
}


View = Callable[..., HttpResponse]


def described(view: View) -> View:
    """A view of what describes the API, which is only read: any other method is a wrong one."""
    return csrf_exempt(require_safe(_written_once(view)))


def _written_once(view: View) -> View:
    """The view of the document, its bytes and their ETag written once in a process; another view as it is."""
    if getattr(view, "func", None) is not openapi_json:
        return view

    @cache
    def written() -> tuple[bytes, str]:
        content: bytes = view(None).content
        return content, quote_etag(sha256(content).hexdigest()[:32])

    def document(request: HttpRequest) -> HttpResponse:
        content, tag = written()
        return HttpResponse(content, content_type="application/json; charset=utf-8", headers={"ETag": tag})

    return document


class DescribedAPI(NinjaAPI):
    """An API whose refusals are described as problem documents (RFC 9457) and whose files as any type."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The document; it follows from the code alone and takes a second, so that it is written once."""
        at = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if at not in self._written:
            self._written[at] = self._write(at)
        return self._written[at]

    @cached_property
    def _written(self) -> dict[str, OpenAPISchema]:
        return {}

    def _write(self, at: str) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=at)
        for operation in _operations(schema):
            operation["responses"].setdefault(429, TOO_MANY)
            if "requestBody" in operation:
                operation["responses"].setdefault(413, TOO_LARGE)
        for response in _responses(schema):
            if content := response.get("content", {}).pop("application/json", None):
                response["content"][_media_type(content["schema"])] = content
        return schema


def _media_type(schema: dict[str, Any]) -> str:
    if schema.get("$ref") == PROBLEM:
        return PROBLEM_DOCUMENT
    return "*/*" if schema.get("format") == "binary" else "application/json"


def _operations(schema: OpenAPISchema) -> Iterator[dict[str, Any]]:
    for operations in schema["paths"].values():
        yield from operations.values()


def _responses(schema: OpenAPISchema) -> Iterator[dict[str, Any]]:
    for operation in _operations(schema):
        yield from operation["responses"].values()
