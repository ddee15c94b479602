"""Badges as pictures: a credential baked into a PNG or an SVG, and taken out again.

Open Badges 3.0 §5.3 and the Open Badges 2.0 Baking Specification, which name the places:
PNG text chunks `openbadgecredential` (3.0) and `openbadges` (1.x and 2.0), SVG elements
`openbadges:credential` and `openbadges:assertion`. We write 3.0 and read all of them.
https://www.imsglobal.org/spec/ob/v3p0#baking · https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/baking/
"""

from typing import Protocol

from microcred.baking import png, svg
from microcred.errors import TooLarge, Unreadable
from microcred.guards import LIMITS

__all__ = ["bake", "is_picture", "unbake"]


class _Kind(Protocol):
    def bake(self, picture: bytes, credential: bytes, /) -> bytes: ...
    def unbake(self, picture: bytes, /) -> bytes: ...


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

    A picture that holds an Open Badges 3.0 credential beside an older assertion gives the former.
    """
    return _kind(picture).unbake(picture)


def _kind(picture: bytes) -> _Kind:
    if len(picture) > LIMITS.bytes:
        raise TooLarge(f"The picture has {len(picture)} bytes; at most {LIMITS.bytes} are read.")
    if picture.startswith(png.SIGNATURE):
        return png
    if svg.is_svg(picture):
        return svg
    raise Unreadable("This is neither a PNG nor an SVG.")
