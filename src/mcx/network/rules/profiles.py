"""What is told of an institution when it joins, and what is wrong with it."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel import Locale

from mcx.core.text import CONTENT_LANGUAGES, Text, cleaned
from microcred.report import _

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_MAIL = 300, 200, 254
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
HOST = re.compile(r"[^\s./]+(?:\.[^\s./]+)+")
MAIL = re.compile(r"[^\s@<>\"(),;:]+@[^\s@<>\"(),;:.]+(?:\.[^\s@<>\"(),;:.]+)+")
# Codes for groups of countries and for none (CLDR), which are no place of an institution.
NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
# ISO 3166-1 alpha-2, and XK.
COUNTRIES = frozenset(
    code
    for code in map(str, Locale("en").territories)
    if re.fullmatch(r"[A-Z]{2}", code) and code not in NO_COUNTRY
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is told of an institution when it joins; `name` maps languages to the name in that language."""

    slug: str
    short_name: str
    name: Text
    country: str
    kind: str = "university"
    city: str = ""
    homepage: str = ""
    email: str = ""
    language_cluster: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What is told of the network itself; `languages` are those that it works in."""

    name: Text
    languages: tuple[str, ...] = ()
    contact: str = ""


def faults_of_about(about: About) -> dict[str, str]:
    """What is wrong with the facts of a network, by field; empty when they can be kept."""
    known = about.languages and set(about.languages) <= set(CONTENT_LANGUAGES)
    found = {
        "name": fault_of_name(about.name),
        "languages": "" if known else _("Choose at least one language from the list."),
        "contact": fault_of_mail(about.contact),
    }
    return {field: text for field, text in found.items() if text}


def faults_of_profile(profile: Profile) -> dict[str, str]:
    """What is wrong with the facts of an institution, by field; empty when they can be kept."""
    found = {
        "slug": "" if SLUG.fullmatch(profile.slug) else SLUG_FAULT,
        "short_name": fault_of_line(profile.short_name, longest=40),
        "name": fault_of_name(profile.name),
        "country": "" if profile.country in COUNTRIES else _("Choose the country from the list."),
        "city": fault_of_line(profile.city, longest=120, is_required=False),
        "homepage": _fault_of_homepage(profile.homepage),
        "email": fault_of_mail(profile.email, is_required=False),
        "language_cluster": ""
        if profile.language_cluster in {"", *CONTENT_LANGUAGES}
        else _("Choose the language from the list."),
    }
    return {field: text for field, text in found.items() if text}


SLUG_FAULT = _("Use at most 40 lower-case letters, numbers and hyphens, for example “tuni”.")


def fault_of_line(text: str, *, longest: int, is_required: bool = True) -> str:
    """What is wrong with a text of one line; empty when nothing is."""
    if is_required and not text.strip():
        return _("Fill in this field.")
    if len(text) > longest:
        return _("This text is too long. Shorten it.")
    # Control characters, and signs that turn the direction of what is written after them (Unicode UAX #9).
    if any(
        unicodedata.category(sign) in {"Cc", "Cs"} or sign in "\u202a\u202b\u202c\u202d\u202e"
        for sign in text
    ):
        return _("Write the text in one line, with visible characters only.")
    return ""


def fault_of_name(name: Text) -> str:
    """What is wrong with a name in several languages; empty when nothing is."""
    kept = cleaned(name)
    if not kept:
        return _("Enter the name in at least one language.")
    if not set(kept) <= set(CONTENT_LANGUAGES):
        return _("Use the official languages of the European Union.")
    faults = (fault_of_line(words, longest=LONGEST_NAME) for words in kept.values())
    return next(filter(None, faults), "")


def fault_of_mail(address: str, *, is_required: bool = True) -> str:
    """What is wrong with an email address; empty when nothing is."""
    if not address and not is_required:
        return ""
    is_right = len(address) <= LONGEST_MAIL and address.isprintable() and MAIL.fullmatch(address)
    return "" if is_right else _("Enter an email address, for example “office@university.eu”.")


def _fault_of_homepage(address: str) -> str:
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        is_right = parts.scheme in {"http", "https"} and HOST.fullmatch(parts.hostname or "")
    except ValueError:
        is_right = False
    is_plain = address.isprintable() and " " not in address and len(address) <= LONGEST_ADDRESS
    return "" if is_right and is_plain else _("Enter a web address that begins with https://.")
