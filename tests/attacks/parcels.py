"""In what a signed credential is handed over: pictures, pages, envelopes, wrappers and presentations."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from microcred import baking, proofs
from microcred.keys import generate
from tests.attacks.cast import SIGNED_AT, _own_key
from tests.attacks.dresses import V2, compact
from tests.microcred.baking.test_png import itxt, png
from tests.microcred.baking.test_svg import svg
from tests.microcred.pdf.files import WHOLE, holding, packed, pdf

Parcel = Callable[[bytes], bytes | None]
Pair = Callable[[bytes, bytes], bytes | None]
WALLET, METHOD = _own_key(generate(), "did:key")
ADA = METHOD.partition("#")[0]


def is_json(data: bytes) -> bool:
    """Whether the credential is JSON rather than a token or an address."""
    return data[:1] == b"{"


def in_pdf(data: bytes) -> bytes | None:
    """Embedded in a page; an address alone is not looked for there."""
    return None if data.startswith(b"https:") else pdf({**WHOLE, 4: packed(data)})


def quoted(data: bytes) -> bytes | None:
    """A token as a JSON string."""
    return None if is_json(data) else b'"' + data + b'"'


def uploaded(data: bytes) -> bytes | None:
    """In the form that Europass takes."""
    inner = json.loads(data) if is_json(data) else {"payload": ""}
    return None if "payload" in inner else json.dumps({"credential": inner}).encode()


def enveloped(data: bytes) -> bytes | None:
    """In an envelope of W3C."""
    return _envelope(f"data:application/vc+jwt,{data.decode()}") if is_token(data) else None


def encoded(data: bytes) -> bytes | None:
    """In an envelope, encoded once more."""
    return _envelope(f"data:application/vc+jwt;base64,{b64encode(data).decode()}") if is_token(data) else None


def is_token(data: bytes) -> bool:
    """Whether the credential is a token."""
    return data.startswith(b"ey")


def _envelope(address: str) -> bytes:
    return json.dumps({"@context": V2, "type": "EnvelopedVerifiableCredential", "id": address}).encode()


def presented(*held: bytes) -> bytes | None:
    """Shown by a wallet that signs with a proof."""
    document = _presentation(*held)
    if document is None:
        return None
    more = {"domain": "verifier.example", "challenge": "1"}
    signed = proofs.sign(
        document, WALLET, method=METHOD, created=SIGNED_AT, purpose="authentication", more=more,
        suite="eddsa-jcs-2022",
    )  # fmt: skip
    return json.dumps(signed).encode()


def presented_in_token(*held: bytes) -> bytes | None:
    """Shown by a wallet in a token."""
    document = _presentation(*held)
    header = {"typ": "vp+jwt", "kid": METHOD}
    return None if document is None else compact(header, json.dumps(document).encode(), WALLET)


def presented_in_claim(*held: bytes) -> bytes | None:
    """Shown by a wallet in the claim `vp`."""
    document = _presentation(*held)
    payload = {"iss": ADA, "vp": document}
    header = {"typ": "JWT", "kid": METHOD}
    return None if document is None else compact(header, json.dumps(payload).encode(), WALLET)


def presented_twice(*held: bytes) -> bytes | None:
    """A presentation of a presentation."""
    inner = presented(*held)
    return presented(inner) if inner else None


def _presentation(*held: bytes) -> dict[str, object] | None:
    found = [data if is_json(data) else enveloped(data) for data in held]
    if None in found:
        return None
    shown = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": ADA}
    return {**shown, "verifiableCredential": [json.loads(inner) for inner in found if inner]}


PARCELS: Mapping[str, Parcel] = {
    "as it is": bytes,
    "with space around": lambda data: b"\n " + data + b" \n",
    "PNG": lambda data: baking.bake(png(), data),
    "SVG": lambda data: baking.bake(svg(), data),
    "PDF": in_pdf,
    "JSON text": quoted,
    "upload form": uploaded,
    "envelope": enveloped,
    "encoded envelope": encoded,
    "presentation": presented,
    "presentation in a token": presented_in_token,
    "presentation in vp": presented_in_claim,
    "presentation of a presentation": presented_twice,
}


def in_elements(first: bytes, second: bytes) -> bytes:
    """Two credentials in an SVG, in the place of a newer and of an older one."""
    newer = f"<ob:credential>{escape(first.decode())}</ob:credential>"
    return svg(f"{newer}<ob2:assertion>{escape(second.decode())}</ob2:assertion>")


def attached(first: bytes, second: bytes) -> bytes | None:
    """Two credentials embedded in a page."""
    is_looked_for = not any(one.startswith(b"https:") for one in (first, second))
    return holding(first, second) if is_looked_for else None


def attached_in(parcel: str) -> Pair:
    """A credential embedded in a page beside a picture or page with one."""

    def pair(first: bytes, second: bytes) -> bytes | None:
        packed_up = PARCELS[parcel](second)
        return attached(first, packed_up) if packed_up else None

    return pair


PAIRS: Mapping[str, Pair] = {
    "PNG": lambda first, second: png(itxt(first), itxt(second, b"openbadges")),
    "PNG, of one kind": lambda first, second: png(itxt(first), itxt(second, packed=True)),
    "SVG": in_elements,
    "PDF": attached,
    "PNG in PDF": attached_in("PNG"),
    "SVG in PDF": attached_in("SVG"),
    "PDF in PDF": attached_in("PDF"),
}
