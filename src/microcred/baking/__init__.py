"""Badges as pictures: a credential baked into a PNG or an SVG, and taken out again.

Open Badges 3.0 §5.3 and the Open Badges 2.0 Baking Specification, which name the places:
PNG text chunks `openbadgecredential` (3.0) and `openbadges` (1.x and 2.0), SVG elements
`openbadges:credential` and `openbadges:assertion`. We write 3.0 and read all of them; a picture that holds
two different credentials is refused, since readers would differ in which of them they show.
https://www.imsglobal.org/spec/ob/v3p0#baking · https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/baking/
"""

from typing import Protocol

from microcred.baking import png, svg
from microcred.errors import Ambiguous, TooLarge, Unreadable
from microcred.guards import LIMITS
from microcred.report import _

__all__ = ["bake", "is_picture", "unbake"]

SEVERAL = _(
    "This picture contains more than one credential. Send the one you mean as a separate file, or ask the "
    "issuer for it."
)


class _Kind(Protocol):
    def bake(self, picture: bytes, credential: bytes, /) -> bytes: ...
    def held(self, picture: bytes, /) -> list[bytes]: ...


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as a PNG or an SVG does."""
    return data.startswith(png.SIGNATURE) or svg.is_svg(data)


def bake(picture: bytes, credential: bytes) -> bytes:
    """Put an Open Badges 3.0 credential (JSON or compact JWS) into a PNG or SVG, replacing what it held.

    Raises Malformed for a damaged picture, Unsupported for an SVG that could act, TooLarge beyond limits.
    """
    return _kind(picture).bake(picture, credential)


def unbake(picture: bytes) -> bytes:
    """The credential that a PNG or SVG holds, as it was put in: JSON, a JWS, or the address of an assertion.

    Raises Ambiguous for a picture that holds several, wherever in it they stand; the same twice is one.
    """
    first, *others = _kind(picture).held(picture)
    if any(one.strip() != first.strip() for one in others):
        raise Ambiguous(SEVERAL)
    return first


def _kind(picture: bytes) -> _Kind:
    if len(picture) > LIMITS.bytes:
        raise TooLarge(
            "The picture has {bytes} bytes. The limit is {limit}.", bytes=len(picture), limit=LIMITS.bytes
        )
    if picture.startswith(png.SIGNATURE):
        return png
    if svg.is_svg(picture):
        return svg
    raise Unreadable("This is neither a PNG nor an SVG.")
