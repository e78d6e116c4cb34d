"""Our own overlay as the command line does it: by tiles, files in, file out, any number of units in bounded memory."""

import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from actions.overlay import overlay
from bench.rivals._stages import LAYERS, Stages, tell


def main() -> None:
    """Overlay the folder named on the command line."""
    folder, stages = Path(sys.argv[1]), Stages()
    with tempfile.TemporaryDirectory(prefix="parkareal-bench-") as temporary:
        output = Path(temporary) / "areas.parquet"
        with stages.stage("streamed"):
            done = overlay(
                str(folder / "parcels.parquet"),
                [str(folder / f"{name}.parquet") for name in LAYERS],
                output,
                by=["code"],
                rasters=[folder / "land_cover.tif"],
            )
        with stages.stage("sum"):
            sums, rows = _sums(output)
    tell(stages, sums, rows, {"version": "Parkareal", "tiles": done.tiles})


def _sums(path: Path) -> tuple[dict[str, dict[str, float]], dict[str, int]]:
    """Sums by layer and code, and rows by layer, batch by batch."""
    found = []
    for batch in pq.ParquetFile(path).iter_batches(columns=["layer", "code", "overlap_m2"]):
        found.append(_grouped(pa.Table.from_batches([batch]), "sum", "count"))
    together = pa.concat_tables(found).rename_columns(["layer", "code", "overlap_m2", "rows"])
    sums: dict[str, dict[str, float]] = {}
    rows: dict[str, int] = {}
    for row in together.group_by(["layer", "code"]).aggregate([("overlap_m2", "sum"), ("rows", "sum")]).to_pylist():
        sums.setdefault(row["layer"], {})[row["code"]] = row["overlap_m2_sum"]
        rows[row["layer"]] = rows.get(row["layer"], 0) + row["rows_sum"]
    return sums, rows


def _grouped(rows: pa.Table, *how: str) -> pa.Table:
    found = rows.group_by(["layer", "code"]).aggregate([("overlap_m2", one) for one in how])
    return found.select(["layer", "code", *(f"overlap_m2_{one}" for one in how)])


if __name__ == "__main__":
    main()
