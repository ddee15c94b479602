"""Seals before the European Commission's DSS library: `python -m bench.interop.dss`.

Prints the indication and the format that DSS finds for our seals, and for the signed official sample where
it is at hand. Two versions: 5.11.1, which the published Europass software uses, knows the time header
`sigT` only; 6.2 takes both, but calls a seal with `sigT` from 15 July 2025 on “not ETSI”. The libraries
are fetched with Maven at run time into `var/interop/dss`. Exits 0 if every indication is the expected one,
1 if one is not, and says so and exits 0 where Maven, Java or the libraries cannot be had.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from microcred import jades
from tests.microcred.elm.cast import SEAL_HOLDER, document
from tests.microcred.jades.pki import YEAR, timestamp_authority, timestamper

FOLDER = Path("var/interop/dss")
SPEC = Path(os.environ.get("MCX_SPEC_DIR") or Path(__file__).resolve().parents[3] / "shared" / "spec")
SAMPLE = SPEC / "elm" / "samples" / "Sample-MC-Annex1-signed.jsonld"
GROUP = "eu.europa.ec.joinup.sd-dss"
SHARED = ("dss-jades", "dss-utils-apache-commons", "dss-crl-parser-stream")
# Version: the module with the validation process, and what it says of seals with the time header `iat`.
VERSIONS = {"6.2": ("dss-validation", "TOTAL_PASSED"), "5.11.1": ("validation-policy", "INDETERMINATE")}
PASSED, FAILED, UNTRUSTED = "TOTAL_PASSED", "TOTAL_FAILED", "INDETERMINATE"


def main() -> int:
    """Seal, ask both versions and print what they say."""
    expected = dict(_seals())
    went_well = True
    for version, (module, with_iat) in VERSIONS.items():
        if not _installed(version, module):
            print(f"skipped: Java, Maven or DSS {version} cannot be had here")
            continue
        for (path, wanted), answer in zip(expected.items(), _ask(version, list(expected)), strict=True):
            due = with_iat if "iat" in path.name and wanted == PASSED else wanted
            right = answer.get("indication") == due
            went_well = went_well and right
            said = " ".join(str(answer.get(name) or "") for name in ("indication", "subindication", "format"))
            print("ok    " if right else "FAILED", f"DSS {version}  {path.name:24} {said}")
    return 0 if went_well else 1


def _seals() -> Iterator[tuple[Path, str]]:
    """Sealed files, with the indication that each deserves of who trusts its certificate."""
    shutil.rmtree(FOLDER / "anchors", ignore_errors=True)
    (FOLDER / "anchors").mkdir(parents=True)
    at = datetime.now(UTC) - timedelta(minutes=1)
    stamps = timestamp_authority(since=at - YEAR, until=at + YEAR)
    _trust("stamps", stamps.certificate)
    payload = jades.serialise(document())
    for algorithm in ("RS256", "ES256"):
        provider = jades.issue_test_seal(SEAL_HOLDER, at=at, algorithm=algorithm)
        _trust(algorithm, provider.chain[0])
        stamp = timestamper(stamps, at)
        files = {
            "B-B": jades.seal(payload, provider, at=at),
            "B-T": jades.seal(payload, provider, at=at, timestamper=stamp),
            "B-B-iat": jades.seal(payload, provider, at=at, time_header="iat"),
            "B-T-iat": jades.seal(payload, provider, at=at, timestamper=stamp, time_header="iat"),
        }
        for level, sealed in files.items():
            yield _put(f"{algorithm}-{level}.jsonld", sealed), PASSED
        yield _put(f"{algorithm}-changed.jsonld", files["B-T"].replace(b"Ada", b"Eva")), FAILED
    if SAMPLE.exists():
        yield _put("official-sample.jsonld", SAMPLE.read_bytes()), UNTRUSTED


def _put(name: str, data: bytes) -> Path:
    path = FOLDER / name
    path.write_bytes(data)
    return path


def _trust(name: str, certificate: x509.Certificate) -> None:
    _put(f"anchors/{name}.der", certificate.public_bytes(Encoding.DER))


def _installed(version: str, module: str) -> bool:
    maven, home = shutil.which("mvn"), FOLDER / version
    if maven is None or shutil.which("java") is None:
        return False
    home.mkdir(parents=True, exist_ok=True)
    (home / "pom.xml").write_text(_pom(version, module), encoding="utf-8")
    source = Path(__file__).with_name("Dss.java").read_text(encoding="utf-8")
    if version.startswith("5."):
        source = source.replace("dss.spi.validation.", "dss.validation.")
    (home / "Dss.java").write_text(source, encoding="utf-8")
    repository = f"-Dmaven.repo.local={(FOLDER / 'repository').resolve()}"
    fetch = [maven, "-q", "-B", repository, "dependency:copy-dependencies", "-DoutputDirectory=lib"]
    return subprocess.run(fetch, cwd=home, check=False, capture_output=True).returncode == 0


def _pom(version: str, module: str) -> str:
    needed = [(GROUP, name, version) for name in (*SHARED, module)]
    needed.append(("org.slf4j", "slf4j-nop", "2.0.17" if version.startswith("6") else "1.7.36"))
    entries = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>"
        f"<version>{number}</version></dependency>"
        for group, name, number in needed
    )
    return (
        "<project><modelVersion>4.0.0</modelVersion><groupId>trial</groupId><artifactId>dss</artifactId><version>1</version>"
        f"<dependencies>{entries}</dependencies></project>"
    )


def _ask(version: str, files: list[Path]) -> list[dict[str, object]]:
    java = [shutil.which("java") or "java", "-cp", str(FOLDER / version / "lib" / "*")]
    source = str(FOLDER / version / "Dss.java")
    command = [*java, source, str(FOLDER / "anchors"), *map(str, files)]
    asked = subprocess.run(command, text=True, check=True, capture_output=True)
    return [json.loads(line) for line in asked.stdout.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
