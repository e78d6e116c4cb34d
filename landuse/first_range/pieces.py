"""A park's ground cut by what open maps say of it: parcel, zone, grey or not, near a standing building or not. A row is one patch."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.first_range.declared import declared
from landuse.measure import crs
from landuse.measure.united import united
from landuse.units import zones
from landuse.units.zones import PlanState
from landuse.words import codelists

_COUNTED, _OUTSIDE, _UNZONED, UNKNOWN = "counted", "outside", "unzoned", "unknown"
_TRANSPORT = "12"
_LEAST_M2 = 1.0


@dataclass(frozen=True)
class OpenMaps:
    """What came of the open sources, in one work CRS and with the columns of their layers; None: the source did not answer.

    An empty frame says that the source answered, and has nothing there.
    """

    parcels: gpd.GeoDataFrame | None = None
    points: gpd.GeoDataFrame | None = None
    grey: gpd.GeoDataFrame | None = None
    zoning: gpd.GeoDataFrame | None = None


def pieces(perimeter: shapely.Geometry, maps: OpenMaps, epsg: int, on: pd.Timestamp) -> gpd.GeoDataFrame:
    """The patches of a park; together they are all of its ground.

    Returns
    -------
    parcel; zone (counted, outside, unzoned: no plan that came is in force there, unknown: no plans came); surface (grey, green, transport,
    unknown); near (of a standing industrial building), home (near a dwelling); standing, coming (buildings of the parcel); area_m2 (true)
    """
    near_m = float(number("near_m"))
    points = _points(maps.points, epsg)
    rows = []
    zoned, surfaces = _zones(maps.zoning, on), _surfaces(maps.grey)
    for parcel, ground in _parcels(perimeter, maps.parcels):
        own = points[shapely.intersects(points.geometry.to_numpy(), ground)] if len(points) else points
        known = maps.parcels is not None
        near = _within(own[own["speaks"] == "industry"], near_m) if known else shapely.Polygon()
        home = _within(own[own["speaks"] == "dwelling"], near_m)
        facts = {"standing": int((own["counts_as"] == "stands").sum()), "coming": int((own["counts_as"] == "under_way").sum())}
        for zone, within in _cut(ground, zoned, UNKNOWN if maps.zoning is None else _UNZONED):
            for surface, part in _cut(within, surfaces, UNKNOWN):
                for is_near, side in _sides(part, near):
                    for is_home, single in _sides(side, home):
                        told = {"parcel": parcel, "zone": zone, "surface": surface, "near": is_near, "home": is_home, **facts}
                        rows += [told | {"geometry": one} for one in _areas(single)]
    columns = ["parcel", "zone", "surface", "near", "home", "standing", "coming", "geometry"]
    table = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=epsg)
    return table.assign(area_m2=crs.area_m2(table.geometry).to_numpy() if len(table) else np.array([], dtype=float))


def number(name: str) -> float:
    """A number of the first range's rules."""
    return float(declared()[name]["value"])


def _parcels(perimeter: shapely.Geometry, parcels: gpd.GeoDataFrame | None) -> list[tuple[str, shapely.Geometry]]:
    """The ground of each parcel within the perimeter, and what none of them has; ground of two belongs to the first."""
    left, found = perimeter, []
    if parcels is not None and len(parcels):
        shapes = parcels.geometry.to_numpy()
        for place in parcels.sindex.query(perimeter, predicate="intersects"):
            ground = shapely.intersection(shapes[place], left)
            if shapely.area(ground) > _LEAST_M2:
                found.append((str(parcels["parcel_id"].iloc[place]), ground))
                left = shapely.difference(left, shapes[place])
    return [*found, ("–", left)] if shapely.area(left) > _LEAST_M2 else found


def _points(points: gpd.GeoDataFrame | None, epsg: int) -> gpd.GeoDataFrame:
    """Buildings with what their status counts as, and what their type speaks for: industry, dwelling or nothing."""
    if points is None or points.empty:
        return gpd.GeoDataFrame({"counts_as": [], "speaks": []}, geometry=[], crs=epsg)
    counts_as = codelists.table("bygningsstatus")["counts_as"]
    status = points["building_status"].map(counts_as).fillna("ask")
    kinds = declared()["speaks"]
    types = points["building_type"].fillna("").astype(str)
    speaks = [next((kind for kind, begins in kinds.items() if str(one).startswith(tuple(begins))), "nothing") for one in types]
    stands = (status == "stands").to_numpy()
    told = pd.Series(np.where(stands, speaks, "nothing"), index=points.index)
    return gpd.GeoDataFrame({"counts_as": status, "speaks": told}, geometry=shapely.centroid(points.geometry.to_numpy()), crs=points.crs)


def _within(points: gpd.GeoDataFrame, metres: float) -> shapely.Geometry:
    return united(shapely.buffer(points.geometry.to_numpy(), metres)) if len(points) else shapely.Polygon()


def _zones(zoning: gpd.GeoDataFrame | None, on: pd.Timestamp) -> list[tuple[str, shapely.Geometry]]:
    """Where plans in force count and where they do not, by the newest; elsewhere nobody knows, since no register has all plans."""
    if zoning is None or zoning.empty:
        return []
    ruling = zones.ruling_order(zones.adopted_by(zoning, on.date()))
    ruling = ruling[ruling["plan_state"] == PlanState.IN_FORCE]
    left: dict[str, list[shapely.Geometry]] = {_COUNTED: [], _OUTSIDE: []}
    done = shapely.Polygon()
    for _, plan in ruling.groupby("plan_id", sort=False):
        own = {name: plan[(plan["counts"] == zones.Counts.NO) == (name == _OUTSIDE)].geometry.to_numpy() for name in left}
        for name, shapes in own.items():
            left[name].append(shapely.difference(united(shapes), done))
        done = united([done, *plan.geometry.to_numpy()])
    counted, outside = (united(left[name]) for name in (_COUNTED, _OUTSIDE))
    return [(_COUNTED, counted), (_OUTSIDE, shapely.difference(outside, counted))]


def _surfaces(grey: gpd.GeoDataFrame | None) -> list[tuple[str, shapely.Geometry]]:
    """Transport, grey and green ground of the national map; ground of which it states no share is unknown."""
    if grey is None or grey.empty:
        return []
    least = number("grey_least_pct")
    built = grey["building_pct"].fillna(0) + grey["grey_pct"].fillna(0)
    told = grey[["building_pct", "grey_pct", "green_pct"]].notna().any(axis=1)
    is_transport = grey["cover_code"].astype(str) == _TRANSPORT
    chosen = {"transport": is_transport, "grey": ~is_transport & told & (built >= least), "green": ~is_transport & told & (built < least)}
    found, done = [], shapely.Polygon()
    for name, rows in chosen.items():
        shape = shapely.difference(united(grey[rows].geometry.to_numpy()), done)
        done = united([done, shape])
        found.append((name, shape))
    return found


def _cut(ground: shapely.Geometry, parts: list[tuple[str, shapely.Geometry]], else_: str) -> list[tuple[str, shapely.Geometry]]:
    """Ground by the part that it lies in, and the rest, of which nothing is known."""
    inside = [(name, shapely.intersection(ground, shape)) for name, shape in parts]
    rest = shapely.difference(ground, united([shape for _, shape in parts])) if parts else ground
    return [(name, shape) for name, shape in [*inside, (else_, rest)] if not shapely.is_empty(shape)]


def _sides(ground: shapely.Geometry, near: shapely.Geometry) -> list[tuple[bool, shapely.Geometry]]:
    if shapely.is_empty(near):
        return [(False, ground)]
    return [(True, shapely.intersection(ground, near)), (False, shapely.difference(ground, near))]


def _areas(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """The polygons of a shape, without lines and points that a cut leaves, and without slivers."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return [one for one in parts if one.geom_type == "Polygon" and one.area > _LEAST_M2]
