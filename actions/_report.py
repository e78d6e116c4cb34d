"""What an import did with a file: figures, and each finding as a sentence."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landuse import messages, numbers
from layers._clean import Repair
from layers._intake import Intake
from layers._raster_intake import RasterIntake

WORTH_SAYING_M = 1.0  # WGS 84 itself is known to 1 m


@dataclass(frozen=True)
class Finding:
    """One thing to know about a file: a key of the catalogue with its values."""

    code: str
    values: dict[str, Any]

    def text(self, lang: str) -> str:
        """The finding as a sentence."""
        return messages.text(lang, f"finding.{self.code}", **{key: _words(value, lang) for key, value in self.values.items()})


@dataclass(frozen=True)
class Report:
    """The data report of one import; `rows_in_file` = `kept` + `set_aside`.

    area_kept_m2 : true area of the polygons kept, m² (0 for lines, tables and rasters)
    summary : key of the first sentence
    rejected_path : the file with the rows set aside; None where there are none, or nothing was written
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
    rejected_path: Path | None = None
    still_example: bool = False
    summary: str = "summary"

    def sentences(self, lang: str) -> list[str]:
        """All findings in words, the summary first."""
        area = f", {numbers.daa(self.area_kept_m2, lang, 1)}" if self.area_kept_m2 else ""
        counts = {"rows": self.rows_in_file, "kept": self.kept, "aside": self.set_aside}
        head = Finding(self.summary, {"file": self.file, "layer": self.layer_id, "crs": self.crs_read, "area": area, **counts})
        return [finding.text(lang) for finding in (head, *self.findings)]


def report(found: Intake) -> Report:
    """The report of a table, before anything is written."""
    return Report(
        layer_id=found.layer_id,
        file=found.file,
        crs_read=found.crs_read,
        rows_in_file=found.rows,
        kept=len(found.kept),
        set_aside=len(found.set_aside),
        area_kept_m2=found.area_m2,
        repaired=tuple(found.repairs),
        unknown_codes=found.unknown_codes,
        missing_columns=tuple(found.missing_columns),
        findings=tuple(_findings(found)),
    )


def raster_report(found: RasterIntake, layer_id: str) -> Report:
    """The report of a raster: its rows are cells."""
    findings = [Finding("unknown_code", {"column": "code", "code": code, "rows": n}) for code, n in found.unknown_codes.items()]
    findings.append(Finding("raster", {"cell_m": found.cell_m, "empty": found.empty_cells}))
    codes = {"code": found.unknown_codes} if found.unknown_codes else {}
    kept = found.cells
    return Report(layer_id, found.file, found.crs_read, kept, kept, 0, 0.0, (), codes, (), tuple(findings), summary="summary_raster")


def _findings(found: Intake) -> list[Finding]:
    findings = [
        Finding(f"aside_{reason}", {"rows": int(rows)}) for reason, rows in found.set_aside["reason"].value_counts().sort_index().items()
    ]
    findings += [Finding("repaired", {"row": r.row, "before_m2": r.before_m2, "after_m2": r.after_m2}) for r in found.repairs]
    for column, codes in found.unknown_codes.items():
        findings += [Finding("unknown_code", {"column": column, "code": code, "rows": rows}) for code, rows in codes.items()]
    findings += [Finding("unread_values", {"column": column, "rows": rows}) for column, rows in found.unread_values.items()]
    if found.missing_columns:
        findings.append(Finding("missing_columns", {"columns": ", ".join(found.missing_columns)}))
    if found.outside:
        findings.append(Finding("outside", {"rows": found.outside}))
    if found.other_tables:
        findings.append(Finding("other_tables", {"tables": ", ".join(found.other_tables)}))
    if found.accuracy_m > WORTH_SAYING_M:
        findings.append(Finding("accuracy", {"crs": found.crs_read, "accuracy_m": found.accuracy_m}))
    if found.without_wal:
        findings.append(Finding("without_wal", {}))
    return findings + [Finding("driver_said", {"words": words}) for words in found.said]


def _words(value: Any, lang: str) -> str:
    if isinstance(value, (int, float)):
        return numbers.decimal(value, lang, 0 if isinstance(value, int) else 1)
    return str(value)
