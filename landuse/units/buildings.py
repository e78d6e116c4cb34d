"""Which buildings stand, which land units they stand on, and the floor that follows."""

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse.measure import crs
from landuse.measure.overlap import overlap_areas
from landuse.measure.united import united
from landuse.rules import threshold
from landuse.units import building_points
from landuse.units.records import matrikkelnummer, stated_amounts
from landuse.words import codelists

_NO_PLOTS = pd.Series(dtype=object)


STANDS, UNDER_WAY, GONE, NEVER = "stands", "under_way", "gone", "never"
LIKELY, ASK, UNKNOWN = "likely", "ask", "unknown"
IN_DOUBT = (LIKELY, ASK, UNKNOWN)
OUTLINE, POINT, WITHIN = "outline", "point", "within"


def state(status: object) -> str:
    """What a building's status says of the ground: stands, under_way, gone, never, likely or ask; unknown for a code outside the list.

    A building without a status that is on the map stands.
    """
    if status is None or pd.isna(status) or not str(status).strip():
        return STANDS
    code = str(status).strip()
    return codelists.table("bygningsstatus").loc[code, "counts_as"] if codelists.is_known("bygningsstatus", code) else UNKNOWN


def states(buildings: gpd.GeoDataFrame) -> pd.Series:
    """What each row says of the ground, by its status and the change (bygningsendring) that the status is of.

    An extension presupposes a building: its permit, or that it was given up or taken down, says nothing against what it
    was built on to. So a change's row speaks for its own outline alone where the building has a row of its own, and else
    says that the building stands; what it says once finished, it says like any other.
    """
    place, said = pd.factorize(buildings["building_status"].astype(object), use_na_sentinel=False)
    told = np.array([state(one) for one in said], dtype=object)
    each = pd.Series(told[place], index=buildings.index, dtype=object)
    change = pd.to_numeric(buildings["change_number"], errors="coerce").fillna(0) > 0
    number = buildings["building_id"].astype(str)
    has_own_row = number.isin(number[~change])
    return each.mask(change & ~has_own_row & each.isin([UNDER_WAY, GONE, NEVER]), STANDS)


def in_state(buildings: gpd.GeoDataFrame, *wanted: str) -> gpd.GeoDataFrame:
    """The buildings in one state, or one of several: outlines, and the points of those that have none in it."""
    return building_points.one_each(buildings, states(buildings).isin(wanted))


def stands_on(units: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> pd.DataFrame:
    """Which building stands on which unit, by footprint, or by its point where it has no outline.

    A unit that holds less than a tenth of a footprint, or less than 15 m², is only touched by it. A point is on one unit.

    Parameters
    ----------
    buildings : those in one state, as `in_state` gives them

    Returns
    -------
    unit_id, building_id, footprint_m2 (planar, on the unit; 0 by a point), share (of what stands on units, 0–1), known_by:
    outline, point, or within for a point in another building's outline, which is no second building
    """
    points = building_points.are_points(buildings)
    return pd.concat([_by_outline(units, buildings[~points]), _by_point(units, buildings, points)], ignore_index=True)


def _by_point(units: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, points: np.ndarray) -> pd.DataFrame:
    found = building_points.units_of(units, buildings[points])
    apart = building_points.apart(buildings)[points][found["row"].to_numpy(dtype=int)]
    known_by = np.where(apart, POINT, WITHIN)
    return found.drop(columns="row").assign(footprint_m2=0.0, share=1.0, known_by=known_by)


def _by_outline(units: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> pd.DataFrame:
    if buildings.empty:
        return pd.DataFrame({"unit_id": [], "building_id": [], "footprint_m2": [], "share": [], "known_by": []})
    buildings = _each_number(buildings)
    pairs = overlap_areas(units, buildings, "building_id").reset_index()
    pairs = pairs.set_axis(["unit_id", "building_id", "footprint_m2"], axis=1)
    whole = pd.Series(crs.planar_area_m2(buildings.geometry), index=buildings["building_id"].astype(str))
    whole = whole.groupby(level=0).sum()
    share_pct = 100 * pairs["footprint_m2"] / pairs["building_id"].map(whole)
    large = (share_pct >= threshold("building_share_pct")) & (pairs["footprint_m2"] >= threshold("building_least_m2"))
    pairs = pairs[large]
    standing_m2 = pairs.groupby("building_id")["footprint_m2"].transform("sum")
    return pairs.assign(share=pairs["footprint_m2"] / standing_m2, known_by=OUTLINE).reset_index(drop=True)


def _each_number(outlines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The ground of each number once: its outline may stand in two files, and a change's lie on the building's own."""
    number = outlines["building_id"].astype(str)
    twice = number.duplicated(keep=False)
    if not twice.any():
        return outlines
    shapes, first = outlines.geometry.to_numpy().copy(), ~number.duplicated().to_numpy()
    for places in number[twice].groupby(number[twice]).indices.values():
        rows = np.flatnonzero(twice)[places]
        shapes[rows[0]] = united(shapes[rows])
    return outlines[first].set_geometry(gpd.GeoSeries(shapes[first], index=outlines.index[first], crs=outlines.crs))


def floor_m2(buildings: gpd.GeoDataFrame, records: pd.DataFrame, parcels: gpd.GeoDataFrame, plot_of: pd.Series = _NO_PLOTS) -> pd.DataFrame:
    """Floor and vacant floor of each building, m².

    The park's own record of a building goes before the cadastre's figure. A figure for a whole plot or parcel, less what is said
    of single buildings on it, is spread over the others, by their own floor where they all have one, else by footprint,
    and marked `spread`; points take part in that only where no outline does, and what the register says of a point's floor is not
    used. Vacant floor is never more than the floor, so a building whose floor nobody has said has none.

    Parameters
    ----------
    plot_of : the plot that each building stands on, by building_id

    Returns
    -------
    indexed by building_id: floor_m2 (NaN: nobody has said), vacant_floor_m2, floor_source (record, cadastre, none), spread
    """
    table = _by_number(buildings)
    key = _key(table["parcel_id"], parcels, plot_of)
    said, said_spread = _said(records, "floor", key, _weight(table["floor_m2"], table["footprint_m2"], key))
    table["floor_source"] = table["floor_m2"].notna().map({True: "cadastre", False: "none"}).astype(object)
    table.loc[said.notna(), "floor_source"] = "record"
    table["floor_m2"] = said.combine_first(table["floor_m2"])
    vacant, vacant_spread = _said(records, "vacant_floor", key, _weight(table["floor_m2"], table["footprint_m2"], key))
    table["vacant_floor_m2"] = vacant.fillna(0.0).clip(upper=table["floor_m2"].fillna(0.0))
    table["spread"] = said_spread | vacant_spread
    return table.drop(columns=["footprint_m2", "parcel_id"])


def floor_by_unit(stands: pd.DataFrame, floors: pd.DataFrame, counted: pd.Index) -> pd.DataFrame:
    """Floor and vacant floor of each counted unit, whole m², a building across units shared by footprint.

    Returns
    -------
    indexed by unit_id: floor_m2, vacant_floor_m2; both sum to the floors of all buildings on counted units
    """
    rows = stands[stands["unit_id"].isin(counted)].copy()
    rows["share"] = (rows["footprint_m2"] / rows.groupby("building_id")["footprint_m2"].transform("sum")).fillna(1.0)  # a point is on one
    result = pd.DataFrame(index=counted)
    for name in ("floor_m2", "vacant_floor_m2"):
        amount = rows["share"] * floors[name].reindex(rows["building_id"]).fillna(0.0).to_numpy()
        result[name] = crs.whole_m2(amount.groupby(rows["unit_id"]).sum().reindex(counted, fill_value=0.0))
    return result


def _by_number(buildings: gpd.GeoDataFrame) -> pd.DataFrame:
    """One row per building_id, also where its footprint comes in several parts: floor_m2, footprint_m2 (0: a point), parcel_id."""
    rows = pd.DataFrame(
        {
            "building_id": buildings["building_id"].astype(str).to_numpy(),
            "floor_m2": stated_amounts(buildings["floor_m2"]).where(~building_points.are_points(buildings)).to_numpy(),
            "footprint_m2": crs.planar_area_m2(buildings.geometry),
            "parcel_id": buildings["parcel_id"].astype(object).to_numpy(),
        }
    )
    return rows.groupby("building_id", sort=False).agg({"floor_m2": "first", "footprint_m2": "sum", "parcel_id": "first"})


def _key(parcel: pd.Series, parcels: gpd.GeoDataFrame, plot_of: pd.Series) -> pd.DataFrame:
    """What a record can call a building's ground by: its parcel's id, its matrikkelnummer, its plot."""
    numbers = pd.Series(matrikkelnummer(parcels).to_numpy(), index=parcels["parcel_id"].astype(str))
    number = parcel.map(numbers[~numbers.index.duplicated()]).astype(object)
    plot = plot_of.reindex(parcel.index).astype(object)
    return pd.DataFrame({"id": parcel, "number": number.where(number.notna(), parcel), "plot": plot})


def _weight(floor: pd.Series, footprint: pd.Series, key: pd.DataFrame) -> pd.Series:
    """What a figure is spread by: floor where all outlines have one, else footprint; a point weighs nothing."""
    all_known = ((floor > 0) | (footprint == 0)).groupby(key["number"]).transform("all").fillna(False).astype(bool)
    return floor.where(all_known, footprint).where(footprint > 0, 0.0)


def _said(records: pd.DataFrame, kind: str, key: pd.DataFrame, weight: pd.Series) -> tuple[pd.Series, pd.Series]:
    """What records say of each building: its own figure first, else its part of its plot's, else of its parcel's."""
    rows = records[records["kind"] == kind].sort_values("said_on", na_position="first", kind="stable")
    told = stated_amounts(rows["value"]).groupby([rows["about_type"], rows["about"]]).last()  # the last that is a number
    own = _level(told, "building").reindex(weight.index)
    by_plot, by_parcel = _level(told, "plot"), _level(told, "parcel")
    of_parcel = key["id"].map(by_parcel).astype(float).combine_first(key["number"].map(by_parcel).astype(float))
    said = own.combine_first(_spread(key["plot"].map(by_plot).astype(float), key["plot"], own, weight))
    said = said.combine_first(_spread(of_parcel, key["number"], said, weight))
    return said, own.isna() & said.notna()


def _spread(total: pd.Series, group: pd.Series, said: pd.Series, weight: pd.Series) -> pd.Series:
    """What is left of a group's total, over its buildings that have no figure yet."""
    left = (total - said.fillna(0.0).groupby(group).transform("sum")).clip(lower=0.0)
    sharing = weight.where(said.isna())
    sharing = sharing.mask((sharing == 0) & (sharing.groupby(group).transform("sum") == 0), 1.0)  # points alone: equal parts
    return left * sharing / sharing.groupby(group).transform("sum")


def _level(amounts: pd.Series, about_type: str) -> pd.Series:
    if about_type not in amounts.index.get_level_values(0):
        return pd.Series(dtype=float)
    return amounts.xs(about_type, level=0)
