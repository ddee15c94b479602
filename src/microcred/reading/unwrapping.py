"""From the bytes of a file to the credential inside it: pictures, PDF, tokens, seals, or plain JSON.

Everything is told by content, never by a file name. Nothing is verified here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from microcred import baking, jades, jose, pdf, sdjwt
from microcred.documents import contexts_of, types_of
from microcred.errors import Ambiguous, Malformed, MicrocredError, TooLarge, Unreadable, Unsupported
from microcred.guards import b64_decode, parse_json
from microcred.jades import Envelope
from microcred.jades.envelope import LIMITS as SEALED_LIMITS
from microcred.jose import Carried
from microcred.reading.kinds import OB2_CONTEXT, V2, kind_of
from microcred.report import _
from microcred.sdjwt import SdJwt


class Carrier(StrEnum):
    """What kind of file it was."""

    JSON = "json"
    JWT = "jwt"
    SD_JWT = "sd-jwt"
    SEALED = "jades"
    XML = "xml"
    PNG = "png"
    SVG = "svg"
    PDF = "pdf"
    ADDRESS = "address"


CARRIERS: Mapping[Carrier, str] = {
    Carrier.JSON: _("a text file"),
    Carrier.JWT: _("a signed token"),
    Carrier.SD_JWT: _("a wallet token with parts that can be withheld"),
    Carrier.SEALED: _("a sealed file of Europass"),
    Carrier.XML: _("an XML file"),
    Carrier.PNG: _("a picture (PNG) with the credential inside"),
    Carrier.SVG: _("a picture (SVG) with the credential inside"),
    Carrier.PDF: _("a PDF with the credential inside"),
    Carrier.ADDRESS: _("an address where the credential is kept"),
}


@dataclass(frozen=True, slots=True)
class Content:
    """What a file held: the exact bytes that were signed, in which form, and the document they make.

    `token`, `wallet` or `sealed` is what carries the document, taken apart, where it is a token, one for
    wallets or a sealed file.
    """

    carrier: Carrier
    form: Carrier
    bytes: bytes
    document: dict[str, Any] | None
    token: Carried | None = None
    wallet: SdJwt | None = None
    sealed: Envelope | None = None


EMPTY = _("The file is empty.")
NOT_TEXT = _("This is not a credential: it is neither text nor a picture nor a PDF that could contain one.")
ZIP = _("This is an archive. Unpack it and send the credential inside.")
PAGE = _("This is a web page. Download the credential itself, as a JSON, PNG, SVG or PDF file.")
NO_CREDENTIAL_IN_XML = _("This is XML, but not an ELMO transcript of records.")
NO_CREDENTIAL_IN_PDF = _("No credential is embedded in this PDF. How it looks proves nothing.")
SEVERAL_IN_PDF = _("This PDF contains more than one credential. Send the one you mean as a separate file.")
PARCELS_IN_PDF = _(
    "This PDF contains too many pictures and PDFs, or these inside one another. Send the credential as a "
    "separate file."
)
TOO_MUCH_IN_PDF = _(
    "This PDF contains too much to search for a credential. Send the credential as a separate file."
)
NO_CREDENTIAL = _("There is no credential in this text.")
LIST = _("This is a list of credentials. Send each of them as a separate file.")
NOT_AN_OBJECT = _("This is JSON, but not a credential: a credential must be a single JSON object.")

NO_ENVELOPE = _("This is marked as an enveloped credential, but it has no context that defines this.")
BROKEN_TOKEN = _("This looks like a signed token (JWT), but it is damaged or cut off.")

BOM = b"\xef\xbb\xbf"
DEEPEST_PDF = 2  # a PDF in a PDF
MOST_PARCELS = 20  # pictures and PDFs in a PDF that are looked into
_BEGINNINGS = (b"{", b"[", b'"', b"<", b"e")  # of files in a PDF that are looked into
_LARGEST = SEALED_LIMITS.bytes
_TOKEN = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_SEALED = re.compile(rb'\s*\{\s*"(?:payload|signatures)"\s*:')
_UPLOAD_FORM = frozenset({"credential", "deliveryDetails"})  # what Europass takes for sealing
_ENVELOPES = frozenset({"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"})


def unwrap(data: bytes) -> Content:
    """The credential a file holds; raises Unreadable (or its kinds) or Unsupported, with the reason."""
    if len(data) > _LARGEST:
        raise TooLarge("The file has {bytes} bytes. The limit is {limit}.", bytes=len(data), limit=_LARGEST)
    text = data.strip()
    if not text:
        raise Unreadable(EMPTY)
    if text[:1] == b"{":
        return _unwrap_json(text)
    if baking.is_picture(data):
        carrier = Carrier.PNG if data[:1] == b"\x89" else Carrier.SVG
        return replace(_unwrap_text(baking.unbake(data)), carrier=carrier)
    if pdf.is_pdf(data):
        return _unwrap_pdf(data)
    if data[:4] == b"PK\x03\x04":
        raise Unsupported(ZIP)
    return _unwrap_text(data)


def _unwrap_pdf(data: bytes) -> Content:
    """The one credential inside the PDF; raises Ambiguous where readers could each take another one."""
    found: dict[bytes, Content] = {}
    problems: list[MicrocredError] = []
    for file in _attached(data, _Search()):
        try:
            content = _unwrap_text(file)
            _refuse_other_data(content)
        except (Ambiguous, TooLarge):
            raise
        except MicrocredError as problem:
            problems.append(problem)
        else:
            found[content.bytes] = content
        if len(found) > 1:
            raise Ambiguous(SEVERAL_IN_PDF)
    if not found:
        raise problems[0] if problems else Unreadable(NO_CREDENTIAL_IN_PDF)
    return replace(next(iter(found.values())), carrier=Carrier.PDF)


@dataclass(slots=True)
class _Search:
    """How much more is looked into of what one PDF holds, however it is packed and wherever it stands."""

    parcels: int = MOST_PARCELS
    left: int = _LARGEST
    work: pdf.Work = field(default_factory=pdf.Work)

    def read(self, text: bytes) -> bytes:
        """The text, which may be a credential; raises TooLarge once all of them are too much to be read."""
        self.left -= len(text)
        if self.left < 0:
            raise TooLarge(TOO_MUCH_IN_PDF)
        return text


def _attached(data: bytes, search: _Search, depth: int = 1) -> Iterator[bytes]:
    """The files embedded in the PDF that may be credentials, also in pictures and PDFs embedded there."""
    for _name, file in pdf.embedded(data, search.work):
        is_picture = baking.is_picture(file)
        if is_picture or pdf.is_pdf(file):
            search.parcels -= 1
            if search.parcels < 0 or (depth == DEEPEST_PDF and not is_picture):
                raise TooLarge(PARCELS_IN_PDF)
            yield from _inside(file, search, depth)
        elif (text := file.strip().removeprefix(BOM))[:1] in _BEGINNINGS:
            yield search.read(text)


def _inside(file: bytes, search: _Search, depth: int) -> Iterator[bytes]:
    """What a picture or PDF inside a PDF holds; one that is damaged or holds none is data of another kind."""
    try:
        if baking.is_picture(file):
            yield search.read(baking.unbake(file))
        else:
            yield from _attached(file, search, depth + 1)
    except (Ambiguous, TooLarge):
        raise
    except Unreadable:
        return


def _refuse_other_data(content: Content) -> None:
    """Raise as `kind_of` does for data that is no credential."""
    if content.document is not None and content.form is not Carrier.SD_JWT:
        kind_of(content.document)


def _unwrap_text(data: bytes) -> Content:
    text = data.strip()
    if text[:1] in (b"{", b"["):
        return _unwrap_json(text)
    if text[:1] == b"<":
        return _unwrap_markup(text)
    if text[:1] == b'"' and text[-1:] == b'"':
        text = text[1:-1]
    if text[:8].lower().startswith((b"https://", b"http://")) and len(text.split()) == 1:
        return Content(Carrier.ADDRESS, Carrier.ADDRESS, text, _hosted(text))
    if b"~" in text and _TOKEN.match(text):
        wallet = sdjwt.read(text)
        return Content(Carrier.SD_JWT, Carrier.SD_JWT, text, wallet.claims, wallet=wallet)
    if _TOKEN.fullmatch(text):
        token = _opened(text)
        return Content(Carrier.JWT, Carrier.JWT, text, token.document, token)
    raise Unreadable(NO_CREDENTIAL if _is_text(text) else NOT_TEXT)


def _opened(text: bytes) -> Carried:
    try:
        return jose.open_token(text)
    except (Ambiguous, TooLarge):
        raise
    except Unreadable:
        raise Malformed(BROKEN_TOKEN) from None


def _hosted(address: bytes) -> dict[str, Any]:
    """All that is known of a hosted Open Badge 2.0 of which only the address was baked or sent."""
    if not address.isascii() or len(address) > 2048:
        raise Malformed(NO_CREDENTIAL)
    return {
        "@context": OB2_CONTEXT,
        "type": "Assertion",
        "id": address.decode(),
        "verification": {"type": "HostedBadge"},
    }


def _is_text(data: bytes) -> bool:
    try:
        data[:4096].decode()
    except UnicodeDecodeError as error:
        return error.start > 4090
    return b"\x00" not in data[:4096]


def _unwrap_markup(text: bytes) -> Content:
    head = text[:2048].lower()
    if b"<html" in head or b"<!doctype html" in head:
        raise Unsupported(PAGE)
    if b"elmo" not in head:
        raise Unreadable(NO_CREDENTIAL_IN_XML)
    return Content(Carrier.XML, Carrier.XML, text, None)


def _unwrap_json(text: bytes) -> Content:
    if _SEALED.match(text):
        return _unwrap_seal(text)
    document = parse_json(text)
    if isinstance(document, list) and any(_may_be_credential(one) for one in document):
        raise Ambiguous(LIST)
    if not isinstance(document, dict):
        raise Unreadable(NOT_AN_OBJECT)
    if "payload" in document and "signatures" in document:
        return _unwrap_seal(text)  # refused, with the reason: what was sealed has to come first
    if isinstance(inner := document.get("credential"), dict) and document.keys() <= _UPLOAD_FORM:
        return Content(Carrier.JSON, Carrier.JSON, text, inner)
    if _ENVELOPES & types_of(document):
        return _unwrap_envelope(document)
    return Content(Carrier.JSON, Carrier.JSON, text, document)


def _unwrap_seal(text: bytes) -> Content:
    sealed = jades.open_envelope(text)
    return Content(Carrier.SEALED, Carrier.SEALED, text, sealed.document, sealed=sealed)


def _may_be_credential(value: Any) -> bool:
    """Whether something in a list is a token or an object of a kind we know."""
    if not isinstance(value, dict):
        return isinstance(value, str) and _TOKEN.match(value.encode()) is not None
    try:
        return bool(kind_of(value))
    except MicrocredError:
        return False


def _unwrap_envelope(document: dict[str, Any]) -> Content:
    """The token in an envelope, a `data:` URL (VC-DM 2.0 §4.13.2, §4.13.3)."""
    if V2 not in contexts_of(document):
        raise Malformed(NO_ENVELOPE, at="@context")
    media, comma, token = str(document.get("id")).partition(",")
    if not comma or not media.startswith("data:application/"):
        raise Malformed(BROKEN_TOKEN, at="id")
    text = b64_decode(token) if media.endswith(";base64") else token.encode()
    if text.lstrip()[:1] in (b"{", b"["):
        raise Malformed(BROKEN_TOKEN, at="id")
    return _unwrap_text(text)
