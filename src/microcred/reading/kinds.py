"""Which kind of credential a JSON document is, told by its content alone.

Kinds we know but do not read are named, politely, with what can be done instead.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from microcred.documents import PRESENTATION, contexts_of, types_of
from microcred.errors import Ambiguous, Unreadable, Unsupported
from microcred.report import _

V2 = "https://www.w3.org/ns/credentials/v2"
OB2_CONTEXT = "https://w3id.org/openbadges/v2"
EDC_CONTEXT = "http://data.europa.eu/snb/model/context/edc-ap"


class Kind(StrEnum):
    """What was read; the value is stable."""

    OPEN_BADGE_3 = "open-badge-3"
    LEARNER_RECORD = "clr-2"
    ENDORSEMENT = "endorsement-3"
    CREDENTIAL = "verifiable-credential"
    EUROPEAN = "european-digital-credential"
    OPEN_BADGE_2 = "open-badge-2"
    SD_JWT = "sd-jwt-vc"
    ELMO = "elmo"
    PRESENTATION = "presentation"


LABELS: Mapping[Kind, str] = {
    Kind.OPEN_BADGE_3: _("Open Badge 3.0"),
    Kind.LEARNER_RECORD: _("Comprehensive Learner Record 2.0"),
    Kind.ENDORSEMENT: _("Endorsement of an Open Badge"),
    Kind.CREDENTIAL: _("W3C Verifiable Credential"),
    Kind.EUROPEAN: _("European Digital Credential"),
    Kind.OPEN_BADGE_2: _("Open Badge 2.0 or older"),
    Kind.SD_JWT: _("SD-JWT credential for digital wallets"),
    Kind.ELMO: _("ELMO transcript of records"),
    Kind.PRESENTATION: _("Presentation of credentials"),
}

_BY_TYPE = {
    "ClrCredential": Kind.LEARNER_RECORD,
    "EndorsementCredential": Kind.ENDORSEMENT,
    "OpenBadgeCredential": Kind.OPEN_BADGE_3,
    "AchievementCredential": Kind.OPEN_BADGE_3,
    "EuropeanDigitalCredential": Kind.EUROPEAN,
    "Assertion": Kind.OPEN_BADGE_2,
    PRESENTATION: Kind.PRESENTATION,
}

BLOCKCERTS = _(
    "This is a Blockcerts certificate. It is checked against a blockchain, which this verifier does not do."
)
OPENCERTS = _("This is an OpenCerts or OpenAttestation document, which this verifier does not read.")
STATUS_LIST = _("This is a list of revoked credentials, not a credential of a person.")
DID_DOCUMENT = _("This file publishes an issuer's keys. It is not a credential.")
DEFINITION = _("This describes a badge or its issuer. It is not the badge of a person.")
EUROPEAN_PRESENTATION = _(
    "This is a presentation made in Europass. Please download the credential itself as a JSON file."
)
TWO_THINGS = _("It calls itself both a credential and a presentation of credentials: which of them is meant?")
NOT_A_CREDENTIAL = _("This is JSON, but no credential of any kind we know.")


def kind_of(document: Mapping[str, Any]) -> Kind:
    """The kind of this document; raises Unsupported for a kind we only know by name, Unreadable otherwise."""
    types = types_of(document)
    _refuse_known_strangers(document, types)
    if PRESENTATION in types and not types.isdisjoint({"VerifiableCredential", *_BY_TYPE} - {PRESENTATION}):
        raise Ambiguous(TWO_THINGS, at="type")
    for name, kind in _BY_TYPE.items():
        if name in types:
            return kind
    if "VerifiableCredential" in types:
        return Kind.EUROPEAN if EDC_CONTEXT in contexts_of(document) else Kind.CREDENTIAL
    if "badge" in document and ("recipient" in document or "verify" in document):
        return Kind.OPEN_BADGE_2
    if {"@context", "issuer", "credentialSubject"} <= document.keys():
        return Kind.CREDENTIAL
    raise Unreadable(NOT_A_CREDENTIAL)


def _refuse_known_strangers(document: Mapping[str, Any], types: frozenset[str]) -> None:
    if not types.isdisjoint(_STRANGE_TYPES):
        raise Unsupported(next(words for name, words in _STRANGE_TYPES.items() if name in types))
    if any("blockcerts" in context for context in contexts_of(document)):
        raise Unsupported(BLOCKCERTS)
    for proof in (document.get("proof"), document.get("signature")):
        for kind in types_of(proof) if isinstance(proof, dict) else ():
            _refuse_proof(kind)
    if "verificationMethod" in document and "proof" not in document:
        raise Unsupported(DID_DOCUMENT)


def _refuse_proof(kind: str) -> None:
    if kind.startswith("MerkleProof"):
        raise Unsupported(BLOCKCERTS)
    if kind == "SHA3MerkleProof" or kind.startswith("OpenAttestation"):
        raise Unsupported(OPENCERTS)


_STRANGE_TYPES: Mapping[str, str] = {
    "BlockcertsCredential": BLOCKCERTS,
    "OpenAttestationCredential": OPENCERTS,
    "BitstringStatusListCredential": STATUS_LIST,
    "StatusList2021Credential": STATUS_LIST,
    "EuropeanDigitalPresentation": EUROPEAN_PRESENTATION,
    "BadgeClass": DEFINITION,
    "Issuer": DEFINITION,
}
