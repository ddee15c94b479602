"""What a strict Content-Security-Policy forbids stands in no template, and colours have one home."""

import re
from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template

from mcx.web.delivery import LINKED

WEB = Path(__file__).resolve().parents[2] / "src" / "mcx" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
STYLES = sorted((WEB / "static").rglob("*.css"))
DRAWINGS = sorted((WEB / "static").rglob("*.svg"))
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=|<style", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script(?![^>]*(\ssrc=|type=\"application/(ld\+)?json\"))", re.IGNORECASE
    ),
    "something from elsewhere": re.compile(r"(src|srcset)\s*=\s*[\"'](https?:)?//", re.IGNORECASE),
    "unescaped text": re.compile(r"\|safe(seq)?\b|autoescape off"),
}
# Help texts are ours, and Django's password rules are a list; both are HTML by design.
ALLOWED = {("parts/field_notes.html", "unescaped text")}


def _short(path: Path) -> str:
    return str(path.relative_to(WEB))


@pytest.mark.parametrize("path", TEMPLATES, ids=_short)
def test_a_template_keeps_to_the_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]

    name = str(path.relative_to(WEB / "templates"))
    assert not [kind for kind in found if (name, kind) not in ALLOWED]


@pytest.mark.parametrize("path", STYLES, ids=_short)
def test_only_the_tokens_name_colours_and_nothing_comes_from_elsewhere(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert "url(http" not in text
    assert "@import" not in text or path.name in {Path(name).name for name in LINKED}
    if path.name != "tokens.css":
        assert not re.findall(r"#[0-9a-f]{3,8}\b(?![^{}]*\{)", text, re.IGNORECASE)


@pytest.mark.parametrize("path", DRAWINGS, ids=_short)
def test_a_drawing_is_small_and_draws_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert len(text) < 20_000
    assert "<script" not in text
    assert "href" not in text


BORROWED = sorted(
    path.relative_to(folder).as_posix()
    for folder in [Path(allauth.__file__).parent / "templates"]
    for area in ("account", "mfa")
    for path in (folder / area).rglob("*.html")
)


@pytest.mark.parametrize("name", BORROWED)
def test_every_page_of_the_sign_in_finds_what_it_is_made_of(name: str) -> None:
    get_template(name)  # a tag of an app that is not here would raise


@pytest.mark.parametrize("path", TEMPLATES, ids=_short)
def test_a_notice_says_what_it_is_given_and_nothing_that_the_page_had_at_hand(path: Path) -> None:
    includes = re.findall(r'{% include "parts/(?:notice|empty)\.html"[^%]*%}', path.read_text("utf-8"))

    assert not [tag for tag in includes if not tag.endswith(" only %}")]
