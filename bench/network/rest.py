"""Micro-degrees by the services, and what employers need, cast after what the demonstration's need."""

from decimal import Decimal

from bench.network.cast import Grown, in_turns
from bench.network.stories import Change, Part, Row, Story, cast, gather, renamed
from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.industry.models import Posting, SkillNeed
from mcx.network.models import Institution
from mcx.pathways import services as pathways
from mcx.pathways.models import MicroDegree
from mcx.skills.models import Skill
from mcx.wallet import services as wallet
from mcx.wallet.models import Item

AT_ONCE = 500
JOBS = 5
STEP = 7  # shares no divisor with the number of skills: no employer reports the same one twice


def stack(grown: Grown) -> None:
    """Micro-degrees at universities in turn, with the rules of the demonstration's."""
    models = list(MicroDegree.objects.order_by("pk"))
    by = Person.objects.get(appointments__role=Role.COORDINATOR)
    for number in range(len(models), grown.size.micro_degrees):
        model = models[number % len(models)]
        pathways.publish_micro_degree(
            grown.universities[number % len(grown.universities)],
            code=f"grown-{number}",
            title={language: f"{title} {number}" for language, title in model.title.items()},
            summary=model.summary,
            ects=model.ects,
            eqf_level=model.eqf_level,
            rule=model.rule,
            by=by,
            at=grown.days(-100),
        )


def need(grown: Grown) -> None:
    """Every new employer reports needs and posts jobs, and the first one posts most."""
    skills = list(Skill.objects.order_by("pk"))
    _report(grown, skills)
    _post(grown, skills)


def _report(grown: Grown, skills: list[Skill]) -> None:
    """As many as all employers of the demonstration together, each of another skill."""
    models = list(SkillNeed.objects.select_related("organisation", "skill").order_by("pk"))
    stories = [gather((each,)) for each in models]
    availability: dict[Part, Decimal] = {}
    for place, employer in enumerate(_new(grown)):
        for number, model in enumerate(models):
            skill = skills[(number * STEP + place) % len(skills)]
            part = _part(stories[number], model.organisation, employer, (str(model.skill), str(skill)))
            part.put_in(model.skill, skill)
            availability[part] = Decimal(1 + (number + place) % 4)
    changes: dict[type[Row], Change] = {SkillNeed: lambda row, part: {"availability": availability[part]}}
    for some in in_turns(availability, AT_ONCE):
        cast(some, (SkillNeed,), changes, grown)


def _post(grown: Grown, skills: list[Skill]) -> None:
    model = Posting.objects.select_related("organisation").order_by("pk")[0]
    needed = Posting.skills.through.objects.filter(posting=model).select_related("skill").order_by("pk")
    story, parts = gather((model, *needed)), []
    posting = [(0, grown.employers[0], grown.size.own)]
    posting += [(place, employer, JOBS) for place, employer in enumerate(_new(grown), 1)]
    for place, employer, count in posting:
        for number in range(count):
            part = _part(story, model.organisation, employer, (model.title, f"{model.title} {number}"))
            part.days = -(number % 90)
            for step, each in enumerate(needed):
                part.put_in(each.skill, skills[(number * 3 + step + place) % len(skills)])
            parts.append(part)
    for some in in_turns(parts, AT_ONCE):
        cast(some, (Posting, Posting.skills.through), {Posting: renamed("title")}, grown)


def _new(grown: Grown) -> list[Institution]:
    return [each for each in grown.employers if each.slug.startswith("employer")]


def _part(story: Story, old: Institution, new: Institution, words: tuple[str, str]) -> Part:
    """The same, told by another employer."""
    return Part(story, places={old.pk: new.pk}, words=(words, (old.short_name, new.short_name)))


def show(grown: Grown, people: list[Person]) -> None:
    """Links by which these people show what they have."""
    for person in people:
        items = list(Item.objects.filter(owner=person).order_by("pk")[:3])
        for number in range(grown.size.own if items else 0):
            wallet.share(
                items,
                audience=f"Employer {number}",
                days=30,
                files=[],
                by=person,
                at=grown.days(-number % 20 - 20),
            )
