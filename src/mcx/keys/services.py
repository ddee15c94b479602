"""Keys and seals: made or uploaded, encrypted at once, ended with their dates kept, encrypted anew."""

from datetime import datetime
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.accounts.services import rewrap_second_factors
from mcx.core import audit, encryption
from mcx.core.encryption import WrongKeyEncryptionKey
from mcx.core.errors import DomainError, Invalid
from mcx.core.reports import advice, message, translated
from mcx.core.text import in_language
from mcx.keys import rules
from mcx.keys.models import Seal, SigningKey
from mcx.keys.rules import CURVES, KeyKind
from mcx.keys.selectors import (
    IN_USE,
    SIGNS,
    SIGNS_FOR_WALLETS,
    did_of,
    facts_of,
    identifier_of_test_seal,
    public_keys_in_use,
    with_same_key,
)
from mcx.keys.signing import NewSeal, enclosed, new_key, new_test_seal, rewrapped, uploaded_seal
from mcx.network.models import Institution
from mcx.network.selectors.rights import require
from microcred import KeyProblem, jades
from microcred.record import Identifier, Organisation
from microcred.report import Outcome

# What each kind of key signs with.
ALGORITHMS = {KeyKind.BADGES: SIGNS, KeyKind.WALLETS: SIGNS_FOR_WALLETS}


class LastKey(DomainError):
    """Without a key in use nothing could be issued, and the list of revoked credentials not be signed."""

    code = "last-key"
    message = _("This is the only key for badges (Ed25519) of {institution} in use.")
    fix = _("Create a new key for badges first, then retire this one.")


@transaction.atomic
def create_key(
    institution: Institution, *, kind: KeyKind = KeyKind.BADGES, by: Person, at: datetime
) -> SigningKey:
    """Make a new key that signs from now on; earlier keys stay published.

    An Ed25519 key signs badges and status lists, a P-256 key the credentials for digital wallets.

    :raises NotAllowed: without the right to manage this institution's keys
    """
    require(by, Action.MANAGE_KEYS, institution, on=at.date())
    return make_key(institution, kind=kind, by=by, at=at)


@transaction.atomic
def make_key(
    institution: Institution, *, kind: KeyKind = KeyKind.BADGES, by: Person | None, at: datetime
) -> SigningKey:
    """The key itself, for founding a network when nobody holds a right yet.

    :raises KeyEncryptionKeyMissing: where keys are kept and the one that opens them is gone
    :raises WrongKeyEncryptionKey: where it is not the one under which they are kept
    """
    encryption.begin()
    key = new_key(institution, did_of(institution), CURVES[kind])
    row = SigningKey.objects.create(
        institution=institution,
        method=key.method,
        algorithm=key.public.algorithm,
        public_multikey=key.public.multikey(),
        wrapped=key.wrapped,
        created_at=at,
    )
    audit.record("keys.key-created", row, by=by, at=at, institution_id=institution.pk)
    return row


@transaction.atomic
def remake_keys(*, at: datetime) -> None:
    """Put a new key in the place of each one in use, named after the network's address as it is now.

    For a network that moves before its first credential: nothing was signed that anybody keeps, so that the
    keys of the address before are gone with their names.
    """
    wanted = [
        (row.institution, kind)
        for row in SigningKey.objects.filter(IN_USE).select_related("institution").order_by("pk")
        for kind, algorithm in ALGORITHMS.items()
        if row.algorithm == algorithm
    ]
    SigningKey.objects.all().delete()
    for institution, kind in wanted:
        make_key(institution, kind=kind, by=None, at=at)


@transaction.atomic
def retire_key(row: SigningKey, *, by: Person, at: datetime, is_compromised: bool = False) -> None:
    """Stop signing with a key and erase its private part: what it signed stands; of a compromised one nothing
    is believed by itself.

    Ending it again changes nothing, but one that was retired can still turn out to be compromised.

    :raises NotAllowed: without the right to manage this institution's keys
    :raises LastKey: when it signs badges and no other in use does
    """
    require(by, Action.MANAGE_KEYS, row.institution, on=at.date())
    in_use = public_keys_in_use(SIGNS).select_for_update().filter(institution=row.institution)
    others = [key for key in in_use if key.pk != row.pk]
    row = SigningKey.objects.select_for_update().select_related("institution").get(pk=row.pk)
    if row.retired_at is None and row.algorithm == SIGNS and not others:
        raise LastKey(institution=row.institution)
    if row.revoked_at or (row.retired_at and not is_compromised):
        return
    row.retired_at, row.wrapped = row.retired_at or at, b""
    row.revoked_at = at if is_compromised else None
    row.save(update_fields=["retired_at", "revoked_at", "wrapped"])
    action = "keys.key-revoked" if is_compromised else "keys.key-retired"
    audit.record(action, row, by=by, at=at, institution_id=row.institution_id)


class SealRefused(DomainError):
    """The certificate is not one that this institution can seal with."""

    code = "seal-refused"
    message = _("This seal cannot be used. {reasons}")
    fix = _("The guide says which seals can be used and where to order one.")


class SealTaken(DomainError):
    """A certificate is registered once: by another institution, or ended here; no compromised key again."""

    code = "seal-taken"
    message = _(
        "This seal was uploaded earlier and has been retired, it belongs to another institution, or its key "
        "is compromised."
    )
    fix = _("Order a new seal with a new key.")


def add_seal(institution: Institution, *, data: bytes, passphrase: str, by: Person, at: datetime) -> Seal:
    """Keep the seal of a PKCS#12 file; it seals from now on.

    The same file again changes nothing. Opening it holds no lock, but where a program sent an
    Idempotency-Key: then the transaction of its answer is open.

    :raises NotAllowed: without the right to manage this institution's keys
    :raises Invalid: for a file that cannot be opened with the passphrase, or not within ten seconds
    :raises SealRefused: for a certificate that is not one of the institution's for sealing
    :raises SealTaken: for one that was ended, is another institution's or has a compromised key
    """
    require(by, Action.MANAGE_KEYS, institution, on=at.date())
    seal = _uploaded(data, passphrase)
    report = rules.check_seal(facts_of(institution, seal.chain[0], on=at.date()), at=at)
    if wrong := report.only(Outcome.FAILED):
        raise SealRefused(reasons=" ".join(f"{message(check)} {advice(check)}" for check in wrong))
    return _keep_seal(institution, seal, by=by, at=at)


def _uploaded(data: bytes, passphrase: str) -> NewSeal:
    if not data or len(data) > rules.LARGEST_SEAL:
        raise Invalid(file=_("A seal is a PKCS#12 file (.p12 or .pfx) of 64 kB or less."))
    if not passphrase or len(passphrase) > rules.LONGEST_PASSPHRASE:
        raise Invalid(
            passphrase=_("Enter the passphrase of the file. If it has none, export the file again with one.")
        )
    try:
        seal = uploaded_seal(data, passphrase)
    except KeyProblem as error:
        raise Invalid(file=translated(str(error))) from error
    if seal is None:
        raise Invalid(
            file=_(
                "We could not open the file. Check the passphrase, and that it is a PKCS#12 file (.p12 or "
                ".pfx) with one key and its certificate. We did not keep the file."
            )
        )
    return seal


@transaction.atomic
def _keep_seal(institution: Institution, seal: NewSeal, *, by: Person | None, at: datetime) -> Seal:
    encryption.begin()
    certificate, holder = seal.chain[0], jades.holder_of(seal.chain[0])
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
    row, is_new = Seal.objects.get_or_create(
        fingerprint=fingerprint,
        defaults={
            "institution": institution,
            "holder": holder.legal_name["en"][:300],
            "identifier": holder.identifiers[0].value[:100],
            "chain": "".join(one.public_bytes(Encoding.PEM).decode() for one in seal.chain),
            "wrapped": enclosed(seal, institution, fingerprint),
            "is_test": jades.is_test(certificate),
            "valid_from": certificate.not_valid_before_utc,
            "valid_until": certificate.not_valid_after_utc,
            "added_at": at,
        },
    )
    is_taken = row.institution_id != institution.pk or row.ended_at is not None
    if is_taken or with_same_key(row, Seal.objects.exclude(revoked_at=None)):
        raise SealTaken()
    if is_new:
        audit.record("keys.seal-added", row, by=by, at=at, institution_id=institution.pk, is_test=row.is_test)
    return row


def make_test_seal(institution: Institution, *, by: Person | None, at: datetime) -> Seal:
    """A seal that says it is none, for demonstrations: everything works but the Europass seal check."""
    named = Identifier("eidas", identifier_of_test_seal(institution))
    name = {"en": in_language(institution.name, "en")}
    holder = Organisation(institution.slug, name, institution.country, identifiers=(named,))
    return _keep_seal(institution, new_test_seal(holder, at=at), by=by, at=at)


@transaction.atomic
def end_seal(row: Seal, *, by: Person, at: datetime, is_compromised: bool = False) -> None:
    """Stop sealing and erase the key: what was sealed before stands, nothing dated later does.

    Of a compromised one that only stands of which a trusted timestamp proves that it was sealed before; the
    institution's other seals with the same key end with it. Ending one again changes nothing, but one that
    was ended can still turn out to be compromised.

    :raises NotAllowed: without the right to manage this institution's keys
    """
    require(by, Action.MANAGE_KEYS, row.institution, on=at.date())
    own = list(Seal.objects.select_for_update().filter(institution=row.institution).order_by("pk"))
    row = next(one for one in own if one.pk == row.pk)
    for each in with_same_key(row, own) if is_compromised else [row]:
        _end(each, by=by, at=at, is_compromised=is_compromised)


def _end(row: Seal, *, by: Person, at: datetime, is_compromised: bool) -> None:
    if row.revoked_at or (row.ended_at and not is_compromised):
        return
    row.ended_at, row.wrapped = row.ended_at or at, b""
    row.revoked_at = at if is_compromised else None
    row.save(update_fields=["ended_at", "revoked_at", "wrapped"])
    action = "keys.seal-revoked" if is_compromised else "keys.seal-ended"
    audit.record(action, row, by=by, at=at, institution_id=row.institution_id)


class Rotation(NamedTuple):
    """How many keys, seals and second factors were encrypted anew, and which did not open."""

    done: int
    left: tuple[str, ...] = ()


@transaction.atomic
def rotate_key_encryption_key(old: bytes, *, new: bytes, by: Person | None, at: datetime) -> Rotation:
    """Encrypt everything under the new key, in one transaction; under the new one already, nothing is done.

    A key that did not open before is left: no key opens it, and it stops no other.

    :raises WrongKeyEncryptionKey: when neither key is the one under which this database is encrypted
    """
    row = encryption.only()
    if encryption.is_locked(row) and encryption.fits(row, new):
        return Rotation(0)
    if not encryption.fits(row, old):
        raise WrongKeyEncryptionKey()
    rotation = _rewrap(old, new)  # everything that is encrypted under the key, before the sentinel says so
    row.sentinel = encryption.sentinel(new)
    row.save(update_fields=["sentinel"])
    audit.record(
        "core.key-encryption-key-rotated", row, by=by, at=at, keys=rotation.done, left=len(rotation.left)
    )
    return rotation


def _rewrap(old: bytes, new: bytes) -> Rotation:
    done, left = rewrap_second_factors(old=old, new=new)
    kept = [model.objects.exclude(wrapped=b"") for model in (SigningKey, Seal)]
    for key in (each for rows in kept for each in rows.select_for_update().order_by("pk")):
        try:
            key.wrapped = rewrapped(key, old, new)
        except KeyProblem:
            left.append(str(key))
        else:
            key.save(update_fields=["wrapped"])
            done += 1
    return Rotation(done, tuple(left))
