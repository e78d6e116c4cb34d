"""All candidates of all parks in one order, and the best of them by name: who they are, before all is told of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure.united import united
from landuse.rules import table
from landuse.vacant_first import fits, ranking
from landuse.vacant_first.candidates import FAIL, FIT, UNKNOWN, Search, Sites, Size
from landuse.vacant_first.needs import SIZE
from landuse.vacant_first.sites import ParkSites
from landuse.words.numbers import M2_PER_DAA

PLOT, ASSEMBLY, BUILDING = "plot", "assembly", "building"


@dataclass(frozen=True)
class Candidate:
    """One way to take the proposal: its place in its park's sites, how it stands, and what the order rests on."""

    sites: ParkSites
    search: Search
    kind: str
    members: tuple[int, ...]
    word: int
    failing: int
    score: float
    criteria: dict[str, float]

    @cached_property
    def frame(self) -> gpd.GeoDataFrame:
        """The rows of its plots, or of its building."""
        return (self.sites.buildings if self.kind == BUILDING else self.sites.plots).iloc[list(self.members)]

    @cached_property
    def whole(self) -> shapely.Geometry:
        """Its ground, bound land and all."""
        return united(self.frame.geometry.to_numpy())

    @property
    def key(self) -> tuple:
        """What the order goes by: how it fits, how many needs it fails, its score, fewer plots, the own park, and its name."""
        ids = self.sites.building_ids if self.kind == BUILDING else self.sites.plot_ids
        name = (self.sites.park_id, self.kind, tuple(ids[member] for member in self.members))
        return (self.word, self.failing, -self.score, len(self.members), not self.sites.own, *name)


def ranked(
    all_sites: list[ParkSites], needs: Mapping[str, Any], weights: Mapping[str, float], left_out: frozenset[str], shown: int
) -> tuple[list[Candidate], dict[str, int]]:
    """The best candidates of all parks, and how many there were of each kind.

    Parameters
    ----------
    left_out : units that are the proposal itself
    """
    found: list[Candidate] = []
    counted = {"plots": 0, "buildings": 0, "published": 0, "sets_seen": 0}
    for sites in all_sites:
        own, sets_seen = _of_park(_without(sites, left_out), needs, weights, shown)
        found += own
        counted["sets_seen"] += sets_seen
        for candidate in own:
            kind = "published" if not sites.own else {PLOT: "plots", BUILDING: "buildings"}.get(candidate.kind)
            counted[kind] = counted.get(kind, 0) + 1 if kind and candidate.kind != ASSEMBLY else counted.get(kind, 0)
    counted.pop(None, None)
    return sorted(found, key=lambda candidate: candidate.key)[:shown], counted


def asked_size(needs: Mapping[str, Any]) -> Size:
    """The room that the needs ask for."""
    area_m2 = needs.get("daa", 0.0) * M2_PER_DAA
    return Size(area_m2, needs.get("width_m", 0.0), needs.get("side_m", 0.0), needs.get("mw", 0.0))


def _without(sites: ParkSites, left_out: frozenset[str]) -> ParkSites:
    return sites if not sites.own or not left_out else sites.without(left_out)


def _of_park(
    sites: ParkSites, needs: Mapping[str, Any], weights: Mapping[str, float], shown: int
) -> tuple[list[Candidate], int]:
    plots = sites.plots
    any_of, all_of = fits.answers(plots, needs)
    mw = plots["mw"].to_numpy(dtype=float) if "mw" in needs else None
    near = sites.near.of_each(len(plots))
    put = Sites(plots["ground"].to_numpy(), plots["area_m2"].to_numpy(dtype=float), near, any_of, all_of, mw)
    search = Search(put, asked_size(needs))
    order = _Order(sites, search, needs, weights)
    singles = [(member,) for member in range(len(plots))]
    sized = _sized(search, singles, needs)
    table_ = order.standing(np.arange(len(plots))[:, None], sized)
    found = [order.candidate(PLOT, members, row) for members, row in zip(singles, table_.to_dict("records"))]
    sets_seen = len(singles)
    if any(need in needs for need in SIZE) and len(plots) > 1:
        best, sets_seen = search.best_assemblies(order.order, shown)
        for size in sorted({len(members) for members in best}):
            alike = [members for members in best if len(members) == size]
            rows = order.standing(np.array(alike), None).to_dict("records")
            found += [order.candidate(ASSEMBLY, members, row) for members, row in zip(alike, rows)]
    return found + _buildings(sites, search, needs, weights), sets_seen


def _sized(search: Search, singles: list[tuple[int, ...]], needs: Mapping[str, Any]) -> pd.DataFrame:
    """How far each single plot meets the needs of size: its answer, and how much of what is needed it has, 0–1."""
    rows = []
    for members in singles:
        row = {}
        if "daa" in needs:
            area_m2 = search.area_m2(members)
            row["daa"] = 1.0 if area_m2 >= search.size.area_m2 else area_m2 / search.size.area_m2 * 0.999
        if "width_m" in needs:
            share = min(search.usable_m2(members) / max(search.size.area_m2, 1.0), 0.999)
            row["width_m"] = 1.0 if search.is_wide(members) else share
        if "side_m" in needs:
            row["side_m"] = 1.0 if search.is_long(members) else 0.0
        rows.append(row)
    return pd.DataFrame(rows, index=range(len(singles)), columns=[need for need in SIZE if need in needs])


class _Order:
    """The order among sets of one park's plots, from sums over their plots alone, so that thousands are ordered at once."""

    def __init__(self, sites: ParkSites, search: Search, needs: Mapping[str, Any], weights: Mapping[str, float]):
        self.sites, self.search, self.needs, self.weights = sites, search, needs, weights
        plots = sites.plots
        score = table("vacant_first")["availability_score"]
        self.step = plots["readiness"].map({step: place for place, step in enumerate(fits.LADDER)}).fillna(0).to_numpy(dtype=float)
        self.available = plots["availability"].map(score).astype(float).to_numpy()
        self.conditions = plots["conditions"].map(len).to_numpy(dtype=float)
        self.green = plots["greenfield_m2"].to_numpy(dtype=float)
        self.farm = plots["farmland_m2"].to_numpy(dtype=float)

    def answers(self, sets: np.ndarray) -> np.ndarray:
        """The answers to the needs beside size, a column each."""
        put = self.search.sites
        columns = [answers[sets].max(axis=1) for answers in put.any_of.values()]
        columns += [answers[sets].min(axis=1) for answers in put.all_of.values()]
        if "mw" in self.needs:
            mw = put.mw[sets]
            blank = np.isnan(mw).any(axis=1)
            columns.append(np.where(np.nansum(mw, axis=1) >= self.search.size.mw, FIT, np.where(blank, UNKNOWN, FAIL)))
        if "floor_m2" in self.needs:
            columns.append(np.full(len(sets), UNKNOWN))
        return np.column_stack(columns).astype(np.int64) if columns else np.empty((len(sets), 0), dtype=np.int64)

    def standing(self, sets: np.ndarray, sized: pd.DataFrame | None) -> pd.DataFrame:
        """word, score and each criterion of sets of one size; `sized`: how far they meet the needs of size (None: in full)."""
        answers = self.answers(sets)
        size_count = sum(need in self.needs for need in SIZE)
        size_met = np.full(len(sets), float(size_count)) if sized is None else sized.sum(axis=1).to_numpy(dtype=float)
        met = (size_met + ((answers + 1) / 2).sum(axis=1)) / max(len(self.needs), 1)
        short = np.zeros(len(sets), dtype=bool) if sized is None else (sized < 1).any(axis=1).to_numpy(dtype=bool)
        told = pd.DataFrame(
            {
                "greenfield_m2": self.green[sets].sum(axis=1),
                "farmland_m2": self.farm[sets].sum(axis=1),
                "met": met,
                "step": self.step[sets].min(axis=1),
                "conditions": self.conditions[sets].sum(axis=1),
                "area_m2": self.search.sites.area_m2[sets].sum(axis=1),
                "plots": float(sets.shape[1]),
                "availability": self.available[sets].min(axis=1),
                "own_park": self.sites.own,
            }
        )
        by = ranking.criteria(told, self.search.size.area_m2)
        words = np.where(short, 2, ranking.word(answers))
        failing = (answers == FAIL).sum(axis=1) + (0 if sized is None else (sized < 1).sum(axis=1).to_numpy())
        return by.assign(word=words, failing=failing, score=ranking.score(by, self.weights))

    def order(self, levels: list[np.ndarray]) -> np.ndarray:
        """The places (which array, which row) of sets, the best first: as `Candidate.key` has it."""
        tables = [
            self.standing(sets, None)[["word", "failing", "score"]].assign(size=sets.shape[1], level=level).reset_index(names="row")
            for level, sets in enumerate(levels)
        ]
        rows = pd.concat(tables, ignore_index=True)
        best = np.lexsort((rows["row"], rows["size"], -rows["score"], rows["failing"], rows["word"]))
        return rows[["level", "row"]].to_numpy()[best]

    def candidate(self, kind: str, members: tuple[int, ...], row: Mapping[str, Any]) -> Candidate:
        by = {name: round(float(row[name]), 4) for name in self.weights}
        word, failing = int(row["word"]), int(row["failing"])
        return Candidate(self.sites, self.search, kind, members, word, failing, float(row["score"]), by)


def _buildings(sites: ParkSites, search: Search, needs: Mapping[str, Any], weights: Mapping[str, float]) -> list[Candidate]:
    """Standing buildings with vacant floor; they take no ground."""
    found = []
    score = table("vacant_first")["availability_score"]
    for place in range(len(sites.buildings)):
        own = sites.buildings.iloc[[place]]
        rows = building_answers(own, needs)
        answers = np.array([[row["answer"] for row in rows]])
        floor_m2, asked = float(own["floor_m2"].iloc[0]), needs.get("floor_m2", 0.0)
        told = pd.DataFrame(
            {
                "greenfield_m2": [0.0],
                "farmland_m2": [0.0],
                "met": [float(((answers + 1) / 2).mean()) if rows else 1.0],
                "step": [float(len(fits.LADDER) - 1)],
                "conditions": [float(len(own["conditions"].iloc[0]))],
                "area_m2": [floor_m2],
                "plots": [1.0],
                "availability": [float(score.get(own["availability"].iloc[0], 0.5))],
                "own_park": [sites.own],
            }
        )
        by = ranking.criteria(told, asked or floor_m2)
        row = by.iloc[0].to_dict()
        value = float(ranking.score(by, weights).iloc[0])
        word, failing = int(ranking.word(answers)[0]), int((answers == FAIL).sum())
        kept = {name: round(float(row[name]), 4) for name in weights}
        found.append(Candidate(sites, search, BUILDING, (place,), word, failing, value, kept))
    return found


def building_answers(own: gpd.GeoDataFrame, needs: Mapping[str, Any]) -> list[dict]:
    """The fit rows of one building."""
    spare = own["spare_m2"].iloc[0]
    return fits.building_rows(int(own["floor_m2"].iloc[0]), None if pd.isna(spare) else int(spare), own, needs)
