"""Builds the standards library, installs it alone and runs its tests there: no extras, no Django.

python -m tests.library [ARGUMENTS OF PYTEST …]

What it is tested with is installed after it was asked alone; versions are those of the locked requirements.
"""

import os
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "packages" / "microcred"
ABSENT = ("django", "mcx", "gmpy2", "pybase64", "nacl", "typst", "granian", "pyhanko", "pyld")
# Run beside the wheel and its own dependencies only.
ALONE = f"""
import importlib, importlib.util, pkgutil, microcred
present = [name for name in {ABSENT} if importlib.util.find_spec(name)]
assert not present, present
names = [each.name for each in pkgutil.walk_packages(microcred.__path__, "microcred.")]
for name in names:
    name.endswith("__main__") or importlib.import_module(name)
print(f"{{len(names)}} modules of {{microcred.__path__[0]}} imported without {", ".join(ABSENT)}")
"""


def main(arguments: list[str]) -> int:
    """Everything in a folder that is gone afterwards; pytest's own code at the end."""
    with tempfile.TemporaryDirectory(prefix="microcred-") as name:
        folder = Path(name)
        python = environment(folder)
        call(folder, python, "-c", ALONE)
        constraints = folder / "versions.txt"
        constraints.write_text("\n".join(locked()))
        install(folder, "-c", constraints, *tools())
        tests = ROOT / "tests" / "microcred"
        settings = ("-c", PACKAGE / "pyproject.toml", "--rootdir", ROOT, "--confcutdir", tests)
        pytest = (python, "-m", "pytest", "-p", "no:cacheprovider", *settings)
        return call(folder, *pytest, tests, *arguments, check=False)


def environment(folder: Path) -> Path:
    """A new environment with the library's wheel and what that asks for; its Python."""
    venv.create(folder / "bare", with_pip=True)
    python = folder / "bare" / "bin" / "python"
    call(folder, python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, PACKAGE)
    install(folder, *folder.glob("*.whl"))
    return python


def install(folder: Path, *words: object) -> None:
    """Install into the environment."""
    call(folder, folder / "bare" / "bin" / "python", "-m", "pip", "install", "--quiet", *words)


def locked() -> list[str]:
    """The locked versions, without their digests."""
    lines = (ROOT / "requirements" / "dev.txt").read_text().splitlines()
    return [line.removesuffix(" \\") for line in lines if "==" in line]


def tools() -> list[str]:
    """What the library's tests need besides the library."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    return list(groups["library"])


def call(folder: Path, *command: object, check: bool = True) -> int:
    """Run a command that sees nothing of the product's environment."""
    told = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    words = [str(word) for word in command]
    return subprocess.run(
        words, cwd=folder, env={**told, "MCX_SPEC_DIR": specifications()}, check=check
    ).returncode


def specifications() -> str:
    """Where the official samples are, as an absolute path."""
    return str(Path(os.environ.get("MCX_SPEC_DIR") or ROOT.parent / "shared" / "spec").resolve())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
