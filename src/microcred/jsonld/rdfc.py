"""RDF Dataset Canonicalization, RDFC-1.0 with SHA-256 or SHA-384.

W3C RDF Dataset Canonicalization §4. In the graphs of credentials nearly every blank node has a hash of its
own (§4.6); the few that share one go through Hash N-Degree Quads (§4.8) in `ndegree`, within a work limit.
"""

import hashlib
from collections.abc import Iterator, Mapping

from microcred.jsonld.graph import Graph
from microcred.jsonld.ndegree import Neighbours, order_alike

Graphs = Mapping[str, Graph]


def canonical(graphs: Graphs, digest: str = "sha256") -> bytes:
    """The canonical N-Quads of a dataset; raises TooMuchWork for graphs made to be hard."""
    names = labels(graphs, digest)
    blocks = list(_blocks(graphs[""], names, " .\n"))
    if len(graphs) > 1:
        for name, graph in graphs.items():
            blocks += _blocks(graph, names, f" {names.get(name, name)} .\n") if name else ()
        blocks = _split("".join(blocks))
    blocks.sort()
    return "".join(blocks).encode("utf-8")


def labels(graphs: Graphs, digest: str) -> dict[str, str]:
    """The canonical name of every blank node: those with a hash of their own first (§4.4.3)."""
    hashes = first_degree(graphs, digest)
    nodes = {found: node for node, found in hashes.items()}
    if len(nodes) == len(hashes):
        return {nodes[found]: f"_:c14n{number}" for number, found in enumerate(sorted(nodes))}
    groups: dict[str, list[str]] = {}
    for node, found in hashes.items():
        groups.setdefault(found, []).append(node)
    ordered = sorted(groups)
    unique = [groups[found][0] for found in ordered if len(groups[found]) == 1]
    names = {node: f"_:c14n{number}" for number, node in enumerate(unique)}
    if len(unique) < len(ordered):
        alike = [groups[found] for found in ordered if len(groups[found]) > 1]
        order_alike(alike, names, Neighbours(graphs, hashes), digest)
    return names


def first_degree(graphs: Graphs, digest: str = "sha256") -> dict[str, str]:
    """Hash First Degree Quads (§4.6) of every blank node."""
    mentions = _mentions_in_default(graphs[""])
    for name, graph in graphs.items():
        if name:
            _add_mentions(mentions, name, graph)
    hashed = getattr(hashlib, digest)
    return {node: hashed(text.encode("utf-8")).hexdigest() for node, text in _texts(mentions)}


def _split(lines: str) -> list[str]:
    """The lines of a text; not splitlines, which knows more ends of lines than N-Quads."""
    return [line + "\n" for line in lines.split("\n")[:-1]]


Mentions = dict[str, tuple[list[str], list[str]]]
"""By blank node: what the statements about it say, and whole lines of all other statements naming it."""


def _texts(mentions: Mentions) -> Iterator[tuple[str, str]]:
    """The lines that mention each node, in order; `_:a` sorts after every IRI and before `_:z`."""
    for node, (own, others) in mentions.items():
        text = "_:a " + " .\n_:a ".join(own) + " .\n" if own else ""
        if len(others) == 1 and others[0][0] == "<":
            yield node, others[0] + text
        elif len(others) == 1 and others[0][:4] == "_:z ":
            yield node, text + others[0]
        else:
            yield node, "".join(sorted([*others, *_split(text)]))


def _mentions_in_default(graph: Graph) -> Mentions:
    mentions: Mentions = {node: (own, []) for node, own in graph.subjects.items() if node[0] == "_"}
    linked = set()
    for subject, head, value in graph.links:
        found = mentions.get(value) or mentions.setdefault(value, ([], []))
        if subject[0] != "_":
            found[1].append(f"{subject} {head}_:a .\n")
        elif subject == value:
            mentions[subject] = [*found[0], head + "_:a"], found[1]
            linked.add(subject)
        else:
            found[1].append(f"_:z {head}_:a .\n")
            own, others = mentions[subject]
            mentions[subject] = [*own, head + "_:z"], others
            linked.add(subject)
    for node in linked:
        mentions[node][0].sort()
    return mentions


def _add_mentions(mentions: Mentions, name: str, graph: Graph) -> None:
    """The mentions in a named graph, whose name may itself be a blank node."""
    for subject, head, value in graph.quads():
        for node in {part for part in (subject, value, name) if part[0] == "_"}:
            subject_, value_, name_ = (_seen_from(node, part) for part in (subject, value, name))
            found = mentions.setdefault(node, ([], []))
            found[1].append(f"{subject_} {head}{value_} {name_} .\n")


def _seen_from(node: str, part: str) -> str:
    if part[0] != "_":
        return part
    return "_:a" if part == node else "_:z"


def _blocks(graph: Graph, names: Mapping[str, str], end: str) -> Iterator[str]:
    """The lines about each subject, in order; as no subject begins another, whole blocks can be sorted."""
    linked: dict[str, list[str]] = {}
    for subject, head, value in graph.links:
        linked.setdefault(subject, []).append(head + names[value])
    for subject, statements in graph.subjects.items():
        found = linked.get(subject)
        ordered = sorted([*statements, *found]) if found else statements
        if ordered:
            start = names.get(subject, subject) + " "
            yield start + (end + start).join(ordered) + end
