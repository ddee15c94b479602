"""Every format of an award, written from its one frozen record and proven before it is let out.

Badge, token and certificate are there for every award, all or none. The European credential needs the
institution's seal and the wallet credential its P-256 key: they are added where these are there, also later.
"""

import secrets
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import orjson
import structlog

from mcx.credentials.documents.certificate import certificate, pages
from mcx.credentials.models import Award, IssuedCredential
from mcx.keys.models import Seal
from mcx.keys.selectors import seal_in_use, signing_key, wallet_key
from mcx.keys.signing import KeyUnusable, sealer, signer
from microcred import MicrocredError, NotWritable, elm, jades, jose, openbadges, proofs, sdjwt
from microcred.record import AchievementRecord
from microcred.record_json import from_json
from microcred.report import Outcome

Format = IssuedCredential.Format
log = structlog.get_logger("mcx.credentials")


class Written(NamedTuple):
    """One format of an award, signed and not kept yet."""

    format: str
    media_type: str
    content: bytes
    seal: Seal | None = None


def signed(award: Award) -> list[Written]:
    """The formats of every award; dated when it was claimed, or when the key was made if that was later.

    :raises NoSigningKey: when the university has no key in use
    :raises KeyUnusable: when the key that is kept does not open
    """
    record = from_json(award.record)
    row = signing_key(award.institution)
    key = signer(row)
    document, _losses = openbadges.write(record)
    created = max(record.issued_at, row.created_at)
    badge = orjson.dumps(proofs.sign(document, key, method=row.method, created=created))
    token = jose.sign_vc({**document, "iat": int(created.timestamp())}, key, kid=row.method)
    return [
        Written(Format.OPEN_BADGE, "application/vc+ld+json", badge),
        Written(Format.JWT, "application/vc+jwt", token.encode()),
        Written(Format.PDF, "application/pdf", certificate(award, record, badge)),
    ]


def added(award: Award, has: Collection[str], *, at: datetime) -> list[Written]:
    """The formats that the university can add to those the award has; one that fails is logged and left."""
    written: list[Written] = []
    for form, write in ((Format.EUROPEAN, _european), (Format.SD_JWT, _for_wallets)):
        if form in has:
            continue
        try:
            written += write(award, at)
        except (MicrocredError, KeyUnusable) as error:
            log.exception("format could not be written", award=str(award.pk), format=form, reason=str(error))
    return written


def _european(award: Award, at: datetime) -> Iterator[Written]:
    """The European Digital Credential, sealed at this instant; none without a seal in use."""
    row = seal_in_use(award.institution, at=at)
    if row is not None:
        record = from_json(award.record)
        dated = replace(record, issued_at=max(record.issued_at, row.added_at))
        yield Written(Format.EUROPEAN, "application/jose+json", _sealed(award, dated, row, at), row)


def _sealed(award: Award, record: AchievementRecord, row: Seal, at: datetime) -> bytes:
    provider = sealer(row)
    holder = jades.holder_of(provider.chain[0])
    document, _losses = elm.write(record, holder=holder, pages=pages(award, record))
    for wrong in elm.lint(document).only(Outcome.FAILED)[1:2]:
        raise NotWritable(wrong.message)
    return jades.seal(jades.serialise(document), provider, at=at)


def _for_wallets(award: Award, at: datetime) -> Iterator[Written]:
    """The SD-JWT with everything disclosed; none without a P-256 key."""
    row = wallet_key(award.institution)
    if row is not None:
        record = from_json(award.record)
        dated = replace(record, issued_at=max(record.issued_at, row.created_at))
        token = sdjwt.issue(dated, signer(row), salt=lambda: secrets.token_urlsafe(16), kid=row.method)
        yield Written(Format.SD_JWT, "application/dc+sd-jwt", token)
