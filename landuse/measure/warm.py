"""Compile the kernels before anyone waits for them."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from landuse.kernels.jit import cache_folder
from landuse.measure import crs, geometry_columns, outline_areas, validity
from landuse.measure.flatten import flatten
from landuse.measure.overlap import overlap_areas, shared_by_code
from landuse.measure.zonal import Grid, class_areas


def compile_kernels() -> Path | None:
    """Run every kernel once on two squares; where the compiled code is kept (None: nowhere, each process compiles for itself)."""
    squares = gpd.GeoDataFrame({"code": ["a", "b"]}, geometry=[shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)], crs=crs.WORK_EPSG[0])
    overlap_areas(squares, squares, "code")
    flatten(squares, "code")
    column = geometry_columns.Column("squares", pa.array(shapely.to_wkb(squares.geometry.to_numpy())))
    geometry_columns.boxes_of(column)
    read = geometry_columns.from_columns([column])
    validity.check_columns(read, [column])
    outline_areas.true_per_planar(read, squares.crs)
    shared_by_code(read, read, np.arange(2))
    class_areas(squares, Grid(np.ones((4, 4), np.uint8), 0.0, 4.0, 1.0, None))
    return cache_folder()
