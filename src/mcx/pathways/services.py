"""What can be done about micro-degrees."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.core import audit
from mcx.core.errors import Invalid
from mcx.core.text import Text, cleaned
from mcx.network.models import Institution
from mcx.network.selectors import require, terms_on
from mcx.pathways import rules
from mcx.pathways.models import MicroDegree, Participation
from mcx.pathways.selectors import newest_editions
from microcred.report import Outcome


@transaction.atomic
def publish_micro_degree(
    awarded_by: Institution,
    code: str,
    texts: tuple[Text, Text],
    size: tuple[Decimal, int],
    rule: Mapping[str, Any],
    *,
    by: Person,
    at: datetime,
) -> MicroDegree:
    """Offer a micro-degree: its title and summary, its (ECTS, EQF level) and its blocks.

    :raises NotAllowed: without the right to design pathways at the awarding university
    :raises Invalid: when its size breaks the Charter or its blocks cannot be met
    """
    require(by, Action.DESIGN_PATHWAY, awarded_by, on=at.date())
    title, summary = (cleaned(text) for text in texts)
    if not title:
        raise Invalid(title=_("Give the micro-degree a title."))
    _check(code, size[0], rule, at=at)
    made = MicroDegree.objects.create(
        code=code,
        title=title,
        summary=summary,
        awarded_by=awarded_by,
        ects=size[0],
        eqf_level=size[1],
        rule=dict(rule),
        published_at=at,
    )
    audit.record("pathways.published", made, by=by, at=at, institution_id=awarded_by.pk)
    return made


def _check(code: str, ects: Decimal, rule: Mapping[str, Any], *, at: datetime) -> None:
    report = rules.check_micro_degree(ects, "micro-degree", terms_on(at.date()))
    for check in report.only(Outcome.FAILED):
        raise Invalid(ects=_now(check.text).format_map(check.values))
    if MicroDegree.objects.filter(code=code).exists():
        raise Invalid(code=_("A micro-degree with this code exists already."))
    try:
        blocks = rules.blocks_of(rule)
    except ValueError as error:
        raise Invalid(rule=_now(str(error))) from error
    codes = [one for block in blocks for one in block.codes]
    editions = newest_editions(codes)
    if unknown := sorted(set(codes) - set(editions)):
        raise Invalid(rule=_("Not in the catalogue: {codes}").format(codes=", ".join(unknown)))
    missing = rules.shortfall(ects, blocks, {code: one.ects for code, one in editions.items()})
    if missing:
        raise Invalid(rule=_("It asks for {ects} ECTS more than it lists.").format(ects=missing.normalize()))


@transaction.atomic
def take_part(micro_degree: MicroDegree, *, by: Person, at: datetime) -> Participation:
    """Work towards a micro-degree from now on; starting again takes up where one left."""
    row, is_new = Participation.objects.get_or_create(
        learner=by, micro_degree=micro_degree, defaults={"since": at}
    )
    if not is_new and row.left_at is not None:
        row.left_at = None
        row.save(update_fields=["left_at"])
    if is_new:
        audit.record("pathways.joined", row, by=by, at=at, institution_id=micro_degree.awarded_by_id)
    return row


@transaction.atomic
def leave(micro_degree: MicroDegree, *, by: Person, at: datetime) -> None:
    """Stop working towards a micro-degree; nothing that was earned is lost."""
    rows = Participation.objects.select_for_update().filter(
        learner=by, micro_degree=micro_degree, left_at=None
    )
    for row in rows:
        row.left_at = at
        row.save(update_fields=["left_at"])
        audit.record("pathways.left", row, by=by, at=at, institution_id=micro_degree.awarded_by_id)
