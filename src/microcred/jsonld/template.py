"""Canonical N-Quads for many documents that differ in a few texts only.

The documents of one edition share their graph: compiled once, each needs only its own texts, the hashes of
the blank nodes these touch, and the names that follow from the hashes (RDFC-1.0 §4.4). Whatever does not
fit the pattern goes the general way, so the result is always that of `canonise`.
"""

import copy
import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from microcred.errors import Malformed
from microcred.jsonld import pieces
from microcred.jsonld.contexts import known_source
from microcred.jsonld.documents import canonise, compile_document
from microcred.jsonld.graph import Graph
from microcred.jsonld.literals import escaped, is_iri
from microcred.jsonld.pieces import Line, Parts, Pool, Render, Unusual

Path = tuple[str | int, ...]
SCHEMES = ("https://", "http://", "urn:", "did:", "mailto:")  # no known context has terms of these names


class Template:
    """A document with holes: texts that differ from document to document, at the given paths.

    Raises Malformed where a hole is no text, or stands where the text decides about the graph itself: types,
    contexts, terms, JSON literals.
    """

    def __init__(self, document: Mapping[str, Any], paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self._document = copy.deepcopy(dict(document))
        originals = [_text_at(self._document, path) for path in self.paths]
        marks = Marks(len(self.paths))
        graphs = compile_document(self.document(marks.texts), known_source)
        if len(graphs) > 1:
            raise Malformed("A document with graphs of its own cannot be a template.")
        self._plan = _Plan(graphs[""], marks)
        if self.fill(originals) != canonise(document):
            raise Malformed("A hole of the template stands where its text decides about the graph.")

    def document(self, values: Sequence[str]) -> dict[str, Any]:
        """The document with its holes filled."""
        filled = copy.deepcopy(self._document)
        for path, value in zip(self.paths, values, strict=True):
            _holder(filled, path)[path[-1]] = value
        return filled

    def fill(self, values: Sequence[str]) -> bytes:
        """The canonical N-Quads of the document with these texts; raises what `canonise` raises."""
        try:
            return self._plan.render(values)
        except Unusual:
            return canonise(self.document(values))


class Marks:
    """Texts put into the holes to find them again in the graph; good as identifiers, too."""

    def __init__(self, count: int) -> None:
        start = f"urn:x-mark:{secrets.token_hex(8)}:"
        self.texts = [f"{start}{number}." for number in range(count)]
        self._pattern = re.compile(re.escape(start) + r"(\d+)\.")

    def split(self, text: str, offset: int) -> Parts:
        """The text with each mark replaced by its place in the pool, where values begin at `offset`."""
        parts: Parts = list(self._pattern.split(text))
        for at in range(1, len(parts), 2):
            parts[at] = offset + int(parts[at])
        return parts


class _Plan:
    """What filling takes: one pool with the blank nodes' names and the values, and renderers over it."""

    def __init__(self, graph: Graph, marks: Marks) -> None:
        self.graph = graph
        self.marks = marks
        self.blanks = _blank_nodes(graph)
        self.count = len(self.blanks)
        self.references: set[int] = set()
        said = {name: self._said(name) for name in graph.subjects}
        found = {part for lines in said.values() for _head, value in lines for part in value}
        found |= {part for name in graph.subjects for part in self._name(name)}
        if not found >= set(range(self.count, self.count + len(marks.texts))):
            raise Malformed("A hole of the template says nothing in the graph.")
        self._hash(said)
        self._arrange(said)

    def _name(self, name: str) -> Parts:
        """A subject or object as parts; a mark in it is an identifier."""
        if name in self.blanks:
            return [self.blanks[name]]
        parts = self.marks.split(name, self.count)
        if len(parts) > 1:
            pieces.refuse_odd_hole("", parts)
            self.references.add(int(parts[1]))
        return parts

    def _said(self, subject: str) -> list[tuple[str, Parts]]:
        """What the statements about a subject say: predicate and object."""
        said = []
        for statement in self.graph.subjects[subject]:
            head, _space, value = statement.partition(" ")
            parts = self.marks.split(value, self.count)
            if len(parts) > 1:
                pieces.refuse_odd_hole(head, parts)
                self.references |= {int(parts[1])} if parts[0] == "<" else set()
            said.append((head + " ", parts))
        links = [link for link in self.graph.links if link[0] == subject]
        return said + [(head, self._name(value)) for _subject, head, value in links]

    def _hash(self, said: Mapping[str, list[tuple[str, Parts]]]) -> None:
        """Hash First Degree Quads (§4.6): the hashes that never change, and how to make the others."""
        lines: dict[str, list[Line]] = {label: [] for label in self.blanks}
        for label, own in lines.items():
            for head, value in said[label]:
                seen: Parts = ["_:z"] if _is_blank(value, self.count) else value
                own.append(Line(f"_:a {head}", [f"_:a {head}", *seen]))
        for subject, head, label in self.graph.links:
            if subject == label:
                raise Malformed("A node that is linked to itself cannot be in a template.")
            seen = ["_:z"] if subject in self.blanks else self._name(subject)
            lines[label].append(Line("_:z" if subject in self.blanks else "<", [*seen, f" {head}_:a"]))
        self.hashes = [b""] * self.count
        self.changing: list[tuple[int, Render]] = []
        for at, own in enumerate(lines.values()):
            if all(line.is_fixed for line in own):
                self.hashes[at] = _sha256(pieces.lines_renderer(own)([]))
            else:
                self.changing.append((at, pieces.lines_renderer(own)))

    def _arrange(self, said: Mapping[str, list[tuple[str, Parts]]]) -> None:
        """Work out the blocks of lines about each subject, identifiers before blank nodes."""
        blocks = {}
        for name, lines in said.items():
            about = [Line(head, [*self._name(name), f" {head}", *value]) for head, value in lines]
            blocks[name] = pieces.lines_renderer(about)
        named = sorted(name for name in said if name not in self.blanks and said[name])
        self.iri_blocks = [blocks[name] for name in named]
        names = [self._name(name) for name in named]
        self.fixed_names = frozenset(str(parts[0]) for parts in names if len(parts) == 1)
        self.own_names = [int(parts[1]) for parts in names if len(parts) > 1]
        self.blank_blocks = [blocks[name] for name in self.blanks]
        self.labels = [f"_:c14n{number}" for number in range(self.count)]
        self.label_order = sorted(range(self.count), key=str)

    def render(self, values: Sequence[str]) -> bytes:
        """The canonical N-Quads with these values; raises Unusual where they do not fit the pattern."""
        pool = [""] * self.count
        for at, value in enumerate(values, self.count):
            if at not in self.references:
                pool.append(escaped(value))
            elif value.startswith(SCHEMES) and is_iri(value):
                pool.append(value)
            else:
                raise Unusual
        hashes = self.hashes.copy()
        for at, text in self.changing:
            hashes[at] = _sha256(text(pool))
        if len(set(hashes)) < self.count:
            raise Unusual
        order = sorted(range(self.count), key=hashes.__getitem__)
        for at, label in zip(order, self.labels, strict=True):
            pool[at] = label
        blocks = [block(pool) for block in self.iri_blocks]
        if self.own_names:
            self._refuse_shared_names(pool)
            blocks.sort()
        blocks += [self.blank_blocks[order[number]](pool) for number in self.label_order]
        return "".join(blocks).encode()

    def _refuse_shared_names(self, pool: Pool) -> None:
        """Two nodes of one name would be one node."""
        names = {f"<{pool[at]}>" for at in self.own_names}
        if len(names) < len(self.own_names) or not self.fixed_names.isdisjoint(names):
            raise Unusual


def _blank_nodes(graph: Graph) -> dict[str, int]:
    """The blank nodes and their places in the pool."""
    return {name: at for at, name in enumerate(name for name in graph.subjects if name[0] == "_")}


def _is_blank(value: Parts, count: int) -> bool:
    return len(value) == 1 and isinstance(value[0], int) and value[0] < count


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _holder(document: Any, path: Path) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document


def _text_at(document: Any, path: Path) -> str:
    try:
        holder = _holder(document, path)
        text = holder[path[-1]]
    except (LookupError, TypeError):
        raise Malformed("A hole of the template is not in the document.") from None
    if not isinstance(text, str) or isinstance(holder, str) or "@context" in path:
        raise Malformed("A hole of the template is no text.", at=".".join(map(str, path)))
    return text
