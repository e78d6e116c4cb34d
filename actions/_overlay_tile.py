"""One tile of an overlay: what every layer says of the units that begin in it, kept as one file."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from landuse import crs
from landuse.overlap import check_polygons, overlap_areas
from landuse.tiles import Tile
from landuse.zonal import class_areas
from layers._raster_window import RasterSource
from layers._stream import GEOMETRY, ROW, Source
from register.files import write_whole

RESULT = pa.schema(
    [
        (ROW, pa.int64()),
        ("unit_id", pa.string()),
        ("layer", pa.string()),
        ("code", pa.string()),
        ("overlap_m2", pa.float64()),
        ("area_m2", pa.float64()),
    ]
)
_UNITS = b"units"


@dataclass(frozen=True)
class Asked:
    """A layer and the column that its ground is summed by; None sums all of it under ""."""

    source: Source
    by: str | None


@dataclass(frozen=True)
class Work:
    """What is done for every tile.

    unit_id : the column that names the units
    folder : where the tiles' files go; every worker sees it
    """

    units: Source
    unit_id: str
    layers: tuple[Asked, ...]
    rasters: tuple[RasterSource, ...]
    folder: Path


@dataclass(frozen=True)
class TileJob:
    """A tile, and the file that `Work` lies in (so that it is sent to each worker once)."""

    work: Path
    tile: Tile


def measure_tile(job: TileJob) -> int:
    """Measure the units of a tile, unless its file is there already.

    Returns
    -------
    how many units begin in the tile

    Raises
    ------
    LanduseError : geometry_refused, naming the row; units_named_twice
    """
    work = _work(job.work)
    path = tile_path(work.folder, job.tile)
    if not path.exists():
        units = _units(work, job.tile)
        rows = pd.concat([_layer_rows(units, work, job.tile), _raster_rows(units, work, job.tile)], ignore_index=True)
        table = _result(units, rows).replace_schema_metadata({_UNITS: str(len(units)).encode()})
        write_whole(path, lambda temporary: _write(temporary, table))
    with pa.ipc.open_file(path) as kept:
        return int(kept.schema.metadata[_UNITS])


def tile_path(folder: Path, tile: Tile) -> Path:
    """The file of a tile."""
    return folder / f"tile-{tile.name}.arrow"


def _write(path: Path, table: pa.Table) -> None:
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)


@lru_cache(maxsize=4)
def _work(path: Path) -> Work:
    with path.open("rb") as stream:
        return pickle.load(stream)


def _units(work: Work, tile: Tile) -> gpd.GeoDataFrame:
    """The units that begin in the tile, by their place in the file."""
    table = work.units.window(tile.box, (work.unit_id,))
    units = _frame(table, work.units, unit_id=table[work.unit_id].cast(pa.string()))
    return units[tile.holds(shapely.bounds(units.geometry.to_numpy())[:, :2])]


def _layer_rows(units: gpd.GeoDataFrame, work: Work, tile: Tile) -> pd.DataFrame:
    """Planar areas by unit, layer and code."""
    found = [_NOTHING]
    for some in _together(units, tile.side_m):
        for asked in work.layers:
            table = asked.source.window(tuple(some.total_bounds), (asked.by,) if asked.by else ())
            codes = pc.fill_null(table[asked.by].cast(pa.string()), "") if asked.by else pa.array([""] * len(table))
            areas = overlap_areas(some, _frame(table, asked.source, code=codes), "code")
            found.append(_named(areas, asked.source.name))
    return pd.concat(found, ignore_index=True)


def _raster_rows(units: gpd.GeoDataFrame, work: Work, tile: Tile) -> pd.DataFrame:
    """Planar areas by unit, raster and class."""
    found = [_NOTHING]
    for some in _together(units, tile.side_m):
        for raster in work.rasters:
            found.append(_named(class_areas(some, raster.window(tuple(some.total_bounds))), raster.name))
    return pd.concat(found, ignore_index=True)


_NOTHING = pd.DataFrame({ROW: pd.Series(dtype="int64"), "layer": pd.Series(dtype=str), "code": pd.Series(dtype=str), "overlap_m2": 0.0})


def _named(areas: pd.DataFrame, layer: str) -> pd.DataFrame:
    rows = areas.reset_index().set_axis([ROW, "code", "overlap_m2"], axis=1)
    return rows.assign(layer=layer, code=rows["code"].astype(str))


def _together(units: gpd.GeoDataFrame, side_m: float) -> Iterator[gpd.GeoDataFrame]:
    """Units whose layers are read in one piece: those no larger than the tile, and each larger one alone."""
    if units.empty:
        return
    box = units.bounds
    is_large = np.maximum(box["maxx"] - box["minx"], box["maxy"] - box["miny"]) > side_m
    if not is_large.all():
        yield units[~is_large]
    for row in units.index[is_large]:
        yield units.loc[[row]]


def _result(units: gpd.GeoDataFrame, rows: pd.DataFrame) -> pa.Table:
    """The rows with the unit's name and the true area, in the order of units, layers and codes."""
    true_per_planar = pd.Series(crs.area_m2(units.geometry) / crs.planar_area_m2(units.geometry), units.index)
    rows = rows.assign(
        unit_id=rows[ROW].map(units["unit_id"]), area_m2=rows["overlap_m2"] * rows[ROW].map(true_per_planar).to_numpy(dtype=float)
    )
    return pa.Table.from_pandas(rows.sort_values([ROW, "layer", "code"])[RESULT.names], schema=RESULT, preserve_index=False)


def _frame(table: pa.Table, source: Source, **columns: pa.Array) -> gpd.GeoDataFrame:
    """Rows of a window as a frame by their place in the file.

    Raises
    ------
    LanduseError : geometry_refused, with the file's name
    """
    shapes = shapely.from_wkb(table[GEOMETRY].to_numpy(zero_copy_only=False))
    named = {name: column.to_pandas().to_numpy() for name, column in columns.items()}
    frame = gpd.GeoDataFrame(named, index=pd.Index(table[ROW].to_numpy(), name=ROW), geometry=shapes, crs=source.crs)
    check_polygons(frame, source.name)
    return frame
