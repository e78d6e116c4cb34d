"""Shapes that a person draws or pastes: read from WKT, GeoJSON or lines of coordinates, checked, and measured.

Text says seldom which coordinate system it is in. Degrees and metres cannot be taken for each other, nor can latitude
and longitude in Norway; which UTM zone metres are in is found by the park's own place, and said.
"""

import json
import re
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from landuse.measure import crs
from landuse.words.errors import LanduseError

Kind = Literal["polygon", "line", "point"]
KINDS: tuple[Kind, ...] = ("polygon", "line", "point")
MOST_CHARACTERS = 200_000  # our own limits: what a person can have meant to paste
MOST_POINTS = 5_000
MOST_SHAPES = 100
NEAR_KM = 100.0  # our own: no park is larger; neighbouring UTM zones put a place at least 150 km away
_TYPES = {0: "point", 1: "line", 2: "line", 3: "polygon"}
_TYPES_END = 3  # shapely's numbers above it are of several parts
_LEAST = {"polygon": 3, "line": 2, "point": 1}
_NORWAY_DEG = ((4.0, 57.0), (32.0, 72.0))  # lon and lat of the mainland: the ranges do not overlap
_CANDIDATES = (*crs.WORK_EPSG, crs.MAP_EPSG)
_WKT = re.compile(r"(SRID\s*=\s*(?P<srid>\d+)\s*;)?\s*(?P<wkt>(MULTI)?(POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)", re.IGNORECASE)
_COMMA_NUMBERS = re.compile(r"[-+]?\d+(?:,\d+)?")
_DOT_NUMBERS = re.compile(r"[-+]?\d+(?:\.\d+)?")
_SHOWN = 60  # letters of what was typed that a sentence repeats
_COMPASS = re.compile(r"[NEØnøe°]")


@dataclass(frozen=True)
class Sketch:
    """Shapes in longitude and latitude, each of one part, and the coordinate system that their text was read in."""

    shapes: tuple[shapely.Geometry, ...]
    epsg: int


def read_text(text: str, kind: Kind, place: tuple[float, float], kinds: tuple[Kind, ...] = KINDS) -> Sketch:
    """The shapes in a text.

    Parameters
    ----------
    kind : what lines of coordinates are: a polygon's corners, a line's bends, or points
    place : latitude and longitude that the shapes lie near
    kinds : the kinds that are taken

    Raises
    ------
    LanduseError : sketch_… : nothing there, unreadable, of another kind, too few or too many points, crossing itself, elsewhere
    """
    if not text.strip():
        raise LanduseError("sketch_empty")
    if len(text) > MOST_CHARACTERS:
        raise LanduseError("sketch_long", most=MOST_CHARACTERS)
    shape, said = _shape(text.strip(), kind)
    lonlat, epsg = _placed(shape, said, place)
    return Sketch(_checked(_singles([lonlat]), kinds), epsg)


def read_place(text: str, near: tuple[float, float] | None) -> tuple[float, float]:
    """Latitude and longitude of one place by its coordinates.

    Parameters
    ----------
    near : latitude and longitude that it lies near, which tells the system of its coordinates; None where nobody knows: then in degrees

    Raises
    ------
    LanduseError : place_unread; sketch_… as `read_text`, where it is known what it lies near
    """
    if near is not None:
        shapes = read_text(text, "point", near, ("point",)).shapes
        if len(shapes) != 1:
            raise LanduseError("place_unread", value=text[:_SHOWN])
        return float(shapes[0].y), float(shapes[0].x)
    numbers = [float(word.replace(",", ".")) for word in re.findall(r"\d+(?:[.,]\d+)?", _COMPASS.sub("", text))]
    if len(numbers) != 2:
        raise LanduseError("place_unread", value=text[:_SHOWN])
    (west, south), (east, north) = _NORWAY_DEG
    for lat, lon in (numbers, numbers[::-1]):
        if south <= lat <= north and west <= lon <= east:
            return lat, lon
    raise LanduseError("place_unread", value=text[:_SHOWN])


def read_collection(collection: Any, place: tuple[float, float], kinds: tuple[Kind, ...] = KINDS) -> Sketch:
    """The shapes of a GeoJSON FeatureCollection in longitude and latitude, as a map draws them.

    Raises
    ------
    LanduseError : as `read_text`
    """
    return Sketch(_checked(_singles([_placed(_geojson(collection), crs.MAP_EPSG, place)[0]]), kinds), crs.MAP_EPSG)


def collection(shapes: tuple[shapely.Geometry, ...]) -> dict[str, Any]:
    """Shapes as a FeatureCollection: each with its kind, and its true area_m2 or length_m."""
    features = [{"type": "Feature", "properties": measures(shape), "geometry": json.loads(shapely.to_geojson(shape))} for shape in shapes]
    return {"type": "FeatureCollection", "features": features}


def measures(shape: shapely.Geometry) -> dict[str, Any]:
    """What a drawn shape is and how large: kind, area_m2 for a polygon, length_m for a line."""
    kind = kind_of(shape)
    if kind == "polygon":
        return {"kind": kind, "area_m2": round(float(crs.area_m2(gpd.GeoSeries([shape], crs=crs.MAP_EPSG)).iloc[0]), 1)}
    if kind == "line":
        return {"kind": kind, "length_m": round(crs.ellipsoid().geometry_length(shape), 1)}
    return {"kind": kind}


def kind_of(shape: shapely.Geometry) -> Kind:
    """Polygon, line or point."""
    return _TYPES[int(shapely.get_type_id(shape))]


def _shape(text: str, kind: Kind) -> tuple[shapely.Geometry, int | None]:
    """The geometry as it stands in the text, and the EPSG number that the text names."""
    if text.startswith(("{", "[")):
        return _geojson_text(text)
    found = _WKT.match(text)
    if found is None:
        return _lines(text, kind), None
    try:
        shape = shapely.from_wkt(text[found.start("wkt") :])
    except shapely.errors.GEOSException as error:
        raise LanduseError("sketch_wkt") from error
    return shapely.force_2d(shape), int(found["srid"]) if found["srid"] else None


def _geojson_text(text: str) -> tuple[shapely.Geometry, int | None]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LanduseError("sketch_json", line=getattr(error, "lineno", 1)) from error
    named = re.search(r"EPSG:+(\d+)", json.dumps(told["crs"])) if isinstance(told, dict) and "crs" in told else None
    return _geojson(told), int(named[1]) if named else None


def _geojson(told: Any) -> shapely.Geometry:
    try:
        return shapely.force_2d(shapely.from_geojson(json.dumps(told)))
    except (shapely.errors.GEOSException, RecursionError) as error:
        raise LanduseError("sketch_geojson") from error


def _lines(text: str, kind: Kind) -> shapely.Geometry:
    points = [_pair(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(points) < _LEAST[kind]:
        raise LanduseError(f"sketch_few_{kind}", found=len(points))
    if kind == "point":
        return shapely.MultiPoint(points)
    return shapely.LineString(points) if kind == "line" else shapely.Polygon(points)


def _pair(number: int, line: str) -> tuple[float, float]:
    """Two numbers, with decimal points or decimal commas."""
    bare = _COMPASS.sub(" ", line).strip()
    for pattern, apart in ((_DOT_NUMBERS, r"[\s,;]+"), (_COMMA_NUMBERS, r"[\s;]+|,\s+")):
        parts = [part for part in re.split(apart, bare.rstrip(",;")) if part]
        if len(parts) == 2 and all(pattern.fullmatch(part) for part in parts):
            first, second = (float(part.replace(",", ".")) for part in parts)
            return first, second
    raise LanduseError("sketch_line", line=number, found=line.strip()[:60])


def _placed(shape: shapely.Geometry, said: int | None, place: tuple[float, float]) -> tuple[shapely.Geometry, int]:
    """The geometry in longitude and latitude, whichever zone and order of axes puts it at the place."""
    points = shapely.get_coordinates(shape)
    if not len(points):
        raise LanduseError("sketch_empty")
    if len(points) > MOST_POINTS:
        raise LanduseError("sketch_large", found=len(points), most=MOST_POINTS)
    if not np.isfinite(points).all():
        raise LanduseError("sketch_infinite")
    for epsg, turned in product([said] if said else _CANDIDATES, (False, True)):
        moved = _moved(points[:, ::-1] if turned else points, epsg)
        if moved is not None and _distance_km(moved, place) <= NEAR_KM:
            return shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(shape)), moved), epsg
    raise LanduseError("sketch_elsewhere", lat=round(place[0], 2), lon=round(place[1], 2), km=round(NEAR_KM))


def _moved(points: np.ndarray, epsg: int) -> np.ndarray | None:
    """Points in longitude and latitude; None where they are not points of mainland Norway."""
    try:
        system = pyproj.CRS.from_epsg(epsg)
    except pyproj.exceptions.CRSError as error:
        raise LanduseError("unknown_epsg", epsg=epsg) from error
    if system.is_geographic and (np.abs(points) > (180, 90)).any():
        return None
    lonlat = np.column_stack(pyproj.Transformer.from_crs(system, crs.MAP_EPSG, always_xy=True).transform(points[:, 0], points[:, 1]))
    low, high = _NORWAY_DEG
    return lonlat if np.isfinite(lonlat).all() and (lonlat >= low).all() and (lonlat <= high).all() else None


def _distance_km(lonlat: np.ndarray, place: tuple[float, float]) -> float:
    """From the place to the farthest point."""
    lat, lon = (np.full(len(lonlat), side) for side in place)
    return float(crs.ellipsoid().inv(lonlat[:, 0], lonlat[:, 1], lon, lat)[2].max() / 1000)


def _singles(shapes: list[shapely.Geometry]) -> list[shapely.Geometry]:
    """Collections taken apart into polygons, lines and points of one part each."""
    parts = np.array(shapes, dtype=object)
    while (shapely.get_type_id(parts) > _TYPES_END).any():
        parts = shapely.get_parts(parts)
    return [part for part in parts if not shapely.is_empty(part)]


def _checked(shapes: list[shapely.Geometry], kinds: tuple[Kind, ...]) -> tuple[shapely.Geometry, ...]:
    if not shapes:
        raise LanduseError("sketch_empty")
    if len(shapes) > MOST_SHAPES:
        raise LanduseError("sketch_many", found=len(shapes), most=MOST_SHAPES)
    for shape in shapes:
        if kind_of(shape) not in kinds:
            raise LanduseError(f"sketch_kind_{kind_of(shape)}")
        if not shapely.is_valid(shape):
            raise _invalid(shape)
    return tuple(shapes)


def _invalid(shape: shapely.Geometry) -> LanduseError:
    where = re.search(r"\[(\S+) (\S+)\]", shapely.is_valid_reason(shape))
    lon, lat = (round(float(side), 5) for side in where.groups()) if where else shapely.get_coordinates(shape)[0].round(5)
    return LanduseError("sketch_crossing", lat=lat, lon=lon)
