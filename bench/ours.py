"""Our own, as a process: polygons straight from the GeoParquet columns, areas by the kernel, classes of the raster."""

from pathlib import Path

import layers  # noqa: F401  first: it sets which formats GDAL may open
import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from bench.generate import EPSG
from bench.rivals._stages import LAYERS, Stages, contend
from landuse.overlap import shared_by_code
from landuse.ragged import Ragged, from_arrow
from landuse.zonal import class_areas
from layers._raster_window import open_raster


def work(folder: Path, stages: Stages) -> tuple[dict[str, pd.DataFrame], dict]:
    """Areas of each code and class on each parcel; every layer is checked for validity first."""
    with stages.stage("read"):
        table = pq.read_table(folder / "parcels.parquet", columns=["unit_id", "geometry"])
        ids, units = table["unit_id"].to_numpy(), from_arrow(table["geometry"], "parcels")
    ground = _valid(table["geometry"], "parcels", stages)
    frames = {name: _overlaid(folder, name, units, ids, stages) for name in LAYERS}
    with stages.stage("raster"):
        raster = open_raster(folder / "land_cover.tif", EPSG)
        found = class_areas(gpd.GeoDataFrame(geometry=ground, crs=EPSG), raster.window(tuple(shapely.total_bounds(ground))))
    frames["land_cover"] = found.reset_index().rename(columns={"unit": "unit_id"}).assign(unit_id=lambda rows: ids[rows["unit_id"]])
    return frames, {"version": "Parkareal", "fractions": "exact"}


def _overlaid(folder: Path, name: str, units: Ragged, ids: np.ndarray, stages: Stages) -> pd.DataFrame:
    with stages.stage("read"):
        table = pq.read_table(folder / f"{name}.parquet", columns=["code", "geometry"])
        layer = from_arrow(table["geometry"], name)
        coded = pc.dictionary_encode(table["code"].combine_chunks())
    _valid(table["geometry"], name, stages)
    with stages.stage("overlay"):
        shared = shared_by_code(units, layer, coded.indices.to_numpy().astype(np.int64))
    with stages.stage("sum"):
        names = coded.dictionary.to_numpy(zero_copy_only=False)
        return pd.DataFrame({"unit_id": ids[shared.unit], "code": names[shared.code], "overlap_m2": shared.overlap_m2})


def _valid(column: pa.ChunkedArray, name: str, stages: Stages) -> np.ndarray:
    """The shapes, for what still wants them, and the check that the kernel rests on."""
    with stages.stage("validate"):
        shapes = shapely.from_wkb(column.to_numpy())
        if not shapely.is_valid(shapes).all():
            raise ValueError(f"{name} has invalid polygons")
    return shapes


if __name__ == "__main__":
    contend(work)
