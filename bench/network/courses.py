"""Courses with their reviews and runs, and drafts, cast after those of the demonstration."""

from typing import Any

from django.db.models import Case, Max, When

from bench.network.cast import Grown, in_turns, put
from bench.network.stories import Part, Story, cast, gather
from mcx.catalogue.models import Edition, ListingChange, MicroCredential, Offering, TaughtSkill
from mcx.catalogue.selectors.listings import public_published_keys, public_unlike, public_unlike_skills
from mcx.design.models import Project
from mcx.learning.selectors import public_wrongly_full
from mcx.network.models import Institution
from mcx.quality.models import Review

ORDER = (MicroCredential, Edition, Review, Project, Offering)
WORDS = [
    "energy",
    "water",
    "steel",
    "data",
    "robot",
    "safety",
    "learning",
    "design",
    "circular",
    "lean",
    "battery",
    "hydrogen",
    "sensor",
    "optical",
    "polymer",
    "logistics",
    "finance",
    "ethics",
    "nursing",
    "tourism",
]
MOVED = 6  # days at most that a course is older than its model: what can be applied for there can be here
DRAFTS = (
    6  # times as many as one person has of a thing: there are as many states, each with a list of its own
)
AT_ONCE = 500


def publish(grown: Grown) -> None:
    """So many editions, each reviewed and with its runs as its model has them."""
    models = list(Edition.objects.select_related("micro_credential__institution", "review").order_by("pk"))
    stories = [
        gather((each.micro_credential, each, each.review, *each.offerings.order_by("pk"))) for each in models
    ]
    numbers = range(grown.size.editions - len(models))
    for some in in_turns(iter(numbers), AT_ONCE):
        parts = []
        for number in some:
            model = models[number % len(models)]
            part = _part(f"grown-{number}", stories[number % len(models)], model.micro_credential, grown)
            part.days = -grown.draw.randint(0, MOVED)
            part.words += ((model.title["en"], f"{model.title['en']} {_word(grown)} {number}"),)
            parts.append(part)
        cast(parts, ORDER, {MicroCredential: _code, Edition: _edition, Offering: _offering}, grown)
        for part, number in zip(parts, some, strict=True):
            grown.courses.setdefault(models[number % len(models)].pk, []).append(part)


def draft(grown: Grown) -> None:
    """Drafts in every state, every second one at the university whose offices are looked at."""
    projects = list(Project.objects.select_related("micro_credential__institution", "review").order_by("pk"))
    stories = [gather((each.micro_credential, each.review, each)) for each in projects]
    numbers = range(grown.size.editions // 25 + DRAFTS * grown.size.own)
    for some in in_turns(iter(numbers), AT_ONCE):
        parts = []
        for number in some:
            model = projects[number % len(projects)].micro_credential
            at = grown.universities[0] if number % 2 else None
            parts.append(_part(f"draft-{number}", stories[number % len(projects)], model, grown, at))
        cast(parts, ORDER, {MicroCredential: _code}, grown)


def show(grown: Grown) -> None:
    """The catalogue lists them with the places that are left, as whatever publishes, offers and admits writes it."""
    wrong = list(public_wrongly_full().values_list("pk", flat=True))
    for some in in_turns(wrong, AT_ONCE):
        Offering.objects.filter(pk__in=some).update(
            is_full=Case(When(is_full=True, then=False), default=True)
        )
    number = ListingChange.objects.aggregate(last=Max("number"))["last"]
    for keys in public_published_keys():
        rows = put(public_unlike(keys))
        put(
            ListingChange(number=number + step, mark=f"grown {step}", listing=row)
            for step, row in enumerate(rows, 1)
        )
        number += len(rows)
    TaughtSkill.objects.all().delete()
    put(public_unlike_skills())


def _part(
    code: str, story: Story, model: MicroCredential, grown: Grown, at: Institution | None = None
) -> Part:
    """The same course under another code, at one of the universities."""
    old, new = model.institution, at or grown.university()
    places, words = {old.pk: new.pk}, ((model.code, code), *grown.words_between(old, new))
    return Part(story, places=places, words=words)


def _word(grown: Grown) -> str:
    return grown.draw.choice(WORDS)


def _code(row: MicroCredential, part: Part) -> dict[str, Any]:
    return {"code": dict(part.words)[row.code]}


def _offering(row: Offering, part: Part) -> dict[str, Any]:
    code = next(new for old, new in part.words if row.code.startswith(old))
    return {"code": f"{code}-{row.code.rpartition('-')[2]}", "is_full": False}


def _edition(row: Edition, part: Part) -> dict[str, Any]:
    """Search finds it by its own words, too."""
    return {"search_text": f"{row.search_text} {part.words[-1][1].lower()}"}
