"""SedonaDB: one SQL join per layer, straight from the GeoParquet files."""

from pathlib import Path

import pandas as pd
import sedona.db
import sedonadb

from bench.rivals.stages import LAYERS, Stages, contend

_SQL = """
SELECT u.unit_id, l.code, SUM(ST_Area(ST_Intersection(u.geometry, l.geometry))) AS overlap_m2
FROM units AS u JOIN {layer} AS l ON ST_Intersects(u.geometry, l.geometry)
GROUP BY u.unit_id, l.code
"""


def work(folder: Path, stages: Stages) -> tuple[dict[str, pd.DataFrame], dict]:
    """Areas of each code on each parcel; what only touches sums to nothing and is left out."""
    with stages.stage("read"):
        engine = sedona.db.connect()
        engine.read_parquet(str(folder / "parcels.parquet")).to_view("units")
    frames = {}
    for name in LAYERS:
        with stages.stage("read"):
            engine.read_parquet(str(folder / f"{name}.parquet")).to_view(name)
        with stages.stage("overlay"):
            found = engine.sql(_SQL.format(layer=name)).to_pandas()
        frames[name] = found[found["overlap_m2"] > 0]
    return frames, {"version": f"sedonadb {sedonadb.__version__}"}


if __name__ == "__main__":
    contend(work)
