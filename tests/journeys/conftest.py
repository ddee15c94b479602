"""A real browser for journeys: Chromium through Playwright, axe for accessibility, and a console that must
stay silent.

A journey takes `page` (its addresses may be relative), and where it needs them `sign_in(page, person)` and
`check_axe(page)`; `phone` is a page of another kind, and `walk` opens a browser for each person of a path.
"""

import hashlib
import os
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from mcx.accounts.models import Person
from mcx.accounts.selectors import has_second_factor
from tests.cast import sign_in as signed_in
from tests.factors import sign_in_with_factor
from tests.journeys.chromium import ARGUMENTS, CHROMIUM, HOW_TO_GET_IT
from tests.journeys.walk import CheckAxe, Open, SignIn, Walk

# Axe would fetch what sheets import once more, at the page's own address, and write it into the page.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
# All that the look of a page depends on: the document without hidden values, which differ each time; what is
# written and ticked in it; where the focus is; and scheme, medium and size.
STATE = """() => {
  const seen = document.documentElement.cloneNode(true);
  seen.querySelectorAll("input[type=hidden]").forEach(each => each.removeAttribute("value"));
  const fields = document.querySelectorAll("input:not([type=hidden]), select, textarea");
  return JSON.stringify([
    seen.outerHTML,
    [...fields].map(each => [each.value, each.checked]),
    [...document.querySelectorAll(":focus, :hover, :user-invalid")].map(each => each.outerHTML),
    ["prefers-color-scheme: dark", "pointer: coarse"].map(each => matchMedia(`(${each})`).matches),
    [matchMedia("print").matches, innerWidth, innerHeight],
  ]);
}"""


@pytest.fixture(scope="session")
def playwright(django_db_setup: None) -> Iterator[Playwright]:
    """Playwright's sync API runs an event loop in this thread, where Django would refuse its database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def live_server(playwright: Playwright, live_server: LiveServer) -> LiveServer:
    """Begun inside that event loop: Django's connections are others there, and the server must share them."""
    return live_server


@pytest.fixture(scope="session")
def browser(playwright: Playwright, live_server: LiveServer) -> Iterator[Browser]:
    """Begun after the server and ended before it: no answer is still on its way when the server stops."""
    if not CHROMIUM:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(HOW_TO_GET_IT)
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield chromium
    chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """A function that opens a page of its own visitor; at the end no page may have written an error."""
    pages: list[Page] = []
    said: list[str] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(10_000)
        page = context.new_page()
        _listen(page, said)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert not said, f"the browser's console: {said}"


# A search that the next keystroke took back, as htmx reports it; a failed one has a line of its own.
TAKEN_BACK = ("htmx:sendAbort", "htmx:afterRequest")


def _listen(page: Page, said: list[str]) -> None:
    """Collect what the console calls an error; a page that is meant to answer 403 or 404 is none."""
    refused: set[str] = set()
    page.on(
        "response",
        lambda answer: (
            refused.add(answer.url)
            if answer.status >= 400 and answer.request.is_navigation_request()
            else None
        ),
    )
    page.on(
        "console",
        lambda line: (
            said.append(line.text)
            if line.type == "error"
            and line.location["url"] not in refused
            and not line.text.startswith(TAKEN_BACK)
            else None
        ),
    )
    page.on("pageerror", lambda error: said.append(str(error)))


@pytest.fixture
def page(open_page: Open) -> Page:
    """A visitor's page on a desk."""
    return open_page(viewport={"width": 1280, "height": 860})


@pytest.fixture
def phone(open_page: Open) -> Page:
    """A visitor's page on a small phone."""
    return open_page(viewport={"width": 360, "height": 720}, has_touch=True)


@pytest.fixture
def sign_in(live_server: LiveServer) -> SignIn:
    """Sign a person in on a page, past the sign-in form, and with their second factor if they have one."""

    def sign_in(page: Page, person: Person) -> None:
        client = Client()
        (sign_in_with_factor if has_second_factor(person) else signed_in)(client, person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": live_server.url}]
        )

    return sign_in


@pytest.fixture(scope="session")
def check_axe() -> CheckAxe:
    """Fail unless axe finds the page clean (WCAG 2.2 AA) and it needs no sideways scrolling.

    What was found clean in this state, scheme and size is not looked at again in the same run.
    """
    axe, clean = Axe(), set[str]()

    def check_axe(page: Page) -> None:
        state = hashlib.sha256(page.evaluate(STATE).encode()).hexdigest()
        if state in clean:
            return
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe.axe_script)
        results = AxeResults(page.evaluate("rules => axe.run(document, rules)", RULES))
        assert not results.violations_count, f"{page.url}\n{results.generate_report()}"
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0, f"{page.url} scrolls sideways"
        clean.add(state)

    return check_axe


@pytest.fixture
def walk(open_page: Open, sign_in: SignIn, check_axe: CheckAxe) -> Walk:
    """Who walks a path, step by step."""
    return Walk(open_page, sign_in, check_axe)
