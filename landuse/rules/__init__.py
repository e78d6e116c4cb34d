"""Rules and thresholds as data: what is decided how, with the reason for each number beside it."""

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def table(name: str) -> dict:
    """One rule file, `<name>.toml`, as it stands."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def threshold(name: str) -> float:
    """A number that a rule needs; its unit ends its name."""
    return table("thresholds")[name]["value"]
