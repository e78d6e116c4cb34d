"""A canonical frame as a table of a park's GeoPackage."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely

from landuse import crs
from landuse.errors import LanduseError
from layers._conserve import REL
from layers._count import count_gpkg
from layers._registry import layer as registered

_OGR_TYPE = {"polygon": "MultiPolygon", "line": "MultiLineString"}


def write_gpkg_table(frame: gpd.GeoDataFrame, layer_id: str, path: Path) -> None:
    """Write one table, replacing it where it is there; the file's other tables stay as they are."""
    kind = registered(layer_id).geometry
    written = frame.assign(**{name: frame[name].astype("object").where(frame[name].notna(), None).map(_day) for name in _dates(layer_id)})
    if kind == "table":
        pyogrio.write_dataframe(written.drop(columns="geometry"), path, layer=layer_id, driver="GPKG", use_arrow=True)
    else:
        pyogrio.write_dataframe(
            written, path, layer=layer_id, driver="GPKG", use_arrow=True, promote_to_multi=True, geometry_type=_OGR_TYPE[kind]
        )


def _dates(layer_id: str) -> list[str]:
    return [column.name for column in registered(layer_id).columns if column.kind == "date"]


def _day(value: Any) -> date | None:
    return None if value is None else value.date()


def copy_with_table(tables: Path, target: Path, frame: gpd.GeoDataFrame, layer_id: str, file: str) -> None:
    """A new GeoPackage with one table replaced and all others as they were in an old one, read back and compared.

    Parameters
    ----------
    tables : the old one; need not be there

    Raises
    ------
    LanduseError : written_differs
    """
    if tables.exists():
        shutil.copyfile(tables, target)
    write_gpkg_table(frame.reset_index(drop=True), layer_id, target)
    rows = count_gpkg(target, layer_id, file)
    area_m2 = 0.0
    if registered(layer_id).geometry != "table":
        wkb = pyogrio.read_arrow(target, layer=layer_id, columns=[])[1].column("geom").to_numpy()
        area_m2 = float(crs.planar_area_m2(gpd.GeoSeries(shapely.from_wkb(wkb))).sum())
    expected_m2 = float(crs.planar_area_m2(frame.geometry[frame.geometry.notna()]).sum())
    if rows != len(frame) or abs(area_m2 - expected_m2) > REL * max(expected_m2, 1.0):
        raise LanduseError(
            "written_differs", file=file, rows=rows, expected_rows=len(frame), area_m2=round(area_m2, 3), expected_m2=round(expected_m2, 3)
        )
