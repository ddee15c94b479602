"""How a path is walked: everybody in a browser of their own, and every page that is shown is checked."""

from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize, expect

from mcx.accounts.models import Person

SignIn = Callable[[Page, Person], None]
CheckAxe = Callable[[Page], None]
Open = Callable[..., Page]

DESK: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 360, "height": 720}
# Colours change in steps from element to element, however short each step is.
SETTLED = """async () => {
  const changing = () => document.getAnimations().some(each => each instanceof CSSTransition);
  for (let frame = 0; frame < 100 && changing(); frame++) await new Promise(requestAnimationFrame);
}"""


class Walk:
    """Opens a browser for everybody who takes part, and finds each page clean: on a desk and on a phone."""

    def __init__(self, open_page: Open, sign_in: SignIn, check_axe: CheckAxe) -> None:
        self.open_page, self.sign_in, self.check_axe = open_page, sign_in, check_axe

    def as_visitor(self) -> Page:
        """A browser of somebody without an account."""
        return self.open_page(viewport=DESK, reduced_motion="reduce")

    def as_person(self, email: str) -> Page:
        """A browser in which this person has signed in."""
        page = self.as_visitor()
        self.sign_in(page, Person.objects.get(email=email))
        return page

    def look(self, page: Page, address: str, *words: str) -> None:
        """Go there, find the words, and find the page clean."""
        page.goto(address)
        self.see(page, *words)

    def see(self, page: Page, *words: str) -> None:
        """Find the words on the page that is shown, and find it clean: light and wide, dark and narrow."""
        for each in words:
            expect(page.locator("main")).to_contain_text(each)
        self.check_axe(page)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(PHONE)
        page.evaluate(SETTLED)
        self.check_axe(page)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESK)


def press(page: Page, name: str) -> None:
    """Press the first button of this name."""
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    """Follow the first link of this name."""
    page.locator("main").get_by_role("link", name=name).first.click()
