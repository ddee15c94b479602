"""The term tables of the contexts that credentials use, read from the files in `contexts/`.

One table per context, one row per term: `term IRI [type] [@container] [@null]`. Rows indented below a
term are the terms its scope adds, `@null` empties the scope first. `name~rest` stands for a prefix of the
file followed by `rest`, or by the term itself where nothing follows; other names are left for JSON-LD to
expand. Heads: `context` (its address), `protected` (the terms may not be redefined), `vocabulary`, and
`like` (the table this one amends; `-term` takes a term away).
"""

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LocalContext = dict[str, Any]

_FOLDER = Path(__file__).parent / "contexts"
_CONTAINERS = frozenset({"@set", "@list", "@graph", "@language"})


@functools.cache
def known() -> Mapping[str, LocalContext]:
    """Every known context by its address, as the value of an `@context` member; never to be changed."""
    tables = [_Table.of(path.read_text("utf-8")) for path in _FOLDER.glob("*.txt")]
    by_url = {table.heads["context"]: table for table in tables}
    return {url: by_url[url].read(by_url) for url in sorted(by_url)}


@dataclass(frozen=True, slots=True)
class _Table:
    heads: Mapping[str, str]
    prefixes: Mapping[str, str]
    rows: Sequence[str]

    @classmethod
    def of(cls, text: str) -> "_Table":
        head, _, body = text.partition("\n\n")
        heads = [line.partition(" ") for line in head.splitlines()]
        prefixes = (value.split(" ", 1) for key, _, value in heads if key == "prefix")
        return cls(
            {key: value for key, _, value in heads},
            dict(prefixes),
            body.splitlines(),
        )

    def read(self, tables: Mapping[str, "_Table"]) -> LocalContext:
        base = tables[self.heads["like"]].read(tables) if "like" in self.heads else self._empty()
        if "vocabulary" in self.heads:
            base["@vocab"] = self.heads["vocabulary"]
        return self._scope(self.rows, base)

    def _empty(self) -> LocalContext:
        return {"@protected": True} if "protected" in self.heads else {}

    def _scope(self, rows: Sequence[str], base: LocalContext) -> LocalContext:
        scope = dict(base)
        for row, inner in _nested(rows):
            term, *cells = row.split(" ")
            if cells:
                scope[term] = self._definition(term, cells, inner, scope.get(term))
            else:
                del scope[term.removeprefix("-")]
        return scope

    def _definition(self, term: str, cells: Sequence[str], rows: Sequence[str], amended: object) -> object:
        definition: dict[str, Any] = {"@id": self._full(cells[0], term)}
        for cell in cells[1:]:
            if cell == "@null":
                definition["@context"] = None
            elif cell in _CONTAINERS:
                definition["@container"] = cell
            else:
                definition["@type"] = self._full(cell, term)
        scope = amended.get("@context") if isinstance(amended, dict) else None
        if rows or scope:
            definition["@context"] = self._scope(rows, scope or self._empty())
        return definition if len(definition) > 1 else definition["@id"]

    def _full(self, name: str, term: str) -> str:
        prefix, tilde, rest = name.partition("~")
        return self.prefixes[prefix] + (rest or term) if tilde else name


def _nested(rows: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Each row of the outermost level with the rows indented below it, these moved one level out."""
    starts = [number for number, row in enumerate(rows) if not row.startswith(" ")]
    for start, end in itertools.pairwise([*starts, len(rows)]):
        yield rows[start], [row[2:] for row in rows[start + 1 : end]]
