"""How fast carriers of credentials are read: JSON, PNG, SVG, PDF, Open Badges 2.0, SD-JWT.

`python -m bench.readers [--quick] [--json FILE]`. Figures are operations a second of this one process's
processor time; ratios compare with a named peer doing the same in the same run. A peer that is not
installed is left out, and the table says so.
"""

import importlib.util
import io
import itertools
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bench.table import Table, Work, run
from microcred import baking, openbadges, openbadges2, pdf, sdjwt
from microcred.did import DatedKey
from microcred.guards import parse_json
from microcred.keys import generate
from tests.microcred.baking.test_png import chunk
from tests.microcred.cast import RECORD
from tests.microcred.openbadges2.badges import EMBEDDED, server
from tests.microcred.pdf.files import embed_with_pyhanko

ONE = (None,)
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


def measure(quick: bool) -> Table:
    """Each trial's rate, with its peer's and the ratio."""
    table = Table("Carriers of credentials", "Each read or written in memory; ratios are to the named peer.")
    for trial in trials():
        peer = {f"{trial.name}: {trial.peer}": trial.peer_work} if trial.peer_work else {}
        works: dict[str, Work] = {
            name: (_always(work), ONE) for name, work in {trial.name: trial.work, **peer}.items()
        }
        ours, *theirs = table.measure(works, 0.3 if quick else 6.0).values()
        for rate in theirs:
            table.compare(f"{trial.name}, against {trial.peer}", ours, rate)
        if trial.peer and trial.peer_work is None:
            table.remarks.append(f"{trial.peer} was not measured: it is not installed here.")
    return table


def _always(work: Callable[[], object]) -> Callable[[Any], object]:
    return lambda _: work()


if __name__ == "__main__":
    run(measure, __doc__)
