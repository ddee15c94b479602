"""Look-ups of what employers need and where the catalogue leaves a gap."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, QuerySet

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.catalogue.models import Edition
from mcx.industry import rules
from mcx.industry.models import Posting, SkillNeed
from mcx.network.selectors.rights import institutions_where, require
from mcx.skills.models import Skill


@dataclass(frozen=True, slots=True)
class SkillGap:
    """A gap with its skill, as a page shows it."""

    skill: Skill
    gap: rules.Gap


def latest_wave(person: Person, *, on: date) -> int | None:
    """The newest survey wave there is, for those who look at skills gaps.

    :raises NotAllowed: for anybody else
    """
    require(person, Action.SEE_GAPS, None, on=on)
    return _latest_wave()


def _latest_wave() -> int | None:
    newest: int | None = SkillNeed.objects.aggregate(newest=Max("wave"))["newest"]
    return newest


def gap_radar(person: Person, *, on: date, wave: int | None = None) -> list[SkillGap]:
    """The gaps of a wave, the most urgent first, for those who look at them (five queries).

    :raises NotAllowed: for anybody else
    """
    require(person, Action.SEE_GAPS, None, on=on)
    return _radar(wave or _latest_wave())


def _radar(chosen: int | None) -> list[SkillGap]:
    if chosen is None:
        return []
    needs = [
        rules.Need(row.skill_id, row.importance, row.availability, row.respondents)
        for row in SkillNeed.objects.filter(wave=chosen)
    ]
    skills = Skill.objects.in_bulk([need.skill for need in needs])
    by_uri = {skill.uri: key for key, skill in skills.items()}
    found = rules.gaps(needs, _offers(by_uri), _postings())
    return [SkillGap(skills[gap.skill], gap) for gap in found]


def _offers(by_uri: dict[str, int]) -> dict[int, tuple[int, Decimal]]:
    """How many published micro-credentials teach each skill, and their ECTS."""
    newest: dict[int, Edition] = {}
    for edition in Edition.objects.order_by("number"):
        newest[edition.micro_credential_id] = edition
    totals: dict[int, tuple[int, Decimal]] = {}
    for edition in newest.values():
        outcomes = edition.specification.get("outcomes", [])
        uris = {skill["uri"] for outcome in outcomes for skill in outcome.get("skills", [])}
        for key in {by_uri[uri] for uri in uris if uri in by_uri}:
            number, ects = totals.get(key, (0, Decimal(0)))
            totals[key] = (number + 1, ects + edition.ects)
    return totals


def _postings() -> dict[int, int]:
    through = Posting.skills.through.objects.values_list("skill_id", flat=True)
    return dict(Counter(through))


def needs_of(person: Person, *, on: date) -> QuerySet[SkillNeed]:
    """What the person's own organisations reported, newest wave first."""
    at = institutions_where(person, Action.REPORT_NEEDS, on=on)
    needs = SkillNeed.objects.select_related("skill", "organisation").filter(organisation__in=at)
    return needs.order_by("-wave", "-importance", "pk")


def untaught_of(person: Person, *, on: date) -> int:
    """How many skills that the person's own organisations need are taught nowhere in the network."""
    own = set(needs_of(person, on=on).values_list("skill_id", flat=True))
    return (
        sum(1 for row in _radar(_latest_wave()) if row.gap.is_untaught and row.skill.pk in own) if own else 0
    )


def postings(person: Person, *, on: date) -> QuerySet[Posting]:
    """The jobs that were posted, newest first, for those who look at skills gaps.

    :raises NotAllowed: for anybody else
    """
    require(person, Action.SEE_GAPS, None, on=on)
    found = Posting.objects.select_related("organisation").prefetch_related("skills")
    return found.order_by("-posted_on", "-pk")


def public_counts(on: date) -> dict[str, int]:
    """How many needs and postings there are, for the network's overview (two queries)."""
    return {"needs": SkillNeed.objects.count(), "postings": Posting.objects.count()}
