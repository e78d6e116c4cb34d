"""The national map of grey land beside the account of parks: its share of the gross area, and the units where the two differ."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from actions.once import once
from actions.units.classify import fingerprint, snapshot_id
from actions.units.inventory import inventory
from landuse.progress import grey_map as reason
from landuse.units import grey_map
from landuse.words.numbers import M2_PER_DAA
from parks.park import Park, data_root, read_park
from register import decisions
from register.engine import open_register


@dataclass(frozen=True)
class Beside:
    """Map and account of one park, or of several together.

    days : the day of the map's data, first/last where there are several
    parts : by class of the gross area, m² of each of landuse.units.grey_map.PARTS
    units : where the two differ or the map states nothing (landuse.progress.grey_map.differences), by (park_id, unit_id)
    parks : ids of the parks that have the map
    """

    days: str
    parts: pd.DataFrame
    units: pd.DataFrame
    parks: tuple[str, ...]


def has_layer(park: Park) -> bool:
    """Whether a park has been given the map."""
    return grey_map.LAYER in park.layers


def beside(park_id: str, on: date) -> Beside | None:
    """One park on a day; None where it has no map, or none that holds on the day. Read it, never change it.

    Raises
    ------
    LanduseError : as inventory
    """
    park = read_park(park_id)
    if not has_layer(park):
        return None
    decided = decisions.version(open_register(data_root()), park_id).key
    return _beside(park_id, on, f"{data_root()} {fingerprint(park)} {snapshot_id(park_id, on)} {decided}")


def together(each: list[Beside | None]) -> Beside | None:
    """Several parks as one; None where none of them has the map."""
    known = [one for one in each if one is not None]
    if not known:
        return None
    days = reason.interval([one.days for one in known])
    parts = sum((one.parts for one in known[1:]), known[0].parts)
    units = pd.concat([one.units for one in known]).sort_values("area_m2", ascending=False, kind="stable")
    return Beside(str(days), parts, units, tuple(park_id for one in known for park_id in one.parks))


def told(found: Beside | None) -> dict[str, Any] | None:
    """The figures of a status, land in daa, shares of the ground that the map states shares of in percent; None without the map."""
    if found is None:
        return None
    whole = found.parts.sum()
    sides = found.units.groupby("side")["area_m2"].sum()
    stated_m2 = whole[["building_m2", "grey_m2", "green_m2"]].sum()
    shares = {"grey": ("building", "grey"), "building": ("building",), "green": ("green",)}
    return (
        {"data_days": found.days, "parks": list(found.parks)}
        | {f"{name}_pct": _rounded(reason.share_pct(whole, *parts)) for name, parts in shares.items()}
        | {"stated_daa": stated_m2 / M2_PER_DAA}
        | {f"{name}_daa": whole[f"{name}_m2"] / M2_PER_DAA for name in ("unstated", "not_mapped")}
        | {f"{side}_daa": sides.get(side, 0) / M2_PER_DAA for side in ("in_use_green", "vacant_grey")}
    )


@once(maxsize=256)
def _beside(park_id: str, on: date, _version: str) -> Beside | None:
    units = inventory(park_id, on)
    days = reason.days(units)
    if days is None:
        return None
    differing = reason.differences(units)
    differing.index = pd.MultiIndex.from_product([[park_id], differing.index], names=["park_id", "unit_id"])
    return Beside(days, reason.parts_m2(units), differing, (park_id,))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
