"""Who issued it, and what the registers one trusts say about them *on the day of issue*.

An institution no register knows is not a wrong one: unknown, never failed (DESIGN §1).
"""

from datetime import date

from cryptography.x509.oid import NameOID

from microcred import jades
from microcred.accreditation import ASK_ISSUER, LOOK_UP, QUALITY, Answer, accredited
from microcred.jades.certificates import subject_value
from microcred.reading import Reading
from microcred.record import Organisation
from microcred.report import Check, _, failed, passed, unknown, warning
from microcred.saying import Name
from microcred.trust import KnownIssuer, Trust

REGISTER = "VC-DM 2.0 §4.7"


def known_issuer(reading: Reading, issuer: Organisation, trust: Trust) -> KnownIssuer | None:
    """The issuer as a register lists it; whether the credential comes from there is another question.

    A seal proves no id but an eIDAS identifier, so that a sealed credential is looked up by the certificate
    of its seal, then by that identifier.
    """
    if reading.sealed is None:
        return trust.known(issuer.id)
    identifier = next((one.value for one in issuer.identifiers if one.scheme == "eidas"), "")
    listed = trust.seals()
    for certificate in jades.signers(reading.sealed):
        is_named = subject_value(certificate, NameOID.ORGANIZATION_IDENTIFIER) == identifier
        if certificate in listed and is_named:
            return listed[certificate][0]
    return trust.known(identifier) if identifier else None


def check_issuer(
    issuer: Organisation, known: KnownIssuer | None, day: date, trust: Trust
) -> tuple[Check, ...]:
    """Whether the register that lists the issuer has it as a member, and accredited, on the day of issue."""
    if known is None:
        return (_unknown_issuer(issuer, trust), *_claimed_only(issuer))
    membership, *accreditation = trust.remember_issuer(known, day, lambda: _registered(known, day, trust))
    return membership, *_check_snapshot(trust, day), *accreditation


def _registered(known: KnownIssuer, day: date, trust: Trust) -> tuple[Check, ...]:
    """What the register says of that day, whenever it is asked and however old it is."""
    answer = _accreditation(known, day, trust)
    return _check_membership(known, day), answer.check, *answer.remarks


def _accreditation(known: KnownIssuer, day: date, trust: Trust) -> Answer:
    decisions = known.accreditations
    return accredited(known.name, decisions, day, registry=known.registry, conditional=trust.conditional)


def issuer_name(issuer: Organisation) -> str:
    """How the credential names its issuer, in each of its languages."""
    return Name(issuer.legal_name, issuer.id)


def _unknown_issuer(issuer: Organisation, trust: Trust) -> Check:
    name = issuer_name(issuer)
    if not trust.issuers:
        text = _("The issuer's name is given as {name}. No register was used to confirm this.")
        fix = _("Verify with a register of institutions you trust.")
        return unknown("issuer", text, REGISTER, fix, name=name)
    text = _("The issuer's name is given as {name} ({id}). It is in none of the registers used.")
    fix = _("Ask the institution itself through an address you know, not one in the credential.")
    return unknown("issuer", text, REGISTER, fix, name=name, id=issuer.id)


def _claimed_only(issuer: Organisation) -> tuple[Check, ...]:
    if not issuer.accreditations:
        return ()
    agencies = ", ".join(dict.fromkeys(one.agency for one in issuer.accreditations if one.agency))
    text = _("The credential says that its issuer was accredited by {agencies}. No register confirms this.")
    return (unknown("accreditation", text, QUALITY, LOOK_UP, agencies=agencies or "—"),)


def _check_membership(known: KnownIssuer, day: date) -> Check:
    values = {"name": known.name, "registry": known.registry, "day": day}
    if known.is_member_on(day):
        text = _("{name} was listed in {registry} on the day of issue, {day}.")
        return passed("issuer", text, REGISTER, **values)
    if known.member_from is not None and day < known.member_from:
        text = _("{name} joined {registry} only on {since}, after the day of issue, {day}.")
        return failed("issuer", text, REGISTER, ASK_ISSUER, **values, since=known.member_from)
    if absence := known.absence_on(day):
        first, last = absence
        text = _(
            "{name} was not in {registry} on the day of issue, {day}: it was away from {since} to {until}."
        )
        return failed("issuer", text, REGISTER, ASK_ISSUER, **values, since=first, until=last)
    text = _("{name} left {registry} on {until}, before the day of issue, {day}.")
    return failed("issuer", text, REGISTER, ASK_ISSUER, **values, until=known.member_until)


def _check_snapshot(trust: Trust, day: date) -> tuple[Check, ...]:
    """A register copied before the day of issue cannot know what happened since."""
    if trust.as_of is None or day <= trust.as_of:
        return ()
    text = _("The register copies used are from {copied}, before the day of issue, {day}.")
    fix = _("Use a newer copy of the registers.")
    return (warning("issuer.snapshot", text, REGISTER, fix, copied=trust.as_of, day=day),)
