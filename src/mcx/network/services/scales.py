"""Grading scales: made, corrected and ended. One on which something rests is not changed but replaced."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid
from mcx.core.text import in_language
from mcx.network.models import GradingScale, Institution, Network, Programme
from mcx.network.rules.scales import ScaleFacts, faults, free_slug, tidied
from mcx.network.selectors.rights import require
from mcx.network.selectors.scales import action_on, facts_of, is_used, public_slugs_like

RESERVED = ("new",)  # what has an address of its own among the pages of scales
COUNT = re.compile(r"-\d+$")


class ScaleOver(DomainError):
    """A scale that was ended or replaced does not change any more."""

    code = "scale-over"
    message = _("The grading scale “{scale}” has already been ended or replaced.")
    fix = _("Its page leads to the newest version. To use something similar, create a new scale.")


@transaction.atomic
def make_scale(
    institution: Institution | None, *, facts: ScaleFacts, by: Person, at: datetime
) -> GradingScale:
    """Record a grading scale of an institution, or of the whole network where none is named.

    :raises NotAllowed: without the right to keep the institution's scales, or the network's
    :raises Invalid: when grades could not be given on it
    """
    _require(institution, by=by, at=at)
    facts = _checked(facts)
    owner = f"{institution.slug}-" if institution else ""
    stem = owner + (in_language(facts.title, "en") or "scale")
    scale = GradingScale(institution=institution, slug=_slug(stem))
    _write(scale, facts)
    audit.record("network.scale-made", scale, by=by, at=at, institution_id=scale.institution_id)
    return scale


@transaction.atomic
def change_scale(scale: GradingScale, *, facts: ScaleFacts, by: Person, at: datetime) -> GradingScale:
    """Correct a scale; one that is used stays as it is for what rests on it, and a new version replaces it.

    Its title alone can be corrected at any time. Degree programmes count in the new version from now on.
    Answers with the scale that holds now; the same again changes nothing.

    :raises ScaleOver: when it was ended or replaced before
    :raises Invalid: when grades could not be given on it
    """
    scale, facts = _open(scale, by=by, at=at), _checked(facts)
    before = facts_of(scale)
    if facts == before:
        return scale
    if facts.grading == before.grading or not is_used(scale):
        _write(scale, facts)
        audit.record("network.scale-changed", scale, by=by, at=at, institution_id=scale.institution_id)
        return scale
    stem = COUNT.sub("", scale.slug) if scale.replaces_id else scale.slug
    made = GradingScale(institution=scale.institution, slug=_slug(stem), replaces=scale)
    _write(made, facts)
    _close(scale, at)
    Programme.objects.filter(scale=scale).update(scale=made)
    owner = scale.institution_id
    audit.record("network.scale-replaced", made, by=by, at=at, institution_id=owner, replaced=scale.slug)
    return made


@transaction.atomic
def end_scale(scale: GradingScale, *, by: Person, at: datetime) -> GradingScale:
    """Let no new course use the scale; what rests on it keeps it, and its address stays.

    :raises ScaleOver: when it was ended or replaced before
    """
    scale = _open(scale, by=by, at=at)
    _close(scale, at)
    audit.record("network.scale-ended", scale, by=by, at=at, institution_id=scale.institution_id)
    return scale


def _require(institution: Institution | None, *, by: Person, at: datetime) -> None:
    require(by, action_on(institution), institution, on=at.date())


def _checked(facts: ScaleFacts) -> ScaleFacts:
    facts = tidied(facts)
    if wrong := faults(facts):
        raise Invalid(**{field: _now(text) for field, text in wrong.items()})
    return facts


def _open(scale: GradingScale, *, by: Person, at: datetime) -> GradingScale:
    """The row, held, if this person can still change it."""
    _require(scale.institution, by=by, at=at)
    held = GradingScale.objects.select_for_update().get(pk=scale.pk)
    if held.ended_at is not None:
        raise ScaleOver(scale=held)
    return held


def _close(scale: GradingScale, at: datetime) -> None:
    scale.ended_at = at
    scale.save(update_fields=["ended_at"])


def _write(scale: GradingScale, facts: ScaleFacts) -> None:
    numbers = facts.numbers
    scale.title, scale.grades = dict(facts.title), list(facts.grades)
    scale.lowest_pass, scale.band = facts.lowest_pass, facts.band
    scale.best, scale.worst, scale.step = (
        (str(numbers.best), str(numbers.worst), str(numbers.step)) if numbers else ("", "", "")
    )
    scale.save()


def _slug(stem: str) -> str:
    """A free short address; one person at a time looks for one."""
    list(Network.objects.select_for_update())
    return free_slug(stem, {*public_slugs_like(free_slug(stem, ())), *RESERVED})
