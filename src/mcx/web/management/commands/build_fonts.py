"""`manage.py build_fonts`: make the web fonts once, at set-up."""

from importlib.resources import files
from typing import Any

from django.core.management.base import BaseCommand
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from mcx.web.fonts import FACES, Face

# Unicode ranges of the letters and signs that pages use: Latin, Greek, Cyrillic, punctuation, arrows.
LETTERS = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x218, 0x21B),
    (0x370, 0x3FF),
    (0x400, 0x45F),
    (0x1E9E, 0x1E9E),
    (0x2010, 0x2027),
    (0x202F, 0x203A),
    (0x2044, 0x2044),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2260, 0x2265),
)
FEATURES = ["kern", "liga", "calt", "locl", "ccmp", "mark", "mkmk", "tnum", "lnum", "case"]


class Command(BaseCommand):
    """Make the web fonts of the pages from the installed font packages."""

    help = "Create the web fonts of the pages; those that exist are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and name it."""
        for face in FACES:
            if not face.path.exists():
                build(face)
                self.stdout.write(f"{face.path.name}: {face.path.stat().st_size // 1024} kB")


def build(face: Face) -> None:
    """Keep of the dependency's font what pages need, compressed for the web (some seconds)."""
    options = subset.Options()
    options.layout_features = FEATURES
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in LETTERS for code in range(low, high + 1)])
    font = TTFont(str(files(face.package) / "files" / face.file))
    subsetter.subset(font)
    small = instancer.instantiateVariableFont(font, face.axes)
    small.flavor = "woff2"
    face.path.parent.mkdir(parents=True, exist_ok=True)
    small.save(face.path)
