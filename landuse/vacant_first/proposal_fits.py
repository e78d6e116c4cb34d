"""The proposal itself against every need, by the measure that the candidates are held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.vacant_first import fits
from landuse.vacant_first.candidate import asked_size
from landuse.vacant_first.candidates import Search, Sites
from landuse.vacant_first.proposal import Footprint
from landuse.vacant_first.same_ground import free_of

_SERVED_BY = {"water": "water", "sewer": "sewer", "rail": "rail"}  # a need, and the kind of line that would meet it
_TRIFLE_PCT = 1.0  # our rule, as for ground that is not mapped: an edge along another zone is no zone of the proposal


@dataclass(frozen=True)
class Standing:
    """What is known of the ground of a proposal beside its shape.

    far_m : metres to the nearest of what serves it, by measure; NaN where there is no map
    zones : what plans in force set the ground aside for: zone_code and geometry, without overlaps; None where there is no plan map
    bound : the ground that may not be built on
    units : facts of the vacant units that it consists of, as of candidates; None where it was drawn or uploaded
    slope_pct : the mean slope of its free ground; NaN where there is no terrain model of it
    """

    far_m: Mapping[str, float]
    zones: gpd.GeoDataFrame | None
    bound: shapely.Geometry
    units: pd.DataFrame | None
    slope_pct: float = np.nan


def free_search(footprint: Footprint, standing: Standing, needs: Mapping[str, Any]) -> Search | None:
    """The search over the footprint's free ground as if it were one plot; None where all of it is bound."""
    free = free_of(footprint.shape, standing.bound)
    if free.is_empty:
        return None
    area_m2 = float(crs.area_m2(gpd.GeoSeries([free], crs=footprint.epsg)).iloc[0])
    return Search(Sites(np.array([free], dtype=object), np.array([area_m2]), [np.empty(0, dtype=np.int64)]), asked_size(needs))


def proposal_rows(
    footprint: Footprint, lines: gpd.GeoDataFrame, reaching: np.ndarray, standing: Standing, search: Search | None, needs: Mapping[str, Any]
) -> list[dict]:
    """Rows as `fits.fit_rows` gives them; nothing fits where all of the ground is bound.

    Parameters
    ----------
    reaching : which lines reach the footprint: what they bring is there when they are built
    """
    if search is None:
        return [fits.bound_row(need, needs[need]) for need in needs]
    own = standing.units if standing.units is not None else _drawn(footprint, standing)
    for need, kind in _SERVED_BY.items():
        if need in needs and (lines["kind"].to_numpy()[reaching] == kind).any():
            because = [row | {need: fits.DRAWN} for row in own["because"]]
            own = own.assign(**{f"{need}_m": 0.0, "because": because})
    return fits.fit_rows(search, (0,), own, needs)


def _drawn(footprint: Footprint, standing: Standing) -> pd.DataFrame:
    """A row for each zone that the footprint lies in, and for the rest; what no map tells is not known."""
    codes, unzoned = _zones(footprint, standing.zones)
    far = {name: standing.far_m.get(name, np.nan) for name in (*(f"{need}_m" for need in fits.WITHIN), "main_road_m")}
    why = {need: fits.NOT_MAPPED for need in fits.NEAR if np.isnan(far[need if need == "main_road_m" else f"{need}_m"])}
    why |= {fits.SLOPE: fits.NO_TERRAIN} if np.isnan(standing.slope_pct) else {}
    why |= {"mw": fits.NOT_SAID, "ready_by": fits.PLAN_FIRST if unzoned or standing.zones is None else fits.NOT_SAID}
    why |= {"zone_codes": fits.NOT_MAPPED if standing.zones is None else fits.PLAN_FIRST}
    given = [*codes, *([None] if unzoned or not codes else [])]
    row = far | {"mw": np.nan, "ready_on": pd.NaT, "because": why, "against": {}, fits.SLOPE: standing.slope_pct}
    return pd.DataFrame([row | {"zone_code": code} for code in given])


def _zones(footprint: Footprint, zones: gpd.GeoDataFrame | None) -> tuple[list[str], bool]:
    """The zones that the footprint lies in, a trifle apart, and whether some of it lies in none."""
    whole_m2 = shapely.area(footprint.shape)
    least_m2 = whole_m2 * _TRIFLE_PCT / 100
    if zones is None or zones.empty:
        return [], True
    shared = shapely.area(shapely.intersection(zones.geometry.to_numpy(), footprint.shape))
    by_code = pd.Series(shared).groupby(zones["zone_code"].astype(object).fillna("").to_numpy()).sum()
    kept = by_code[(by_code > least_m2) & (by_code.index != "")]
    return [str(code) for code in kept.index], bool(whole_m2 - by_code.sum() > least_m2)
