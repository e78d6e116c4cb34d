"""Coordinate systems and true areas. Every EPSG number of the project and every area that a person sees is here.

A map projection stretches: plain `.area` in EPSG:25833 is 0.64 % too large at Mongstad. A true area is the planar one
divided by the projection's areal scale factor, here always at the *parcel's* centroid, so that the pieces of a parcel
add up to it exactly.
"""

import math
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from landuse.words.errors import LanduseError

MAP_EPSG = 4326  # WGS 84: web maps and GeoJSON (RFC 7946)
WEB_MERCATOR_EPSG = 3857  # what web maps draw in
WORK_EPSG = (25832, 25833, 25835)  # EUREF89 / UTM 32, 33 and 35 north, as Norwegian municipalities use them
PLAN_3D_EPSG = (5972, 5973, 5975)  # the same with heights in NN2000, as plans in 3D are exchanged
# UTM 31, 34, 36; web maps; NTM 5–30; NGO 1948 I–VIII
OTHER_EPSG = (25831, 25834, 25836, WEB_MERCATOR_EPSG, *range(5105, 5131), *range(27391, 27399))
GEODETIC_EPSG = 4258  # EUREF89, longitude and latitude

_KOORDSYS = ((1, 8, 27391), (19, 26, 25829), (31, 36, 23031), (59, 66, 32629), (84, 84, GEODETIC_EPSG), (205, 230, 5105))
_ZONE_EDGES_DEG = (12.0, 21.0)  # our rule: west of 12° E zone 32 (so Overhalla, at 12.0, by its municipality), east of 21° zone 35
FACTOR_HOLDS_M2 = 5e6  # up to 5 km² the factor at the centroid agrees with the geodesic area to 1e-6 (measured)
_EDGE_M = 200.0  # longest edge when a large outline is measured geodesically
_PSEUDO = "Popular Visualisation Pseudo Mercator"  # its factors are those of a sphere: wrong by 0.1 %


def work_epsg(lon: float, lat: float) -> int:
    """The work CRS of a park by its place: 25832 south and west, 25833 in Nordland and Troms, 25835 in Finnmark.

    Central Norway up to 65° N keeps zone 32 to 12.5° E, as its municipalities do (Verdal, Overhalla).

    Raises
    ------
    LanduseError : the place is outside mainland Norway
    """
    if not (4.0 <= lon <= 31.5 and 57.5 <= lat <= 71.5):
        raise LanduseError("place_outside_norway", lon=lon, lat=lat)
    west, east = _ZONE_EDGES_DEG
    if lon < west or (lat < 65.0 and lon < west + 0.5):
        return WORK_EPSG[0]
    return WORK_EPSG[1] if lon < east else WORK_EPSG[2]


@cache
def name(epsg: int) -> str:
    """What a coordinate system is called."""
    return pyproj.CRS.from_epsg(epsg).name


def koordsys_epsg(koordsys: int) -> int | None:
    """The EPSG number of a SOSI file's KOORDSYS; None where it has none.

    Source
    ------
    SOSI standard 4.5, parts 1 and 2: coordinate systems (NGO1948, EUREF89 UTM, ED50, WGS 84, EUREF89 NTM zones 5–30)
    """
    for first, last, epsg in _KOORDSYS:
        if first <= koordsys <= last:
            return epsg + koordsys - first
    return None


def areal_factor(geometries: gpd.GeoSeries) -> pd.Series:
    """Planar area per true area at each geometry's centroid (1.0 = true); 1.0 where a shape is empty and so has none.

    Raises
    ------
    LanduseError : the series has no projected CRS, or one whose factors are not the ellipsoid's
    """
    crs = _projected(geometries)
    if not has_areal_scale(crs):
        raise LanduseError("no_areal_factor", crs=crs.name)
    centroids = shapely.centroid(geometries.to_numpy())
    factor, there = np.ones(len(centroids)), ~shapely.is_empty(centroids)
    if there.any():  # GEOS refuses to tell where nothing lies, PROJ to be asked about nothing
        factor[there] = areal_scale(crs, shapely.get_x(centroids[there]), shapely.get_y(centroids[there]))
    return pd.Series(factor, index=geometries.index, name="areal_factor")


def areal_scale(crs: pyproj.CRS, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Planar area per true area at places in a projected CRS whose factors are the ellipsoid's (`has_areal_scale`)."""
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    return pyproj.Proj(crs).get_factors(*to_degrees.transform(x, y)).areal_scale


def has_areal_scale(crs: pyproj.CRS) -> bool:
    """Whether a projection's factors hold on the ellipsoid; those of web Mercator are a sphere's."""
    return crs.coordinate_operation.method_name != _PSEUDO


def area_m2(geometries: gpd.GeoSeries) -> pd.Series:
    """True area on the ellipsoid, m², on the index it was given.

    Planar area over the areal factor; geodesic where that does not hold: degrees, web Mercator, and shapes over 5 km².

    Raises
    ------
    LanduseError : the series has no CRS

    Source
    ------
    PROJ, proj_factors (areal scale); GeographicLib, polygon areas
    """
    if geometries.crs is None:
        raise LanduseError("crs_missing")
    if geometries.crs.is_geographic:
        return _geodesic_area_m2(geometries)
    if not has_areal_scale(_projected(geometries)):
        return _geodesic_area_m2(geometries)
    true = pd.Series(planar_area_m2(geometries) / areal_factor(geometries).to_numpy(), geometries.index, name="area_m2")
    large = true > FACTOR_HOLDS_M2
    if large.any():
        true[large] = _geodesic_area_m2(geometries[large])
    return true


def length_m(geometries: gpd.GeoSeries) -> pd.Series:
    """True length on the ellipsoid, m, on the index it was given; 0 for points.

    Raises
    ------
    LanduseError : the series has no CRS

    Source
    ------
    GeographicLib, geodesic lengths
    """
    if geometries.crs is None:
        raise LanduseError("crs_missing")
    shapes = geometries if geometries.crs.is_geographic else geometries.segmentize(_EDGE_M)
    geodetic = geometries.crs if geometries.crs.is_geographic else geometries.crs.geodetic_crs
    ellipsoid = geodetic.get_geod()
    lengths = [ellipsoid.geometry_length(shape) if shape else 0.0 for shape in shapes.to_crs(geodetic)]
    return pd.Series(lengths, index=geometries.index, name="length_m", dtype=float)


def planar_area_m2(geometries: gpd.GeoSeries) -> np.ndarray:
    """Area in the plane of the projection, m²: for shares of one geometry, never for a figure that is shown."""
    return shapely.area(geometries.to_numpy())


def ellipsoid() -> pyproj.Geod:
    """The ellipsoid of WGS 84, for lengths and distances between places in longitude and latitude."""
    return pyproj.CRS.from_epsg(MAP_EPSG).get_geod()


def whole_m2(parts_m2: pd.Series) -> pd.Series:
    """Areas rounded to whole m² so that they sum to the rounded total (largest remainder).

    Ties go to the part that comes first in the index' order, so that row order changes nothing.
    """
    floor = np.floor(parts_m2).astype("int64")
    missing = round(math.fsum(parts_m2)) - int(floor.sum())  # an exact sum, whatever the order
    remainder = (parts_m2 - floor).rename("remainder").to_frame()
    remainder["name"] = [str(key) for key in parts_m2.index]
    first = remainder.sort_values(["remainder", "name"], ascending=[False, True]).index[: max(missing, 0)]
    floor.loc[first] += 1
    return floor


def _projected(geometries: gpd.GeoSeries) -> pyproj.CRS:
    if geometries.crs is None:
        raise LanduseError("crs_missing")
    if not geometries.crs.is_projected:
        raise LanduseError("crs_not_projected", crs=geometries.crs.name)
    return geometries.crs


def _geodesic_area_m2(geometries: gpd.GeoSeries) -> pd.Series:
    crs = geometries.crs
    outlines = geometries.to_numpy()
    if crs.is_projected:
        outlines = shapely.segmentize(outlines, _EDGE_M)
    geodetic = crs if crs.is_geographic else crs.geodetic_crs
    degrees = gpd.GeoSeries(outlines, crs=crs).to_crs(geodetic)
    ellipsoid = geodetic.get_geod()
    areas = [abs(ellipsoid.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) if shape else 0.0 for shape in degrees]
    return pd.Series(areas, index=geometries.index, name="area_m2", dtype=float)
