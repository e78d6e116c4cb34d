"""Which method found a figure: a number raised by hand, and a digest of what the rule files and code lists say.

A file that moves, a comment and a reason that are written otherwise are no new method; code that finds other classes is,
and gets a new number in `rules/method.toml`.
"""

import csv
import hashlib
import json
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from landuse import rules
from landuse.words import codelists

_WHY = ("basis", "source", "evidence", "code_evidence")  # where a rule, a number or a code comes from


def method_number() -> int:
    """The number of the method, from `rules/method.toml`."""
    return rules.table("method")["number"]


def method_fingerprint() -> str:
    """The method's number and eight characters of its rule data, as it stands beside a figure: `3-0b1c2d4e`."""
    return f"{method_number()}-{method_digest().hex()[:8]}"


def method_files() -> dict[str, str]:
    """By the name of each rule file and code list, eight characters that change with what it says."""
    digests = {name: hashlib.blake2s(json.dumps(content, sort_keys=True, default=str).encode()) for name, content in _said().items()}
    return {name: digest.hexdigest()[:8] for name, digest in digests.items()}


def method_since(number: int) -> date | None:
    """The day that a number of the method is from; None of one that `rules/method.toml` does not know."""
    return next((one["since"] for one in rules.table("method")["change"] if one["number"] == number), None)


def number_of(fingerprint: str) -> int:
    """The number of the method that a fingerprint is of."""
    return int(fingerprint.partition("-")[0])


@lru_cache(maxsize=1)
def method_digest() -> bytes:
    """Changes with the method's number and with what the rule files and code lists say, not with how they are written."""
    said = _said() | {"method.toml": method_number()}
    return hashlib.blake2s(json.dumps(said, sort_keys=True, default=str).encode()).digest()


def _said() -> dict[str, object]:
    """What decides, by the name of the file that says it; the method's own number is not among it."""
    said = {path.name: _content(path) for folder in (rules.FOLDER, codelists.FOLDER) for path in folder.glob("[!.]*")}
    return {name: content for name, content in said.items() if content is not None and name != "method.toml"}


def _content(path: Path) -> object | None:
    if path.suffix == ".toml":
        return _without_why(tomllib.loads(path.read_text(encoding="utf-8")))
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            return _without_why(list(csv.DictReader(stream)))
    return None


def _without_why(said: Any) -> Any:
    """What is decided, without the words that say why."""
    if isinstance(said, dict):
        return {key: _without_why(value) for key, value in said.items() if key not in _WHY}
    return [_without_why(part) for part in said] if isinstance(said, list) else said
