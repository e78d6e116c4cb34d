"""The data report in other people's formats: a workbook to send to who must mend, and GeoJSON to see where."""

from pathlib import Path
from typing import Any

import xlsxwriter

from exchange.workbook import OPTIONS, Sheet
from landuse.words import messages
from landuse.words.foreign import for_json
from landuse.words.languages import worded

COLUMNS = (
    "severity", "name", "file", "layer", "row", "feature", "sentence", "remedy", "who", "column", "before", "after", "count",
    "lon", "lat", "issue",
)  # fmt: skip
_LOOKS = {"error": "#F6D5CF", "warning": "#FBE9A9", "notice": "#E4EBEF"}
_DECIMALS = 7  # about a centimetre


def write_findings_workbook(path: Path, rows: list[dict[str, Any]], lang: str) -> None:
    """One row per finding, worst first; no cell is ever a formula."""
    words = {name: messages.text(lang, f"report.column.{name}") for name in COLUMNS}
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        sheet = Sheet(book, messages.text(lang, "report.title"), None)
        sheet.head([words[name] for name in COLUMNS])
        for row in rows:
            told = _told(row, lang)
            sheet.line([told[name] for name in COLUMNS], {"text_wrap": True, "valign": "top", "bg_color": _LOOKS[row["severity"]]})
        sheet.finish(len(COLUMNS))


def findings_collection(rows: list[dict[str, Any]], lang: str) -> dict[str, Any]:
    """The findings as a GeoJSON object (RFC 7946): a point each, or null where a finding has no place."""
    features = [
        {"type": "Feature", "id": number, "geometry": _point(row), "properties": _texts(_told(row, lang))}
        for number, row in enumerate(rows, start=1)
    ]
    return {"type": "FeatureCollection", "features": features}


def write_findings_geojson(path: Path, rows: list[dict[str, Any]], lang: str) -> None:
    """Write as UTF-8 text."""
    path.write_text(for_json(findings_collection(rows, lang)), encoding="utf-8")


def _point(row: dict[str, Any]) -> dict[str, Any] | None:
    if row["lon"] is None:
        return None
    return {"type": "Point", "coordinates": [round(row["lon"], _DECIMALS), round(row["lat"], _DECIMALS)]}


def _texts(told: dict[str, Any]) -> dict[str, Any]:
    """Values before and after as text: a column of one kind, as a map program wants it."""
    return told | {name: None if told[name] is None else str(told[name]) for name in ("before", "after")}


def _told(row: dict[str, Any], lang: str) -> dict[str, Any]:
    """A row with its code words in a language."""
    told = {name: row[name] for name in COLUMNS}
    return told | {
        "severity": messages.text(lang, f"severity.{row['severity']}"),
        "who": messages.text(lang, f"who.{row['who']}"),
        "sentence": worded(row, "sentence", lang),
        "remedy": worded(row, "remedy", lang),
        "name": messages.text(lang, f"issue_name.{row['issue']}"),
    }
