"""A credential goes into a finished PDF, and comes out of it as it went in."""

import pytest

from microcred.errors import Malformed, NotWritable, Unsupported
from microcred.pdf import embedded
from microcred.pdf.writing import embed
from microcred.reading import Carrier, read
from tests.microcred.pdf.files import encrypt_with_pyhanko, pdf, typeset
from tests.microcred.verification.test_signed import signed

BADGE = signed()


@pytest.mark.parametrize("page", [typeset({}), pdf({1: b"<</Type/Catalog>>"}, b"/Root 1 0 R/Size 2")])
def test_what_was_embedded_comes_out_again(page: bytes) -> None:
    certificate = embed(page, BADGE)

    assert certificate.startswith(page)
    assert embedded(certificate) == [("credential.json", BADGE)]
    assert read(certificate).carrier is Carrier.PDF
    assert read(certificate).content == BADGE


def test_a_pdf_that_embeds_a_file_already_is_left_alone() -> None:
    with pytest.raises(NotWritable, match="already"):
        embed(embed(typeset({}), BADGE), BADGE)


def test_what_is_no_pdf_or_locked_is_refused() -> None:
    with pytest.raises(Malformed):
        embed(b"%PDF-1.7\nxx", BADGE)
    with pytest.raises(Malformed, match="Nothing can be embedded"):
        embed(pdf({1: b"<</Type/Catalog>>"}), BADGE)  # without the number of its objects
    with pytest.raises(Unsupported):
        embed(encrypt_with_pyhanko(b"{}"), BADGE)
