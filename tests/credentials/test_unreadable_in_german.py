"""Whatever is wrong with a file, a reader of another language is told so without a word of English.

The catalogue here has a sign in the place of every word that was marked for translation, so that the only
words left on a page are facts: names, codes and what the file itself says. Words that stand one after the
other are a sentence that nobody translated.
"""

import html
import json
import re
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from mcx.core.extraction import messages_of
from mcx.core.reports import advice, message
from mcx.wallet.models import Item
from microcred.guards import b64url_encode
from microcred.report import Report
from tests import cast
from tests.credentials.cast import signed_in

ENGLISH, GERMAN = {"Accept-Language": "en"}, {"Accept-Language": "de"}
SLOT = re.compile(r"(%\(\w+\)s|\{\{|\}\}|\{\w*\}|%%)")
SENTENCE = re.compile(r"\b[a-z]+(?: [a-z]+){2,}\b")
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
PNG = b"\x89PNG\r\n\x1a\n"
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


HEADER = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
END = _chunk(b"IEND", b"")


def _svg(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()


def _token(header: object, payload: object = None, signature: bytes = b"0" * 64) -> bytes:
    parts = (json.dumps(header).encode(), json.dumps(payload or {}).encode(), signature)
    return ".".join(map(b64url_encode, parts)).encode()


def _badge(**changes: object) -> dict[str, object]:
    return {
        "@context": [V2, OB],
        "id": "urn:uuid:9e0b6d9d-0c36-4f8e-8a53-6c1f7c2a4f10",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Wasser",
        "issuer": {"id": "did:web:uni.example", "type": ["Profile"], "name": "Uni"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:6a185f5f-6d3f-4d3c-9a7a-0f2fbb5a3a11",
                "type": ["Achievement"],
                "name": "Wasser",
                "description": "Wasser",
                "criteria": {"narrative": "Wasser"},
            },
        },
        **changes,
    }


KEY = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


def _proof(suite: str = "eddsa-rdfc-2022", **changes: object) -> dict[str, object]:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2026-01-01T00:00:00Z",
        "verificationMethod": f"{KEY}#{KEY.removeprefix('did:key:')}",
        "proofPurpose": "assertionMethod",
        "proofValue": "z" + "2" * 86,
        **changes,
    }


def _signed(**changes: object) -> bytes:
    return json.dumps(_badge(proof=_proof(), **changes)).encode()


def _proved(**changes: object) -> bytes:
    return json.dumps(_badge(proof=_proof(**changes))).encode()  # type: ignore[arg-type]


EUROPEAN = json.dumps({"type": ["VerifiableCredential", "EuropeanDigitalCredential"], "id": "urn:wasser"})


def _sealed(protected: object, *, payload: str = EUROPEAN, **outside: object) -> bytes:
    header = b64url_encode(json.dumps(protected).encode())
    signature = {"protected": header, "signature": "AAAA", **outside}
    return json.dumps({"payload": payload, "signatures": [signature]}).encode()


def _pdf(*objects: str, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects, the first of them its catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} {trailer} >>"
    return body + f"{end}\nstartxref\n{len(body)}\n%%EOF\n".encode()


ELMO = '<elmo xmlns="https://github.com/emrex-eu/elmo-schemas/tree/v1">{}</elmo>'
SD_JWT = {"alg": "ES256", "typ": "dc+sd-jwt"}
SEAL = {"alg": "ES256", "b64": False, "crit": ["b64"], "sigT": "2026-01-01T00:00:00Z", "x5c": ["AAAA"]}

FILES: Mapping[str, bytes] = {
    "an archive": b"PK\x03\x04" + bytes(100),
    "bytes": bytes(range(256)) * 40,
    "a web page": b"<!doctype html><html><body>Wasser</body></html>",
    "words": b"Wasser ist nass",
    "PNG: breaks off": PNG + bytes(5),
    "PNG: no header first": PNG + END,
    "PNG: checksum": PNG + HEADER[:-1] + b"\x00" + END,
    "PNG: nothing inside": PNG + HEADER + END,
    "PNG: damaged text": PNG + HEADER + _chunk(b"iTXt", b"openbadgecredential") + END,
    "PNG: unknown packing": PNG + HEADER + _chunk(b"iTXt", b"openbadgecredential\x00\x01\x05\x00\x00x") + END,
    "PNG: bad deflate": PNG + HEADER + _chunk(b"iTXt", b"openbadgecredential\x00\x01\x00\x00\x00xxxx") + END,
    "PNG: many chunks": PNG + HEADER + _chunk(b"tEXt", b"a\x00b") * 20_000 + END,
    "SVG: nothing inside": _svg(""),
    "SVG: script": _svg("<script>alert(1)</script>"),
    "SVG: not well-formed": _svg("<rect>"),
    "SVG: entities": b'<!DOCTYPE a [<!ENTITY b "x">]>' + _svg("&b;"),
    "SVG: empty place": _svg(
        '<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"/>'
    ),
    "PDF: cut off": b"%PDF-1.7\n1 0 obj\n<<>>",
    "PDF: nowhere": b"%PDF-1.7\nstartxref\n99999\n%%EOF",
    "PDF: nothing inside": _pdf("<< /Type /Catalog >>"),
    "PDF: encrypted": _pdf("<< /Type /Catalog >>", trailer="/Root 1 0 R /Encrypt 1 0 R"),
    "PDF: no catalogue": _pdf("<< >>", trailer=""),
    "PDF: a circle": _pdf("2 0 R", "1 0 R"),
    "PDF: a file that is none": _pdf(
        "<< /Type /Catalog /AF [2 0 R] >>", "<< /Type /Filespec /EF << /F 9 0 R >> >>"
    ),
    "PDF: unknown packing": _pdf(
        "<< /Type /Catalog /AF [2 0 R] >>",
        "<< /Type /Filespec /F (a.json) /EF << /F 3 0 R >> >>",
        "<< /Type /EmbeddedFile /Filter /Unheard /Length 2 >>\nstream\n{}\nendstream",
    ),
    "token: cut off": b"eyJhbGciOiJFZERTQSJ9.eyJ2YyI6e319.",
    "token: no algorithm": _token({"alg": "none"}, {"vc": _badge()}),
    "token: unknown algorithm": _token({"alg": "HS256", "typ": "vc+jwt"}, _badge()),
    "token: strange kind": _token({"alg": "EdDSA", "typ": "at+jwt", "crit": ["x"]}, _badge()),
    "token: two things": _token({"alg": "EdDSA"}, {"vc": _badge(), "vp": {"type": "VerifiablePresentation"}}),
    "token: keys": _token({"alg": "EdDSA", "kid": f"{KEY}#x"}, {"vc": _badge(), "iat": "a", "iss": "b"}),
    "token: broken key": _token(
        {"alg": "ES256", "typ": "vc+jwt", "jwk": {"kty": "EC"}}, _badge(issuer="urn:x")
    ),
    "SD-JWT: no type": _token(SD_JWT, {"iss": "https://uni.example"}) + b"~",
    "SD-JWT: no tilde": _token(SD_JWT, {"vct": "urn:x"}) + b"~AAAA~x.y",
    "SD-JWT: bad algorithm": _token({**SD_JWT, "alg": "none"}, {"vct": "urn:x"}) + b"~",
    "SD-JWT: other kind": _token({"alg": "ES256", "typ": "x"}, {"vct": "urn:x"}) + b"~",
    "SD-JWT: foreign disclosure": _token(SD_JWT, {"vct": "urn:x"})
    + b"~"
    + b64url_encode(b'["a","b","c"]').encode()
    + b"~",
    "SD-JWT: no disclosure": _token(SD_JWT, {"vct": "urn:x"}) + b"~e30~",
    "SD-JWT: hash": _token(SD_JWT, {"vct": "urn:x", "_sd_alg": "md5"}) + b"~e30~",
    "SD-JWT: reserved": _token(SD_JWT, {"vct": "urn:x", "_sd": "a"}) + b"~",
    "SD-JWT: dates": _token(SD_JWT, {"vct": "urn:x", "iat": "gestern", "iss": "https://uni.example"}) + b"~",
    "SD-JWT: certificates": _token(
        {**SD_JWT, "x5c": ["AAAA"]}, {"vct": "urn:x", "iat": 1767225600, "iss": "https://uni.example"}
    )
    + b"~",
    "JSON: deep": b'{"a":' * 5_000,
    "JSON: twice": b'{"type":"A","type":"B"}',
    "JSON: no UTF-8": b'{"a":"\xff\xfe"}',
    "JSON: not valid": b'{"a":}',
    "JSON: large number": b'{"a":123456789012345678901234567890}',
    "JSON: list": b"[{},{}]",
    "JSON: nothing known": b'{"a":1}',
    "JSON-LD: unknown term": _signed(wasser="nass"),
    "JSON-LD: unknown type": _signed(type=["VerifiableCredential", "OpenBadgeCredential", "Wasser"]),
    "JSON-LD: unknown context": _signed(**{"@context": [V2, OB, "https://elsewhere.example/c.jsonld"]}),
    "JSON-LD: redefined": _signed(**{"@context": [V2, OB, {"issuer": "https://elsewhere.example/#i"}]}),
    "JSON-LD: no context": _signed(**{"@context": [V2, OB, 7]}),
    "JSON-LD: cyclic": _signed(**{"@context": [V2, OB, {"a": {"@id": "a:b"}, "b": {"@id": "b:a"}}]}),
    "JSON-LD: keyword": _signed(**{"@included": []}),
    "JSON-LD: value": _signed(evidence={"type": ["Evidence"], "name": {"@value": 1, "x": 2}}),
    "proof: no multibase": _proved(proofValue="!!"),
    "proof: no date": _proved(created="gestern"),
    "proof: other purpose": _proved(proofPurpose="authentication"),
    "proof: lapsed": _proved(expires="2026-01-02T00:00:00Z"),
    "proof: unknown suite": _proved(suite="unerhört-2026"),
    "proof: no key": _proved(verificationMethod="did:key:zAAAA#zAAAA"),
    "proof: damaged": _proved(),
    "proof: chained": _proved(previousProof="urn:uuid:0"),
    "proof: none": json.dumps(_badge()).encode(),
    "badge: several": _signed(
        credentialSubject=[{"type": ["AchievementSubject"]}, {"type": ["AchievementSubject"]}]
    ),
    "badge: schema": _signed(credentialSubject={"type": ["AchievementSubject"], "achievement": {"id": 7}}),
    "badge: no dates": _signed(validFrom="gestern", issuer=7),
    "badge: resources": _signed(
        relatedResource=[{"id": "https://elsewhere.example/a", "digestSRI": "md5-AAAA"}]
    ),
    "badge: status": _signed(credentialStatus={"id": "urn:a", "type": "Wasserliste"}),
    "badge 2.0: no date": json.dumps(
        {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://uni.example/1"}
    ).encode(),
    "badge 2.0: token": _token({"alg": "RS1"}, {"type": "Assertion", "badge": {}, "uid": "1"}),
    "endorsement": json.dumps(_badge(type=["VerifiableCredential", "EndorsementCredential"])).encode(),
    "learner record": json.dumps(_badge(type=["VerifiableCredential", "ClrCredential"])).encode(),
    "presentation: two": json.dumps(
        {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [_badge(), {"a": 1}]}
    ).encode(),
    "XML: no ELMO": b"<wasser/>",
    "ELMO: no date": ELMO.format("").encode(),
    "ELMO: not well-formed": ELMO.format("<report>").encode(),
    "ELMO: document type": b"<!DOCTYPE elmo>" + ELMO.format("").encode(),
    "ELMO: not UTF-8": b'<?xml version="1.0" encoding="UTF-16"?>' + ELMO.format("").encode(),
    "ELMO: no achievement": ELMO.format("<generatedDate>2026-01-01T00:00:00Z</generatedDate>").encode(),
    "seal: empty": _sealed({}),
    "seal: another key": _sealed({**SEAL, "jwk": {}}),
    "seal: certificate": _sealed(SEAL),
    "seal: critical": _sealed({**SEAL, "crit": ["b64", "wasser"]}),
    "seal: no credential": _sealed(SEAL, payload="wasser"),
    "seal: beside it": _sealed(SEAL, header={"wasser": 1}),
    "seal: a draft": json.dumps(
        {"type": ["VerifiableCredential", "EuropeanDigitalCredential"], "issuer": {"wasser": 1}, "id": 7}
    ).encode(),
}


def _signs(text: str) -> str:
    """A sign for each word; slots stay."""
    parts = SLOT.split(text)
    return "".join(part if SLOT.fullmatch(part) else re.sub(r"[^\W\d_]+", "※", part) for part in parts)


@pytest.fixture(scope="module")
def wordless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A German catalogue with a sign for every word of every text that was marked in the code."""
    folder = tmp_path_factory.mktemp("locale")
    catalogue, root = Catalog(locale="de"), Path(configured.SOURCE_DIR).parent
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html")]):
        for found in messages_of(path):
            texts = (found.text, found.plural) if found.plural else found.text
            signs = tuple(map(_signs, texts)) if isinstance(texts, tuple) else _signs(texts)
            catalogue.add(texts, signs, context=found.context or None)
    (folder / "de" / "LC_MESSAGES").mkdir(parents=True)
    with (folder / "de" / "LC_MESSAGES" / "django.po").open("wb") as file:
        write_po(file, catalogue)
    return folder


@pytest.fixture
def in_german(wordless: Path, settings: Settings) -> None:
    """Let this catalogue be the German one; each test has the process's catalogues anew."""
    settings.LOCALE_PATHS = [wordless]
    call_command("compile_translations", verbosity=0)


def sentences(page: str) -> list[str]:
    """The English that is left in the main part of a page."""
    main = page[page.index("<main") :]
    return SENTENCE.findall(html.unescape(TAGS.sub(" | ", main)).replace("\n", " "))


@pytest.mark.django_db
@pytest.mark.usefixtures("in_german")
@pytest.mark.parametrize("name", FILES)
def test_what_is_wrong_with_a_file_is_said_in_german(name: str) -> None:
    page = Client().post(
        "/verify", {"file": SimpleUploadedFile("a", FILES[name]), "text": ""}, headers=GERMAN
    )

    assert page.status_code == 200
    assert "※" in page.text
    assert sentences(page.text) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("in_german")
@pytest.mark.parametrize("name", FILES)
def test_what_was_wrong_when_it_was_brought_along_is_said_in_the_language_of_who_looks(name: str) -> None:
    """The report is stored: an English one is read in German later."""
    learner = signed_in(cast.person("Lea"))

    answer = learner.post(
        "/wallet/import", {"file": SimpleUploadedFile("a", FILES[name]), "text": ""}, headers=ENGLISH
    )

    if answer.status_code == 422:
        answer = learner.post(
            "/wallet/import", {"file": SimpleUploadedFile("a", FILES[name]), "text": ""}, headers=GERMAN
        )
        assert answer.status_code == 422
        assert sentences(answer.text) == []
        return
    kept = Item.objects.get()
    with translation.override("de"):
        said = " | ".join(f"{message(one)} | {advice(one)}" for one in Report.from_json(kept.report or {}))
    assert "※" in said
    assert SENTENCE.findall(said) == []
    learner.get(f"/wallet/{kept.pk}/", headers=ENGLISH)  # says once that it was brought along
    assert sentences(learner.get(f"/wallet/{kept.pk}/", headers=GERMAN).text) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("in_german")
@pytest.mark.parametrize("name", FILES)
def test_programs_are_told_in_the_language_they_ask_for(name: str) -> None:
    sent = {"file": SimpleUploadedFile("a", FILES[name])}
    answer = Client().post("/api/credentials/verify", sent, headers=GERMAN).json()

    said = [text for one in answer["checks"] for text in (one["message"], one["fix"])]
    assert any("※" in text for text in said)
    assert SENTENCE.findall(" | ".join(said)) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("in_german")
@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("GET", "/api/wallet/items", 401),
        ("DELETE", "/api/credentials/verify", 405),
        ("POST", "/api/credentials/verify", 422),
    ],
)
def test_programs_are_refused_in_the_language_they_ask_for(method: str, address: str, status: int) -> None:
    answer = Client().generic(method, address, headers=GERMAN)

    assert answer.status_code == status
    told = answer.json()
    assert "※" in told["detail"]
    assert SENTENCE.findall(f"{told['detail']} | {told.get('fix', '')}") == []


def test_the_sign_for_a_sentence_that_nobody_translated_is_seen() -> None:
    page = "<main><h1>※ ※</h1><p>※ ※: The PNG breaks off in the middle.</p><p>Wasser, at+jwt, x</p></main>"

    assert sentences(page) == ["breaks off in the middle"]
