"""The two typefaces of the pages, made small for the web from the fonts that two dependencies bring.

Literata (headings) and Inter (everything else) are under the SIL Open Font License. Only the letters of
the 24 official languages of the Union and the weights in use are kept, which leaves a twentieth. Greek and
Cyrillic letters are in files of their own, for which a browser asks where a page has some (`fonts.css`).
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

Letters = tuple[tuple[int, int], ...]
Axes = dict[str, float | tuple[float, float]]
"""Of each axis one value, or a range of them."""
# Unicode ranges of the letters and signs that pages use.
LATIN: Letters = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x218, 0x21B),
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
GREEK_AND_CYRILLIC: Letters = ((0x370, 0x3FF), (0x400, 0x45F))


@dataclass(frozen=True, slots=True)
class Face:
    """A font of a dependency, and what is kept of its axes and letters."""

    name: str
    package: str
    file: str
    axes: Axes
    letters: Letters

    @property
    def path(self) -> Path:
        """Where the web font is kept; `settings.STATICFILES_DIRS` serves it."""
        return Path(settings.FONTS_DIR) / f"{self.name}.woff2"


_SHARES = {"latin": LATIN, "greek-cyrillic": GREEK_AND_CYRILLIC}
_TYPEFACES: tuple[tuple[str, str, str, Axes], ...] = (
    ("literata", "fontpkg_literata", "Literata[opsz,wght].ttf", {"wght": 600, "opsz": 30}),
    ("inter", "fontpkg_inter", "Inter[opsz,wght].ttf", {"wght": (400, 700), "opsz": 14}),
)
FACES = tuple(
    Face(f"{name}-{share}", package, file, axes, letters)
    for name, package, file, axes in _TYPEFACES
    for share, letters in _SHARES.items()
)


def are_built() -> bool:
    """Whether pages can ask for the fonts; without them the system's fonts are used."""
    return all(face.path.exists() for face in FACES)
