"""The account of a park's land for the municipal plan as a workbook: a sheet with sums, a sheet with sources."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from exchange.workbook import OPTIONS, Sheet
from landuse.words import messages, numbers

_WORDS = 3  # the first columns are words, the others numbers
_NUMBER = {"num_format": "#,##0"}
_SUM = {"bold": True, "top": 1}


@dataclass(frozen=True)
class LandSheet:
    """rows : words, then whole numbers, in the order of the head; total : of the numbers alone; sources : layer, source, day."""

    title: str
    on: date
    head: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    total: tuple[int, ...]
    sources: list[tuple[str, str, str]]
    mark: str | None


def land_account_sheet(told: LandSheet, lang: str) -> bytes:
    """The workbook; the mark stands on each sheet, and no cell is ever a formula."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        midnight = datetime(told.on.year, told.on.month, told.on.day, tzinfo=UTC).replace(tzinfo=None)
        book.set_properties({"title": told.title, "comments": told.mark or "", "created": midnight})
        sheet = Sheet(book, messages.text(lang, "land_account.sheet"), told.mark)
        sheet.line([f"{told.title}, {numbers.day(told.on, lang)}"], {"bold": True}, measured=False)
        sheet.head(list(told.head))
        looks: list[dict] = [{}] * _WORDS + [_NUMBER] * len(told.total)
        for row in told.rows:
            sheet.line(list(row), looks=looks)
        blank = [""] * (_WORDS - 1)
        sheet.line([messages.text(lang, "progress.sum"), *blank, *told.total], looks=[look | _SUM for look in looks])
        sheet.finish()
        sources = Sheet(book, messages.text(lang, "export.sheet.sources"), told.mark)
        sources.head([messages.text(lang, f"export.sources.{name}") for name in ("title", "source", "dated")])
        for source in told.sources:
            sources.line(list(source))
        sources.finish()
    return made.getvalue()
