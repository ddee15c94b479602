"""Registering a code and publishing editions under it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mcx.accounts.rules import Role
from mcx.catalogue.models import Edition, MicroCredential
from mcx.catalogue.rules import Proposal
from mcx.catalogue.services import Incomplete, publish, register
from mcx.core.errors import Invalid, NotAllowed
from mcx.core.models import AuditEntry
from microcred.record_json import specification_from_json
from tests.cast import NOW, person, scale, university
from tests.catalogue import cast

pytestmark = pytest.mark.django_db


def test_a_teacher_registers_a_code() -> None:
    tuni = university("tuni")

    made = register(tuni, code="tuni-water-data", by=cast.teacher(tuni), at=NOW)

    assert (made.code, made.institution) == ("tuni-water-data", tuni)
    assert AuditEntry.objects.get(action="catalogue.registered").institution_id == tuni.pk


def test_a_code_is_registered_once() -> None:
    tuni = university("tuni")
    register(tuni, code="tuni-water-data", by=cast.teacher(tuni), at=NOW)

    with pytest.raises(Invalid) as refused:
        register(tuni, code="tuni-water-data", by=cast.teacher(tuni), at=NOW)

    assert "code" in refused.value.details
    assert MicroCredential.objects.count() == 1


@pytest.mark.parametrize("code", ["", "Water", "a b", "<script>", "x" * 61])
def test_it_refuses_what_is_no_code(code: str) -> None:
    tuni = university("tuni")

    with pytest.raises(Invalid):
        register(tuni, code=code, by=cast.teacher(tuni), at=NOW)


def test_somebody_from_elsewhere_cannot_register_here() -> None:
    with pytest.raises(NotAllowed):
        register(university("tuni"), code="tuni-water-data", by=cast.teacher(university("mu")), at=NOW)


def test_publishing_freezes_the_specification_under_its_own_address() -> None:
    edition = cast.edition()

    frozen = specification_from_json(Edition.objects.get(pk=edition.pk).specification)

    assert frozen.id == "https://network.example/catalogue/tuni-water-data/1"
    assert frozen.version == "1"
    assert frozen.title == cast.WATER.title
    assert frozen.outcomes == cast.WATER.outcomes


def test_publishing_fills_what_lists_and_search_need() -> None:
    edition = Edition.objects.get(pk=cast.edition().pk)

    assert (edition.ects, edition.eqf_level, edition.isced_f) == (Decimal("2.5"), 6, "0732")
    assert (edition.languages, edition.participation) == (["en", "fi"], ["online"])
    assert edition.cost == {"members": "0", "others": "120"}
    assert edition.criteria["a1"]["en"].startswith("Passed when")
    assert "vesidata kaupunki-insinooreille" in edition.search_text
    assert "tampere university" in edition.search_text
    assert edition.published_at == NOW


def test_the_next_edition_leaves_the_earlier_as_it_was() -> None:
    first = cast.edition()

    second = cast.edition(title={"en": "Water data, revised"})

    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert first.title["en"] == "Water data for city engineers"


def test_it_refuses_a_specification_without_outcomes() -> None:
    with pytest.raises(Incomplete) as refused:
        cast.edition(outcomes=())

    assert "learning outcomes" in str(refused.value)
    assert not Edition.objects.exists()


def test_it_refuses_another_universitys_scale() -> None:
    made = cast.micro_credential()
    foreign = scale(university("mu"))
    proposal = cast.proposal()
    officer = person("Quirin tuni", (Role.QUALITY, made.institution))

    with pytest.raises(Invalid) as refused:
        publish(made, proposal=Proposal(proposal.specification, scale=foreign.slug), by=officer, at=NOW)

    assert "scale" in refused.value.details


@pytest.mark.parametrize("cost", [{"members": "much"}, {"aliens": "1"}, {"others": "-3"}])
def test_it_refuses_what_is_no_price(cost: dict[str, str]) -> None:
    made = cast.micro_credential()
    specification = cast.proposal().specification
    officer = person("Quirin tuni", (Role.QUALITY, made.institution))

    with pytest.raises(Invalid) as refused:
        publish(made, proposal=Proposal(specification, cost=cost, scale="joint"), by=officer, at=NOW)

    assert "cost" in refused.value.details


def test_it_refuses_credits_that_cannot_be_stored_exactly() -> None:
    with pytest.raises(Invalid) as refused:
        cast.edition(ects=Decimal("2.25"))

    assert "ects" in refused.value.details


@pytest.mark.parametrize("role", [Role.TEACHER, Role.REGISTRAR, Role.LEARNER])
def test_only_quality_publishes(role: Role) -> None:
    made = cast.micro_credential()
    somebody = person("Sam Somebody", (role, made.institution))

    with pytest.raises(NotAllowed):
        publish(made, proposal=cast.proposal(), by=somebody, at=NOW)


def test_a_quality_officer_of_another_university_cannot_publish() -> None:
    made = cast.micro_credential()
    stranger = person("Stig Stranger", (Role.QUALITY, university("mu")))

    with pytest.raises(NotAllowed):
        publish(made, proposal=cast.proposal(), by=stranger, at=NOW + timedelta(days=1))


def test_a_card_without_a_summary_shows_the_first_sentence() -> None:
    made = cast.micro_credential()
    officer = person("Quirin tuni", (Role.QUALITY, made.institution))

    edition = publish(made, proposal=Proposal(cast.WATER, scale=scale().slug), by=officer, at=NOW)

    assert edition.summary == {"en": "Sensors, series and leaks"}
