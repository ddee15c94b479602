"""Whether a page or picture is the very file that this network made around its credential."""

from hashlib import sha256

from mcx.credentials.documents.pictures import pictures
from mcx.credentials.models import Award
from mcx.credentials.selectors import BADGE
from microcred import Reading
from microcred.reading import Carrier
from microcred.report import Check, _, passed, warning
from microcred.verification.carriers import CODE, what_to_compare

REGISTRY = "Register of this network"
OTHER_PAGE = _(
    "This network issued the credential in the file, but not this exact file. What is shown around the "
    "credential may have been changed."
)
OTHER_PICTURE = _(
    "This network issued the credential in the file, but would draw the picture differently today. What is "
    "shown around the credential may have been changed."
)


def check_own_carrier(reading: Reading, award: Award) -> Check:
    """Of a credential of ours whether the file around it is ours too, byte for byte.

    Certificates are compared with the bytes kept, of whatever copy. Pictures are drawn anew, in each language
    in which one may have been handed out, since the same words always give the same bytes; of one from before
    a change of the drawing no more can be said than that it is another one.
    """
    if _is_ours(reading, award):
        text = _("The file is exactly the one that this network issued.")
        return passed(CODE, text, REGISTRY)
    text = OTHER_PAGE if reading.carrier is Carrier.PDF else OTHER_PICTURE
    fix, values = what_to_compare(reading)
    return warning(CODE, text, REGISTRY, fix, **values)


def _is_ours(reading: Reading, award: Award) -> bool:
    if reading.carrier is Carrier.PDF:
        kept = award.credentials.filter(format=reading.carrier.value)
        return kept.filter(sha256=sha256(reading.original).hexdigest()).exists()
    badges = award.credentials.filter(format=BADGE)
    if not badges.filter(sha256=sha256(reading.content).hexdigest()).exists():
        return False
    drawn = pictures(award, reading.carrier.value, badge=reading.content)
    return any(made == reading.original for made in drawn)
