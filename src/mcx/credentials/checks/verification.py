"""Anyone's question about any credential, answered with what this network knows itself."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from mcx.core import files
from mcx.credentials import rules
from mcx.credentials.documents.carriers import REGISTRY, check_own_carrier
from mcx.credentials.documents.trust import own_prefix, trust
from mcx.credentials.models import Award, IssuedCredential, Revocation
from mcx.credentials.rules import Verdict
from mcx.credentials.selectors import (
    public_awards_named,
    public_copies_signed,
    public_digests,
    public_replaced_copies,
    public_stacks_signed,
)
from microcred import Kind, MicrocredError, Reading, read, verify
from microcred.binding import OwnKey
from microcred.reading import Carrier, Content, unwrap
from microcred.report import Check, Outcome, Report, _, failed, passed, unknown
from microcred.trust import KnownIssuer, Trust
from microcred.verification import examine as examined
from microcred.verification.carriers import CODE
from microcred.verification.flows import Proven
from microcred.verification.statuses import NO_STATUS, NOT_ASKED

STANDS = _("This network's register says it has not been revoked.")


@dataclass(frozen=True, slots=True)
class Examination:
    """What was read, what was checked, and what our own register adds.

    `reading` is None for a file that is no credential we read. `issuer` is the issuer as a register knows
    it, only where the signature proves that the credential comes from there and our register does not doubt
    it; `revocation` only for a credential of this network that was revoked, `replaced` for a copy of one that
    stands which was replaced.
    """

    reading: Reading | None
    report: Report
    issuer: KnownIssuer | None = None
    revocation: Revocation | None = None
    replaced: IssuedCredential | None = None

    @property
    def verdict(self) -> Verdict:
        """The one word for it."""
        return rules.verdict(
            self.report,
            is_read=self.reading is not None,
            is_revoked=self.revocation is not None,
            is_replaced=self.replaced is not None,
        )


def examine(data: bytes, *, at: datetime, trusted: Trust | None = None) -> Examination:
    """Read and verify a file of anybody's, without asking anything outside of this network (about 9 queries,
    however many credentials there are in it).

    Whatever the file holds gives an answer: one that is no credential a report of one check. `trusted` is
    the register where several files are examined at once.
    """
    trusted = trusted or trust(at=at)
    try:
        reading = read(data)
    except MicrocredError:
        return Examination(None, verify(data, at=at, trust=trusted))
    register = _Register(reading, trusted)
    report, issuer = examined(reading, at=at, trust=trusted, insider=register)
    shown = _shown(reading)
    issuer = None if id(shown) in register.missing else issuer
    end = register.ends.get(id(shown))
    award = register.award_of(shown) if report.check(CODE) else None
    if award and (isinstance(end, IssuedCredential) or register.is_issuer(award, issuer)):
        ours = check_own_carrier(reading, award)
        report = Report.of(ours if check.code == CODE else check for check in report)
    if isinstance(end, Revocation):
        return Examination(reading, report, issuer, end)
    return Examination(reading, report, issuer, replaced=end)


def _shown(reading: Reading) -> Reading:
    """The credential that the file as a whole is about: a presentation of a single one is that one."""
    match reading.kind, reading.inside:
        case Kind.PRESENTATION, [Reading() as alone]:
            return _shown(alone)
    return reading


def _all_in(reading: Reading) -> Iterator[Reading]:
    """The reading and all that are inside, however deep."""
    yield reading
    for one in reading.inside:
        if isinstance(one, Reading):
            yield from _all_in(one)


class _Register:
    """What this network's register knows better than one file does: what was issued, revoked and replaced.

    It is asked about each credential in the file, the outermost and those inside, and takes five queries for
    all of them and one for each stack of ours, none while no credential needs it. A European credential of
    ours names no list, and one of ours names a list that is not at hand where the network runs under another
    address than the one it was founded at: the register answers itself. `ends` are what it found, by the `id`
    of readings, and `missing` the readings of which it has no copy, although it keeps one of every credential
    that such a key signs.
    """

    def __init__(self, reading: Reading, trusted: Trust) -> None:
        self._all, self._trusted = tuple(_all_in(reading)), trusted
        self.ends: dict[int, Revocation | IssuedCredential] = {}
        self.missing: set[int] = set()

    def __call__(self, reading: Reading, found: tuple[Check, ...], proven: Proven) -> tuple[Check, ...]:
        """The checks of its key and its status where the register answers them; a `microcred.verification`
        insider.
        """
        issuer = proven.issuer
        if issuer is None or not _is_signed_here(issuer, proven.keys) or self._has(reading, issuer):
            return self._status(reading, found, issuer)
        self.missing.add(id(reading))
        return (_missing(issuer), *self._status(reading, found, None))

    def _status(
        self, reading: Reading, found: tuple[Check, ...], issuer: KnownIssuer | None
    ) -> tuple[Check, ...]:
        statuses = [check for check in found if check.code == "status"]
        award = self.award_of(reading) if self._may_know_more(reading, statuses, issuer) else None
        if award is None:
            return ()
        if end := self._end_of(award, reading, issuer):
            self.ends[id(reading)] = end
            return (_revoked(end) if isinstance(end, Revocation) else _replaced(end),)
        is_open = {check.text for check in statuses} <= {NO_STATUS, NOT_ASKED}
        if is_open and self.is_issuer(award, issuer):
            return (passed("status", STANDS, REGISTRY),)
        return ()

    def award_of(self, reading: Reading) -> Award | None:
        """The award of this network that the credential's own id names; whoever signed it."""
        return self._awards.get(_id_of(reading))

    def is_issuer(self, award: Award, issuer: KnownIssuer | None) -> bool:
        """Whether who is proven to have issued a credential is who issued the award."""
        return issuer is not None and issuer.id == self._did_of(award)

    def _has(self, reading: Reading, issuer: KnownIssuer) -> bool:
        """Whether it is a copy of the award that it names, or a stack; whoever has the key signs others."""
        if reading.kind is Kind.LEARNER_RECORD:
            made = frozenset(_signatures(reading.document, {key.id for key in issuer.keys}))
            return bool(made) and made == public_stacks_signed(made)
        if self._is_exact(reading):
            return True
        award = self.award_of(reading)
        return award is not None and any(_is_copy(reading, one) for one in self._copies.get(award.pk, ()))

    def _is_exact(self, reading: Reading) -> bool:
        """Whether it is a copy byte for byte, as most are; that takes one query for all."""
        return (_id_of(reading), _digest(reading)) in self._digests

    def _may_know_more(self, reading: Reading, statuses: list[Check], issuer: KnownIssuer | None) -> bool:
        """Not if the credential's own status list cleared it, nor of others' ones.

        A European credential names its issuer as the seal does: where the seal is not believed, only the
        register can tell whose it is.
        """
        if {check.outcome for check in statuses} == {Outcome.PASSED}:
            return False
        is_members = self._trusted.known(reading.heading.issuer.id) is not None or issuer is not None
        return reading.kind is Kind.EUROPEAN or is_members

    def _end_of(
        self, award: Award, reading: Reading, issuer: KnownIssuer | None
    ) -> Revocation | IssuedCredential | None:
        """Our own entry about a credential that says it is ours, or is a copy of ours."""
        copies = self._replaced.get(award.pk, ())
        copy = next((row for row, content in copies if _is_copy(reading, content)), None)
        revocation: Revocation | None = getattr(award, "revocation", None)
        names = {reading.record.issuer.id if reading.record else "", issuer.id if issuer else ""}
        return revocation if revocation and (copy or self._did_of(award) in names) else copy

    def _did_of(self, award: Award) -> str:
        return self._prefix + award.institution.slug

    @cached_property
    def _prefix(self) -> str:
        return own_prefix()

    @cached_property
    def _awards(self) -> Mapping[str, Award]:
        return public_awards_named(map(_id_of, self._all))

    @cached_property
    def _digests(self) -> frozenset[tuple[str, str]]:
        """The ids of our credentials with the digests of what is in the file just as it was signed."""
        return public_digests(map(_id_of, self._all), among=map(_digest, self._all))

    @cached_property
    def _copies(self) -> Mapping[UUID, list[Content]]:
        """What was signed for the awards of which the file has a copy that is written in another way."""
        named = (self.award_of(one) for one in self._all if not self._is_exact(one))
        found = defaultdict[UUID, list[Content]](list)
        for row in public_copies_signed({one for one in named if one}):
            found[row.award_id].append(unwrap(files.read(row)))
        return found

    @cached_property
    def _replaced(self) -> Mapping[UUID, list[tuple[IssuedCredential, Content]]]:
        """The copies of these awards that were replaced, by their awards, each with what its file holds."""
        found = defaultdict[UUID, list[tuple[IssuedCredential, Content]]](list)
        for row in public_replaced_copies(self._awards.values()):
            found[row.award_id].append((row, unwrap(files.read(row))))
        return found


def _id_of(reading: Reading) -> str:
    """The id of the credential itself, also where the rest of it is not understood."""
    return reading.record.id if reading.record else str(reading.document.get("id", ""))


def _is_copy(reading: Reading, kept: Content) -> bool:
    """Whether it is the very copy that was kept, however it is packed, of an SD-JWT however much is shown
    (RFC 9901 §4), and whatever proofs of others stand beside that of the issuer.

    Only what was signed counts: whoever has the lost key can sign anything else with the same number.
    """
    if kept.form in {Carrier.JWT, Carrier.SD_JWT}:
        return reading.content.partition(b"~")[0] == kept.bytes.partition(b"~")[0]
    return (_unsigned(reading.document), reading.sealed) == (_unsigned(kept.document), kept.sealed)


def _is_signed_here(issuer: KnownIssuer, keys: Iterable[OwnKey]) -> bool:
    """Whether it was signed with a key that only this network has; seals are elsewhere as well."""
    own = {key.public for key in issuer.keys}
    return any(key in own for _owner, key in keys)


def _signatures(document: Mapping[str, Any], methods: Collection[str]) -> Iterator[str]:
    """The signatures of a stack that its proofs say to be made with these keys."""
    given = document.get("proof")
    for proof in given if isinstance(given, list) else [given]:
        if isinstance(proof, dict) and proof.get("verificationMethod") in methods:
            yield str(proof.get("proofValue"))


def _unsigned(document: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (document or {}).items() if name != "proof"}


def _digest(reading: Reading) -> str:
    return sha256(reading.content).hexdigest()


def _missing(issuer: KnownIssuer) -> Check:
    """A register may have been restored from an older copy, so that what it lacks is not called forged."""
    text = _(
        "The key belongs to {name}. This network's register keeps a copy of every credential signed with it, "
        "but has none of this one."
    )
    fix = _("Ask {name} to confirm the credential. Someone else may have used the key.")
    return unknown("key", text, REGISTRY, fix, name=issuer.name)


def _replaced(copy: IssuedCredential) -> Check:
    """The file ended, its award stands: a new file says the same."""
    said = rules.replaced(copy.lost, day=copy.replaced_by.issued_at.date())
    return failed("status", said.text, REGISTRY, _("Ask for the new file."), **said.values)


def _revoked(revocation: Revocation) -> Check:
    """The category and the day: the words are between the university and the learner."""
    values = {
        "day": revocation.revoked_at.date(),
        "institution": revocation.award.institution.short_name,
        "reason": revocation.get_reason_display(),
    }
    text = _("Revoked on {day} by {institution}. {reason}.")
    return failed("status", text, REGISTRY, _("Ask the institution that issued it."), **values)
