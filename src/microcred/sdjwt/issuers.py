"""Which keys may have signed an SD-JWT VC: those of its issuer's DID, or of a certificate sent with it.

SD-JWT VC §2.5. A certificate speaks for an `iss` only if it names the same address.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cryptography import x509

from microcred import binding
from microcred.did import DatedKey, KeyFinder
from microcred.errors import KeyProblem, Malformed, MicrocredError, Unreadable
from microcred.guards import b64_decode
from microcred.jades.certificates import load_certificate, name_of, path_to_anchor
from microcred.keys import PublicKey
from microcred.report import Check, _, failed, passed, unknown
from microcred.sdjwt.tokens import SdJwt

SOURCE = "SD-JWT VC §2.5"
MOST_CERTIFICATES = 10
ASK_ISSUER = _("Ask the issuer for a new copy of the credential.")


class Found(NamedTuple):
    """Whose the key is in a check, the keys that may have signed, and whose these are."""

    check: Check
    candidates: tuple[PublicKey, ...] = ()
    owners: tuple[str, ...] = ()


def find_key(token: SdJwt, keys: KeyFinder, anchors: Sequence[x509.Certificate]) -> Found:
    """The keys that may have signed, and whose they are."""
    issuer = token.claims.get("iss")
    issued_at = _issued_at(token.claims)
    if "x5c" in token.issued.header:
        return _check_certificate(token.issued.header["x5c"], issuer, issued_at, anchors)
    if not isinstance(issuer, str) or not issuer:
        return Found(failed("key", _("The credential does not say who issued it."), SOURCE, ASK_ISSUER))
    try:
        found = keys(issuer)
    except MicrocredError as error:
        text = _("The keys of {controller} cannot be used: {reason}")
        return Found(failed("key", text, SOURCE, ASK_ISSUER, controller=issuer, reason=error.message))
    if found is None:
        text = _("The keys of {issuer} could not be found.")
        fix = _("Verify again with access to the internet.")
        return Found(unknown("key", text, SOURCE, fix, issuer=issuer))
    wanted = token.issued.header.get("kid")
    fitting = [one for one in found if _is_called(one, wanted) and "assertionMethod" in one.purposes]
    return _judged(fitting, issuer, issued_at)


def _judged(fitting: Sequence[DatedKey], issuer: str, issued_at: datetime | None) -> Found:
    """The keys that were in force when the credential was issued, or else all of them."""
    standing = [one for one in fitting if _stood_at(one, issued_at)]
    candidates = tuple(one.public for one in standing or fitting)
    if not standing:
        text = _("{issuer} has no such key that was in force when the credential was issued.")
        return Found(failed("key", text, SOURCE, ASK_ISSUER, issuer=issuer), candidates)
    doubtful = next((one for one in standing if one.is_claimed or one.revoked_at), None)
    if doubtful is not None:
        return Found(binding.check_key(doubtful, issued_at, "assertionMethod"), candidates)
    return Found(
        passed("key", _("The key belongs to {issuer}."), SOURCE, issuer=issuer), candidates, (issuer,)
    )


def _is_called(key: DatedKey, wanted: Any) -> bool:
    """Whether the token means this key: by its whole id or the part after `#`; without a name, any."""
    return (
        wanted is None
        or wanted in (key.id, key.id.partition("#")[2])
        or wanted == f"#{key.id.partition('#')[2]}"
    )


def _stood_at(key: DatedKey, instant: datetime | None) -> bool:
    """Whether the key was in force; where no time is known, whether it never ceased to be."""
    if instant is None:
        return key.retired_at is None and key.revoked_at is None
    begun = key.valid_from is None or key.valid_from <= instant
    ends = [one for one in (key.retired_at, key.revoked_at) if one is not None]
    return begun and all(instant < end for end in ends)


def _issued_at(claims: dict[str, Any]) -> datetime | None:
    """When it says it was issued; None where it says nothing usable."""
    seconds = claims.get("iat", claims.get("nbf"))
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 10**11:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _check_certificate(
    chain: Any, issuer: Any, issued_at: datetime | None, anchors: Sequence[x509.Certificate]
) -> Found:
    """The key of the first certificate, if it leads to an anchor and may speak for `iss`."""
    try:
        leaf, *others = _read_chain(chain)
        key = PublicKey(leaf.public_key())
    except (KeyProblem, Unreadable) as error:
        text = _("The certificates in the token cannot be used: {reason}")
        return Found(failed("key", text, SOURCE, ASK_ISSUER, reason=error))
    owners = _owners(leaf, issuer)
    if issuer and not binding.is_own(issuer, owners):
        text = _("The certificate belongs to {name}, not to {issuer}.")
        return Found(failed("key", text, SOURCE, ASK_ISSUER, name=name_of(leaf), issuer=issuer), (key,))
    if issued_at is None or path_to_anchor(leaf, others, anchors, issued_at) is None:
        text = _("The certificate of {name} does not lead to an authority that is trusted here.")
        return Found(unknown("key", text, SOURCE, name=name_of(leaf)), (key,))
    text = _("A certificate confirms that the key belongs to {name}.")
    return Found(passed("key", text, SOURCE, name=name_of(leaf)), (key,), owners)


def _read_chain(chain: Any) -> list[x509.Certificate]:
    if not isinstance(chain, list) or not 0 < len(chain) <= MOST_CERTIFICATES:
        raise Malformed("“x5c” is not a short list.")
    if not all(isinstance(one, str) for one in chain):
        raise Malformed("“x5c” contains something other than texts.")
    return [load_certificate(b64_decode(one), at="x5c") for one in chain]


def _owners(certificate: x509.Certificate, issuer: Any) -> tuple[str, ...]:
    """The addresses that the certificate is for: its URIs, and the issuer's if it is on one of its hosts."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return ()
    is_hosted = _host(issuer) in names.get_values_for_type(x509.DNSName)
    return (*names.get_values_for_type(x509.UniformResourceIdentifier), *([issuer] if is_hosted else ()))


def _host(issuer: Any) -> str | None:
    """The host of a web address; None for anything else."""
    if not isinstance(issuer, str) or not issuer.startswith("https://"):
        return None
    try:
        return urlsplit(issuer).hostname
    except ValueError:
        return None
