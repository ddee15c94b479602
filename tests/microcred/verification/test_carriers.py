"""A page or picture may say anything: what was not checked is said, with what to compare it with."""

import pytest

from microcred import baking
from microcred.reading import Carrier, Kind, Reading
from microcred.report import Conclusion, Outcome
from microcred.verification import verify
from microcred.verification.carriers import CODE, COMPARE, NOTHING, PAGE, PICTURE, check_carrier
from tests.microcred.baking.test_png import png
from tests.microcred.cast import RECORD
from tests.microcred.lines import line
from tests.microcred.pdf.files import embed_with_pyhanko
from tests.microcred.verification.test_signed import AT, TRUST, signed

LIES = b'<svg xmlns="http://www.w3.org/2000/svg"><text>Master of Surgery</text></svg>'


def lying(carrier: str) -> bytes:
    """A genuine badge in a file that shows something else."""
    if carrier == "pdf":
        return embed_with_pyhanko([("credential.json", signed())], compressed=False)
    return baking.bake(LIES if carrier == "svg" else png(), signed())


@pytest.mark.clause("Open Badges 3.0 §5.3")
@pytest.mark.parametrize(("carrier", "word"), [("pdf", "page"), ("png", "picture"), ("svg", "picture")])
def test_what_stands_around_a_credential_is_said_to_be_unchecked(carrier: str, word: str) -> None:
    report = verify(lying(carrier), at=AT, trust=TRUST)

    found = report.check("carrier")
    assert found is not None
    assert found.outcome is Outcome.WARNING
    assert f"The {word} around the credential was not checked" in found.message
    for said in ("Predictive Maintenance", "Ada Example", "Example University", "2026-07-01."):
        assert said in found.advice
    assert report.conclusion is Conclusion.PASSED


def test_a_file_that_is_nothing_but_the_credential_needs_no_such_warning() -> None:
    assert verify(signed(), at=AT, trust=TRUST).check("carrier") is None


SAYS = {
    "title": "Predictive Maintenance",
    "holder": "Ada Example",
    "issuer": "Example University",
    "day": "2026-07-01",
}


@pytest.mark.parametrize(
    ("carrier", "text", "clause"),
    [
        (Carrier.PDF, PAGE, "ISO 19005-3 §6.8"),
        (Carrier.PNG, PICTURE, "Open Badges 3.0 §5.3"),
        (Carrier.SVG, PICTURE, "Open Badges 3.0 §5.3"),
    ],
)
def test_the_warning_says_what_to_compare(carrier: Carrier, text: str, clause: str) -> None:
    (check,) = check_carrier(Reading(Kind.OPEN_BADGE_3, carrier, Carrier.JSON, b"", b"", {}, RECORD))

    assert line(check) == (CODE, Outcome.WARNING, clause, SAYS, True)
    assert (check.text, check.fix) == (text, COMPARE)


def test_what_the_credential_does_not_say_is_a_dash() -> None:
    dated = {"validFrom": "2026-03-02T00:00:00Z"}

    (check,) = check_carrier(Reading(Kind.CREDENTIAL, Carrier.PDF, Carrier.JSON, b"", b"", dated, None))

    assert dict(check.values) == dict.fromkeys(SAYS, "—") | {"day": "2026-03-02"}


def test_a_credential_that_says_nothing_is_compared_with_nothing() -> None:
    (check,) = check_carrier(Reading(Kind.CREDENTIAL, Carrier.PDF, Carrier.JSON, b"", b"", {}, None))

    assert (check.outcome, check.fix, dict(check.values)) == (Outcome.WARNING, NOTHING, {})
