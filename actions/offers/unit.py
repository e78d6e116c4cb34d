"""The unit behind an offer: as it is now, who holds its ground, and the most that can be offered of it."""

from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from actions.map import map_data
from actions.units.inventory import inventory
from landuse.measure import crs
from landuse.rules import threshold
from landuse.units import explain, offerable
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.numbers import M2_PER_DAA
from parks.park import data_root, park_ids, read_park
from parks.read import read_layer
from register import nominations
from register.engine import open_register

_NOWHERE = "outside_account"


def nominated(nomination_id: int) -> dict:
    """A nomination of one of the parks, whatever its state.

    Raises
    ------
    LanduseError : not_published, when there is none: nobody is told which numbers there are
    """
    try:
        found = nominations.nomination(open_register(data_root()), nomination_id)
    except LanduseError as error:
        if error.code != "nomination_unknown":
            raise  # a register out of reach is no answer about this one
        raise LanduseError("not_published", nomination=nomination_id) from error
    if found["park_id"] not in park_ids():
        raise LanduseError("not_published", nomination=nomination_id)
    return found


def unit(park_id: str, unit_id: str, on: date) -> pd.Series:
    """One row of the inventory.

    Raises
    ------
    LanduseError : unknown_unit
    """
    units = inventory(park_id, on)
    if unit_id not in units.index:
        raise LanduseError("unknown_unit", unit=unit_id)
    return units.loc[unit_id]


def called(park_id: str, unit: pd.Series, on: date) -> str:
    """What people call the unit, kept as the offer's own name: its plot's name, else its number."""
    name = map_data.units_table(park_id, on, map_data.version(park_id))["name"].get(unit.name)
    return name if isinstance(name, str) and name else explain.title(unit, messages.DEFAULT_LANG)


def unit_now(found: dict, on: date) -> pd.Series | None:
    """The unit of a nomination; None where it has another id by now."""
    units = inventory(found["park_id"], on)
    return units.loc[found["unit_id"]] if found["unit_id"] in units.index else None


def reason(found: dict, on: date) -> str:
    """Why the ground of a nomination cannot be offered as a plot on a day; "" where it can, and for a building.

    A unit that has another id by now is judged by the units that its ground is: one that cannot be offered is enough.
    """
    if found["kind"] != "plot":
        return ""
    park = read_park(found["park_id"])
    if read_layer(park, "perimeter", on).empty:
        return _NOWHERE
    units = inventory(park.id, on)
    if found["unit_id"] in units.index:
        return str(units.loc[found["unit_id"], "offerable_reason"])
    ground = gpd.GeoSeries([found["footprint"]], crs=found["epsg"]).to_crs(units.crs).iloc[0]
    near = units.iloc[units.sindex.query(ground, predicate="intersects")]
    shared = crs.area_m2(gpd.GeoSeries(shapely.intersection(near.geometry.to_numpy(), ground), index=near.index, crs=units.crs))
    whole = crs.area_m2(gpd.GeoSeries([ground], crs=units.crs)).iloc[0]
    near = near[shared >= whole * threshold("split_part_pct") / 100]
    told = near["offerable_reason"][~near["offerable"]]
    return _NOWHERE if near.empty else "" if told.empty else min(told, key=offerable.reasons().index)


def most(offered: pd.Series | None, kind: str, footprint: gpd.GeoSeries | None = None) -> dict[str, float]:
    """The largest that each size of an offer can be, by fact: a plot's whole area in daa, all the floor of a unit in m².

    Parameters
    ----------
    footprint : the ground as it was nominated, for a plot that is no unit any more; of a building nothing is known then
    """
    if kind == "plot":
        area_m2 = crs.area_m2(footprint).iloc[0] if offered is None else offered["area_m2"]
        return {"net_daa": float(area_m2) / M2_PER_DAA}
    return {} if offered is None else {"floor_m2": float(max(offered["floor_m2"], offered["vacant_floor_m2"]))}
