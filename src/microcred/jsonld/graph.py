"""The statements of one RDF graph, kept in the shape that canonicalising them needs."""

from collections.abc import Iterator


class Graph:
    """The statements of one graph, those about each subject together.

    `subjects` maps a subject to its statements without blank objects, each `<predicate> object`; `links` are
    the statements with a blank object: subject, `<predicate> `, object. Nothing is in it twice once
    `tidy` has run.
    """

    __slots__ = ("links", "subjects")

    def __init__(self) -> None:
        self.subjects: dict[str, list[str]] = {}
        self.links: list[tuple[str, str, str]] = []

    def state(self, subject: str, head: str, value: str | None) -> None:
        """Add a statement about a subject that `subjects` knows; null says nothing."""
        if value is None:
            return
        if value[0] == "_":
            self.links.append((subject, head, value))
        else:
            self.subjects[subject].append(head + value)

    def tidy(self) -> None:
        """Put every statement in once: a graph is a set."""
        for subject, statements in self.subjects.items():
            if len(statements) > 1:
                self.subjects[subject] = sorted(set(statements))
        self.links = list(dict.fromkeys(self.links))

    def quads(self) -> Iterator[tuple[str, str, str]]:
        """Every statement as subject, `<predicate> ` and object."""
        for subject, statements in self.subjects.items():
            for statement in statements:
                head, _, value = statement.partition(" ")
                yield subject, head + " ", value
        yield from self.links
