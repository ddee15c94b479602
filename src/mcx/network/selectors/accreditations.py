"""Look-ups of quality-assurance decisions; what they amount to is for `microcred.accreditation` to say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core.errors import NotFound
from mcx.network.models import Accreditation, Charter, Institution, Network
from mcx.network.rules.terms import CharterTerms, Conditional
from mcx.network.selectors.rights import institutions_where
from microcred.accreditation import (
    WHOLE,
    Answer,
    ConditionalRule,
    Decision,
    Ruling,
    State,
    accredited,
    overruled_by,
    state_on,
)
from microcred.saying import Name

SOON = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision as it is recorded, and how it stands on a day; `state` is None for an entry that was wrong.

    `overruler` is the decision that took its place, because it was recorded so or by the rule.
    """

    row: Accreditation
    state: State | None
    overruler: Accreditation | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """What the rule is asked with: the name of the register, and which conditional decisions count when."""

    name: str
    conditional: tuple[ConditionalRule, ...]

    def answer(self, institution: Institution, rows: Iterable[Accreditation], day: date) -> Answer:
        """Whether the institution was accredited that day, from what is recorded about it."""
        name, decisions = Name(institution.name), decisions_of(rows)
        return accredited(name, decisions, day, registry=self.name, conditional=self.conditional)


def public_register() -> Register:
    """This network as a register of decisions (two queries)."""
    ours = Network.objects.first()
    return Register(Name(ours.name if ours else {}, "MCX"), public_conditional_rules())


def public_conditional_rules() -> tuple[ConditionalRule, ...]:
    """Since when decisions with conditions count or not, as the Charters say (one query)."""
    adopted = Charter.objects.filter(status=Charter.Status.ADOPTED).order_by("in_force_from", "version")
    return tuple(
        ConditionalRule(
            CharterTerms.from_json(row.terms).conditional_accreditation is Conditional.COUNTS,
            row.in_force_from,
            CharterTerms(row.version).clause("conditional_accreditation"),
        )
        for row in adopted
    )


def accreditation_on(institution: Institution, day: date) -> Answer:
    """Whether the institution was accredited that day (three queries)."""
    rows = institution.accreditations.select_related("overruled_by")
    return public_register().answer(institution, rows, day)


def without_accreditation(institutions: QuerySet[Institution], *, on: date) -> list[Institution]:
    """Those of the institutions that the register cannot call accredited that day (five queries)."""
    asked = public_register()
    rows = institutions.prefetch_related("accreditations__overruled_by")
    return [row for row in rows if not asked.answer(row, row.accreditations.all(), on).holds]


def decisions_of(rows: Iterable[Accreditation]) -> tuple[Decision, ...]:
    """What the rule is asked about, the oldest first: entries that were wrong say nothing."""
    right = (row for row in rows if row.corrected_at is None)
    return tuple(decision_of(row) for row in sorted(right, key=lambda row: (row.valid_from, row.pk)))


def decision_of(row: Accreditation) -> Decision:
    """A row as the rule reads it; what overruled it has to be at hand."""
    later = row.overruled_by
    return Decision(
        title=row.title,
        kind=row.kind,
        agency=row.agency,
        id=row.report_url or f"urn:mcx:accreditation:{row.pk}",
        agency_id=row.agency_id,
        report_url=row.report_url,
        decision=row.decision,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        conditions=row.conditions,
        ended_from=later.valid_from if later else row.ended_from,
        overruled_by=Name(later.title) if later else "",
    )


def kept(rows: Iterable[Accreditation], *, on: date) -> list[Kept]:
    """Each decision about one institution with how it stands that day, newest first, wrong entries too."""
    pairs = [(decision_of(row), row) for row in sorted(rows, key=lambda row: (row.valid_from, row.pk))]
    known = [decision for decision, row in pairs if row.corrected_at is None]
    found = []
    for decision, row in reversed(pairs):
        if row.corrected_at is not None:
            found.append(Kept(row, None))
            continue
        later = overruled_by(decision, known, on)
        by_rule = next((other for each, other in pairs if each is later), None)
        found.append(Kept(row, state_on(decision, known, on), row.overruled_by or by_rule))
    return found


def decisions_about(institution: Institution, *, on: date) -> list[Kept]:
    """All that was ever recorded about the institution, the newest first (one query)."""
    return kept(institution.accreditations.select_related("overruled_by", "corrected_by"), on=on)


def accreditation_for(institution: Institution, key: int) -> Accreditation:
    """One decision about the institution.

    :raises NotFound: when nothing of that number is recorded about it
    """
    found = institution.accreditations.select_related("overruled_by", "corrected_by").filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found


def decisions_within(row: Accreditation) -> list[Accreditation]:
    """The decisions about the same, or the whole institution, that begin within the time of this one and
    still stand (one query).
    """
    others = Accreditation.objects.filter(institution=row.institution_id, corrected_at=None).exclude(
        pk=row.pk
    )
    others = others.filter(Q(kind=row.kind) | Q(kind__in=WHOLE), ended_from=None)
    others = others.exclude(overruled_by=row).filter(valid_from__gte=row.valid_from)
    if row.valid_until is not None:
        others = others.filter(valid_from__lte=row.valid_until)
    return list(others.order_by("valid_from", "pk"))


def accreditations_ending(person: Person, *, on: date) -> list[Accreditation]:
    """The decisions that end within half a year at the institutions whose facts the person keeps, and that
    no other of their kind outlasts, the nearest first (three queries).
    """
    at = institutions_where(person, Action.MANAGE_INSTITUTION, on=on)
    at = at.filter(accreditations__valid_until__range=(on, on + SOON)).distinct()
    found = []
    for institution in at.prefetch_related("accreditations__overruled_by"):
        standing = [
            one.row
            for one in kept(institution.accreditations.all(), on=on)
            if one.state is State.STANDING and one.row.decision != Ruling.NEGATIVE
        ]
        lasting = {row.kind for row in standing if not _ends_by(row, on + SOON)}
        found += [row for row in standing if _ends_by(row, on + SOON) and row.kind not in lasting]
    return sorted(found, key=lambda row: (row.valid_until, row.pk))


def _ends_by(row: Accreditation, day: date) -> bool:
    return row.valid_until is not None and row.valid_until <= day
