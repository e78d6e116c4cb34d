"""How areas lie to each other and to the park, in the reading process: shapes of strangers can make any of it endless."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow
import shapely

from landuse.quality import gaps, topology
from landuse.quality.findings import Finding
from parks.shape_column import WKB, parsed

ROW = "row"


def border(job: dict) -> dict[str, Any]:
    """Which rows lie in the park, how far the nearest is from it in metres (None where there is no row), and which cross its border.

    Parameters
    ----------
    job : source (rows, as Arrow), perimeter (its parts, as Arrow), epsg, crosses (whether rows that cross are looked for)
    """
    park = shapely.union_all(np.concatenate([parsed(batch.column(WKB)) for batch in _batches(job["perimeter"])]))
    shapely.prepare(park)
    inside, found, first, nearest_m = list[int](), list[Finding](), 0, np.inf
    for batch in _batches(job["source"]):
        shapes = parsed(batch.column(WKB))
        meets = np.flatnonzero(shapely.intersects(park, shapes))
        nearest_m = 0.0 if len(meets) or nearest_m == 0 else min(nearest_m, float(shapely.distance(park, shapes).min(initial=np.inf)))
        inside += (meets + first).tolist()
        first += len(shapes)
        if job["crosses"]:
            rows = batch.column(ROW).to_numpy()[meets] - 1
            found += topology.border_findings(gpd.GeoSeries(shapes[meets], index=rows, crs=job["epsg"]), park)
    return {"inside": inside, "nearest_m": nearest_m if np.isfinite(nearest_m) else None, "found": _as_json(found)}


def overlaps(job: dict) -> list[list]:
    """Pairs of rows that share ground.

    Parameters
    ----------
    job : source, epsg, apart (the columns that are not rows' own)
    """
    return _as_json(topology.overlap_findings(_frame(job), tuple(job["apart"])))


def strips(job: dict) -> list[list]:
    """Strips between neighbours; parameters as `overlaps`."""
    return _as_json(gaps.strip_findings(_frame(job), tuple(job["apart"])))


def holes(job: dict) -> list[list]:
    """Holes that all rows leave; parameters as `overlaps`."""
    return _as_json(gaps.hole_findings(_frame(job).geometry))


def shared(job: dict) -> int:
    """The area that both shapes of each pair cover, in the plane, one number after the other as soon as a block of pairs is done.

    Parameters
    ----------
    job : source (Arrow with columns one and other), target, first (pair), count (of pairs), block (pairs at a time)
    """
    with Path(job["target"]).open("wb") as target:
        pairs = pyarrow.ipc.open_stream(pyarrow.OSFile(job["source"], "rb")).read_all().slice(job["first"], job["count"])
        for at in range(0, len(pairs), job["block"]):
            one, other = (parsed(pairs.column(side).slice(at, job["block"]).combine_chunks()) for side in ("one", "other"))
            target.write(shapely.area(shapely.intersection(one, other)).astype("<f8").tobytes())
            target.flush()
    return len(pairs)


def _batches(path: str) -> Iterator[pyarrow.RecordBatch]:
    with pyarrow.OSFile(path, "rb") as source:
        yield from pyarrow.ipc.open_stream(source)


def _frame(job: dict) -> gpd.GeoDataFrame:
    batches = list(_batches(job["source"]))
    plain = pd.concat([batch.select([name for name in batch.schema.names if name != WKB]).to_pandas() for batch in batches])
    shapes = np.concatenate([parsed(batch.column(WKB)) for batch in batches])
    return gpd.GeoDataFrame(plain.set_index(plain[ROW].to_numpy() - 1), geometry=shapes, crs=job["epsg"])


def _as_json(found: Iterator[Finding] | list[Finding]) -> list[list]:
    return [[one.issue, one.row, one.before, one.after, one.more.get("other")] for one in found]
