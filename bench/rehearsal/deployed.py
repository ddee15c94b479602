"""The files of `deploy/` as they are on this machine: other folders, ports and names, nothing else changed."""

import os
import re
import shlex
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.faults.site import ROOT

DEPLOY = ROOT / "deploy"
HOST = "127.0.0.1"
NAME = "localhost"
THERE, NAME_THERE = "/opt/mcx", "credentials.example.org"
# What stands around a file of conf.d in the nginx.conf of a system.
AROUND = """\
daemon off;
pid {folder}/pid;
error_log {folder}/error.log warn;
{user}
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/mcx-upstream.conf;
    include {folder}/mcx.conf;
}}
"""


def settings() -> dict[str, str]:
    """What `mcx.env` tells every process."""
    lines = (DEPLOY / "mcx.env").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def commands(unit: str, instance: str = "") -> list[list[str]]:
    """What a unit of systemd starts, one after the other, as an instance of that name."""
    text = (DEPLOY / "systemd" / unit).read_text("utf-8")
    found = re.findall(r"^ExecStart=(.*)$", text, flags=re.MULTILINE)
    programs = f"{Path(sys.executable).parent}/"
    here = (one.replace("%i", instance).replace(f"{THERE}/.venv/bin/", programs) for one in found)
    return [shlex.split(one.replace(THERE, str(ROOT))) for one in here]


@dataclass(frozen=True)
class Front:
    """nginx in a folder: where it listens for https and plain http, and the ports of the web processes."""

    folder: Path
    https: int
    http: int
    webs: tuple[int, int]

    @property
    def config(self) -> Path:
        """The file that nginx is given."""
        return self.folder / "nginx.conf"

    @property
    def certificate(self) -> Path:
        """What whoever calls has to trust."""
        return self.folder / "fullchain.pem"

    def write(self) -> None:
        """Everything it reads."""
        self.folder.mkdir(parents=True)
        key_and_certificate(self.folder)
        upstream = (DEPLOY / "nginx" / "mcx-upstream.conf").read_text("utf-8")
        for there, here in zip(("8001", "8002"), self.webs, strict=True):
            upstream = _changed(upstream, f"127.0.0.1:{there}", f"{HOST}:{here}")
        server = (DEPLOY / "nginx" / "mcx.conf").read_text("utf-8")
        server = re.sub(r"^ *listen \[::\].*\n", "", server, flags=re.MULTILINE)
        for before, after in (
            ("listen 80;", f"listen {HOST}:{self.http};"),
            ("listen 443 ", f"listen {HOST}:{self.https} "),
            (f"https://{NAME_THERE}", f"https://{NAME}:{self.https}"),
            (NAME_THERE, f"{NAME} {HOST}"),
            ("/etc/ssl/mcx", str(self.folder)),
            ("/var/log/nginx", str(self.folder)),
            ("/var/cache/mcx-nginx", f"{self.folder}/cache"),
        ):
            server = _changed(server, before, after)
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "mcx-upstream.conf").write_text(upstream, "utf-8")
        (self.folder / "mcx.conf").write_text(server, "utf-8")
        self.config.write_text(AROUND.format(folder=self.folder, user=user), "utf-8")


def caddyfile(port: int, webs: tuple[int, int]) -> str:
    """What Caddy reads, where it listens for plain http and the web processes have these ports."""
    text = (DEPLOY / "caddy" / "Caddyfile").read_text("utf-8")
    for there, here in zip(("8001", "8002"), webs, strict=True):
        text = _changed(text, f"127.0.0.1:{there}", f"{HOST}:{here}")
    return "{\n\tadmin off\n}\n" + _changed(text, f"{NAME_THERE} {{", f"http://:{port} {{\n\tbind {HOST}")


def _changed(text: str, before: str, after: str) -> str:
    assert before in text, before  # the file says something else by now
    return text.replace(before, after)


def key_and_certificate(folder: Path) -> None:
    """A key and a certificate for this machine's own name, valid for some days and trusted by nobody else."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    made = made.not_valid_after(now + timedelta(days=7))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(secret)
    public = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "fullchain.pem").write_bytes(public)
