"""Look-ups of what employers need and where the catalogue leaves a gap."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DecimalField, F, Max, Prefetch, QuerySet, Sum

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.catalogue.selectors.editions import public_taught
from mcx.core.keyset import Place
from mcx.industry import rules
from mcx.industry.models import Posting, SkillNeed
from mcx.network.selectors.rights import institutions_where, require
from mcx.skills.models import Skill


@dataclass(frozen=True, slots=True)
class SkillGap:
    """A gap with its skill, as a page shows it."""

    skill: Skill
    gap: rules.Gap

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return rules.place(self.gap)


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


def _radar(chosen: int | None, only: Collection[int] | None = None) -> list[SkillGap]:
    """The gaps of a wave, of all skills or only of these; four queries."""
    if chosen is None:
        return []
    needs = _needs(chosen, only)
    skills = Skill.objects.in_bulk([need.skill for need in needs])
    taught = public_taught(skill.uri for skill in skills.values())
    offers = {
        key: (taught[skill.uri].micro_credentials, taught[skill.uri].ects)
        for key, skill in skills.items()
        if skill.uri in taught
    }
    found = rules.gaps(needs, offers, _postings(skills))
    return [SkillGap(skills[gap.skill], gap) for gap in found]


def _needs(wave: int, only: Collection[int] | None) -> list[rules.Need]:
    """What all organisations together need of each skill: sums of answers, drawn up by the database.

    Each answer has one decimal, and so has a sum of them; SQLite adds them as binary fractions.
    """
    found = SkillNeed.objects.filter(wave=wave)
    each = (found if only is None else found.filter(skill__in=only)).values("skill").order_by("skill")
    sums = each.annotate(
        answers=Sum("respondents"),
        important=_weighed("importance"),
        available=_weighed("availability"),
    ).filter(answers__gte=rules.FEWEST_RESPONDENTS)
    return [
        rules.Need(
            row["skill"], row["important"] / row["answers"], row["available"] / row["answers"], row["answers"]
        )
        for row in sums
    ]


def _weighed(answer: str) -> Sum:
    """The sum of these answers, each as often as it was given."""
    return Sum(F(answer) * F("respondents"), output_field=DecimalField(max_digits=16, decimal_places=1))


def _postings(skills: Collection[int]) -> dict[int, int]:
    through = Posting.skills.through.objects.filter(skill__in=skills).values_list("skill")
    return dict(through.annotate(number=Count("pk")))


def needs_of(person: Person, *, on: date) -> QuerySet[SkillNeed]:
    """What the person's own organisations reported, newest wave first."""
    at = institutions_where(person, Action.REPORT_NEEDS, on=on)
    needs = SkillNeed.objects.select_related("skill", "organisation").filter(organisation__in=at)
    return needs.order_by("-wave", "-importance", "pk")


def untaught_of(person: Person, *, on: date) -> int:
    """How many skills that the person's own organisations need are taught nowhere in the network."""
    own = set(needs_of(person, on=on).values_list("skill_id", flat=True))
    return sum(1 for row in _radar(_latest_wave(), own) if row.gap.is_untaught) if own else 0


def postings(person: Person, *, on: date) -> QuerySet[Posting]:
    """The jobs that were posted, newest first, for those who look at skills gaps.

    :raises NotAllowed: for anybody else
    """
    require(person, Action.SEE_GAPS, None, on=on)
    skills = Prefetch("skills", Skill.objects.order_by("pk"))
    found = Posting.objects.select_related("organisation").prefetch_related(skills)
    return found.order_by("-posted_on", "-pk")


def public_counts(on: date) -> dict[str, int]:
    """How many needs and postings there are, for the network's overview (two queries)."""
    return {"needs": SkillNeed.objects.count(), "postings": Posting.objects.count()}
