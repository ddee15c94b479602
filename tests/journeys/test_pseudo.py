"""Every page has room for longer words, on a phone and on a desk, and for a language from right to left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, ViewportSize

from mcx.accounts.models import Person
from tests.api.offices import with_every_office
from tests.journeys.conftest import Open, SignIn
from tests.walk.pseudo import PSEUDO, RIGHT_TO_LEFT, compiled, spoken
from tests.web.addresses import PAGES, address

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("busy_demonstration")]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 860}
# Each area is one test; what is in none of them goes with the first.
AREAS = {
    "visitors": ("home", "accounts", "catalogue", "guide", "skills", "api", "industry"),
    "the network": ("network", "quality", "pathways"),
    "design and learning": ("design", "learning"),
    "credentials": ("credentials", "wallet", "recognition", "mfa"),
}
SAMPLE = ("home", "catalogue:list", "catalogue:edition", "network:charter", "design:section", "wallet:item")
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


def _area(name: str) -> str:
    return next((area for area, spaces in AREAS.items() if name.partition(":")[0] in spaces), "visitors")


def _too_wide(page: Page, at: str) -> list[str]:
    """What does not fit on this page, on a desk and on a phone; nothing of what is no page."""
    page.set_viewport_size(DESK)
    try:
        answer = page.goto(at, timeout=60_000)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return []
    if not answer or "html" not in answer.headers.get("content-type", ""):
        return []
    found = [f"{at} on a desk: {each}" for each in page.evaluate(TOO_WIDE)]
    page.set_viewport_size(PHONE)
    return [*found, *(f"{at} on a phone: {each}" for each in page.evaluate(TOO_WIDE))]


@pytest.mark.parametrize("area", AREAS)
def test_longer_words_fit_on_every_page(open_page: Open, sign_in: SignIn, officer: Person, area: str) -> None:
    page = open_page(locale=PSEUDO, reduced_motion="reduce")
    sign_in(page, officer)
    names = [name for name in sorted(PAGES) if _area(name) == area]

    found = [each for name in names for each in _too_wide(page, address(name, PAGES[name]))]

    assert names
    assert found == []
    assert page.locator("html").get_attribute("lang") == PSEUDO
    assert page.locator("html").get_attribute("dir") == "ltr"


def test_pages_fit_from_right_to_left(open_page: Open, sign_in: SignIn, officer: Person) -> None:
    page = open_page(locale=RIGHT_TO_LEFT, reduced_motion="reduce")
    sign_in(page, officer)

    found = [each for name in SAMPLE for each in _too_wide(page, address(name, PAGES[name]))]

    assert found == []
    assert page.locator("html").get_attribute("dir") == "rtl"
    brand = page.locator("header a").first.bounding_box()
    assert brand
    assert brand["x"] + brand["width"] > PHONE["width"] - 40, "the brand begins where reading begins"
