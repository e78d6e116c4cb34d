"""All candidates of all parks in one order, and the best of them by name: who they are, before all is told of each."""

from collections.abc import Mapping
from dataclasses import replace
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np
import pandas as pd

from landuse.rules import table
from landuse.vacant_first import fits, ranking
from landuse.vacant_first.candidate import ASSEMBLY, BUILDING, PLOT, Candidate, asked_size, building_answers, rows_of
from landuse.vacant_first.candidates import FAIL, FIT, UNKNOWN, Search, Sites
from landuse.vacant_first.lacking import lack, lacks
from landuse.vacant_first.needed import charged_m2
from landuse.vacant_first.needs import SIZE
from landuse.vacant_first.sites import ParkSites

_ALMOST = 0.999  # what does not fit never counts as if it did
_STEADY_DECIMALS = 6


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
    return _best(found, needs, shown), counted


def _without(sites: ParkSites, left_out: frozenset[str]) -> ParkSites:
    return sites if not sites.own or not left_out else sites.without(left_out)


def _of_park(sites: ParkSites, needs: Mapping[str, Any], weights: Mapping[str, float], shown: int) -> tuple[list[Candidate], int]:
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


def _best(found: list[Candidate], needs: Mapping[str, Any], shown: int) -> list[Candidate]:
    """The first `shown` in their order; what falls short is measured exactly, by and by, until no other can come before."""
    waiting = [(one.key, number, one) for number, one in enumerate(found)]
    heapify(waiting)
    best: list[Candidate] = []
    while waiting and len(best) < shown:
        _, number, one = heappop(waiting)
        if one.rows or one.word < len(ranking.WORDS) - 1:
            best.append(one)
        else:
            told = rows_of(one, needs)
            one = replace(one, rows=told, lacking=round(lack(told, needs), _STEADY_DECIMALS))
            heappush(waiting, (one.key, number, one))
    return best


def _sized(search: Search, singles: list[tuple[int, ...]], needs: Mapping[str, Any]) -> pd.DataFrame:
    """How far each single plot meets the needs of size: how much of what is needed it has at most, 0–1; 1 where it fits."""
    rows = []
    for members in singles:
        row = {}
        if "daa" in needs:
            area_m2 = search.area_m2(members)
            row["daa"] = 1.0 if area_m2 >= search.size.area_m2 else min(area_m2 / search.size.area_m2, _ALMOST)
        if "width_m" in needs:
            row["width_m"] = 1.0 if search.is_wide(members) else min(search.most_wide_m(members) / search.size.width_m, _ALMOST)
        if "side_m" in needs:
            row["side_m"] = 1.0 if search.is_long(members) else min(search.most_long_m(members) / search.size.side_m, _ALMOST)
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
        self.nature = plots["nature_m2"].to_numpy(dtype=float)
        self.farm = plots["farmland_m2"].to_numpy(dtype=float)
        self.lacks = lacks(plots, needs)
        self.mw = plots["mw"].to_numpy(dtype=float)

    def answers(self, sets: np.ndarray) -> np.ndarray:
        """The answers to the needs beside size, a column each."""
        put = self.search.sites
        columns = [answers[sets].max(axis=1) for answers in put.any_of.values()]
        columns += [answers[sets].min(axis=1) for answers in put.all_of.values()]
        if "mw" in self.needs:
            mw = self.mw[sets]
            blank = np.isnan(mw).any(axis=1)
            columns.append(np.where(np.nansum(mw, axis=1) >= self.search.size.mw, FIT, np.where(blank, UNKNOWN, FAIL)))
        if "floor_m2" in self.needs:
            columns.append(np.full(len(sets), UNKNOWN))
        return np.column_stack(columns).astype(np.int64) if columns else np.empty((len(sets), 0), dtype=np.int64)

    def lacking(self, sets: np.ndarray) -> np.ndarray:
        """How much is lacking of the needs beside size: of what one plot brings for all, the least; of what all must have, the most."""
        any_of, all_of = self.lacks
        total = sum((lack[sets].min(axis=1) for lack in any_of.values()), np.zeros(len(sets)))
        total = total + sum((lack[sets].max(axis=1) for lack in all_of.values()), np.zeros(len(sets)))
        if "mw" in self.needs:
            mw = self.mw[sets]
            short = 1 - np.nansum(mw, axis=1) / self.search.size.mw
            total = total + np.where(np.isnan(mw).any(axis=1), 0.0, np.clip(short, 0.0, 1.0))
        return total

    def standing(self, sets: np.ndarray, sized: pd.DataFrame | None) -> pd.DataFrame:
        """word, score and each criterion of sets of one size; `sized`: how far they meet the needs of size (None: in full)."""
        answers = self.answers(sets)
        size_count = sum(need in self.needs for need in SIZE)
        size_met = np.full(len(sets), float(size_count)) if sized is None else sized.sum(axis=1).to_numpy(dtype=float)
        met = (size_met + ((answers + 1) / 2).sum(axis=1)) / (size_count + answers.shape[1])
        area_m2 = self.search.sites.area_m2[sets].sum(axis=1)
        short = np.zeros(len(sets), dtype=bool) if sized is None else (sized < 1).any(axis=1).to_numpy(dtype=bool)
        told = pd.DataFrame(
            {
                "nature_m2": self._charged(self.nature, sets, area_m2),
                "farmland_m2": self._charged(self.farm, sets, area_m2),
                "met": met,
                "step": self.step[sets].min(axis=1),
                "conditions": self.conditions[sets].sum(axis=1),
                "area_m2": area_m2,
                "plots": float(sets.shape[1]),
                "availability": self.available[sets].min(axis=1),
                "own_park": self.sites.own,
            }
        )
        by = ranking.criteria(told, self.search.size.area_m2)
        words = np.where(short, 2, ranking.word(answers))
        lacking = self.lacking(sets) + (0.0 if sized is None else (1 - sized).sum(axis=1).to_numpy(dtype=float))
        return by.assign(word=words, lacking=lacking.round(_STEADY_DECIMALS), score=ranking.score(by, self.weights))

    def _charged(self, amount_m2: np.ndarray, sets: np.ndarray, area_m2: np.ndarray) -> pd.Series:
        """What each set takes on the ground that is needed, not on all that it has."""
        return charged_m2(pd.Series(amount_m2[sets].sum(axis=1)), pd.Series(area_m2), self.search.size.area_m2)

    def order(self, levels: list[np.ndarray]) -> np.ndarray:
        """The places (which array, which row) of sets, the best first: as `Candidate.key` has it."""
        tables = [
            self.standing(sets, None)[["word", "lacking", "score"]].assign(size=sets.shape[1], level=level).reset_index(names="row")
            for level, sets in enumerate(levels)
        ]
        rows = pd.concat(tables, ignore_index=True)
        best = np.lexsort((rows["row"], rows["size"], -rows["score"], rows["lacking"], rows["word"]))
        return rows[["level", "row"]].to_numpy()[best]

    def candidate(self, kind: str, members: tuple[int, ...], row: Mapping[str, Any]) -> Candidate:
        by = {name: round(float(row[name]), 4) for name in self.weights}
        return Candidate(self.sites, self.search, kind, members, int(row["word"]), float(row["lacking"]), float(row["score"]), by)


def _buildings(sites: ParkSites, search: Search, needs: Mapping[str, Any], weights: Mapping[str, float]) -> list[Candidate]:
    """Standing buildings with vacant floor, where floor is needed; they take no ground, and are no answer to a need of land."""
    if "floor_m2" not in needs:
        return []
    found = []
    score = table("vacant_first")["availability_score"]
    for place in range(len(sites.buildings)):
        own = sites.buildings.iloc[[place]]
        rows = building_answers(own, needs)
        answers = np.array([[row["answer"] for row in rows]])
        floor_m2, asked = float(own["floor_m2"].iloc[0]), needs["floor_m2"]
        told = pd.DataFrame(
            {
                "nature_m2": [0.0],
                "farmland_m2": [0.0],
                "met": [float(((answers + 1) / 2).mean())],
                "step": [float(len(fits.LADDER) - 1)],
                "conditions": [float(len(own["conditions"].iloc[0]))],
                "area_m2": [floor_m2],
                "plots": [1.0],
                "availability": [float(score.get(own["availability"].iloc[0], 0.5))],
                "own_park": [sites.own],
            }
        )
        by = ranking.criteria(told, asked)
        row = by.iloc[0].to_dict()
        value = float(ranking.score(by, weights).iloc[0])
        lacking = round(lack(rows, needs), _STEADY_DECIMALS)
        kept = {name: round(float(row[name]), 4) for name in weights}
        found.append(Candidate(sites, search, BUILDING, (place,), int(ranking.word(answers)[0]), lacking, value, kept))
    return found
