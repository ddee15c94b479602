"""How fast carriers of credentials are read: JSON, PNG, SVG, PDF, Open Badges 2.0, SD-JWT.

`python -m bench.readers [--quick] [--json FILE]`. Figures are operations a second of this one process's
processor time; ratios compare with a named peer doing the same in the same run. A peer that is not
installed is left out, and the table says so.
"""

import argparse
import importlib.util
import io
import itertools
import json
import platform
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench.edc import rate
from microcred import baking, openbadges, openbadges2, pdf, sdjwt
from microcred.did import DatedKey
from microcred.guards import parse_json
from microcred.keys import generate
from tests.microcred.baking.test_png import chunk
from tests.microcred.cast import RECORD
from tests.microcred.openbadges2.badges import EMBEDDED, server
from tests.microcred.pdf.files import embed_with_pyhanko

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BADGE_TREE = openbadges.write(RECORD)[0]
BADGE = json.dumps(BADGE_TREE, ensure_ascii=False, separators=(",", ":")).encode()
PIXELS = 90_000  # bytes of picture data, as a badge drawn by hand has them


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing measured, and what it is compared with."""

    name: str
    work: Callable[[], object]
    peer: str = ""
    peer_work: Callable[[], object] | None = None


def trials() -> Iterator[Trial]:
    """Every trial of the run."""
    yield from _json()
    yield from _pictures()
    yield from _documents()
    yield from _tokens()


def _json() -> Iterator[Trial]:
    spaced = json.dumps(BADGE_TREE, indent=2, ensure_ascii=False).encode()
    size = f"{len(BADGE) / 1000:.1f} kB"
    for name, data in (
        ("compact", BADGE),
        ("indented", spaced),
        ("in ASCII", json.dumps(BADGE_TREE).encode()),
    ):
        yield Trial(
            f"JSON {name}, {size}, strict", partial(parse_json, data), "json, no name twice", _strict(data)
        )


def _strict(data: bytes) -> Callable[[], object]:
    """The standard library told to refuse a name that comes twice."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        whole = dict(found)
        if len(whole) < len(found):
            raise ValueError("a name twice")
        return whole

    return lambda: json.loads(data, object_pairs_hook=pairs)


def _pictures() -> Iterator[Trial]:
    header = chunk(b"IHDR", b"\0\0\1\0" * 2 + b"\x08\2\0\0\0")
    pixels = zlib.compress(bytes(index * 7 % 251 for index in range(256 * 769)), 1)[:PIXELS]
    plain = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    baked = baking.bake(plain, BADGE)
    yield Trial("PNG unbake", lambda: baking.unbake(baked), "Pillow", _pillow(baked))
    yield Trial("PNG bake", lambda: baking.bake(plain, BADGE))
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b'<path d="M0 0L9 9z" fill="#123"/>' * 100 + b"</svg>"
    )
    svg = baking.bake(drawing, BADGE)
    yield Trial("SVG unbake", lambda: baking.unbake(svg))
    yield Trial("SVG bake", lambda: baking.bake(drawing, BADGE))


def _pillow(baked: bytes) -> Callable[[], object] | None:
    if importlib.util.find_spec("PIL") is None:
        return None
    from PIL import Image  # noqa: PLC0415 - a peer that may be absent

    return lambda: Image.open(io.BytesIO(baked)).info


def _documents() -> Iterator[Trial]:
    whole = embed_with_pyhanko([("credential.json", BADGE)], compressed=True)
    yield Trial("PDF with a credential", lambda: pdf.embedded(whole), "pyHanko", _pyhanko(whole))
    load = server()
    yield Trial("Open Badge 2.0 to a record", lambda: openbadges2.parse(EMBEDDED))
    yield Trial(
        "Open Badge 2.0 checked with its server", lambda: openbadges2.check(EMBEDDED, at=NOW, load=load)
    )


def _pyhanko(whole: bytes) -> Callable[[], object] | None:
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - slow to import

    def read() -> bytes:
        names = PdfFileReader(io.BytesIO(whole)).root["/Names"]["/EmbeddedFiles"]["/Names"]
        data: bytes = names[1]["/EF"]["/F"].data
        return data

    return read


def _tokens() -> Iterator[Trial]:
    key, holder = generate("P-256"), generate("P-256")
    keys = (DatedKey(f"{RECORD.issuer.id}#key", key.public),)
    salt = (f"a-salt-of-the-benchmark-{number}" for number in itertools.count()).__next__
    issued = sdjwt.issue(RECORD, key, salt=salt, holder=holder.public)
    request = sdjwt.Request("https://verifier.example", "nonce")

    def present() -> bytes:
        return sdjwt.present(
            issued, ["grade"], holder=holder, audience=request.audience, nonce="nonce", at=NOW
        )

    shown, signature = present(), key.sign(BADGE)
    bare = "bare ES256 operation"
    yield Trial("SD-JWT issue", lambda: sdjwt.issue(RECORD, key, salt=salt), bare, lambda: key.sign(BADGE))
    yield Trial("SD-JWT present", present, bare, lambda: key.sign(BADGE))
    verify = lambda: key.public.verify(signature, BADGE)  # noqa: E731 - twice the same peer
    yield Trial("SD-JWT check", lambda: sdjwt.check(issued, at=NOW, keys=lambda _: keys), bare, verify)
    yield Trial(
        "SD-JWT check of a presentation",
        lambda: sdjwt.check(shown, at=NOW, keys=lambda _: keys, request=request),
        bare,
        verify,
    )


def measure(seconds: float) -> dict[str, dict[str, Any]]:
    """Each trial's rate, with its peer's and the ratio."""
    figures: dict[str, dict[str, Any]] = {}
    for trial in trials():
        figures[trial.name] = {"rate": rate(trial.work, seconds)}
        if trial.peer_work is not None:
            peer = rate(trial.peer_work, seconds)
            figures[trial.name] |= {
                "peer": trial.peer,
                "peer_rate": peer,
                "ratio": figures[trial.name]["rate"] / peer,
            }
        elif trial.peer:
            print(f"{trial.peer}: skipped, it is not installed")
    return figures


def show(figures: Mapping[str, Mapping[str, Any]]) -> None:
    """The figures as a table."""
    for name, figure in figures.items():
        beside = f"  {figure['ratio']:6.2f} × {figure['peer']}" if "peer" in figure else ""
        print(f"{name:40} {figure['rate']:10,.0f} /s{beside}")


def main() -> None:
    """Run, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about twenty seconds instead of two minutes")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    print(f"{platform.python_implementation()} {platform.python_version()} on {platform.machine()}")
    figures = measure(0.9 if options.quick else 6)
    show(figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
