"""Nothing that the program says stays in English for a reader of another language."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import allauth
import pytest
from babel.messages.mofile import read_mo
from django.conf import settings as configured
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from mcx.core.reports import messages
from mcx.recognition.rules.decisions import Decided, officer_check
from mcx.recognition.services.cases import ask
from mcx.web.allauth_texts import BORROWED
from mcx.web.recognition.forms import DecisionForm
from mcx.web.templatetags.mcx import cited
from microcred.report import Report, passed
from microcred.saying import Listed
from microcred.vocabulary import ASSESSMENT
from tests import cast
from tests.cast import NOW
from tests.recognition import cast as recognition

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
            passed("a", "The grade {grade} is good enough.", grade="9"),
            passed(
                "b", "Assessed by: {kinds}.", kinds=Listed(map(ASSESSMENT.label, ("project", "oral-exam")))
            ),
            officer_check(Decided.REFUSED, "", ["level"]),
        ]
    )

    kept = Report.from_json(json.loads(json.dumps(found.as_stored())))

    assert kept == found
    assert messages(kept) == (
        "Die Note 9 ist gut genug. Art der Beurteilung: Projektarbeit, Mündliche Prüfung. Ein wesentlicher "
        "Unterschied wurde festgestellt: Das Niveau ist niedriger, als der Studiengang verlangt."
    )


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Agreement mu-uoc-1 cl. 2", "Vereinbarung mu-uoc-1 Klausel 2"),
        ("Charter 3, hours_per_ects", "Charta 3: Arbeitsstunden je ECTS-Leistungspunkt"),
        (
            "Council Recommendation 2022/C 243/02, Annex I (vi)",
            "Empfehlung des Rates 2022/C 243/02, Anhang I (vi)",
        ),
        ("One application per learner and run", "Eine Bewerbung pro Person und Durchführung"),
        (
            "MicroCredX framework, domain 3, step 7 (constructive alignment)",
            "MicroCredX-Rahmen, Bereich 3, Schritt 7 (Constructive Alignment)",
        ),
        ("RFC 7519 §4.1", "RFC 7519 §4.1"),
    ],
)
def test_what_a_check_rests_on_is_cited_in_the_readers_language(source: str, shown: str) -> None:
    assert cited(source) == shown


@pytest.mark.usefixtures("german")
def test_an_officer_chooses_among_differences_in_their_own_language() -> None:
    assert "Der Arbeitsaufwand ist viel kleiner" in DecisionForm().as_p()


@pytest.mark.django_db
@pytest.mark.usefixtures("german")
def test_the_letter_of_an_agreement_is_in_its_readers_language(client: Client) -> None:
    recognition.agreement()
    item = recognition.item()
    case = ask(item, programme=recognition.programme(), statement="", by=item.owner, at=NOW)
    client.force_login(item.owner)

    html = client.get(f"/recognition/cases/{case.pk}", headers=GERMAN).content.decode()

    for words in ("Alle Bedingungen der Vereinbarung mu-tuni sind erfüllt.", "deckt es ab", "Klausel 3.2"):
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
