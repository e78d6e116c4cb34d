"""Who runs: each contender's module, its question, and the sizes it is run at."""

from dataclasses import dataclass

SIDE_BY_SIDE = (10_000, 100_000)
GROWTH = (10_000, 30_000, 100_000, 300_000)  # ours alone, all in memory
STREAMED = (10_000, 100_000, 300_000, 1_000_000)  # ours by tiles, as `python -m landuse overlay` does it
OURS, OURS_STREAMED = "Parkareal", "Parkareal, streamed by tile"
GEOS, EXACT, COUNTED = "GEOS, crossing pairs alone", "exactextract", "rasterstats"

_LIMIT_CPU_S = 600


@dataclass(frozen=True)
class Contender:
    """A tool, the module that runs it, and what it answers."""

    name: str
    module: str
    question: str  # "overlay", "raster" or "both"
    is_ours: bool = False
    limit_cpu_s: int = 0  # when a run is stopped; 0: never
    is_main: bool = True  # one that a goal is set against; the others run once where it is long


CONTENDERS = (
    Contender(OURS, "bench.ours", "both", is_ours=True),
    Contender(GEOS, "bench.rivals.geos", "overlay"),
    Contender("SedonaDB", "bench.rivals.sedona", "overlay"),
    Contender("geopandas.overlay", "bench.rivals.geopandas_overlay", "overlay"),
    Contender("DuckDB spatial", "bench.rivals.duckdb_spatial", "overlay", limit_cpu_s=_LIMIT_CPU_S, is_main=False),
    Contender("dask-geopandas", "bench.rivals.dask_geopandas_overlay", "overlay", limit_cpu_s=_LIMIT_CPU_S, is_main=False),
    Contender("PostGIS", "bench.rivals.postgis", "overlay"),
    Contender(EXACT, "bench.rivals.exactextract_fractions", "raster"),
    Contender(COUNTED, "bench.rivals.rasterstats_counts", "raster", limit_cpu_s=_LIMIT_CPU_S, is_main=False),
)
STREAMING = Contender(OURS_STREAMED, "bench.streamed", "both", is_ours=True)
