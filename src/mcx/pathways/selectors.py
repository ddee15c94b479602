"""Look-ups of micro-degrees and of each learner's progress."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet

from mcx.accounts.models import Person
from mcx.catalogue.models import Edition
from mcx.core.errors import NotFound
from mcx.credentials.models import Award
from mcx.learning.models import Enrolment
from mcx.pathways import rules
from mcx.pathways.models import MicroDegree, Participation
from mcx.recognition.selectors import recognised_codes


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


def micro_degrees() -> QuerySet[MicroDegree]:
    """All micro-degrees the network offers, by code."""
    return MicroDegree.objects.select_related("awarded_by").order_by("code")


def with_editions(degrees: Iterable[MicroDegree]) -> list[tuple[MicroDegree, list[Edition]]]:
    """Each micro-degree with the newest editions of the micro-credentials it names (one query)."""
    codes = {one.pk: [code for block in rules.blocks_of(one.rule) for code in block.codes] for one in degrees}
    editions = newest_editions([code for each in codes.values() for code in each])
    return [(one, [editions[code] for code in codes[one.pk] if code in editions]) for one in degrees]


def micro_degree_with(code: str) -> MicroDegree:
    """One micro-degree by its code.

    :raises NotFound: when there is none
    """
    found = micro_degrees().filter(code=code).first()
    if found is None:
        raise NotFound()
    return found


def plan_of(micro_degree: MicroDegree, learner: Person | None) -> Plan:
    """How far somebody is with a micro-degree; for a visitor everything is still missing (four queries)."""
    blocks = rules.blocks_of(micro_degree.rule)
    codes = [code for block in blocks for code in block.codes]
    editions = newest_editions(codes)
    held = _held(micro_degree, learner, codes, editions) if learner else _missing(codes, editions)
    found = rules.progress(micro_degree.ects, blocks, held)
    shown = tuple(
        (part, tuple(Step(c, editions.get(c.code)) for c in part.components)) for part in found.blocks
    )
    return Plan(micro_degree, found, shown)


def progress_of(learner: Person) -> list[Plan]:
    """The learner's plans, one per micro-degree they work towards."""
    running = Participation.objects.filter(learner=learner, left_at=None)
    rows = running.select_related("micro_degree__awarded_by").order_by("since", "pk")
    return [plan_of(row.micro_degree, learner) for row in rows]


def is_taking_part(learner: Person, micro_degree: MicroDegree) -> bool:
    """Whether the learner works towards this micro-degree now."""
    return Participation.objects.filter(learner=learner, micro_degree=micro_degree, left_at=None).exists()


def newest_editions(codes: list[str]) -> dict[str, Edition]:
    """The newest edition of each micro-credential by its code (one query)."""
    rows = Edition.objects.select_related("micro_credential__institution").filter(
        micro_credential__code__in=codes
    )
    return {row.micro_credential.code: row for row in rows.order_by("number")}


def _missing(codes: list[str], editions: dict[str, Edition]) -> dict[str, rules.Component]:
    return {code: rules.Component(code, _ects(editions, code), rules.State.MISSING) for code in codes}


def _ects(editions: dict[str, Edition], code: str) -> Decimal:
    return editions[code].ects if code in editions else Decimal(0)


def _held(
    micro_degree: MicroDegree, learner: Person, codes: list[str], editions: dict[str, Edition]
) -> dict[str, rules.Component]:
    """A credential counts when the awarding university issued it or a home university recognised it."""
    found = _missing(codes, editions)
    taking = Enrolment.objects.filter(
        learner=learner, status="active", offering__edition__micro_credential__code__in=codes
    )
    for code in taking.values_list("offering__edition__micro_credential__code", flat=True):
        found[code] = rules.Component(code, _ects(editions, code), rules.State.ENROLLED)
    recognised = recognised_codes(learner)
    for award in standing_awards(learner, codes):
        code = award.edition.micro_credential.code
        counts = award.institution_id == micro_degree.awarded_by_id or code in recognised
        state = rules.State.COUNTED if counts else rules.State.EARNED
        found[code] = rules.Component(code, award.edition.ects, state)
    return found


def standing_awards(learner: Person, codes: list[str]) -> QuerySet[Award]:
    """The learner's awards of these micro-credentials, issued here and not revoked (one query)."""
    awards = Award.objects.select_related("edition__micro_credential", "learner").filter(learner=learner)
    return awards.filter(
        edition__micro_credential__code__in=codes, status=Award.Status.ISSUED, revocation=None
    ).order_by("offered_at")


def counts(on: date) -> dict[str, int]:
    """How many learners work towards a micro-degree, for the network's overview (one query)."""
    return {"taking-part": Participation.objects.filter(left_at=None).aggregate(n=Count("pk"))["n"]}
