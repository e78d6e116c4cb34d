"""PostGIS: tables with a spatial index and statistics, one SQL join per layer; the server's CPU counts, and the client's."""

from pathlib import Path

import pandas as pd
import psycopg
import pyarrow.parquet as pq

from bench.postgres import Server, postgis
from bench.rivals.stages import LAYERS, Stages, contend, cpu_s

_SQL = """
SELECT u.unit_id, l.code, SUM(ST_Area(ST_Intersection(u.geometry, l.geometry))) AS overlap_m2
FROM parcels AS u JOIN {layer} AS l ON ST_Intersects(u.geometry, l.geometry)
GROUP BY u.unit_id, l.code
"""


def work(folder: Path, stages: Stages) -> tuple[dict[str, pd.DataFrame], dict]:
    """Areas of each code on each parcel; what only touches sums to nothing and is left out."""
    with postgis() as server, psycopg.connect(server.address, autocommit=True) as connection:
        version = connection.execute("CREATE EXTENSION postgis").connection.execute("SELECT postgis_full_version()").fetchone()[0]
        ask = _Asking(server, connection, stages)
        for name in ("parcels", *LAYERS):
            ask.load(folder, name)
            ask.index(name)
        frames = {name: ask.overlay(name) for name in LAYERS}
    return frames, {"version": version.split(" PGSQL")[0].replace('"', ""), "server_version": version}


class _Asking:
    def __init__(self, server: Server, connection: psycopg.Connection, stages: Stages) -> None:
        self.server, self.connection, self.stages = server, connection, stages

    def load(self, folder: Path, name: str) -> None:
        """COPY of the parquet file's WKB."""
        named = "unit_id" if name == "parcels" else "row_id"
        before = self._cpu_s()
        self.connection.execute(f"CREATE UNLOGGED TABLE {name} ({named} text, code text, geometry geometry)")
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
            for batch in pq.ParquetFile(folder / f"{name}.parquet").iter_batches(8192, columns=[named, "code", "geometry"]):
                for row in zip(*(column.to_pylist() for column in batch.columns)):
                    copy.write_row((row[0], row[1], row[2].hex()))
        self._add("read", before)

    def index(self, name: str) -> None:
        before = self._cpu_s()
        self.connection.execute(f"CREATE INDEX ON {name} USING gist (geometry)")
        self.connection.execute(f"ANALYZE {name}")
        self._add("index", before)

    def overlay(self, name: str) -> pd.DataFrame:
        before = self._cpu_s()
        rows = self.connection.execute(_SQL.format(layer=name)).fetchall()
        found = pd.DataFrame(rows, columns=["unit_id", "code", "overlap_m2"])
        self._add("overlay", before)
        return found[found["overlap_m2"] > 0]

    def _cpu_s(self) -> float:
        return self.server.cpu_s() + cpu_s()

    def _add(self, stage: str, before: float) -> None:
        self.stages.seconds[stage] = self.stages.seconds.get(stage, 0.0) + self._cpu_s() - before


if __name__ == "__main__":
    contend(work)
