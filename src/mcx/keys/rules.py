"""How an institution is named by its DID, which e-seal it may use and how long that is still good for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from mcx.network.rules.identifiers import written
from microcred.keys.public import Kind
from microcred.names import foreign_characters, is_same_name
from microcred.report import Check, Report, _, failed, passed, warning

# A new seal takes a trust service provider weeks: people have to show papers.
EXPIRES_SOON = timedelta(days=60)
# Key, certificate and the authorities above it are 3 to 10 kB.
LARGEST_SEAL = 64 * 1024
LONGEST_PASSPHRASE = 200
SHOWN = 5  # strange characters that are told
NAMES, USE = "ETSI EN 319 412-3 §4.2.1", "RFC 5280 §4.2.1.3"
DATES, QUALIFIED = "RFC 5280 §4.1.2.5", "ETSI EN 319 412-5 §4.2"
OWNER = _("A seal belongs to one institution: the one that its certificate names")


def did_web(host: str, slug: str) -> str:
    """The did:web of a member; `host` is written as did:web wants it (`localhost%3A8000`)."""
    return f"did:web:{host}:institutions:{slug}"


def host_of(public_url: str) -> str:
    """The did:web form of the host that a network is reached at (did:web §3.2)."""
    return public_url.split("://", 1)[-1].split("/", 1)[0].lower().replace(":", "%3A")


class KeyKind(StrEnum):
    """The kinds of keys that institutions make: for badges and status lists, and for digital wallets."""

    BADGES = "Ed25519"
    WALLETS = "P-256"


# The same in the words of the library.
CURVES: Mapping[KeyKind, Kind] = {KeyKind.BADGES: "Ed25519", KeyKind.WALLETS: "P-256"}


class SealState(StrEnum):
    """The state of a seal."""

    IN_USE = "in-use"
    EXPIRING = "expiring"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    ENDED = "ended"
    COMPROMISED = "compromised"


SEAL_STATES = {
    SealState.IN_USE: _("In use"),
    SealState.EXPIRING: _("Expires soon"),
    SealState.NOT_YET: _("Not valid yet"),
    SealState.EXPIRED: _("Expired"),
    SealState.ENDED: _("Retired"),
    SealState.COMPROMISED: _("Compromised"),
}


# The states in which a seal seals.
USABLE = (SealState.IN_USE, SealState.EXPIRING)


def seal_state(
    valid_from: datetime,
    valid_until: datetime,
    ended_at: datetime | None = None,
    revoked_at: datetime | None = None,
    *,
    at: datetime,
) -> SealState:
    """The state of a seal with a certificate of these dates; the last moment still counts."""
    if revoked_at is not None:
        return SealState.COMPROMISED
    if ended_at is not None:
        return SealState.ENDED
    if at > valid_until:
        return SealState.EXPIRED
    if at < valid_from:
        return SealState.NOT_YET
    return SealState.EXPIRING if valid_until - at <= EXPIRES_SOON else SealState.IN_USE


@dataclass(frozen=True, slots=True)
class SealFacts:
    """What a seal's certificate says, and by which names the register knows the institution and others.

    `country` is empty where it is none. `own` and `others` are names; identifiers are those that a state
    gives, as certificates write them (`identifier_forms`).
    """

    holder: str
    identifier: str
    country: str
    valid_from: datetime
    valid_until: datetime
    may_seal: bool
    is_test: bool
    is_qualified: bool
    own: frozenset[str]
    others: frozenset[str]
    own_identifiers: frozenset[str]
    other_identifiers: frozenset[str]


def check_seal(facts: SealFacts, *, at: datetime) -> Report:
    """Whether the institution may seal with it; a failed check refuses it."""
    owner = _owner(facts) if facts.holder and facts.identifier else ()
    return Report.of([_names(facts), _use(facts), _dates(facts, at), *owner, _quality(facts)])


def _names(facts: SealFacts) -> Check:
    if facts.holder and facts.identifier and facts.country:
        text = _("The certificate names its holder: {holder}, {identifier}.")
        return passed("seal.names", text, NAMES, holder=facts.holder, identifier=facts.identifier)
    text = _("The certificate does not name its holder with organisation, identifier and country.")
    fix = _("Ask your trust service provider for a certificate for electronic seals of an organisation.")
    return failed("seal.names", text, NAMES, fix)


def _use(facts: SealFacts) -> Check:
    if facts.may_seal:
        return passed("seal.use", _("The certificate is for sealing."), USE)
    fix = _("Ask your trust service provider for a certificate for electronic seals of an organisation.")
    return failed("seal.use", _("The certificate is not for sealing."), USE, fix)


def _dates(facts: SealFacts, at: datetime) -> Check:
    values: dict[str, Any] = {"since": facts.valid_from.date(), "until": facts.valid_until.date()}
    state = seal_state(facts.valid_from, facts.valid_until, at=at)
    if state is SealState.EXPIRED:
        text, fix = _("The certificate expired on {until}."), _("Order a new one and upload it here.")
        return failed("seal.dates", text, DATES, fix, **values)
    if state is SealState.EXPIRING:
        text = _("The certificate expires soon: on {until}.")
        fix = _("Order a new one now. The old seal is used until you have it.")
        return warning("seal.dates", text, DATES, fix, **values)
    if state is SealState.NOT_YET:
        text = _("The certificate is valid only from {since}. Nothing is sealed with it until then.")
        return warning("seal.dates", text, DATES, **values)
    return passed("seal.dates", _("The certificate is valid until {until}."), DATES, **values)


def _owner(facts: SealFacts) -> Iterator[Check]:
    """Name and identifier have both to be the institution's own and nobody else's."""
    identifier, values = written(facts.identifier), {"holder": facts.holder, "identifier": facts.identifier}
    is_own_name = any(is_same_name(facts.holder, name) for name in facts.own)
    is_others = any(is_same_name(facts.holder, name) for name in facts.others) and not is_own_name
    if is_others or identifier in facts.other_identifiers:
        text = _("The seal belongs to {holder}, {identifier}, which is another member of the network.")
        yield failed("seal.owner", text, OWNER, _("Upload your own institution's seal."), **values)
        return
    if not is_own_name:
        yield _unknown_name(facts)
    if identifier not in facts.own_identifiers:
        text = _(
            "The certificate names the identifier {identifier}. The register does not list it for your "
            "institution."
        )
        fix = _(
            "If it belongs to your institution, ask the initiative lead to record it as the eIDAS legal "
            "identifier."
        )
        yield failed("seal.owner", text, OWNER, fix, **values)
    elif is_own_name:
        text = _("The register lists your institution as {holder}, {identifier}.")
        yield passed("seal.owner", text, OWNER, **values)


def _unknown_name(facts: SealFacts) -> Check:
    strange = foreign_characters(facts.holder, facts.own)
    if strange:
        text = _("The name {holder} only looks like your institution's. Foreign characters in it: {signs}.")
        fix = _("Do not use this certificate. Ask your trust service provider how it was issued.")
        signs = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in strange[:SHOWN])
        return failed("seal.owner", text, OWNER, fix, holder=facts.holder, signs=signs)
    text = _("The certificate names {holder}. The register does not list your institution under that name.")
    fix = _("If this is your institution's legal name, ask the initiative lead to record it.")
    return failed("seal.owner", text, OWNER, fix, holder=facts.holder)


def _quality(facts: SealFacts) -> Check:
    fix = _("Order a qualified electronic seal from a trust service provider on the EU trusted lists.")
    if facts.is_test:
        text = _("Test seal – fails the Europass seal check.")
        return warning("seal.qualified", text, QUALIFIED, fix)
    if facts.is_qualified:
        text = _("The certificate states that it is a qualified certificate for electronic seals.")
        return passed("seal.qualified", text, QUALIFIED)
    text = _(
        "The certificate is not a qualified certificate for electronic seals. Europass will not accept it."
    )
    return warning("seal.qualified", text, QUALIFIED, fix)
