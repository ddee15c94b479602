"""What a file holds is told by its first bytes, up to the last byte that is looked at."""

import base64
import json
from typing import Any

import pytest

from microcred import elmo, sdjwt
from microcred.baking import bake
from microcred.errors import Ambiguous, Malformed, MicrocredError, TooLarge, Unreadable, Unsupported
from microcred.guards import b64url_encode
from microcred.jades.envelope import LIMITS
from microcred.keys import generate
from microcred.reading import Carrier, read, unwrap
from microcred.reading.kinds import OB2_CONTEXT
from microcred.reading.unwrapping import (
    BOM,
    BROKEN_TOKEN,
    EMPTY,
    NO_CREDENTIAL,
    NO_CREDENTIAL_IN_PDF,
    NO_CREDENTIAL_IN_XML,
    NO_ENVELOPE,
    NOT_AN_OBJECT,
    NOT_TEXT,
    PAGE,
    SEVERAL_IN_PDF,
    ZIP,
)
from tests.microcred.cast import RECORD
from tests.microcred.elmo.cast import TRANSCRIPT
from tests.microcred.pdf.files import WHOLE, holding, packed, pdf
from tests.microcred.reading.test_reading import BADGE, envelope, token
from tests.microcred.verification.test_sealed import sealed
from tests.spec import spec

TOKEN = token(json.loads(BADGE))
ELMO = elmo.write(TRANSCRIPT)[0]
WALLET = sdjwt.issue(RECORD, generate("P-256"), salt=lambda: "a" * 22, kid="#1", selective=())
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'


def refusal(data: bytes) -> tuple[type[MicrocredError], str, str]:
    """How a file is refused, in which words and where in it."""
    with pytest.raises(MicrocredError) as refused:
        unwrap(data)
    return type(refused.value), refused.value.message, refused.value.at


@pytest.mark.parametrize("around", [b"", b" \n\t"])
@pytest.mark.parametrize(
    ("data", "form"),
    [
        (BADGE, Carrier.JSON),
        (TOKEN, Carrier.JWT),
        (WALLET, Carrier.SD_JWT),
        (ELMO, Carrier.XML),
        (sealed(), Carrier.SEALED),
    ],
)
def test_a_file_holds_the_bytes_that_were_signed(data: bytes, form: Carrier, around: bytes) -> None:
    content = unwrap(around + data + around)

    assert (content.carrier, content.form, content.bytes) == (form, form, data.strip())
    assert (content.token is not None) is (form is Carrier.JWT)
    assert (content.wallet is not None) is (form is Carrier.SD_JWT)
    assert (content.sealed is not None) is (form is Carrier.SEALED)
    assert (content.document is None) is (form is Carrier.XML)
    reading = read(data)
    assert (reading.token, reading.wallet, reading.sealed) == (content.token, content.wallet, content.sealed)


def test_json_that_speaks_of_other_files_is_json() -> None:
    data = b'{"name": "%PDF-1.7 <svg>"}'

    assert unwrap(data).document == {"name": "%PDF-1.7 <svg>"}


@pytest.mark.parametrize("data", [BADGE, TOKEN])
def test_a_picture_or_a_pdf_holds_what_a_file_of_its_own_would(data: bytes) -> None:
    alone = unwrap(data)
    png = bake(spec("openbadges/ob30/simple-json.png").read_bytes(), data)

    for carrier, file in (
        (Carrier.PNG, png),
        (Carrier.SVG, bake(SVG, data)),
        (Carrier.PDF, pdf({**WHOLE, 4: packed(b"\n " + data + b"\n")})),
    ):
        content = unwrap(file)
        assert (content.carrier, content.form, content.bytes) == (carrier, alone.form, alone.bytes)
        assert (content.document, content.token) == (alone.document, alone.token)


@pytest.mark.parametrize(
    ("first", "second", "form"),
    [
        (b"notes", BADGE, Carrier.JSON),
        (b"[1]", TOKEN, Carrier.JWT),
        (b"", ELMO, Carrier.XML),
        (BADGE, b" " + BADGE + b" ", Carrier.JSON),
        (BADGE, b"{}", Carrier.JSON),
        (BADGE, b"elsewhere", Carrier.JSON),
    ],
)
def test_a_pdf_holds_the_one_file_that_may_be_a_credential(
    first: bytes, second: bytes, form: Carrier
) -> None:
    assert unwrap(holding(first, second)).form is form


def test_a_file_in_a_pdf_may_begin_with_the_mark_of_its_byte_order() -> None:
    content = unwrap(pdf({**WHOLE, 4: packed(b" " + BOM + BADGE)}))

    assert (content.form, content.bytes) == (Carrier.JSON, BADGE)


@pytest.mark.parametrize("other", [ELMO, TOKEN])
def test_a_pdf_with_a_credential_of_another_form_beside_the_first_is_refused(other: bytes) -> None:
    assert refusal(holding(BADGE, other)) == (Ambiguous, SEVERAL_IN_PDF, "")
    assert refusal(holding(b"notes", b"[1]")) == (Unreadable, NOT_AN_OBJECT, "")
    assert refusal(holding(b"notes", b"more")) == (Unreadable, NO_CREDENTIAL_IN_PDF, "")


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b" " * LIMITS.bytes, Unreadable, EMPTY),
        (b"PK\x03\x04", Unsupported, ZIP),
        (b"[{}]", Unreadable, NOT_AN_OBJECT),
        (b'"' + TOKEN, Unreadable, NO_CREDENTIAL),
        (TOKEN + b'"', Unreadable, NO_CREDENTIAL),
        (b"a~b", Unreadable, NO_CREDENTIAL),
        (TOKEN + b" x", Unreadable, NO_CREDENTIAL),
        (b"see https://uni.example/1", Unreadable, NO_CREDENTIAL),
        (b"https://uni.example/1 https://uni.example/2", Unreadable, NO_CREDENTIAL),
        (b"https:/uni.example", Unreadable, NO_CREDENTIAL),
        ("https://uni.example/é".encode(), Malformed, NO_CREDENTIAL),
        (b"https://uni.example/".ljust(2049, b"x"), Malformed, NO_CREDENTIAL),
        (b"e30.e30.", Unreadable, None),
        (b"e30.W10.", Malformed, BROKEN_TOKEN),
        (b"<note/>".ljust(2044) + b"elmo", None, None),
        (b"<note/>".ljust(2045) + b"elmo", Unreadable, NO_CREDENTIAL_IN_XML),
        (b"<x>".ljust(2043) + b"<html", Unsupported, PAGE),
        (b"<x>".ljust(2044) + b"<html", Unreadable, NO_CREDENTIAL_IN_XML),
        (b"<!-- elmo --><HTML>", Unsupported, PAGE),
        (b"<!-- elmo --><!DOCTYPE html>", Unsupported, PAGE),
    ],
)
def test_what_is_looked_at_ends_somewhere(
    data: bytes, error: type[MicrocredError] | None, words: str | None
) -> None:
    if words is None:
        assert unwrap(data).bytes == data.strip()
    else:
        assert refusal(data)[:2] == (error, words)


def test_a_file_may_be_so_large_and_no_larger() -> None:
    error, message, _at = refusal(b" " * (LIMITS.bytes + 1))

    assert (error, message) == (TooLarge, "The file has 20000001 bytes. The limit is 20000000.")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x" * 4095 + "é".encode(), NO_CREDENTIAL),
        (b"x" * 4091 + b"\xff" + b"x" * 9, NO_CREDENTIAL),
        (b"x" * 4090 + b"\xff" + b"x" * 9, NOT_TEXT),
        (b"x" * 4096 + b"\x00", NO_CREDENTIAL),
        (b"x" * 4095 + b"\x00", NOT_TEXT),
    ],
)
def test_what_is_no_credential_is_called_text_where_it_is_some(data: bytes, words: str) -> None:
    assert refusal(data) == (Unreadable, words, "")


@pytest.mark.parametrize(
    "address", ["https://uni.example/1", "HTTP://uni.example/1", "https://u.example/".ljust(2048, "x")]
)
def test_an_address_is_that_of_a_hosted_badge(address: str) -> None:
    for data in (address.encode(), f'"{address}"'.encode()):
        content = unwrap(data)
        assert (content.carrier, content.form) == (Carrier.ADDRESS, Carrier.ADDRESS)
        assert content.bytes == address.encode()
        assert content.document == {
            "@context": OB2_CONTEXT,
            "type": "Assertion",
            "id": address,
            "verification": {"type": "HostedBadge"},
        }


def test_a_token_may_stand_in_quotes() -> None:
    assert unwrap(b'"' + TOKEN + b'"').bytes == TOKEN


def test_a_wallets_token_is_told_by_its_tildes() -> None:
    issued = sdjwt.issue(RECORD, generate("P-256"), salt=lambda: "a" * 22, kid="#1", selective=())

    content = unwrap(issued)

    assert (content.carrier, content.form, content.bytes) == (Carrier.SD_JWT, Carrier.SD_JWT, issued)
    assert content.document == sdjwt.read(issued).claims


def test_a_token_that_may_mean_two_things_or_is_too_large_is_refused_as_that() -> None:
    large = b64url_encode(json.dumps({"x": [[]] * 200_001}).encode()).encode()

    assert refusal(token({"vc": {}, "vp": {}}))[0] is Ambiguous
    assert refusal(b"e30." + large + b".")[0] is TooLarge


def test_a_seal_is_told_by_its_two_members_and_begins_with_what_was_sealed() -> None:
    file = json.loads(sealed())
    payload, signatures = ({name: file[name]} for name in ("payload", "signatures"))
    escaped = json.dumps({**payload, **signatures}).replace('"payload"', '"\\u0070ayload"')

    assert unwrap(sealed()).document == json.loads(file["payload"])
    assert refusal(escaped.encode())[0] is Malformed
    for misplaced in ({**signatures, **payload}, {"first": 1, **payload, **signatures}, signatures):
        assert refusal(json.dumps(misplaced).encode())[0] is Malformed
    for alone in (payload, signatures):
        assert unwrap(json.dumps({"first": 1, **alone}).encode()).form is Carrier.JSON


@pytest.mark.parametrize(
    ("beside", "is_form"), [({}, True), ({"deliveryDetails": {}}, True), ({"name": "x"}, False)]
)
def test_what_europass_takes_for_sealing_is_opened(beside: dict[str, Any], is_form: bool) -> None:
    whole = {"credential": {"name": "inside"}, **beside}
    data = json.dumps(whole).encode()

    content = unwrap(data)

    assert content.document == (whole["credential"] if is_form else whole)
    assert (content.carrier, content.form, content.bytes) == (Carrier.JSON, Carrier.JSON, data)
    assert unwrap(b'{"credential": "x"}').document == {"credential": "x"}


@pytest.mark.parametrize(
    ("changes", "words", "at"),
    [
        ({"@context": "https://w3id.org/x"}, NO_ENVELOPE, "@context"),
        ({"id": f"data:application/vc+jwt;{TOKEN.decode()}"}, BROKEN_TOKEN, "id"),
        ({"id": f"urn:application/vc+jwt,{TOKEN.decode()}"}, BROKEN_TOKEN, "id"),
        ({"id": f"data:application/vc,{BADGE.decode()}"}, BROKEN_TOKEN, "id"),
        ({"id": "data:application/vc, [1]"}, BROKEN_TOKEN, "id"),
        ({"id": None}, BROKEN_TOKEN, "id"),
    ],
)
def test_a_broken_envelope_says_where(changes: dict[str, Any], words: str, at: str) -> None:
    assert refusal(json.dumps(envelope("", **changes)).encode()) == (Malformed, words, at)
    missing = {key: value for key, value in envelope("").items() if key != "id"}
    assert refusal(json.dumps(missing).encode()) == (Malformed, BROKEN_TOKEN, "id")
    twice = envelope(f"data:application/vc+jwt,x,{TOKEN.decode()}")
    assert refusal(json.dumps(twice).encode()) == (Unreadable, NO_CREDENTIAL, "")


@pytest.mark.parametrize("kind", ["EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"])
def test_an_envelope_holds_what_a_file_of_its_own_would(kind: str) -> None:
    encoded = base64.b64encode(TOKEN).decode()

    for address in (f"data:application/vc+jwt,{TOKEN.decode()}", f"data:application/x;base64,{encoded}"):
        assert unwrap(json.dumps(envelope(address, type=[kind])).encode()) == unwrap(TOKEN)
