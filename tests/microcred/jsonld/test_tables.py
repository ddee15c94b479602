"""Our term tables say what the official contexts say."""

from typing import Any

import pytest

from microcred.jsonld import tables
from tests.microcred.jsonld.oracle import OFFICIAL, official


def meaning(context: Any, *, outermost: bool = True) -> Any:
    """A context without what changes nothing: versions, and id and type where an outer scope has them."""
    if not isinstance(context, dict):
        return context
    inherited = {"id": "@id", "type": "@type"}
    return {
        name: _term(term)
        for name, term in context.items()
        if name != "@version" and (outermost or inherited.get(name) != term)
    }


def _term(term: Any) -> Any:
    if not isinstance(term, dict):
        return term
    if "@context" in term:
        term = {**term, "@context": meaning(term["@context"], outermost=False)}
    return term if term.keys() != {"@id"} else term["@id"]


@pytest.mark.parametrize("url", sorted(OFFICIAL))
def test_a_table_means_what_the_official_context_means(url: str) -> None:
    expected = meaning(official(url)["@context"])

    assert meaning(tables.known()[url]) == expected


def test_every_official_context_has_its_table() -> None:
    assert OFFICIAL.keys() <= tables.known().keys()


def test_an_amended_table_leaves_its_base_as_it_was() -> None:
    newer = tables.known()["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
    older = tables.known()["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"]

    assert "inLanguage" in newer["Achievement"]["@context"]
    assert "inLanguage" not in older["Achievement"]["@context"]
