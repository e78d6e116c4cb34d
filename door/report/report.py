"""What an import did with a file: figures, and each finding as a row of the data report and as a sentence."""

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from door.columns.conserve import ValueBalance
from door.columns.names import Why
from door.formats.source import Listed
from door.geometry.clean import Repair
from door.geometry.conserve import Balance
from door.gml.rules import rules as gml_rules
from door.intake import Intake
from door.raster_intake import RasterIntake
from door.read_columns import Headings
from door.report.changes import as_json as changes_json
from landuse.quality.changes import Changes
from landuse.quality.findings import Finding, counts, listed, words
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.languages import worded
from layers.registry import title

_TRIFLE_PCT = 0.01
WORTH_SAYING_M = 1.0  # WGS 84 itself is known to 1 m
QUESTIONS = (  # what a person can answer; everything else must be mended in the file
    "layer_unclear", "layer_proposed", "list_unclear", "table_unclear",
    "column_missing", "file_crs_other", "file_crs_none", "file_axes_swapped",
    "place_other", "place_none", "place_swapped", "file_crs_unknown", "raster_year", "map_unknown_column", "map_unknown_target",
    "source_unclear",
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """The data report of one file; `rows_in_file` = `kept` + `set_aside` + `clipped`.

    place : the park, or the municipality that the coordinates fall in
    area_kept_m2 : true area of the polygons kept, m² (0 for lines, tables and rasters)
    columns : by our column, the file's name of it
    findings : all that is worth saying, worst first
    summary : key of the first sentence
    rejected_path : the file with the rows set aside; None where there are none, or nothing was written
    changes : against the layer as it was; None where the park had none of its own
    changed : False where the file was in use already
    rules : pass or fail of each rule of plan exchange that was asked, by its id
    source : id of the source that it is in its layer; None where it was held against no park
    replaces, beside : ids of the sources that give way to it, and of those that stay
    why : what speaks for the layer
    others : names of the file's other tables, which were not taken
    headings : of a list, what of it can still be said
    values : what became of the values of the columns that the layer reads
    undated, rows_from, rows_basis : as parks.sources.Source has them
    cells : of a list, the cells of its sheet that have a value: counted without the reader, read, and of these in columns that are not used
    """

    layer_id: str
    file: str
    crs_read: str
    rows_in_file: int
    kept: int
    set_aside: int
    area_kept_m2: float
    repaired: tuple[Repair, ...]
    unknown_codes: dict[str, dict[str, int]]
    missing_columns: tuple[str, ...]
    findings: tuple[Finding, ...]
    clipped: int = 0
    place: str = "–"
    columns: dict[str, str] = field(default_factory=dict)
    balance: Balance | None = None
    changes: Changes | None = None
    rejected_path: Path | None = None
    still_example: bool = False
    summary: str = "summary"
    changed: bool = True
    rules: dict[str, str] = field(default_factory=dict)
    source: str | None = None
    replaces: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    why: Why = Why("said")
    others: tuple[str, ...] = ()
    headings: Headings = Headings()
    values: ValueBalance | None = None
    cells: tuple[int, int, int] | None = None
    undated: int = 0
    rows_from: date | None = None
    rows_basis: str | None = None

    def head(self, lang: str) -> str:
        """The first sentence: what became of the rows."""
        area = f", {numbers.daa(self.area_kept_m2, lang, 1)}" if self.area_kept_m2 else ""
        told = {"rows": self.rows_in_file, "kept": self.kept, "aside": self.set_aside, "clipped": self.clipped}
        names = {"file": self.file, "layer": title(self.layer_id, lang), "crs": self.crs_read, "area": area}
        return messages.text(lang, f"finding.{self.summary}", **names, **{key: words(value, lang) for key, value in told.items()})

    def sentences(self, lang: str) -> list[str]:
        """All findings in words, the summary first."""
        return [self.head(lang), *(finding.text(lang) for finding in self.findings)]


def report(found: Intake) -> Report:
    """The report of a table, before anything is written."""
    return Report(
        layer_id=found.layer_id,
        file=found.file,
        crs_read=found.crs_read,
        rows_in_file=found.rows,
        kept=len(found.rows_kept),
        set_aside=len(found.rows_aside),
        clipped=found.clipped_rows,
        place=found.place,
        area_kept_m2=found.area_m2,
        repaired=tuple(found.repairs),
        unknown_codes=found.unknown_codes,
        missing_columns=tuple(found.missing_columns),
        columns=found.columns,
        balance=found.balance,
        findings=tuple(listed(found.findings)),
        rules=found.rules.results,
        why=found.why,
        others=found.others,
        headings=found.headings,
        values=found.value_balance,
        cells=_cells(found.listed),
    )


def _cells(listed: Listed | None) -> tuple[int, int, int] | None:
    if listed is None or not listed.is_made:
        return None
    unread = sum(listed.values[name][1] for name in listed.unread)
    return sum(there for there, _ in listed.values.values()), sum(read for _, read in listed.values.values()), unread


def value_lines(made: Report, lang: str) -> list[str]:
    """What became of the file's values: cells of a list, values of the columns that are read, sums of numbers, rows without a day."""
    lines = []
    if made.cells is not None:
        there, read, unread = (numbers.decimal(number, lang) for number in made.cells)
        lines.append(messages.text(lang, "import.cells", there=there, read=read, unread=unread))
    if made.cells is None and made.values is not None and made.values.read:
        names = ("read", "kept", "unread", "set_aside", "clipped")
        told = {name: numbers.decimal(getattr(made.values, name), lang) for name in names}
        told["written"] = "–" if made.values.written is None else numbers.decimal(made.values.written, lang)
        once = "_once" if made.values.written is None else ""
        lines.append(messages.text(lang, f"import.values{once}", **told))
        sums = "; ".join(f"{name} {numbers.decimal(round(total, 1), lang)}" for name, total in sorted(made.values.sums.items()))
        lines += [messages.text(lang, "import.value_sums", sums=sums)] if sums else []
    return [*lines, *_day_lines(made, lang)]


def _day_lines(made: Report, lang: str) -> list[str]:
    """From when the rows hold that say no day, and on what that rests."""
    if made.rows_from is None:
        return []
    key = "import.undated" if made.rows_basis is None else "import.undated_stated"
    return [messages.text(lang, key, count=made.undated, day=numbers.day(made.rows_from, lang), basis=made.rows_basis or "–")]


def raster_report(found: RasterIntake, layer_id: str) -> Report:
    """The report of a raster: its rows are cells."""
    findings = [Finding("unknown_code", column="code", before=code, count=cells) for code, cells in found.unknown_codes.items()]
    findings.append(Finding("raster", before=found.cell_m, count=found.empty_cells))
    findings += [Finding(f"raster_{name}", before=values[0], after=values[-1]) for name, *values in found.done]
    if found.missed_pct is not None and found.missed_pct > _TRIFLE_PCT:
        findings.append(Finding("raster_partial", before=round(found.missed_pct, 1)))
    codes = {"code": found.unknown_codes} if found.unknown_codes else {}
    kept = found.cells
    return Report(
        layer_id, found.file, found.crs_read, kept, kept, 0, 0.0, (), codes, (), tuple(listed(findings)), summary="summary_raster"
    )


def refusal(error: LanduseError) -> Finding:
    """A file that is not taken as it is: a question to answer first, or what must be mended."""
    return Finding("question" if error.code in QUESTIONS else "refused", more={"sentence": error})


def rows(file: str, layer_id: str | None, findings: tuple[Finding, ...], lang: str) -> list[dict[str, Any]]:
    """The data report as a table: one row per finding, its words in one language and under `_nb` and `_en`."""
    return [_row(file, layer_id, finding, lang) for finding in findings]


def as_json(made: Report, lang: str) -> dict[str, Any]:
    """A report as one JSON object."""
    return {
        "file": made.file,
        "taken": True,
        "layer": made.layer_id,
        "place": made.place,
        "crs": made.crs_read,
        "rows_in_file": made.rows_in_file,
        "kept": made.kept,
        "set_aside": made.set_aside,
        "clipped": made.clipped,
        "area_m2": round(made.area_kept_m2, 3),
        "columns": made.columns,
        "counts": counts(list(made.findings)),
        "summary": made.head(lang),
        **{f"summary_{one}": made.head(one) for one in messages.LANGS},
        "changed": made.changed,
        "source": made.source,
        "replaces": list(made.replaces),
        "beside": list(made.beside),
        "why": [made.why.by, made.why.words],
        "others": list(made.others),
        "changes": changes_json(made.changes),
        "values": made.values and asdict(made.values),
        "cells": made.cells and list(made.cells),
        "undated": made.undated,
        "rows_from": made.rows_from and made.rows_from.isoformat(),
        "rows_basis": made.rows_basis,
        **{f"value_lines_{one}": value_lines(made, one) for one in messages.LANGS},
        "rules": rule_rows(made.rules, lang),
        "findings": rows(made.file, made.layer_id, made.findings, lang),
    }


def rule_rows(results: dict[str, str], lang: str) -> list[dict[str, str]]:
    """The rules of plan exchange that a file was held against: id, name in words, pass or fail."""
    names = gml_rules()
    return [{"rule": rule, "name": worded(names[rule], "name", lang), "result": result} for rule, result in results.items()]


def _row(file: str, layer_id: str | None, finding: Finding, lang: str) -> dict[str, Any]:
    kind, place = finding.kind, finding.place or (None, None)
    return {
        "issue": finding.issue,
        "name": kind.name(lang),
        "severity": kind.severity,
        "who": kind.who,
        "about": kind.about,
        "file": file,
        "layer": layer_id,
        "row": finding.row,
        "feature": finding.feature,
        "column": finding.column,
        "lon": place[0],
        "lat": place[1],
        "before": _value(finding.before, lang),
        "after": _value(finding.after, lang),
        "count": finding.count,
        "sentence": finding.text(lang),
        "remedy": finding.remedy(lang),
        **{
            f"{key}_{one}": words_
            for one in messages.LANGS
            for key, words_ in (("sentence", finding.text(one)), ("remedy", finding.remedy(one)))
        },
    }


def _value(value: Any, lang: str) -> Any:
    return value if value is None or isinstance(value, (int, float)) and not isinstance(value, bool) else words(value, lang)
