"""Offering and cancelling runs in the browser, by those who may."""

from typing import Any

import pytest
from django.test import Client

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.catalogue.models import Offering
from tests.cast import network, person, university
from tests.catalogue import cast

pytestmark = pytest.mark.django_db
NEW = "/catalogue/tuni-water-data/offer"
CANCEL = "/catalogue/offerings/tuni-water-data-1/cancel"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def teacher() -> Person:
    network()
    cast.edition()
    return cast.teacher(university("tuni"))


def fields(**more: Any) -> dict[str, str]:
    plan = {name: str(value) for name, value in cast.plan().items()}
    return plan | {name: str(value) for name, value in more.items()}


def test_a_teacher_offers_a_run(client: Client, teacher: Person) -> None:
    client.force_login(teacher)

    answer = client.post(NEW, fields(once="a"))

    assert answer.headers["Location"] == "/catalogue/tuni-water-data"
    assert Offering.objects.get().code == "tuni-water-data-1"


def test_sent_twice_it_is_offered_once(client: Client, teacher: Person) -> None:
    client.force_login(teacher)

    answers = [client.post(NEW, fields(once="a")) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Offering.objects.count() == 1


def test_own_days_for_outsiders_are_kept(client: Client, teacher: Person) -> None:
    client.force_login(teacher)

    client.post(NEW, fields(others_open_on="2026-11-25", others_close_on="2026-11-30"))

    assert Offering.objects.get().windows == {"others": ["2026-11-25", "2026-11-30"]}


@pytest.mark.parametrize(
    "change",
    [
        {"code": ""},
        {"code": EVIL},
        {"code": "x" * 10_000_000},
        {"location": "x" * 10_000_000},
        {"language": "sv"},
        {"places": "0"},
        {"places": "9" * 400},
        {"places": EVIL},
        {"starts_on": "soon"},
        {"ends_on": "2020-01-01"},
        {"others_open_on": "2026-11-25"},
        {"others_open_on": "2020-01-01", "others_close_on": "2020-01-02"},
    ],
)
def test_what_does_not_fit_comes_back_with_what_was_typed(
    client: Client, teacher: Person, change: dict[str, str]
) -> None:
    client.force_login(teacher)

    answer = client.post(NEW, fields(**change))

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in html
    assert EVIL not in html
    assert 'value="2026-12-23"' in html or "starts_on" in change
    assert not Offering.objects.exists()


def test_an_empty_form_names_what_is_missing(client: Client, teacher: Person) -> None:
    client.force_login(teacher)

    html = client.post(NEW, {"once": "a"}).content.decode()

    assert html.count("Enter or choose something here.") >= 8


def test_a_run_is_cancelled_with_a_reason(client: Client, teacher: Person) -> None:
    cast.offering(cast.edition())
    client.force_login(teacher)

    assert "Enter or choose something here." in client.post(CANCEL, {"reason": ""}).content.decode()
    assert client.post(CANCEL, {"reason": "The lab flooded."}).status_code == 302
    assert Offering.objects.get().cancelled_at is not None


@pytest.mark.parametrize("path", [NEW, CANCEL])
def test_learners_and_colleagues_elsewhere_stay_outside(client: Client, teacher: Person, path: str) -> None:
    cast.offering(cast.edition())
    elsewhere = person("Tom Elsewhere", (Role.TEACHER, university("mu")))

    for somebody in (person("Lea Learner"), elsewhere):
        client.force_login(somebody)
        assert client.get(path).status_code == 403
        assert client.post(path, fields(reason="No.")).status_code == 403

    client.logout()
    assert client.get(path).headers["Location"].startswith("/accounts/login/")
    assert Offering.objects.get().cancelled_at is None


def test_only_those_who_may_see_the_buttons(client: Client, teacher: Person) -> None:
    cast.offering(cast.edition())
    visitor = client.get("/catalogue/tuni-water-data").content.decode()
    client.force_login(teacher)
    staff = client.get("/catalogue/tuni-water-data").content.decode()

    assert NEW in staff
    assert CANCEL in staff
    assert NEW not in visitor
    assert CANCEL not in visitor
