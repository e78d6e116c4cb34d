"""What a unit says would flip its class is carried out in the data themselves (records, works, buildings, ground), and comes true."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from actions.units.classify import ground as ground_of
from actions.units.classify import questions
from landuse.units import flips
from landuse.units.evidence import Ground
from landuse.units.snapshot import find
from parks.park import read_park
from parks.read import read_layer
from tests.exam.delivery import TODAY, Delivery, deliver
from tests.exam.park import make_park
from tests.exam.sitting import data_root

_ON = date.fromisoformat(TODAY)
_SAYS = {"in_use": "lease", "idle": "idle", "offered": "offered"}
_LEAST_TRUE_PCT = 98


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 3, 7])
def test_flips_of_a_hundred_units_come_true(seed: int) -> None:
    tried, true = _carried_out(seed, 100)
    assert tried >= 60
    assert 100 * true / tried >= _LEAST_TRUE_PCT


def test_flips_come_true_when_they_are_carried_out() -> None:
    tried, true = _carried_out(3, 25, batches=2)
    assert tried >= 15
    assert true == tried


def _carried_out(seed: int, wanted: int, batches: int = 4) -> tuple[int, int]:
    """How many flips were carried out, one of each unit, and how many of them came true."""
    with data_root(None) as folder:
        deliver(make_park(seed), folder, Delivery(owners=True))
        park = read_park(f"exam-{seed}")
        known, layers, perimeter = ground_of(park, _ON), questions(park, _ON), read_layer(park, "perimeter", _ON)
    units = find(park.id, perimeter, known, layers).units
    tried = true = 0
    for some in _drawn(units, np.random.default_rng(seed), wanted, batches):
        changed = known
        for unit, flip in some:
            changed = _CARRY[flip["fact"]](changed, units.loc[unit], flip)
        after = find(park.id, perimeter, changed, layers).units
        told = [(after["class"].get(unit), flip["becomes"]) for unit, flip in some]
        tried, true = tried + len(told), true + sum(found == becomes for found, becomes in told)
    return tried, true


def _drawn(units: gpd.GeoDataFrame, rng: np.random.Generator, wanted: int, batches: int) -> list[list[tuple[str, dict]]]:
    """Flips to carry out together: one for each unit, and in each batch one for each plot or parcel, so that none meets another.

    Buildings are put up in the last batch, where nothing else is done: what stands under a plan tells what the plan asks for.
    """
    whole = units[
        ~units["base_id"].isin(set(units["base_id"][units["proposed"].astype(bool)]))
    ]  # a machine's cut is made anew with its data
    batch: list[dict[str, tuple[str, dict]]] = [{} for _ in range(batches)]
    for unit in rng.permutation(whole.index.to_numpy(dtype=object)):
        told = [flip for flip in json.loads(whole.at[unit, "flips_if"]) if _can_be_carried_out(flip, whole.loc[unit])]
        if not told or sum(map(len, batch)) >= wanted:
            continue
        flip = told[int(rng.integers(len(told)))]
        fit = batch[-1:] if flip["fact"] == "standing_buildings" else batch[: max(batches - 1, 1)]
        free = next((one for one in fit if whole.at[unit, "base_id"] not in one), None)
        if free is not None:
            free[whole.at[unit, "base_id"]] = (unit, flip)
    return [list(one.values()) for one in batch if one]


def _can_be_carried_out(flip: dict, unit: pd.Series) -> bool:
    """What is about one unit alone, and more than it has; to take a building away would join and part ground."""
    more = flip["operator"] == ">=" or flip["fact"] in ("record_says", "tenure")
    one_at_most = flip["fact"] != "standing_buildings" or flip["threshold"] == 1
    return flip["fact"] in _CARRY and more and one_at_most and flips.can_be(flip, unit)


def _recorded(kind_of: Callable[[dict], tuple[str, str | None]]) -> Callable[[Ground, pd.Series, dict], Ground]:
    def carry(known: Ground, unit: pd.Series, flip: dict) -> Ground:
        kind, value = kind_of(flip)
        about_type = "plot" if isinstance(unit["plot_id"], str) else "parcel"
        row = {"kind": kind, "value": value, "about_type": about_type, "about": unit["base_id"], "said_by": "Parken"}
        told = pd.DataFrame([row | {"said_on": pd.Timestamp(_ON)}])
        return replace(known, records=pd.concat([known.records.astype(object), told.astype(object)], ignore_index=True))

    return carry


def _works(known: Ground, unit: pd.Series, _flip: dict) -> Ground:
    return replace(known, works=_with(known.works, {"geometry": unit["geometry"]}))


def _building(known: Ground, unit: pd.Series, _flip: dict) -> Ground:
    row = {"building_id": f"9{abs(hash(unit.name)) % 10**8}", "building_type": "212", "building_status": "TB"}
    return replace(known, buildings=_with(known.buildings, row | {"geometry": unit["geometry"].buffer(-0.5)}))


def _mapped(kind: str, condition: str) -> Callable[[Ground, pd.Series, dict], Ground]:
    def carry(known: Ground, unit: pd.Series, _flip: dict) -> Ground:
        rows = known.land_resource
        cut = rows.set_geometry(rows.difference(unit["geometry"]))
        row = {"ar5_arealtype": kind, "ar5_grunnforhold": condition, "geometry": unit["geometry"]}
        return replace(known, land_resource=_with(cut[~cut.is_empty], row))

    return carry


def _with(rows: gpd.GeoDataFrame, row: dict) -> gpd.GeoDataFrame:
    more = gpd.GeoDataFrame([{name: row.get(name) for name in rows.columns}], crs=rows.crs)
    return gpd.GeoDataFrame(
        pd.concat([rows.astype({name: object for name in rows.columns if name != "geometry"}), more], ignore_index=True)
    )


_CARRY = {
    "record_says": _recorded(lambda flip: (_SAYS[flip["threshold"]], None)),
    "tenure": _recorded(lambda flip: ("tenure", flip["threshold"])),
    "works_pct": _works,
    "standing_buildings": _building,
    "sealed_pct": _mapped("11", "44"),
    "grey_pct": _mapped("50", "46"),
}
