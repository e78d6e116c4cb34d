"""The proposal itself against every need, and what becomes of its ground without it, from a park's layers on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from actions.map import map_data
from actions.plans.said import said_zoning
from actions.units.measured import distances
from actions.vacant_first.sites import bound_ground, own_sites
from actions.vacant_first.slopes import slopes_pct
from landuse.measure.flatten import flatten
from landuse.units import zones
from landuse.units.zones import PlanState
from landuse.vacant_first.alternative import Asked
from landuse.vacant_first.proposal import Footprint, Ground, Proposal
from landuse.vacant_first.proposal_fits import Standing, free_search, proposal_rows
from landuse.vacant_first.same_ground import free_of, groups_on, site_ground
from landuse.vacant_first.supply_lines import reaching
from landuse.vacant_first.zero import zero_alternative
from parks.park import Park
from parks.read import read_layer, table_names


def held_against(
    park: Park | None, footprint: Footprint, lines: gpd.GeoDataFrame, proposal: Proposal, ground: Ground, needs: Mapping[str, Any], on: date
) -> Asked:
    """The needs with the proposal held against them; without a park nothing is known of its ground."""
    ruling = _ruling(park, footprint, on) if park else None
    standing = _standing(park, footprint, ruling, on) if park else Standing({}, None, shapely.Polygon(), None)
    search = free_search(footprint, standing, needs)
    rows = proposal_rows(footprint, lines, reaching(lines, footprint.shape), standing, search, needs)
    groups = groups_on({"": site_ground(search, (0,))}, ground)[""] if search else None
    return Asked(needs, footprint, proposal, rows, groups, zero_alternative(footprint, ruling, ground))


def _standing(park: Park, footprint: Footprint, ruling: gpd.GeoDataFrame | None, on: date) -> Standing:
    far = distances(park, footprint.series.to_numpy(), on, map_data.version(park.id))
    units = _units(park, footprint, on)
    bound = bound_ground(park, on)
    slope_pct = slopes_pct(park, np.array([free_of(footprint.shape, bound)], dtype=object))[0]
    return Standing({name: float(value[0]) for name, value in far.items()}, ruling, bound, units, float(slope_pct))


def _units(park: Park, footprint: Footprint, on: date) -> pd.DataFrame | None:
    """The facts of the vacant units that would be built out, as of candidates; None where it is drawn, or where they are no candidates."""
    plots = own_sites(park, on).plots
    return plots.loc[list(footprint.units)] if footprint.units and set(footprint.units) <= set(plots.index) else None


def _ruling(park: Park, footprint: Footprint, on: date) -> gpd.GeoDataFrame | None:
    """The zones of zoning plans in force that meet the footprint, without overlaps; None where the park has no plan map."""
    if "zoning" not in table_names(park):
        return None
    rows = read_layer(park, "zoning", on)
    near = rows.iloc[rows.sindex.query(footprint.shape, predicate="intersects")]
    found = zones.ruling_order(said_zoning(park, zones.adopted_by(near, on)))
    flat, _ = flatten(found[found["plan_state"] == PlanState.IN_FORCE], "plan_id")
    return flat
