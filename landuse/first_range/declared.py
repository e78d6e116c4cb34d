"""What the estimate rests on, from `first_range.toml`: not among the rules of the method, since no class or figure rests on it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def declared() -> dict[str, Any]:
    """The file as it stands."""
    return tomllib.loads((Path(__file__).parent / "first_range.toml").read_text(encoding="utf-8"))
