"""What a person gives: a footprint and supply lines, drawn, uploaded or named, brought to one CRS and checked."""

from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from actions.units.inventory import inventory
from door.loose_shapes import read_shapes
from landuse.measure import crs
from landuse.measure.united import united
from landuse.units.schema import LandClass
from landuse.vacant_first.footprint import DRAWN, check_in_norway, checked_footprint
from landuse.vacant_first.proposal import Footprint
from landuse.vacant_first.supply_lines import checked_lines
from landuse.words.errors import LanduseError
from parks.municipality import municipalities_at
from parks.park import Park

_UNNAMED = "–"
_LONGEST_NAME = 120


def read_footprint(given: Any, park: Park | None, on: date) -> Footprint:
    """The footprint in the park's work CRS.

    Parameters
    ----------
    given : GeoDataFrame, GeoSeries, GeoJSON in degrees as a dict, the path of a file, or ids of vacant units

    Raises
    ------
    LanduseError : footprint_* as landuse.vacant_first.footprint says, footprint_unit_unknown, footprint_unit_not_vacant; as the door says
    """
    if isinstance(given, (list, tuple)) and given and all(isinstance(part, str) for part in given):
        return _of_units(tuple(dict.fromkeys(given)), park, on)
    rows, name = _shapes(given)
    whole = checked_footprint(rows.geometry, name)
    epsg = park.epsg if park else _epsg_at(gpd.GeoSeries([whole], crs=rows.crs))
    moved = gpd.GeoSeries([whole], crs=rows.crs).to_crs(epsg)
    if not municipalities_at(moved):
        lon, lat = _place(moved)
        raise LanduseError("footprint_outside_norway", name=name, lat=round(lat, 2), lon=round(lon, 2))
    return Footprint(_UNNAMED if name is DRAWN else name, checked_footprint(moved, name), epsg)


def read_lines(given: Any, epsg: int) -> gpd.GeoDataFrame:
    """Supply lines in a CRS: kind, name, serves (tuple), geometry; no rows where none are given.

    Raises
    ------
    LanduseError : line_kind_unknown, line_not_line, footprint_crs_missing, footprint_outside_norway, and as the door says
    """
    if given is None:
        empty = {"kind": pd.Series(dtype=object), "name": pd.Series(dtype=object), "serves": pd.Series(dtype=object)}
        return gpd.GeoDataFrame(empty, geometry=gpd.GeoSeries([], crs=epsg))
    rows, name = _shapes(given)
    if rows.crs is None:
        raise LanduseError("footprint_crs_missing", name=name)
    if len(rows):
        check_in_norway(rows.geometry, name)
    return checked_lines(rows.set_geometry(shapely.force_2d(rows.geometry.to_numpy()), crs=rows.crs).to_crs(epsg), name)


def _shapes(given: Any) -> tuple[gpd.GeoDataFrame, str]:
    """Rows with their CRS, and what to call them in a sentence."""
    if isinstance(given, gpd.GeoDataFrame):
        return given, DRAWN
    if isinstance(given, gpd.GeoSeries):
        return gpd.GeoDataFrame(geometry=given), DRAWN
    if isinstance(given, dict):
        return _of_geojson(given), _called(given)
    if isinstance(given, (str, Path)):
        return read_shapes(given), Path(given).name
    raise LanduseError("footprint_not_area", name=DRAWN, found=type(given).__name__)


def _called(document: dict) -> str:
    """The name of the file that a document came from; what is drawn has none."""
    name = document.get("name")
    return name[:_LONGEST_NAME] if isinstance(name, str) and name.strip() else DRAWN


def _of_geojson(document: dict) -> gpd.GeoDataFrame:
    features = document.get("features", [document])
    try:
        shapes = [None if (row.get("geometry", row)) is None else shapely.geometry.shape(row.get("geometry", row)) for row in features]
    except (AttributeError, KeyError, TypeError, ValueError, shapely.errors.GEOSException) as error:
        raise LanduseError("footprint_invalid", name=_called(document), reason="GeoJSON") from error
    told = pd.DataFrame([dict(row.get("properties") or {}) for row in features])
    return gpd.GeoDataFrame(told, geometry=shapes, crs=crs.MAP_EPSG)


def _of_units(unit_ids: tuple[str, ...], park: Park | None, on: date) -> Footprint:
    units = inventory(park.id, on) if park else pd.DataFrame()
    for unit_id in unit_ids:
        if unit_id not in units.index:
            raise LanduseError("footprint_unit_unknown", unit=unit_id, park=park.id if park else "–")
        if units.loc[unit_id, "class"] != LandClass.VACANT:
            raise LanduseError("footprint_unit_not_vacant", unit=unit_id)
    own = units.loc[list(unit_ids)]
    whole = united(own.geometry.to_numpy())
    return Footprint(", ".join(unit_ids), whole, park.epsg, unit_ids, int(own["area_m2"].sum()))


def _epsg_at(shapes: gpd.GeoSeries) -> int:
    return crs.work_epsg(*_place(shapes))


def _place(shapes: gpd.GeoSeries) -> tuple[float, float]:
    """Longitude and latitude of a point inside."""
    point = shapes.representative_point().to_crs(crs.MAP_EPSG).iloc[0]
    return point.x, point.y
