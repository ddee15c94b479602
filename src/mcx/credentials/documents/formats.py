"""Every format in which an award can be had: one row each, and whatever lists formats reads these rows.

Signed formats are written from the award's one frozen record, proven before they are let out, and kept, each
as a copy. Badge, token and certificate are there for every award, all or none. The European credential needs
the institution's seal and the wallet credential its P-256 key: they are added where these are there, also
later. Copies whose key or seal somebody else may have are written anew, all of one key or none. Drawn formats
are made anew whenever somebody asks for one.

A copy that names a status list has a place of its own there. The certificate and the pictures hold a badge
and carry that badge's place. A European credential names no list, as Europass may be unable to read one that
does: what became of it the network's register answers.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from functools import cached_property, partial
from typing import Any, NamedTuple

import orjson
import structlog
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mcx.credentials.documents.certificate import certificate, is_of_demonstration, pages
from mcx.credentials.documents.europass import europass_upload
from mcx.credentials.documents.pictures import picture, public_picture
from mcx.credentials.models import Award, IssuedCredential
from mcx.credentials.selectors import BADGE
from mcx.keys.models import Seal, SigningKey
from mcx.keys.selectors import NoSigningKey, seal_in_use, signing_key, wallet_key
from mcx.keys.signing import KeySigner, KeyUnusable, sealer, signer
from microcred import MicrocredError, NotWritable, elm, jades, jose, openbadges, proofs, sdjwt
from microcred.record import AchievementRecord, Status
from microcred.record_json import from_json
from microcred.report import Outcome

Words = str | Promise
TOKEN, FOR_WALLETS = "jwt", "sdjwt"
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
    """An award that is being written, with what its formats share and the places that copies are to name."""

    def __init__(self, award: Award, at: datetime, places: Mapping[str, Status]) -> None:
        self.award, self.at, self._places = award, at, places

    @cached_property
    def record(self) -> AchievementRecord:
        """The one frozen record."""
        return from_json(self.award.record)

    def record_for(self, form: str) -> AchievementRecord:
        """The record as a copy of this format says it: with its own place in a status list."""
        return replace(self.record, status=(self._places[form],))

    def document_for(self, form: str) -> dict[str, Any]:
        """The Open Badge with that place, not signed yet."""
        document, _losses = openbadges.write(self.record_for(form))
        return document

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
    def badge(self) -> bytes:
        """The signed Open Badge."""
        document = self.document_for(BADGE)
        signed = proofs.sign(document, self.signer, method=self.key.method, created=self.created)
        return orjson.dumps(signed)

    @cached_property
    def is_fictional(self) -> bool:
        """Whether pages say that they are of a demonstration."""
        return is_of_demonstration()

    @cached_property
    def wallet_key(self) -> SigningKey | None:
        """The university's key in use for digital wallets."""
        return wallet_key(self.award.institution)

    @cached_property
    def seal(self) -> Seal | None:
        """The seal in use at this instant."""
        return seal_in_use(self.award.institution, at=self.at)


def _badge(work: Work) -> bytes:
    return work.badge


def _token(work: Work) -> bytes:
    claims = {**work.document_for(TOKEN), "iat": int(work.created.timestamp())}
    return jose.sign_vc(claims, work.signer, kid=work.key.method).encode()


def _page(work: Work) -> bytes:
    return certificate(work.award, work.record, work.badge, is_fictional=work.is_fictional)


def _european(work: Work) -> bytes | None:
    """The European Digital Credential, sealed at this instant; none without a seal in use."""
    if work.seal is None:
        return None
    record = replace(work.record, issued_at=max(work.record.issued_at, work.seal.added_at))
    provider = sealer(work.seal)
    holder = jades.holder_of(provider.chain[0])
    shown = pages(work.award, record, is_fictional=work.is_fictional)
    document, _losses = elm.write(record, holder=holder, pages=shown)
    for wrong in elm.lint(document).only(Outcome.FAILED)[1:2]:
        raise NotWritable(wrong.message)
    return jades.seal(jades.serialise(document), provider, at=work.at)


def _for_wallets(work: Work) -> bytes | None:
    """The SD-JWT with everything disclosed; none without a P-256 key."""
    key = work.wallet_key
    if key is None:
        return None
    record = work.record_for(FOR_WALLETS)
    record = replace(record, issued_at=max(record.issued_at, key.created_at))
    return sdjwt.issue(record, signer(key), salt=lambda: secrets.token_urlsafe(16), kid=key.method)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: its name in addresses, the API and the database, how it is called, and the file that it is.

    `label` and `hint` are for whoever holds the credential, `registered_as` for registrars, who know the
    standards by name. In file names `ending` follows the code of the course. A link may hand out what is
    shareable. What `holds` a format has the bytes of that one inside.
    """

    name: str
    label: Words
    hint: Words = ""
    registered_as: Words = ""
    purpose: Purpose
    media_type: str
    ending: str
    is_shareable: bool = True
    holds: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Format):
    """A format that is signed and kept; `write` gives none where the university lacks what it needs.

    A copy of what `names_list` has a place of its own in a status list.
    """

    write: Callable[[Work], bytes | None]
    need: Need = Need.KEY
    names_list: bool = False


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
        names_list=True,
    ),
    Signed(
        name=TOKEN,
        label=_("Token (JWT)"),
        hint=_("The same credential as a single line of text, for wallets that ask for a token."),
        registered_as=_("Verifiable credential (JWT)"),
        purpose=Purpose.WALLETS,
        media_type="application/vc+jwt",
        ending=".jwt",
        write=_token,
        names_list=True,
    ),
    Signed(
        name="pdf",
        label=_("Certificate (PDF)"),
        purpose=Purpose.PRINT,
        media_type="application/pdf",
        ending=".pdf",
        write=_page,
        holds=BADGE,
    ),
    Signed(
        name="european",
        label=_("European Digital Credential"),
        hint=_("Sealed by the university that issued it."),
        registered_as=_("European Digital Credential (sealed)"),
        purpose=Purpose.EUROPASS,
        media_type="application/jose+json",
        ending=".jsonld",
        write=_european,
        need=Need.SEAL,
    ),
    Signed(
        name=FOR_WALLETS,
        label=_("Wallet credential (SD-JWT)"),
        hint=_(
            "For European digital identity wallets. Each time you show it, you choose whether to reveal "
            "your date of birth and grade."
        ),
        purpose=Purpose.WALLETS,
        media_type="application/dc+sd-jwt",
        ending=".sd-jwt",
        write=_for_wallets,
        need=Need.WALLET_KEY,
        names_list=True,
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
        holds=BADGE,
    ),
    Drawn(
        name="svg",
        label=_("Badge (SVG drawing)"),
        purpose=Purpose.PLATFORMS,
        media_type="image/svg+xml",
        ending=".svg",
        draw=partial(picture, form="svg"),
        holds=BADGE,
    ),
    Drawn(
        name="public-png",
        label=_("Public picture (PNG)"),
        hint=_("For profiles, posts and emails."),
        purpose=Purpose.PUBLIC,
        media_type="image/png",
        ending="-public.png",
        draw=partial(public_picture, form="png"),
    ),
    Drawn(
        name="public-svg",
        label=_("Public picture (SVG)"),
        hint=_("Sharp at any size."),
        purpose=Purpose.PUBLIC,
        media_type="image/svg+xml",
        ending="-public.svg",
        draw=partial(public_picture, form="svg"),
    ),
    Drawn(
        name="europass",
        label=_("Unsealed draft"),
        hint=_(
            "For universities that seal in Europass themselves. Your university uploads this file to "
            "Europass and seals it, and Europass sends it to you. On its own this file proves nothing."
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
    """One copy of an award, signed and not kept yet; `replaces` is the one in whose place it was signed."""

    format: Signed
    content: bytes
    key: SigningKey | None = None
    seal: Seal | None = None
    replaces: IssuedCredential | None = None


# The formats that are there for every award.
ALWAYS = tuple(one for one in SIGNED if one.need is Need.KEY)
# What is to be written, each with the copy that it replaces, if any.
Wanted = Mapping[Signed, IssuedCredential | None]


def signed(work: Work) -> list[Written]:
    """The formats of every award; dated when it was claimed, or when the key was made if that was later.

    :raises NoSigningKey: when the university has no key in use
    :raises KeyUnusable: when the key that is kept does not open
    """
    return _written(work, dict.fromkeys(ALWAYS))


def added(work: Work, wanted: Wanted) -> list[Written]:
    """Those of the wanted copies that the university can write.

    What is signed with one means is written all or not at all, so that the certificate holds the badge beside
    it; a failure is logged and leaves the others.
    """
    written = list[Written]()
    for need in Need:
        of_need = {one: old for one, old in wanted.items() if one.need is need}
        try:
            written += _written(work, of_need)
        except NoSigningKey:
            continue
        except (MicrocredError, KeyUnusable) as error:
            forms = [one.name for one in of_need]
            log.exception(
                "formats could not be written", award=str(work.award.pk), formats=forms, reason=str(error)
            )
    return written


def _written(work: Work, wanted: Wanted) -> list[Written]:
    copies = ((one, one.write(work), replaced) for one, replaced in wanted.items())
    return [
        Written(one, content, *_signed_with(work, one), replaced)
        for one, content, replaced in copies
        if content is not None
    ]


def _signed_with(work: Work, one: Signed) -> tuple[SigningKey | None, Seal | None]:
    if one.need is Need.SEAL:
        return None, work.seal
    return work.wallet_key if one.need is Need.WALLET_KEY else work.key, None
