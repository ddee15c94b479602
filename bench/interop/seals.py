"""Seals both ways with openssl and with npm's `jose`: `python -m bench.interop.seals`.

openssl verifies our signatures, certificates and timestamps, and holds the key of a seal that we check;
`jose` verifies our seals and signs one itself. The npm package is installed at run time into
`var/interop/seals`. Exits 0 if every trial went as expected, 1 if one did not; what cannot be had here is
skipped and named.
"""

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from microcred import jades
from microcred.guards import b64url_decode
from microcred.jades.envelope import Seal, open_envelope, signature_tokens
from microcred.jades.sealing import issuer_serial
from microcred.report import Outcome
from tests.microcred.elm.cast import SEAL_HOLDER, document
from tests.microcred.jades.pki import NOON, Holder, timestamp_authority, timestamper

PACKAGE = "jose@6.2.18"
FOLDER = Path("var/interop/seals")
ALGORITHMS = ("RS256", "ES256")
SUBJECT = "/C=AT/O=Example University/organizationIdentifier=NTRAT-123456a/CN=TEST SEAL by openssl"
PAYLOAD = jades.serialise(document())

Trial = tuple[str, bool]


def main() -> int:
    """Run the trials with both algorithms and print what came of each."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    stamps = timestamp_authority()
    trials = [trial for algorithm in ALGORITHMS for trial in _trials(algorithm, stamps)]
    for name, went_well in trials:
        print("ok    " if went_well else "FAILED", name)
    return 0 if all(went_well for _, went_well in trials) else 1


def _trials(algorithm: str, stamps: Holder) -> Iterator[Trial]:
    provider = jades.issue_test_seal(SEAL_HOLDER, at=NOON, algorithm=algorithm)
    sealed = jades.seal(PAYLOAD, provider, at=NOON, timestamper=timestamper(stamps))
    if shutil.which("openssl"):
        yield from _openssl_reads(algorithm, provider, sealed, stamps)
        yield from _openssl_writes(algorithm)
    else:
        print("skipped: openssl is not here")
    if _installed():
        yield from _jose(algorithm, provider, sealed)
    else:
        print("skipped: Node or the package", PACKAGE, "cannot be had here")


def _openssl_reads(algorithm: str, provider: jades.KeySeal, sealed: bytes, stamps: Holder) -> Iterator[Trial]:
    envelope = open_envelope(sealed)
    seal = envelope.seals[0]
    public = provider.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _put("public.pem", public)
    _put("signature.bin", _signature(algorithm, seal))
    _put("signed.bin", seal.signing_input(envelope.payload.encode()))
    verify = ("dgst", "-sha256", "-verify", "public.pem", "-signature", "signature.bin")
    yield f"{algorithm}: openssl verifies our signature", _openssl(*verify, "signed.bin")
    _put("changed.bin", seal.signing_input(envelope.payload.replace("Ada", "Eva").encode()))
    yield f"{algorithm}: openssl refuses changed content", not _openssl(*verify, "changed.bin")
    _put("seal.pem", provider.chain[0].public_bytes(Encoding.PEM))
    _put("root.pem", provider.chain[1].public_bytes(Encoding.PEM))
    at = ("-attime", str(int(NOON.timestamp())))
    path = _openssl("verify", *at, "-CAfile", "root.pem", "seal.pem")
    yield f"{algorithm}: openssl finds the way to our authority", path
    _put("token.der", signature_tokens(seal)[0])
    _put("value.txt", seal.value.encode())
    _put("stamps.pem", stamps.certificate.public_bytes(Encoding.PEM))
    stamped = (
        "ts",
        "-verify",
        "-data",
        "value.txt",
        "-in",
        "token.der",
        "-token_in",
        "-CAfile",
        "stamps.pem",
    )
    yield f"{algorithm}: openssl verifies the timestamp in it", _openssl(*stamped, *at)


def _openssl_writes(algorithm: str) -> Iterator[Trial]:
    """A seal whose key and certificate openssl made, and whose key only openssl uses."""
    kind = ("rsa:2048",) if algorithm == "RS256" else ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")
    made = ("-x509", "-nodes", "-days", "30", "-keyout", "theirs.key", "-out", "theirs.pem", "-subj", SUBJECT)
    usage = ("-addext", "keyUsage=critical,digitalSignature,nonRepudiation")
    if not _openssl("req", "-newkey", *kind, *made, *usage):
        yield f"{algorithm}: openssl makes a seal certificate", False
        return
    provider = OpenSslSeal(algorithm)
    at = provider.chain[0].not_valid_before_utc
    sealed = jades.seal(PAYLOAD, provider, at=at)
    found = jades.check(sealed, at=at, anchors=provider.chain)
    yield (
        f"{algorithm}: we check a seal whose key openssl holds",
        {check.outcome for check in found} == {Outcome.PASSED, Outcome.WARNING},
    )


@dataclass(frozen=True)
class OpenSslSeal:
    """A seal provider in another program, as a device or a remote service would be."""

    algorithm: str

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificate that openssl made."""
        return (x509.load_pem_x509_certificate((FOLDER / "theirs.pem").read_bytes()),)

    def sign(self, data: bytes) -> bytes:
        """The signature by openssl, as JOSE spells it."""
        _put("data.bin", data)
        _openssl("dgst", "-sha256", "-sign", "theirs.key", "-out", "theirs.bin", "data.bin")
        signature = (FOLDER / "theirs.bin").read_bytes()
        if self.algorithm == "RS256":
            return signature
        return b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(signature))


def _jose(algorithm: str, provider: jades.KeySeal, sealed: bytes) -> Iterator[Trial]:
    key = provider.key
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    text = sealed.decode()
    question = {
        "verify": [{"sealed": one, "key": public} for one in (text, text.replace("Ada", "Eva"))],
        "sign": [{"payload": PAYLOAD, "header": _header(provider), "key": private}],
    }
    node = shutil.which("node") or "node"
    asked = subprocess.run(
        [node, "trial.mjs"],
        cwd=FOLDER,
        input=json.dumps(question),
        text=True,
        check=True,
        capture_output=True,
    )
    answer: dict[str, Any] = json.loads(asked.stdout)
    ours, changed = answer["verified"]
    yield f"{algorithm}: jose verifies our seal", ours is True
    yield f"{algorithm}: jose refuses changed content", changed == "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"
    theirs = answer["signed"][0].encode()
    yield f"{algorithm}: we check what jose signed", _holds(theirs, provider)
    yield f"{algorithm}: we refuse it changed", not _holds(theirs.replace(b"Ada", b"Eva"), provider)


def _header(provider: jades.KeySeal) -> dict[str, Any]:
    certificate = provider.chain[0]
    return {
        "alg": provider.algorithm,
        "kid": issuer_serial(certificate),
        "x5c": [base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()],
        "typ": "jose+json",
        "b64": False,
        "sigT": "2026-07-01T12:00:00Z",
        "crit": ["b64", "sigT"],
    }


def _holds(sealed: bytes, provider: jades.KeySeal) -> bool:
    found = jades.check(sealed, at=NOON, anchors=provider.chain[-1:])
    return Outcome.FAILED not in {check.outcome for check in found}


def _signature(algorithm: str, seal: Seal) -> bytes:
    """The signature as openssl spells it."""
    value = b64url_decode(seal.value)
    if algorithm == "RS256":
        return value
    return encode_dss_signature(int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big"))


def _put(name: str, data: bytes) -> None:
    (FOLDER / name).write_bytes(data)


def _openssl(*words: str) -> bool:
    return subprocess.run(["openssl", *words], cwd=FOLDER, check=False, capture_output=True).returncode == 0


def _installed() -> bool:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return False
    _put("package.json", b'{"private": true}')
    shutil.copy(Path(__file__).with_name("seals.mjs"), FOLDER / "trial.mjs")
    install = [npm, "install", "--silent", "--no-audit", "--no-fund", PACKAGE]
    return subprocess.run(install, cwd=FOLDER, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
