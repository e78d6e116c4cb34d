"""What buildings say of the ground round them: by size, type and share of the plot (landuse/rules/yards.toml)."""

from enum import StrEnum

import geopandas as gpd
import pandas as pd

from landuse.measure import crs
from landuse.rules import table
from landuse.units import building_points, buildings, zones


class Says(StrEnum):
    """What a standing building says of the ground that it stands on."""

    CARRIES = "carries"
    NOTHING = "nothing"
    DWELLING = "dwelling"
    TECHNICAL = "technical"


def number(name: str) -> float:
    """A number of the yard rule; its unit ends its name."""
    return table("yards")[name]["value"]


def says(rows: gpd.GeoDataFrame) -> pd.Series:
    """What each building says of its ground: size before type; a building in several parts is as large as all of them.

    The size of a point is unknown: by its type it says that it is a dwelling or carries nothing, and else it may carry its plot.
    """
    ids = rows["building_id"].astype(str)
    size_m2 = pd.Series(crs.planar_area_m2(rows.geometry), index=rows.index).groupby(ids).transform("sum")
    kind = rows["building_type"].map(_by_type).astype(object)
    little = size_m2 < number("little_m2")
    said = kind.mask((kind == Says.NOTHING) & ~little, Says.CARRIES).mask((kind == Says.TECHNICAL) & little, Says.NOTHING)
    said = said.mask((size_m2 < number("shed_m2")) & (kind != Says.DWELLING), Says.NOTHING)
    return said.mask(building_points.are_points(rows), kind.mask(kind == Says.TECHNICAL, Says.CARRIES))


def carrying(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The buildings that a plot can stand on, and works of size: those that use the ground round them."""
    return rows[says(rows).isin([Says.CARRIES, Says.TECHNICAL])]


def gather(units: gpd.GeoDataFrame, all_buildings: gpd.GeoDataFrame, zone_counts: pd.Series) -> pd.DataFrame:
    """Standing buildings by what they say, those under way and in doubt; a plot is one, so all its business pieces share them.

    Returns
    -------
    indexed by unit_id: standing_buildings (that a plot can stand on), standing_points (those of them of which only a point is
    known, so that nobody knows their size), technical_buildings, little_buildings (that carry nothing), dwellings
    (on the unit's property, where nothing else stands), buildings_under_way, buildings_in_doubt, buildings_likely (those of them
    that likelier stand than not), and building_pct, the share of the plot that those it stands on cover; plot_carried, whether that
    is enough; holds_building, whether it is large enough for one; base_built_pct, as building_pct, of all business ground of its plot
    or parcel, whatever was proposed of it
    """
    found = pd.DataFrame(index=units.index)
    standing = building_points.telling(buildings.in_state(all_buildings, buildings.STANDS))
    said = says(standing)
    together = units["plot_id"].notna() & zone_counts.isin(zones.BUSINESS) & ~units["proposed"].astype(bool)
    group = units["plot_id"].where(together, pd.Series(units.index, index=units.index))
    stands = {kind: buildings.stands_on(units, standing[said == kind]) for kind in Says}
    names = {Says.CARRIES: "standing_buildings", Says.TECHNICAL: "technical_buildings", Says.NOTHING: "little_buildings"}
    for kind, name in names.items():
        found[name] = _count(stands[kind], group)
    carrying = stands[Says.CARRIES]
    found["standing_points"] = _count(carrying[carrying["known_by"] == buildings.POINT], group)
    found["dwellings"] = _dwellings(units, stands)
    doubtful = {"buildings_in_doubt": buildings.IN_DOUBT, "buildings_likely": (buildings.LIKELY,)}
    for name, states in {"buildings_under_way": (buildings.UNDER_WAY,), **doubtful}.items():
        found[name] = _count(buildings.stands_on(units, building_points.telling(buildings.in_state(all_buildings, *states))), group)
    planar = pd.Series(crs.planar_area_m2(units.geometry), index=units.index)
    footprint = stands[Says.CARRIES].groupby("unit_id")["footprint_m2"].sum().reindex(units.index, fill_value=0.0)
    found["building_pct"] = 100 * footprint.groupby(group).transform("sum") / planar.groupby(group).transform("sum")
    of_base = units["base_id"].astype(object).where(zone_counts.isin(zones.BUSINESS), pd.Series(units.index, index=units.index))
    found["base_built_pct"] = 100 * footprint.groupby(of_base).transform("sum") / planar.groupby(of_base).transform("sum")
    found["holds_building"] = planar >= number("shed_m2")
    found["plot_carried"] = found["building_pct"] >= number("carried_pct")
    return found


def _dwellings(units: gpd.GeoDataFrame, stands: dict[Says, pd.DataFrame]) -> pd.Series:
    """How many dwellings stand on each unit's property; none where something that carries a plot stands there too."""
    homes = _count(stands[Says.DWELLING], units["base_id"])
    return homes.where(_count(stands[Says.CARRIES], units["base_id"]) == 0, 0)


def _count(stands: pd.DataFrame, group: pd.Series) -> pd.Series:
    """How many buildings stand on each group of units, one across several of its units once."""
    where = stands["unit_id"].map(group.astype(object))
    return group.map(stands.groupby(where)["building_id"].nunique()).fillna(0).astype(int)


def _by_type(building_type: object) -> str:
    code = "" if pd.isna(building_type) else str(building_type).strip()
    return next((kind["says"] for kind in table("yards")["kind"] if code.startswith(tuple(kind["types"]))), str(Says.CARRIES))
