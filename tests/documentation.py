"""`python -m tests.documentation` writes the generated parts of the documentation; a test compares them.

Settings, endpoints, commands and refusals are written from the code that has them, so that none can be
without its place in `docs/` (house rule 17) and none that is gone stays there.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import django
from django.core.management import get_commands, load_command_class
from django.utils import translation

from mcx.core.environment import ROOT, SETTINGS, Setting
from mcx.core.errors import DomainError

GUIDE = ROOT / "docs" / "guide"
REFERENCE = ROOT / "docs" / "reference"
WRITTEN = "Written by `make docs` from the code; not edited by hand."


def settings_page(file: Path) -> str:
    """The guide for operators in a language, with the table of settings, in English, as its last section."""
    head, section, last = file.read_text(encoding="utf-8").rpartition("\n## ")
    heading = last.partition("\n")[0]
    rows = (f"| `{one.name}` | {_shown(one)} | {one.help} |" for one in SETTINGS)
    return f"{head}{section}{heading}\n" + _table_of("Setting | Default | What it does", rows)


def example_environment() -> str:
    """Every setting as a commented line of a file that a process manager can read."""
    lines = (f"# {one.help}\n#{one.name}={_default(one)}\n" for one in SETTINGS)
    return f"# The settings of MCX with their defaults. {WRITTEN}\n\n" + "\n".join(lines)


def endpoints_page() -> str:
    """What programs can ask for, by domain, from the OpenAPI document."""
    from mcx.api import api  # noqa: PLC0415 - needs Django set up

    sections: dict[str, list[str]] = {}
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            row = f"| `{method.upper()} {path}` | {operation['summary']} | {_first_line(operation)} |"
            sections.setdefault(operation["tags"][0], []).append(row)
    text = f"# Endpoints\n\nEvery endpoint of the JSON API. {WRITTEN} Schemas: `/api/docs`.\n"
    heads = "Endpoint | Title | What it does"
    return text + "".join(f"\n## {tag}\n{_table_of(heads, rows)}" for tag, rows in sections.items())


def commands_page() -> str:
    """What operators and everybody else can call on the command line."""
    from microcred.cli import commands  # noqa: PLC0415

    ours = (name for name, app in get_commands().items() if str(app).startswith("mcx."))
    rows = (f"| `manage.py {name}` | {_help(name)} |" for name in sorted(ours))
    credentials = (f"| `microcred {name}` | {_first_sentence(commands, name)} |" for name in _VERBS)
    return (
        f"# Commands\n\n{WRITTEN} `--help` after any of them tells its options.\n\n"
        f"## Running a network\n{_table_of('Command | What it does', rows)}\n"
        f"## Credentials\n{_table_of('Command | What it does', credentials)}"
    )


def refusals_page() -> str:
    """Every code with which pages and the API refuse, what it says and what can be done."""
    rows = sorted(_refusal(kind) for kind in refusals_of(DomainError))
    text = f"# Refusals\n\nThe codes in the API's problem documents (RFC 9457). {WRITTEN}\n\n"
    return text + _table_of("Code | What it says | What to do next", rows)


def refusals_of(kind: type[DomainError]) -> list[type[DomainError]]:
    """This kind of refusal and every narrower one with a code of its own, of the product alone."""
    import mcx.api  # noqa: F401, PLC0415 - it knows every domain

    narrower = [found for one in kind.__subclasses__() for found in refusals_of(one)]
    own = "code" in vars(kind) and kind.__module__.startswith("mcx.")
    return [kind, *narrower] if own else narrower


PAGES: Mapping[Path, Callable[[], str]] = {
    **{file: partial(settings_page, file) for file in sorted(GUIDE.rglob("operating.md"))},
    ROOT / ".env.example": example_environment,
    REFERENCE / "endpoints.md": endpoints_page,
    REFERENCE / "commands.md": commands_page,
    REFERENCE / "refusals.md": refusals_page,
}
_VERBS = ("verify", "inspect", "convert", "issue")


def _table_of(heads: str, rows: Iterator[str] | list[str]) -> str:
    columns = heads.count("|") + 1
    return "\n".join([f"| {heads} |", "|" + "---|" * columns, *rows]) + "\n"


def _default(setting: Setting) -> str:
    return "var" if setting.name == "MCX_DATA_DIR" else setting.default


def _shown(setting: Setting) -> str:
    return f"`{_default(setting)}`" if setting.default else "–"


def _first_line(operation: Mapping[str, str]) -> str:
    return operation.get("description", "").partition("\n")[0].replace("|", "\\|")


def _first_sentence(module: object, name: str) -> str:
    return (getattr(module, name).__doc__ or "").partition("\n")[0]


def _help(name: str) -> str:
    return str(load_command_class(get_commands()[name], name).help).strip()


def _refusal(kind: type[DomainError]) -> str:
    return f"| `{kind.code}` | {_sentence(kind.message)} | {_sentence(kind.fix) or '–'} |"


def _sentence(text: object) -> str:
    return str(text).replace("|", "\\|")


def generated() -> Iterator[tuple[Path, str]]:
    """Each generated file with what it should hold, in English."""
    with translation.override("en"):
        for path, write in PAGES.items():
            yield path, write()


def main() -> int:
    """Write what differs and name it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mcx.settings")
    django.setup()
    for path, text in generated():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"written: {path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
