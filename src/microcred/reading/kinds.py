"""The kinds of credentials, one row each, and which of them a JSON document is, told by its content alone.

Kinds we know but do not read are named, politely, with what can be done instead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from microcred import elm, openbadges, openbadges2, sdjwt
from microcred.documents import PRESENTATION, contexts_of, types_of
from microcred.errors import Ambiguous, Unreadable, Unsupported
from microcred.record import AchievementRecord
from microcred.report import _

Parse = Callable[[dict[str, Any]], tuple[AchievementRecord, tuple[str, ...]]]
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


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a kind: how people call it, by which types a document says it, and who reads it.

    Without `parse` it is no achievement, holds others, or is no JSON, and `reading` deals with it.
    """

    label: str
    types: tuple[str, ...] = ()
    parse: Parse | None = None


# Of a document with types of several kinds the first counts: a learner record may call itself a badge too.
KINDS: Mapping[Kind, Known] = {
    Kind.LEARNER_RECORD: Known(_("Comprehensive Learner Record 2.0"), ("ClrCredential",)),
    Kind.ENDORSEMENT: Known(_("Endorsement of an Open Badge"), ("EndorsementCredential",)),
    Kind.OPEN_BADGE_3: Known(
        _("Open Badge 3.0"), ("OpenBadgeCredential", "AchievementCredential"), openbadges.parse
    ),
    Kind.EUROPEAN: Known(_("European Digital Credential"), ("EuropeanDigitalCredential",), elm.parse),
    Kind.OPEN_BADGE_2: Known(_("Open Badge 2.0 or older"), ("Assertion",), openbadges2.parse),
    Kind.PRESENTATION: Known(_("Presentation of credentials"), (PRESENTATION,)),
    Kind.CREDENTIAL: Known(_("W3C Verifiable Credential"), parse=openbadges.parse),
    Kind.SD_JWT: Known(_("SD-JWT credential for digital wallets"), parse=sdjwt.parse),
    Kind.ELMO: Known(_("ELMO transcript of records")),
}
LABELS: Mapping[Kind, str] = {kind: known.label for kind, known in KINDS.items()}
_BY_TYPE = {name: kind for kind, known in KINDS.items() for name in known.types}

BLOCKCERTS = _(
    "This is a Blockcerts certificate. It is checked against a blockchain, which this service does not do."
)
OPENCERTS = _("This is an OpenCerts or OpenAttestation document, which this service does not support.")
STATUS_LIST = _("This is a list of revoked credentials, not a person's credential.")
DID_DOCUMENT = _("This file publishes an issuer's keys. It is not a credential.")
DEFINITION = _("This file describes a badge or its issuer. It is not a badge awarded to a person.")
EUROPEAN_PRESENTATION = _(
    "This is a presentation made in Europass. Download the credential itself as a JSON file."
)
TWO_THINGS = _(
    "It is marked both as a credential and as a presentation of credentials. It is not clear which is meant."
)
NOT_A_CREDENTIAL = _("This is JSON, but not a type of credential that we support.")


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
