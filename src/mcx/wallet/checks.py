"""What verification says now of what is in a wallet, and whether it is about the wallet's owner."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from mcx.accounts.models import Person
from mcx.core import files
from mcx.credentials.checks.verification import Examination, examine
from mcx.credentials.documents.trust import trust
from mcx.credentials.selectors import badges_of, issued_to
from mcx.network.selectors.identities import confirmed_identity_of
from mcx.wallet import rules
from mcx.wallet.models import Challenge, Item
from mcx.wallet.selectors import proof_of
from microcred import Reading
from microcred.binding import is_own
from microcred.reading import Kind
from microcred.record import AchievementRecord
from microcred.record import Person as Named
from microcred.report import Check, Outcome, Report
from microcred.trust import Trust
from microcred.verification.answers import bound_to


def examined(item: Item, *, at: datetime) -> Examination:
    """The item verified now; of an imported one also whether it is about the wallet's owner.

    :raises NotFound: while it is being signed
    """
    return _examined(item, proof_of(item), trust(at=at), _known_of, at)


def all_examined(items: Sequence[Item], *, at: datetime) -> list[Examination]:
    """Every item verified now, none of them one that is being signed (about 14 queries, however many)."""
    badges = badges_of([item.award_id for item in items if item.award_id])
    proofs = {row.award_id: files.read(row) for row in badges}
    trusted, known = trust(at=at), cache(_known_of)
    return [
        _examined(item, proofs[item.award_id] if item.award_id else files.read(item), trusted, known, at)
        for item in items
    ]


class _Known(NamedTuple):
    """What is known here of an owner: who they were confirmed to be, what was issued to them, and since which
    day they are known to hold a key, by each of the names under which a credential is bound to it.
    """

    confirmed: rules.Confirmed | None
    issued: frozenset[tuple[str, str]]
    keys: Mapping[str, date]


def _known_of(owner: Person) -> _Known:
    """The same of one owner (four queries)."""
    row = confirmed_identity_of(owner)
    who = rules.Confirmed(str(row), row.birth_date, row.student_identifier) if row else None
    answered = Challenge.objects.filter(person=owner, answered_at__isnull=False).order_by("answered_at")
    shown = answered.values_list("holder", "key", "answered_at")
    keys = {name: at.date() for *names, at in shown if at for name in names if name}
    return _Known(who, issued_to(owner), keys)


def _examined(
    item: Item, proof: bytes, trusted: Trust, known: Callable[[Person], _Known], at: datetime
) -> Examination:
    found = examine(proof, at=at, trusted=trusted)
    if item.award_id is not None or found.reading is None:
        return found
    record = found.reading.record
    holder = _holder(found, found.reading, record, known(item.owner)) if record else rules.holder_of_several()
    return replace(found, report=Report.of([*found.report, holder]))


def _holder(found: Examination, reading: Reading, record: AchievementRecord, here: _Known) -> Check:
    """Whether it is about the owner; what the file says counts only where it is proven who signed it.

    A key needs no known issuer: whoever wrote the credential bound it to the one who holds that key.
    """
    signature = {check.outcome for check in found.report if _is_of_signature(check.code)}
    if Outcome.FAILED in signature:
        return rules.holder_unproven()
    if not signature or Outcome.UNKNOWN in signature:
        return rules.holder_unvouched()
    bound = bound_to(reading)
    owner = rules.Owner(here.confirmed, showed_key_on=here.keys[bound] if is_own(bound, here.keys) else None)
    is_whole = reading.wallet is None or not reading.wallet.withholds
    if _holds_others(reading, record.learner if found.issuer else None, here):
        return rules.holder_of_others_inside()
    if found.issuer is None:
        return rules.check_key(record.learner, owner, is_whole=is_whole) or rules.holder_unvouched()
    is_awarded = (record.id, found.issuer.id) in here.issued
    return rules.check_holder(record.learner, replace(owner, is_awarded=is_awarded), is_whole=is_whole)


def _holds_others(reading: Reading, named: Named | None, here: _Known) -> bool:
    """Whether a learner record holds a credential that is not bound to a key of the owner's.

    Where a known issuer wrote the record, they stand for it that all of it is about the one `named`, unless a
    credential inside says otherwise.
    """
    inside = [one for one in reading.inside if isinstance(one, Reading)]
    if reading.kind is Kind.LEARNER_RECORD:
        return any(_is_of_another(one, named, here) for one in inside)
    return any(_holds_others(one, named, here) for one in inside)


def _is_of_another(inner: Reading, named: Named | None, here: _Known) -> bool:
    if _holds_others(inner, named, here):
        return True
    if is_own(bound_to(inner), here.keys):
        return False
    return named is None or inner.record is None or rules.are_two(named, inner.record.learner)


def _is_of_signature(code: str) -> bool:
    return code.partition(".")[0] in {"proof", "key", "seal"}
