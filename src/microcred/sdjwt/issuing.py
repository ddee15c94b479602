"""Issuing an SD-JWT VC, and presenting it with only what the holder wants to show (RFC 9901 §7.2)."""

from base64 import b64encode
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from microcred.errors import NotWritable
from microcred.keys import PublicKey, Signer
from microcred.record import AchievementRecord
from microcred.sdjwt import claims as record_claims
from microcred.sdjwt.claims import SELECTIVE
from microcred.sdjwt.disclosures import conceal, decode, digest
from microcred.sdjwt.tokens import ALGORITHMS, BINDING_TYPE, PROTECTED, TYPE, read, sign_jwt


def issue(
    record: AchievementRecord,
    key: Signer,
    *,
    salt: Callable[[], str],
    kid: str = "",
    certificates: Sequence[bytes] = (),
    holder: PublicKey | None = None,
    selective: Collection[str] = SELECTIVE,
) -> bytes:
    """The record as an SD-JWT VC with all its disclosures, for its holder.

    `salt` gives a fresh random text of at least 22 characters each time; `certificates` are the issuer's
    chain in DER for `x5c`; `holder` is the wallet's key that presentations must prove (`cnf`).
    """
    if key.kind not in ALGORITHMS:
        raise NotWritable("An SD-JWT is signed with ES256, ES384 or EdDSA.")
    if PROTECTED & set(selective):
        raise NotWritable("Claims that decide whether the credential is valid cannot be selective.")
    shown, disclosures = conceal(record_claims.write(record), selective, salt)
    if holder is not None:
        shown["cnf"] = {"jwk": holder.jwk()}
    header: dict[str, object] = {"typ": TYPE}
    if kid:
        header["kid"] = kid
    if certificates:
        header["x5c"] = [b64encode(one).decode() for one in certificates]
    return b"~".join([sign_jwt(header, shown, key), *disclosures, b""])


def present(
    token: bytes,
    disclose: Collection[str],
    *,
    holder: Signer | None = None,
    audience: str = "",
    nonce: str = "",
    at: datetime | None = None,
) -> bytes:
    """The SD-JWT with only the named claims disclosed, bound to one verifier's request if `holder` is given.

    Raises NotWritable for a claim it does not have and for a key binding without audience, nonce or time.
    """
    issued = token.partition(b"~")[0]
    named = [(decode(one), one) for one in read(token).disclosures]
    missing = set(disclose) - {decoded[1] for decoded, _ in named if len(decoded) == 3}
    if missing:
        raise NotWritable("There is nothing to disclose as “{name}”.", name=min(missing))
    kept = [one for decoded, one in named if len(decoded) == 3 and decoded[1] in disclose]
    bound = b"~".join([issued, *kept, b""])
    algorithm = read(bound).hash  # what it discloses must still hang together
    if holder is None:
        return bound
    if not (audience and nonce and at):
        raise NotWritable("A key binding is for one verifier, one request and one time.")
    payload = {
        "iat": int(at.timestamp()),
        "aud": audience,
        "nonce": nonce,
        "sd_hash": digest(bound, algorithm),
    }
    return bound + sign_jwt({"typ": BINDING_TYPE}, payload, holder)
