"""Writing a park's folder: GeoPackage, rasters, truth. Files appear whole or not at all."""

import datetime as dt
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely

from examples.rasters import write_raster
from examples.tables import ParkTables
from examples.true_area import Place

DATES = ("valid_from", "valid_to", "adopted_on", "plan_date", "said_on", "surveyed_on", "on_date")
INTEGERS = ("gardsnummer", "bruksnummer", "festenummer", "seksjonsnummer", "return_period_years", "piece")
NUMBERS = ("registered_area_m2", "floor_m2")
STAMP = "2026-06-30T00:00:00.000Z"


def write_layers(tables: ParkTables, folder: Path) -> None:
    """park.gpkg and the rasters in a folder, in the work CRS, coordinates on a grid of 0.01 m."""
    folder.mkdir(parents=True, exist_ok=True)
    place = tables.layout.place
    write_package(folder / "park.gpkg", {name: _frame(rows, place) for name, rows in sorted(tables.layers.items())})
    for year, cover in tables.covers.items():
        write_raster(folder / f"landcover_{year}.tif", cover, tables.transform, place.epsg)


def write_truth(tables: ParkTables, path: Path) -> None:
    """The intended classes: tables baseline and today, and what is wrong on purpose."""
    frames = {day: _frame(rows, tables.layout.place, validity=False) for day, rows in tables.truth.items()}
    frames["dirt"] = pd.DataFrame(tables.dirt or [("", "")], columns=["kind", "about"])
    write_package(path, frames)


def write_package(path: Path, frames: dict) -> None:
    """A GeoPackage with one table per frame and fixed time stamps, written beside its place and moved there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.gpkg")
    part.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP})
    for name, frame in frames.items():
        options = {"layer_options": {"SPATIAL_INDEX": "NO"}} if isinstance(frame, gpd.GeoDataFrame) else {}
        pyogrio.write_dataframe(frame, part, layer=name, driver="GPKG", use_arrow=True, **options)
    part.replace(path)


def empty_folder(folder: Path) -> None:
    """Remove what an earlier run left."""
    if folder.exists():
        shutil.rmtree(folder)


def _frame(rows: list[dict], place: Place, validity: bool = True) -> pd.DataFrame:
    """Rows with typed columns; geometry moved to the work CRS and rounded."""
    always = ["valid_from", "valid_to"] if validity else []
    names = list(dict.fromkeys([*(name for row in rows for name in row if name != "geometry"), *always]))
    columns = {name: _column(name, [row.get(name) for row in rows]) for name in names}
    if "geometry" not in rows[0]:
        return pd.DataFrame(columns)
    shapes = [_settled(place.in_crs(row["geometry"])) for row in rows]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=place.epsg)


def _settled(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape that rounding may have folded, made valid again; shapes that tile are on the grid already and stay as they are."""
    if shapely.is_valid(shape):
        return shape
    parts = [p for p in shapely.get_parts(shapely.make_valid(shape)) if p.geom_type == "Polygon"]
    return max(parts, key=shapely.area)


def _column(name: str, values: list) -> pd.api.extensions.ExtensionArray:
    if name in DATES:
        return pd.array([dt.date.fromisoformat(str(v)) if v else None for v in values], dtype=pd.ArrowDtype(pa.date32()))
    if name in INTEGERS:
        return pd.array(values, dtype="Int64")
    if name in NUMBERS:
        return pd.array(values, dtype="Float64")
    if name == "further_plan_required":
        return pd.array(values, dtype="boolean")
    return pd.array([None if v is None else str(v) for v in values], dtype=pd.ArrowDtype(pa.string()))
