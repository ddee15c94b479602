"""The plan of a graph with holes: what stays, what changes with the texts in the holes, and in what order.

RDF Dataset Canonicalization §4.4 and §4.6 for a default graph without named ones. In the general way, hashing
the blank nodes and sorting the lines take most of the time; for documents alike but for some texts nearly all
of it is the same work again. A plan does that once. What it leaves for each document: hash the nodes whose
own lines have holes, take the names from the order of the hashes, fill in the lines.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from microcred.errors import Malformed
from microcred.jsonld.fast import pieces
from microcred.jsonld.fast.heads import Filled, Heads
from microcred.jsonld.fast.pieces import OTHER, Line, Parts, Pool, Sheet, Unusual
from microcred.jsonld.graph import Graph

SCHEMES = ("https", "http", "urn", "did", "mailto")  # no known context has terms of these names

_STARTS = tuple(f"{scheme}:".encode() for scheme in SCHEMES)
_IN_IRIS = bytes(set(range(0x21, 0x7F)) - set(b'"<>\\^`{|}'))


def fits_as_reference(text: bytes) -> bool:
    """True for an IRI of one of the schemes, in ASCII and without what IRIs may not hold."""
    return text.startswith(_STARTS) and not text.translate(None, _IN_IRIS)


class Marks:
    """Texts put into the holes to find them again in the graph; good as identifiers, too.

    They are drawn anew each time: nobody can write a document in which one of them stands already.
    """

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


class FormPlan:
    """What filling takes: one pool with the blank nodes' names and the values, and renderers over it.

    `odd` are the holes that cannot be filled this way: they stand in types, or inside other texts, or say
    nothing. The plan is of use only if there are none. Raises Malformed for other graphs than trees.
    """

    def __init__(self, graphs: Mapping[str, Graph], marks: Marks) -> None:
        self.graph = graph = _one_of_trees(graphs)
        self.marks = marks
        self.blanks = _blank_nodes(graph)
        self.count = len(self.blanks)
        self.size = self.count + len(marks.texts)
        self.references: set[int] = set()
        self._odd: set[int] = set()
        said = {name: self._said(name) for name in graph.subjects}
        found = {part for lines in said.values() for _head, value in lines for part in value}
        found |= {part for name in graph.subjects for part in self._name(name)}
        self._odd |= set(range(self.count, self.count + len(marks.texts))) - found
        self.odd = {place - self.count for place in self._odd}
        self._hash(said)
        self._arrange(said)

    def _name(self, name: str) -> Parts:
        """A subject or object as parts; a mark in it is an identifier."""
        if name in self.blanks:
            return [self.blanks[name]]
        parts = self.marks.split(name, self.count)
        self._judge("", parts)
        return parts

    def _judge(self, head: str, parts: Parts) -> None:
        """Take note of what kind of hole there is in a text, if any."""
        if len(parts) > 1:
            holes = {part for part in parts if isinstance(part, int)}
            if pieces.is_odd_hole(head, parts):
                self._odd |= holes
            elif parts[0] == "<":
                self.references |= holes

    def _said(self, subject: str) -> list[tuple[str, Parts]]:
        """What the statements about a subject say: predicate and object."""
        said = []
        for statement in self.graph.subjects[subject]:
            head, _space, value = statement.partition(" ")
            parts = self.marks.split(value, self.count)
            self._judge(head, parts)
            said.append((head + " ", parts))
        links = [link for link in self.graph.links if link[0] == subject]
        return said + [(head, self._name(value)) for _subject, head, value in links]

    def _hash(self, said: Mapping[str, list[tuple[str, Parts]]]) -> None:
        """Hash First Degree Quads (§4.6): the hashes that never change, and how to make the others."""
        # As §4.6 has it, a node is `_:a` to itself and every other one `_:z`, so no hash waits for another.
        lines: dict[str, list[Line]] = {label: [] for label in self.blanks}
        for label, own in lines.items():
            for head, value in said[label]:
                seen: Parts = [OTHER] if _is_blank(value, self.count) else value
                own.append(Line(f"_:a {head}", [f"_:a {head}", *seen]))
        for subject, head, label in self.graph.links:
            seen = [OTHER] if subject in self.blanks else self._name(subject)
            lines[label].append(Line(OTHER if subject in self.blanks else "<", [*seen, f" {head}_:a"]))
        nodes = list(lines.values())
        fixed = [at for at, own in enumerate(nodes) if all(line.is_fixed for line in own)]
        texts = Sheet([nodes[at] for at in fixed], 0).render([])
        self.fixed = dict(sorted((_sha256(text), at) for text, at in zip(texts, fixed, strict=True)))
        self.changing = [at for at in range(self.count) if at not in fixed]
        self.hashed = Sheet([nodes[at] for at in self.changing], self.size)

    def _arrange(self, said: Mapping[str, list[tuple[str, Parts]]]) -> None:
        """Work out the blocks of lines about each subject, identifiers before blank nodes."""
        about = {
            name: [Line(head, [*self._name(name), f" {head}", *value]) for head, value in lines]
            for name, lines in said.items()
        }
        named = sorted(name for name in said if name not in self.blanks and said[name])
        # Blocks in which no hole stands but names of blank nodes begin the form: `heads` keeps them.
        still = list(takewhile(lambda name: not self._has_value(about[name]), named))
        self.heads = Heads([name.encode() for name in still], [about[name] for name in still], self.size)
        moving = named[len(still) :]
        self.named = len(moving)
        self.blocks = Sheet([about[name] for name in (*moving, *self.blanks)], self.size)
        names = [self._name(name) for name in named]
        self.fixed_names = frozenset(str(parts[0]).encode() for parts in names if len(parts) == 1)
        self.own_names = [int(parts[1]) for parts in names if len(parts) > 1]
        fixed = (name.encode() for name in moving if len(self._name(name)) == 1)
        self.first_moving = min(fixed, default=None)
        self.no_names = [b""] * self.count
        self.labels = [b"_:c14n%d" % number for number in range(self.count)]
        self.label_order = sorted(range(self.count), key=str)  # as text: c14n10 comes before c14n2

    def _has_value(self, lines: Iterable[Line]) -> bool:
        places = (part for line in lines for part in line.parts if isinstance(part, int))
        return any(place >= self.count for place in places)

    def render(self, values: Sequence[bytes]) -> Filled:
        """The canonical N-Quads with these escaped values; raises Unusual where they do not fit."""
        pool = [*self.no_names, *values]
        for at in self.references:
            if not fits_as_reference(pool[at]):
                raise Unusual
        hashes = [_sha256(text) for text in self.hashed.render(pool)]
        nodes = self.fixed | dict(zip(hashes, self.changing, strict=True))
        if len(nodes) < self.count:  # two nodes of one hash: only §4.8 tells them apart
            raise Unusual
        order = list(map(nodes.__getitem__, sorted(nodes)))
        for at, label in zip(order, self.labels, strict=True):
            pool[at] = label
        head = self.heads.below(self._lowest_name(pool), pool)
        blocks = self.blocks.render(pool)
        named = sorted([*head.later, *blocks[: self.named]])
        unnamed = [blocks[self.named + order[number]] for number in self.label_order]
        return Filled(head, b"".join([*named, *unnamed]))

    def _lowest_name(self, pool: Pool) -> bytes | None:
        """The first name of a node about which more is said than the heads say."""
        if not self.own_names:
            return self.first_moving
        names = {b"<%b>" % pool[at] for at in self.own_names}
        if len(names) < len(self.own_names) or not self.fixed_names.isdisjoint(names):
            raise Unusual  # two nodes of one name would be one node
        if self.first_moving is not None:
            names.add(self.first_moving)
        return min(names)


def _one_of_trees(graphs: Mapping[str, Graph]) -> Graph:
    graph = graphs[""]
    if len(graphs) > 1 or any(link[2] not in graph.subjects or link[0] == link[2] for link in graph.links):
        raise Malformed("A document with graphs or blank nodes of its own naming has no plan.")
    return graph


def _blank_nodes(graph: Graph) -> dict[str, int]:
    """The blank nodes and their places in the pool."""
    return {name: at for at, name in enumerate(name for name in graph.subjects if name[0] == "_")}


def _is_blank(value: Parts, count: int) -> bool:
    return len(value) == 1 and isinstance(value[0], int) and value[0] < count


def _sha256(lines: bytes) -> bytes:
    return hashlib.sha256(lines).digest()
