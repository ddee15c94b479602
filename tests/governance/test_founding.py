"""`manage.py found_network` starts an empty network, once, and says what it still lacks."""

from html import unescape

import pytest
from django.core.management import CommandError, call_command

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core import clock
from mcx.core.errors import NotAllowed
from mcx.core.reports import advice, message
from mcx.governance.checks import lacking, readiness, setup
from mcx.governance.rules.readiness import check_readiness
from mcx.governance.selectors.readiness import public_readiness
from mcx.keys.models import SigningKey
from mcx.network.models import Appointment, Institution, Network
from mcx.network.selectors.rights import held_by
from microcred.report import Outcome
from tests.cast import person
from tests.credentials.cast import signed_in
from tests.said import as_read

pytestmark = pytest.mark.django_db

FOUNDING = {
    "name": "Alpine skills",
    "institution": "University of the Alps",
    "short_name": "UA",
    "slug": "ua",
    "country": "at",
    "email": "ada@alps.example",
    "given_name": "Ada",
    "family_name": "Berger",
}


def test_it_makes_the_first_member_its_key_and_its_coordinator(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("found_network", **FOUNDING)

    ada = Person.objects.get(email="ada@alps.example")
    office = Appointment.objects.get(person=ada)
    assert (office.role, office.institution.slug, office.institution.country) == (
        Role.COORDINATOR,
        "ua",
        "AT",
    )
    assert SigningKey.objects.get().institution == office.institution
    said = capsys.readouterr().out
    assert "Forgot your password?" in said
    assert "to do  Only 1 university is a member" in said


def test_it_says_what_it_was_not_told() -> None:
    with pytest.raises(CommandError, match="These options are missing: --slug, --email"):
        call_command("found_network", **FOUNDING | {"slug": "", "email": ""})

    assert not Person.objects.exists()


def test_a_network_is_founded_once() -> None:
    call_command("found_network", **FOUNDING)

    with pytest.raises(CommandError, match="has already been set up"):
        call_command("found_network", **FOUNDING | {"email": "eve@alps.example", "slug": "eve"})

    assert not Person.objects.filter(email="eve@alps.example").exists()


def test_a_check_ends_with_one_while_something_is_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("found_network", check=True)

    assert ended.value.code == 1
    assert "No network has been set up yet." in capsys.readouterr().out


def test_the_command_refuses_what_the_page_refuses_and_names_the_options() -> None:
    wrong = {"country": "Estonia", "email": "ada", "identifier": ["ror=not a ror"]}

    with pytest.raises(CommandError) as refused:
        call_command("found_network", **FOUNDING | wrong)

    said = str(refused.value).splitlines()
    assert [line.partition(":")[0] for line in said] == [
        *("--contact", "--country", "--email"),
        "--identifier-ror",
    ]
    assert not Network.objects.exists()
    assert not Person.objects.exists()


def test_the_command_takes_everything_that_the_page_takes() -> None:
    more = {
        "contact": "office@alps.example",
        "languages": "en, DE",
        "city": "Graz",
        "homepage": "https://alps.example",
        "institution_email": "info@alps.example",
        "language_cluster": "DE",
        "identifier": ["vat=ATU00000000", "schac=alps.example"],
    }

    call_command("found_network", **FOUNDING | more)

    ours, university = Network.objects.get(), Institution.objects.get()
    assert (ours.contact, ours.languages) == ("office@alps.example", ["en", "de"])
    assert (university.city, university.homepage, university.email, university.language_cluster) == (
        *("Graz", "https://alps.example"),
        *("info@alps.example", "de"),
    )
    assert {(each.scheme, each.value) for each in university.identifiers.all()} == {
        ("vat", "ATU00000000"),
        ("schac", "alps.example"),
    }


def test_the_coordinators_start_page_leads_to_the_checklist_that_the_check_lists(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("found_network", **FOUNDING)
    said, coordinator = capsys.readouterr().out, signed_in(Person.objects.get())

    start = unescape(as_read(coordinator.get("/").content))
    page = unescape(as_read(coordinator.get("/network/setup/").content))

    assert "What your network still needs" in start
    assert "The first course is published: 3 things are missing" in start
    assert "/network/setup/" in start
    report = check_readiness(public_readiness(on=clock.today()))
    assert len(report.only(Outcome.FAILED)) > 10
    for check in report:
        assert check.message in said
        assert message(check) in page
        assert advice(check) in page


def test_only_those_who_run_the_network_read_what_it_lacks_and_no_demonstration_does() -> None:
    call_command("found_network", **FOUNDING)
    coordinator, learner = Person.objects.get(), person()

    assert "What your network still needs" not in signed_in(learner).get("/").content.decode()
    Network.objects.update(is_demonstration=True)
    assert "What your network still needs" not in signed_in(coordinator).get("/").content.decode()


def test_programs_of_those_who_run_the_network_are_told_what_it_lacks() -> None:
    call_command("found_network", **FOUNDING)
    coordinator = Person.objects.get()

    told = signed_in(coordinator).get("/api/governance/readiness")

    report = check_readiness(public_readiness(on=clock.today()))
    assert (told.status_code, told.json()["conclusion"]) == (200, "failed")
    assert [each["code"] for each in told.json()["checks"]] == [check.code for check in report]
    assert signed_in(person()).get("/api/governance/readiness").status_code == 403


def test_a_demonstration_is_not_told_unasked_what_it_lacks_and_nobody_else_is_told() -> None:
    call_command("found_network", **FOUNDING)
    coordinator, today = Person.objects.get(), clock.today()
    held = held_by(coordinator, on=today)

    unasked = lacking(coordinator, held, on=today)
    assert any(stage.missing for stage in unasked)
    assert lacking(person(), (), on=today) == ()
    Network.objects.update(is_demonstration=True)
    assert lacking(coordinator, held, on=today) == ()
    assert setup(coordinator, on=today) == unasked
    with pytest.raises(NotAllowed):
        setup(person(), on=today)
    with pytest.raises(NotAllowed):
        readiness(person(), on=today)
