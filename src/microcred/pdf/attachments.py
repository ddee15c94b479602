"""The files embedded in a PDF: those in the name tree of the catalogue, and those associated with it."""

from collections.abc import Iterator
from typing import Any

from microcred.errors import Malformed, TooLarge
from microcred.pdf.objects import Stream
from microcred.pdf.structure import Document
from microcred.pdf.values import Reference, Work, as_text

MOST_FILES = 100
MOST_NODES = 1_000
FIRST = ("/Source", "/Data")  # how a PDF marks what it was made from (ISO 32000-2 table 43)


def embedded(pdf: bytes, work: Work | None = None) -> list[tuple[str, bytes]]:
    """Name and content of every file embedded in the PDF, what it was made from first.

    `work` is what may still be spent on it, where it is one of several that are read together. Raises
    Malformed, TooLarge, and Unsupported for an encrypted PDF or a packing other than deflate.
    """
    document = Document(pdf, work)
    files: dict[int, tuple[int, str, Reference]] = {}
    for specification in _specifications(document):
        entries = document.resolve(specification)
        contents = document.part(entries, "/EF")
        content = contents.get("/UF", contents.get("/F")) if isinstance(contents, dict) else None
        if not isinstance(content, Reference) or content.number in files:
            continue
        if len(files) >= MOST_FILES:
            raise TooLarge("The PDF embeds more than {limit} files.", limit=MOST_FILES)
        files[content.number] = (_rank(document, entries), _name(document, entries), content)
    ranked = sorted(files.values(), key=lambda file: file[0])
    return [(name, _content(document, content)) for _, name, content in ranked]


def _rank(document: Document, entries: Any) -> int:
    relationship = document.part(entries, "/AFRelationship")
    return FIRST.index(relationship) if relationship in FIRST else len(FIRST)


def _name(document: Document, entries: Any) -> str:
    return as_text(document.part(entries, "/UF")) or as_text(document.part(entries, "/F"))


def _content(document: Document, reference: Reference) -> bytes:
    stream = document.resolve(reference)
    if not isinstance(stream, Stream):
        raise Malformed("The PDF names an embedded file that is not there.")
    return document.unpack(stream)


def _specifications(document: Document) -> Iterator[Any]:
    """The file specifications of the name tree (§7.9.6) and of the catalogue's associated files."""
    catalogue = document.part(document.trailer, "/Root")
    if not isinstance(catalogue, dict):
        raise Malformed("The PDF is damaged: it has no catalogue.")
    waiting = [document.part(document.part(catalogue, "/Names"), "/EmbeddedFiles")]
    for count in range(MOST_NODES + 1):
        if not waiting:
            break
        if count == MOST_NODES:
            raise TooLarge("The PDF lists its embedded files in too many parts.")
        node = document.resolve(waiting.pop(0))
        names = document.part(node, "/Names")
        yield from names[1::2] if isinstance(names, list) else ()
        kids = document.part(node, "/Kids")
        waiting += kids[:MOST_NODES] if isinstance(kids, list) else []
    associated = document.part(catalogue, "/AF")
    yield from associated if isinstance(associated, list) else ()
