"""Which concepts belong to a controlled vocabulary: whole lists where we know them, else the form of a code.

Europass controlled lists and authority tables of the EU Vocabularies as of ELM 3.2; ESCO.
"""

import re
from collections.abc import Callable

from microcred.elm import countries, fields
from microcred.elm.shapes import scheme_of
from microcred.vocabulary import (
    ACTIVITY,
    ASSESSMENT,
    EQF,
    PARTICIPATION,
    REUSE_LEVEL,
    SKILL_TYPE,
    CodeList,
)

Belongs = Callable[[str], bool]

# Closed lists that have no code of ours: list name and codes.
_CLOSED = {
    "credential": "e34929035b 6cf8e68c43 c_7e400154 c_9a31f32a 6dff8a0f87",
    "education-credit": "6fcec5c5af 60b314e826",
    "encoding": "6146cde7dd",
    "learning-setting": "6fd4685715 e207a81fc7",
    "isced-f": " ".join(fields.FIELDS),
}
# Lists that may grow: list name and the form of its codes.
_OPEN = {
    "accreditation": r"[0-9a-f]{10}|c_[0-9a-f]+",
    "entitlement-status": r"[0-9a-f]{10}|c_[0-9a-f]+",
    "evidence-type": r"c_[0-9a-f]+",
    "qdr": r"c_[0-9a-f]+",
    "language": r"[A-Z]{3}|[A-Z]+_[A-Z]+",
    "atu": r"[A-Z0-9]+(_[A-Z0-9]+)*",
    "currency": r"[A-Z]{3}",
}


def belongs(scheme: str, uri: str) -> bool:
    """Whether the concept can be one of the scheme; of schemes we do not know, every concept is."""
    test = _TESTS.get(scheme)
    return test is None or test(uri)


def _in_list(codes: CodeList) -> Belongs:
    uris = frozenset(term.uri for term in codes.terms)
    return uris.__contains__


def _closed(name: str, codes: str) -> Belongs:
    uris = frozenset(f"{_base(name)}/{code}" for code in codes.split())
    return uris.__contains__


def _open(name: str, form: str) -> Belongs:
    whole = re.compile(f"{re.escape(_base(name))}/(?:{form})")
    return lambda uri: whole.fullmatch(uri) is not None


def _base(name: str) -> str:
    return scheme_of(name).removesuffix("/25831c2")


def _starts(prefix: str) -> Belongs:
    return lambda uri: uri.startswith(prefix)


_COUNTRY_CODES = " ".join((*countries.ALPHA_2, countries.UNKNOWN))
_TESTS: dict[str, Belongs] = {
    **{
        codes.scheme: _in_list(codes)
        for codes in (ACTIVITY, ASSESSMENT, EQF, PARTICIPATION, REUSE_LEVEL, SKILL_TYPE)
    },
    **{scheme_of(name): _closed(name, codes) for name, codes in _CLOSED.items()},
    **{scheme_of(name): _open(name, form) for name, form in _OPEN.items()},
    countries.SCHEME: _closed("country", _COUNTRY_CODES),
    scheme_of("esco-skills"): _starts("http://data.europa.eu/esco/skill/"),
    scheme_of("esco-occupations"): _starts("http://data.europa.eu/esco/occupation/"),
}
