"""Opens an uploaded PKCS#12 file in a process of its own, which is ended when it takes too long.

A hostile file can demand billions of rounds of key derivation, or hit a flaw of the parser: neither reaches
the web process, where only `keys/signing.py` reads the same key and certificates as the child wrote them.
"""

import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

SECONDS = 10
ROUNDS = 2048  # between two processes of one machine, or within one; nobody keeps the file
MOST_ABOVE = 10  # certificates of authorities that are kept


def rewritten(data: bytes, passphrase: str) -> bytes | None:
    """The same seal under the same passphrase, cheap to open; None where it cannot be opened in time."""
    lines = b64encode(data) + b"\n" + b64encode(passphrase.encode(errors="surrogatepass"))
    command = [sys.executable, "-I", __file__]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, no shell, and no secret of ours in its environment
            command, input=lines, capture_output=True, timeout=SECONDS, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def written(key: pkcs12.PKCS12PrivateKeyTypes, chain: Sequence[x509.Certificate], passphrase: bytes) -> bytes:
    """The file of a key and its certificates, its own first."""
    encryption = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(ROUNDS).build(passphrase)
    above = chain[1 : 1 + MOST_ABOVE]
    return pkcs12.serialize_key_and_certificates(None, key, chain[0], above, encryption)


def _main() -> None:
    """The child: reads file and passphrase, writes the file again."""
    data, passphrase = (b64decode(line) for line in sys.stdin.buffer.read().split(b"\n"))
    found = pkcs12.load_pkcs12(data, passphrase)
    if found.key is None or found.cert is None:
        raise ValueError
    chain = [found.cert.certificate, *(one.certificate for one in found.additional_certs)]
    sys.stdout.buffer.write(written(found.key, chain, passphrase))  # type: ignore[arg-type]


if __name__ == "__main__":
    _main()
