"""`manage.py build_fonts`: make the web fonts once, at set-up."""

from importlib.resources import files
from typing import Any

from django.core.management.base import BaseCommand
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from mcx.web.fonts import FACES, Face

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
    subsetter.populate(unicodes=[code for low, high in face.letters for code in range(low, high + 1)])
    font = TTFont(str(files(face.package) / "files" / face.file))
    subsetter.subset(font)
    small = instancer.instantiateVariableFont(font, face.axes)
    small.flavor = "woff2"
    face.path.parent.mkdir(parents=True, exist_ok=True)
    small.save(face.path)
