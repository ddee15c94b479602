"""Hash N-Degree Quads: telling apart blank nodes whose own statements look alike.

W3C RDF Dataset Canonicalization §4.7 and §4.8, to the letter, and §7.1: the work is limited, because
graphs can be made for which it would never end.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from microcred.jsonld.errors import TooMuchWork
from microcred.jsonld.graph import Graph

WORK_LIMIT = 50_000  # blank nodes looked at; credentials that people issue need a few hundred

Related = list[tuple[str, str, str]]
"""The other blank nodes in the statements naming a node: position, predicate, node."""


class Neighbours:
    """What Hash N-Degree Quads asks about the dataset."""

    def __init__(self, graphs: Mapping[str, Graph], hashes: Mapping[str, str]) -> None:
        self.hashes = hashes
        self._related: dict[str, Related] = {node: [] for node in hashes}
        for name, graph in graphs.items():
            for subject, head, value in graph.quads():
                self._add(subject, head.rstrip(), value, name)

    def _add(self, subject: str, predicate: str, value: str, name: str) -> None:
        parts = [(at, node) for at, node in (("s", subject), ("o", value), ("g", name)) if node[:1] == "_"]
        for node in {node for _, node in parts}:
            self._related[node] += [(at, predicate, other) for at, other in parts if other != node]

    def of(self, node: str) -> Related:
        """The other blank nodes in the statements that name this one."""
        return self._related[node]


class _Issuer:
    """Hands out names in the order they are asked for (§4.5)."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self.names = dict(names or {})

    def name(self, node: str) -> str:
        if node not in self.names:
            self.names[node] = f"_:b{len(self.names)}"
        return self.names[node]


def order_alike(
    groups: Sequence[Sequence[str]], names: dict[str, str], neighbours: Neighbours, digest: str
) -> None:
    """Name the nodes of groups that share a hash (§4.4.3 step 5); raises TooMuchWork."""
    search = _Search(names, neighbours, digest)
    try:
        for group in groups:
            results = [search.hash(node) for node in group if node not in names]
            for _, issuer in sorted(results, key=lambda result: result[0]):
                for node in issuer.names:
                    names.setdefault(node, f"_:c14n{len(names)}")
    except RecursionError:
        raise TooMuchWork("The graph of the document is too deeply entangled.") from None


class _Search:
    def __init__(self, names: Mapping[str, str], neighbours: Neighbours, digest: str) -> None:
        self.digest = digest
        self.names = names
        self.neighbours = neighbours
        self.work = 0

    def hash(self, node: str) -> tuple[str, _Issuer]:
        issuer = _Issuer()
        issuer.name(node)
        return self._hash_n_degree(node, issuer)

    def _count(self, amount: int) -> None:
        self.work += amount
        if self.work > WORK_LIMIT:
            raise TooMuchWork("The graph of the document is made so that ordering it would take too long.")

    def _hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        related: dict[str, list[str]] = {}
        self._count(1 + len(self.neighbours.of(node)))
        for at, predicate, other in self.neighbours.of(node):
            related.setdefault(self._hash_related(at, predicate, other, issuer), []).append(other)
        data = []
        for digest in sorted(related):
            path, issuer = self._shortest(related[digest], issuer)
            data.append(digest + path)
        return self._hashed("".join(data)), issuer

    def _hash_related(self, at: str, predicate: str, node: str, issuer: _Issuer) -> str:
        name = self.names.get(node) or issuer.names.get(node) or self.neighbours.hashes[node]
        return self._hashed(f"{at}{'' if at == 'g' else predicate}{name}")

    def _hashed(self, text: str) -> str:
        return hashlib.new(self.digest, text.encode("utf-8")).hexdigest()

    def _shortest(self, nodes: Sequence[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        """The least path over all orders of the nodes (§4.8.3 step 5.4), alike ones once."""
        chosen: tuple[str, _Issuer] | None = None
        for order in _orders(nodes):
            self._count(len(order))
            found = self._path(order, _Issuer(issuer.names), chosen[0] if chosen else "")
            if found is not None and (chosen is None or found[0] < chosen[0]):
                chosen = found
        return chosen or ("", issuer)

    def _path(self, order: Sequence[str], issuer: _Issuer, least: str) -> tuple[str, _Issuer] | None:
        path, deeper = self._named(order, issuer)
        if _is_longer(path, least):
            return None
        for node in deeper:
            digest, found = self._hash_n_degree(node, issuer)
            path += f"{issuer.name(node)}<{digest}>"
            issuer = found
            if _is_longer(path, least):
                return None
        return path, issuer

    def _named(self, order: Sequence[str], issuer: _Issuer) -> tuple[str, list[str]]:
        path, deeper = "", []
        for node in order:
            if node in self.names:
                path += self.names[node]
            else:
                if node not in issuer.names:
                    deeper.append(node)
                path += issuer.name(node)
        return path, deeper


def _orders(nodes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every order of the nodes; a graph is there as often as it has statements about a node."""
    if len(set(nodes)) < 2:
        yield tuple(nodes)
        return
    for first in dict.fromkeys(nodes):
        rest = list(nodes)
        rest.remove(first)
        for order in _orders(rest):
            yield first, *order


def _is_longer(path: str, least: str) -> bool:
    return bool(least) and len(path) >= len(least) and path > least
