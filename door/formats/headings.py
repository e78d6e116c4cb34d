"""Which row of a list has its headings: people write a title above them."""

from functools import cache
from typing import Any

from door.columns.names import folded, names_of
from door.formats import statements
from layers.registry import all_layers

Numbered = tuple[int, list[str | None]]  # a row, with its number as a spreadsheet program shows it: its first row is 1
_FIRST_ROWS = 10
_KNOWN_CELLS = 2  # a title may be one known word; two beside each other are headings


def from_heading(rows: list[Numbered]) -> tuple[list[Numbered], list[list[Any]]]:
    """The rows from the heading on, and a note where that is not the first.

    A row below the first is the heading where two of its cells are known names, none above it has that, and it has more
    cells than all above it: a row of data has as many as its heading.
    """
    widest = 0
    for place, (number, row) in enumerate(rows[:_FIRST_ROWS]):
        cells = [cell for cell in row if cell]
        known = len({folded(cell) for cell in cells} & _known())
        if known >= _KNOWN_CELLS:
            return (rows[place:], [["heading_row", number, place]]) if place and len(cells) > widest else (rows, [])
        widest = max(widest, len(cells))
    return rows, []


@cache
def _known() -> frozenset[str]:
    """The names of columns that any layer or a park's own list goes by, folded."""
    declared = {name for layer in all_layers().values() for column in layer.columns for name in names_of(column)}
    return frozenset(declared | statements.known_headings())
