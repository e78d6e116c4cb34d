"""A return as a workbook, and the form that a park without geodata fills in: no cell is ever a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from exchange.workbook import OPTIONS, Sheet

_WIDTHS = (52, 24, 70)


@dataclass(frozen=True)
class Page:
    """A sheet: its name, head and rows."""

    name: str
    head: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


def return_sheet(title: str, on: date, pages: Sequence[Page], mark: str | None) -> bytes:
    """The workbook; the mark stands on each sheet."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        book.set_properties({"title": title, "comments": mark or "", "created": _midnight(on)})
        for page in pages:
            sheet = Sheet(book, page.name, mark)
            sheet.head(list(page.head))
            for row in page.rows:
                sheet.line(list(row))
            sheet.finish()
    return made.getvalue()


def form_sheet(page: Page, on: date) -> bytes:
    """The form: a question, a cell for the answer and what is meant, a row each; what is known stands in its cell."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        book.set_properties({"title": page.name, "created": _midnight(on)})
        sheet = Sheet(book, page.name, None)
        sheet.head(list(page.head))
        looks: list[dict] = [
            {"text_wrap": True, "valign": "top"},
            {"bg_color": "#FFF8DC", "border": 1},
            {"text_wrap": True, "valign": "top"},
        ]
        for row in page.rows:
            sheet.line(list(row), looks=looks, measured=False)
        sheet.widths = dict(enumerate(_WIDTHS))
        sheet.finish()
    return made.getvalue()


def _midnight(on: date) -> datetime:
    """The day itself, so that the same return gives the same file."""
    return datetime(on.year, on.month, on.day, tzinfo=UTC).replace(tzinfo=None)
