"""Whose seal it is: the issuer named in the credential must be the organisation named in the certificate.

The Europass issuer copies country, name and identifier from the seal's certificate into the credential
(ETSI EN 319 412-3 §4.2.1: organizationName and organizationIdentifier, OID 2.5.4.97).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID

from microcred.jades.certificates import name_of, subject_value
from microcred.names import is_same_name
from microcred.report import Check, _, failed, passed, unknown, warning

SOURCE = "ETSI EN 319 412-3 §4.2.1, ELM 3.2 eidasLegalIdentifier"


def check_owner(document: Mapping[str, Any], certificates: Sequence[x509.Certificate]) -> Check:
    """Whether one of the certificates whose signature holds is that of the credential's issuer."""
    issuer = first(document.get("issuer"))
    if not isinstance(issuer, dict):
        return unknown(
            "seal.owner", _("The sealed content does not name an issuer in the way Europass does."), SOURCE
        )
    if not certificates:
        return unknown("seal.owner", _("Without a valid seal, the issuer cannot be confirmed."), SOURCE)
    identifier = first(issuer.get("eIDASIdentifier"))
    notation = identifier.get("notation") if isinstance(identifier, dict) else None
    names = set(texts(issuer.get("legalName")))
    own = [one for one in certificates if _is(one, notation, names)]
    if own:
        return _owned(own, str(notation), names)
    text = _("The issuer is {issuer}, but the seal belongs to {name}.")
    fix = _("Seal with the issuer's own certificate, or name the holder of the seal as issuer.")
    shown = f"{' / '.join(sorted(names)) or '?'} ({notation})"
    return failed("seal.owner", text, SOURCE, fix, issuer=shown, name=_names(certificates[0]))


def _owned(own: Sequence[x509.Certificate], notation: str, names: set[str]) -> Check:
    """The same organisation, in the credential perhaps with other spaces or capitals."""
    name = name_of(own[0])
    if any(_names_exactly(one, names) for one in own):
        text = _("The seal belongs to the issuer, {name} ({identifier}).")
        return passed("seal.owner", text, SOURCE, name=name, identifier=notation)
    text = _(
        "The seal belongs to the issuer, {name} ({identifier}), whose name is written differently in it."
    )
    return warning("seal.owner", text, SOURCE, name=name, identifier=notation)


def _names_exactly(certificate: x509.Certificate, names: set[str]) -> bool:
    return subject_value(certificate, NameOID.ORGANIZATION_NAME).strip() in names


def _is(certificate: x509.Certificate, notation: object, names: set[str]) -> bool:
    identifier = subject_value(certificate, NameOID.ORGANIZATION_IDENTIFIER)
    organisation = subject_value(certificate, NameOID.ORGANIZATION_NAME)
    is_named = any(is_same_name(organisation, name) for name in names)
    return bool(identifier) and identifier == notation and bool(organisation.strip()) and is_named


def _names(certificate: x509.Certificate) -> str:
    identifier = subject_value(certificate, NameOID.ORGANIZATION_IDENTIFIER)
    return f"{name_of(certificate)} ({identifier})"


def first(value: Any) -> Any:
    """The value, or the first of a list: JSON-LD writes one value with and without a list."""
    return value[0] if isinstance(value, list) and value else value


def texts(value: Any) -> Iterator[str]:
    """Every text of a language map."""
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, dict):
        for entry in value.values():
            yield from texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from texts(entry)
