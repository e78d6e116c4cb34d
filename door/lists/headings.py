"""Which row of a list has its headings: people write a title above them, and units or a second language below."""

from functools import cache
from typing import Any

from door.columns.names import folded, names_of
from door.lists import meanings
from layers.registry import all_layers

Row = list[str | None]
Numbered = tuple[int, Row]  # a row, with its number as a spreadsheet program shows it: its first row is 1
_FIRST_ROWS = 10
_NOT_MEASURED = ("nok", "kr", "dato", "date", "tekst", "text", "nr")  # stand beside units in a row of them
_KNOWN_CELLS = 2  # a title may be one known word; two beside each other are headings


def from_heading(rows: list[Numbered]) -> tuple[list[Numbered], list[list[Any]]]:
    """The rows from the heading on, and notes where that is not the first row, or is two.

    A row below the first is the heading where two of its cells are known names, none above it has that, and it has more
    cells than all above it: a row of data has as many as its heading. A second row of headings has their units, the rest of
    their words, or them in other words; no cell of it has a digit.
    """
    found, notes = _below_title(rows)
    return _of_two(found, notes)


def rows_above(notes: list[list[Any]]) -> int:
    """How many rows that hold anything are no rows of the list, beside the heading."""
    by_name = {note[0]: note for note in notes}
    return (by_name["heading_row"][2] if "heading_row" in by_name else 0) + ("heading_two" in by_name)


def _below_title(rows: list[Numbered]) -> tuple[list[Numbered], list[list[Any]]]:
    widest = 0
    for place, (number, row) in enumerate(rows[:_FIRST_ROWS]):
        cells = [cell for cell in row if cell]
        if _known_cells(row) >= _KNOWN_CELLS:
            return (rows[place:], [["heading_row", number, place]]) if place and len(cells) > widest else (rows, [])
        widest = max(widest, len(cells))
    return rows, []


def _of_two(rows: list[Numbered], notes: list[list[Any]]) -> tuple[list[Numbered], list[list[Any]]]:
    """The rows with one heading, made of two where the second row is one too."""
    if len(rows) < 2 or _known_cells(rows[0][1]) < 1 or any(sign.isdigit() for sign in _letters(rows[1][1])):
        return rows, notes
    width = max(len(rows[0][1]), len(rows[1][1]))
    first, second = (_padded(row, width) for _, row in rows[:2])
    both = [" ".join(cell for cell in pair if cell) or None for pair in zip(first, second, strict=True)]
    if all(_is_unit(cell) for cell in second if cell) and any(second):
        made = [f"{cell} ({unit})" if cell and unit else cell or unit for cell, unit in zip(first, second, strict=True)]
    elif _known_cells(both) > _known_cells(first):
        made = both
    elif _known_cells(second) >= _KNOWN_CELLS:
        more = _known_cells(second) > _known_cells(first)
        made = [one or other for one, other in (zip(second, first, strict=True) if more else zip(first, second, strict=True))]
    else:
        return rows, notes
    return [(rows[1][0], made), *rows[2:]], [*notes, ["heading_two", rows[1][0], ", ".join(cell for cell in second if cell)]]


def _letters(row: Row) -> str:
    """What a row says but for the figure of a square metre."""
    return "".join(cell for cell in row if cell and not _is_unit(cell)).replace("m2", "").replace("m²", "")


def _padded(row: Row, width: int) -> Row:
    return [*row, *[None] * (width - len(row))]


def _is_unit(cell: str) -> bool:
    return meanings.is_unit(cell) or cell.strip("()[] ") == "%" or meanings.folded(cell) in _NOT_MEASURED


def _known_cells(row: Row) -> int:
    return sum(1 for cell in {folded(cell): cell for cell in row if cell}.values() if _is_known(cell))


def _is_known(cell: str) -> bool:
    return folded(cell) in _known() or meanings.by_name(cell) is not None


@cache
def _known() -> frozenset[str]:
    """The names of columns that any layer or a park's own list goes by, folded."""
    declared = {name for layer in all_layers().values() for column in layer.columns for name in names_of(column)}
    return frozenset(declared | meanings.known_headings())


def numbered(rows: list[Row]) -> list[Numbered]:
    """The rows that hold anything, with their numbers from 1."""
    return [(number, row) for number, row in enumerate(rows, start=1) if filled(row)]


def filled(row: Any) -> bool:
    """Whether any cell of a row holds anything."""
    return any(value is not None and str(value).strip() for value in row)
