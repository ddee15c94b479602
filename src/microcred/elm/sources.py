"""Reading an EDC document: one node at a time, tolerant of lists, noting what was understood.

JSON-LD lets one value stand alone or in a list, and documents of others leave out what ours always say.
"""

from collections.abc import Iterator
from typing import Any

from microcred.elm.languages import canonical_tag
from microcred.elm.nodes import LOCAL_NAME, Node, code_of, listed
from microcred.vocabulary import CodeList


class Source:
    """One node of a document being read; notes which of its properties were understood."""

    def __init__(self, node: Any, path: str = "", seen: set[str] | None = None) -> None:
        self.node: Node = node if isinstance(node, dict) else {}
        self.path = path
        self.seen: set[str] = set() if seen is None else seen

    def __bool__(self) -> bool:
        return bool(self.node)

    @property
    def id(self) -> str:
        """The id under which the issuer knows this: its own identifier, else that of the node."""
        for identifier in listed(self.node.get("identifier")):
            if isinstance(identifier, dict) and identifier.get("schemeName") == LOCAL_NAME:
                self.seen.add(self._at("identifier"))
                return _string(identifier.get("notation"))
        return _string(self.node.get("id"))

    @property
    def given_id(self) -> str:
        """The id, unless the document only numbered the node."""
        return "" if self.id.startswith("urn:epass:") else self.id

    @property
    def kinds(self) -> list[Any]:
        """The types of the node."""
        return listed(self.node.get("type"))

    def values(self, name: str) -> list[Any]:
        """All values of a property, and the note that it was read."""
        found = listed(self.node.get(name))
        if found:
            self.seen.add(self._at(name))
        return found

    def all(self, name: str) -> "Iterator[Source]":
        """The nodes a property leads to."""
        for value in self.values(name):
            if isinstance(value, dict):
                yield Source(value, self._at(name), self.seen)

    def one(self, name: str) -> "Source":
        """The first node a property leads to, or an empty one."""
        return next(self.all(name), Source(None, self._at(name), self.seen))

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def string(self, name: str) -> str:
        """The first text of a property, or nothing."""
        return next((value for value in self.values(name) if isinstance(value, str)), "")

    def text(self, name: str) -> dict[str, str]:
        """A language map; where a language has several texts, the first."""
        found: dict[str, str] = {}
        for value in self.values(name):
            if isinstance(value, str):
                found.setdefault("und", value)
            elif isinstance(value, dict):
                for tag, entry in value.items():
                    first = next((one for one in listed(entry) if isinstance(one, str)), "")
                    if first:
                        found.setdefault(canonical_tag(tag), first)
        return found

    def line(self, name: str) -> str:
        """The text of a language map where the language does not matter, such as a person's name."""
        return next(iter(self.text(name).values()), "")

    def code(self, name: str, codes: CodeList) -> str:
        """Our code of the first concept that is in the list."""
        return next((code for value in self.values(name) if (code := code_of(value, codes))), "")


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""
