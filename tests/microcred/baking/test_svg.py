"""Credentials in SVG: read without acting on anything, baked only into mere pictures."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.baking import bake, is_picture, unbake
from microcred.errors import Ambiguous, Malformed, NotWritable, TooLarge, Unreadable, Unsupported
from tests.spec import spec

JWS = b"eyJhbGciOiJFZERTQSJ9.eyJhIjoxfQ.c2ln"
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


def svg(content: str = "", attributes: str = "", before: str = "") -> bytes:
    names = (
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:ob="https://purl.imsglobal.org/ob/v3p0" xmlns:ob2="http://openbadges.org"'
    )
    return f"{before}<svg {names} {attributes}>{content}</svg>".encode()


@given(st.dictionaries(TEXTS, TEXTS | st.just("a]]>b&lt;<!--")))
def test_json_that_is_baked_comes_out_again(credential: dict[str, str]) -> None:
    written = json.dumps(credential, ensure_ascii=False, indent=1).encode()

    assert unbake(bake(svg("<g/>"), written)) == written


def test_line_ends_survive() -> None:
    assert unbake(bake(svg(), b'{\r\n"a":\r1}')) == b'{\r\n"a":\r1}'


def test_a_jws_is_baked_into_the_attribute() -> None:
    baked = bake(svg(), JWS)

    assert b'verify="' + JWS in baked
    assert unbake(baked) == JWS


def test_baking_again_replaces_whatever_was_there() -> None:
    old = svg('<g/>one<ob2:assertion verify="http://a.test"/>two<ob:credential>{}</ob:credential>')

    assert bake(old, JWS) == bake(svg("<g/>onetwo"), JWS)
    assert bake(bake(old, b"{}"), JWS) == bake(old, JWS)


@pytest.mark.clause("Open Badges 3.0 §5.3.2")
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<ob:credential verify="ey.a.b"/>', b"ey.a.b"),
        ("<ob:credential> <![CDATA[{}]]> </ob:credential>", b"{}"),
        ('<ob2:assertion verify="http://a.test/1"/>', b"http://a.test/1"),
        (
            '<ob2:assertion verify="http://a.test/1"><![CDATA[{"id":"http://a.test/1"}]]></ob2:assertion>',
            b'{"id":"http://a.test/1"}',
        ),
        (
            r'<ob2:assertion verify="http://a.test/1"><![CDATA[{"id":"http:\/\/a.test\/1"}]]></ob2:assertion>',
            rb'{"id":"http:\/\/a.test\/1"}',
        ),
    ],
)
def test_every_place_is_read(content: str, expected: bytes) -> None:
    assert unbake(svg(content)) == expected


@pytest.mark.clause("Open Badges 3.0 §5.3.2")
def test_the_official_picture_is_read_and_baked_again() -> None:
    picture = spec("openbadges/ob30/simple-jwt.svg").read_bytes()

    assert unbake(picture).count(b".") == 2
    assert unbake(bake(picture, b'{"a": 1}')) == b'{"a": 1}'


@pytest.mark.parametrize(
    "content",
    [
        '<ob:credential verify="a"/><ob:credential verify="b"/>',
        '<ob2:assertion verify="http://a.test/1"/><g><ob:credential verify="ey.a.b"/></g>',
        '<ob:credential verify="ey.a.b"><![CDATA[{}]]></ob:credential>',
        '<ob2:assertion verify="http://a.test/1"><![CDATA[{"id":"http://a.test/2"}]]></ob2:assertion>',
    ],
)
def test_two_credentials_are_refused_wherever_they_stand(content: str) -> None:
    with pytest.raises(Ambiguous, match="more than one credential"):
        unbake(svg(content))


def test_the_same_credential_twice_is_one() -> None:
    assert unbake(svg('<ob:credential verify="a"/><ob2:assertion>a</ob2:assertion>')) == b"a"


@pytest.mark.parametrize("content", ["<g/>", "<credential>{}</credential>", "<ob:credential/>"])
def test_a_picture_without_credential_is_named(content: str) -> None:
    with pytest.raises(Malformed):
        unbake(svg(content))


def test_a_script_does_not_matter_for_reading() -> None:
    assert (
        unbake(svg('<script>alert(1)</script><ob:credential verify="ey.a.b"/>', 'onload="x()"')) == b"ey.a.b"
    )


ACTIVE = (
    "<script>alert(1)</script>",
    '<g xmlns:s="http://www.w3.org/2000/svg"><s:script/></g>',
    "<foreignObject/>",
    '<h:img xmlns:h="http://www.w3.org/1999/xhtml"/>',
    '<g onclick="alert(1)"/>',
    '<a href="javascript:alert(1)"><text>x</text></a>',
    '<a xlink:href=" JavaScript:alert(1)"/>',
    '<image href="https://tracker.test/a.png"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    '<use href="other.svg#a"/>',
    '<use href="data:text/html,x"/>',
    '<set attributeName="href" to="javascript:alert(1)"/>',
    '<animate attributeName="xlink:href" values="javascript:alert(1)"/>',
    '<set attributeName="onclick" to="alert(1)"/>',
    "<style>@import 'https://tracker.test/a.css';</style>",
    "<style>g { fill: url( 'https://tracker.test/a') }</style>",
    r"<style>@\69mport 'https://tracker.test/a.css';</style>",
    '<g style="background: url(//tracker.test/a)"/>',
    '<g filter="url(https://tracker.test/a#f)"/>',
    "<?xml-stylesheet href='https://tracker.test/a.css'?>",
)


@pytest.mark.parametrize("content", ACTIVE)
def test_an_svg_that_could_act_or_load_is_not_baked(content: str) -> None:
    with pytest.raises(Unsupported, match="not just a picture"):
        bake(svg(content), JWS)


def test_a_stylesheet_before_the_picture_is_not_baked() -> None:
    with pytest.raises(Unsupported, match="processing instruction"):
        bake(svg(before="<?xml-stylesheet href='a.css'?>"), JWS)


HARMLESS = (
    '<a href="https://university.test/"><text>University</text></a>',
    '<use xlink:href="#shape"/>',
    '<image href="data:image/png;base64,iVBORw0KGgo="/>',
    "<style>g { fill: url(#gradient); stroke: url( '#other' ) }</style>",
    '<g fill="url(#gradient)" opacity="0.5"/>',
    '<animate attributeName="opacity" to="0"/>',
    '<g xmlns:i="http://ink.test" i:docname="C:\\badge.svg"/>',
    "<!-- drawn by hand -->",
)


@pytest.mark.parametrize("content", HARMLESS)
def test_an_svg_that_only_draws_is_baked(content: str) -> None:
    assert unbake(bake(svg(content), JWS)) == JWS


def test_attributes_that_a_doctype_adds_are_not_handed_on() -> None:
    hostile = svg(before='<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>')

    assert b"alert" not in bake(hostile, JWS)


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "declared",
    [
        f'<!ENTITY l0 "ha">{LAUGHS}',
        '<!ENTITY l9 SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://a.test">',
    ],
)
def test_entities_are_refused_unparsed(declared: str) -> None:
    hostile = svg("<ob:credential>&l9;</ob:credential>", before=f"<!DOCTYPE svg [{declared}]>")

    with pytest.raises(Unsupported, match="entities"):
        unbake(hostile)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-7"])
def test_entities_cannot_hide_behind_an_encoding(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE svg [<!ENTITY e "ha">]>'
    hostile = svg("<ob:credential>&e;</ob:credential>", before=declared).decode().encode(encoding)

    with pytest.raises((Unreadable, Unsupported)):
        unbake(hostile)


def test_an_external_document_type_is_not_fetched() -> None:
    doctype = '<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/svg.dtd">'

    assert unbake(svg('<ob:credential verify="ey.a.b"/>', before=doctype)) == b"ey.a.b"


@pytest.mark.parametrize(
    "hostile",
    [
        svg("<g>" * 5_000 + "</g>" * 5_000),
        svg("<g/>" * 200_001),
        svg(attributes=" ".join(f'a{n}=""' for n in range(501))),
    ],
)
def test_depth_elements_and_attributes_are_bounded(hostile: bytes) -> None:
    with pytest.raises(TooLarge):
        bake(hostile, JWS)


@pytest.mark.parametrize("cut", range(1, 200, 7))
def test_a_truncated_picture_is_refused(cut: int) -> None:
    with pytest.raises(Unreadable):
        unbake(svg('<ob:credential verify="ey.a.b"/>')[:-cut])


def test_other_xml_is_refused() -> None:
    with pytest.raises(Malformed, match="not an SVG"):
        unbake(b'<x><svg xmlns="http://www.w3.org/2000/svg"/></x>')


def test_characters_that_xml_cannot_carry_are_named() -> None:
    with pytest.raises(NotWritable):
        bake(svg(), b'{"a":"\xef\xbf\xbf"}')


def test_a_byte_order_mark_does_not_hide_an_svg() -> None:
    assert is_picture(b"\xef\xbb\xbf" + svg())
