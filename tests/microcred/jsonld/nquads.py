"""A reader of N-Quads for tests: enough of RDF 1.1 N-Quads for the official suites."""

import re

from microcred.jsonld import literals
from microcred.jsonld.graph import Graph

_TERM = re.compile(r'<[^>]*>|_:[^\s<>"]+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?')
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_NAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def read(text: str) -> dict[str, Graph]:
    """The graphs of a document by name."""
    graphs = {"": Graph()}
    for line in text.split("\n"):
        terms = [_term(found) for found in _TERM.findall(line)] if line[:1] != "#" else []
        if terms:
            subject, predicate, value, *name = terms
            graph = graphs.setdefault(name[0] if name else "", Graph())
            graph.subjects.setdefault(subject, [])
            graph.state(subject, predicate + " ", value)
    for graph in graphs.values():
        graph.tidy()
    return graphs


def _term(text: str) -> str:
    if text[0] == "<":
        return _unescaped(text)
    if text[0] == "_":
        return text
    end = text.rindex('"')
    rest = text[end + 1 :].replace(f"^^<{literals.XSD}string>", "")
    return f'"{literals.escaped(_unescaped(text[1:end]))}"{_unescaped(rest)}'


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    short, long, other = found.groups()
    return chr(int(short or long, 16)) if short or long else _NAMED.get(other, other)
