"""How identifiers that a state gives are written, whoever records them (ETSI EN 319 412-1 §5.1.4)."""

import re

from microcred.names import folded
from microcred.report import _

# How each scheme writes its identifiers: internet domains, the Erasmus+ list of institutions, DEQAR, ROR,
# ETSI EN 319 412-1 §5.1.4, VIES. The examples are nobody's.
FORMS = {
    "schac": re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE),
    "erasmus": re.compile(r"[A-Z]{1,3} {0,2}[A-Z-]{2,8}[0-9]{2,3}"),
    "deqar": re.compile(r"DEQARINST[0-9]{4,6}"),
    "ror": re.compile(r"(?:https://ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})"),
    "eidas": re.compile(r"(?:[A-Z]{3}[A-Z]{2}|[A-Z]{2}:[A-Z]{2})-[!-~]{2,60}"),
    "vat": re.compile(r"(?:[A-Z]{2})? ?[0-9A-Z](?:[ .-]?[0-9A-Z]){4,13}"),
}
EXAMPLES = {
    "schac": "university.eu",
    "erasmus": "E  TOWN01",
    "deqar": "DEQARINST0000",
    "ror": "https://ror.org/000000098",
    "eidas": "VATES-Q0000000J",
    "vat": "ESQ0000000J",
}
# Those that a state gives, by which a certificate can name its owner.
LEGAL_SCHEMES = ("eidas", "vat")
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
FAULT = _("This is not written as this scheme writes its identifiers. An example: {example}")


def fault_of_identifier(scheme: str, value: str) -> str:
    """What is wrong with an identifier, with the slot `example`; empty where nothing is known to be.

    Of a ROR identifier the two check digits are computed (ISO/IEC 7064, MOD 97-10).
    """
    form = FORMS.get(scheme)
    found = form.fullmatch(value.strip()) if form else None
    is_right = found is not None and (scheme != "ror" or _has_check_digits(found[1]))
    return "" if is_right or form is None else FAULT


def _has_check_digits(ror: str) -> bool:
    number = 0
    for sign in ror[:7]:
        number = number * 32 + CROCKFORD.index(sign)
    return int(ror[7:]) == 98 - number * 100 % 97


def identifier_forms(scheme: str, value: str, country: str) -> frozenset[str]:
    """The ways in which certificates may write an identifier of an institution.

    None for schemes that are not a state's: nothing keeps two institutions from the same number there.
    """
    plain = written(value)
    if scheme == "eidas":
        return frozenset({plain})
    if scheme == "vat":
        number = plain.removeprefix(country.casefold())
        return frozenset({f"vat{country}-{number}".casefold(), f"vat{country}-{country}{number}".casefold()})
    return frozenset()


def written(identifier: str) -> str:
    """An identifier as it is compared: without spaces, case and compatible characters made alike."""
    return folded(identifier).replace(" ", "")
