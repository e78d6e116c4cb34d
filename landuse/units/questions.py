"""The questions that narrow the range most: each is one that one person can answer at once, for all the land that it settles.

Three kinds: what a plan's provisions say, one for each plan; who holds the land, one for all properties; and what lies idle on
patches of one plan, each of them ground that hangs together, as a block between streets: for the units there that nothing else settles.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse.progress.utilisation import LOWEST_FIRST
from landuse.rules import table, threshold
from landuse.units.classify import could_be
from landuse.units.doubt import holder_asked, question
from landuse.units.holders import is_asked
from landuse.units.schema import LandClass

PLAN, HOLDER, PATCH = "plan", "holder", "patch"
_ANSWERS = tuple({"tenure": one, "tenure_old": False, "lets_said": True} for one in ("own", "other_owner"))


@dataclass(frozen=True)
class Question:
    """kind : PLAN, HOLDER or PATCH; code : of rules/plan_questions.toml for a plan, else ""; plan_id : the plan asked about, else ""

    unit_ids : what waits for the answer, the largest first; area_m2 : how large it is; narrows_pp : by how many percentage points
    an answer narrows the range of the gross rate, the mean of the answers that there can be
    """

    kind: str
    code: str
    plan_id: str
    unit_ids: tuple[str, ...]
    area_m2: int
    narrows_pp: float


def questions(inventory: gpd.GeoDataFrame) -> list[Question]:
    """What is asked about one park, the question that narrows its range most first.

    Parameters
    ----------
    inventory : as landuse.units.inventory returns it, of one park
    """
    if "open_doubts" not in inventory or not inventory["undecided"].any():
        return []
    now = _Range(inventory)
    waiting: list[tuple[str, str, str, gpd.GeoDataFrame, Sequence[dict]]]
    waiting = [(PLAN, code, plan_id, rows, readings) for code, plan_id, rows, readings in _of_plans(inventory)]
    about = [_asks_holder(*row) for row in zip(inventory["doubts"], inventory["evidence"], strict=True)]
    holder = inventory[inventory["undecided"].to_numpy(dtype=bool) & np.array(about, dtype=bool)]
    waiting += [(HOLDER, "", "", holder, _ANSWERS)] if len(holder) else []
    answered = _by_answer([(rows, readings) for *_, rows, readings in waiting])
    asked = [_question(*one[:4], now, by_answer) for one, by_answer in zip(waiting, answered, strict=True)]
    for rows in _patches(inventory):
        asked.append(_question(PATCH, "", str(rows["plan_id"].iloc[0]), rows, now, [[{str(one)} for one in rows["class"]]]))
    return sorted(asked, key=lambda one: (-round(one.narrows_pp, 9), -one.area_m2, one.kind, one.code, one.plan_id, one.unit_ids))


class _Range:
    """How wide the range is, and how wide it would be if some units could be less."""

    def __init__(self, inventory: gpd.GeoDataFrame) -> None:
        self.area_m2 = inventory["area_m2"].to_numpy(dtype=float)
        self.place = pd.Series(np.arange(len(inventory)), index=inventory.index)
        named = zip(inventory["class"], inventory["undecided"], inventory["could_be"], strict=True)
        could = [{own, *json.loads(text)} if open_ else {own} for own, open_, text in named]
        self.low, self.high = self._ends(could)
        self.width_pp = self._width(self.low, self.high)

    def without(self, unit_ids: pd.Index, could: Sequence[Iterable[str]]) -> float:
        """The width, in percentage points, if these units could be these classes."""
        low, high, place = self.low.copy(), self.high.copy(), self.place[unit_ids].to_numpy()
        low[place], high[place] = self._ends(could)
        return self._width(low, high)

    def _ends(self, could: Sequence[Iterable[str]]) -> tuple[np.ndarray, np.ndarray]:
        order = [[LOWEST_FIRST.index(one) for one in classes] for classes in could]
        return np.array([min(one) for one in order], dtype=int), np.array([max(one) for one in order], dtype=int)

    def _width(self, low: np.ndarray, high: np.ndarray) -> float:
        return self._rate_pct(high) - self._rate_pct(low)

    def _rate_pct(self, order: np.ndarray) -> float:
        counted = self.area_m2[order != LOWEST_FIRST.index(LandClass.NOT_COUNTED)].sum()
        vacant = self.area_m2[order == LOWEST_FIRST.index(LandClass.VACANT)].sum()
        return 100 * (1 - vacant / counted) if counted else 0.0


def _by_answer(waiting: Sequence[tuple[gpd.GeoDataFrame, Sequence[dict]]]) -> list[list[list[set[str]]]]:
    """What the units of each question could be by each of its answers: all questions gone through at once.

    waiting : for each question its units, and how the facts read by each answer
    """
    facts = [json.loads(text) | said for rows, readings in waiting for said in readings for text in rows["evidence"]]
    found = iter(could_be(pd.DataFrame(facts)) if facts else ())
    return [[[next(found) for _ in range(len(rows))] for _ in readings] for rows, readings in waiting]


def _question(kind: str, code: str, plan_id: str, rows: gpd.GeoDataFrame, now: _Range, by_answer: Sequence[Sequence[set[str]]]) -> Question:
    """by_answer : what each of the units could be, by each answer"""
    after_pp = float(np.mean([now.without(rows.index, could) for could in by_answer]))
    largest = rows.sort_values("area_m2", ascending=False, kind="stable").index
    return Question(kind, code, plan_id, tuple(map(str, largest)), int(rows["area_m2"].sum()), now.width_pp - after_pp)


def _of_plans(inventory: gpd.GeoDataFrame) -> Iterable[tuple[str, str, gpd.GeoDataFrame, list[dict]]]:
    """Each question of each plan: its code, the plan, the units that wait, and how the facts read by each answer."""
    readings = {item["question"]: item["readings"] for item in table("classes")["doubt"]}
    waiting: dict[tuple[str, str], list[str]] = {}
    for unit, said in inventory["plan_asks"][inventory["undecided"].astype(bool)].items():
        for code, plan_id in json.loads(said):
            waiting.setdefault((code, plan_id), []).append(unit)
    return [(code, plan_id, inventory.loc[ids], readings[code]) for (code, plan_id), ids in sorted(waiting.items())]


def _asks_holder(doubts: str, evidence: str) -> bool:
    return holder_asked(json.loads(doubts)) and is_asked(json.loads(evidence))


def _patches(inventory: gpd.GeoDataFrame) -> list[gpd.GeoDataFrame]:
    """The units that ask for themselves, those of one patch together, and no more of them than one person goes through at once.

    Patches of one plan that are small stand together in one question, as long as all of them fit in it.
    """
    of_holder = np.array([question(json.loads(ids)) == HOLDER for ids in inventory["doubts"]], dtype=bool)
    alone = inventory["undecided"].astype(bool) & inventory["asks"].astype(bool) & ~of_holder
    patch, most = _touching(inventory), int(threshold("patch_units"))
    found = []
    for _, of_plan in inventory[alone].groupby(inventory["plan_id"].astype(str)[alone], sort=True):
        small: list[gpd.GeoDataFrame] = []
        for _, rows in of_plan.groupby(patch[of_plan.index], sort=True):
            rows = rows.sort_values("area_m2", ascending=False, kind="stable")
            found += [rows.iloc[start : start + most] for start in range(0, len(rows) - most + 1, most)]
            small += [rows.iloc[len(rows) - len(rows) % most :]] if len(rows) % most else []
        found += _joined(sorted(small, key=lambda rows: (-len(rows), str(rows.index[0]))), most)
    return found


def _joined(patches: list[gpd.GeoDataFrame], most: int) -> list[gpd.GeoDataFrame]:
    """Patches put together, each into the first question that has room for all of it."""
    questions_: list[list[gpd.GeoDataFrame]] = []
    for rows in patches:
        free = next((one for one in questions_ if sum(map(len, one)) + len(rows) <= most), None)
        if free is None:
            questions_.append([rows])
        else:
            free.append(rows)
    return [pd.concat(one).sort_values("area_m2", ascending=False, kind="stable") for one in questions_]


def _touching(inventory: gpd.GeoDataFrame) -> pd.Series:
    """The number of each unit's patch: units of one plan that touch each other, in turn."""
    one, other = inventory.sindex.query(inventory.geometry.to_numpy(), predicate="dwithin", distance=threshold("fit_m"))
    plan = inventory["plan_id"].astype(str).to_numpy()
    together = plan[one] == plan[other]
    one, other = one[together], other[together]
    patch = np.arange(len(inventory))
    while True:
        least = patch.copy()
        np.minimum.at(least, one, patch[other])
        if (least == patch).all():
            return pd.Series(patch, index=inventory.index)
        patch = least
