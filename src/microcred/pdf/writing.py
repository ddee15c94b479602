"""Certificates as PDF with the credential inside: a credential is embedded in a finished PDF.

ISO 32000-2 §7.5.6 (incremental updates), §7.11.4 and §14.13: what is new is written after the end, so that
the page and its own signatures stay as they were.
"""

import hashlib
import re
import zlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from microcred.errors import Malformed, NotWritable
from microcred.pdf.attachments import embedded
from microcred.pdf.crossreferences import is_table, newest_section
from microcred.pdf.structure import Document
from microcred.pdf.values import Literal, Reference

NAME = "credential.json"
IRREGULAR = re.compile(rb"[^!-~]|[()<>\[\]{}/%#]")
KEPT = ("/Root", "/Info")  # of the trailer; what else it says is about the older cross-references


def embed(pdf: bytes, credential: bytes, *, name: str = NAME) -> bytes:
    """The PDF with the credential as the file it was made from.

    Raises NotWritable if it embeds a file already, for which of them would be read is the reader's choice;
    Malformed, TooLarge and Unsupported for a PDF that cannot be added to.
    """
    if embedded(pdf):
        raise NotWritable("The PDF already embeds a file. Start with a PDF that does not.")
    document = Document(pdf)
    root, catalogue = _catalogue(document)
    content, file = (Reference(document.free + place) for place in range(2))
    changed = {
        content: _packed(credential),
        file: written(_specification(name, content)),
        root: written(_listing(document, catalogue, name, file)),
    }
    return pdf + _update(document, changed)


def written(value: Any) -> bytes:
    """A value as a PDF writes it (§7.3)."""
    return WRITERS[type(value)](value)


def _name(name: str) -> bytes:
    return b"/" + IRREGULAR.sub(lambda found: b"#%02X" % ord(found[0]), name[1:].encode("latin-1"))


WRITERS: Mapping[type, Callable[[Any], bytes]] = {
    type(None): lambda _: b"null",
    bool: lambda value: b"true" if value else b"false",
    int: lambda value: b"%d" % value,
    float: lambda value: f"{Decimal(str(value)):f}".encode(),
    Reference: lambda value: b"%d %d R" % value,
    Literal: lambda value: b"(%s)" % value,
    bytes: lambda value: b"<%s>" % value.hex().encode(),
    str: _name,
    list: lambda value: b"[%s]" % b" ".join(map(written, value)),
    dict: lambda value: b"<<%s>>" % b" ".join(written(part) for entry in value.items() for part in entry),
}


def _catalogue(document: Document) -> tuple[Reference, dict[str, Any]]:
    root = document.trailer.get("/Root")
    catalogue = document.resolve(root)
    if not isinstance(root, Reference) or not isinstance(catalogue, dict):
        raise Malformed("Nothing can be embedded in this PDF: its catalogue is not a separate object.")
    return root, catalogue


def _packed(credential: bytes) -> bytes:
    """The embedded file; PDF/A-3 asks for its type (ISO 19005-3 §6.8)."""
    kind = "/application/json" if credential.startswith(b"{") else "/text/plain"
    entries = {"/Type": "/EmbeddedFile", "/Subtype": kind, "/Params": {"/Size": len(credential)}}
    return _stream(zlib.compress(credential), {**entries, "/Filter": "/FlateDecode"})


def _stream(data: bytes, entries: dict[str, Any]) -> bytes:
    return b"%s\nstream\n%s\nendstream" % (written({**entries, "/Length": len(data)}), data)


def _specification(name: str, content: Reference) -> dict[str, Any]:
    named = _text(name)
    source = {"/AFRelationship": "/Source", "/EF": {"/F": content, "/UF": content}}
    return {"/Type": "/Filespec", "/F": named, "/UF": named, **source}


def _text(text: str) -> bytes:
    return text.encode() if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")


def _listing(document: Document, catalogue: dict[str, Any], name: str, file: Reference) -> dict[str, Any]:
    """The catalogue that names the file in both places where readers look."""
    names = document.part(catalogue, "/Names") or {}
    tree = document.part(names, "/EmbeddedFiles")
    if not isinstance(names, dict) or document.part(tree, "/Names") or document.part(tree, "/Kids"):
        raise Malformed("Nothing can be embedded in this PDF: it lists files that it does not contain.")
    associated = document.part(catalogue, "/AF")
    return {
        **catalogue,
        "/Names": {**names, "/EmbeddedFiles": {"/Names": [_text(name), file]}},
        "/AF": [*(associated if isinstance(associated, list) else []), file],
    }


def _update(document: Document, changed: Mapping[Reference, bytes]) -> bytes:
    """The changed objects and where they are, in the way in which the newest section says it."""
    start, update = len(document.data), bytearray(b"\n")
    offsets: dict[Reference, int] = {}
    for reference, value in sorted(changed.items()):
        offsets[reference] = start + len(update)
        update += b"%d %d obj\n%s\nendobj\n" % (*reference, value)
    newest, section = newest_section(document.data), start + len(update)
    trailer = {name: document.trailer[name] for name in KEPT if name in document.trailer}
    trailer |= {"/Prev": newest, **_identity(document, bytes(update))}
    if is_table(document.data, newest):
        update += _table(offsets, {**trailer, "/Size": document.free + 2})
    else:
        own = Reference(document.free + 2)
        update += _rows(own, {**offsets, own: section}, {**trailer, "/Size": document.free + 3})
    return bytes(update + b"startxref\n%d\n%%%%EOF\n" % section)


def _identity(document: Document, update: bytes) -> dict[str, Any]:
    """The file keeps the first part of its identifier, and its second says that it changed (§14.4)."""
    parts = document.part(document.trailer, "/ID")
    if not isinstance(parts, list) or len(parts) != 2:
        return {}
    return {"/ID": [parts[0], hashlib.sha256(document.data + update).digest()[:16]]}


def _table(offsets: Mapping[Reference, int], trailer: dict[str, Any]) -> bytes:
    """A classic table (§7.5.4), each object a section of its own."""
    rows = (b"%d 1\n%010d %05d n \n" % (one.number, at, one.generation) for one, at in offsets.items())
    return b"xref\n%strailer\n%s\n" % (b"".join(rows), written(trailer))


def _rows(own: Reference, offsets: Mapping[Reference, int], trailer: dict[str, Any]) -> bytes:
    """A cross-reference stream (§7.5.8), which lists itself too."""
    index = [part for one in offsets for part in (one.number, 1)]
    rows = (b"\1" + at.to_bytes(4, "big") + one.generation.to_bytes(3, "big") for one, at in offsets.items())
    entries = {"/Type": "/XRef", "/W": [1, 4, 3], "/Index": index, **trailer}
    return b"%d 0 obj\n%s\nendobj\n" % (own.number, _stream(b"".join(rows), entries))
