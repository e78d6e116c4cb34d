"""Untouched nature (INON), only where its polygons are given: what a footprint and its lines come closer to than its zone allows."""

import geopandas as gpd
import numpy as np
import shapely

from landuse.measure import crs
from landuse.measure.flatten import polygons_of
from landuse.measure.united import united
from landuse.units.schema import Status

# Zones by distance from heavier interventions, km. Source: Miljødirektoratet, Hva er INON? (tema.miljodirektoratet.no)
ZONE_FROM_KM = {"2": 1.0, "1": 3.0, "V": 5.0}
_RINGS_KM = ((0.0, 1.0), (1.0, 3.0), (3.0, 5.0))
_M_PER_KM = 1000.0
_EDGE_M = 0.01


def untouched(disturbing: gpd.GeoSeries, zones: gpd.GeoDataFrame | None, failed: bool = False, asked: gpd.GeoSeries | None = None) -> dict:
    """How much of each zone lies how near what would disturb it, whole true m².

    Parameters
    ----------
    disturbing : the footprint and the lines that end untouched nature, projected CRS
    zones : polygons with `zone` (V, 1, 2) in the same CRS; None where nobody has given any
    asked : the ground that they were given for, in the same CRS; None all over. Nothing found beside it is not mapped

    Returns
    -------
    status; zones: zone, distance (`0-1`, `1-3`, `3-5` km), m2; lost_m2 (nearer than 1 km: untouched no more);
    downgraded_m2 (nearer than its zone's own distance, still 1 km away or more)
    """
    if zones is None or zones.empty:
        return _answer(Status.FAILED if failed else Status.NOT_MAPPED, [])
    rows = []
    for low, high in _RINGS_KM:
        ring = _ring(disturbing, low, high)
        hit = zones.iloc[np.unique(zones.sindex.query(ring, predicate="intersects"))]
        for zone, found in hit.groupby("zone", sort=True):
            area_m2 = _shared_m2(found.geometry, ring)
            if area_m2:
                rows.append({"zone": str(zone), "distance": f"{low:.0f}-{high:.0f}", "from_km": low, "to_km": high, "m2": area_m2})
    if rows or asked is None or _is_on(disturbing, asked):
        return _answer(Status.HIT if rows else Status.NO_HIT, rows)
    return _answer(Status.NOT_MAPPED, [])


def _is_on(disturbing: gpd.GeoSeries, asked: gpd.GeoSeries) -> bool:
    """Whether all of some shapes lies on the ground that was asked, edge effects apart."""
    return bool(shapely.covers(shapely.buffer(united(asked.to_numpy()), _EDGE_M), disturbing.to_numpy()).all())


def _ring(disturbing: gpd.GeoSeries, low_km: float, high_km: float) -> shapely.Geometry:
    whole = united(disturbing.to_numpy())
    outer = shapely.buffer(whole, high_km * _M_PER_KM, quad_segs=32)
    return shapely.difference(outer, shapely.buffer(whole, low_km * _M_PER_KM, quad_segs=32)) if low_km else outer


def _shared_m2(shapes: gpd.GeoSeries, ring: shapely.Geometry) -> int:
    shared = polygons_of(shapely.intersection(united(shapes.to_numpy()), ring))
    return int(round(crs.area_m2(gpd.GeoSeries([shared], crs=shapes.crs)).iloc[0])) if not shared.is_empty else 0


def _answer(status: Status, rows: list[dict]) -> dict:
    lost = sum(row["m2"] for row in rows if row["to_km"] <= 1.0)
    lower = sum(row["m2"] for row in rows if row["to_km"] > 1.0 and row["from_km"] < ZONE_FROM_KM.get(row["zone"], 0.0))
    told = [{name: row[name] for name in ("zone", "distance", "m2")} for row in rows]
    return {"status": str(status), "zones": told, "lost_m2": lost, "downgraded_m2": lower}
