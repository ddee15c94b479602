"""What employers can report."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core import audit
from mcx.core.errors import Invalid
from mcx.core.text import as_kept
from mcx.industry.models import Posting, SkillNeed
from mcx.network.models import Institution
from mcx.network.selectors.rights import require
from mcx.skills.models import Skill

MOST_RESPONDENTS = 1_000_000


@transaction.atomic
def report_need(
    organisation: Institution,
    *,
    skill: Skill,
    wave: int,
    importance: Decimal,
    availability: Decimal,
    respondents: int,
    by: Person,
    at: datetime,
) -> SkillNeed:
    """Report how much a skill is needed and found (1–5 each) in a survey wave; a second report corrects it.

    :raises NotAllowed: for somebody who does not speak for the organisation
    :raises Invalid: for values outside of the scale
    """
    require(by, Action.REPORT_NEEDS, organisation, on=at.date())
    faults = _faults(wave, importance, availability, respondents, today=at.date())
    if faults:
        raise Invalid(**faults)
    need, _is_new = SkillNeed.objects.update_or_create(
        organisation=organisation,
        skill=skill,
        wave=wave,
        defaults={
            "importance": importance,
            "availability": availability,
            "respondents": respondents,
            "reported_by": by,
            "reported_at": at,
        },
    )
    audit.record("industry.need-reported", need, by=by, at=at, institution_id=organisation.pk)
    return need


def _faults(
    wave: int, importance: Decimal, availability: Decimal, respondents: int, *, today: date
) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in (("importance", importance), ("availability", availability)):
        if not 1 <= value <= 5:
            found[name] = _("Choose a value from 1 to 5.")
    if respondents < 1:
        found["respondents"] = _("At least one person must have answered.")
    elif respondents > MOST_RESPONDENTS:
        found["respondents"] = _("Enter the number of people who answered.")
    if not 2000 <= wave <= today.year:
        found["wave"] = _("Enter the year of the survey.")
    return found


@transaction.atomic
def post_job(
    organisation: Institution, *, title: str, text: str, skills: Sequence[Skill], by: Person, at: datetime
) -> Posting:
    """Publish a job with the skills it needs; a person confirms them, nothing is guessed.

    :raises NotAllowed: for somebody who does not speak for the organisation
    :raises Invalid: without a title
    """
    require(by, Action.REPORT_NEEDS, organisation, on=at.date())
    title, text = map(as_kept, (title, text))
    if not title:
        raise Invalid(title=_("Enter a job title."))
    posting = Posting.objects.create(
        organisation=organisation, title=title[:200], text=text, posted_on=at.date()
    )
    posting.skills.set(skills)
    audit.record("industry.job-posted", posting, by=by, at=at, institution_id=organisation.pk)
    return posting
