"""Institutions join, change and leave, and what was true once stays true for its days."""

from datetime import date, timedelta

import pytest

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core.errors import Invalid, NotAllowed, NotFound
from mcx.network.models import Accreditation, Institution, Network
from mcx.network.rules.profiles import About, Profile
from mcx.network.selectors.institutions import (
    AlreadyFounded,
    organisation_of,
    public_institution,
    public_members_on,
    public_network,
)
from mcx.network.selectors.rights import held_by
from mcx.network.services.accreditations import add_accreditation
from mcx.network.services.members import (
    AddressTaken,
    add_identifier,
    admit_member,
    end_membership,
    found_network,
    rename,
)
from microcred.accreditation import Decision
from tests import cast
from tests.cast import FOUNDED, NOW, TODAY

TUNI = Profile("tuni", "TUNI", {"en": "Tampere University"}, "FI", city="Tampere")


def coordinator() -> Person:
    """Whoever coordinates the network of these tests."""
    return cast.person("Kata Coordinator", (Role.COORDINATOR, cast.university("mu")))


@pytest.mark.django_db
def test_a_network_begins_with_its_first_member_and_coordinator() -> None:
    kata = cast.person("Kata Coordinator")

    about = About({"en": "Nordic exchange"}, ("en", "fi"), "office@nordic.example")

    found_network(about, host="nordic.example", first=TUNI, coordinator=kata, at=NOW)

    assert str(public_network()) == "Nordic exchange"
    assert [str(member) for member in public_members_on(TODAY)] == ["Tampere University"]
    assert (Role.COORDINATOR, Institution.objects.get().pk) in held_by(kata, on=TODAY)


@pytest.mark.django_db
def test_a_network_is_founded_once() -> None:
    cast.network()

    with pytest.raises(AlreadyFounded):
        found_network(
            About({"en": "Another"}), host="other.example", first=TUNI, coordinator=cast.person(), at=NOW
        )

    assert Network.objects.count() == 1


@pytest.mark.django_db
def test_an_institution_is_a_member_between_its_days() -> None:
    kata = coordinator()
    joined, left = TODAY + timedelta(days=10), TODAY + timedelta(days=20)

    tuni = admit_member(TUNI, valid_from=joined, by=kata, at=NOW)
    end_membership(tuni, last_day=left, by=kata, at=NOW)

    days = {day: tuni in public_members_on(day) for day in (TODAY, joined, left)}
    assert days == {TODAY: False, joined: True, left: True}
    assert tuni not in public_members_on(left + timedelta(days=1))


@pytest.mark.django_db
def test_two_institutions_never_share_an_address() -> None:
    kata = coordinator()
    admit_member(TUNI, valid_from=TODAY, by=kata, at=NOW)

    with pytest.raises(AddressTaken):
        admit_member(TUNI, valid_from=TODAY, by=kata, at=NOW)


@pytest.mark.django_db
def test_a_member_without_a_name_is_not_admitted() -> None:
    with pytest.raises(Invalid):
        admit_member(Profile("x", "X", {"en": " "}, "FI"), valid_from=TODAY, by=coordinator(), at=NOW)


@pytest.mark.django_db
def test_a_new_name_leaves_the_old_one_to_its_days() -> None:
    tuni = admit_member(TUNI, valid_from=TODAY - timedelta(days=100), by=coordinator(), at=NOW)

    rename(tuni, name={"en": "New Tampere"}, valid_from=TODAY, by=coordinator(), at=NOW)

    yesterday = organisation_of(tuni, on=TODAY - timedelta(days=1))
    assert yesterday.legal_name == {"en": "Tampere University"}
    assert organisation_of(tuni, on=TODAY).legal_name == {"en": "New Tampere"}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "day"), [({"en": ""}, TODAY), ({"en": "Later"}, TODAY + timedelta(days=1))])
def test_a_name_is_neither_empty_nor_of_the_future(name: dict[str, str], day: date) -> None:
    with pytest.raises(Invalid):
        rename(cast.university("mu"), name=name, valid_from=day, by=coordinator(), at=NOW)


@pytest.mark.django_db
def test_names_are_recorded_in_their_order() -> None:
    tuni = admit_member(TUNI, valid_from=TODAY, by=coordinator(), at=NOW)

    with pytest.raises(Invalid):
        rename(tuni, name={"en": "Earlier"}, valid_from=TODAY - timedelta(days=5), by=coordinator(), at=NOW)


@pytest.mark.django_db
def test_an_accreditation_counts_between_its_days() -> None:
    mu = cast.university("mu")
    decision = Decision(
        {"en": "Programme review"},
        "programme",
        "Demonstration Quality Agency",
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 6, 30),
    )

    add_accreditation(mu, decision=decision, by=coordinator(), at=NOW)

    in_june = organisation_of(mu, on=date(2026, 6, 30)).accreditations
    in_july = organisation_of(mu, on=date(2026, 7, 1)).accreditations
    assert [each.kind for each in in_june] == ["institutional", "programme"]
    assert [each.kind for each in in_july] == ["institutional"]


@pytest.mark.django_db
@pytest.mark.parametrize("days", [(None, None), (TODAY, FOUNDED)])
def test_an_accreditation_needs_days_that_make_sense(days: tuple[date | None, date | None]) -> None:
    decision = Decision({"en": "X"}, "programme", "Agency", valid_from=days[0], valid_until=days[1])

    with pytest.raises(Invalid):
        add_accreditation(cast.university("mu"), decision=decision, by=coordinator(), at=NOW)

    assert Accreditation.objects.count() == 1


@pytest.mark.django_db
def test_the_same_identifier_twice_stays_one() -> None:
    mu = cast.university("mu")

    for _time in range(2):
        add_identifier(mu, scheme="schac", value="mondragon.edu", valid_from=TODAY, by=coordinator(), at=NOW)

    assert [each.value for each in mu.identifiers.all()] == ["mondragon.edu"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scheme", "value"), [("eidas", "vatfi-28445618"), ("vat", "FI 28445618"), ("eidas", "VATFI-FI28445618")]
)
def test_nobody_records_what_a_state_gave_another(scheme: str, value: str) -> None:
    tuni, mu = cast.university("tuni"), cast.university("mu", country="FI")
    add_identifier(tuni, scheme="vat", value="28445618", valid_from=FOUNDED, by=coordinator(), at=NOW)
    lead = cast.person("Lena Lead", (Role.LEAD, mu))

    with pytest.raises(Invalid) as refused:
        add_identifier(mu, scheme=scheme, value=value, valid_from=TODAY, by=lead, at=NOW)

    assert set(refused.value.details) == {"value"}
    assert not mu.identifiers.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["Tampere University", "TAMPERE  University", "T\N{CYRILLIC SMALL LETTER A}mpere-University"]
)
def test_nobody_takes_a_name_that_is_or_looks_like_anothers(name: str) -> None:
    mu, kata = cast.university("mu"), coordinator()
    tuni = admit_member(TUNI, valid_from=FOUNDED, by=kata, at=NOW)
    rename(tuni, name={"en": "New Tampere"}, valid_from=TODAY, by=kata, at=NOW)
    lead = cast.person("Lena Lead", (Role.LEAD, mu))

    for taken in (name, "new tampere"):
        with pytest.raises(Invalid) as refused:
            rename(mu, name={"en": "Mondragon", "fi": taken}, valid_from=TODAY, by=lead, at=NOW)
        assert set(refused.value.details) == {"name"}
        with pytest.raises(Invalid):
            admit_member(Profile("x", "X", {"en": taken}, "FI"), valid_from=TODAY, by=kata, at=NOW)

    assert Institution.objects.filter(slug="x").count() == 0


@pytest.mark.django_db
def test_an_institution_returns_to_its_own_old_name() -> None:
    tuni, kata = admit_member(TUNI, valid_from=FOUNDED, by=coordinator(), at=NOW), coordinator()
    rename(tuni, name={"en": "New Tampere"}, valid_from=TODAY - timedelta(days=1), by=kata, at=NOW)

    rename(tuni, name=TUNI.name, valid_from=TODAY, by=kata, at=NOW)

    assert organisation_of(tuni, on=TODAY).legal_name == TUNI.name


@pytest.mark.django_db
def test_a_lead_changes_their_own_institution_only() -> None:
    lead = cast.person("Lena Lead", (Role.LEAD, cast.university("mu")))

    with pytest.raises(NotAllowed):
        rename(cast.university("uoc"), name={"en": "Mine"}, valid_from=TODAY, by=lead, at=NOW)
    with pytest.raises(NotAllowed):
        admit_member(TUNI, valid_from=TODAY, by=lead, at=NOW)


@pytest.mark.django_db
def test_an_unknown_institution_is_not_found() -> None:
    with pytest.raises(NotFound):
        public_institution("nowhere")
