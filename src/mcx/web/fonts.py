"""The two typefaces of the pages, made small for the web from the fonts that two dependencies bring.

Literata (headings) and Inter (everything else) are under the SIL Open Font License. Only the letters of
the 24 official languages of the Union and the weights in use are kept, which leaves a twentieth.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Face:
    """A font of a dependency and what is kept of its axes: one value, or a range of them."""

    name: str
    package: str
    file: str
    axes: dict[str, float | tuple[float, float]]

    @property
    def path(self) -> Path:
        """Where the web font is kept; `settings.STATICFILES_DIRS` serves it."""
        return Path(settings.FONTS_DIR) / f"{self.name}.woff2"


FACES = (
    Face("literata", "fontpkg_literata", "Literata[opsz,wght].ttf", {"wght": 600, "opsz": 30}),
    Face("inter", "fontpkg_inter", "Inter[opsz,wght].ttf", {"wght": (400, 700), "opsz": 14}),
)


def are_built() -> bool:
    """Whether pages can ask for the fonts; without them the system's fonts are used."""
    return all(face.path.exists() for face in FACES)
