"""Look-ups of grading scales: everybody may know them, and nobody changes one that is used."""

from collections.abc import Collection

from django.db.models import Exists, Q, QuerySet

from mcx.accounts.rules import Action
from mcx.core.errors import NotFound
from mcx.network.models import GradingScale, Institution
from mcx.network.rules.scales import ScaleFacts


def public_scales() -> QuerySet[GradingScale]:
    """Every scale on which the members grade or graded, by short address (one query)."""
    return GradingScale.objects.select_related("institution", "replaced_by").order_by("slug")


def public_scale(slug: str) -> GradingScale:
    """One scale by its short address, past ones too: credentials name it for ever.

    :raises NotFound: when there is none
    """
    found = public_scales().select_related("replaces").filter(slug=slug).first()
    if found is None:
        raise NotFound(slug=slug)
    return found


def public_slugs_like(stem: str) -> Collection[str]:
    """The short addresses of scales that begin like this."""
    return set(GradingScale.objects.filter(slug__startswith=stem).values_list("slug", flat=True))


def action_on(institution: Institution | None) -> Action:
    """The right that keeping a scale needs: an institution's own, or the network's where it is nobody's."""
    return Action.KEEP_STUDIES if institution else Action.MANAGE_NETWORK


def without_scale(institutions: QuerySet[Institution]) -> QuerySet[Institution]:
    """Those of the institutions whose new courses cannot be graded: neither they nor the network have a scale
    in use.
    """
    usable = GradingScale.objects.filter(ended_at=None)
    graded = Q(pk__in=usable.exclude(institution=None).values("institution"))
    return institutions.exclude(graded | Q(Exists(usable.filter(institution=None))))


def facts_of(scale: GradingScale) -> ScaleFacts:
    """What is recorded of a scale."""
    return ScaleFacts(
        scale.title, tuple(scale.grades), scale.lowest_pass, numbers=scale.numbers, band=scale.band
    )


def is_used(scale: GradingScale) -> bool:
    """Whether a course, result, programme, table, decision or anything else in any room rests on the scale.

    Every foreign key to the table is asked, hidden ones too (a query for each until one says yes), so that a
    room that comes later cannot be forgotten.
    """
    pointing = (field for field in scale._meta.get_fields(include_hidden=True) if field.one_to_many)
    return any(
        field.related_model._base_manager.filter(**{field.field.name: scale}).exists()  # type: ignore[union-attr]
        for field in pointing
    )
