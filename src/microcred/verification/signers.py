"""Who issued it: whether the issuer whom the report shows is the one whose key or seal signed.

The one question on which `issuer` and `accreditation` rest, for credentials of every kind (decision 0007).
What registers say of an issuer is asked only after it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from cryptography.x509.oid import NameOID

from microcred import binding, jades
from microcred.binding import Signed
from microcred.did import DatedKey
from microcred.jades import Envelope
from microcred.jades.certificates import name_of, subject_value
from microcred.keys import PublicKey
from microcred.names import folded, foreign_characters, skeleton
from microcred.reading import Reading
from microcred.record import Organisation
from microcred.report import Check, Outcome, _, failed, unknown, warning
from microcred.trust import KnownIssuer, Trust
from microcred.verification.issuers import REGISTER, check_issuer, issuer_name, known_issuer

SEALS = frozenset({"seal.signature", "seal.owner", "key"})  # what has to hold for every seal of a file


class Origin(NamedTuple):
    """The checks about the issuer, and the issuer as a register knows it where it is proven to be the one.

    `is_own` says whether the key or seal that signed is the shown issuer's, whom registers may not know.
    """

    checks: tuple[Check, ...]
    issuer: KnownIssuer | None = None
    is_own: bool = True


def origin_of(
    reading: Reading, issuer: Organisation, issued_at: datetime | None, signed: Signed, trust: Trust
) -> Origin:
    """What the registers say of the issuer shown; of one that nothing proves they are not asked."""
    if not binding.is_own(shown_as(reading, issuer, trust), signed.owners):
        return Origin((unproven(issuer_name(issuer)),), is_own=False)
    if issued_at is None:
        return Origin((_undated(issuer_name(issuer)),))
    known = known_issuer(reading, issuer, trust)
    checks = check_issuer(issuer, known, issued_at.date(), trust)
    if known is None:
        return Origin(checks)
    told = tuple(_check_name(issuer, known, trust))
    if any(one.outcome is Outcome.FAILED for one in told):
        return Origin(told)
    return Origin((*checks, *told), known)


def unproven(name: str) -> Check:
    """That a credential only names its issuer."""
    if not name:
        return unknown("issuer", _("It does not say who issued it."))
    text = _("It names {name} as its issuer, but nothing proves that it comes from there.")
    return unknown("issuer", text, name=name)


def _undated(name: str) -> Check:
    text = _("It does not say when it was issued, so no register can say what {name} was then.")
    return unknown("issuer", text, name=name)


def shown_as(reading: Reading, issuer: Organisation, trust: Trust) -> str:
    """The identifier by which people and registers know the issuer shown.

    A seal proves an eIDAS identifier; an id beside it counts where a register knows somebody by it.
    """
    if reading.sealed is None or trust.known(issuer.id) is not None:
        return issuer.id
    return next((one.value for one in issuer.identifiers if one.scheme == "eidas"), "")


def sealed_by(sealed: Envelope, checks: Iterable[Check], trust: Trust) -> Signed:
    """The checks of a sealed file, and the identifiers of those whose seals these are, if all of them hold.

    A certificate that a register lists is that of the institution listed, whatever is written in it.
    """
    found = tuple(checks)
    made = [one for one in found if one.code in SEALS]
    holds = all(one.outcome in (Outcome.PASSED, Outcome.WARNING) for one in made)
    if not holds or {one.code for one in made} != SEALS:
        return Signed(found)
    listed, owners = trust.seals(), list[str]()
    for certificate in jades.signers(sealed):
        identifier = subject_value(certificate, NameOID.ORGANIZATION_IDENTIFIER)
        named = trust.known(identifier)
        known = listed[certificate][0] if certificate in listed else named
        owners += (known.id, *known.also) if known else ()
        owners += [identifier] if named in (None, known) else []
    return Signed(found, tuple(filter(None, owners)))


def in_time(signed: Signed, signed_at: datetime | None, trust: Trust) -> Signed:
    """The same; doubtful where a register knows a key that signed, and that it was not in use then.

    The key of an old badge lies on a server and that of a certificate comes with its token, both without
    their age; but a key that was given up or lost is that under whatever name.
    """
    found = [
        binding.check_key(key, signed_at, "assertionMethod")
        for owner, public in signed.keys
        for key in _registered(owner, public, trust)
    ]
    doubts = dict.fromkeys(one for one in found if one.outcome is not Outcome.PASSED)
    if not doubts:
        return signed
    return Signed((*(one for one in signed.checks if one.code != "key"), *doubts))


def _registered(owner: str, public: PublicKey, trust: Trust) -> Iterator[DatedKey]:
    """The key as the register of its owner knows it: among those it signs with, and those of its seals."""
    known = trust.known(owner)
    if known is None:
        return
    yield from (key for key in known.keys if key.public == public)
    for seal in known.seals:
        if seal.certificate.public_key() == public.native:
            name = name_of(seal.certificate)
            yield DatedKey(name, public, retired_at=seal.ended_at, revoked_at=seal.revoked_at)


def _check_name(issuer: Organisation, known: KnownIssuer, trust: Trust) -> Iterator[Check]:
    """Whether the names shown are those of the institution whose key signed, or look like somebody else's."""
    if all(name == known.name for name in issuer.legal_name.values() if name):
        return
    own = folded(known.name)
    names = {folded(name): name for name in issuer.legal_name.values() if name}
    foreign = {plain: name for plain, name in names.items() if plain != own}
    holders = trust.remember_issuers("names", lambda: _holders(trust)) if foreign else {}
    values = {"name": known.name, "registry": known.registry}
    for plain, name in foreign.items():
        if known.id not in holders.get(skeleton(plain), [known.id]):
            text = _(
                "The credential names {shown} as its issuer, but the key that signed it belongs to {name}."
            )
            fix = _("Do not accept it unless the institution it names confirms it.")
            yield failed("issuer", text, REGISTER, fix, shown=name, **values)
            return
    odd = [name for plain, name in foreign.items() if own not in names or _is_mixed(plain, own)]
    if odd:
        text = _("The credential names {shown} as its issuer. {registry} lists it as {name}.")
        yield warning("issuer.name", text, REGISTER, shown=odd[0], **values)


def _holders(trust: Trust) -> Mapping[str, set[str]]:
    """The identifiers of the institutions whose names in the registers look so."""
    found: dict[str, set[str]] = {}
    for one in trust.issuers:
        found.setdefault(skeleton(one.name), set()).add(one.id)
    return found


def _is_mixed(name: str, own: str) -> bool:
    """Whether some characters of a name are of the own name's script, others of another one or unseen."""
    strange = foreign_characters(name, [own])
    return bool(strange) and any(one.isalpha() and one not in strange for one in name)
