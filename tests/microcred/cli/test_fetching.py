"""The loader asks only public https addresses, and no answer can hold it up or fill the memory."""

import datetime
import http.server
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from microcred.cli.fetching import GuardedLoader, Refused, is_public


class Answers(http.server.BaseHTTPRequestHandler):
    """A server with every bad habit."""

    def do_GET(self) -> None:
        """Answer by the path."""
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _second in range(20):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
            return
        status = {"/gone": 410, "/missing": 404}.get(self.path, 200)
        moved = {
            "/away": "https://other.example/",
            "/down": "http://localhost/",
            "/round": "/round",
            "/on": "/fine",
        }
        self.send_response(302 if self.path in moved else status)
        if self.path in moved:
            self.send_header("Location", moved[self.path])
        self.end_headers()
        self.wfile.write(b"x" * 5000 if self.path == "/big" else b"{}")

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class QuietServer(http.server.ThreadingHTTPServer):
    """A server that says nothing when a client leaves early."""

    def handle_error(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and key for localhost in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
        .not_valid_after(datetime.datetime(2120, 1, 1, tzinfo=datetime.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture(scope="module")
def server(certificate: Path) -> Iterator[str]:
    """The address of a TLS server on this machine."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    listener = QuietServer(("127.0.0.1", 0), Answers)
    listener.socket = tls.wrap_socket(listener.socket, server_side=True)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    yield f"https://localhost:{listener.server_address[1]}"
    listener.shutdown()
    listener.server_close()


@pytest.fixture
def load(certificate: Path) -> GuardedLoader:
    """A loader that, for the test alone, may ask this machine."""
    tls = ssl.create_default_context(cafile=str(certificate))
    return GuardedLoader(seconds=1.0, limit=1000, is_allowed=lambda _address: True, tls=tls)


def test_it_brings_what_is_there(server: str, load: GuardedLoader) -> None:
    assert load(f"{server}/fine") == b"{}"


def test_it_also_brings_what_a_revoked_badge_answers(server: str, load: GuardedLoader) -> None:
    assert load(f"{server}/gone") == b"{}"


def test_it_follows_a_redirect_on_the_same_host(server: str, load: GuardedLoader) -> None:
    assert load(f"{server}/on") == b"{}"


@pytest.mark.parametrize("path", ["/away", "/down", "/round", "/big"])
def test_it_refuses_to_be_sent_away_around_or_flooded(server: str, load: GuardedLoader, path: str) -> None:
    with pytest.raises(Refused):
        load(server + path)


def test_a_missing_page_is_an_error(server: str, load: GuardedLoader) -> None:
    with pytest.raises(OSError, match="404"):
        load(f"{server}/missing")


def test_a_server_that_dribbles_is_left(server: str, load: GuardedLoader) -> None:
    began = time.monotonic()

    with pytest.raises(TimeoutError):
        load(f"{server}/slow")

    assert time.monotonic() - began < 2


def test_it_refuses_this_machine(server: str) -> None:
    with pytest.raises(Refused, match="open internet"):
        GuardedLoader(seconds=1.0)(server)


@pytest.mark.parametrize(
    "url",
    [
        "http://uni.example/",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@uni.example/",
        "https://uni.example:0/",
        "https://uni.example:99999/",
        "https://uni.example/a b",
        "https://uni.example/\r\nHost: x",
        "https://[::1",
        "did:web:uni.example",
    ],
)
def test_it_refuses_what_is_no_plain_https_address(url: str) -> None:
    with pytest.raises(Refused):
        GuardedLoader()(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("2002:808:808::", True),
        ("::7f00:1", False),
        ("::808:808", True),
        ("::ffff:0:7f00:1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("64:ff9b:1::808:808", False),
        ("2001:0:808:808:8000:63bf:80ff:fffe", False),
        ("2001:0:a00:1:8000:63bf:f7f7:f7f7", False),
        ("2001:0:808:808:8000:63bf:f7f7:f7f7", True),
        ("2606:4700::5efe:7f00:1", False),
        ("2606:4700::200:5efe:a00:1", False),
        ("fec0::1", False),
        ("fc00::1", False),
        ("fe80::1%2", False),
        ("100::1", False),
        ("2001:2::1", False),
        ("2001:20::1", False),
        ("2001:db8::1", False),
        ("3fff::1", False),
        ("5f00::1", False),
        ("4000::1", False),
        ("ff0e::1", False),
        ("192.0.0.8", False),
        ("192.0.0.9", False),
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public
