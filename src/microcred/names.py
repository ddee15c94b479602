"""Whether two names are the same, and what makes one only look like the other: the one place that folds them.

Unicode Standard Annex 15 (NFKC), Unicode §3.13 (case folding), Unicode Technical Standard 39 §5 (scripts).
"""

import unicodedata
from collections.abc import Iterable

LOOK_ALIKES = str.maketrans(  # Cyrillic, Greek, Armenian, rare Latin letters, digits; small ones, as folded
    "авекмнорстухіјѕԁһԛԝѵӏґгαβεζηικμνορτυχγօսհոցıɑɡɩøłđ01l",
    "abekmhopctyxijsdhqwviггabezhikmnoptyxyouhngiagioidoii",
)
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})  # general categories of what nobody sees


def folded(name: str) -> str:
    """The name as it is compared: compatible characters, spaces and case made alike."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def skeleton(name: str) -> str:
    """What the eye takes a name for: its letters and digits without marks, look-alikes as the Latin ones.

    Two names of one skeleton are confusable (UTS 39 §4), with the part of its table that European names need.
    """
    letters = unicodedata.normalize("NFKD", folded(name))
    return "".join(one for one in letters if one.isalnum()).translate(LOOK_ALIKES)


def is_same_name(name: str, other: str) -> bool:
    """Whether two names differ in nothing but spaces, case and compatible characters."""
    return folded(name) == folded(other)


def words_of(name: str) -> list[str]:
    """A person's name as it is compared: its words in whatever order, without accents and signs."""
    letters = unicodedata.normalize("NFKD", folded(name))
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    return sorted("".join(one if one.isalnum() else " " for one in plain).split())


def foreign_characters(name: str, names: Iterable[str]) -> str:
    """The characters of a name that nobody sees, or of a script in which none of the other names is written.

    A Cyrillic “а” in a name written with Latin letters is one.
    """
    used = set[str]().union(*(_scripts(one) for one in names))
    found = (one for one in folded(name) if unicodedata.category(one) in UNSEEN or _scripts(one) - used)
    return "".join(dict.fromkeys(found))


def _scripts(name: str) -> set[str]:
    """The scripts of the letters, by the first word of each letter's name in Unicode."""
    return {unicodedata.name(one, "?").split()[0] for one in folded(name) if one.isalpha()}
