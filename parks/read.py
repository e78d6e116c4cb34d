"""A park's own tables and rasters, as canonical frames."""

from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pandera.errors
import pyarrow
import pyogrio
import pyproj
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from landuse.words.errors import LanduseError, Word
from layers.registry import layer as registered
from layers.registry import named
from parks.park import Park
from parks.rows import Rows
from parks.schema import check, check_columns
from parks.shape_column import ShapeWriter
from parks.sources import ROW_SOURCE
from parks.values import canonical_columns, cast, empty_frame

UNREADABLE = (DataSourceError, DataLayerError, pyarrow.ArrowException, NotImplementedError, UnicodeDecodeError)
_PART_ROWS = 20_000
_DAYS = ("valid_from", "valid_to")


def read_layer(park: Park, layer_id: str, on: date | None = None) -> gpd.GeoDataFrame:
    """One layer of a park as a canonical frame in the park's work CRS.

    Parameters
    ----------
    on : only the rows that hold on that day (valid_from ≤ on < valid_to, blank = open); all rows where it is None

    Returns
    -------
    the declared columns and geometry (all None in a table without); no rows where the park has no such table,
    which `park.layers` tells from a table that is empty

    Raises
    ------
    LanduseError : unknown_layer, layer_is_raster, layer_unreadable
    """
    frame = _read(park, layer_id)
    return frame if on is None else frame[holds_on(frame, on)].reset_index(drop=True)


def read_rows(park: Park, layer_id: str, source_id: str | None = None) -> Rows:
    """All rows of one layer as `read_layer` gives them, or those of one of its sources, their geometry not held in memory.

    Raises
    ------
    LanduseError : unknown_layer, layer_is_raster, layer_unreadable
    """
    of_source = None if source_id is None or len(park.sources.get(layer_id, ())) < 2 else source_id
    if registered(layer_id).geometry in ("raster", "table") or layer_id not in table_names(park):
        return Rows.of(_read(park, layer_id, of_source))
    try:
        return _rows(park, layer_id, of_source)
    except (*UNREADABLE, ValueError, pandera.errors.SchemaError) as error:
        raise _unreadable(park, layer_id, error) from error


def read_days(park: Park, layer_id: str) -> set[date]:
    """The days on which rows of a layer begin or end, without reading the rest of it; none where the park has no such table.

    Raises
    ------
    LanduseError : layer_unreadable
    """
    if layer_id not in table_names(park):
        return set()
    try:
        there = set(pyogrio.read_info(park.tables_path, layer=layer_id)["fields"]).intersection(_DAYS)
        asked = {"layer": layer_id, "columns": sorted(there), "read_geometry": False, "use_arrow": True}
        rows = pyogrio.read_dataframe(park.tables_path, **asked) if there else pd.DataFrame()
    except (*UNREADABLE, ValueError) as error:
        raise _unreadable(park, layer_id, error) from error
    said = (cast(pd.Series(rows[name].dropna().unique()), "date").dropna() for name in there)
    return {day.date() for days in said for day in days}


def _read(park: Park, layer_id: str, source_id: str | None = None) -> gpd.GeoDataFrame:
    declared = registered(layer_id)
    if declared.geometry == "raster":
        raise LanduseError("layer_is_raster", layer=named(layer_id))
    if layer_id not in table_names(park):
        return empty_frame(declared, park.epsg)
    try:
        rows = pyogrio.read_dataframe(park.tables_path, layer=layer_id, use_arrow=True, where=_where(source_id))
        return check(_canonical(rows, layer_id, park.epsg), layer_id)
    except (*UNREADABLE, ValueError, pandera.errors.SchemaError) as error:
        raise _unreadable(park, layer_id, error) from error


def _where(source_id: str | None) -> str | None:
    """The rows of one source, as the driver is asked for them."""
    quoted = (source_id or "").replace("'", "''")
    return None if source_id is None else f"{ROW_SOURCE} = '{quoted}'"


def _rows(park: Park, layer_id: str, source_id: str | None) -> Rows:
    parts, writer = [], ShapeWriter(pyproj.CRS.from_epsg(park.epsg))
    asked = {"layer": layer_id, "batch_size": _PART_ROWS, "use_pyarrow": True, "where": _where(source_id)}
    with pyogrio.open_arrow(park.tables_path, **asked) as (meta, reader):
        _check_crs(pyproj.CRS.from_user_input(meta["crs"]) if meta["crs"] else None, park.epsg)
        name = meta["geometry_name"] or "wkb_geometry"
        for batch in reader:
            writer.add(shapely.from_wkb(batch.column(name).to_numpy(zero_copy_only=False)))
            parts.append(batch.select([column for column in batch.schema.names if column != name]))
        plain = pyarrow.Table.from_batches(parts).to_pandas() if parts else pd.DataFrame()
    columns = pd.DataFrame(canonical_columns(plain, registered(layer_id).columns), index=plain.index)
    return Rows(check_columns(columns, layer_id), writer.done())


def holds_on(frame: pd.DataFrame, on: date) -> pd.Series:
    """Whether each row holds on a day: valid_from ≤ day < valid_to, blank = open."""
    day = pd.Timestamp(on)
    started = frame["valid_from"].isna() | (frame["valid_from"] <= day)
    return (started & (frame["valid_to"].isna() | (day < frame["valid_to"]))).rename("holds_on")


def table_names(park: Park) -> list[str]:
    """The tables of a park's GeoPackage; none where it has no GeoPackage yet.

    Raises
    ------
    LanduseError : layer_unreadable
    """
    if not park.tables_path.exists():
        return []
    try:
        return [str(name) for name, _ in pyogrio.list_layers(park.tables_path)]
    except UNREADABLE as error:
        raise _unreadable(park, "*", error) from error


def row_counts(park: Park) -> dict[str, int]:
    """How many rows each table of a park has, by layer id.

    Raises
    ------
    LanduseError : layer_unreadable
    """
    try:
        return {
            name: int(pyogrio.read_info(park.tables_path, layer=name, force_feature_count=True)["features"]) for name in table_names(park)
        }
    except UNREADABLE as error:
        raise _unreadable(park, "*", error) from error


def raster_path(park: Park, layer_id: str) -> Path | None:
    """The file of a raster layer, such as `land_cover_2020`; None where the park has none.

    Raises
    ------
    LanduseError : layer_unreadable, when park.toml names a file that is not there
    """
    if layer_id not in park.layers:
        return None
    path = park.folder / park.layers[layer_id].get("file", "")
    if not path.is_file():
        raise _unreadable(park, layer_id, f"{path.name} is missing")
    return path


def _canonical(rows: pd.DataFrame, layer_id: str, epsg: int) -> gpd.GeoDataFrame:
    columns = canonical_columns(rows, registered(layer_id).columns)
    if not isinstance(rows, gpd.GeoDataFrame):
        blank = gpd.GeoSeries([None] * len(rows), index=rows.index, crs=epsg)
        return gpd.GeoDataFrame(columns, geometry=blank)
    _check_crs(rows.crs, epsg)
    return gpd.GeoDataFrame(columns, geometry=rows.geometry)


def _check_crs(found: pyproj.CRS | None, epsg: int) -> None:
    if found is None or found.to_epsg() != epsg:
        raise ValueError(f"CRS {found and found.to_string()}, expected EPSG:{epsg}")


def _said(layer_id: str) -> str:
    return Word("layers.all") if layer_id == "*" else named(layer_id)


def _unreadable(park: Park, layer_id: str, reason: object) -> LanduseError:
    return LanduseError(
        "layer_unreadable", layer=_said(layer_id), file=f"{park.id}/{park.tables_path.name}", reason=first_line(reason, park.folder)
    )


def first_line(reason: object, folder: Path) -> str:
    """What a library said, cut to a line, without the folder's place on the server."""
    line = (str(reason).strip().splitlines() or [type(reason).__name__])[0]
    return line.replace(f"{folder}/", "")[:200].rstrip(" .")
