"""Look-ups of skills: exact labels first, then alternative ones, then near ones; nothing is ever invented."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet

from mcx.core.errors import NotFound
from mcx.core.text import folded
from mcx.skills.models import Skill, SkillLabel, VocabularyLoad
from mcx.skills.rules.matching import LEAST, probes, similarity

MOST = 50
CANDIDATES = 600
LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Match:
    """A skill that a text may mean; `how` is label, alternative or near, `score` its likeness 0–1."""

    skill: Skill
    how: str
    score: float


def public_matches(text: str, *, language: str = "en", limit: int = 10) -> list[Match]:
    """The current skills whose labels equal the text, then those that are near it, best first.

    Any language's exact label counts; near ones are sought in the given language and in English. At most
    four queries, whatever the text.
    """
    words, limit = folded(text[:LONGEST_QUERY]), min(limit, MOST)
    if not words:
        return []
    found = _exact(words, limit)
    if len(found) < limit:
        found |= {pk: match for pk, match in _near(words, {language, "en"}).items() if pk not in found}
    best = sorted(found.items(), key=lambda item: (-item[1][1], item[0]))[:limit]
    skills = Skill.objects.in_bulk([pk for pk, _match in best])
    return [Match(skills[pk], how, score) for pk, (how, score) in best]


def _labels() -> QuerySet[SkillLabel]:
    return SkillLabel.objects.filter(skill__is_obsolete=False)


def _exact(words: str, limit: int) -> dict[int, tuple[str, float]]:
    rows = _labels().filter(term=words).order_by("rank", "pk").values_list("skill_id", "rank")[: limit * 4]
    found: dict[int, tuple[str, float]] = {}
    for skill_id, rank in rows:
        found.setdefault(skill_id, ("label", 2.0) if rank == 0 else ("alternative", 1.0))
    return found


def _near(words: str, languages: Collection[str]) -> dict[int, tuple[str, float]]:
    every, some = probes(words)
    rows = _candidates(languages, reduce(and_, _contains(every)))
    if not rows:
        rows = _candidates(languages, reduce(or_, _contains(some)))
    found: dict[int, tuple[str, float]] = {}
    for skill_id, term, rank in rows:
        score = min(similarity(words, term), 0.99) - 0.02 * rank
        if score >= LEAST and score > found.get(skill_id, ("", 0.0))[1]:
            found[skill_id] = ("near", score)
    return found


def _contains(parts: Iterable[str]) -> list[Q]:
    return [Q(term__contains=part) for part in parts]


def _candidates(languages: Collection[str], condition: Q) -> list[tuple[int, str, int]]:
    rows = _labels().filter(condition, language__in=languages).order_by("rank", "term")
    return list(rows.values_list("skill_id", "term", "rank")[:CANDIDATES])


def public_skill(uri: str) -> Skill:
    """The skill with that URI, obsolete or not.

    :raises NotFound: when no load has brought it
    """
    found = Skill.objects.filter(uri=uri).first() if uri.isprintable() else None
    if found is None:
        raise NotFound(uri=uri)
    return found


def public_skills(uris: Iterable[str]) -> dict[str, Skill]:
    """The known ones of these skills by URI (one query)."""
    return Skill.objects.in_bulk([uri for uri in uris if uri.isprintable()], field_name="uri")


def public_languages() -> list[str]:
    """The languages in which names of current skills are loaded, by code (one query)."""
    codes = _labels().order_by("language").values_list("language", flat=True)
    return list(codes.distinct())


def public_load() -> VocabularyLoad | None:
    """The last loading of ESCO, if there was one."""
    return VocabularyLoad.objects.order_by("-loaded_at", "-pk").first()


def public_counts(on: date) -> dict[str, int]:
    """How many skills are current and how many obsolete (two queries)."""
    return {
        "current": Skill.objects.filter(is_obsolete=False).count(),
        "obsolete": Skill.objects.filter(is_obsolete=True).count(),
    }
