"""Whether somebody can apply, composed from what is kept of them and of the course."""

from datetime import date

from django.utils.translation import get_language

from mcx.accounts.models import Person
from mcx.catalogue.models import Offering
from mcx.core.text import in_language
from mcx.learning import rules
from mcx.learning.models import Application
from mcx.learning.selectors import LIVE, home_at, places_left, places_of
from mcx.network.models import Institution
from mcx.network.selectors.charter import public_terms_on
from microcred.report import Report


def check_application(person: Person, offering: Offering, home: Institution | None, *, on: date) -> Report:
    """Whether the person can apply from this home institution, and what to know before (six queries)."""
    edition, stated = offering.edition, home_at(person, home, on=on)
    applicant = rules.Applicant(
        home=home.slug if home else "",
        university=home.short_name if home else "",
        is_stated=stated is not None,
        confirmation=stated.confirmation if stated else None,
        has_name=bool(person.given_name or person.family_name),
        has_applied=Application.objects.filter(learner=person, offering=offering, status__in=LIVE).exists(),
        has_place=places_of(person).filter(offering=offering).exists(),
    )
    audience = rules.audience_of(applicant.standing)
    place = rules.Place(
        window=offering.window_for(audience),
        price=edition.cost.get(audience, ""),
        language=offering.language,
        places=offering.places,
        taken=offering.places - places_left(offering),
        is_cancelled=offering.cancelled_at is not None,
        prerequisites=in_language(edition.specification.get("prerequisites") or {}, get_language() or "en"),
    )
    return rules.check_application(place, applicant, public_terms_on(on), on)
