"""Files embedded in PDF are found again, whoever embedded them and however."""

import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.errors import Unsupported
from microcred.pdf import embedded, is_pdf
from tests.microcred.pdf.files import (
    CATALOGUE,
    FILE,
    NAMES,
    SPECIFICATION,
    WHOLE,
    Standard,
    add_with_pyhanko,
    embed_with_pyhanko,
    encrypt_with_pyhanko,
    packed,
    pdf,
    stream,
    typeset,
    with_rows,
)

CREDENTIAL = '{"name": "Prüfung", "grade": 1.0}'.encode() * 50
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
NAMES_ST = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)


@pytest.mark.parametrize("standards", [[], ["a-3b"], ["a-3u"]])
def test_a_credential_attached_by_a_typesetter_is_found_again(standards: list[Standard]) -> None:
    files = {"credential.json": CREDENTIAL, "a-supplement.txt": b"other"}

    written = typeset(files, standards)

    assert is_pdf(written)
    assert dict(embedded(written)) == files


@pytest.mark.clause("ISO 32000-2 §7.11.4")
@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(NAMES_ST, st.binary(max_size=300)), unique_by=lambda file: file[0], max_size=5),
    st.booleans(),
)
def test_what_pyhanko_embeds_is_found_again(files: list[tuple[str, bytes]], compressed: bool) -> None:
    assert sorted(embedded(embed_with_pyhanko(files, compressed=compressed))) == sorted(files)


@pytest.mark.parametrize("compressed", [True, False])
def test_an_update_adds_to_what_was_there(compressed: bool) -> None:
    first = embed_with_pyhanko([("one.json", b"1")], compressed=compressed)

    assert embedded(add_with_pyhanko(first, "two.json", b"2")) == [("one.json", b"1"), ("two.json", b"2")]


def test_a_small_pdf_is_read() -> None:
    assert embedded(pdf()) == [("credential.json", b'{"a":1}')]


def test_a_few_bytes_before_the_pdf_do_not_matter() -> None:
    assert embedded(b"\n\n" + pdf()) == [("credential.json", b'{"a":1}')]


def test_a_pdf_without_files_gives_none() -> None:
    assert embedded(pdf({1: b"<</Type/Catalog>>"})) == []


def test_what_the_pdf_was_made_from_comes_first() -> None:
    names = b"<</EmbeddedFiles<</Names[(a) 3 0 R(b) 5 0 R]>>>>"
    source = b"<</F(source.json)/AFRelationship/Source/EF<</F 6 0 R>>>>"
    whole = pdf({**WHOLE, 2: names, 5: source, 6: packed(b"{}")})

    assert [name for name, _ in embedded(whole)] == ["source.json", "credential.json"]


@pytest.mark.clause("ISO 32000-2 §14.13")
def test_a_file_associated_with_the_catalogue_is_found_once() -> None:
    catalogue = b"<</Names 2 0 R/AF[3 0 R]>>"

    assert len(embedded(pdf({**WHOLE, 1: catalogue}))) == 1
    assert len(embedded(pdf({1: b"<</AF[3 0 R]>>", 3: SPECIFICATION, 4: FILE}))) == 1


@pytest.mark.clause("ISO 32000-2 §7.9.6")
def test_a_name_tree_with_branches_is_walked() -> None:
    tree = b"<</EmbeddedFiles<</Kids[5 0 R 6 0 R]>>>>"
    leaf = b"<</Names[(a) 3 0 R]>>"

    assert len(embedded(pdf({**WHOLE, 2: tree, 5: b"<</Kids[7 0 R]>>", 6: b"<<>>", 7: leaf}))) == 1


@pytest.mark.clause("ISO 32000-2 §7.9.2")
@pytest.mark.parametrize(
    ("written", "name"),
    [
        (b"(a\\(b\\)\\\\.json)", "a(b)\\.json"),
        (b"(a(b)c.json)", "a(b)c.json"),
        (b"(\\344\\r\\\n.json)", "ä\r.json"),
        (b"<FEFF00E9002E006A>", "é.j"),
        (b"<EFBBBFC3A9>", "é"),
        (b"<61 62 7>", "abp"),
        (b"(\\200 100 \\240)", "• 100 €"),
    ],
)
def test_names_are_read_in_every_spelling(written: bytes, name: str) -> None:
    specification = SPECIFICATION.replace(b"(credential.json)", written)

    assert embedded(pdf({**WHOLE, 3: specification}))[0][0] == name


def test_names_of_entries_may_be_escaped() -> None:
    assert len(embedded(pdf({**WHOLE, 1: b"<</N#61mes 2 0 R % remark\n>>"}))) == 1


@pytest.mark.parametrize(
    "content",
    [
        stream(b'{"a":1}'),
        stream(zlib.compress(zlib.compress(b'{"a":1}')), b"/Filter[/FlateDecode/Fl]"),
        stream(zlib.compress(b'\2{"a\0\0\0\0\2\0\0\0":1}'[:5]), b"/Filter/FlateDecode"),
    ],
)
def test_stored_and_twice_packed_files_are_read(content: bytes) -> None:
    ((_, data),) = embedded(pdf({**WHOLE, 4: content}))

    assert data.startswith((b'{"a":1}', b'\2{"a'))


@pytest.mark.clause("ISO 32000-2 §7.4.4")
def test_predicted_bytes_are_restored() -> None:
    rows = b"\0abcd" + b"\1a\1\1\1" + b"\2\1\1\1\1"
    parameters = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>"

    ((_, data),) = embedded(pdf({**WHOLE, 4: stream(zlib.compress(rows), parameters)}))

    assert data == b"abcd" + b"abcd" + b"bcde"


def test_a_wrong_length_is_made_up_for() -> None:
    content = FILE.replace(b"/Length ", b"/Length 9")

    assert embedded(pdf({**WHOLE, 4: content})) == embedded(pdf())


def test_a_length_elsewhere_is_followed() -> None:
    content = FILE.replace(b"/Length %d" % len(zlib.compress(b'{"a":1}')), b"/Length 5 0 R")

    assert embedded(pdf({**WHOLE, 4: content, 5: b"%d" % len(zlib.compress(b'{"a":1}'))})) == embedded(pdf())


@pytest.mark.clause("ISO 32000-2 §7.5.7")
def test_objects_in_an_object_stream_are_read() -> None:
    inside = b"1 0 2 30 3 70 " + CATALOGUE.ljust(30) + NAMES.ljust(40) + SPECIFICATION
    container = b"5 0 obj\n%s\nendobj\n" % packed(inside).replace(b"<<", b"<</Type/ObjStm/N 3/First 14")
    whole_file = b"4 0 obj\n%s\nendobj\n" % FILE
    rows = bytes([2, 5, 0, 2, 5, 1, 2, 5, 2, 1, 9 + len(container), 0, 1, 9, 0])

    written = with_rows(b"[1 1 1]", rows, b"/Index[1 5]", container + whole_file)

    assert embedded(written) == [("credential.json", b'{"a":1}')]


def test_an_encrypted_pdf_is_named() -> None:
    with pytest.raises(Unsupported, match="encrypted"):
        embedded(encrypt_with_pyhanko(b"{}"))


@pytest.mark.parametrize(
    "entries",
    [
        b"/Filter/LZWDecode",
        b"/Filter/Crypt",
        b"/Filter[/Fl/Fl/Fl/Fl/Fl]",
        b"/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 4>>",
        b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 1>>",
    ],
)
def test_other_packings_are_named(entries: bytes) -> None:
    with pytest.raises(Unsupported):
        embedded(pdf({**WHOLE, 4: stream(zlib.compress(b"\4abc"), entries)}))
