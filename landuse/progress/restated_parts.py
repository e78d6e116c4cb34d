"""A restatement in parts that can be answered one by one: pieces of ground whose figures change, each with all units that share it."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from landuse.measure.united import united
from landuse.progress import restatement
from landuse.progress.utilisation import amounts
from landuse.units.lineage import shared_ground

_ENDS = ("low_total_m2", "low_vacant_m2", "high_total_m2", "high_vacant_m2", "answered_stock_m2")


@dataclass(frozen=True)
class Part:
    """Ground whose figures would change together.

    key : of what it was and would be, whichever baseline it is held against
    was, now : the ids of its units, as frozen and as they would be
    figures : name, old and new of its own sums; none where only what it can be changes, and with it the range
    """

    key: str
    was: tuple[str, ...]
    now: tuple[str, ...]
    figures: list[dict[str, Any]]


def parts(frozen: gpd.GeoDataFrame, live: gpd.GeoDataFrame) -> list[Part]:
    """The parts of what would change, those with most ground first.

    Parameters
    ----------
    frozen, live : inventories of one park on the same day, indexed by unit_id
    """
    sums = [_by_unit(one) for one in (frozen, live)]
    moved = _moved(*sums)
    groups = _groups(_edges(frozen, live, moved), moved, set(frozen.index) & set(live.index))
    found = [_part(was, now, *sums) for was, now in groups]
    return sorted((one for one in found if one is not None), key=lambda one: (-_largest(one), one.key))


def merged(frozen: gpd.GeoDataFrame, live: gpd.GeoDataFrame, chosen: Collection[Part]) -> gpd.GeoDataFrame:
    """The frozen units with those of the chosen parts as they would be."""
    stays = frozen.drop(index=[unit for one in chosen for unit in one.was])
    comes = live.loc[[unit for one in chosen for unit in one.now]]
    comes = comes.reindex(columns=stays.columns).astype({name: stays[name].dtype for name in stays.columns if name in live.columns})
    return gpd.GeoDataFrame(pd.concat([stays, comes]).rename_axis(frozen.index.name), crs=frozen.crs)


def merged_facts(frozen: pd.DataFrame, live: pd.DataFrame, chosen: Collection[Part]) -> pd.DataFrame:
    """The same of every answer of every layer (unit_id)."""
    gone = {unit for one in chosen for unit in one.was}
    come = {unit for one in chosen for unit in one.now}
    return pd.concat([frozen[~frozen["unit_id"].isin(gone)], live[live["unit_id"].isin(come)]], ignore_index=True)


def merged_ground(
    frozen: gpd.GeoDataFrame, live: gpd.GeoDataFrame, units: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame], chosen: Collection[Part]
) -> gpd.GeoDataFrame:
    """The same of the ground as it was mapped: what was kept outside the chosen parts, and inside them what is told now.

    Parameters
    ----------
    units : the inventories that the parts are of, frozen and live
    """
    old, new = (frame.geometry.loc[list(ids)] for frame, ids in zip(units, _ids(chosen), strict=True))
    here = united(pd.concat([old, new]).to_numpy())
    outside = frozen.assign(geometry=shapely.difference(frozen.geometry.to_numpy(), here))
    inside = live.assign(geometry=shapely.intersection(live.geometry.to_numpy(), here))
    whole = gpd.GeoDataFrame(pd.concat([outside, inside], ignore_index=True), crs=frozen.crs)
    return whole[shapely.area(whole.geometry.to_numpy()) > 0].reset_index(drop=True)


def _ids(chosen: Collection[Part]) -> tuple[list[str], list[str]]:
    return [unit for one in chosen for unit in one.was], [unit for one in chosen for unit in one.now]


def _by_unit(inventory: gpd.GeoDataFrame) -> pd.DataFrame:
    """What each unit adds to the park's sums."""
    names = [*restatement.AMOUNTS, *_ENDS]
    return amounts(inventory.assign(park_id=inventory.index))[names].reindex(inventory.index)


def _moved(was: pd.DataFrame, now: pd.DataFrame) -> tuple[set[str], set[str]]:
    """Ids of the units whose sums change, then and now; one that is on one side alone changes."""
    both = was.index.intersection(now.index)
    differ = both[((now.loc[both] - was.loc[both]).abs() >= restatement.LEAST_M2).any(axis=1)]
    return {*differ, *was.index.difference(now.index)}, {*differ, *now.index.difference(was.index)}


def _edges(frozen: gpd.GeoDataFrame, live: gpd.GeoDataFrame, moved: tuple[set[str], set[str]]) -> list[tuple[str, str]]:
    """Pairs of units, frozen and live, that belong together: one name, or ground that both hold."""
    pairs = [(unit, unit) for unit in moved[0] & moved[1]]
    near = shared_ground(frozen.loc[sorted(moved[0])], live)
    near = pd.concat([near, shared_ground(frozen, live.loc[sorted(moved[1])])])
    near = near[near["overlap_m2"] >= restatement.LEAST_M2]
    alone = near["before_id"].isin(moved[0] - moved[1]) | near["after_id"].isin(moved[1] - moved[0])
    near = near[alone | (near["before_id"].isin(moved[0]) & near["after_id"].isin(moved[1]))]
    return pairs + list(zip(near["before_id"], near["after_id"], strict=True))


def _groups(edges: list[tuple[str, str]], moved: tuple[set[str], set[str]], both: set[str]) -> list[tuple[list[str], list[str]]]:
    """The units of each part, then and now; one that stands on both sides is in it with both."""
    home: dict[tuple[int, str], tuple[int, str]] = {}

    def root(node: tuple[int, str]) -> tuple[int, str]:
        while home.setdefault(node, node) != node:
            node = home[node]
        return node

    for one, other in edges:
        home[root((0, one))] = root((1, other))
    for side, ids in enumerate(moved):
        for unit in ids:
            root((side, unit))
    for side, unit in list(home):
        if unit in both:
            home[root((side, unit))] = root((1 - side, unit))
    found: dict[tuple[int, str], tuple[list[str], list[str]]] = {}
    for node in sorted(home):
        found.setdefault(root(node), ([], []))[node[0]].append(node[1])
    return list(found.values())


def _part(was: list[str], now: list[str], before: pd.DataFrame, after: pd.DataFrame) -> Part | None:
    old, new = before.loc[was].sum(), after.loc[now].sum()
    if ((new - old).abs() < restatement.LEAST_M2).all():
        return None
    names = [name for name in restatement.AMOUNTS if abs(new[name] - old[name]) >= restatement.LEAST_M2]
    said = [was, now, *([int(value) for value in side] for side in (old, new))]
    key = hashlib.blake2s(json.dumps(said).encode(), digest_size=8).hexdigest()
    return Part(key, tuple(was), tuple(now), [{"name": name, "old": int(old[name]), "new": int(new[name])} for name in names])


def _largest(one: Part) -> int:
    return max((abs(row["new"] - row["old"]) for row in one.figures), default=0)
