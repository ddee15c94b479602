"""The page images of a credential: what Europass shows of it, one set of pages for each language.

ELM 3.2 classes DisplayParameter, IndividualDisplay, DisplayDetail, MediaObject. An image is PNG or JPEG.
"""

import base64
import zlib
from collections.abc import Mapping, Sequence

from microcred.elm.nodes import Node, Nodes, compact, texts
from microcred.errors import NotWritable
from microcred.record import Text

Pages = Mapping[str, Sequence[bytes]]

FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type"
BASE64 = ("encoding", "6146cde7dd", "base64")
_MAGIC = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


# One white pixel (PNG, 8-bit grey): what stands in where nobody drew a page.
BLANK = (
    b"\x89PNG\r\n\x1a\n"
    + _png_chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    + _png_chunk(b"IDAT", zlib.compress(b"\0\xff"))
    + _png_chunk(b"IEND", b"")
)
BLANK_TEXT = base64.b64encode(BLANK).decode()


def write_display(nodes: Nodes, title: Text, pages: Pages) -> Node:
    """The pages by language; the first language is the primary one. Raises NotWritable for other images."""
    shown = pages or {nodes.language if nodes.tongue(nodes.language) else "en": (BLANK,)}
    languages = {tag: nodes.tongue(tag) for tag in shown}
    if None in languages.values() or not all(shown.values()):
        raise NotWritable("Pages need a language of the European table and at least one image.", at="pages")
    tongues = [tongue for tongue in languages.values() if tongue]
    displays = (_individual(nodes, languages[tag], images) for tag, images in shown.items())
    content = {
        "title": texts(title),
        "language": compact(tongues),
        "primaryLanguage": tongues[0],
        "individualDisplay": compact(displays),
    }
    return nodes.node("DisplayParameter", "displayParameter", content)


def _individual(nodes: Nodes, language: Node | None, images: Sequence[bytes]) -> Node:
    details = (
        nodes.node("DisplayDetail", "displayDetail", {"page": page, "image": media_object(nodes, image)})
        for page, image in enumerate(images, 1)
    )
    return nodes.node(
        "IndividualDisplay", "individualDisplay", {"language": language, "displayDetail": compact(details)}
    )


def media_object(nodes: Nodes, image: bytes) -> Node:
    """An image with its content in the document."""
    kind = next((name for magic, name in _MAGIC.items() if image.startswith(magic)), "")
    if not kind:
        raise NotWritable("A page is a PNG or JPEG image.", at="pages")
    content = {
        "content": base64.b64encode(image).decode(),
        "contentEncoding": nodes.snb(*BASE64),
        "contentType": nodes.concept(f"{FILE_TYPES}/{kind}", FILE_TYPES, {"en": kind}),
    }
    return nodes.node("MediaObject", "mediaObject", content)
