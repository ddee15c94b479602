"""XML of others, read without entities, external files or network, and within limits; XML of ours, written.

Only UTF-8 is read and no document type at all, so nothing can be declared that would expand or be fetched.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from microcred.errors import Malformed, TooLarge
from microcred.guards import LIMITS, Limits
from microcred.record import Text
from microcred.saying import Said

NAMESPACE = "https://github.com/emrex-eu/elmo-schemas/tree/v2"
NAMESPACES = (NAMESPACE, "https://github.com/emrex-eu/elmo-schemas/tree/v1")
OWN = "https://w3id.org/microcred#"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_ENCODING = re.compile(rb'<\?xml[^>]{0,200}?encoding\s*=\s*["\']([A-Za-z0-9._-]+)["\']')
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element = etree._Element


def read_xml(data: bytes, limits: Limits = LIMITS) -> Element:
    """The root of an XML document; TooLarge or Malformed where it is no plain one (XML 1.0)."""
    if len(data) > limits.bytes or data.count(b"<") > limits.nodes:
        raise TooLarge(
            "The XML has more than {bytes} bytes or {tags} tags.", bytes=limits.bytes, tags=limits.nodes
        )
    try:
        data.decode()
    except UnicodeDecodeError as wrong:
        raise Malformed("The XML is not UTF-8.", at=Said("byte {position}", position=wrong.start)) from None
    encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
        raise Malformed("The XML is not UTF-8.", at=Said("XML declaration"))
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Malformed("The XML declares a document type, which could hide entities.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Malformed("The XML is not well-formed.", at=Said("line {line}", line=error.lineno)) from None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def add(parent: Element, name: str, text: object = None, **attributes: str) -> Element:
    """A child element of ELMO with its text; characters that XML forbids are left out."""
    return _child(parent, f"{{{NAMESPACE}}}{name}", text, attributes)


def add_own(parent: Element, name: str, text: object = None, **attributes: str) -> Element:
    """A child element of ours, for an extension."""
    return _child(parent, f"{{{OWN}}}{name}", text, attributes)


def _child(parent: Element, tag: str, text: object, attributes: Mapping[str, str]) -> Element:
    child = etree.SubElement(parent, tag)
    for name, value in attributes.items():
        child.set(name, _NOT_XML.sub("", value))
    if text is not None:
        child.text = _NOT_XML.sub("", str(text))
    return child


def add_token(parent: Element, name: str, text: str, **attributes: str) -> Element:
    """A child whose text has no line breaks or double spaces, as xs:token demands."""
    return add(parent, name, " ".join(_NOT_XML.sub(" ", text).split()), **attributes)


def add_texts(parent: Element, name: str, texts: Text | None) -> None:
    """A child for each language."""
    for tag, text in (texts or {}).items():
        child = add(parent, name, text)
        child.set(LANG, tag)


class Source:
    """One element of a document being read; notes which elements were understood."""

    def __init__(self, element: Element | None, path: str = "", seen: set[str] | None = None) -> None:
        self.element = element
        self.path = path
        self.seen: set[str] = set() if seen is None else seen

    def __bool__(self) -> bool:
        return self.element is not None

    def all(self, name: str) -> "Iterator[Source]":
        """The children of this name, in either version's namespace or in ours."""
        path = f"{self.path}.{name}" if self.path else name
        for child in self.element if self.element is not None else ():
            tag = etree.QName(child)
            if tag.localname == name and tag.namespace in (*NAMESPACES, OWN):
                self.seen.add(path)
                yield Source(child, path, self.seen)

    def one(self, name: str) -> "Source":
        """The first child of this name, or an empty one."""
        return next(self.all(name), Source(None, self.path, self.seen))

    def follow(self, *names: str) -> "Source":
        """The element at the end of a way of first children."""
        found = self
        for name in names:
            found = found.one(name)
        return found

    def attribute(self, name: str) -> str:
        """An attribute, or nothing."""
        return str(self.element.get(name, "")) if self.element is not None else ""

    @property
    def text(self) -> str:
        """The text of the element without surrounding space."""
        return (self.element.text or "").strip() if self.element is not None else ""

    def string(self, name: str) -> str:
        """The text of the first child of this name."""
        return self.one(name).text

    def texts(self, name: str) -> dict[str, str]:
        """The texts of the children of this name by language, the first of each."""
        found: dict[str, str] = {}
        for child in self.all(name):
            if child.text:
                found.setdefault(child.attribute(LANG) or "und", child.text)
        return found

    def identifier(self, *kinds: str) -> str:
        """The identifier of the first of these types that is given."""
        given: dict[str, Any] = {one.attribute("type"): one.text for one in self.all("identifier")}
        return next((str(given[kind]) for kind in kinds if given.get(kind)), "")
