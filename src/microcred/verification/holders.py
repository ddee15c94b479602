"""Whether a holder shows the credentials, and whether they are the one whom the credentials are about.

VC-DM 2.0 §4.13: a presentation need not be signed, but unsigned it answers no request and shows no holder.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from microcred import binding
from microcred.binding import Signed
from microcred.documents import owner_of
from microcred.keys import PublicKey
from microcred.openbadges.parsing import cursor
from microcred.proofs.options import Expected
from microcred.reading import Reading
from microcred.report import Check, Outcome, _, failed, passed, unknown, warning
from microcred.verification.signatures import check_document
from microcred.verification.sources import Sources
from microcred.verification.structure import ASK_HOLDER

SOURCE = "VC-DM 2.0 §4.13"


class Holder(NamedTuple):
    """Whether somebody proved to be the holder, who, and the key that was checked for it, if it was one."""

    check: Check
    identifier: str = ""
    key: PublicKey | None = None
    remarks: tuple[Check, ...] = ()


def holder_of(reading: Reading, sources: Sources, expected: Expected) -> Holder:
    """Who presents the credentials, known only where the check `proof.holder` passed."""
    document = reading.document
    if reading.token is None and not document.get("proof"):
        text = _("The presentation is not signed, so it is not known who is presenting the credentials.")
        answer = unknown if expected.request is None else failed
        return Holder(answer("proof.holder", text, SOURCE, ASK_HOLDER))
    signed = check_document(document, sources, expected, token=reading.token)
    holder = owner_of(document) or next(iter(signed.owners), "")
    if not binding.is_own(holder, signed.owners):
        return Holder(_unproven(signed))
    proven = passed("proof.holder", _("The credentials are presented by {holder}."), SOURCE, holder=holder)
    remarks = (replace(one, code="proof.holder") for one in signed.checks if one.outcome is Outcome.WARNING)
    return Holder(proven, holder, signed.key_of(holder), tuple(remarks))


def check_holder(
    reading: Reading, sources: Sources, expected: Expected, shown: Iterable[Mapping[str, Any]]
) -> Iterator[Check]:
    """The check `proof.holder` of a presentation, with what is remarked on: its signature, other subjects."""
    found = holder_of(reading, sources, expected)
    yield from (found.check, *found.remarks)
    holder = found.identifier
    for credential in shown if holder else ():
        subject = cursor(credential).node("credentialSubject").string("id")
        if subject and subject != holder:
            text = _("One credential is about {subject}, but it is presented by {holder}.")
            yield warning("proof.holder", text, SOURCE, subject=subject, holder=holder)


def _unproven(signed: Signed) -> Check:
    """Why nothing shows who the holder is, with what is wrong before what is open, and that by its key."""
    doubts = [one for one in signed.checks if one.outcome in (Outcome.FAILED, Outcome.UNKNOWN)]
    if not doubts:
        text = _("Nothing shows whose key the presentation was signed with.")
        return unknown("proof.holder", text, SOURCE, ASK_HOLDER)
    first = min(doubts, key=lambda one: (one.outcome is Outcome.UNKNOWN) * (1 if one.code == "key" else 2))
    text = _("It is not proven who is presenting the credentials: {reason}")
    return Check("proof.holder", first.outcome, text, SOURCE, ASK_HOLDER, {"reason": first.message})
