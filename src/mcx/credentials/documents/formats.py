"""Every format in which an award can be had: one row each, and whatever lists formats reads these rows.

Signed formats are written from the award's one frozen record, proven before they are let out, and kept.
Badge, token and certificate are there for every award, all or none. The European credential needs the
institution's seal and the wallet credential its P-256 key: they are added where these are there, also later.
Drawn formats are made anew whenever somebody asks for one.
"""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from functools import cached_property, partial
from typing import Any, NamedTuple

import orjson
import structlog
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mcx.credentials.documents.certificate import certificate, pages
from mcx.credentials.documents.europass import europass_upload
from mcx.credentials.documents.pictures import picture, public_picture
from mcx.credentials.models import Award
from mcx.credentials.selectors import BADGE
from mcx.keys.models import Seal, SigningKey
from mcx.keys.selectors import seal_in_use, signing_key, wallet_key
from mcx.keys.signing import KeySigner, KeyUnusable, sealer, signer
from microcred import MicrocredError, NotWritable, elm, jades, jose, openbadges, proofs, sdjwt
from microcred.record import AchievementRecord
from microcred.record_json import from_json
from microcred.report import Outcome

Words = str | Promise
log = structlog.get_logger("mcx.credentials")


class Need(Enum):
    """With what of the university's a format is signed."""

    KEY = auto()
    WALLET_KEY = auto()
    SEAL = auto()


class Purpose(Enum):
    """What people want a file for, in the order in which they are asked."""

    EUROPASS = auto()
    WALLETS = auto()
    PRINT = auto()
    PUBLIC = auto()
    PLATFORMS = auto()


class Work:
    """An award that is being written, with what its formats share."""

    def __init__(self, award: Award, at: datetime) -> None:
        self.award, self.at = award, at

    @cached_property
    def record(self) -> AchievementRecord:
        """The one frozen record."""
        return from_json(self.award.record)

    @cached_property
    def key(self) -> SigningKey:
        """The university's key in use.

        :raises NoSigningKey: when it has none
        """
        return signing_key(self.award.institution)

    @cached_property
    def signer(self) -> KeySigner:
        """What signs with that key.

        :raises KeyUnusable: when the key that is kept does not open
        """
        return signer(self.key)

    @cached_property
    def created(self) -> datetime:
        """When the award was claimed, or when the key was made if that was later."""
        return max(self.record.issued_at, self.key.created_at)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The Open Badge, not signed yet."""
        document, _losses = openbadges.write(self.record)
        return document

    @cached_property
    def badge(self) -> bytes:
        """The signed Open Badge."""
        signed = proofs.sign(self.document, self.signer, method=self.key.method, created=self.created)
        return orjson.dumps(signed)

    @cached_property
    def seal(self) -> Seal | None:
        """The seal in use at this instant."""
        return seal_in_use(self.award.institution, at=self.at)


def _badge(work: Work) -> bytes:
    return work.badge


def _token(work: Work) -> bytes:
    claims = {**work.document, "iat": int(work.created.timestamp())}
    return jose.sign_vc(claims, work.signer, kid=work.key.method).encode()


def _page(work: Work) -> bytes:
    return certificate(work.award, work.record, work.badge)


def _european(work: Work) -> bytes | None:
    """The European Digital Credential, sealed at this instant; none without a seal in use."""
    if work.seal is None:
        return None
    record = replace(work.record, issued_at=max(work.record.issued_at, work.seal.added_at))
    provider = sealer(work.seal)
    holder = jades.holder_of(provider.chain[0])
    document, _losses = elm.write(record, holder=holder, pages=pages(work.award, record))
    for wrong in elm.lint(document).only(Outcome.FAILED)[1:2]:
        raise NotWritable(wrong.message)
    return jades.seal(jades.serialise(document), provider, at=work.at)


def _for_wallets(work: Work) -> bytes | None:
    """The SD-JWT with everything disclosed; none without a P-256 key."""
    key = wallet_key(work.award.institution)
    if key is None:
        return None
    record = replace(work.record, issued_at=max(work.record.issued_at, key.created_at))
    return sdjwt.issue(record, signer(key), salt=lambda: secrets.token_urlsafe(16), kid=key.method)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: its name in addresses, the API and the database, how it is called, and the file that it is.

    `label` and `hint` are for whoever holds the credential, `registered_as` for registrars, who know the
    standards by name. In file names `ending` follows the code of the course. A link may hand out what is
    shareable.
    """

    name: str
    label: Words
    hint: Words = ""
    registered_as: Words = ""
    purpose: Purpose
    media_type: str
    ending: str
    is_shareable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Format):
    """A format that is signed once and kept; `write` gives none where the university lacks what it needs."""

    write: Callable[[Work], bytes | None]
    need: Need = Need.KEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn(Format):
    """A format that is made whenever somebody asks for it."""

    draw: Callable[[Award], bytes]


SIGNED = (
    Signed(
        name=BADGE,
        label=_("Open Badge 3.0"),
        hint=_("For wallets, badge platforms and employers."),
        registered_as=_("Open Badge 3.0 (JSON)"),
        purpose=Purpose.WALLETS,
        media_type="application/vc+ld+json",
        ending=".json",
        write=_badge,
    ),
    Signed(
        name="jwt",
        label=_("Token (JWT)"),
        hint=_("The same as one line, for wallets that ask for a token."),
        registered_as=_("Verifiable credential (JWT)"),
        purpose=Purpose.WALLETS,
        media_type="application/vc+jwt",
        ending=".jwt",
        write=_token,
    ),
    Signed(
        name="pdf",
        label=_("Certificate (PDF)"),
        purpose=Purpose.PRINT,
        media_type="application/pdf",
        ending=".pdf",
        write=_page,
    ),
    Signed(
        name="european",
        label=_("European Digital Credential"),
        hint=_("Sealed by your university."),
        registered_as=_("European Digital Credential (sealed)"),
        purpose=Purpose.EUROPASS,
        media_type="application/jose+json",
        ending=".jsonld",
        write=_european,
        need=Need.SEAL,
    ),
    Signed(
        name="sdjwt",
        label=_("Wallet credential (SD-JWT)"),
        hint=_(
            "For European digital identity wallets: whenever you show it you choose whether your "
            "date of birth and your grade are seen."
        ),
        purpose=Purpose.WALLETS,
        media_type="application/dc+sd-jwt",
        ending=".sd-jwt",
        write=_for_wallets,
        need=Need.WALLET_KEY,
    ),
)
DRAWN = (
    Drawn(
        name="png",
        label=_("Badge (PNG picture)"),
        purpose=Purpose.PLATFORMS,
        media_type="image/png",
        ending=".png",
        draw=partial(picture, form="png"),
    ),
    Drawn(
        name="svg",
        label=_("Badge (SVG drawing)"),
        purpose=Purpose.PLATFORMS,
        media_type="image/svg+xml",
        ending=".svg",
        draw=partial(picture, form="svg"),
    ),
    Drawn(
        name="public-png",
        label=_("Public picture (PNG)"),
        hint=_("For profiles, posts and e-mail."),
        purpose=Purpose.PUBLIC,
        media_type="image/png",
        ending="-public.png",
        draw=partial(public_picture, form="png"),
    ),
    Drawn(
        name="public-svg",
        label=_("Public picture (SVG)"),
        hint=_("Sharp in any size."),
        purpose=Purpose.PUBLIC,
        media_type="image/svg+xml",
        ending="-public.svg",
        draw=partial(public_picture, form="svg"),
    ),
    Drawn(
        name="europass",
        label=_("Unsealed draft"),
        hint=_(
            "For a university that seals in Europass itself: it uploads this file there under "
            "“Upload credentials”, seals it with its e-seal, and Europass sends it to you."
        ),
        purpose=Purpose.EUROPASS,
        media_type="application/json",
        ending="-for-europass.json",
        draw=europass_upload,
        is_shareable=False,  # it names the learner's address
    ),
)
FORMATS: Mapping[str, Signed | Drawn] = {one.name: one for one in (*SIGNED, *DRAWN)}


class Written(NamedTuple):
    """One format of an award, signed and not kept yet."""

    format: Signed
    content: bytes
    seal: Seal | None = None


def signed(award: Award, *, at: datetime) -> list[Written]:
    """The formats of every award; dated when it was claimed, or when the key was made if that was later.

    :raises NoSigningKey: when the university has no key in use
    :raises KeyUnusable: when the key that is kept does not open
    """
    work = Work(award, at)
    rows = (one for one in SIGNED if one.need is Need.KEY)
    return [Written(one, content) for one in rows if (content := one.write(work)) is not None]


def added(award: Award, has: Collection[str], *, at: datetime) -> list[Written]:
    """The formats that the university can add to those the award has; one that fails is logged and left."""
    work, written = Work(award, at), list[Written]()
    for one in SIGNED:
        if one.need is Need.KEY or one.name in has:
            continue
        try:
            content = one.write(work)
        except (MicrocredError, KeyUnusable) as error:
            log.exception(
                "format could not be written", award=str(award.pk), format=one.name, reason=str(error)
            )
            continue
        if content is not None:
            written.append(Written(one, content, work.seal if one.need is Need.SEAL else None))
    return written
