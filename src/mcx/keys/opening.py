"""Opens an uploaded PKCS#12 file in a process of its own, ended when it takes too much time or memory.

A hostile file can demand billions of rounds of key derivation, have a key that takes minutes to be proven, or
hit a flaw of the parser: none of it reaches the web process, where only `keys/signing.py` reads the same key
and certificates as the child wrote them.
"""

import resource
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import suppress

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

SECONDS: float = 10
MEMORY = 256 * 1024 * 1024  # bytes; a usual file takes a seventh of it
LARGEST_RSA = (
    4096  # bits; each signature proves the key anew, which takes ten times as long with twice the bits
)
TOO_LONG = 3  # what the child ends with for a longer key
ROUNDS = 2048  # between two processes of one machine, or within one; nobody keeps the file
MOST_ABOVE = 10  # certificates of authorities that are kept


class KeyTooLong(Exception):
    """The file has an RSA key with more than `LARGEST_RSA` bits."""


def rewritten(data: bytes, passphrase: str) -> bytes | None:
    """The same seal under the same passphrase, cheap to open; None where it cannot be opened in these bounds.

    :raises KeyTooLong: where opening it again for each signature would take too long
    """
    lines = b64encode(data) + b"\n" + b64encode(passphrase.encode(errors="surrogatepass"))
    try:
        done = subprocess.run(  # noqa: S603 - our own file, no shell, and no secret of ours in its environment
            command(), input=lines, capture_output=True, timeout=SECONDS, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode == TOO_LONG:
        raise KeyTooLong
    return done.stdout if done.returncode == 0 else None


def command() -> list[str]:
    """How the child is called: with what it may take, which it lays on itself before it reads anything."""
    return [sys.executable, "-I", __file__, str(max(1, int(SECONDS))), str(MEMORY)]


def written(key: pkcs12.PKCS12PrivateKeyTypes, chain: Sequence[x509.Certificate], passphrase: bytes) -> bytes:
    """The file of a key and its certificates, its own first."""
    encryption = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(ROUNDS).build(passphrase)
    above = chain[1 : 1 + MOST_ABOVE]
    return pkcs12.serialize_key_and_certificates(None, key, chain[0], above, encryption)


def _confine(seconds: int, memory: int) -> None:
    """Bounds also without anybody who waits; no file is written, nor the key with what is left of a crash."""
    bounds = {"RLIMIT_CPU": seconds, "RLIMIT_AS": memory, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in bounds.items():
        with suppress(ValueError, OSError):  # not every system knows each of them
            resource.setrlimit(getattr(resource, name), (most, most))


def _main() -> None:
    """The child: reads file and passphrase, writes the file again."""
    _confine(*map(int, sys.argv[1:]))
    data, passphrase = (b64decode(line) for line in sys.stdin.buffer.read().split(b"\n"))
    found = pkcs12.load_pkcs12(data, passphrase)
    if found.key is None or found.cert is None:
        raise ValueError
    if isinstance(found.key, rsa.RSAPrivateKey) and found.key.key_size > LARGEST_RSA:
        sys.exit(TOO_LONG)
    chain = [found.cert.certificate, *(one.certificate for one in found.additional_certs)]
    sys.stdout.buffer.write(written(found.key, chain, passphrase))  # type: ignore[arg-type]


if __name__ == "__main__":
    _main()
