"""Who runs: each contender's module, its question, and the sizes it is run at."""

from dataclasses import dataclass

SIDE_BY_SIDE = (10_000, 100_000)
GROWTH = (10_000, 30_000, 100_000, 300_000)


@dataclass(frozen=True)
class Contender:
    """A tool, the module that runs it, and what it answers."""

    name: str
    module: str
    question: str  # "overlay", "raster" or "both"
    is_ours: bool = False


CONTENDERS = (
    Contender("Parkareal", "bench.ours", "both", is_ours=True),
    Contender("GEOS, crossing pairs alone", "bench.rivals.geos", "overlay"),
    Contender("SedonaDB", "bench.rivals.sedona", "overlay"),
    Contender("geopandas.overlay", "bench.rivals.geopandas_overlay", "overlay"),
    Contender("DuckDB spatial", "bench.rivals.duckdb_spatial", "overlay"),
    Contender("dask-geopandas", "bench.rivals.dask_geopandas_overlay", "overlay"),
    Contender("PostGIS", "bench.rivals.postgis", "overlay"),
    Contender("exactextract", "bench.rivals.exactextract_fractions", "raster"),
    Contender("rasterstats", "bench.rivals.rasterstats_counts", "raster"),
)
