"""What can be done about micro-degrees."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Unpack

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.accounts.selectors import require_own
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid
from mcx.core.reports import message
from mcx.core.text import Text, cleaned
from mcx.core.writing import number
from mcx.credentials.services.stacks import sign_stack
from mcx.network.models import Institution
from mcx.network.selectors.charter import public_terms_on
from mcx.network.selectors.rights import require
from mcx.pathways import rules
from mcx.pathways.models import MicroDegree, Participation
from mcx.pathways.rules import MicroDegreeOffer
from mcx.pathways.selectors import plan_of, public_newest_editions, valid_awards
from microcred.record import Specification
from microcred.report import Outcome


@transaction.atomic
def publish_micro_degree(
    awarded_by: Institution, *, by: Person, at: datetime, **offered: Unpack[MicroDegreeOffer]
) -> MicroDegree:
    """Offer a micro-degree.

    :raises NotAllowed: without the right to design pathways at the awarding university
    :raises Invalid: when its size breaks the Charter or its blocks cannot be met
    """
    require(by, Action.DESIGN_PATHWAY, awarded_by, on=at.date())
    title, code = cleaned(offered["title"]), offered["code"]
    if not title:
        raise Invalid(title=_("Enter a title for the micro-degree."))
    _check_size(offered["ects"], offered["eqf_level"], at=at)
    if MicroDegree.objects.filter(code=code).exists():
        raise Invalid(code=_("There is already a micro-degree with this code. Choose another code."))
    _check_blocks(offered["rule"], offered["ects"])
    texts = {"title": title, "summary": cleaned(offered["summary"])}
    made = MicroDegree.objects.create(awarded_by=awarded_by, published_at=at, **{**offered, **texts})
    audit.record("pathways.published", made, by=by, at=at, institution_id=awarded_by.pk)
    return made


def _check_size(ects: Decimal, eqf_level: int, *, at: datetime) -> None:
    report = rules.check_micro_degree(ects, eqf_level, public_terms_on(at.date()))
    for check in report.only(Outcome.FAILED):
        raise Invalid(ects=message(check))


def _check_blocks(rule: Mapping[str, Any], ects: Decimal) -> None:
    """That the catalogue has what the blocks name, and enough of it."""
    try:
        blocks = rules.blocks_of(rule)
    except ValueError as error:
        raise Invalid(rule=_now(str(error))) from error
    codes = [one for block in blocks for one in block.codes]
    editions = public_newest_editions(codes)
    if unknown := sorted(set(codes) - set(editions)):
        raise Invalid(rule=_("Not in the catalogue: {codes}").format(codes=", ".join(unknown)))
    missing = rules.shortfall(ects, blocks, {code: one.ects for code, one in editions.items()})
    if missing:
        raise Invalid(
            rule=_("It requires {ects} ECTS more than the listed micro-credentials give.").format(
                ects=missing.normalize()
            )
        )


class NothingEarned(DomainError):
    """A record of nothing is none."""

    code = "nothing-earned"
    message = _("You do not have any credentials from this micro-degree yet.")
    fix = _("Earn one of them first. It appears in the record when you have claimed it.")


@transaction.atomic
def sign_record(micro_degree: MicroDegree, *, by: Person, at: datetime) -> bytes:
    """What the learner has of a micro-degree so far, signed by the university that awards it (CLR 2.0).

    :raises NothingEarned: when nothing of it was issued to the learner
    :raises NoSigningKey: when that university cannot sign at present
    """
    require_own(by, Action.PLAN_PATHWAY)
    plan = plan_of(micro_degree, by, at=at)
    codes = [step.code for part in plan.progress.blocks for step in part.components]
    awards = list(valid_awards(by, codes, at=at))
    if not awards:
        raise NothingEarned()
    name = _record_name(micro_degree, plan.progress)
    content = sign_stack(
        micro_degree.awarded_by, name=name, whole=_specification(micro_degree), awards=awards, at=at
    )
    audit.record(
        "pathways.record-signed", micro_degree, by=by, at=at, institution_id=micro_degree.awarded_by_id
    )
    return content


def _record_name(micro_degree: MicroDegree, progress: rules.Progress) -> Text:
    """The title with how far the learner is, in each language, so that nobody takes it for an award."""
    names = {}
    for language, title in micro_degree.title.items():
        with translation.override(language):
            words = _now("%(title)s: record of %(counted)s of %(needed)s ECTS")
            counted, needed = (number(each) for each in (progress.counted, progress.needed))
            names[language] = words % {"title": title, "counted": counted, "needed": needed}
    return names


def _specification(micro_degree: MicroDegree) -> Specification:
    """The micro-degree as the whole that its micro-credentials are part of."""
    return Specification(
        id=f"{settings.PUBLIC_URL}/pathways/{micro_degree.code}",
        version="1",
        title=micro_degree.title,
        description=micro_degree.summary,
        outcomes=(),
        ects=micro_degree.ects,
        hours=Decimal(0),
        eqf_level=micro_degree.eqf_level,
        participation=(),
        assessments=(),
        kind="micro-degree",
        code=micro_degree.code,
    )


@transaction.atomic
def take_part(micro_degree: MicroDegree, *, by: Person, at: datetime) -> Participation:
    """Work towards a micro-degree from now on; starting again takes up where one left."""
    require_own(by, Action.PLAN_PATHWAY)
    row, is_new = Participation.objects.get_or_create(
        learner=by, micro_degree=micro_degree, defaults={"since": at}
    )
    is_back = row.left_at is not None
    if is_back:
        row.left_at = None
        row.save(update_fields=["left_at"])
    if is_new or is_back:
        audit.record("pathways.joined", row, by=by, at=at, institution_id=micro_degree.awarded_by_id)
    return row


@transaction.atomic
def leave(micro_degree: MicroDegree, *, by: Person, at: datetime) -> None:
    """Stop working towards a micro-degree; nothing that was earned is lost."""
    require_own(by, Action.PLAN_PATHWAY)
    rows = Participation.objects.select_for_update().filter(
        learner=by, micro_degree=micro_degree, left_at=None
    )
    for row in rows:
        row.left_at = at
        row.save(update_fields=["left_at"])
        audit.record("pathways.left", row, by=by, at=at, institution_id=micro_degree.awarded_by_id)
