"""XML that wants to do harm ends in a named error, without expanding, fetching or filling the memory."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred import elmo
from microcred.errors import Malformed, TooLarge, Unreadable
from tests.microcred.elmo.cast import TRANSCRIPT

GOOD, _LOSSES = elmo.write(TRANSCRIPT)
DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>\n"
LAUGHS = b"".join(
    b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10 if number else b"ha" * 10)
    for number in range(10)
)
NAMESPACE = b"https://github.com/emrex-eu/elmo-schemas/tree/v2"


def with_doctype(declaration: bytes, text: bytes) -> bytes:
    body = GOOD.removeprefix(DECLARATION).replace(b"Ada", text, 1)
    return DECLARATION + b"<!DOCTYPE elmo [" + declaration + b"]>" + body


@pytest.mark.parametrize(
    "data",
    [
        with_doctype(LAUGHS, b"&a9;"),
        with_doctype(b'<!ENTITY x SYSTEM "file:///etc/passwd">', b"&x;"),
        with_doctype(b'<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', b"&x;"),
        with_doctype(b'<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;', b"Ada"),
        DECLARATION + b'<!DOCTYPE elmo SYSTEM "http://127.0.0.1:9/x.dtd">' + GOOD.removeprefix(DECLARATION),
    ],
    ids=["billion laughs", "local file", "remote entity", "parameter entity", "remote document type"],
)
def test_a_document_type_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed, match="document type"):
        elmo.parse(data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp500"])
def test_another_encoding_cannot_hide_a_document_type(encoding: str) -> None:
    hidden = with_doctype(LAUGHS, b"&a9;").decode().replace("UTF-8", encoding).encode(encoding)

    with pytest.raises(Malformed):
        elmo.parse(hidden)


def test_a_declared_encoding_other_than_utf_8_is_refused() -> None:
    with pytest.raises(Malformed, match="UTF-8"):
        elmo.parse(GOOD.replace(b"UTF-8", b"UTF-7", 1))


@pytest.mark.parametrize("data", [b"", b"<", b"<elmo/>", b"{}", b"\x00" * 9, b"<a xmlns='x'/>", GOOD[:-20]])
def test_what_is_no_elmo_file_is_named_so(data: bytes) -> None:
    with pytest.raises(Malformed):
        elmo.parse(data)


def test_millions_of_elements_are_not_built() -> None:
    with pytest.raises(TooLarge):
        elmo.parse(b"<elmo xmlns='%s'>" % NAMESPACE + b"<a/>" * 1_000_000 + b"</elmo>")


def test_a_huge_file_is_not_read() -> None:
    with pytest.raises(TooLarge):
        elmo.parse(b" " * 11_000_000)


def test_parts_without_end_are_refused() -> None:
    part = b"<learningOpportunitySpecification><title>x</title><hasPart>"
    close = b"</hasPart></learningOpportunitySpecification>"
    deep = GOOD.replace(b"<resultOfRecognition>", part * 60 + close * 60 + b"<resultOfRecognition>", 1)

    with pytest.raises(Unreadable):
        elmo.parse(deep)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<value>2.5</value>", b"<value>1e999</value>"),
        (b"<value>2.5</value>", b"<value>" + b"9" * 10_000 + b"</value>"),
        (b"<date>2026-06-30</date>", b"<date>yesterday</date>"),
        (b"<value>7</value>", b"<value>eleven</value>"),
        (b"base64,", b"base64,***"),
        (b"<resultLabel>", b"<resultLabel/><resultLabel>"),
        (b"<mapping>", b"<mapping><other/>"),
    ],
)
def test_odd_values_are_left_out(old: bytes, new: bytes) -> None:
    found, _understood = elmo.parse(GOOD.replace(old, new))

    assert len(found.sections) == 2


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=4), st.integers(0, 30))
def test_any_damage_ends_in_a_transcript_or_a_named_error(where: int, insert: bytes, cut: int) -> None:
    damaged = GOOD[:where] + insert + GOOD[where + cut :]

    try:
        found, _understood = elmo.parse(damaged)
    except Unreadable as refused:
        message: str = refused.message
    else:
        message = str(found.generated_at)

    assert message
