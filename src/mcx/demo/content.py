"""Reads the demonstration content: TOML files beside this module, dates as days from the load day."""

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
    return [
        load(f"micro_credentials/{path.stem}") for path in sorted(FOLDER.glob("micro_credentials/*.toml"))
    ]
