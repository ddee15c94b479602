"""Who is robbed, who forges, and whom the verifier knows: two members of one register, and a stranger."""

import json
from base64 import b64encode
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from microcred import jades, jose, status_list
from microcred.did import DatedKey, did_key
from microcred.errors import MicrocredError
from microcred.guards import b64url_encode
from microcred.keys import Kind, PublicKey, SigningKey, generate
from microcred.reading import Reading, read
from microcred.record import Accreditation, Identifier, Organisation, Status
from microcred.report import Conclusion, Outcome, Report
from microcred.trust import KnownIssuer, KnownSeal, Trust
from microcred.verification import examine
from tests.microcred.cast import PARTNER, UNIVERSITY
from tests.microcred.jades.pki import NOON, Holder, issue, name, timestamp_authority

AT = datetime(2026, 11, 23, tzinfo=UTC)
SIGNED_AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
ROOT = issue(name("Root", organisation="Root"), authority=True)
CLOCK = timestamp_authority()


@dataclass(frozen=True)
class Age:
    """What is known of the age of somebody's keys: since when they were in use, and how that ended.

    None is what nobody says. A retired key was given up in good order, a revoked one was lost.
    """

    begun_at: datetime | None = None
    retired_at: datetime | None = None
    revoked_at: datetime | None = None


AGELESS = Age()


@dataclass(frozen=True, eq=False)
class Party:
    """Somebody who signs: keys of each kind with the names they are published under, a seal and a server.

    Its lists of revoked credentials have a key of their own, which is as good as new.
    """

    organisation: Organisation
    keys: dict[Kind, tuple[SigningKey, str]]
    seal: jades.KeySeal
    certificate: Holder
    host: str
    of_lists: SigningKey = field(default_factory=generate)

    @property
    def address(self) -> str:
        """The web address that its certificate and its server are for."""
        return f"https://{self.host}"

    @property
    def listed(self) -> Status:
        """Where what names it as issuer is listed."""
        return Status(f"{self.address}/status/1", 7, "revocation")


def _member(organisation: Organisation, identifier: str, host: str) -> Party:
    kinds: tuple[Kind, ...] = ("Ed25519", "P-256", "RSA")
    keys = {kind: (generate(kind), f"{organisation.id}#{kind}") for kind in kinds}
    named = replace(organisation, country="AT", identifiers=(Identifier("eidas", identifier),))
    return Party(
        named, keys, jades.issue_test_seal(named, at=NOON, algorithm="ES256"), _certified(host), host
    )


def _certified(host: str, **more: Any) -> Holder:
    names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(f"https://{host}")])
    said = {what: value for what, value in more.items() if value is not None}
    return issue(name(host), ROOT, extensions=((names, False),), **said)


def _stranger(method: str) -> Party:
    """Somebody with keys that only their identifier names: did:key, did:jwk or the fragment of an address."""
    keys = {kind: _own_key(generate(kind), method) for kind in ("Ed25519", "P-256")}
    keys["RSA"] = (generate("RSA"), "https://evil.example/key")
    nobody = replace(UNIVERSITY, identifiers=(Identifier("eidas", "NTRAT-666666f"),))
    seal = jades.issue_test_seal(nobody, at=NOON, algorithm="ES256")
    alien = issue(name("evil.example"))
    return Party(nobody, keys, seal, alien, "evil.example")  # type: ignore[arg-type]


def _own_key(key: SigningKey, method: str) -> tuple[SigningKey, str]:
    multikey = key.public.multikey()
    if method == "did:jwk":
        encoded = b64url_encode(json.dumps(key.public.jwk()).encode())
        return key, f"did:jwk:{encoded}#0"
    return key, f"{did_key(key.public)}#{multikey}" if method == "did:key" else f"{method}#{multikey}"


VICTIM = _member(UNIVERSITY, "NTRAT-123456a", "uni.example")
PARTNERED = _member(PARTNER, "NTRAT-222222b", "partner.example")
STRANGERS = {name: _stranger(name) for name in ("did:key", "did:jwk", "https://evil.example")}
IMPOSTOR = replace(  # the member's own names for keys and certificates, but other keys
    VICTIM,
    keys={one: (generate(one), method) for one, (_key, method) in VICTIM.keys.items()},
    seal=jades.issue_test_seal(VICTIM.organisation, at=NOON, algorithm="ES256"),
    certificate=replace(VICTIM.certificate, key=PARTNERED.certificate.key),
    host="evil.example",
)
FRAGMENT = replace(
    IMPOSTOR,
    keys=IMPOSTOR.keys | {one: _own_key(generate(one), UNIVERSITY.id) for one in ("Ed25519", "P-256")},
)


def _known(party: Party, age: Age = AGELESS) -> KnownIssuer:
    own = party.organisation
    dates = age.begun_at, age.retired_at, age.revoked_at
    return KnownIssuer(
        own.id,
        own.legal_name["en"],
        "Example Network",
        accreditations=(Accreditation({"en": "Institutional"}, "institutional", "Example Agency"),),
        keys=(
            *(DatedKey(method, key.public, *dates) for key, method in party.keys.values()),
            DatedKey(f"{own.id}#address", PublicKey(party.certificate.key.public_key()), *dates),
            DatedKey(f"{own.id}#lists", party.of_lists.public),
        ),
        also=(party.address, f"{party.address}/issuer", own.identifiers[0].value),
        seals=(KnownSeal(party.seal.chain[0], age.retired_at, age.revoked_at),),
    )


def empty_list(party: Party) -> dict[str, Any]:
    """The party's list of revoked credentials, on which none is."""
    return status_list.credential(
        status_list.StatusList(),
        url=party.listed.list_url,
        issuer=party.organisation.id,
        purpose=party.listed.purpose,
        valid_from=SIGNED_AT,
        valid_until=AT + timedelta(days=1),
    )


def _listing(party: Party) -> bytes:
    kid = f"{party.organisation.id}#lists"
    return jose.sign_vc(empty_list(party), party.of_lists, kid=kid).encode()


KNOWN = {party.host: _known(party) for party in (VICTIM, PARTNERED)}
LISTS = {party.listed.list_url: _listing(party) for party in (VICTIM, PARTNERED)}
TRUST = Trust(tuple(KNOWN.values()), certificates=(ROOT.certificate, CLOCK.certificate), documents=LISTS)


@cache
def aged(age: Age) -> Trust:
    """The same register, in which the keys of the victim are of this age."""
    return replace(TRUST, issuers=(_known(VICTIM, age), KNOWN[PARTNERED.host]))


def chain(party: Party, age: Age = AGELESS) -> list[str]:
    """The certificate for `x5c`; that of a key of some age was good for so long."""
    holder = party.certificate
    if age != AGELESS:
        holder = _certified(party.host, since=age.begun_at, until=age.retired_at, key=holder.key)
    return [b64encode(holder.certificate.public_bytes(Encoding.DER)).decode()]


class Judgement(NamedTuple):
    """What a verifier makes of a file: whose it takes it for, and whom it shows by which names."""

    issuer: KnownIssuer | None = None
    shown: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    report: Report = Report()

    @property
    def is_verified(self) -> bool:
        """Whether the report as a whole has passed: nothing in it is wrong or open."""
        return self.report.conclusion is Conclusion.PASSED

    @property
    def is_accepted(self) -> bool:
        """Whether the issuer is taken for proven."""
        return self._has_passed("issuer")

    def is_taken_for(self, party: Party) -> bool:
        """Whether anything that people are shown as proven is this party's.

        That is the whole, the issuer, its accreditation, or that the credential stands, says the list of whom
        it names: a list is known by the identifier of its keeper, never by a name.
        """
        own = KNOWN[party.host]
        identifiers = {own.id, *own.also}
        is_issuer = self.issuer is not None and self.issuer.id == own.id
        is_named = is_issuer or not {own.name, *identifiers}.isdisjoint(self.shown + self.names)
        if is_named and (self.is_verified or self.is_accepted or self._has_passed("accreditation")):
            return True
        return self._has_passed("status") and not identifiers.isdisjoint(self.shown)

    def _has_passed(self, code: str) -> bool:
        return any(one.code == code and one.outcome is Outcome.PASSED for one in self.report)


def judged(data: bytes, load: Any = None, trust: Trust = TRUST) -> Judgement:
    """The file as a verifier with this register sees it, online; a refused file is nobody's."""
    try:
        reading = read(data)
    except MicrocredError:
        return Judgement()
    report, issuer = examine(reading, at=AT, trust=trust, load=load or nothing)
    return Judgement(issuer, _shown(reading), _names(reading), report)


def _shown(reading: Reading) -> tuple[str, ...]:
    """Whom the credential, as it was read, gives as its issuer, by identifiers."""
    if reading.record is None:
        said = reading.document.get("issuer")
        found = said if isinstance(said, list) else [said]
        return tuple(str(one.get("id", "") if isinstance(one, dict) else one) for one in found)
    issuer = reading.record.issuer
    return (issuer.id, *(one.value for one in issuer.identifiers))


def _names(reading: Reading) -> tuple[str, ...]:
    return tuple(reading.heading.issuer.legal_name.values())


def nothing(_url: str) -> bytes:
    """A net in which nobody answers."""
    raise OSError
