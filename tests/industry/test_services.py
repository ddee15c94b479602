"""Reporting needs, posting jobs, and the radar that comes of them."""

from decimal import Decimal
from typing import Any

import pytest

from mcx.core.errors import Invalid, NotAllowed
from mcx.industry import selectors, services
from mcx.industry.models import Posting, SkillNeed
from tests.cast import NOW, TODAY
from tests.catalogue import cast as catalogue
from tests.industry import cast
from tests.learning import cast as learning

pytestmark = pytest.mark.django_db


def test_a_second_report_corrects_the_first() -> None:
    first = cast.need()

    second = cast.need(importance="3.0", respondents=8)

    assert second == first
    stored = SkillNeed.objects.get()
    assert (stored.importance, stored.respondents) == (Decimal("3.0"), 8)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"importance": "0.9"}, "importance"),
        ({"availability": "5.1"}, "availability"),
        ({"respondents": 0}, "respondents"),
        ({"respondents": 10**30}, "respondents"),
    ],
)
def test_values_outside_of_the_scale_are_refused(more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        cast.need(**more)

    assert set(refused.value.details) == {field}


@pytest.mark.parametrize("wave", [1999, TODAY.year + 1, 10**30])
def test_a_survey_has_a_year_that_has_come(wave: int) -> None:
    with pytest.raises(Invalid):
        cast.need(wave=wave)


@pytest.mark.parametrize("who", [learning.learner, lambda: cast.employer("other")])
def test_only_its_own_people_speak_for_an_organisation(who: Any) -> None:
    with pytest.raises(NotAllowed):
        services.report_need(
            cast.company(),
            skill=cast.skill(),
            wave=TODAY.year,
            importance=Decimal(4),
            availability=Decimal(2),
            respondents=9,
            by=who(),
            at=NOW,
        )
    with pytest.raises(NotAllowed):
        services.post_job(cast.company(), title="Engineer", text="", skills=[], by=who(), at=NOW)


def test_gaps_and_jobs_are_shown_to_those_who_look_at_them_alone() -> None:
    cast.need()

    for look in (selectors.gap_radar, selectors.latest_wave, selectors.postings):
        with pytest.raises(NotAllowed):
            look(learning.learner(), on=TODAY)


def test_fewer_than_five_answers_are_not_shown() -> None:
    cast.need(respondents=4)
    hidden = selectors.gap_radar(cast.employer(), on=TODAY)
    cast.need(respondents=1, by="other")

    [shown] = selectors.gap_radar(cast.employer(), on=TODAY)

    assert hidden == []
    assert shown.gap.respondents == 5


def test_the_radar_knows_what_the_catalogue_teaches_and_jobs_name() -> None:
    catalogue.edition()
    robots = cast.skill(cast.ROBOTS, "program a robot")
    cast.need()
    cast.need(robots, importance="4.0")
    services.post_job(
        cast.company(), title="Engineer", text="Water.", skills=[cast.skill()], by=cast.employer(), at=NOW
    )

    water, untaught = selectors.gap_radar(cast.employer(), on=TODAY)

    assert (water.gap.offers, water.gap.ects, water.gap.postings) == (1, Decimal("2.5"), 1)
    assert (untaught.skill, untaught.gap.is_untaught) == (robots, True)


def test_one_sees_ones_own_organisations_answers_only() -> None:
    own = cast.need()
    cast.need(by="other")

    assert list(selectors.needs_of(cast.employer(), on=TODAY)) == [own]
    assert list(selectors.needs_of(learning.learner(), on=TODAY)) == []


def test_a_job_needs_a_title_and_keeps_its_words() -> None:
    with pytest.raises(Invalid):
        services.post_job(cast.company(), title=" \x00 ", text="", skills=[], by=cast.employer(), at=NOW)

    services.post_job(
        cast.company(), title=" Engineer\x00 ", text="Text", skills=[], by=cast.employer(), at=NOW
    )

    assert Posting.objects.get().title == "Engineer"
