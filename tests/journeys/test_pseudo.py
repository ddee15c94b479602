"""Every page has room for longer words, on phone and desk and from right to left, and axe finds it clean.

Each is opened by whom it is for, and has to answer: a page that only refuses would always fit. So no page
escapes axe, also where no journey comes by.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, ViewportSize

from mcx.accounts.models import Person
from tests.api.offices import with_every_office
from tests.attacks.views import VIEWS
from tests.attacks.views import address as named
from tests.belongings import STATING
from tests.journeys.conftest import CheckAxe, Open, SignIn
from tests.walk.pseudo import PSEUDO, RIGHT_TO_LEFT, compiled, spoken
from tests.web.addresses import ON_THE_WAY, PAGES, address
from tests.web.every_form import FORMS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("busy_demonstration")]

Browsers = Callable[[str, str], Page]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 860}
# Each area is one test, by how the names of its pages begin; what is in none of them goes with the first.
AREAS = {
    "visitors": ("home", "accounts", "catalogue", "guide", "skills", "industry"),
    "signing in": ("account", "mfa"),
    "the network": ("network", "quality", "pathways"),
    "design and learning": ("design", "learning"),
    "credentials": ("credentials", "wallet", "recognition"),
}
# Whose a page is says its row in `tests/attacks/views.py`. These are for visitors, these for who has factors.
VISITORS = {"account_login", "account_signup", "account_confirm_email", "account_reset_password_from_key"}
FACTORS = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
# What has an address and shows no page there, each with its reason.
FORMS_ALONE = {name.partition(" ")[0] for name in FORMS} - VIEWS.keys() - {"credentials:verify"}
NO_PAGE = {
    **ON_THE_WAY,
    **dict.fromkeys(FORMS_ALONE, "takes a form alone"),
    "network:found": "is a page only where no network is yet (`test_own_network.py`)",
    **dict.fromkeys(("healthz", "readyz", "protocols:trust", "protocols:did"), "is for programs"),
    **dict.fromkeys(("protocols:context", "protocols:status-list"), "is for programs"),
    **dict.fromkeys(("skills:picker", "design:skills", "design:report"), "is put into a page that is there"),
    **dict.fromkeys(("favicon", "mfa_download_recovery_codes", "wallet:download"), "is a file"),
    **dict.fromkeys(("wallet:shared-download", "credentials:europass", "recognition:elmo"), "is a file"),
    **dict.fromkeys(("account_set_password", "accounts:second-factor", "design:edit"), "leads to a page"),
}
# Opened in a language that is written from right to left. All others are only turned round, with the same
# words in them, which costs no second opening: nothing but the page's frame asks which language it is.
SAMPLE = ("home", "catalogue:list", "catalogue:edition", "network:charter", "design:section", "wallet:item")
TURN_ROUND = "() => { document.documentElement.dir = 'rtl'; }"
# What is wider than its room: the page, and what hides what does not fit; what is for ears alone has no room.
TOO_WIDE = """() => {
  const root = document.documentElement;
  const named = each => `${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 40)}`;
  const found = [];
  if (root.scrollWidth > root.clientWidth) {
    const over = [...document.body.querySelectorAll("*")].filter(each => {
      const box = each.getBoundingClientRect();
      return box.width && (box.right > root.clientWidth + 1 || box.left < -1);
    });
    found.push("scrolls sideways: " + over.slice(0, 3).map(named).join(" | "));
  }
  const labels = "button, label, a, summary, legend, th, td, h1, h2, h3, .badge";
  for (const each of document.body.querySelectorAll(labels)) {
    const hides = ["hidden", "clip"].includes(getComputedStyle(each).overflowX);
    const isSeen = !each.closest(".visually-hidden") && each.clientWidth > 1;
    if (hides && isSeen && each.scrollWidth > each.clientWidth + 1)
      found.push("cut off: " + named(each));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("pseudo"))


@pytest.fixture
def _spoken(catalogues: Path) -> Iterator[None]:
    with spoken(catalogues):
        yield


@pytest.fixture
def officer(_spoken: None) -> Person:
    """Who sees most: somebody with every office, who learns as well."""
    return Person.objects.get(email=with_every_office())


@pytest.fixture
def browsers(open_page: Open, sign_in: SignIn, officer: Person) -> Browsers:
    """A function that gives the browser of whom a page is for, in a language."""
    found = dict[tuple[str, str], Page]()

    def of(name: str, locale: str) -> Page:
        owner = VIEWS[name][0].owner if name in VIEWS else ""
        email = "" if name in VISITORS else STATING if name in FACTORS else owner or officer.email
        if (email, locale) not in found:
            found[email, locale] = page = open_page(locale=locale, reduced_motion="reduce")
            if email:
                sign_in(page, Person.objects.get(email=email))
        found[email, locale].set_viewport_size(DESK)
        return found[email, locale]

    return of


def _area(name: str) -> str:
    begins = re.split("[:_]", name)[0]
    return next((area for area, spaces in AREAS.items() if begins in spaces), "visitors")


def _names(area: str) -> list[str]:
    return [name for name in sorted(PAGES) if _area(name) == area]


def _at(name: str) -> str:
    return named(name, VIEWS[name][1]) if name in VIEWS else address(name, PAGES[name])


def _refused(page: Page, name: str) -> str:
    """Open a page; what came of it, if that is not the page; nothing of what is none."""
    at = _at(name)
    asked = f"?next={_at('wallet:download')}" if name == "accounts:download" else ""
    try:
        answer = page.goto(at + asked, timeout=60_000)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return "" if name in NO_PAGE else f"{name} is a file"
    status, kept = (answer.status, answer.headers.get("content-type", "")) if answer else (0, "")
    is_there = urlsplit(page.url).path == at or name == "account_reset_password_from_key"
    is_page = status == 200 and "html" in kept and is_there and bool(_title(page, name))
    if is_page is (name in NO_PAGE):
        return f"{name} answers {status} at {page.url}"
    return ""


def _title(page: Page, name: str) -> str:
    """What the page is called; one that begins a download by itself has no title for a moment."""
    if name == "accounts:download":
        page.wait_for_function("() => document.title !== ''")
    return page.title()


def _too_wide(page: Page, name: str) -> list[str]:
    """What does not fit on this page: on a desk, on a phone, and turned round."""
    found = [f"{name} on a desk: {each}" for each in page.evaluate(TOO_WIDE)]
    page.set_viewport_size(PHONE)
    found += [f"{name} on a phone: {each}" for each in page.evaluate(TOO_WIDE)]
    page.evaluate(TURN_ROUND)
    return [*found, *(f"{name} turned round: {each}" for each in page.evaluate(TOO_WIDE))]


@pytest.mark.parametrize("area", AREAS)
def test_longer_words_fit_on_every_page(browsers: Browsers, area: str) -> None:
    found = list[str]()
    for name in _names(area):
        page = browsers(name, PSEUDO)
        if refused := _refused(page, name):
            found.append(refused)
        elif name not in NO_PAGE:
            assert page.locator("html").get_attribute("lang") == PSEUDO
            found += _too_wide(page, name)

    assert found == []


@pytest.mark.parametrize("area", AREAS)
def test_axe_finds_every_page_clean(browsers: Browsers, check_axe: CheckAxe, area: str) -> None:
    found = list[str]()
    for name in (each for each in _names(area) if each not in NO_PAGE):
        page = browsers(name, "en")
        if refused := _refused(page, name):
            found.append(refused)
        else:
            check_axe(page)

    assert found == []


def test_pages_fit_from_right_to_left(open_page: Open, sign_in: SignIn, officer: Person) -> None:
    page = open_page(locale=RIGHT_TO_LEFT, reduced_motion="reduce")
    sign_in(page, officer)

    for name in reversed(SAMPLE):
        page.set_viewport_size(DESK)
        assert not _refused(page, name)
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert not _too_wide(page, name)

    brand = page.locator("header a").first.bounding_box()
    assert brand
    assert brand["x"] + brand["width"] > PHONE["width"] - 40, "the brand begins where reading begins"
