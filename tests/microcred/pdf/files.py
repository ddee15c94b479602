"""PDFs for the tests: put together by hand where they are hostile, by other libraries where they are not."""

import io
import zlib
from collections.abc import Mapping, Sequence
from typing import Literal

import typst
from pyhanko.pdf_utils import embed, writer
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

Standard = Literal["a-3b", "a-3u"]
CATALOGUE = b"<</Type/Catalog/Names 2 0 R>>"
NAMES = b"<</EmbeddedFiles<</Names[(a) 3 0 R]>>>>"
SPECIFICATION = b"<</Type/Filespec/F(credential.json)/EF<</F 4 0 R>>>>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream with its length."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def packed(content: bytes) -> bytes:
    """A deflated stream."""
    return stream(zlib.compress(content), b"/Filter/FlateDecode")


FILE = packed(b'{"a":1}')
WHOLE = {1: CATALOGUE, 2: NAMES, 3: SPECIFICATION, 4: FILE}


def pdf(objects: Mapping[int, bytes] = WHOLE, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects with a classic table."""
    written, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, value in objects.items():
        offsets[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = len(written)
    written += b"xref\n"
    for number, offset in offsets.items():
        written += b"%d 1\n%010d 00000 n \n" % (number, offset)
    written += b"trailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, table)
    return bytes(written)


def holding(first: bytes, second: bytes) -> bytes:
    """A PDF with two files."""
    names = b"<</EmbeddedFiles<</Names[(a) 3 0 R(b) 5 0 R]>>>>"
    more = b"<</Type/Filespec/F(other.json)/EF<</F 6 0 R>>>>"
    return pdf({**WHOLE, 2: names, 4: packed(first), 5: more, 6: packed(second)})


def with_rows(widths: bytes, rows: bytes, index: bytes = b"", before: bytes = b"") -> bytes:
    """A PDF whose cross-references are a stream of these rows."""
    head = b"%PDF-1.7\n" + before
    entries = b"/Type/XRef/Size 9/Root 1 0 R/W%s%s" % (widths, index)
    return head + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (stream(rows, entries), len(head))


def embed_with_pyhanko(files: list[tuple[str, bytes]], *, compressed: bool) -> bytes:
    """The files embedded by pyHanko, in a new PDF with tables or streams of cross-references."""
    new = writer.PdfFileWriter(stream_xrefs=compressed)  # type: ignore[no-untyped-call]
    for name, content in files:
        _embed(new, name, content)
    return _written(new)


def add_with_pyhanko(whole: bytes, name: str, content: bytes) -> bytes:
    """One more file embedded in an incremental update."""
    update = IncrementalPdfFileWriter(io.BytesIO(whole))
    _embed(update, name, content)
    return _written(update)


def read_with_pyhanko(whole: bytes) -> list[tuple[str, bytes]]:
    """The files of the name tree as pyHanko reads it, each of them associated with the document too."""
    catalogue = PdfFileReader(io.BytesIO(whole)).root
    listed = list(catalogue["/Names"]["/EmbeddedFiles"]["/Names"])[1::2]
    assert list(catalogue["/AF"]) == listed
    files = [one.get_object() for one in listed]
    return [(str(file["/UF"]), file["/EF"]["/F"].data) for file in files]


def encrypt_with_pyhanko(content: bytes) -> bytes:
    """A file in a PDF behind a password."""
    new = writer.PdfFileWriter(stream_xrefs=False)  # type: ignore[no-untyped-call]
    new.encrypt("owner", "user")  # type: ignore[no-untyped-call]
    _embed(new, "credential.json", content)
    return _written(new)


def _embed(target: writer.BasePdfFileWriter, name: str, content: bytes) -> None:
    data = embed.EmbeddedFileObject.from_file_data(target, data=content, compress=True)
    embed.embed_file(target, embed.FileSpec(name, file_name=name, embedded_data=data))


def _written(target: writer.BasePdfFileWriter) -> bytes:
    output = io.BytesIO()
    target.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def typeset(files: Mapping[str, bytes], standards: Sequence[Standard] = ("a-3b",)) -> bytes:
    """A page set by typst, as our certificates are, with these files attached."""
    page = [
        '#set document(title: "Certificate", date: datetime(year: 2026, month: 11, day: 23))',
        "= Certificate",
    ]
    inputs = {}
    for place, (name, content) in enumerate(files.items()):
        inputs[f"file{place}"] = content.decode()
        options = f'relationship: "source", mime-type: "text/plain", description: "{name}"'
        page.append(f'#pdf.attach("{name}", bytes(sys.inputs.file{place}), {options})')
    written = typst.compile("\n".join(page).encode(), sys_inputs=inputs, pdf_standards=list(standards))
    return bytes(written)
