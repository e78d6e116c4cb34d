"""The tables of a file from outside, read whole: every row comes out, or the reading fails."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely

from landuse.errors import LanduseError
from layers import _count, _gml
from layers._door import Guarded
from layers._read import UNREADABLE, first_line

GEOMETRY = "geometry"


@dataclass(frozen=True)
class Table:
    """One table of a file.

    frame : one row per row of the file, in its order; geometry in the file's CRS, None where there is none to read
    rows : rows in the file, counted another way
    unreadable : where there is a geometry that no library here can read
    said : warnings of the driver
    """

    name: str
    frame: gpd.GeoDataFrame
    rows: int
    has_geometry: bool
    unreadable: pd.Series
    said: tuple[str, ...] = ()


def table_names(file: Guarded) -> list[str]:
    """Names of the tables (object types) in a file.

    Raises
    ------
    LanduseError : file_damaged
    """
    if file.format == "gml":
        return sorted(_gml.scan(file.path, file.name).rows)
    if file.format in ("shp", "geojson"):
        return [Path(file.name).stem]
    with warnings.catch_warnings(action="ignore", category=RuntimeWarning):  # said again, and kept, when the table is read
        try:
            return [str(name) for name, _ in pyogrio.list_layers(file.path)]
        except UNREADABLE as error:
            raise _damaged(file, error) from error


def read_table(file: Guarded, name: str) -> Table:
    """All rows of one table.

    Raises
    ------
    LanduseError : file_damaged; rows_lost, when a library reads fewer or more rows than the file has
    """
    rows = _counted(file, name)
    if file.format == "gml":
        _gml.prepare(file.path)
    source = None if file.format in ("shp", "geojson") else name
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            meta, wkb, columns = _raw(file, source)
        except (*UNREADABLE, ValueError) as error:
            raise _damaged(file, error) from error
    length = len(wkb) if wkb is not None else max((len(values) for values in columns.values()), default=0)
    if length != rows:
        raise LanduseError("rows_lost", file=file.name, rows=rows, read=length)
    said = tuple(sorted({first_line(warning.message, file.path.parent) for warning in caught}))
    return _table(file, name, rows, meta, wkb, columns, said)


def _counted(file: Guarded, name: str) -> int:
    if file.format == "gpkg":
        return _count.count_gpkg(file.path, name, file.name)
    if file.format == "geojson":
        return _count.count_geojson(file.path, file.name)
    if file.format == "shp":
        return _count.count_shp(file.path, file.name)
    return _gml.scan(file.path, file.name).rows.get(name, 0)


def _raw(file: Guarded, source: str | None) -> tuple[dict, np.ndarray | None, dict[str, pd.Series]]:
    """What the driver says of the table, its geometries as WKB, its columns. Arrow reads all rows of a stale GeoPackage,
    the plain way makes curves straight."""
    if file.format == "gpkg":
        meta, table = pyogrio.read_arrow(file.path, layer=source)
        named = meta["geometry_name"] or "wkb_geometry"
        wkb = table.column(named).to_numpy(zero_copy_only=False) if named in table.column_names else None
        if wkb is None or not _has_curves(wkb):
            return meta, wkb, {key: table.column(key).to_pandas() for key in table.column_names if key != named}
    meta, _, wkb, values = pyogrio.raw.read(file.path, layer=source)
    return meta, wkb, {key: pd.Series(column) for key, column in zip(meta["fields"], values, strict=True)}


def _has_curves(wkb: np.ndarray) -> bool:
    try:
        shapely.from_wkb(wkb, on_invalid="ignore")
    except NotImplementedError:
        return True
    return False


def _table(file: Guarded, name: str, rows: int, meta: dict, wkb: np.ndarray | None, columns: dict, said: tuple[str, ...]) -> Table:
    given = np.full(rows, None, dtype=object) if wkb is None else wkb
    geometry = shapely.force_2d(shapely.from_wkb(given, on_invalid="ignore"))
    frame = pd.DataFrame({key: values.to_numpy() for key, values in columns.items() if key != GEOMETRY}, index=range(rows))
    unreadable = pd.Series([value is not None for value in given], index=frame.index) & shapely.is_missing(geometry)
    framed = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(geometry, crs=_crs(file, meta)))
    return Table(name, framed, rows, bool((~shapely.is_missing(geometry)).any() or unreadable.any()), unreadable, said)


def _crs(file: Guarded, meta: dict) -> pyproj.CRS | None:
    """The horizontal CRS that the file names; a GML file's from its own words."""
    named = [meta["crs"]] if meta["crs"] else []
    if file.format == "gml":
        named = sorted(_gml.scan(file.path, file.name).epsg)
    try:
        found = {_horizontal(pyproj.CRS.from_user_input(words)) for words in named}
    except pyproj.exceptions.CRSError as error:
        raise LanduseError("file_crs_unknown", file=file.name, named=first_line(named[0], file.path.parent)) from error
    if len(found) > 1:
        raise LanduseError("file_crs_several", file=file.name, named=", ".join(sorted(crs.to_string() for crs in found)))
    return found.pop() if found else None


def _horizontal(crs: pyproj.CRS) -> pyproj.CRS | None:
    if crs.is_compound:
        return _horizontal(crs.sub_crs_list[0])
    if crs.is_engineering:
        return None
    return crs.to_2d()


def _damaged(file: Guarded, error: Exception) -> LanduseError:
    return LanduseError("file_damaged", file=file.name, reason=first_line(error, file.path.parent))
