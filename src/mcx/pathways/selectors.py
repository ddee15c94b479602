"""Look-ups of micro-degrees and of each learner's progress."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, QuerySet

from mcx.accounts.models import Person
from mcx.catalogue.models import Edition
from mcx.catalogue.selectors.editions import public_newest
from mcx.core.errors import NotFound
from mcx.credentials.models import Award
from mcx.credentials.rules import is_expired
from mcx.credentials.selectors import expired_at, valid_at
from mcx.learning.models import Enrolment
from mcx.pathways import rules
from mcx.pathways.models import MicroDegree, Participation
from mcx.recognition.selectors import recognised_ects


@dataclass(frozen=True, slots=True)
class Step:
    """One micro-credential of a micro-degree as a page shows it: its newest edition and how far it is."""

    component: rules.Component
    edition: Edition | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A micro-degree, the learner's progress in it, and the steps of each block."""

    micro_degree: MicroDegree
    progress: rules.Progress
    blocks: tuple[tuple[rules.BlockProgress, tuple[Step, ...]], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What a learner has, by the codes of micro-credentials: places, valid awards, expired ones, recognised
    ECTS.
    """

    enrolled: frozenset[str] = frozenset()
    awards: Mapping[str, Award] = field(default_factory=dict)
    expired: Mapping[str, Award] = field(default_factory=dict)
    recognised: Mapping[str, Decimal] = field(default_factory=dict)


def public_micro_degrees() -> QuerySet[MicroDegree]:
    """All micro-degrees the network offers, by code."""
    return MicroDegree.objects.select_related("awarded_by").order_by("code")


def with_editions(degrees: Iterable[MicroDegree]) -> list[tuple[MicroDegree, list[Edition]]]:
    """Each micro-degree with the newest editions of the micro-credentials it names (one query)."""
    codes = {one.pk: [code for block in rules.blocks_of(one.rule) for code in block.codes] for one in degrees}
    editions = public_newest_editions([code for each in codes.values() for code in each])
    return [(one, [editions[code] for code in codes[one.pk] if code in editions]) for one in degrees]


def public_micro_degree(code: str) -> MicroDegree:
    """One micro-degree by its code.

    :raises NotFound: when there is none
    """
    found = public_micro_degrees().filter(code=code).first()
    if found is None:
        raise NotFound()
    return found


def plan_of(micro_degree: MicroDegree, learner: Person | None, *, at: datetime) -> Plan:
    """How far somebody is with a micro-degree; for a visitor everything is still missing (four queries)."""
    [plan] = _plans([micro_degree], learner, at)
    return plan


def progress_of(learner: Person, *, at: datetime) -> list[Plan]:
    """The learner's plans, one per micro-degree they work towards (five queries, however many they are)."""
    running = Participation.objects.filter(learner=learner, left_at=None)
    rows = running.select_related("micro_degree__awarded_by").order_by("since", "pk")
    return _plans([row.micro_degree for row in rows], learner, at)


def _plans(chosen: Sequence[MicroDegree], learner: Person | None, at: datetime) -> list[Plan]:
    blocks = [rules.blocks_of(each.rule) for each in chosen]
    codes = [code for each in blocks for block in each for code in block.codes]
    editions = public_newest_editions(codes)
    held = _held(learner, codes, at) if learner else Held()
    return [_plan(each, its, editions, held) for each, its in zip(chosen, blocks, strict=True)]


def _plan(
    micro_degree: MicroDegree, blocks: tuple[rules.Block, ...], editions: Mapping[str, Edition], held: Held
) -> Plan:
    codes = [code for block in blocks for code in block.codes]
    components = {code: _component(code, micro_degree, editions, held) for code in codes}
    found = rules.progress(micro_degree.ects, blocks, components)
    shown = tuple(
        (part, tuple(Step(c, editions.get(c.code)) for c in part.components)) for part in found.blocks
    )
    return Plan(micro_degree, found, shown)


def _component(
    code: str, micro_degree: MicroDegree, editions: Mapping[str, Edition], held: Held
) -> rules.Component:
    """A credential counts while it is valid: whole where the awarding university issued it, else as a home
    one counts it.
    """
    if award := held.awards.get(code):
        if award.institution_id == micro_degree.awarded_by_id:
            return _of(award.edition, code, rules.ComponentState.COUNTED)
        if code in held.recognised:
            ects = held.recognised[code]
            return rules.Component(code, ects, rules.ComponentState.COUNTED, award.edition.title)
        return _of(award.edition, code, rules.ComponentState.EARNED)
    state = rules.ComponentState.ENROLLED if code in held.enrolled else rules.ComponentState.MISSING
    if state is rules.ComponentState.MISSING and code in held.expired:
        return _of(held.expired[code].edition, code, rules.ComponentState.EXPIRED)
    if code in editions:
        return _of(editions[code], code, state)
    return rules.Component(code, Decimal(0), state)


def _of(edition: Edition, code: str, state: rules.ComponentState) -> rules.Component:
    return rules.Component(code, edition.ects, state, edition.title)


def is_taking_part(learner: Person, micro_degree: MicroDegree) -> bool:
    """Whether the learner works towards this micro-degree now."""
    return Participation.objects.filter(learner=learner, micro_degree=micro_degree, left_at=None).exists()


def public_newest_editions(codes: list[str]) -> dict[str, Edition]:
    """The newest edition of each micro-credential by its code (one query)."""
    rows = public_newest().filter(micro_credential__code__in=codes)
    found = rows.select_related("micro_credential__institution").defer(
        "specification", "search_text", "criteria"
    )
    return {row.micro_credential.code: row for row in found}


def _held(learner: Person, codes: list[str], at: datetime) -> Held:
    taking = Enrolment.objects.filter(
        learner=learner,
        status=Enrolment.Status.ACTIVE,
        offering__edition__micro_credential__code__in=codes,
    )
    kept = {True: dict[str, Award](), False: dict[str, Award]()}
    for award in _awards(learner, codes).filter(valid_at(at) | expired_at(at)):
        kept[is_expired(award.valid_until, at=at)][award.edition.micro_credential.code] = award
    return Held(
        frozenset(taking.values_list("offering__edition__micro_credential__code", flat=True)),
        kept[False],
        kept[True],
        recognised_ects(learner, codes),
    )


def valid_awards(learner: Person, codes: list[str], *, at: datetime) -> QuerySet[Award]:
    """The learner's awards of these micro-credentials that were issued here and are valid (one query)."""
    return _awards(learner, codes).filter(valid_at(at))


def _awards(learner: Person, codes: list[str]) -> QuerySet[Award]:
    awards = Award.objects.select_related("edition__micro_credential", "learner").filter(learner=learner)
    return awards.filter(edition__micro_credential__code__in=codes).order_by("offered_at")


def public_counts(on: date) -> dict[str, int]:
    """How many learners work towards a micro-degree, for the network's overview (one query)."""
    return {"taking-part": Participation.objects.filter(left_at=None).aggregate(n=Count("pk"))["n"]}
