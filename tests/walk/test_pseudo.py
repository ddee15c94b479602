"""Nothing that the program says escapes translation: every page opens in a language that nobody speaks."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from mcx.accounts.models import Person
from mcx.core.text import CONTENT_LANGUAGES
from mcx.network.rules.scale_presets import PRESETS
from tests.api.offices import with_every_office
from tests.belongings import STATING
from tests.cast import sign_in
from tests.factors import sign_in_with_factor
from tests.journeys.test_pseudo import AREAS, NO_PAGE
from tests.said import as_read
from tests.walk.answers import links
from tests.walk.pseudo import PSEUDO, catalogue, compiled, pseudo, spoken
from tests.walk.recording import EVERYTHING, SAME, VISITOR, kind
from tests.walk.untranslated import Known, data_of_the_network, names_of_babel, texts
from tests.web.addresses import PAGES, address

# What is the same in every language, by what it is.
SAME_EVERYWHERE = {
    "names of standards and what they define": {
        *("ETSI EN", "ETSI TS", "ELM", "RFC", "Bitstring", "Status List", "JSON", "SHA", "ECTS", "EUR", "UTC")
    },
    "grades as their countries write them": {grade for each in PRESETS for grade in each.grades},
    "languages by their own names": {*CONTENT_LANGUAGES.values(), "Esperanto"},
    "where the demonstration's runs take place, in its teachers' words": {"Online"},
    "the title of the draft that the walk starts": {"Draft"},
}
# Pages whose words are not in the catalogues, by the reason.
NOT_IN_CATALOGUES = {
    "styleguide": "samples for those who build pages",
    "guide:page": "says that it is in English and is marked so, but for the title of the window",
    "guide:words": "the glossary's table has its own texts in every language that we offer",
}
# The page that a link in a mail leads to keeps its secret in the session and hands on to itself.
AFTER_A_MAIL = "account_reset_password_from_key"
# What is shown only to somebody who has second factors, and used one just now.
ALONE = {
    STATING: {
        *("mfa_deactivate_totp", "mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_index"),
        *("mfa_list_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn"),
        "mfa_view_recovery_codes",
    },
}


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("pseudo"))


@pytest.fixture
def pseudo_language(catalogues: Path) -> Iterator[None]:
    with spoken(catalogues), translation.override(PSEUDO):
        yield


def _known() -> Known:
    known = Known()
    known.add(data_of_the_network())
    ours = [entry.id for entry in catalogue(PSEUDO)]
    known.forget(text for each in ours for text in ([each] if isinstance(each, str) else each))
    known.add(names_of_babel())
    known.add(name for names in SAME_EVERYWHERE.values() for name in names)
    return known


def _pages(client: Client, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """These pages, two of each kind that is linked, and what each says to an empty form."""
    waiting, kinds, seen = ["/"], Counter[str](), set[str]()
    waiting += (address(name, PAGES[name]) for name in sorted(names))
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        kinds[kind(at)] += 1
        page = _beside(client, partial(client.get, follow=kind(at) == AFTER_A_MAIL), at)
        yield at, page
        if 'method="post"' in page and kinds[kind(at)] == 1:
            yield at, _beside(client, client.post, at)
        waiting += (each for each in links(at, page) if kinds[kind(each)] < SAME)


def _beside(client: Client, send: Callable[[str], Any], at: str) -> str:
    """The page that is answered, or nothing for what is no page; whatever it changes is undone."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        told = send(at)
        is_page = told.headers.get("Content-Type", "").startswith("text/html")
        page = told.content.decode() if is_page and not told.streaming else ""
        transaction.set_rollback(True)
    client.cookies = cookies
    return page


@pytest.mark.parametrize("walker", [VISITOR, EVERYTHING, STATING])
@pytest.mark.usefixtures("busy_demonstration", "pseudo_language")
def test_no_text_of_a_page_escapes_translation(walker: str) -> None:
    client = Client(headers={"Accept-Language": PSEUDO}, raise_request_exception=False)
    if walker == EVERYTHING:
        sign_in(client, Person.objects.get(email=with_every_office()))
    elif walker == STATING:
        sign_in_with_factor(client, Person.objects.get(email=STATING))
    known, escaped, count, seen = _known(), dict[str, str](), 0, set[str]()

    for at, page in _pages(client, ALONE.get(walker, PAGES)):
        count += bool(page)
        seen |= {kind(at)} if page else set()
        if kind(at) not in NOT_IN_CATALOGUES:
            found = (run for text in texts(as_read(page), PSEUDO) for run in known.escaped(text))
            escaped |= {run: at for run in found if run not in escaped}

    assert escaped == {}
    assert seen >= ALONE.get(walker, set())
    assert count > 80 or walker in ALONE


def test_a_text_becomes_longer_and_keeps_what_programs_read() -> None:
    text = 'Ask <a href="%(url)s">{name}</a>, 5&nbsp;%% of {{ x }}\n'

    said = pseudo(text)

    for kept in ('<a href="%(url)s">', "{name}", "</a>", "&nbsp;", "%%", "{{ x }}"):
        assert kept in said
    assert re.fullmatch(r"⟦.*⟧\n", said)
    assert not re.search("Ask|of", said)
    assert len(pseudo("a" * 90)) >= 120


def test_every_format_takes_the_same_values_in_it() -> None:
    values = {"name": "x", "n": 1}

    assert pseudo("%(n)d of %(name)s (%%)") % values
    assert pseudo("{n} of {name}").format(**values)


@pytest.mark.parametrize(
    ("page", "escaped"),
    [
        ("<p>⟦Šáʋé⟧</p>", []),
        ("<p>Save this</p>", ["Save this"]),
        ("<p>⟦Šţáţé: draft⟧</p>", ["draft"]),
        ('<p title="Save this">⟦Šáʋé⟧</p>', ["Save this"]),
        ('<input type="submit" value="Save this"><input value="Written">', ["Save this"]),
        ('<input aria-label="Save" placeholder="Your name">', ["Save", "Your name"]),
        ('<p lang="en">Save <b>this</b></p><code>save this</code><script>save()</script>', []),
        ("<p>Leire Zabaleta: weld, cut and join metal</p>", []),
        ("<p>Leire Zabaleta saves</p>", ["saves"]),
    ],
)
def test_what_was_never_given_to_a_translator_is_found(page: str, escaped: list[str]) -> None:
    known = Known()
    known.add(["Leire Zabaleta", "How to weld, cut and join metal sheets", "Save this"])
    known.forget(["Save this"])

    assert [run for text in texts(page, PSEUDO) for run in known.escaped(text)] == escaped


def test_every_area_has_pages() -> None:
    begun = {re.split("[:_]", name)[0] for name in PAGES}

    assert begun >= {each for spaces in AREAS.values() for each in spaces}
    assert PAGES.keys() >= NO_PAGE.keys()
