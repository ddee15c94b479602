"""Seals: uploaded by a registrar, encrypted at once, ended with their date kept."""

from datetime import datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid
from mcx.core.reports import advice, message
from mcx.core.text import in_language
from mcx.credentials import rules
from mcx.credentials.models import Seal
from mcx.credentials.selectors.seals import facts_of, identifier_of_test_seal
from mcx.credentials.services.issuing import complete_awards
from mcx.credentials.services.taming import tamed
from mcx.credentials.signing import begin, enclosed
from mcx.network.models import Institution
from mcx.network.selectors import require
from microcred import KeyProblem, jades
from microcred.jades import KeySeal
from microcred.record import Identifier, Organisation
from microcred.report import Outcome


class SealRefused(DomainError):
    """The certificate is not one that this institution can seal with."""

    code = "seal-refused"
    message = _("This seal cannot be used. {reasons}")
    fix = _("The guide says which seals can be used and where to order one.")


class SealTaken(DomainError):
    """A certificate is registered once: by another institution, or ended here."""

    code = "seal-taken"
    message = _("This seal was uploaded before and is ended, or belongs to another institution.")
    fix = _("Order a new seal with a new key.")


def add_seal(institution: Institution, data: bytes, passphrase: str, *, by: Person, at: datetime) -> Seal:
    """Keep the seal of a PKCS#12 file; it seals from now on, also what was issued without one.

    The same file again changes nothing. Opening it holds no lock.

    :raises NotAllowed: without the right to manage this institution's keys
    :raises Invalid: for a file that cannot be opened with the passphrase, or not within ten seconds
    :raises SealRefused: for a certificate that is not one of the institution's for sealing
    :raises SealTaken: for one that was ended or is another institution's
    """
    require(by, Action.MANAGE_KEYS, institution, on=at.date())
    provider = _opened(data, passphrase)
    report = rules.check_seal(facts_of(institution, provider.chain[0], on=at.date()), at=at)
    if wrong := report.only(Outcome.FAILED):
        raise SealRefused(reasons=" ".join(f"{message(check)} {advice(check)}" for check in wrong))
    return _keep(institution, provider, by=by, at=at)


def _opened(data: bytes, passphrase: str) -> KeySeal:
    if not data or len(data) > rules.LARGEST_SEAL:
        raise Invalid(file=_("A seal is a PKCS#12 file (.p12 or .pfx) of at most 64 kB."))
    if not passphrase or len(passphrase) > rules.LONGEST_PASSPHRASE:
        raise Invalid(passphrase=_("Give the passphrase of the file. Export it with one if it has none."))
    file = tamed(data, passphrase)
    if file is None:
        raise Invalid(
            file=_(
                "The file cannot be opened: another passphrase, or no PKCS#12 file with one key and its "
                "certificate. Nothing of it was kept."
            )
        )
    try:
        return jades.open_pkcs12(file, passphrase)
    except KeyProblem as error:
        raise Invalid(file=str(error)) from error


@transaction.atomic
def _keep(institution: Institution, provider: KeySeal, *, by: Person | None, at: datetime) -> Seal:
    begin()
    certificate, holder = provider.chain[0], jades.holder_of(provider.chain[0])
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
    row, is_new = Seal.objects.get_or_create(
        fingerprint=fingerprint,
        defaults={
            "institution": institution,
            "holder": holder.legal_name["en"][:300],
            "identifier": holder.identifiers[0].value[:100],
            "chain": "".join(one.public_bytes(Encoding.PEM).decode() for one in provider.chain),
            "wrapped": enclosed(provider, institution, fingerprint),
            "is_test": jades.is_test(certificate),
            "valid_from": certificate.not_valid_before_utc,
            "valid_until": certificate.not_valid_after_utc,
            "added_at": at,
        },
    )
    if row.institution_id != institution.pk or row.ended_at is not None:
        raise SealTaken()
    if is_new:
        audit.record(
            "credentials.seal-added", row, by=by, at=at, institution_id=institution.pk, is_test=row.is_test
        )
        complete_awards.enqueue(institution.pk)
    return row


def make_test_seal(institution: Institution, *, by: Person | None, at: datetime) -> Seal:
    """A seal that says it is none, for demonstrations: everything works but the Europass seal check."""
    named = Identifier("eidas", identifier_of_test_seal(institution))
    name = {"en": in_language(institution.name, "en")}
    holder = Organisation(institution.slug, name, institution.country, identifiers=(named,))
    return _keep(institution, jades.issue_test_seal(holder, at=at, algorithm="ES256"), by=by, at=at)


@transaction.atomic
def end_seal(row: Seal, *, by: Person, at: datetime) -> None:
    """Stop sealing and erase the key: what was sealed before stands, nothing dated later does.

    Ending it again changes nothing.

    :raises NotAllowed: without the right to manage this institution's keys
    """
    require(by, Action.MANAGE_KEYS, row.institution, on=at.date())
    row = Seal.objects.select_for_update(of=("self",)).select_related("institution").get(pk=row.pk)
    if row.ended_at is not None:
        return
    row.ended_at, row.wrapped = at, b""
    row.save(update_fields=["ended_at", "wrapped"])
    audit.record("credentials.seal-ended", row, by=by, at=at, institution_id=row.institution_id)
