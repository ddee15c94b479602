"""A file holds one credential: where it holds two, nobody could say which of them was meant."""

import json
from collections.abc import Callable

import pytest

from microcred import baking, sdjwt
from microcred.errors import Ambiguous, TooLarge, Unreadable
from microcred.keys import generate
from microcred.reading import Carrier, Kind, read
from tests.microcred.baking.test_png import itxt, png
from tests.microcred.baking.test_svg import svg
from tests.microcred.cast import RECORD
from tests.microcred.openbadges2.badges import ASSERTION
from tests.microcred.pdf.files import WHOLE, embed_with_pyhanko, holding, packed, pdf
from tests.microcred.verification.test_signed import signed

GOOD = signed()
OTHER = signed(name="Another one")
OLD = json.dumps(ASSERTION).encode()
WALLET = sdjwt.issue(
    RECORD, generate("P-256"), salt=lambda: "a" * 22, kid="did:web:uni.example#1", selective=()
)
EMPTY = pdf({**WHOLE, 4: packed(b"Lecture notes")})


def in_png(credential: bytes) -> bytes:
    return baking.bake(png(), credential)


def in_svg(credential: bytes) -> bytes:
    return baking.bake(svg(), credential)


def in_pdf(credential: bytes) -> bytes:
    return pdf({**WHOLE, 4: packed(credential)})


@pytest.mark.parametrize(
    "other", [OTHER, OLD, WALLET, in_png(OTHER), in_svg(OTHER), in_pdf(OTHER), in_pdf(in_png(OTHER))]
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_pdf_with_two_different_credentials_is_refused(other: bytes, is_first: bool) -> None:
    both = (GOOD, other) if is_first else (other, GOOD)

    with pytest.raises(Ambiguous, match="more than one credential"):
        read(holding(*both))


@pytest.mark.parametrize(
    "beside",
    [
        *(GOOD, b"\xef\xbb\xbf" + GOOD, in_png(GOOD), in_pdf(GOOD)),
        *(b'{"colour": "blue"}', b'["blue"]', b"<xml/>", b"extra words", png(), svg(), EMPTY, b"%PDF-1.7"),
    ],
)
def test_other_data_or_the_same_once_more_does_no_harm(beside: bytes) -> None:
    assert read(holding(GOOD, beside)).document == json.loads(GOOD)


@pytest.mark.parametrize("wrap", [in_png, in_svg, in_pdf])
def test_a_credential_in_a_picture_or_page_in_a_pdf_is_read(wrap: Callable[[bytes], bytes]) -> None:
    reading = read(in_pdf(wrap(WALLET)))

    assert (reading.carrier, reading.kind) == (Carrier.PDF, Kind.SD_JWT)


@pytest.mark.parametrize("whole", [in_pdf(in_pdf(in_pdf(GOOD))), holding(GOOD, in_pdf(in_pdf(b"x")))])
def test_pages_deep_inside_one_another_are_refused_and_not_passed_over(whole: bytes) -> None:
    with pytest.raises(TooLarge, match="as a separate file"):
        read(whole)


def test_too_many_pictures_are_refused_and_not_passed_over() -> None:
    files = [("credential.json", GOOD), *((f"{number}.png", png()) for number in range(21))]

    assert read(embed_with_pyhanko(files[:21], compressed=True)).document == json.loads(GOOD)
    with pytest.raises(TooLarge, match="too many pictures"):
        read(embed_with_pyhanko(files, compressed=True))


@pytest.mark.parametrize("old", [OLD, b"https://uni.example/assertion/1"])
def test_a_picture_with_a_badge_of_today_and_an_older_one_is_refused(old: bytes) -> None:
    for picture in (
        png(itxt(GOOD), itxt(old, b"openbadges")),
        svg(
            f"<ob:credential><![CDATA[{GOOD.decode()}]]></ob:credential>"
            f"<ob2:assertion><![CDATA[{old.decode()}]]></ob2:assertion>"
        ),
    ):
        with pytest.raises(Ambiguous, match="Send the one you mean as a separate file"):
            read(picture)


@pytest.mark.parametrize(
    "listed",
    [[json.loads(GOOD)], [json.loads(GOOD), json.loads(OTHER)], [json.loads(OLD)], [WALLET.decode()]],
)
def test_a_list_of_credentials_is_refused_by_name(listed: list[object]) -> None:
    with pytest.raises(Ambiguous, match="list of credentials"):
        read(json.dumps(listed).encode())
    with pytest.raises(Ambiguous, match="list of credentials"):
        read(holding(GOOD, json.dumps(listed).encode()))
    with pytest.raises(Unreadable, match="single JSON object"):
        read(b'[{"colour": "blue"}, 5, "x"]')
