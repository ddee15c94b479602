"""Texts in several languages (maps from a language tag to the text), and how texts are compared."""

import unicodedata
from collections.abc import Mapping

Text = Mapping[str, str]

# The 24 official languages of the European Union, by their own names.
CONTENT_LANGUAGES = {
    "bg": "български",
    "cs": "čeština",
    "da": "dansk",
    "de": "Deutsch",
    "el": "ελληνικά",
    "en": "English",
    "es": "español",
    "et": "eesti",
    "fi": "suomi",
    "fr": "français",
    "ga": "Gaeilge",
    "hr": "hrvatski",
    "hu": "magyar",
    "it": "italiano",
    "lt": "lietuvių",
    "lv": "latviešu",
    "mt": "Malti",
    "nl": "Nederlands",
    "pl": "polski",
    "pt": "português",
    "ro": "română",
    "sk": "slovenčina",
    "sl": "slovenščina",
    "sv": "svenska",
}

# Letters that Unicode does not take apart into a base and an accent.
UNACCENTED = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def best_language(text: Text, wanted: str) -> str:
    """The language to show: the wanted one, else English, else the first there is; empty for no text."""
    filled = [language for language, value in text.items() if value]
    for language in (wanted, wanted.split("-", maxsplit=1)[0], "en"):
        if language in filled:
            return language
    return filled[0] if filled else ""


def in_language(text: Text, wanted: str) -> str:
    """The text in the wanted language or the nearest there is; empty for no text."""
    return text.get(best_language(text, wanted), "")


def as_kept(text: str) -> str:
    """What somebody wrote, as it is stored: without surrounding blanks and NUL, which PostgreSQL refuses."""
    return text.replace("\x00", "").strip()


def cleaned(text: Mapping[str, object]) -> dict[str, str]:
    """The same text as it is stored, without empty languages, in a fixed order."""
    pairs = {language: as_kept(str(value)) for language, value in text.items() if value}
    return {language: pairs[language] for language in sorted(pairs) if pairs[language]}


def folded(text: str) -> str:
    """The text as search compares it: no capitals, no accents, no control characters, single blanks."""
    plain = _decomposed(_decomposed(text)).translate(UNACCENTED)
    kept = (" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in plain)
    return " ".join("".join(sign for sign in kept if not unicodedata.combining(sign)).split())


def _decomposed(text: str) -> str:
    """One round of Unicode's compatibility caseless match (D146), which needs two."""
    return unicodedata.normalize("NFKD", text.casefold())
