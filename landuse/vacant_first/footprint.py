"""Whether a shape can be a footprint: ground in Norway, drawn without crossing itself, of a size that one case can be about."""

import math
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import shapely

from landuse.measure import crs
from landuse.rules import table
from landuse.words.errors import LanduseError, Word

DRAWN = Word("encroach.drawn")  # what an area without a file is called in a sentence
_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_KINDS = {"Point": "point", "LineString": "line", "LinearRing": "line", "Polygon": "area"}
_M2_PER_KM2 = 1e6
_NORWAY_DEG = (4.0, 57.5, 31.5, 71.5)  # west, south, east, north of the mainland, as crs.work_epsg


def checked_footprint(shapes: gpd.GeoSeries, name: str) -> shapely.Geometry:
    """One valid polygon or multipolygon of all shapes, in their CRS.

    Raises
    ------
    LanduseError : footprint_empty, footprint_not_area, footprint_crosses_itself, footprint_invalid, footprint_crs_missing,
        footprint_outside_norway, footprint_too_large
    """
    given = shapes.to_numpy()
    given = given[~(shapely.is_missing(given) | shapely.is_empty(given))]
    if not len(given):
        raise LanduseError("footprint_empty", name=name)
    other = ~np.isin(shapely.get_type_id(given), _POLYGONS)
    if other.any():
        raise LanduseError("footprint_not_area", name=name, found=kind_word(given[other][0]))
    if shapes.crs is None:
        raise LanduseError("footprint_crs_missing", name=name)
    check_in_norway(gpd.GeoSeries(given, crs=shapes.crs), name)
    _check_valid(gpd.GeoSeries(given, crs=shapes.crs), name)
    whole = shapely.union_all(shapely.force_2d(given))
    _check_size(gpd.GeoSeries([whole], crs=shapes.crs), name)
    return whole


def check_drawn(shapes: Iterable[shapely.Geometry]) -> None:
    """Refuse areas that cannot be a footprint together, as soon as they are drawn or pasted; lines and points may be anything.

    Parameters
    ----------
    shapes : in longitude and latitude

    Raises
    ------
    LanduseError : as `checked_footprint`
    """
    areas = [shape for shape in shapes if shapely.get_type_id(shape) in _POLYGONS]
    if areas:
        checked_footprint(gpd.GeoSeries(areas, crs=crs.MAP_EPSG), DRAWN)


def check_in_norway(shapes: gpd.GeoSeries, name: str) -> None:
    """Refuse what lies outside the box around mainland Norway, or has coordinates that are no place.

    Raises
    ------
    LanduseError : footprint_outside_norway
    """
    degrees = shapes.to_crs(crs.MAP_EPSG).total_bounds
    west, south, east, north = _NORWAY_DEG
    inside = np.isfinite(degrees).all() and west <= degrees[0] and degrees[2] <= east and south <= degrees[1] and degrees[3] <= north
    if not inside:
        lon, lat = (float((degrees[axis] + degrees[axis + 2]) / 2) for axis in (0, 1))
        raise LanduseError("footprint_outside_norway", name=name, lat=round(lat, 2), lon=round(lon, 2))


def kind_word(shape: shapely.Geometry | None) -> Word:
    """What a shape is in words: a point, a line, an area, or several kinds together."""
    return Word(f"encroach.shape.{_KINDS.get(shape.geom_type.removeprefix('Multi'), 'mixed') if shape is not None else 'none'}")


def _check_valid(given: gpd.GeoSeries, name: str) -> None:
    for shape in given[~given.is_valid]:
        reason, _, where = shapely.is_valid_reason(shape).partition("[")
        if "elf-intersection" in reason:
            point = gpd.GeoSeries([shapely.Point(*map(float, where.rstrip("]").split()))], crs=given.crs).to_crs(crs.MAP_EPSG)[0]
            raise LanduseError("footprint_crosses_itself", name=name, lat=round(point.y, 5), lon=round(point.x, 5))
        hole = "hole" in reason.lower()
        raise LanduseError("footprint_invalid", name=name, reason=Word(f"encroach.invalid.{'hole' if hole else 'shape'}"))


def _check_size(whole: gpd.GeoSeries, name: str) -> None:
    largest_m2 = table("vacant_first")["footprint"]["largest_m2"]
    area_m2 = float(crs.area_m2(whole.to_crs(crs.MAP_EPSG)).iloc[0])
    if area_m2 > largest_m2:
        km2 = math.ceil(area_m2 / _M2_PER_KM2 * 10) / 10  # upwards, so that it reads as more than the limit
        raise LanduseError("footprint_too_large", name=name, km2=km2, limit_km2=round(largest_m2 / _M2_PER_KM2))
    if area_m2 < 1:
        raise LanduseError("footprint_empty", name=name)
