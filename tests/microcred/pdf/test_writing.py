"""A credential goes into a finished PDF, and comes out of it as it went in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.errors import Malformed, NotWritable, Unsupported
from microcred.pdf import embedded
from microcred.pdf.structure import Document
from microcred.pdf.values import Literal, Reference, Work, read_value
from microcred.pdf.writing import embed, written
from microcred.reading import Carrier, read
from tests.microcred.pdf.files import (
    embed_with_pyhanko,
    encrypt_with_pyhanko,
    pdf,
    read_with_pyhanko,
    typeset,
)
from tests.microcred.verification.test_signed import signed

BADGE = signed()
EMPTY = pdf({1: b"<</Type/Catalog>>"}, b"/Root 1 0 R/Size 2")
PAGES = {
    "typst": typeset({}),
    "table": EMPTY,
    "pyHanko's table": embed_with_pyhanko([], compressed=False),
    "pyHanko's stream": embed_with_pyhanko([], compressed=True),
}
NAMES = st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=20).map(lambda name: f"/{name}")
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.integers(-(10**9), 10**9).map(lambda number: number / 1000)
    | st.binary(max_size=30)
    | NAMES
    | st.builds(Reference, st.integers(0, 10**9), st.integers(0, 65535))
    | st.sampled_from([Literal(b"a (b) \\) c"), Literal(b"")])
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_a_value_that_was_written_is_read_again(value: Any) -> None:
    data = written(value)

    assert read_value(data, 0, Work()) == (value, len(data))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_what_was_embedded_comes_out_again(page: bytes) -> None:
    certificate = embed(page, BADGE)

    assert certificate.startswith(page)
    assert embedded(certificate) == [("credential.json", BADGE)]
    assert read(certificate).carrier is Carrier.PDF
    assert read(certificate).content == BADGE
    assert read_with_pyhanko(certificate) == [("credential.json", BADGE)]


def test_what_stands_before_the_header_does_not_move_what_is_written() -> None:
    assert embedded(embed(b"before\n" + EMPTY, BADGE)) == [("credential.json", BADGE)]


@pytest.mark.parametrize("name", ["Zeugnis (Übung).json", "证书.json", "a)(.json"])
def test_the_name_of_the_file_is_kept(name: str) -> None:
    assert embedded(embed(typeset({}), BADGE, name=name)) == [(name, BADGE)]
    assert read_with_pyhanko(embed(typeset({}), BADGE, name=name)) == [(name, BADGE)]


def test_what_else_the_catalogue_says_is_kept() -> None:
    catalogue = (
        b"<</Type/Catalog/Lang(en)/Pages 3 2 R/Names<</Dests 4 0 R>>/OpenAction[3 2 R/XYZ 0 1.25 null]>>"
    )
    page = pdf({1: catalogue}, b"/Root 1 0 R/Info 9 0 R/Size 10/ID[(one)(two)]")

    made = Document(embed(page, BADGE))
    kept = made.resolve(made.trailer["/Root"])

    assert kept["/Lang"] == b"en"
    assert kept["/Pages"] == Reference(3, 2)
    assert kept["/OpenAction"] == [Reference(3, 2), "/XYZ", 0, 1.25, None]
    assert kept["/Names"]["/Dests"] == Reference(4)
    assert made.trailer["/Info"] == Reference(9)
    assert made.trailer["/ID"][0] == b"one"
    assert made.trailer["/ID"][1] != b"two"
    assert kept["/AF"] == [Reference(11)]


def test_nothing_that_is_there_is_overwritten_where_the_count_is_wrong() -> None:
    page = pdf({1: b"<</Type/Catalog/Mine 7 0 R>>", 7: b"(mine)"}, b"/Root 1 0 R/Size 2")

    made = Document(embed(page, BADGE))

    assert made.part(made.resolve(made.trailer["/Root"]), "/Mine") == b"mine"


def test_a_pdf_that_embeds_a_file_already_is_left_alone() -> None:
    with pytest.raises(NotWritable, match="already"):
        embed(embed(typeset({}), BADGE), BADGE)


def test_what_is_no_pdf_or_locked_is_refused() -> None:
    with pytest.raises(Malformed):
        embed(b"%PDF-1.7\nxx", BADGE)
    with pytest.raises(Malformed, match="Nothing can be embedded"):
        embed(pdf({1: b"<</Type/Catalog>>"}), BADGE)  # without the number of its objects
    with pytest.raises(Malformed, match="Nothing can be embedded"):
        embed(pdf({}, b"/Root<</Type/Catalog>>/Size 2"), BADGE)
    with pytest.raises(Malformed, match="Nothing can be embedded"):
        embed(pdf({1: b"<</Names<</EmbeddedFiles<</Names[(a) 5 0 R]>>>>>>"}, b"/Root 1 0 R/Size 2"), BADGE)
    with pytest.raises(Unsupported):
        embed(encrypt_with_pyhanko(b"{}"), BADGE)
