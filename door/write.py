"""Canonical rows as a table of a park's GeoPackage, written part by part."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from door.formats import gpkg
from door.geometry.conserve import REL
from door.progress import tell
from landuse.measure import crs
from landuse.words.errors import LanduseError
from layers.base import ColumnKind
from layers.registry import layer as registered
from layers.registry import named
from parks.disk import is_full
from parks.read import first_line
from parks.rows import Rows
from parks.sources import ROW_SOURCE

_OGR_TYPE = {"polygon": "MultiPolygon", "line": "MultiLineString"}
_MULTI = {
    "polygon": (shapely.GeometryType.POLYGON, shapely.multipolygons),
    "line": (shapely.GeometryType.LINESTRING, shapely.multilinestrings),
}
_ARROW: dict[ColumnKind, pyarrow.DataType] = {
    "text": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64(), "date": pyarrow.date32(), "bool": pyarrow.bool_(),
}  # fmt: skip
_AREAS_AND_POINTS = "Unknown"  # the driver's word for a table of any geometry
_GEOMETRY = "geom"
_PART_ROWS = 20_000


def write_gpkg_table(rows: gpd.GeoDataFrame | Rows, layer_id: str, path: Path) -> None:
    """Write one table, replacing it where it is there; the file's other tables stay as they are.

    Raises
    ------
    LanduseError : disk_full_writing, table_unwritten
    """
    _write([(None, rows if isinstance(rows, Rows) else Rows.of(rows))], layer_id, path)


def _write(of_sources: list[tuple[str | None, Rows]], layer_id: str, path: Path) -> None:
    """Rows of several sources as one table, in their order, each with the id of its source."""
    kind, schema, crs_of = registered(layer_id).geometry, _schema(layer_id), of_sources[0][1].shapes.crs
    total = sum(len(rows) for _, rows in of_sources)
    stream = pyarrow.RecordBatchReader.from_batches(schema, _batches(of_sources, layer_id, schema, total))
    described: dict[str, str] = {}
    if kind != "table":
        described = {"geometry_name": _GEOMETRY, "geometry_type": _ogr_type(of_sources, layer_id), "crs": crs_of.to_wkt()}
    _stream(stream, path, layer_id, described)


def _ogr_type(of_sources: list[tuple[str | None, Rows]], layer_id: str) -> str:
    """The type that the table says of itself: that of its areas or lines, or any where points stand among them."""
    declared = registered(layer_id)
    if declared.points and any((shapely.get_dimensions(shapes) == 0).any() for _, rows in of_sources for _, shapes in rows.shapes.parts()):
        return _AREAS_AND_POINTS
    return _OGR_TYPE[declared.geometry]


def _stream(stream: pyarrow.RecordBatchReader, path: Path, layer_id: str, described: dict[str, str]) -> None:
    try:
        pyogrio.write_arrow(stream, path, layer=layer_id, driver="GPKG", **described)
    except (DataSourceError, DataLayerError, FeatureError) as error:
        if is_full(error):
            raise LanduseError("disk_full_writing") from error
        raise LanduseError("table_unwritten", layer=named(layer_id), reason=first_line(error, path.parent)) from error


def copy_with_table(tables: Path, target: Path, of_sources: list[tuple[str | None, Rows]], layer_id: str, file: str) -> None:
    """A new GeoPackage with one table replaced and all others as they were in an old one, read back and compared.

    Parameters
    ----------
    tables : the old one; need not be there, and may be the target itself
    of_sources : the table's rows by the source that they are of

    Raises
    ------
    LanduseError : disk_full_writing, table_unwritten, written_differs
    """
    if tables.exists() and tables != target:
        shutil.copyfile(tables, target)
    _write(of_sources, layer_id, target)
    count, area_m2 = _rows_written(target, layer_id, file), 0.0
    if registered(layer_id).geometry != "table":
        area_m2 = sum(_planar_m2(shapes) for shapes in _written_shapes(target, layer_id))
    expected_m2 = sum(_planar_m2(shapes) for _, rows in of_sources for _, shapes in rows.shapes.parts())
    expected = sum(len(rows) for _, rows in of_sources)
    if count != expected or abs(area_m2 - expected_m2) > REL * max(expected_m2, 1.0):
        raise LanduseError(
            "written_differs", file=file, rows=count, expected_rows=expected, area_m2=round(area_m2, 3), expected_m2=round(expected_m2, 3)
        )


def copy_without_table(tables: Path, target: Path, layer_id: str) -> None:
    """A new GeoPackage with all tables of an old one but one, row by row as they are; no file where there is no other.

    Raises
    ------
    LanduseError : disk_full_writing, table_unwritten
    """
    for name in (str(name) for name, _ in pyogrio.list_layers(tables)):
        if name == layer_id:
            continue
        with pyogrio.open_arrow(tables, layer=name, batch_size=_PART_ROWS, use_pyarrow=True) as (meta, reader):
            shaped = {"geometry_name": meta["geometry_name"], "geometry_type": meta["geometry_type"], "crs": meta["crs"]}
            _stream(reader, target, name, shaped if meta["geometry_name"] else {})


def _rows_written(path: Path, layer_id: str, file: str) -> int:
    try:
        return gpkg.count(path, layer_id, file)
    except LanduseError as error:  # it speaks of a file that was read, and this one was written
        raise LanduseError("table_unwritten", layer=named(layer_id), reason=error.values["reason"]) from error


def _schema(layer_id: str) -> pyarrow.Schema:
    declared = registered(layer_id)
    fields = [pyarrow.field(column.name, _ARROW[column.kind]) for column in declared.columns]
    fields.append(pyarrow.field(ROW_SOURCE, pyarrow.string()))
    shape = pyarrow.field(_GEOMETRY, pyarrow.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})
    return pyarrow.schema(fields if declared.geometry == "table" else [*fields, shape])


def _batches(of_sources: list[tuple[str | None, Rows]], layer_id: str, schema: pyarrow.Schema, total: int) -> Iterator[pyarrow.RecordBatch]:
    kind, done = registered(layer_id).geometry, 0
    for source_id, rows in of_sources:
        for places, shapes in rows.shapes.parts():
            part = rows.columns.iloc[places].assign(**{ROW_SOURCE: source_id})
            columns = [_column(part[field.name]).cast(field.type, safe=False) for field in schema if field.name != _GEOMETRY]
            if kind != "table":
                columns.append(pyarrow.array(shapely.to_wkb(_several(shapes, kind)), pyarrow.binary()))
            yield pyarrow.RecordBatch.from_arrays(columns, schema=schema)
            done += len(part)
            tell("writing", done, total)


def _column(values: pd.Series) -> pyarrow.Array:
    """A column as Arrow has it; text that was put together from parts comes in as many."""
    found = pyarrow.array(values, from_pandas=True)
    return found.combine_chunks() if isinstance(found, pyarrow.ChunkedArray) else found


def _several(shapes: np.ndarray, kind: str) -> np.ndarray:
    """All shapes as those of several parts, as the table says of them."""
    single, gathered = _MULTI[kind]
    alone = np.flatnonzero(shapely.get_type_id(shapes) == single)
    several = shapes.copy()
    several[alone] = gathered(shapes[alone], indices=np.arange(len(alone)))
    return several


def _written_shapes(path: Path, layer_id: str) -> Iterator[np.ndarray]:
    with pyogrio.open_arrow(path, layer=layer_id, columns=[], batch_size=_PART_ROWS, use_pyarrow=True) as (meta, reader):
        for batch in reader:
            yield shapely.from_wkb(batch.column(meta["geometry_name"] or "wkb_geometry").to_numpy(zero_copy_only=False))


def _planar_m2(shapes: np.ndarray) -> float:
    return float(np.nansum(crs.planar_area_m2(gpd.GeoSeries(shapes))))
