"""Nothing that the program says stays in English for a reader of another language."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.mofile import read_mo
from django.conf import settings as configured
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from pytest_django.fixtures import Settings

from mcx.core.reports import grade_name, messages, written
from mcx.credentials.documents.certificate import facts as certificate_facts
from mcx.credentials.documents.pictures import words as picture_words
from mcx.recognition.rules.decisions import Decided, officer_check
from mcx.recognition.services.cases import ask
from mcx.web.allauth_texts import (
    BORROWED,
    BORROWED_FROM_DJANGO,
    BORROWED_PLURALS,
    BORROWED_PLURALS_FROM_DJANGO,
)
from mcx.web.recognition.forms import DecisionForm
from mcx.web.templatetags.mcx import cited
from microcred.record import Grade
from microcred.report import Report, passed
from microcred.saying import Amount, Listed, Moment, Name, Said
from microcred.vocabulary import ASSESSMENT
from tests import cast
from tests.cast import NOW
from tests.microcred.cast import RECORD
from tests.recognition import cast as recognition
from tests.said import as_read

GERMAN = {"Accept-Language": "de"}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The German catalogue, compiled as a deployment compiles it."""
    folder = tmp_path_factory.mktemp("locale")
    place = Path("de") / "LC_MESSAGES"
    (folder / place).mkdir(parents=True)
    shutil.copy(Path(configured.LOCALE_PATHS[0]) / place / "django.po", folder / place)
    return folder


@pytest.fixture
def german(compiled: Path, settings: Settings) -> Iterator[None]:
    settings.LOCALE_PATHS = [compiled]
    call_command("compile_translations", verbosity=0)
    with translation.override("de"):
        yield


@pytest.mark.usefixtures("german")
def test_a_report_that_was_kept_speaks_the_language_of_whoever_reads_it() -> None:
    found = Report.of(
        [
            passed("a", "The grade {grade} meets the agreement.", grade="9"),
            passed(
                "b", "Assessed by: {kinds}.", kinds=Listed(map(ASSESSMENT.label, ("project", "oral-exam")))
            ),
            officer_check(Decided.REFUSED, "", ["level"]),
        ]
    )

    kept = Report.from_json(json.loads(json.dumps(found.as_stored())))

    assert kept == found
    assert messages(kept) == (
        "Die Note 9 erfüllt die Vereinbarung. Art der Beurteilung: Projektarbeit, Mündliche Prüfung. Ein "
        "wesentlicher Unterschied wurde festgestellt: Das Niveau ist niedriger, als der Studiengang verlangt."
    )


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Agreement mu-uoc-1 cl. 2", "Vereinbarung mu-uoc-1, Klausel 2"),
        ("Charter 3, hours_per_ects", "Charta, Fassung 3: Arbeitsstunden je ECTS-Leistungspunkt"),
        (
            "Council Recommendation 2022/C 243/02, Annex I (vi)",
            "Empfehlung des Rates 2022/C 243/02, Anhang I (vi)",
        ),
        ("One application per learner and run", "Eine Bewerbung pro Person und Durchführung"),
        (
            "MicroCredX framework, domain 3, step 7 (constructive alignment)",
            "MicroCredX-Rahmenwerk, Bereich 3, Schritt 7 (Constructive Alignment)",
        ),
        ("RFC 7519 §4.1", "RFC 7519 §4.1"),
    ],
)
def test_what_a_check_rests_on_is_cited_in_the_readers_language(source: str, shown: str) -> None:
    assert cited(source) == shown


@pytest.mark.usefixtures("german")
def test_an_officer_chooses_among_differences_in_their_own_language() -> None:
    assert "Der Arbeitsaufwand ist viel geringer" in DecisionForm().as_p()


@pytest.mark.django_db
@pytest.mark.usefixtures("german")
def test_the_letter_of_an_agreement_is_in_its_readers_language(client: Client) -> None:
    recognition.agreement()
    item = recognition.item()
    case = ask(item, programme=recognition.programme(), statement="", by=item.owner, at=NOW)
    client.force_login(item.owner)

    html = as_read(client.get(f"/recognition/cases/{case.pk}", headers=GERMAN).content)

    title = '„<span lang="en">Water for Mondragon</span>“'
    for words in (f"Alle Bedingungen der Vereinbarung {title} sind erfüllt.", "deckt es ab", "Klausel 3.2"):
        assert words in html
    assert "Every condition" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("language", [code for code, _name in configured.LANGUAGES])
def test_the_style_guide_opens_in_every_language(client: Client, language: str) -> None:
    cast.network()

    assert client.get("/styleguide", headers={"Accept-Language": language}).status_code == 200


def test_what_is_borrowed_from_allauth_is_still_what_it_says() -> None:
    place = Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.mo"
    with place.open("rb") as file:
        theirs = read_mo(file)

    assert [text for text in BORROWED if theirs.get(text) is None] == []
    assert theirs.get(("You have added %(count)s security key.", "You have added %(count)s security keys."))


def test_what_is_borrowed_from_django_is_still_what_it_says_and_said_with_what_to_do() -> None:
    theirs = []
    for part in ("conf", "contrib/auth"):
        place = Path(django.__file__).parent / part / "locale" / "de" / "LC_MESSAGES" / "django.mo"
        with place.open("rb") as file:
            theirs.append(read_mo(file))

    assert [text for text in BORROWED_FROM_DJANGO if not any(each.get(text) for each in theirs)] == []
    with translation.override("en"):
        assert gettext("This field is required.") == "Enter or choose something here."


def test_what_is_said_of_passwords_is_said_in_our_words() -> None:
    with translation.override("en"):
        ours = {*BORROWED_FROM_DJANGO, *(one % {"min_length": 8} for one in BORROWED_PLURALS_FROM_DJANGO[1:])}
        said = {validator.get_help_text() for validator in get_default_password_validators()}

    assert said <= ours


def test_a_grade_that_is_a_word_is_said_in_the_readers_language() -> None:
    scale = replace(RECORD.grade.scale, grades=("pass", "fail")) if RECORD.grade else None
    record = replace(RECORD, grade=Grade("pass", scale)) if scale else RECORD
    with translation.override("de"):
        told = [value for _label, value in certificate_facts(record, "de")]
        assert grade_name("1.7") == "1.7"

        assert any(value.startswith(f"{gettext('pass')} (") for value in told)
        assert gettext("pass") != "pass"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Name({"en": "Water data", "de": "Wasserdaten"}), "Wasserdaten"),
        (Name({"en": "Water data"}, "o1"), "Water data"),
        (Name({"de": ""}, "o1"), "o1"),
        (Listed([Amount("2.5"), "ECTS"], " "), "2,5 ECTS"),
        (Said("{who} ({since})", who="DHBW", since=Moment("2026-05-01")), "DHBW (1. Mai 2026)"),
    ],
)
def test_a_value_is_written_as_a_german_reader_writes_it(value: str, said: str) -> None:
    with translation.override("de"):
        assert written(value) == said


def test_the_certificate_and_the_badge_are_written_as_their_reader_writes() -> None:
    organisation = replace(RECORD.issuer, country="FI")
    record = replace(
        RECORD, issuer=organisation, specification=replace(RECORD.specification, ects=Decimal("2.50"))
    )
    with translation.override("de"):
        told = [value for _label, value in certificate_facts(record, "de")]

    assert "Finnland" in told
    assert "FI" not in told
    assert any(value.startswith("2,5\u00a0ECTS") for value in told)
    assert picture_words(record, "de")["facts"].startswith("2,5\u00a0ECTS")


DU = re.compile(r"\b(du|dich|dir|dein(e|em|en|er|es)?)\b", re.IGNORECASE)
TU = re.compile(r"\b(tú|tu|tus|contigo|has|puedes|introduce|utiliza|introdúcelo)\b", re.IGNORECASE)


@pytest.mark.parametrize(("language", "familiar"), [("de", DU), ("es", TU)])
def test_what_is_borrowed_is_said_to_people_as_our_own_texts_are(
    language: str, familiar: re.Pattern[str]
) -> None:
    with translation.override(language):
        said = {text: gettext(text) for text in BORROWED}
        said |= {str(place): one % {"count": 2} for place, one in enumerate(BORROWED_PLURALS)}

    assert {text: words for text, words in said.items() if familiar.search(words)} == {}


def test_what_is_borrowed_is_said_in_our_english_too() -> None:
    """No capitals of a title, no pleading, and the words of our own pages."""
    with translation.override("en"):
        said = {text: gettext(text) for text in BORROWED}

    title = re.compile(r"^[A-Z]\w+(?: [a-z]+)*(?: (?!JavaScript|QR\b|IP\b)[A-Z]\w+)+\W*$")
    theirs = re.compile(r"\b(please|log(ged)? ?in|sign ?up|login|generate|invalid|successfully)\b", re.I)
    assert {text: words for text, words in said.items() if title.match(words) or theirs.search(words)} == {}
    assert all(said.values())
    assert gettext("Sign In") == "Sign in"
