"""The page that describes the API for people: every endpoint, drawn from the OpenAPI document alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is sent or answered: its name, where it stands, of which kind it is."""

    name: str
    place: str
    kind: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation on one path."""

    key: str
    method: str
    path: str
    summary: str
    text: str
    needs_token: bool
    sent: tuple[Part, ...]
    sent_text: str
    answered: tuple[Part, ...]
    answered_text: str
    statuses: tuple[str, ...]


def endpoints(document: Json) -> dict[str, list[Endpoint]]:
    """The endpoints of an OpenAPI document by their domain, in its order."""
    found: dict[str, list[Endpoint]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            found.setdefault(operation["tags"][0], []).append(_endpoint(method, path, operation, document))
    return found


def _endpoint(method: str, path: str, operation: Json, document: Json) -> Endpoint:
    body, answer = _body(operation.get("requestBody", {}), document), _answer(operation, document)
    parameters = tuple(
        Part(one["name"], one["in"], _kind(one["schema"]), one.get("required", False))
        for one in operation.get("parameters", ())
    )
    return Endpoint(
        key=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        text=operation.get("description", ""),
        needs_token=bool(operation.get("security")),
        sent=(*parameters, *_parts(body, "body")),
        sent_text=body.get("description", ""),
        answered=(*_parts(answer, ""), *_parts(_items(answer, document), "items")),
        answered_text=answer.get("description", ""),
        statuses=tuple(str(status) for status in operation["responses"]),
    )


def _body(content: Json, document: Json) -> Json:
    """The schema of what is sent or answered, whatever its media type; of a list, that of its items."""
    for media in content.get("content", {}).values():
        schema = media.get("schema", {})
        return _resolved(schema.get("items", schema), document)
    return {}


def _answer(operation: Json, document: Json) -> Json:
    good = (answer for status, answer in operation["responses"].items() if str(status).startswith("2"))
    return _body(next(good, {}), document)


def _items(answer: Json, document: Json) -> Json:
    """The schema of the items where a part of a list is answered."""
    return _resolved(answer.get("properties", {}).get("items", {}).get("items", {}), document)


def _resolved(schema: Json, document: Json) -> Json:
    reference = schema.get("$ref", "")
    return document["components"]["schemas"][reference.rpartition("/")[2]] if reference else schema


def _parts(schema: Json, place: str) -> Iterator[Part]:
    required = schema.get("required", ())
    for name, each in schema.get("properties", {}).items():
        yield Part(name, place, _kind(each), name in required)


def _kind(schema: Json) -> str:
    """A schema in a few words: a type, a list, one of several, or the name of a part."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        kinds = dict.fromkeys(_kind(one) for one in schema["anyOf"])
        return " or ".join(kinds)
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "any")


class Docs(DocsBase):
    """The endpoints in the frame of every other page, readable without scripts."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Every endpoint by domain."""
        domains, described = _described(api, get_language() or "en")
        context = {"domains": domains, "described": described, "base": settings.PUBLIC_URL}
        return render(request, "api/docs.html", context)


@cache
def _described(api: NinjaAPI, language: str) -> tuple[dict[str, list[Endpoint]], SafeString]:
    """The endpoints and what the page says of them in a language: both follow from the code alone."""
    domains = endpoints(api.get_openapi_schema())
    with translation.override(language):
        return domains, render_to_string("api/domains.html", {"domains": domains})
