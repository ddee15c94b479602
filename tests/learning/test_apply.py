"""Asking for a place: what the report says before, and what the service refuses."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from mcx.accounts.rules import Role
from mcx.catalogue import services as catalogue_services
from mcx.catalogue.rules import Audience, Window
from mcx.core.errors import Invalid, NotAllowed
from mcx.core.models import AuditEntry
from mcx.core.reports import message
from mcx.learning import checks, selectors, services
from mcx.learning.models import Application
from mcx.learning.rules import Applicant, Place, check_application
from mcx.network.models import Institution
from mcx.network.rules.affiliations import Confirmation, EvidenceSource
from mcx.network.rules.terms import CharterTerms
from mcx.network.services.affiliations import refuse_affiliations
from microcred.report import Conclusion, Outcome
from tests.cast import NOW, TODAY, affiliation, claim, person, university
from tests.catalogue import cast as catalogue
from tests.learning import cast

DAY = timedelta(days=1)
PLACE = Place(Window(TODAY, TODAY + DAY), "en", places=2, taken=1)
CONFIRMATION = Confirmation(EvidenceSource.REGISTRAR, TODAY)
HOME = Applicant(home="mu", university="MU", is_stated=True, confirmation=CONFIRMATION)
TERMS = CharterTerms(version=3, language_clusters={"en": ("*",), "es": ("mu", "uoc"), "de": ("dhbw", "fhj")})


def outcome(code: str, place: Place = PLACE, who: Applicant = HOME, days: int = 0) -> Outcome | None:
    check = check_application(place, who, TERMS, TODAY + days * DAY).check(code)
    return check.outcome if check else None


def test_an_open_run_with_a_free_place_can_be_applied_for() -> None:
    assert check_application(PLACE, HOME, TERMS, TODAY).conclusion is Conclusion.PASSED


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, Outcome.FAILED), (0, Outcome.PASSED), (1, Outcome.PASSED), (2, Outcome.FAILED)],
)
def test_both_ends_of_the_window_belong_to_it(days: int, expected: Outcome) -> None:
    assert outcome("application.window", days=days) is expected


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("application.window", {"is_cancelled": True}),
        ("application.places", {"taken": 2}),
        ("application.places", {"taken": 3}),
    ],
)
def test_what_the_run_lacks_fails(code: str, change: dict[str, Any]) -> None:
    assert outcome(code, replace(PLACE, **change)) is Outcome.FAILED


@pytest.mark.parametrize("change", [{"has_applied": True}, {"has_place": True}])
def test_nobody_applies_twice(change: dict[str, Any]) -> None:
    assert outcome("application.once", who=replace(HOME, **change)) is Outcome.FAILED


def test_a_learner_from_outside_may_apply_and_is_told_who_comes_first() -> None:
    assert outcome("application.home", who=Applicant()) is Outcome.WARNING


@pytest.mark.parametrize(
    ("is_stated", "confirmation", "expected"),
    [
        (True, CONFIRMATION, Outcome.PASSED),
        (True, None, Outcome.UNKNOWN),
        (False, None, Outcome.FAILED),
    ],
)
def test_a_home_counts_once_it_has_confirmed_its_learner(
    is_stated: bool, confirmation: Confirmation | None, expected: Outcome
) -> None:
    who = replace(HOME, is_stated=is_stated, confirmation=confirmation)

    assert outcome("application.home", who=who) is expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", Outcome.PASSED), ("es", Outcome.PASSED), ("de", Outcome.WARNING), ("sv", None)],
)
def test_the_charters_language_clusters_are_read(language: str, expected: Outcome | None) -> None:
    assert outcome("application.language", replace(PLACE, language=language)) is expected


def test_it_cites_the_charter_that_was_in_force() -> None:
    check = check_application(replace(PLACE, language="de"), HOME, TERMS, TODAY).check("application.language")

    assert check is not None
    assert check.source == "Charter 3, language_clusters"


def test_prerequisites_and_a_missing_name_are_warnings() -> None:
    report = check_application(
        replace(PLACE, prerequisites="First-year {statistics}."), replace(HOME, has_name=False), TERMS, TODAY
    )

    assert [check.code for check in report.only(Outcome.WARNING)] == [
        "application.prerequisites",
        "application.name",
    ]
    assert report.conclusion is Conclusion.PASSED
    assert "First-year {statistics}." in [check.message for check in report]


def _home() -> Institution:
    """Mondragon, which has confirmed that the learner studies there."""
    return affiliation(cast.learner(), university("mu")).institution


@pytest.mark.django_db
def test_a_learner_of_another_university_applies() -> None:
    offering = catalogue.offering()

    made = services.apply(
        offering, motivation=" I mend pipes. ", home_institution=_home(), by=cast.learner(), at=NOW
    )

    assert (made.status, made.motivation) == ("submitted", "I mend pipes.")
    assert AuditEntry.objects.get(action="learning.applied").institution_id == university("tuni").pk


@pytest.mark.django_db
def test_the_second_application_is_refused_with_the_reason() -> None:
    cast.application()

    with pytest.raises(services.NotEligible) as refused:
        cast.application()

    assert "already applied" in str(refused.value)
    assert refused.value.fix
    assert Application.objects.count() == 1


@pytest.mark.django_db
def test_after_withdrawing_one_may_apply_again() -> None:
    services.withdraw_application(cast.application(), by=cast.learner(), at=NOW)

    assert cast.application().status == Application.Status.SUBMITTED


@pytest.mark.django_db
def test_it_refuses_after_the_closing_day() -> None:
    offering = catalogue.offering()

    with pytest.raises(services.NotEligible):
        cast.application(offering, at=NOW + 21 * DAY)


@pytest.mark.django_db
def test_an_audience_with_its_own_days_waits_for_them() -> None:
    offering = catalogue.offering(windows={Audience.OTHERS: Window(TODAY + DAY, TODAY + 5 * DAY)})
    somebody = cast.learner("Otto Outside")

    with pytest.raises(services.NotEligible):
        cast.application(offering, somebody, home=None)

    assert cast.application(offering, somebody, home="mu").status == Application.Status.SUBMITTED


@pytest.mark.django_db
def test_members_days_are_for_those_whom_their_university_has_confirmed() -> None:
    offering = catalogue.offering(windows={Audience.OTHERS: Window(TODAY + DAY, TODAY + 5 * DAY)})
    somebody = cast.learner("Otto Outside")
    claim(somebody, university("mu"))

    with pytest.raises(services.NotEligible):
        services.apply(offering, motivation="", home_institution=university("mu"), by=somebody, at=NOW)
    later = services.apply(
        offering, motivation="", home_institution=university("mu"), by=somebody, at=NOW + DAY
    )
    assert later.status == "submitted"


@pytest.mark.django_db
def test_the_desk_asks_the_present_state_and_puts_confirmed_learners_first() -> None:
    offering, rea = catalogue.offering(), cast.registrar()
    early, late = cast.learner("Early Learner"), cast.learner("Late Learner")
    claim(late, university("mu"))
    first = cast.application(offering, early, home=None)
    second = services.apply(offering, motivation="", home_institution=university("mu"), by=late, at=NOW + DAY)

    def desk() -> list[tuple[Application, str]]:
        return [(row, selectors.price_of(row)) for row in selectors.applications_waiting_for(rea, TODAY)]

    before = desk()
    stated = affiliation(late, university("mu"))
    confirmed = desk()
    refuse_affiliations([stated], reason="A mistake.", by=cast.registrar("mu"), at=NOW)

    assert before == desk() == [(first, "120"), (second, "120")]
    assert confirmed == [(second, "0"), (first, "120")]


@pytest.mark.django_db
def test_the_report_says_which_price_applies_and_why() -> None:
    offering, who = catalogue.offering(), cast.learner()
    claim(who, university("mu"))

    def price() -> str:
        report = checks.check_application(who, offering, university("mu"), on=TODAY)
        return next(message(each) for each in report.checks if each.code == "application.price")

    before = price()
    affiliation(who, university("mu"))

    assert before == "You pay €120, the price for learners not confirmed by a member university."
    assert price() == (
        "You pay €0, the price for learners confirmed by a member university. MU confirmed you on "
        "1 September 2026."
    )


@pytest.mark.django_db
def test_a_home_that_was_never_stated_is_refused() -> None:
    with pytest.raises(services.NotEligible) as refused:
        services.apply(
            catalogue.offering(), motivation="", home_institution=university("mu"), by=cast.learner(), at=NOW
        )

    assert "not said that you study" in str(refused.value)


@pytest.mark.django_db
def test_a_full_run_is_refused() -> None:
    offering = catalogue.offering(places=1)
    cast.enrolment(offering)

    with pytest.raises(services.NotEligible) as refused:
        cast.application(offering, cast.learner("Late Learner"))

    assert "taken" in str(refused.value)


@pytest.mark.django_db
def test_a_cancelled_run_is_refused() -> None:
    offering = catalogue.offering()
    catalogue_services.cancel_offering(offering, by=catalogue.teacher(university("tuni")), at=NOW)

    with pytest.raises(services.NotEligible):
        cast.application(offering)


@pytest.mark.django_db
def test_the_home_must_be_a_member() -> None:
    outsider = Institution.objects.create(slug="out", short_name="OUT", name={"en": "Outside"}, country="FR")

    with pytest.raises(Invalid) as refused:
        services.apply(
            catalogue.offering(), motivation="", home_institution=outsider, by=cast.learner(), at=NOW
        )

    assert "home_institution" in refused.value.details


@pytest.mark.django_db
def test_a_motivation_of_ten_megabytes_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        cast.application(motivation="x" * 10_000_000)

    assert "motivation" in refused.value.details


@pytest.mark.django_db
def test_only_ones_own_application_can_be_withdrawn() -> None:
    application = cast.application()

    for somebody in (cast.learner("Nosy Neighbour"), cast.registrar()):
        with pytest.raises(NotAllowed):
            services.withdraw_application(application, by=somebody, at=NOW)


@pytest.mark.django_db
def test_prerequisites_are_shown_in_the_language_the_page_is_read_in() -> None:
    offering = catalogue.offering(
        catalogue.edition(prerequisites={"en": "Statistics.", "fi": "Tilastotiede."})
    )
    learner = person("Fia Finn", (Role.LEARNER, university("tuni")))

    with translation.override("fi"):
        report = checks.check_application(learner, offering, None, on=TODAY)

    assert "Tilastotiede." in [check.message for check in report]
