"""Hostile PDFs end in a named error, in bounded time and memory."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.errors import Malformed, MicrocredError, TooLarge
from microcred.guards import LIMITS
from microcred.pdf import embedded
from tests.microcred.pdf.files import (
    CATALOGUE,
    FILE,
    SPECIFICATION,
    WHOLE,
    embed_with_pyhanko,
    packed,
    pdf,
    stream,
    with_rows,
)

MUCH = 9_000_000


def packed_often(content: bytes, times: int) -> bytes:
    for _ in range(times):
        content = zlib.compress(content)
    return stream(content, b"/Filter[" + b"/Fl" * times + b"]")


@pytest.mark.parametrize("content", [packed(bytes(50_000_000)), packed_often(bytes(200_000_000), 3)])
def test_a_file_that_inflates_without_end_is_refused(content: bytes) -> None:
    with pytest.raises(TooLarge, match="unpacks to more"):
        embedded(pdf({**WHOLE, 4: content}))


def test_many_files_share_one_allowance() -> None:
    names = b"".join(b"(%d)<</EF<</F %d 0 R>>>>" % (n, n) for n in range(10, 60))
    files = {n: packed(bytes(1_000_000)) for n in range(10, 60)}

    with pytest.raises(TooLarge, match="unpacks to more"):
        embedded(pdf({1: CATALOGUE, 2: b"<</EmbeddedFiles<</Names[%s]>>>>" % names, **files}))


@pytest.mark.parametrize("count", [101, 5_000])
def test_too_many_files_are_refused(count: int) -> None:
    names = b"".join(b"(%d)<</EF<</F %d 0 R>>>>" % (n, n) for n in range(10, 10 + count))

    with pytest.raises(TooLarge, match="embeds more than"):
        embedded(pdf({1: CATALOGUE, 2: b"<</EmbeddedFiles<</Names[%s]>>>>" % names}))


def test_the_same_file_a_thousand_times_is_one_file() -> None:
    names = b"(a)3 0 R" * 5_000

    assert len(embedded(pdf({**WHOLE, 2: b"<</EmbeddedFiles<</Names[%s]>>>>" % names}))) == 1


@pytest.mark.parametrize("kids", [b"2 0 R", b"5 0 R", b"5 0 R " * 900])
def test_a_name_tree_that_returns_to_itself_is_refused(kids: bytes) -> None:
    tree = {2: b"<</EmbeddedFiles 5 0 R>>", 5: b"<</Kids[%s 5 0 R]>>" % kids}

    with pytest.raises(TooLarge, match="too many parts"):
        embedded(pdf({1: CATALOGUE, **tree}))


def test_references_in_a_circle_are_refused() -> None:
    with pytest.raises(Malformed, match="circle"):
        embedded(pdf({1: b"<</Names 5 0 R>>", 5: b"6 0 R", 6: b"5 0 R"}))


def test_a_length_that_is_its_own_stream_is_refused() -> None:
    with pytest.raises(Malformed, match="circle"):
        embedded(pdf({**WHOLE, 4: b"<</Length 4 0 R>>stream\n\nendstream"}))


def test_a_long_chain_of_lengths_is_refused() -> None:
    chain = {n: b"<</Length %d 0 R>>stream\n\nendstream" % (n + 1) for n in range(4, 400)}

    with pytest.raises(Malformed, match="circle"):
        embedded(pdf({**WHOLE, **chain}))


def test_an_object_stream_within_itself_is_refused() -> None:
    with pytest.raises(MicrocredError):
        embedded(with_rows(b"[1 1 1]", bytes([2, 1, 0]), b"/Index[1 1]"))


@pytest.mark.parametrize("trailer", [b"/Prev 9", b"/Prev 999999999", b"/Prev -5", b"/XRefStm 9"])
def test_sections_that_lead_nowhere_are_refused(trailer: bytes) -> None:
    with pytest.raises(Malformed):
        embedded(pdf(trailer=b"/Root 1 0 R" + trailer))


def test_sections_in_a_circle_are_read_once() -> None:
    whole = pdf()
    table = whole.rindex(b"xref\n", 0, whole.rindex(b"startxref"))

    assert embedded(pdf(trailer=b"/Root 1 0 R/Prev %d" % table)) == embedded(whole)


def test_too_many_sections_are_refused() -> None:
    written, before = bytearray(b"%PDF-1.7\n"), b""
    for _ in range(1_100):
        here = len(written)
        written += b"xref\n0 0\ntrailer\n<<%s>>\n" % before
        before = b"/Prev %d" % here

    with pytest.raises(TooLarge, match="changed too often"):
        embedded(bytes(written) + b"startxref\n%d\n%%%%EOF" % here)


@pytest.mark.parametrize(
    "widths", [b"[0 0 0]", b"[1 1]", b"[1 1 1 1]", b"[9 9 9]", b"[-1 1 1]", b"5", b"[true 1 1]"]
)
def test_rows_without_a_width_are_refused(widths: bytes) -> None:
    with pytest.raises(Malformed, match="damaged"):
        embedded(with_rows(widths, b"", b"/Index[0 999999999999]"))


def test_rows_end_with_their_bytes() -> None:
    with pytest.raises(Malformed, match="no catalogue"):
        embedded(with_rows(b"[1 1 1]", bytes([0, 0, 0]), b"/Index[0 999999999999]"))


def test_a_table_that_claims_billions_of_entries_is_refused() -> None:
    whole = pdf().replace(b"xref\n1 1\n", b"xref\n1 9999999999\n")

    with pytest.raises(Malformed, match="cross-reference"):
        embedded(whole)


def test_a_cross_reference_stream_of_millions_of_rows_is_refused() -> None:
    rows = zlib.compress(bytes(15_000_000))
    head = b"%PDF-1.7\n"
    entries = b"/Type/XRef/Size 15000000/Root 1 0 R/W[1 0 0]/Filter/FlateDecode"
    written = head + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n" % (stream(rows, entries), len(head))

    with pytest.raises(TooLarge, match="too complicated"):
        embedded(written)


@pytest.mark.parametrize(
    "value",
    [
        b"[" * MUCH,
        b"<<" * (MUCH // 2),
        b"<</A" * (MUCH // 4),
        b"(" * MUCH,
        b"()" * (MUCH // 2),
        b"[" + b"1 " * (MUCH // 2),
        b"[" + b"/A" * (MUCH // 2),
        b"1" * MUCH,
        b"/" + b"a" * MUCH,
        b"/" + b"#41" * (MUCH // 3),
        b"<" + b"4" * MUCH,
        b"(" + b"\\n" * (MUCH // 2) + b")",
        b" " * MUCH,
        b"%" + b"a" * MUCH,
        b"%a\n" * (MUCH // 3),
        b"[1" + b" 1" * 10 + b" " * MUCH + b"]",
        b"<</Length 1>>stream\n" + b"endstrea " * (MUCH // 9),
    ],
)
def test_a_huge_or_endless_value_is_refused(value: bytes) -> None:
    with pytest.raises((Malformed, TooLarge)):
        embedded(pdf({1: value, 2: value[:0]}))


def test_objects_that_overlap_share_one_allowance() -> None:
    names = b"".join(b"(%d)<</EF %d 0 R>>" % (n, n) for n in range(10, 900))
    text = b"(" + b"a" * 2_000_000 + b")"
    inside = b" ".join(b"%d 0" % n for n in range(10, 900)) + b" "
    content = inside + text
    container = packed(content).replace(b"<<", b"<</Type/ObjStm/N 890/First %d" % len(inside))
    listing = b"1 0 obj\n<</Names<</EmbeddedFiles<</Names[%s]>>>>>>\nendobj\n" % names
    before = listing + b"5 0 obj\n%s\nendobj\n" % container
    place = (9 + len(listing)).to_bytes(4, "big")
    rows = b"\1\0\0\0\x09\0" + b"\1" + place + b"\0" + b"\2\0\0\0\5\0" * 890

    with pytest.raises(TooLarge, match="too complicated"):
        embedded(with_rows(b"[1 4 1]", rows, b"/Index[1 1 5 1 10 890]", before))


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"%PDF-1.7\nstartxref\n0\n%%EOF", bytes(2_000), b"PK\3\4"]
)
def test_something_else_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        embedded(data)


def test_an_oversize_pdf_is_refused() -> None:
    with pytest.raises(TooLarge, match="The limit is"):
        embedded(b"%PDF-1.7" + bytes(LIMITS.bytes))


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(Malformed, match="not there"):
        embedded(pdf({1: CATALOGUE, 2: WHOLE[2], 3: SPECIFICATION}))


def test_an_object_elsewhere_than_it_should_be_is_refused() -> None:
    with pytest.raises(Malformed, match="not where it should be"):
        embedded(pdf().replace(b"4 0 obj", b"5 0 obj"))


WELL_FORMED = (pdf(), embed_with_pyhanko([("a.json", b"{}")], compressed=True))


@pytest.mark.parametrize("whole", WELL_FORMED)
def test_a_truncated_pdf_is_refused_wherever_it_breaks_off(whole: bytes) -> None:
    last_number = whole.rindex(b"%%EOF") - 1

    for cut in range(last_number - 1):
        with pytest.raises(MicrocredError):
            embedded(whole[:cut])


@given(st.sampled_from(WELL_FORMED), st.data())
def test_any_change_ends_in_files_or_a_named_error(whole: bytes, data: st.DataObject) -> None:
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(changed) - 1))
        changed[start : start + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b"<<", b">>", b"9 0 R", b"[", b"(", b"4 0 R", FILE])
        )

    try:
        found = embedded(bytes(changed))
    except MicrocredError as refused:
        found = [(refused.message, b"")]

    assert all(isinstance(name, str) for name, _ in found)
