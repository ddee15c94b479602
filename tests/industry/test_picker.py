"""Skills are looked up, not scrolled for, with scripts and without; what was typed stays meanwhile."""

import pytest
from django.http import QueryDict
from django.test import Client

from mcx.industry.models import Posting, SkillNeed
from mcx.skills.models import SkillLabel
from mcx.web.forms.skills import Picked, SkillPicker
from tests.industry import cast

pytestmark = pytest.mark.django_db
HALF = {"organisation": "cluster", "title": "Water keeper", "text": "Keeps water."}


@pytest.fixture(autouse=True)
def _vocabulary(client: Client) -> None:
    for uri, name in ((cast.WATER, "analyse water data"), (cast.ROBOTS, "program robots")):
        label = {"language": "en", "term": name, "rank": 0}
        SkillLabel.objects.create(skill=cast.skill(uri, name), **label)
    client.force_login(cast.employer())


def page_after(client: Client, **pressed: str) -> str:
    """The page of a new job after the press of one of the picker's buttons."""
    return client.post("/industry/jobs/new", HALF | pressed).content.decode()


def test_looking_up_shows_matches_and_keeps_what_was_typed(client: Client) -> None:
    html = page_after(client, **{"skills-find": "analyse water data", "skills-look": "1"})

    assert f'name="skills-choose" value="{cast.WATER}"' in html
    assert 'value="Water keeper"' in html
    assert "Keeps water." in html
    assert "has-error" not in html
    assert not Posting.objects.exists()


def test_a_chosen_skill_is_kept_and_can_be_taken_away(client: Client) -> None:
    chosen = page_after(client, **{"skills": cast.WATER, "skills-choose": cast.ROBOTS})
    dropped = page_after(client, **{"skills": cast.WATER, "skills-drop": cast.WATER})

    assert chosen.count('type="hidden" name="skills"') == 2
    assert 'type="hidden" name="skills"' not in dropped


def test_where_one_skill_is_asked_for_the_newest_choice_counts(client: Client) -> None:
    sent = {"skill": cast.WATER, "skill-choose": cast.ROBOTS, "importance": "4"}

    html = client.post("/industry/needs", sent).content.decode()

    assert f'name="skill" value="{cast.ROBOTS}"' in html
    assert f'name="skill" value="{cast.WATER}"' not in html
    assert 'value="4"' in html
    assert not SkillNeed.objects.exists()


def test_nothing_is_reported_without_a_skill_or_with_one_that_nobody_knows(client: Client) -> None:
    for wrong in ({}, {"skill": "urn:nothing"}):
        html = client.post("/industry/needs", {"organisation": "cluster"} | wrong).content.decode()

        assert "choose it from the list" in html
        assert "urn:nothing" not in html


@pytest.mark.parametrize(
    ("typed", "shown"), [("analyse water", cast.WATER), ("xyzzy", "ESCO has no skill with that name")]
)
def test_scripts_fetch_the_matches_alone(client: Client, typed: str, shown: str) -> None:
    html = client.get("/skills/picker/skills", {"skills-find": typed}).content.decode()

    assert shown in html
    assert "<html" not in html


def test_a_picker_holds_no_more_than_it_may() -> None:
    sent = QueryDict("s=a&s=b&s=c&s=a")

    assert SkillPicker(2).value_from_datadict(sent, {}, "s") == Picked(("a", "b"))
