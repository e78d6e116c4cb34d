"""DuckDB with its spatial extension from the Python package: one SQL join per layer, straight from the GeoParquet files."""

from pathlib import Path

import duckdb
import duckdb_extension_spatial
import pandas as pd

from bench.rivals.stages import LAYERS, Stages, contend

_SQL = """
SELECT u.unit_id, l.code, SUM(ST_Area(ST_Intersection(u.geometry, l.geometry))) AS overlap_m2
FROM units AS u JOIN {layer} AS l ON ST_Intersects(u.geometry, l.geometry)
GROUP BY u.unit_id, l.code
"""


def work(folder: Path, stages: Stages) -> tuple[dict[str, pd.DataFrame], dict]:
    """Areas of each code on each parcel; what only touches sums to nothing and is left out."""
    engine = duckdb.connect()
    engine.execute(f"LOAD '{_extension()}'")
    with stages.stage("read"):
        for table, name in (("units", "parcels"), *((layer, layer) for layer in LAYERS)):
            engine.execute(f"CREATE TABLE {table} AS SELECT * FROM '{folder / name}.parquet'")
    frames = {}
    for name in LAYERS:
        with stages.stage("overlay"):
            found = engine.execute(_SQL.format(layer=name)).df()
        frames[name] = found[found["overlap_m2"] > 0]
    return frames, {"version": f"DuckDB {duckdb.__version__} spatial"}


def _extension() -> Path:
    return next(Path(next(iter(duckdb_extension_spatial.__path__))).rglob("spatial.duckdb_extension"))


if __name__ == "__main__":
    contend(work)
