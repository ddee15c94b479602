"""The glossary: one table, its page, and an explanation where a page first uses a term."""

import ast
import re
import tomllib
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from mcx.web import glossary, guide

TABLE = tomllib.loads(glossary.FILE.read_text(encoding="utf-8"))
TERMS = [term for group in glossary.groups() for term in group.terms]
LANGUAGES = ("en", "de", "es", "fi")


def test_every_term_has_a_word_and_a_line_in_every_language() -> None:
    for term in TERMS:
        for language in LANGUAGES:
            assert term.words[language].strip() == term.words[language] != "", term.slug
            assert term.meanings[language].endswith("."), (term.slug, language)
            assert len(term.meanings[language].split()) <= 30, (term.slug, language)


def test_nothing_stands_in_the_table_where_nobody_reads_it() -> None:
    assert set(TABLE) == {"plainer", "groups"}
    for group in TABLE["groups"]:
        assert set(group) == {"slug", "names", "terms"}, group["slug"]
        for term in group["terms"]:
            assert set(term) - {"slug", *LANGUAGES, "match", "instead", "is_explained"} == set(), term["slug"]
            assert {*term.get("match", ()), *term.get("instead", ())} <= {*LANGUAGES}, term["slug"]


def test_no_two_terms_share_an_address_or_a_word() -> None:
    assert len({term.slug for term in TERMS}) == len(TERMS)
    for language in LANGUAGES:
        assert len({term.words[language].casefold() for term in TERMS}) == len(TERMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_explained_term_is_found_in_a_sentence(language: str) -> None:
    for term in (term for term in TERMS if term.is_explained):
        met = f"<p>… {SENTENCES.get((term.slug, language), term.words[language])}.</p>"
        with translation.override(language):
            html = glossary.explained(met)
        assert f'popovertarget="term-{term.slug}"' in html, (term.slug, language, html)


# Where the word alone is not how it stands in a sentence.
SENTENCES = {
    ("run", "en"): "no run is planned",
    ("award", "en"): "two awards",
    ("award", "fi"): "noutamaton suoritus",
    ("revoke", "de"): "Widerruf",
    ("register", "en"): "the register",
    ("annex-i", "fi"): "liitteen I mukaan",
}


def test_only_the_first_use_is_a_button_and_one_card_explains_it() -> None:
    with translation.override("en"):
        html = glossary.explained("<p>A wallet, a Wallet.</p><p>My wallet</p>")

    assert html.count("<button") == html.count("<div popover") == 1
    assert html.startswith(
        '<p>A <span class="nowrap">'
        '<button type="button" class="term" popovertarget="term-wallet">wallet</button>,</span> a Wallet.</p>'
    )
    assert 'href="/guide/words#wallet"' in html


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/wallet">your wallet</a>',
        "<h2>Your <em>wallet</em></h2>",
        "<button>Open the wallet</button>",
        '<label for="x">Wallet</label>',
        '<p lang="es">la cartera, wallet</p>',
        "<code>wallet</code>",
        "<p>Open <strong>My wallet</strong>.</p>",
        "<!-- wallet -->",
        '<input value="wallet" title="wallet">',
        '<script type="application/ld+json">{"name": "wallet"}</script>',
        "<dl data-plain><dd>wallet</dd></dl>",
        "<p>a wallet-like thing, an ewallet</p>",
        '<div aria-hidden="true"><div>a</div><p>wallet</p></div>',
        "<div data-plain><div>wallet</div> wallet <br> wallet</div>",
        '<p lang="es"><span lang="es">x</span> wallet</p>',
        '<span class="tag tag-good">Wallet</span>',
        "<h2>The <a href='/'>x</a> wallet</h2>",
        "<svg><title>wallet</title><path d='M0 0'/> wallet</svg>",
        "<p>Lisbon Recognition Convention</p>",
    ],
)
def test_links_headings_buttons_code_and_other_languages_are_left_alone(html: str) -> None:
    with translation.override("en"):
        assert glossary.explained(html) == html


def test_what_follows_something_left_alone_is_explained() -> None:
    before = '<div lang="es"><div>x</div></div><img alt="" aria-hidden="true"><p data-plain>y</p>'
    with translation.override("en"):
        assert glossary.explained(f"{before}<p>wallet</p>").startswith(f"{before}<p><button")


@pytest.mark.parametrize(
    "html",
    [
        f"<td>{' ' * 400_000}</td>",
        f"<p>a<br>{' ' * 400_000}<br>b</p>",
        '<input lang="xx">' * 25_000,
        f'<input value="{" data-plain" * 40_000}">',
        f"<p>{'&lt;' * 100_000}</p>",
        f"<p>{'(' * 400_000}</p>",
        f"<p>{'wallet' * 80_000}</p>",
        "<p>" * 100_000,
        "<a>" * 100_000,
    ],
    ids=[
        "blanks",
        "a line of blanks",
        "void tags",
        "the mark in a value",
        "signs",
        "brackets",
        "one word",
        "open tags",
        "open links",
    ],
)
def test_what_people_wrote_is_read_once_however_it_is_shaped(html: str) -> None:
    """Looking at each part again for each other one would take hours here."""
    with translation.override("en"):
        assert glossary.explained(html) == html


def test_a_page_for_reading_through_is_left_as_it_is() -> None:
    html = f"<p>wallet</p>{'x' * glossary.LONGEST}"
    with translation.override("en"):
        assert glossary.explained(html) == html


def test_what_a_page_says_stays_as_it_was() -> None:
    html = "<div><p>Credentials &amp; <b>ECTS</b>: the workload</p>\n<svg><path d='M0 0'/></svg></div>"
    with translation.override("en"):
        shown = glossary.explained(html)

    before_cards = shown[: shown.index("<div popover")]
    added = r'<span class="nowrap">|</span>|<button type="button" class="term"[^>]*>|</button>'
    assert re.sub(added, "", before_cards) == html


@pytest.mark.parametrize(
    ("text", "signs"), [("the wallet, which", ","), ("(a wallet).", ")."), ("“wallet”", "”")]
)
def test_a_sign_is_not_torn_from_the_word_that_is_explained(text: str, signs: str) -> None:
    with translation.override("en"):
        html = glossary.explained(f"<p>{text}</p>")

    assert '<span class="nowrap"><button' in html
    assert f">wallet</button>{signs}</span>" in html


def test_a_word_between_blanks_needs_nothing_around_it() -> None:
    with translation.override("en"):
        assert "nowrap" not in glossary.explained("<p>a wallet is</p>")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_every_term(client: Client, language: str) -> None:
    html = unescape(
        client.get(reverse("guide:words"), headers={"accept-language": language}).content.decode()
    )

    for term in TERMS:
        assert term.words[language] in html
        assert term.meanings[language] in html
        assert f'id="{term.slug}"' in html


@pytest.mark.django_db
def test_a_page_leads_from_its_terms_to_the_glossary(client: Client) -> None:
    html = client.get(reverse("credentials:verify")).content.decode()

    for slug in re.findall(r'popovertarget="term-([\w-]+)"', html):
        assert html.count(f'id="term-{slug}"') == 1
    assert 'popovertarget="term-credential"' in html
    assert f'href="{reverse("guide:words")}"' in html


def texts_in(language: str) -> Iterator[str]:
    """Every text of the product in a language; the English ones are those that are translated.

    What others wrote in English is told as the catalogue for English has it.
    """
    ours = {each.id: each.string for each in catalogue("en")}
    for message in catalogue("de" if language == "en" else language):
        told = ours.get(message.id, message.id) if language == "en" else message.string
        if message.id:
            yield from (NO_WORD.sub(" ", each) for each in ([told] if isinstance(told, str) else told or ()))


def catalogue(language: str) -> Catalog:
    """What translators wrote for a language."""
    with (Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po").open("rb") as opened:
        return read_po(opened)


# What people read as code, and the names of values that stand in a text.
NO_WORD = re.compile(r"`[^`]*`|\{\w*\}|%\(\w+\)[sd]")
# Of the guide: what programs read, what a link leads to, and in bold what a page or button is called, whose
# words are in the catalogues.
NOT_PROSE = re.compile(r"```.*?```|`[^`]*`|\*\*.*?\*\*|\]\([^)]*\)", re.S)
ROOT = Path(__file__).resolve().parents[2]
COMMANDS = [
    *sorted((ROOT / "src" / "mcx").glob("*/management/commands/*.py")),
    *sorted((ROOT / "src" / "microcred" / "cli").glob("*.py")),
    ROOT / "launch.py",
]


def guide_in(language: str) -> Iterator[str]:
    """Every paragraph of the guide in a language, without names of buttons and what programs read."""
    for file in sorted((guide.FOLDER / ("" if language == "en" else language)).glob("*.md")):
        yield from NOT_PROSE.sub(" ", file.read_text(encoding="utf-8")).split("\n\n")


def glossary_in(language: str) -> Iterator[str]:
    """Every word and line of the glossary itself."""
    for group in glossary.groups():
        yield group.names[language]
        yield from (text for term in group.terms for text in (term.words[language], term.meanings[language]))


def command_line_in(language: str) -> Iterator[str]:
    """What the commands and the launcher say, in English alone; notes on functions are not said."""
    if language != "en":
        return
    for file in COMMANDS:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        defined = (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.ClassDef))
        notes = {ast.get_docstring(each, clean=False) for each in defined}
        texts = {each.value for each in ast.walk(tree) if isinstance(each, ast.Constant)}
        yield from (each for each in texts - notes if isinstance(each, str))


SAID = {
    "pages": texts_in,
    "the guide": guide_in,
    "the glossary": glossary_in,
    "the command line": command_line_in,
}


def replaced_in(language: str) -> re.Pattern[str]:
    """The words that the glossary replaces in a language, each as a word or phrase of its own."""
    dropped = [word for term in TERMS for word in term.instead.get(language, ())]
    dropped += TABLE["plainer"][language]
    return re.compile(rf"(?<!\w)({'|'.join(dropped)})(?!\w)", re.I)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "3 ECTS points"),
        ("en", "They give credit for it."),
        ("en", "for learners from outside"),
        ("en", "Home"),
        ("en", "Withdraw your credential"),
        ("de", "Sie sind eingeloggt."),
        ("de", "stapelbare Nachweise"),
        ("de", "Angerechnet werden 3 ECTS."),
        ("de", "Sagen Sie, was fehlt."),
        ("es", "Se ofertan tres cursos."),
        ("es", "sus habilidades"),
        ("es", "costes y chequeos"),
        ("fi", "Todistus laskettiin liikkeelle."),
        ("fi", "yliopistossa"),
        ("fi", "Peru"),
    ],
)
def test_a_replaced_word_is_found_in_its_forms(language: str, text: str) -> None:
    assert replaced_in(language).search(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "for learners from outside the network"),
        ("en", "Your home university admits a student adviser."),
        ("en", "the Credential registry"),
        ("de", "Stimme abgeben"),
        ("de", "Sagen Sie sie ab."),
        ("es", "Publicar una oferta de empleo"),
        ("es", "el Convenio de Reconocimiento de Lisboa"),
        ("fi", "Lissabonin tunnustamissopimus"),
        ("fi", "Peru paikka"),
    ],
)
def test_the_same_word_for_something_else_is_left_alone(language: str, text: str) -> None:
    assert not replaced_in(language).search(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", SAID)
def test_no_text_uses_a_word_that_the_glossary_replaces(where: str, language: str) -> None:
    looks = replaced_in(language)
    texts = list(SAID[where](language))

    found = [(word[0], text) for text in texts for word in looks.finditer(text)]

    assert texts or (where == "the command line" and language != "en")
    assert not found, "\n".join(f"{word}: {text}" for word, text in found)


# How the reader is not addressed: German and Spanish are polite, Finnish is not.
OTHERWISE = {
    "de": r"du|dich|dir|dein\w*|euch|eure\w*",
    "es": r"tú|tu|tus|ti|contigo|has|puedes|debes|tienes|quieres|necesitas|estás|eres|vosotros",
    "fi": r"te|te(?:idä|ill|ilt|itä|istä|ihin)\w*",
}


def _addressed_otherwise(text: str, language: str) -> list[str]:
    return re.findall(rf"(?<![\w-])({OTHERWISE[language]})(?![\w-])", text, re.I)


@pytest.mark.parametrize("language", OTHERWISE)
@pytest.mark.parametrize("where", [where for where in SAID if where != "the command line"])
def test_every_text_addresses_the_reader_in_the_same_way(where: str, language: str) -> None:
    """The command line speaks English alone, which has one way."""
    texts = list(SAID[where](language))

    found = [(word, text) for text in texts for word in _addressed_otherwise(text, language)]

    assert texts
    assert not found, "\n".join(f"{word}: {text}" for word, text in found)


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("de", "Prüfe bitte Deine Angaben.", "Deine"),
        ("es", "Así puedes revisar los datos.", "puedes"),
        ("fi", "Onko teillä jo tili?", "teillä"),
    ],
)
def test_another_way_to_address_the_reader_is_seen(language: str, text: str, word: str) -> None:
    assert _addressed_otherwise(text, language) == [word]
