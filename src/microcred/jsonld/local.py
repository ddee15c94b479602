"""Local contexts: how a `@context` member changes what terms mean.

JSON-LD 1.1 Processing Algorithms and API, §4.1 Context Processing.
"""

from typing import Any

from microcred.errors import Malformed, TooLarge
from microcred.jsonld.contexts import Context, Source, is_absolute
from microcred.jsonld.definitions import Definer, language_of

NESTING_LIMIT = 32  # contexts that draw in contexts
TERM_LIMIT = 2_000  # terms that one context may define

_HEADS = frozenset(
    {"@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"}
)


def apply(
    active: Context,
    local: Any,
    source: Source,
    *,
    override: bool = False,
    propagate: bool = True,
    depth: int = 0,
) -> Context:
    """The active context once a local context is applied (§4.1).

    `override` lifts the protection of terms (property-scoped contexts), without `propagate` the result
    holds for one node only (type-scoped contexts). Raises Malformed, UnknownContext, TooLarge.
    """
    if depth > NESTING_LIMIT:
        raise TooLarge("Contexts draw in contexts more than {limit} levels deep.", limit=NESTING_LIMIT)
    if isinstance(local, dict) and isinstance(local.get("@propagate"), bool):
        propagate = local["@propagate"]
    result = active
    if not propagate and active.previous is None:
        result = active.copy()
        result.previous = active
    for item in local if isinstance(local, list) else [local]:
        result = _apply_one(result, active, item, source, override, propagate, depth)
    return result


def _apply_one(
    result: Context, active: Context, local: Any, source: Source, override: bool, propagate: bool, depth: int
) -> Context:
    if local is None:
        return _cleared(result, active, override=override, propagate=propagate)
    if isinstance(local, str):
        return apply(result, source(local), source, depth=depth + 1)
    if not isinstance(local, dict):
        raise Malformed("A context is an address, an object or null.", at="@context")
    if local.keys() == {"@context"}:  # as a context stands in its file; so in W3C's vectors of proof chains
        return apply(result, local["@context"], source, override=override, depth=depth + 1)
    if "@import" in local:
        local = _imported(local, source)
    return _extended(result, local, override=override)


def _extended(active: Context, local: dict[str, Any], *, override: bool) -> Context:
    """A copy of the active context with the settings and terms of one local context."""
    if len(local) > TERM_LIMIT:
        raise TooLarge("A context defines more than {limit} terms.", at="@context", limit=TERM_LIMIT)
    result = active.copy()
    _set_heads(result, local)
    definer = Definer(result, local, override=override)
    for term in local:
        if term not in _HEADS:
            definer.define(term)
    return result


def _set_heads(result: Context, local: dict[str, Any]) -> None:
    if local.get("@version", 1.1) != 1.1:
        raise Malformed("The only version of JSON-LD that contexts name is 1.1.", at="@context")
    if not all(isinstance(local.get(name, True), bool) for name in ("@propagate", "@protected")):
        raise Malformed("@propagate and @protected are true or false.", at="@context")
    if local.get("@base") is not None:
        raise Malformed("A context that sets a base address is not accepted.", at="@context")
    if "@vocab" in local:
        result.vocabulary = _vocabulary(result, local["@vocab"])
    if "@language" in local:
        result.language = language_of(local["@language"])


def _vocabulary(result: Context, value: Any) -> str | None:
    if value is None:
        return None
    vocabulary = result.expand(value, vocabulary=True) if isinstance(value, str) else None
    if vocabulary is None or not (is_absolute(vocabulary) or vocabulary.startswith("_:")):
        raise Malformed("@vocab is no absolute IRI.", at="@context")
    return vocabulary


def _cleared(result: Context, active: Context, *, override: bool, propagate: bool) -> Context:
    if not override and any(term.is_protected for term in result.terms.values()):
        raise Malformed("A null context takes away protected terms.", at="@context")
    cleared = Context()
    if not propagate:
        cleared.previous = active
    return cleared


def _imported(local: dict[str, Any], source: Source) -> dict[str, Any]:
    url = local["@import"]
    imported = source(url) if isinstance(url, str) else None
    if not isinstance(imported, dict) or "@import" in imported:
        raise Malformed("@import names no single context.", at="@context")
    return {**imported, **{name: value for name, value in local.items() if name != "@import"}}
