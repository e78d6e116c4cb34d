"""The formats of an export: a row each in `formats.csv`, read without loading what writes them."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

_FILE = Path(__file__).with_name("formats.csv")


@dataclass(frozen=True)
class Format:
    """One format.

    ending : of the file, with its dot
    media_type : as it is served
    written_by : the function that writes it, with its module
    of : what the function is given: the units (path, data), a map of them (path, data, ground), or pages to print (pages, paper, lang)
    """

    ending: str
    media_type: str
    written_by: str
    of: Literal["units", "map", "pages"]

    @property
    def writer(self) -> Callable[..., Any]:
        """The function that writes it."""
        module, _, name = self.written_by.rpartition(".")
        written: Callable[..., Any] = getattr(import_module(module), name)
        return written


@cache
def formats() -> dict[str, Format]:
    """Every format by its ending, in the order that people choose from."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        rows = [Format(row["ending"], row["media_type"], row["written_by"], _of(row["of"])) for row in csv.DictReader(stream)]
    return {row.ending: row for row in rows}


def _of(said: str) -> Literal["units", "map", "pages"]:
    known: dict[str, Literal["units", "map", "pages"]] = {"units": "units", "map": "map", "pages": "pages"}
    return known[said]
