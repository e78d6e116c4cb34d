"""The data report as a file: a workbook, or GeoJSON for a map."""

from pathlib import Path
from typing import Any

from exchange.findings import write_findings_geojson, write_findings_workbook
from landuse.words.errors import LanduseError

WRITERS = {".xlsx": write_findings_workbook, ".geojson": write_findings_geojson}


def check_ending(path: Path) -> None:
    """Whether a report can be written to a file of this name.

    Raises
    ------
    LanduseError : report_format
    """
    if path.suffix.lower() not in WRITERS:
        raise LanduseError("report_format", file=path.name, known=", ".join(WRITERS))


def write(rows: list[dict[str, Any]], path: Path, lang: str) -> None:
    """Write the rows of one or more reports.

    Raises
    ------
    LanduseError : report_format
    """
    check_ending(path)
    WRITERS[path.suffix.lower()](path, rows, lang)
