"""The one room that opens a private key: it signs, and hands nothing out.

A signer knows whose key it is and opens it for each signature anew; nobody who holds one holds the key. The
same holds of a seal that was just uploaded: its file stays closed until it is kept.
What is wrapped is bound to its institution and method, or to its institution and certificate: bytes that
are moved to another row do not open there. A test sees that no other module unwraps anything.
"""

from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from typing import NamedTuple

from cryptography import x509
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mcx.core.encryption import Lock, key_encryption_key
from mcx.core.errors import Unavailable
from mcx.keys import opening
from mcx.keys.models import Seal, SigningKey
from mcx.network.models import Institution
from microcred import KeyProblem, jades, keys
from microcred.keys.public import Kind
from microcred.record import Organisation

KEY_TOO_LONG = gettext_noop(
    "The key of this seal is longer than {bits} bits. Ask your provider for a seal with a shorter RSA key, "
    "or with one on an elliptic curve. We did not keep the file."
)


class KeyUnusable(Unavailable):
    """What is stored of a key does not open: altered, moved, or encrypted under another key."""

    code = "key-unusable"
    message = _("The stored key of {institution} cannot be opened, so nothing can be signed.")
    fix = _("Try again later. The registrar needs to create a new key or upload the seal again.")


class NewKey(NamedTuple):
    """A key that was just made: what is published of it, and what is kept."""

    public: keys.PublicKey
    method: str
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class NewSeal:
    """A seal that was just uploaded or made: its certificates, its own first, and its file, still closed."""

    chain: tuple[x509.Certificate, ...]
    _file: bytes = field(repr=False)
    _passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeySigner:
    """Signs with an institution's key; a `microcred.keys.Signer`."""

    public: keys.PublicKey
    _row: SigningKey

    @property
    def kind(self) -> Kind:
        """The kind of the key."""
        return self.public.kind

    @property
    def algorithm(self) -> str:
        """The JOSE name of its algorithm."""
        return self.public.algorithm

    def sign(self, data: bytes, /) -> bytes:
        """The signature of the data.

        :raises KeyUnusable: when the key does not open
        """
        return _opened(self._row).sign(data)


@dataclass(frozen=True, slots=True)
class SealSigner:
    """Signs with an institution's seal; a `microcred.jades.SealProvider`."""

    chain: tuple[x509.Certificate, ...]
    algorithm: str
    _row: Seal

    def sign(self, data: bytes, /) -> bytes:
        """The signature of the data.

        :raises KeyUnusable: when the key does not open
        """
        return _opened_seal(self._row, self.chain).sign(data)


def signer(row: SigningKey) -> KeySigner:
    """Whoever signs with this key, proven to be able to.

    :raises KeyUnusable: when the key does not open or is not the one that is published
    """
    public = _opened(row).public
    if public.multikey() != row.public_multikey:
        raise KeyUnusable(institution=row.institution)
    return KeySigner(public, row)


def sealer(row: Seal) -> SealSigner:
    """Whoever seals with this seal, proven to be able to.

    :raises KeyUnusable: when its key or certificate does not open, or they do not belong together
    """
    try:
        chain = chain_of(row)
    except ValueError as error:
        raise KeyUnusable(institution=row.institution) from error
    return SealSigner(chain, _opened_seal(row, chain).algorithm, row)


def can_sign(row: SigningKey | Seal) -> bool:
    """Whether a key or seal opens; False also under a wrong key-encryption key."""
    try:
        signer(row) if isinstance(row, SigningKey) else sealer(row)
    except Unavailable:
        return False
    return True


def chain_of(row: Seal) -> tuple[x509.Certificate, ...]:
    """The certificates of a seal, its own first; ValueError for a row that is damaged."""
    return tuple(x509.load_pem_x509_certificates(row.chain.encode()))


def newest_key() -> Lock | None:
    """What the newest key is locked by, for whoever has to prove the key-encryption key."""
    return _lock_of(SigningKey.objects.exclude(wrapped=b"").order_by("pk").last())


def newest_seal() -> Lock | None:
    """What the newest seal is locked by, for whoever has to prove the key-encryption key."""
    return _lock_of(Seal.objects.exclude(wrapped=b"").order_by("pk").last())


def _lock_of(row: SigningKey | Seal | None) -> Lock | None:
    return None if row is None else lambda key: _is_opened_by(key, row)


def _is_opened_by(key: bytes, row: SigningKey | Seal) -> bool:
    try:
        keys.unwrap(bytes(row.wrapped), key, bound_to=_place_of(row))
    except (KeyProblem, ValueError):
        return False
    return True


def new_key(institution: Institution, did: str, kind: Kind) -> NewKey:
    """A new key of the institution, wrapped at once."""
    key = keys.generate(kind)
    method = f"{did}#{key.public.thumbprint()}"
    bound = _place(SigningKey, institution.pk, method)
    return NewKey(key.public, method, keys.wrap(key, key_encryption_key(), bound_to=bound))


def uploaded_seal(data: bytes, passphrase: str) -> NewSeal | None:
    """The seal in a PKCS#12 file; None where it cannot be opened with the passphrase, or not in time.

    :raises KeyProblem: where it is not one that can seal, or its key takes too long for each signature
    """
    try:
        file = opening.rewritten(data, passphrase)
    except opening.KeyTooLong as error:
        raise KeyProblem(KEY_TOO_LONG, bits=opening.LARGEST_RSA) from error
    return None if file is None else NewSeal(jades.open_pkcs12(file, passphrase).chain, file, passphrase)


def new_test_seal(holder: Organisation, *, at: datetime) -> NewSeal:
    """A seal that says it is none, for demonstrations."""
    seal, passphrase = jades.issue_test_seal(holder, at=at, algorithm="ES256"), token_urlsafe()
    return NewSeal(seal.chain, opening.written(seal.key, seal.chain, passphrase.encode()), passphrase)


def enclosed(seal: NewSeal, institution: Institution, fingerprint: str) -> bytes:
    """The key of a new seal, wrapped for its institution."""
    bound = _place(Seal, institution.pk, fingerprint)
    key = jades.open_pkcs12(seal._file, seal._passphrase).key
    return keys.wrap(keys.SigningKey(key), key_encryption_key(), bound_to=bound)


def rewrapped(row: SigningKey | Seal, old: bytes, new: bytes) -> bytes:
    """What is kept of the key, under another key-encryption key; KeyProblem where the old one fails."""
    return keys.rewrap(bytes(row.wrapped), old, new, bound_to=_place_of(row))


def _place_of(row: SigningKey | Seal) -> str:
    name = row.method if isinstance(row, SigningKey) else row.fingerprint
    return _place(type(row), row.institution_id, name)


def _place(model: type[Model], institution_id: int, name: str) -> str:
    return f"{model._meta.label_lower} {institution_id} {name}"


def _opened(row: SigningKey | Seal) -> keys.SigningKey:
    try:
        return keys.unwrap(bytes(row.wrapped), key_encryption_key(), bound_to=_place_of(row))
    except (KeyProblem, Unavailable, ValueError) as error:
        raise KeyUnusable(institution=row.institution) from error


def _opened_seal(row: Seal, chain: tuple[x509.Certificate, ...]) -> jades.KeySeal:
    try:
        return jades.key_seal(_opened(row).native, chain)
    except KeyProblem as error:
        raise KeyUnusable(institution=row.institution) from error
