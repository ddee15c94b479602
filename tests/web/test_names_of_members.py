"""An institution goes by its name in the reader's language, on whichever page it is named."""

from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core import audit
from mcx.network.models import Appointment, Institution, InstitutionName
from mcx.quality.models import Review
from mcx.recognition.models import DECISIONS, Decision
from mcx.recognition.rules.decisions import Decided
from tests.belongings import LEARNER
from tests.cast import NOW
from tests.web.addresses import PAGES, address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("busy_demonstration")]

# What names an institution as something else does that is only shown, each with its reason.
QUOTED = {
    "catalogue:edition": "the edition was frozen with the names of its day",
    "catalogue:edition-number": "the edition was frozen with the names of its day",
    "credentials:check": "the published register has one name",
    "credentials:check-certificate": "the published register has one name",
    "wallet:shared": "the published register has one name",
    "credentials:keys": "the seal's certificate says it",
    "credentials:self-check": "the seal's certificate says it",
    "network:institution": "every name is shown, in each of its languages",
    "recognition:case": "the report is kept as it was decided on",
    "styleguide": "shows samples",
}


def _renamed() -> dict[str, str]:
    """Each institution has a German name from now on; the English one of each member by its address."""
    for name in InstitutionName.objects.select_related("institution"):
        name.name = {"en": name.name["en"], "de": f"Hochschule {name.institution.slug.upper()}"}
        name.save()
    for row in Institution.objects.all():
        row.name = {"en": row.name["en"], "de": f"Hochschule {row.slug.upper()}"}
        row.save()
    agencies = Institution.objects.filter(kind=Institution.Kind.AGENCY)  # named by what decisions say of them
    return {each.slug: each.name["en"] for each in Institution.objects.exclude(pk__in=agencies)}


def _people() -> Iterator[Person]:
    """Those who between them see most of the pages."""
    for role in (Role.COORDINATOR, Role.REGISTRAR, Role.RECOGNITION):
        yield Appointment.objects.filter(role=role, valid_until=None).order_by("pk")[0].person
    yield Person.objects.get(email=LEARNER)


def _pages() -> Iterator[tuple[str, str]]:
    """Each page in German, as the first of them sees it for whom it is."""
    left = {name: parameters for name, parameters in PAGES.items() if name not in QUOTED}
    for person in _people():
        client = Client(headers={"accept-language": "de"})
        client.force_login(person)
        for name, parameters in list(left.items()):
            answer = client.get(address(name, parameters))
            if answer.status_code == 200:
                del left[name]
                if answer.headers["Content-Type"].startswith("text/html"):
                    yield name, unescape(answer.content.decode())


def test_no_page_in_german_calls_a_member_by_its_english_name() -> None:
    english = _renamed()

    found = {(name, slug) for name, page in _pages() for slug, said in english.items() if said in page}

    assert found == set()


def test_the_log_keeps_one_language_whoever_did_it() -> None:
    _renamed()
    member = Institution.objects.get(slug="mu")

    with translation.override("de"):
        entry = audit.record("network.renamed", member, by=None, at=NOW)
        assert str(member) == "Hochschule MU"

    assert entry.subject_label == member.name["en"]


def test_the_log_says_offices_states_and_outcomes_in_words() -> None:
    office = Appointment.objects.filter(role=Role.QUALITY, institution__slug="mu")[0]
    review = Review.objects.filter(status="waiting")[0]
    refused = Decision.objects.filter(outcome=Decided.REFUSED)[0]

    assert str(office) == f"{office.person}: Quality assurance officer, MU"
    assert str(review).endswith(f"({Review.Status.WAITING.label})")
    assert str(refused).startswith(f"{DECISIONS[Decided.REFUSED]}: ")
