"""The network's pages: what everybody reads, what each office does, and what is refused."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mcx.accounts.rules import Role
from mcx.network.models import Accreditation, Appointment, Charter, Institution
from mcx.network.services.appointments import appoint
from mcx.network.services.members import add_identifier
from tests import cast
from tests.cast import NOW, TODAY
from tests.network.cast import champion, coordinator, lead, proposed

SCRIPT = "<script>alert(1)</script>"
MEMBER = {
    "slug": "tuni",
    "short_name": "TUNI",
    "name_en": "Tampere University",
    "kind": "university",
    "country": "FI",
    "valid_from": "2026-11-23",
}


@pytest.mark.django_db
def test_everybody_reads_who_belongs_and_what_was_agreed(client: Client) -> None:
    cast.network()
    cast.university("mu")

    page = client.get("/network/").content.decode()

    assert "Mondragon Unibertsitatea" in page
    assert "Demonstration Quality Agency" in page
    assert "2–5" in page


@pytest.mark.django_db
def test_the_overview_shows_any_day(client: Client) -> None:
    cast.university("mu")

    before = client.get("/network/", {"on": "2020-01-01"}).content.decode()
    nonsense = client.get("/network/", {"on": "yesterday"})

    assert "Mondragon" not in before
    assert nonsense.status_code == 200


@pytest.mark.django_db
def test_the_overview_asks_the_database_as_often_for_five_members_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for slug in cast.NAMES:
        cast.university(slug)

    # Universities and partners are each counted and shown a page at a time.
    with django_assert_max_num_queries(12):
        client.get("/network/")


@pytest.mark.django_db
def test_an_institutions_page_says_what_was_true_when(client: Client) -> None:
    mu = cast.university("mu")
    Accreditation.objects.create(
        institution=mu,
        title={"en": "First audit"},
        agency="Old agency",
        valid_from=date(2010, 1, 1),
        valid_until=date(2015, 1, 1),
    )

    page = client.get("/network/members/mu/").content.decode()

    assert "First audit" in page
    assert "Ended" in page
    assert "Valid today" in page
    assert client.get("/network/members/nowhere/").status_code == 404


@pytest.mark.django_db
def test_a_coordinator_admits_a_member(client: Client) -> None:
    cast.sign_in(client, coordinator())

    answer = client.post("/network/members/new", MEMBER)

    assert answer.status_code == 302
    assert Institution.objects.get(slug="tuni").country == "FI"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes", [{"slug": ""}, {"slug": "a b"}, {"country": "Finland"}, {"name_en": ""}, {"slug": "mu"}]
)
def test_a_half_filled_member_comes_back_with_what_was_typed(client: Client, changes: dict[str, str]) -> None:
    cast.sign_in(client, coordinator())

    answer = client.post("/network/members/new", MEMBER | changes)

    assert answer.status_code == 422
    assert "TUNI" in answer.content.decode()
    assert not Institution.objects.filter(short_name="TUNI").exists()


@pytest.mark.django_db
def test_sending_the_admission_twice_admits_once(client: Client) -> None:
    cast.sign_in(client, coordinator())

    first = client.post("/network/members/new", MEMBER | {"once": "a"})
    second = client.post("/network/members/new", MEMBER | {"once": "a"})

    assert first.url == second.url  # type: ignore[attr-defined]
    assert Institution.objects.filter(slug="tuni").count() == 1


@pytest.mark.django_db
def test_a_lead_records_an_accreditation(client: Client) -> None:
    cast.sign_in(client, lead("uoc"))
    sent = {
        "section": "accreditation",
        "accreditation-title_en": SCRIPT,
        "accreditation-kind": "programme",
        "accreditation-agency": "Agency",
        "accreditation-decision": "positive",
        "accreditation-valid_from": "2026-01-01",
    }

    answer = client.post("/network/members/uoc/facts", sent)
    page = client.get("/network/members/uoc/").content.decode()

    assert answer.status_code == 302
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("section", "sent", "shown"),
    [
        ("name", {"name_en": "New name", "valid_from": "2026-11-01"}, "New name"),
        (
            "identifier",
            {"scheme": "schac", "value": "uoc.edu", "valid_from": "2020-01-01"},
            "Internet domain",
        ),
    ],
)
def test_a_lead_records_names_and_identifiers(
    client: Client, section: str, sent: dict[str, str], shown: str
) -> None:
    cast.sign_in(client, lead("uoc"))
    data = {"section": section} | {f"{section}-{name}": value for name, value in sent.items()}

    answer = client.post("/network/members/uoc/facts", data)

    assert answer.status_code == 302
    assert shown in client.get("/network/members/uoc/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("section", ["name", "identifier", "accreditation", "", "other"])
def test_an_empty_record_is_not_kept(client: Client, section: str) -> None:
    cast.sign_in(client, lead("uoc"))

    answer = client.post("/network/members/uoc/facts", {"section": section})

    assert answer.status_code in {200, 422}
    assert Accreditation.objects.count() == 1


@pytest.mark.django_db
def test_a_coordinator_appoints_and_ends(client: Client) -> None:
    cast.person("Ane Etxeberria")
    cast.sign_in(client, coordinator())
    sent = {
        "email": "Ane.Etxeberria@people.example",
        "role": "teacher",
        "institution": "mu",
        "valid_from": "2026-11-23",
    }

    given = client.post("/network/appointments/", sent)
    appointment = Appointment.objects.get(role="teacher")
    ended = client.post(f"/network/appointments/{appointment.pk}/end")

    assert (given.status_code, ended.status_code) == (302, 302)
    assert not Appointment.objects.filter(role="teacher").exists()


@pytest.mark.django_db
def test_somebody_without_an_account_is_not_appointed(client: Client) -> None:
    cast.sign_in(client, coordinator())
    sent = {"email": "no@one.example", "role": "teacher", "institution": "mu", "valid_from": "2026-11-23"}

    answer = client.post("/network/appointments/", sent)

    assert answer.status_code == 422
    assert "There is no account with this address" in answer.content.decode()


@pytest.mark.django_db
def test_a_lead_ends_no_office_elsewhere(client: Client) -> None:
    cast.person("Ane Etxeberria", (Role.TEACHER, cast.university("uoc")))
    cast.sign_in(client, lead("mu"))

    answer = client.post(f"/network/appointments/{Appointment.objects.get(role='teacher').pk}/end")

    assert answer.status_code == 404
    assert Appointment.objects.get(role="teacher").valid_until is None


@pytest.mark.django_db
def test_the_log_shows_each_reader_what_is_theirs(client: Client) -> None:
    mu, uoc = cast.university("mu"), cast.university("uoc")
    appoint(
        cast.person("Ane Etxeberria"),
        role=Role.TEACHER,
        institution=mu,
        valid_from=TODAY,
        by=coordinator(),
        at=NOW,
    )
    appoint(
        cast.person("Biel Serra"),
        role=Role.TEACHER,
        institution=uoc,
        valid_from=TODAY,
        by=coordinator(),
        at=NOW,
    )

    cast.sign_in(client, coordinator())
    whole = client.get("/network/audit/").content.decode()
    narrowed = client.get("/network/audit/", {"institution": "uoc"}).content.decode()
    cast.sign_in(client, champion("uoc"))
    own = client.get("/network/audit/").content.decode()
    stranger = client.get("/network/audit/", {"institution": "mu"}).content.decode()

    assert ("Ane Etxeberria" in whole, "Biel Serra" in whole) == (True, True)
    assert ("Ane Etxeberria" in narrowed, "Biel Serra" in narrowed) == (False, True)
    assert ("Ane Etxeberria" in own, "Biel Serra" in own) == (False, True)
    assert "Ane Etxeberria" not in stranger


@pytest.mark.django_db
def test_the_log_is_narrowed_by_day_and_action(client: Client) -> None:
    appoint(
        cast.person(),
        role=Role.TEACHER,
        institution=cast.university("mu"),
        valid_from=TODAY,
        by=coordinator(),
        at=NOW,
    )
    cast.sign_in(client, coordinator())

    def hits(**asked: str) -> bool:
        return "network.appointed" in client.get("/network/audit/", asked).content.decode()

    assert hits(since="2026-11-23", until="2026-11-23", action="network.")
    assert not hits(until="2026-11-22")
    assert not hits(action="wallet.")
    assert hits(since="nonsense")


@pytest.mark.django_db
def test_the_log_asks_the_database_a_bounded_number_of_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        add_identifier(
            cast.university("mu"), scheme="ror", value=str(number), valid_from=TODAY, by=coordinator(), at=NOW
        )
    cast.sign_in(client, coordinator())

    with django_assert_max_num_queries(12):
        client.get("/network/audit/")


@pytest.mark.django_db
def test_a_coordinator_sees_whose_turn_it_is(client: Client) -> None:
    cast.university("uoc")
    proposed()
    cast.sign_in(client, coordinator())

    page = client.get("/network/steps/").content.decode()

    assert "Leadership champion (2)" in page
    assert "Nothing to do" in page


STAFF = [
    ("get", "/network/steps/"),
    ("get", "/network/members/new"),
    ("post", "/network/members/new"),
    ("get", "/network/members/mu/facts"),
    ("post", "/network/members/mu/facts"),
    ("get", "/network/charter/propose"),
    ("post", "/network/charter/propose"),
    ("post", "/network/charter/1/vote"),
    ("post", "/network/charter/1/withdraw"),
    ("get", "/network/appointments/"),
    ("post", "/network/appointments/"),
    ("get", "/network/audit/"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address"), STAFF)
def test_a_learner_is_refused(client: Client, method: str, address: str) -> None:
    proposed()
    cast.sign_in(client, cast.person("Lia Learner"))

    assert getattr(client, method)(address).status_code == 403
    assert Charter.objects.get().status == Charter.Status.PROPOSED


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address"), STAFF)
def test_somebody_unknown_is_asked_to_sign_in(client: Client, method: str, address: str) -> None:
    proposed()

    answer = getattr(client, method)(address)

    assert answer.status_code == 302
    assert "/accounts/login" in answer.url


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/network/members/mu/facts"),
        ("post", "/network/members/mu/facts"),
        ("get", "/network/members/new"),
    ],
)
def test_a_lead_of_another_university_is_refused(client: Client, method: str, address: str) -> None:
    cast.university("mu")
    cast.sign_in(client, lead("uoc"))

    assert getattr(client, method)(address).status_code == 403
