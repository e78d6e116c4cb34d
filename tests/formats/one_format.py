"""What a checkout with one more format tells of its files, as JSON; run in that checkout by `test_one_format`: DATA."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from parks import gdal_fence

gdal_fence.limit_drivers()

from actions.imports import file_formats
from door.intake import take_in
from door.open import guarded_copy
from door.report.report import report
from landuse.words.errors import LanduseError
from scripts import describe_formats


def told(data: Path) -> dict[str, Any]:
    """Everything that is shown of the format."""
    with guarded_copy(data / "tomter.omr") as file:
        found = report(take_in(file, None))
    text = (data / "tomter.omr").read_text(encoding="utf-8")
    (data / "more.omr").write_text(text.replace("EPSG", "| EPSG"), encoding="utf-8")  # one more than is read
    refused = _refused(data / "other.omr")
    (data / "x.unknown").write_text("x", encoding="utf-8")
    return {
        "read": {"layer": found.layer_id, "rows_in_file": found.rows_in_file, "kept": found.kept, "area_kept_m2": found.area_kept_m2},
        "lost": _refused(data / "more.omr").code,
        "endings": file_formats.endings(),
        "titles": file_formats.titles("nb"),
        "known": _refused(data / "x.unknown").text("nb"),
        "refused": [refused.code, refused.text("nb"), refused.text("en")],
        "documented": describe_formats.written(describe_formats.PAGE.read_text(encoding="utf-8")),
    }


def _refused(path: Path) -> LanduseError:
    try:
        with guarded_copy(path) as file:
            take_in(file, None)
    except LanduseError as error:
        return error
    raise AssertionError(path)


if __name__ == "__main__":
    root = Path(sys.argv[1])
    os.environ["PARKAREAL_DATA"] = str(root)
    sys.stdout.write(json.dumps(told(root), default=str))
