"""Reads the demonstration content: TOML files beside this module, dates as days from the load day."""

import csv
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


def load(name: str) -> dict[str, Any]:
    """One content file by its name without the ending, such as `charter` or `micro_credentials/mu-…`."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def micro_credentials() -> list[dict[str, Any]]:
    """Every micro-credential in the order of its code."""
    files = sorted(FOLDER.glob("micro_credentials/*.toml"))
    return [load(f"micro_credentials/{file.stem}") for file in files]


def drafts() -> list[dict[str, Any]]:
    """Every micro-credential that is still being designed."""
    files = sorted(FOLDER.glob("drafts/*.toml"))
    return [load(f"drafts/{file.stem}") for file in files]


def esco_sample() -> dict[str, str]:
    """The English label of each concept in the shipped ESCO sample, by URI."""
    with (FOLDER / "esco_sample" / "skills_en.csv").open(encoding="utf-8", newline="") as file:
        return {row["conceptUri"]: row["preferredLabel"] for row in csv.DictReader(file)}
