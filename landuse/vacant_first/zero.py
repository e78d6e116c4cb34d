"""The zero alternative: the ground as it is today, and what adopted plans will make of it when they are carried out."""

import geopandas as gpd
import numpy as np
import shapely

from landuse.measure import crs
from landuse.measure.flatten import polygons_of
from landuse.measure.united import united
from landuse.rules import table
from landuse.units import zones
from landuse.units.schema import Status
from landuse.vacant_first import taken
from landuse.vacant_first.proposal import Footprint, Ground


def zero_alternative(footprint: Footprint, ruling: gpd.GeoDataFrame | None, ground: Ground) -> dict:
    """What becomes of the footprint without the proposal.

    Parameters
    ----------
    ruling : the zones of zoning plans in force that meet the footprint, without overlaps, in its CRS; None where there is no plan map

    Returns
    -------
    status (HIT; NOT_MAPPED where there is no plan map: then nobody knows what is planned); planned_m2, the ground that the plans set aside
    for building, by zone_code in `zones`; rest_m2, which stays as it is; taken, as an answer's `taken`: what the plans take of nature
    """
    total_m2 = round(footprint.total_m2 or _area_m2(footprint.shape, ground))
    if ruling is None:
        return {"status": str(Status.NOT_MAPPED), "planned_m2": 0, "rest_m2": total_m2, "zones": [], "taken": []}
    built = ruling[np.array([_builds(code) for code in ruling["zone_code"]], dtype=bool)]
    shared = [polygons_of(shape) for shape in shapely.intersection(built.geometry.to_numpy(), footprint.shape)]
    by_code: dict[str, list[shapely.Geometry]] = {}
    for code, shape in zip(built["zone_code"], shared, strict=True):
        if not shape.is_empty:
            by_code.setdefault(str(code), []).append(shape)
    whole = {code: united(shapes) for code, shapes in sorted(by_code.items())}
    areas = {code: round(_area_m2(shape, ground)) for code, shape in whole.items()}
    planned_m2 = min(sum(areas.values()), total_m2)
    rows = _rows(united(list(whole.values())), planned_m2, ground) if planned_m2 else []
    answer = {"status": str(Status.HIT), "planned_m2": planned_m2, "rest_m2": total_m2 - planned_m2}
    return answer | {"zones": [{"zone_code": code, "m2": area} for code, area in areas.items() if area], "taken": rows}


def _rows(shape: shapely.Geometry, total_m2: int, ground: Ground) -> list[dict]:
    parts = gpd.GeoDataFrame({"of": ["zero"], "line": -1, "how": taken.HOWS[0]}, geometry=[shape], crs=ground.epsg)
    pieces = taken.cut_ground(parts, ground.land_resource, ground.perimeter, ground.failed)
    return taken.as_taken(taken.whole_rows(pieces, {"zero": total_m2}), taken.TAKEN[1:])


def _area_m2(shape: shapely.Geometry, ground: Ground) -> float:
    return float(crs.area_m2(gpd.GeoSeries([shape], crs=ground.epsg)).iloc[0])


def _builds(code: object) -> bool:
    """Whether a plan that is carried out builds on its zone: buildings, works and transport, by the first digit of the law's codes."""
    return isinstance(code, str) and code[:1] in table("vacant_first")["zero"][f"law_{zones.law_of(code)}"]
