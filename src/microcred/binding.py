"""Whose key a signature was made with, and whether it was theirs to use at that time.

W3C Controlled Identifiers 1.0 §3.3 (retrieving verification methods) and §2.2 (`expires`, `revoked`).
Every check of a signature gives what it found as `Signed`, with the owners of the keys it was made with, and
`is_own` compares them with the one who is shown to people (decision 0007).
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from microcred.did import DatedKey, KeyFinder, controller_of
from microcred.errors import MicrocredError
from microcred.instants import write_instant
from microcred.keys import PublicKey
from microcred.report import Check, Outcome, _, failed, passed, unknown, warning
from microcred.saying import Moment

CID_METHODS = "Controlled Identifiers 1.0 §2.2"
SELF_CONTAINED = ("did:key:", "did:jwk:")  # one key, which some issuers name without its fragment
DOUBTS = frozenset({Outcome.FAILED, Outcome.UNKNOWN})
CID_RETRIEVAL = "Controlled Identifiers 1.0 §3.3"


OwnKey = tuple[str, PublicKey]
"""The identifier of a key's owner, and the key."""


class Signed(NamedTuple):
    """What was found out about a signature or seal, and the identifiers of those whose keys made it.

    `owners` are known from a register, from what they publish or from an identifier that spells out the key,
    never from the file alone; there are none while anything about the signature is wrong or open. `keys` are
    those of tokens and proofs, each with its owner.
    """

    checks: tuple[Check, ...]
    owners: tuple[str, ...] = ()
    keys: tuple[OwnKey, ...] = ()

    def key_of(self, owner: str) -> PublicKey | None:
        """The key that this owner signed with; None where there is none, or several."""
        own = {key for controller, key in self.keys if controller == owner}
        return own.pop() if len(own) == 1 else None


def signed(checks: Iterable[Check], owners: Iterable[str], keys: Iterable[OwnKey] = ()) -> Signed:
    """The checks, with the owners of the keys, and these, if nothing in the checks is doubtful.

    A revoked key is: that its signature is older is only the signer's word.
    """
    found = tuple(checks)
    is_doubted = not DOUBTS.isdisjoint([one.outcome for one in found])
    if is_doubted or any(["revoked" in one.values for one in found]):  # noqa: C419 - a list is quicker
        return Signed(found)
    return Signed(found, tuple(dict.fromkeys(filter(None, owners))), tuple(keys))


def is_own(shown: str, owners: Collection[str]) -> bool:
    """Whether the one who is shown to people is among the owners of the keys that signed.

    Issuers, endorsers, keepers of lists, holders and publishers of keys are compared here and nowhere else.
    """
    return shown != "" and shown in owners


def find(method: str, owner: str, keys: KeyFinder) -> tuple[DatedKey, str] | Check:
    """The key of a verification method and who publishes it, first looking with the owner.

    Where there is none, a `key` check says why: unknown if its publisher could not be asked, else failed.
    """
    published = False
    for controller in dict.fromkeys((owner, controller_of(method))):
        try:
            found = keys(controller) if controller else ()
        except MicrocredError as error:
            text = _("The keys of {controller} cannot be used: {reason}")
            return failed("key", text, CID_RETRIEVAL, controller=controller, reason=error.message)
        for key in found or ():
            if key.id == method or (method == controller and controller.startswith(SELF_CONTAINED)):
                return key, controller
        published = found is not None
    if published:
        text = _("{controller} does not publish the key {method}.")
        fix = _("Ask the issuer whether this credential is really theirs.")
        return failed("key", text, CID_RETRIEVAL, fix, controller=controller_of(method), method=method)
    text = _("The keys of {controller} could not be looked up.")
    fix = _("Check again with access to the internet, or add the issuer's keys to those you trust.")
    return unknown("key", text, CID_RETRIEVAL, fix, controller=controller_of(method))


def check_key(key: DatedKey, signed_at: datetime | None, purpose: str) -> Check:
    """Whether the key was valid when the signature says it was made, and meant for this purpose."""
    if key.is_claimed:
        return _check_claimed(key)
    if purpose not in key.purposes:
        text = _("The key {key} is not meant for this type of signature ({purpose}).")
        return failed("key", text, CID_METHODS, key=key.id, purpose=purpose)
    if key.revoked_at is not None:
        return _check_revoked(key, key.revoked_at, signed_at)
    return _check_undated(key) if signed_at is None else _check_dated(key, signed_at)


def _check_dated(key: DatedKey, signed_at: datetime) -> Check:
    if key.valid_from is not None and signed_at < key.valid_from:
        text = _("The credential is dated {signed}, before the key {key} was put into use on {start}.")
        values = {"signed": Moment(write_instant(signed_at)), "start": Moment(write_instant(key.valid_from))}
        return failed("key", text, CID_METHODS, key=key.id, **values)
    if key.retired_at is not None and signed_at >= key.retired_at:
        text = _("The credential is dated {signed}, after the key {key} was retired on {end}.")
        values = {"signed": Moment(write_instant(signed_at)), "end": Moment(write_instant(key.retired_at))}
        return failed("key", text, CID_METHODS, key=key.id, **values)
    return passed(
        "key", _("The key {key} was valid when the credential was signed."), CID_METHODS, key=key.id
    )


def _check_claimed(key: DatedKey) -> Check:
    text = _("Only the credential itself says that the key belongs to the issuer: {key}.")
    fix = _("Verify with access to the internet, or with a register that contains the issuer's keys.")
    return unknown("key", text, CID_RETRIEVAL, fix, key=key.id)


def check_owner(owner: str, controller: str) -> Check:
    """Whether the key that signed is published by the one who is said to have signed."""
    if is_own(owner, (controller,)):
        text = _("The key belongs to the issuer, {owner}.")
        if owner.startswith(SELF_CONTAINED):
            text = _(
                "The identifier {owner} contains the key itself, but does not show whose identifier it is."
            )
        return passed("proof.controller", text, CID_RETRIEVAL, owner=owner)
    text = _("The credential names {owner} as its issuer but was signed by {controller}.")
    fix = _("Do not accept it unless {owner} confirms that it is genuine.")
    return failed("proof.controller", text, CID_RETRIEVAL, fix, owner=owner or "?", controller=controller)


def _check_revoked(key: DatedKey, revoked_at: datetime, signed_at: datetime | None) -> Check:
    revoked = Moment(write_instant(revoked_at))
    if signed_at is None or signed_at >= revoked_at:
        text = _("The key {key} was revoked on {revoked}. Signatures made after that are not valid.")
        fix = _("Ask the issuer for a new credential.")
        return failed("key", text, CID_METHODS, fix, key=key.id, revoked=revoked)
    text = _(
        "The key {key} was revoked on {revoked}. Nothing but the signer's own date shows that the signature "
        "is older."
    )
    fix = _("Ask the issuer to confirm the credential.")
    return warning("key", text, CID_METHODS, fix, key=key.id, revoked=revoked)


def _check_undated(key: DatedKey) -> Check:
    if key.valid_from is None and key.retired_at is None:
        text = _("The key {key} was valid when the credential was signed.")
        return passed("key", text, CID_METHODS, key=key.id)
    text = _("The signature has no date, so it is not known whether the key {key} was valid then.")
    return unknown("key", text, CID_METHODS, key=key.id)
