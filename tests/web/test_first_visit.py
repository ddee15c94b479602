"""A first visit is a few small files, and whatever was read once is sent again only if it changed."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

from mcx.accounts.models import Person
from mcx.web import fonts
from mcx.web.delivery import IMPORT, LINKED, Delivery
from tests.credentials.cast import signed_in
from tests.wallet import cast

CSS = Path(__file__).resolve().parents[2] / "src/mcx/web/static/mcx/css"
MOST_REQUESTS, MOST_BYTES = 8, 120_000
# What a browser asks for: sheets, icon, fonts that are asked for early, scripts, pictures.
ASKED = re.compile(r'<(?:link [^>]*?href|script [^>]*?src|img [^>]*?src)="(/static/[^"#]+)')
COURSE = "/catalogue/mu-circular-production"
PUBLIC = ["/", "/catalogue/", "/catalogue/?q=data", COURSE, "/pathways/", "/network/", "/skills/", "/guide/"]
LISTS = ["/api/catalogue/editions", "/api/catalogue/facets", "/api/network/members", "/api/skills/?q=data"]


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Static files as set-up leaves them, with the fonts that pages in Latin letters need."""
    made = tmp_path_factory.mktemp("delivered")
    dirs = [("mcx/fonts", made / "fonts")]
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "mcx.web.delivery.Delivery"}}
    with override_settings(
        FONTS_DIR=made / "fonts", STATICFILES_DIRS=dirs, STATIC_ROOT=made / "static", STORAGES=storages
    ):
        (made / "fonts").mkdir()
        call_command("build_fonts", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


class Browser:
    """Asks for a page and all that it consists of, compressed, as somebody who was never here."""

    def __init__(self) -> None:
        self.client, self.received = Client(headers={"accept-encoding": "gzip"}), dict[str, int]()

    def open(self, address: str) -> None:
        """The page, what it links, and the fonts in which its sheets write Latin letters."""
        page = self._get(address)
        for each in dict.fromkeys(ASKED.findall(page)):
            text = self._get(each)
            if each.endswith(".css"):
                for font in re.findall(r'url\("\.\./(fonts/[\w.-]+-latin\.[\w.]+)"\)', text):
                    self._get(f"/static/mcx/{font}")

    def _get(self, address: str) -> str:
        answer: Any = self.client.get(address)
        assert answer.status_code == 200, address
        body = answer.getvalue() if answer.streaming else answer.content
        if address.startswith("/static/"):
            assert answer["Cache-Control"] == "max-age=315360000, public, immutable", address
        self.received[address] = len(body)
        text = gzip.decompress(body) if answer.get("Content-Encoding") == "gzip" else body
        return text.decode(errors="replace")


@pytest.mark.parametrize("address", ["/", "/catalogue/", COURSE])
def test_a_first_visit_is_a_few_small_files(demonstration: None, delivered: None, address: str) -> None:
    browser = Browser()

    browser.open(address)

    assert any("inter-latin" in each for each in browser.received)
    assert len(browser.received) <= MOST_REQUESTS, browser.received
    assert sum(browser.received.values()) <= MOST_BYTES, browser.received


def test_a_delivered_sheet_has_all_sheets_in_it_in_their_order(delivered: None) -> None:
    [made] = Path(settings.STATIC_ROOT).glob("mcx/css/pages-and-fonts.*.css")
    text = made.read_text("utf-8")

    sheets = [(CSS / name).read_text().strip() for name in IMPORT.findall((CSS / "pages.css").read_text())]
    starts = [text.index(sheet) for sheet in sheets]

    assert "@import" not in text
    assert starts == sorted(starts)


def test_every_sheet_is_imported_once() -> None:
    imported = [name for each in LINKED for name in IMPORT.findall((CSS / Path(each).name).read_text())]

    assert sorted([*imported, "pages-and-fonts.css"]) == sorted(path.name for path in CSS.glob("*.css"))


def test_a_browser_is_told_which_letters_are_in_which_font() -> None:
    said = dict(
        re.findall(
            r"fonts/([\w-]+)\.woff2.*?unicode-range: ([^;]+);", (CSS / "fonts.css").read_text(), re.DOTALL
        )
    )

    def ranges(letters: fonts.Letters) -> str:
        return ", ".join(f"U+{low:X}" if low == high else f"U+{low:X}-{high:X}" for low, high in letters)

    assert said == {face.name: ranges(face.letters) for face in fonts.FACES}


def test_without_anything_collected_pages_link_files_as_they_are() -> None:
    assert Delivery(location="/nonexistent").url("mcx/css/pages.css") == "/static/mcx/css/pages.css"


@pytest.mark.parametrize("address", [*PUBLIC, *LISTS])
def test_what_anybody_may_read_is_sent_again_only_if_it_changed(demonstration: None, address: str) -> None:
    first = Client().get(address)
    again = Client(headers={"if-none-match": first["ETag"]}).get(address)
    other = Client(headers={"if-none-match": '"another"'}).get(address)

    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)
    assert again.content == b""
    assert again["ETag"] == first["ETag"] == other["ETag"]
    assert not first.cookies
    assert first["Cache-Control"] == again["Cache-Control"] == "no-cache"


def test_what_is_shown_to_somebody_signed_in_is_theirs_alone(demonstration: None, client: Client) -> None:
    client.force_login(Person.objects.get(email="ane.etxeberria@learner.example"))

    for address in ("/", COURSE, "/wallet/", "/api/wallet/items"):
        said = client.get(address)["Cache-Control"]
        assert "private" in said, address
        assert "public" not in said, address


def test_how_long_a_compressed_page_is_tells_nothing_of_what_is_in_it(demonstration: None) -> None:
    client = Client(headers={"accept-encoding": "gzip"})

    lengths = {len(client.get("/accounts/login/").content) for _time in range(12)}

    assert len(lengths) > 1
    assert client.get("/accounts/login/")["Content-Encoding"] == "gzip"


@pytest.mark.django_db
def test_what_is_compressed_already_is_left_as_it_is() -> None:
    item = cast.item()
    client = signed_in(item.owner)

    answer = client.get(f"/wallet/{item.pk}/files/pdf", headers={"accept-encoding": "gzip"})

    assert answer["Content-Type"] == "application/pdf"
    assert not answer.has_header("Content-Encoding")
