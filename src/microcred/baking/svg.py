"""Credentials in SVG elements, read without ever running, fetching or expanding anything."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from lxml import etree

from microcred.errors import Malformed, NotWritable, TooLarge, Unsupported
from microcred.guards import LIMITS
from microcred.report import _
from microcred.saying import Said

SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
OB3 = "https://purl.imsglobal.org/ob/v3p0"
OB2 = "http://openbadges.org"
CREDENTIAL = f"{{{OB3}}}credential"
PLACES = (CREDENTIAL, f"{{{OB2}}}assertion")  # where we look: 3.0, then what is older
MOST_ATTRIBUTES = 500  # lxml takes time square in their number to list them

# What may act, load or cover other things where a browser shows the picture by itself (SVG 2 §2, §15).
ACTIVE_ELEMENTS = frozenset(
    ["script", "foreignobject", "handler", "listener", "iframe", "embed", "object", "audio", "video", "link"]
)
ANIMATIONS = frozenset(["animate", "set", "animatemotion", "animatetransform", "animatecolor"])
_ANIMATED_RISK = re.compile(r"(?:^|:)(?:href|src|on)")
_SAFE_REFERENCE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);")
# Styles that load, and backslashes, which could spell the same in another way (CSS Syntax §4.3.7).
_LOADING_STYLE = re.compile(
    r"""@import|\\|expression\(|image-set\(|url\((?!\s*+["']?+\s*+(?:#|data:image/(?!svg)))"""
)


def is_svg(data: bytes) -> bool:
    """Whether the bytes look like XML with an SVG in it."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in data[:8192]


def bake(picture: bytes, credential: bytes) -> bytes:
    """The SVG with the credential as its first element: JSON as text, a JWS in `verify` (OB 3.0 §5.3.2.1).

    Raises Unsupported for an SVG that could act, since we would be handing it on.
    """
    root = _root(picture)
    _refuse_active(root)
    for old in list(root.iter(*PLACES)):
        _remove(old)
    root.insert(0, _element(credential.decode()))
    return etree.tostring(root, with_tail=False, xml_declaration=True, encoding="utf-8")


def held(picture: bytes) -> list[bytes]:
    """What stands in the elements made for credentials; raises Malformed where there is none."""
    elements = list(_root(picture).iter(*PLACES))
    if not elements:
        raise Malformed("The SVG does not contain a credential.")
    found = [text.encode() for element in elements for text in _texts(element)]
    if not found:
        raise Malformed("The SVG has a place for a credential, but it is empty.")
    return found


def _texts(element: Any) -> Iterator[str]:
    """The text of an element, and its `verify` attribute unless the text itself names that address."""
    text = "".join(element.itertext()).strip()
    verify = (element.get("verify") or "").strip()
    if text:
        yield text
    if verify and verify not in text.replace("\\/", "/"):
        yield verify


def _root(picture: bytes) -> Any:
    """The parsed SVG. Entities are refused before parsing, so UTF-8 is the only encoding read."""
    if picture.count(b"<") > LIMITS.nodes:
        raise TooLarge("The SVG has more than {limit} elements.", limit=LIMITS.nodes)
    if b"<!ENTITY" in picture:
        raise Unsupported("The SVG declares entities. Save it as a plain SVG.")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(picture, parser)
    except etree.XMLSyntaxError as error:
        if "huge" in str(error).lower() or "depth" in str(error).lower():
            raise TooLarge("The SVG is nested too deeply or contains texts that are too long.") from None
        raise Malformed(
            "The SVG is not well-formed XML in UTF-8.", at=Said("line {line}", line=error.lineno)
        ) from None
    if root.tag != f"{{{SVG}}}svg":
        raise Malformed("This XML is not an SVG.")
    return root


def _element(credential: str) -> Any:
    element = etree.Element(CREDENTIAL, nsmap={"openbadges": OB3})
    try:
        if not credential.lstrip().startswith("{"):
            element.set("verify", credential)
        elif "]]>" in credential or "\r" in credential:  # CDATA would end or alter these
            element.text = credential
        else:
            element.text = etree.CDATA(credential)
    except ValueError:
        raise NotWritable("The credential contains characters that XML cannot represent.") from None
    return element


def _remove(element: Any) -> None:
    """Take an element out and leave the text that follows it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _refuse_active(root: Any) -> None:
    for node in chain(root.itersiblings(preceding=True), root.iter()):
        if len(node.attrib) > MOST_ATTRIBUTES:
            raise TooLarge("An element of the SVG has more than {limit} attributes.", limit=MOST_ATTRIBUTES)
        reason = _activity(node)
        if reason:
            raise Unsupported(
                "The SVG is not just a picture: it contains {reason}.",
                at=Said("line {line}", line=node.sourceline),
                reason=reason,
            )


def _activity(node: Any) -> str:
    """What about the node could act or load, in words; empty for a node that only draws."""
    if node.tag is etree.Comment:
        return ""
    if not isinstance(node.tag, str):
        return _("a processing instruction")
    qualified = etree.QName(node)
    name = qualified.localname.lower()
    if name in ACTIVE_ELEMENTS or qualified.namespace == XHTML:
        return Said("a “{name}” element", name=name)
    if name == "style" and _LOADING_STYLE.search("".join(node.itertext()).lower()):
        return _("a style that loads something")
    return next(filter(None, (_risk(name, *attribute) for attribute in node.attrib.items())), "")


def _risk(element: str, attribute: str, value: str) -> str:
    qualified, value = etree.QName(attribute), value.strip().lower()
    name = qualified.localname.lower()
    if name.startswith("on"):
        return Said("an event handler “{name}”", name=name)
    if name in ("href", "src"):
        safe = _SAFE_REFERENCE.match(value) or (element == "a" and value.startswith("https://"))
        return "" if safe else _("a reference to something outside")
    if element in ANIMATIONS and name == "attributename" and _ANIMATED_RISK.search(value):
        return _("an animation of a reference or an event handler")
    return (
        _("a style that loads something") if not qualified.namespace and _LOADING_STYLE.search(value) else ""
    )
