"""A PDF holds one credential: where it holds two, nobody could say which of them was meant."""

import json

import pytest

from microcred.errors import Ambiguous
from microcred.reading import read
from tests.microcred.pdf.files import WHOLE, packed, pdf
from tests.microcred.verification.test_signed import signed

GOOD = signed()
OTHER = signed(name="Another one")


def _holding(first: bytes, second: bytes) -> bytes:
    names = b"<</EmbeddedFiles<</Names[(a) 3 0 R(b) 5 0 R]>>>>"
    more = b"<</Type/Filespec/F(other.json)/EF<</F 6 0 R>>>>"
    return pdf({**WHOLE, 2: names, 4: packed(first), 5: more, 6: packed(second)})


@pytest.mark.parametrize(("first", "second"), [(GOOD, OTHER), (OTHER, GOOD)])
def test_a_pdf_with_two_different_credentials_is_refused(first: bytes, second: bytes) -> None:
    with pytest.raises(Ambiguous, match="more than one credential"):
        read(_holding(first, second))


@pytest.mark.parametrize("beside", [GOOD, b'{"colour": "blue"}', b"<xml/>", b"extra words"])
def test_other_data_or_the_same_once_more_does_no_harm(beside: bytes) -> None:
    assert read(_holding(GOOD, beside)).document == json.loads(GOOD)
