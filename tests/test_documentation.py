"""What is in the code has its place in the documentation (house rule 17)."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from mcx.core.environment import ROOT
from mcx.core.errors import DomainError
from tests.documentation import GUIDE, PAGES, generated, refusals_of

ELSEWHERE = {"var/", "../shared/spec"}  # what a clone does not have
HOMES = (ROOT, ROOT / "src", ROOT / "src" / "mcx", ROOT / "src" / "microcred")
WITHOUT_A_GUIDE = {"core", "web", "demo"}  # nobody works in them


def test_what_is_written_from_the_code_is_up_to_date() -> None:
    stale = [path.name for path, text in generated() if path.read_text(encoding="utf-8") != text]

    assert not stale, "run: make docs"


def test_nothing_else_stands_where_pages_are_written_from_the_code() -> None:
    found = set((ROOT / "docs" / "reference").iterdir())

    assert found <= set(PAGES)


@pytest.mark.parametrize("kind", refusals_of(DomainError), ids=lambda kind: kind.__name__)
def test_a_refusal_says_what_to_do_next(kind: type[DomainError]) -> None:
    with translation.override("en"):
        assert str(kind.message).endswith((".", "}"))
        assert str(kind.fix).endswith(".")


@pytest.mark.parametrize("kind", refusals_of(DomainError), ids=lambda kind: kind.__name__)
def test_a_refusal_is_explained_in_the_guide(kind: type[DomainError]) -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in GUIDE.glob("*.md"))

    assert f"`{kind.code}`" in pages


def test_each_domain_has_its_page_in_the_guide() -> None:
    domains = {config.label for config in apps.get_app_configs() if config.name.startswith("mcx.")}

    assert domains - WITHOUT_A_GUIDE <= {path.stem for path in GUIDE.glob("*.md")}


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")), ids=str)
def test_what_a_page_points_to_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = [part.partition(")")[0].partition("#")[0] for part in text.split("](")[1:]]

    missing = [name for name in targets if name and ":" not in name and not (path.parent / name).exists()]

    assert not missing


RECORDS = ROOT / "docs" / "decisions"
CITED = re.compile(r"\bdecisions?\s+(\d{4}(?:(?:,|\s+and|\s+or)\s+\d{4})*)", re.IGNORECASE)


def test_every_decision_that_is_cited_has_its_record() -> None:
    places = [
        path for name in ("src", "bench", "tests", "docs") for path in sorted((ROOT / name).rglob("*.*"))
    ]
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in (*ROOT.glob("*.md"), *places)
        if path.suffix in {".py", ".md", ".toml", ".html", ".css", ".js"}
    }
    cited = {(path, number) for path, text in texts.items() for number in _decisions(path, text)}
    records = [path.name[:4] for path in RECORDS.iterdir()]

    assert len(cited) > 20
    assert len(set(records)) == len(records)
    assert not [f"{path.relative_to(ROOT)}: {number}" for path, number in cited if number not in records]


def _decisions(path: Path, text: str) -> set[str]:
    """The numbers of the decisions that a text cites; records name one another by the number alone."""
    named = re.findall(r"\((\d{4})\)", text) if path.parent == RECORDS else []
    return {*named, *(number for said in CITED.findall(text) for number in re.findall(r"\d{4}", said))}


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_file_that_a_contributor_is_sent_to_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*)(?::[^`]*)?`", text)) - ELSEWHERE

    assert named
    assert not [path for path in sorted(named) if not _is_there(path)]


DOMAINS = sorted(
    {config.label for config in apps.get_app_configs() if config.name.startswith("mcx.")} - WITHOUT_A_GUIDE
)
# What a domain has with another one, as ARCHITECTURE says.
SHARED = {
    "web/<domain>/pages.py": {"network": "web/network/people.py"},
    "src/mcx/web/templates/<domain>/": {"governance": "src/mcx/web/templates/network/charter.html"},
}


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_what_is_said_of_each_domain_is_there_in_each(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    said = set(re.findall(r"`([\w./-]*<domain>[\w./-]*)`", text))
    expanded = {(each, domain): each.replace("<domain>", domain) for each in said for domain in DOMAINS}

    assert said
    missing = {of for of, path in expanded.items() if not (_is_there(path) or _is_there(f"{path}.py"))}
    assert missing == {(each, domain) for each in said for domain in SHARED.get(each, ())}
    assert all(_is_there(SHARED[each][domain]) for each, domain in missing)


def _is_there(path: str) -> bool:
    return any((home / path).exists() for home in HOMES)


def test_every_limit_of_the_json_ld_engine_is_told_as_it_is() -> None:
    text = (ROOT / "docs" / "internals" / "jsonld.md").read_text(encoding="utf-8")
    told = re.findall(r"`jsonld/([\w/]+)\.py: ([A-Z_]+)` \| ([\d,]+) \|", text)
    modules = {module: import_module("microcred.jsonld." + module.replace("/", ".")) for module, *_ in told}

    assert len(told) > 10
    assert not [row for row in told if getattr(modules[row[0]], row[1]) != int(row[2].replace(",", ""))]


def test_the_speeds_of_the_json_ld_engine_are_those_that_were_measured() -> None:
    page = (ROOT / "docs" / "internals" / "jsonld.md").read_text(encoding="utf-8")
    measured = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    rates = dict(re.findall(r"^\| ([^|]+?) \| ([\d,.]+) /s \|", measured, re.MULTILINE))
    told = re.findall(r"\| ([^|]+?) \| ([\d,]+) µs \|$", page, re.MULTILINE)
    day = re.search(r"^Measured on (\S+)", measured, re.MULTILINE)

    assert len(told) == 6
    assert told == [(what, f"{1_000_000 / float(rates[what].replace(',', '')):,.0f}") for what, _took in told]
    assert day
    assert f"measured on {day[1]}" in page


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120
