"""The columns of every export, declared once in `columns.csv`: all formats write the same ones, in the same order."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from landuse.words import messages

_FILE = Path(__file__).with_name("columns.csv")


@dataclass(frozen=True)
class ExportColumn:
    """One column that leaves the house.

    kind : text, integer, number, date or bool
    unit, decimals : of a figure
    published : whether investors may see it
    layers : the layers that it is made from; one that may not be shared closes it in what is published
    words : its heading where it is not in the catalogue, as for what a park says of a plot that it offers
    """

    name: str
    kind: str
    unit: str
    decimals: int
    published: bool
    layers: tuple[str, ...]
    words: str = ""

    def label(self, lang: str) -> str:
        """Its heading, with the unit: `Areal (daa)`."""
        words = self.words or messages.text(lang, f"column.{self.name}")
        return f"{words} ({self.unit})" if self.unit else words


@cache
def columns() -> tuple[ExportColumn, ...]:
    """All export columns in their order."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(_column(row) for row in csv.DictReader(stream))


def public_columns(closed: frozenset[str]) -> tuple[ExportColumn, ...]:
    """The columns that investors may see, where the layers in `closed` may not be shared."""
    return tuple(column for column in columns() if column.published and not closed & set(column.layers))


def _column(row: dict[str, str]) -> ExportColumn:
    return ExportColumn(
        name=row["name"],
        kind=row["kind"],
        unit=row["unit"],
        decimals=int(row["decimals"] or 0),
        published=row["published"] == "yes",
        layers=tuple(row["layers"].split()),
    )
