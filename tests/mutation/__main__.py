"""`python -m tests.mutation [AREA…]`: change every rule a little and see whether some test fails.

Mutants and their results stay in `var/mutation`, so that the next run asks only about what changed and what
survived. A survivor that is not in `explained.tsv` is reported, and the command fails.
"""

import argparse
import os
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

from tests.mutation.areas import AREAS, Area
from tests.mutation.results import BY_TYPES, OPEN, PASSED_OVER, Mutant, mutants, settle

ROOT = Path(__file__).resolve().parents[2]
PLACE = Path(os.environ.get("MCX_DATA_DIR") or ROOT / "var").resolve() / "mutation"
EXPLAINED = Path(__file__).with_name("explained.tsv")
LINKED = ("src", "tests", "docs", "manage.py", "launch.py", "pyproject.toml", "README.md", "CHANGELOG.md")
SETTINGS = """[mutmut]
source_paths = src
only_mutate =
{modules}
also_copy =
    manage.py
    pyproject.toml
pytest_add_cli_args =
    {steady}
pytest_add_cli_args_test_selection =
{tests}
type_check_command =
{types}
"""
# Drawn examples are the same each time and may take their time: only the mutant makes a test fail.
STEADY = "--hypothesis-profile=ci"
ASK = "import sys; sys.path.append({tool!r}); import pytest; sys.exit(pytest.main(sys.argv[1:]))"
TYPES = """[mypy]
strict = True
mypy_path = src
follow_imports = silent
ignore_missing_imports = True
warn_unused_ignores = False
warn_return_any = False
disable_error_code = untyped-decorator
"""


def main() -> int:
    """Run the areas, report each survivor that nobody explained; 1 where there is one or mutmut failed."""
    parser = argparse.ArgumentParser("python -m tests.mutation", description=__doc__)
    parser.add_argument("area", nargs="*", help=f"one or more of: {', '.join(AREAS)}")
    chosen = parser.parse_args().area or list(AREAS)
    tool, explained, left = install(), reasons(), 0
    for name in chosen:
        folder = prepare(name, AREAS[name])
        if run(folder, tool):
            left += 1
            continue
        ask_early(folder, AREAS[name], tool)
        left += report(name, list(mutants(folder)), explained)
    return 1 if left else 0


def install() -> Path:
    """mutmut beside the environment, not in it: its own versions of what the tests use would disturb them."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    folder = PLACE / "tool"
    if not (folder / "mutmut").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, *groups["mutation"]]
        subprocess.run(pip, check=True)
    return folder


def prepare(name: str, area: Area) -> Path:
    """The area's folder, with the project linked into it and mutmut's settings for it."""
    folder = PLACE / name
    folder.mkdir(parents=True, exist_ok=True)
    for linked in LINKED:
        link = folder / linked
        if not link.is_symlink():
            link.symlink_to(ROOT / linked)
    files = [str(file.relative_to(ROOT)) for glob in area.modules for file in sorted(ROOT.glob(glob))]
    types = [sys.executable, "-m", "mypy", "--config-file", "../mypy.ini", "--output", "json", *files]
    types[3:3] = ["--cache-dir", str(PLACE / "types")]
    lists = {"modules": files, "tests": area.tests, "types": types}
    written = {key: "\n".join(f"    {each}" for each in values) for key, values in lists.items()}
    (folder / "setup.cfg").write_text(SETTINGS.format(steady=STEADY, **written))
    (folder / "mypy.ini").write_text(TYPES)
    return folder


def surroundings(folder: Path) -> dict[str, str]:
    """What every process of an area is told."""
    return {
        **os.environ,
        "MCX_SPEC_DIR": os.environ.get("MCX_SPEC_DIR") or str(ROOT.parent / "shared" / "spec"),
        "MCX_DATA_DIR": str(folder / "data"),
        "PYTHONPATH": str(ROOT / "src"),
    }


def run(folder: Path, tool: Path) -> int:
    """Let mutmut ask the tests; all that it prints is kept beside its results."""
    script = [sys.executable, str(Path(__file__).with_name("inside.py")), str(tool)]
    with (folder / "log.txt").open("w") as log:
        told = surroundings(folder)
        done = subprocess.run(script, cwd=folder, env=told, stdout=log, stderr=log, check=False)
    if done.returncode:
        sys.stderr.write(f"mutmut ended with {done.returncode}: see {folder / 'log.txt'}\n")
    return done.returncode


def ask_early(folder: Path, area: Area, tool: Path) -> None:
    """Ask about the mutants of functions that run while their module is loaded, each in a new process."""
    place, killed = folder / "mutants", set()
    paths = os.pathsep.join([str(place / "src"), str(place)])
    for mutant in mutants(folder):
        if mutant.code in OPEN and mutant.function.rpartition(".")[2] in area.early:
            told = surroundings(folder) | {"PYTHONPATH": paths, "MUTANT_UNDER_TEST": mutant.key}
            options = ["-x", "-q", "--rootdir=.", STEADY]
            ask = [sys.executable, "-c", ASK.format(tool=str(tool)), *options, *area.tests]
            done = subprocess.run(ask, cwd=place, env=told, capture_output=True, check=False)
            if done.returncode in (1, 2, 4):
                killed.add(mutant.key)
    settle(folder, killed)


def reasons() -> dict[tuple[str, str, str], str]:
    """Why a survivor is none, by function and change."""
    lines = [line.split("\t") for line in EXPLAINED.read_text().splitlines()[1:]]
    return {(function, before, after): reason for function, before, after, reason in lines}


def report(name: str, found: list[Mutant], explained: dict[tuple[str, str, str], str]) -> int:
    """Print the area's line and each survivor without a reason; how many those are."""
    survivors = [mutant for mutant in found if mutant.code in OPEN]
    new = [mutant for mutant in survivors if mutant.change not in explained]
    codes = Counter(mutant.code for mutant in found)
    asked = len(found) - codes[PASSED_OVER]
    killed = f"{asked - len(survivors)} killed ({codes[BY_TYPES]} by their types)"
    line = f"{name}: {asked} mutants, {killed}, {len(survivors) - len(new)} explained, {len(new)} open"
    sys.stdout.write(f"{line}; {codes[PASSED_OVER]} of texts passed over\n")
    for mutant in new:
        sys.stdout.write("\t".join(mutant.change) + "\n")
    return len(new)


if __name__ == "__main__":
    sys.exit(main())
