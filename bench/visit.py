"""What a first visit costs its reader: requests, kilobytes, and when the largest part of the page is painted.

python -m bench.visit [--quick] [--json FILE]

Sets up the demonstration in a temporary folder, serves it as `make run` does and opens each page in Chromium
with nothing kept from before: once as quickly as this machine can, once over a slow connection of a telephone
(150 ms there and back, 1.6 Mbit/s). Kilobytes are those that crossed the wire, headers among them.
"""

import re
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, ViewportSize, sync_playwright

from bench.faults.site import Site, serving
from bench.table import Table, run
from tests.journeys.chromium import ARGUMENTS, CHROMIUM, HOW_TO_GET_IT

DESK: ViewportSize = {"width": 1280, "height": 860}
SLOW = {
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 768_000 / 8,
    "offline": False,
}
MOST_REQUESTS, MOST_KILOBYTES = 8, 120
LARGEST_PAINT = """() => new Promise(answer => new PerformanceObserver(
  list => answer(list.getEntries().at(-1).startTime)
).observe({type: "largest-contentful-paint", buffered: true}))"""


@dataclass
class Visit:
    """What one opening of a page took: addresses that were asked for, bytes received, milliseconds."""

    asked: list[str] = field(default_factory=list)
    received: int = 0
    painted: float = 0


def measure(quick: bool) -> Table:
    """Front page, catalogue and a course, each opened by somebody who comes for the first time."""
    about = "Each page opened in Chromium by somebody who was never here, at a desk of 1280 × 860."
    table = Table("First visit", about)
    if not CHROMIUM:
        table.remarks.append(f"Nothing was measured. {HOW_TO_GET_IT}")
        return table
    with served() as site, chromium() as browser:
        for name, path in pages(site).items():
            _add(table, name, visits(browser, site.address + path, 3 if quick else 9))
    return table


def _add(table: Table, name: str, opened: Callable[[bool], list[Visit]]) -> None:
    quickly, slowly = opened(False), opened(True)
    first = quickly[0]
    table.add(f"{name}: requests", len(first.asked), "requests", aim=MOST_REQUESTS)
    table.add(f"{name}: received", first.received / 1000, "kB", aim=MOST_KILOBYTES)
    for how, found in (("", quickly), (", over a slow connection", slowly)):
        painted = statistics.median(each.painted for each in found)
        table.add(f"{name}: largest paint{how}", painted, "ms")


def visits(browser: Browser, address: str, turns: int) -> Callable[[bool], list[Visit]]:
    """Open the page so many times, each time as for the first time."""

    def opened(is_slow: bool) -> list[Visit]:
        return [visit(browser, address, is_slow=is_slow) for _turn in range(turns)]

    return opened


def visit(browser: Browser, address: str, *, is_slow: bool = False) -> Visit:
    """Open the page with an empty cache and without cookies, until nothing is asked for any more."""
    found = Visit()
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    _listen(context.new_cdp_session(page), found, is_slow)
    page.goto(address, wait_until="networkidle")
    found.painted = page.evaluate(LARGEST_PAINT)
    context.close()
    return found


def _listen(session: CDPSession, found: Visit, is_slow: bool) -> None:
    def asked(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            found.asked.append(event["request"]["url"])

    def received(event: dict[str, Any]) -> None:
        found.received += round(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", received)
    session.send("Network.enable")
    if is_slow:
        session.send("Network.emulateNetworkConditions", SLOW)


def pages(site: Site) -> dict[str, str]:
    """What is opened: the front page, the catalogue, and the course that it shows first."""
    catalogue = site.page("/catalogue/")
    course = re.search(r'class="card-link" href="(/catalogue/[^"]+)"', catalogue)
    assert course, "the catalogue shows no course"
    return {"front page": "/", "catalogue": "/catalogue/", "course page": course[1]}


@contextmanager
def served() -> Iterator[Site]:
    """The demonstration, set up and served as `make run` does."""
    with tempfile.TemporaryDirectory(prefix="mcx-visit-", ignore_cleanup_errors=True) as folder:
        site = Site(Path(folder))
        for command in (["build_fonts"], ["prepare"], ["collectstatic", "--noinput"]):
            site.run("manage.py", *command)
        with serving(site, "web"):
            if not site.wait():
                raise TimeoutError("the web server did not begin")
            yield site


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the journeys."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


if __name__ == "__main__":
    run(measure, __doc__)
