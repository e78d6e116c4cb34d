"""The land inventory as a workbook: units, figures, sources, and a sheet to read first. No cell is ever a formula."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from exchange.columns import ExportColumn
from exchange.dataset import Dataset
from landuse.words import messages
from landuse.words.foreign import for_xml

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_WIDEST = 48  # characters
_LONGEST = 32_767  # characters that a cell can hold


class Sheet:
    """One sheet, written from the top: the mark, a heading, then rows."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, mark: str | None):
        self.book, self.page, self.row, self.widths = book, book.add_worksheet(name), 0, {}
        self.page.hide_gridlines(2)
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        if mark:
            self.page.set_header("&C" + mark.replace("&", "&&"))
            self.line([mark], {"bold": True, "bg_color": "#FBE9A9"}, measured=False)

    def line(self, values: list[Any], look: dict | None = None, looks: list[dict] | None = None, measured: bool = True) -> None:
        for place, value in enumerate(values):
            style = self.book.add_format(looks[place] if looks else look or {})
            self._cell(place, value, style)
            if measured:
                self.widths[place] = max(self.widths.get(place, 8), min(_WIDEST, len(str(value if value is not None else "")) + 2))
        self.row += 1

    def head(self, values: list[str]) -> None:
        look = {"bold": True, "bg_color": "#E4EBEF", "bottom": 1, "text_wrap": True, "valign": "top"}
        self.line(values, look)
        self.page.freeze_panes(self.row, 1)

    def finish(self, filtered: int = 0, first: int = 0) -> None:
        for place, width in self.widths.items():
            self.page.set_column(place, place, width)
        if filtered and self.row > first:
            self.page.autofilter(first, 0, self.row - 1, filtered - 1)

    def _cell(self, place: int, value: Any, style: Any) -> None:
        if value is None:
            self.page.write_blank(self.row, place, None, style)
        elif isinstance(value, date):
            self.page.write_datetime(self.row, place, datetime(value.year, value.month, value.day), style)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            self.page.write_number(self.row, place, value, style)
        else:
            self.page.write_string(self.row, place, for_xml(str(value))[:_LONGEST], style)


def write_workbook(path: Path, data: Dataset) -> None:
    """Write the four sheets; the mark stands on each of them and in its page header."""
    words = {name: messages.text(data.lang, f"export.sheet.{name}") for name in ("units", "figures", "sources", "about")}
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": data.about["title"], "comments": data.about["mark"] or "", "created": _midnight(data)})
        _units(Sheet(book, words["units"], data.about["mark"]), data)
        if data.figures:
            _figures(Sheet(book, words["figures"], data.about["mark"]), data)
        _sources(Sheet(book, words["sources"], data.about["mark"]), data)
        _about(Sheet(book, words["about"], data.about["mark"]), data)


def _units(sheet: Sheet, data: Dataset) -> None:
    first = sheet.row
    sheet.head(data.labels())
    looks = [_look(column) for column in data.columns]
    formats = [sheet.book.add_format(look) for look in looks]
    for row in data.rows[data.names].itertuples(index=False, name=None):
        for place, value in enumerate(row):
            said = _yes_no(value, data.lang) if isinstance(value, bool) else value
            sheet._cell(place, said, formats[place])
        sheet.row += 1
    for place, column in enumerate(data.columns):
        longest = data.rows[column.name].map(lambda value: len(str(value)) if value is not None else 0).max() if len(data.rows) else 0
        sheet.widths[place] = max(12, min(_WIDEST, int(longest) + 2))
    sheet.finish(len(data.columns), first)


def _figures(sheet: Sheet, data: Dataset) -> None:
    first = sheet.row
    sheet.head([messages.text(data.lang, f"export.figures.{name}") for name in ("park", "figure", "value", "unit")])
    for figure in data.figures:
        number = {"num_format": _number_format(figure["decimals"])}
        sheet.line([figure["park"], figure["figure"], figure["value"], figure["unit"]], looks=[{}, {}, number, {}])
    sheet.finish(4, first)


def _sources(sheet: Sheet, data: Dataset) -> None:
    first, keys = sheet.row, ("park", "date", "title", "source", "licence", "dated", "covers", "origin", "snapshot")
    sheet.head([messages.text(data.lang, f"export.sources.{key}") for key in keys])
    for row in data.sources():
        sheet.line([_in_words(key, row.get(key), data.lang) for key in keys])
    sheet.finish(len(keys), first)


def _in_words(key: str, value: str | None, lang: str) -> str | None:
    """What a source says, with whether it is the park's own in the language of the file."""
    word = f"export.origin.{value}"
    return messages.text(lang, word) if key == "origin" and value and messages.has(word) else value


def _about(sheet: Sheet, data: Dataset) -> None:
    for key in ("title", "licence", "checksum"):
        sheet.line([messages.text(data.lang, f"export.about.{key}"), data.about[key]])
    for sentence in data.about["left_out"]:
        sheet.line([messages.text(data.lang, "export.about.left_out"), sentence])
    sheet.line([])
    sheet.head([messages.text(data.lang, f"export.about.{key}") for key in ("heading", "column")])
    for column in data.columns:
        sheet.line([column.label(data.lang), column.name])
    sheet.line([])
    for name, codes in data.about["codes"].items():
        for code, label in codes.items():
            sheet.line([label, f"{name} {code}"])
    sheet.finish()


def _look(column: ExportColumn) -> dict[str, str]:
    if column.kind in ("integer", "number"):
        return {"num_format": _number_format(column.decimals)}
    return {"num_format": "yyyy-mm-dd"} if column.kind == "date" else {"num_format": "@"}


def _number_format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _yes_no(value: object, lang: str) -> str:
    return messages.text(lang, "export.yes" if value else "export.no")


def _midnight(data: Dataset) -> datetime:
    """The inventory's own day, so that the same inventory gives the same file."""
    newest = max(date.fromisoformat(park["date"]) for park in data.about["parks"])
    return datetime(newest.year, newest.month, newest.day, tzinfo=UTC).replace(tzinfo=None)
