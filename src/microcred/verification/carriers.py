"""What a file shows around the credential inside it: nobody signed that, so nobody can check it.

Open Badges 3.0 §5.3 (baked pictures), ISO 19005-3 §6.8 (files embedded in a PDF). A page or picture may say
anything: the reader is told what the credential itself says, to compare.
"""

from collections.abc import Iterator

from microcred.reading import Carrier, Reading
from microcred.report import Check, _, warning
from microcred.saying import Moment, Name
from microcred.verification.issuers import issuer_name

CODE = "carrier"
PAGE = _("The page around the credential was not checked. Anyone can attach a credential to any page.")
PICTURE = _(
    "The picture around the credential was not checked. Anyone can put a credential into any picture."
)
COMPARE = _("Compare what it shows with the credential: “{title}”, {holder}, {issuer}, {day}.")
UNTITLED = _("Compare what it shows with the credential: {holder}, {issuer}, {day}.")
NOTHING = _("The credential in it contains nothing to compare. Do not rely on what it shows.")
CARRIERS = {
    Carrier.PDF: (PAGE, "ISO 19005-3 §6.8"),
    Carrier.PNG: (PICTURE, "Open Badges 3.0 §5.3"),
    Carrier.SVG: (PICTURE, "Open Badges 3.0 §5.3"),
}


def check_carrier(reading: Reading) -> Iterator[Check]:
    """A warning for a file that shows more than the credential in it, with what to compare; else nothing."""
    if reading.carrier in CARRIERS:
        text, source = CARRIERS[reading.carrier]
        fix, values = what_to_compare(reading)
        yield warning(CODE, text, source, fix, **values)


def what_to_compare(reading: Reading) -> tuple[str, dict[str, str]]:
    """The advice to compare, with title, holder, issuer and day as the credential itself says them."""
    heading = reading.heading
    found = {
        "title": Name(heading.title or {}),
        "holder": heading.holder,
        "issuer": issuer_name(heading.issuer),
        "day": Moment(heading.issued_at.date()) if heading.issued_at else "",
    }
    if not any(found.values()):
        return NOTHING, {}
    return COMPARE if found["title"] else UNTITLED, {name: value or "—" for name, value in found.items()}
