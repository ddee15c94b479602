"""Pages say one thing in one way, and what is asked for is asked where it is needed."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from mcx.credentials.rules import STANDING_NAMES, Standing
from mcx.design.rules.draft import Draft
from mcx.network.models import Institution
from mcx.network.rules.course_fields import Section
from mcx.recognition.services.appeals import appeal
from mcx.web import glossary
from mcx.web.design.forms import Offered, SectionForm
from mcx.web.forms.fields import NumberField
from mcx.web.recognition.forms import DecisionForm
from mcx.web.wallet.words import VALID
from tests import cast
from tests.cast import NOW
from tests.recognition import cast as recognition
from tests.said import as_read

REASONS = "The modelling part is not covered by this course."


def decided(**given: object) -> DecisionForm:
    form = DecisionForm({"reasons": REASONS, **given})
    form.is_valid()
    return form


def test_a_refusal_asks_for_a_difference_and_no_credits() -> None:
    form = decided(outcome="refused", ects="", differences=["level"])

    assert form.errors == {}
    assert form.cleaned_data["ects"] == 0


def test_a_recognition_asks_for_credits_and_no_difference() -> None:
    assert list(decided(outcome="recognised").errors) == ["ects"]
    assert decided(outcome="recognised", ects="2", differences=["level"]).cleaned_data["differences"] == []


def test_what_a_decision_needs_is_not_called_optional() -> None:
    form = DecisionForm()

    assert form.fields["ects"].is_sometimes_needed  # type: ignore[attr-defined]
    assert form.fields["differences"].is_sometimes_needed  # type: ignore[attr-defined]
    assert "ignored" not in str(form)


def test_the_studio_calls_optional_only_what_its_report_never_misses() -> None:
    fields = SectionForm(Section.FRAME, Draft(), Offered([], [], [])).fields

    optional = {name for name, field in fields.items() if not getattr(field, "is_sometimes_needed", False)}
    assert optional == {"valid_days", "further_information"}


@pytest.mark.parametrize("typed", ["2,5", "2.5", " 2,5 "])
def test_a_number_is_typed_with_a_comma_or_a_point(typed: str) -> None:
    assert NumberField().clean(typed) == Decimal("2.5")


def test_a_number_is_shown_as_the_reader_writes_it_and_what_is_none_as_it_was_typed() -> None:
    with translation.override("fi"):
        shown = [NumberField().prepare_value(value) for value in (Decimal("2.50"), "2.5", "NaN", None)]

    assert shown == ["2,5", "2.5", "NaN", None]


@pytest.mark.django_db
def test_an_appeal_waits_under_a_heading_of_its_own_also_for_who_may_not_decide_it(client: Client) -> None:
    officer, case = recognition.officer(), recognition.case()
    decision = recognition.refused(case, officer)
    appeal(decision, grounds="The second part covers the modelling.", by=case.learner, at=NOW)
    client.force_login(officer)

    html = as_read(client.get(reverse("recognition:desk")).content)

    assert "Appeals that someone else decides" in html
    assert "Decided requests" not in html


@pytest.mark.django_db
def test_signing_in_keeps_the_language_chosen_on_this_visit(client: Client) -> None:
    person = cast.person()
    person.language = "fi"
    person.save()
    cookie = settings.LANGUAGE_COOKIE_NAME
    given = {"login": person.email, "password": cast.PASSWORD}

    client.post(reverse("language"), {"language": "de", "next": "/"})
    client.post(reverse("account_login"), given)
    chosen = client.cookies[cookie].value
    other = Client()
    other.post(reverse("account_login"), given)

    assert (chosen, other.cookies[cookie].value) == ("de", "fi")


@pytest.mark.parametrize(
    ("language", "html", "is_explained"),
    [
        ("en", "<p>a European Digital Credential</p>", False),
        ("en", "<p>a digital credential</p>", True),
        ("es", "<p>una credencial digital europea</p>", False),
        ("es", "<p>una credencial digital</p>", True),
    ],
)
def test_a_term_is_not_explained_inside_the_name_of_a_format(
    language: str, html: str, is_explained: bool
) -> None:
    with translation.override(language):
        assert ('popovertarget="term-credential"' in glossary.explained(html)) is is_explained


@pytest.mark.django_db
def test_the_front_page_tells_member_universities_from_partners(client: Client) -> None:
    cast.university("tuni")
    agency = cast.university("mu", kind=Institution.Kind.AGENCY)

    html = as_read(client.get("/").content)

    assert html.index("Member universities") < html.index("Tampere University") < html.index("Partners")
    assert html.index("Partners") < html.index(str(agency))


@pytest.mark.django_db
def test_a_page_that_is_not_found_leads_a_visitor_to_sign_in_and_back(client: Client) -> None:
    html = client.get("/wallet/nothing-here?a=1").content.decode()

    assert 'href="/accounts/login/?next=/wallet/nothing-here%3Fa%3D1"' in html


def test_the_owner_of_an_issued_credential_reads_that_it_is_valid() -> None:
    assert STANDING_NAMES[Standing.ISSUED] != VALID
