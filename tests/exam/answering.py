"""Somebody who knows a park answers what is asked of it: the largest question first, and then the largest of those that are left."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from landuse.rules import table
from landuse.units import plans
from landuse.units.classify import classify
from landuse.units.holders import is_asked
from landuse.units.questions import HOLDER, PATCH, PLAN, Question, questions
from tests.exam.delivery import MUNICIPAL_PLAN
from tests.exam.measure import TENURE, truth_of
from tests.exam.park import ExamPark

_FOLLOWS = ("class", "undecided", "could_be", "doubts", "open_doubts", "asks")


@dataclass
class Asked:
    """of_plans : (question, plan) that were answered; held : units of which somebody said who holds them; units : and what they are"""

    of_plans: frozenset[tuple[str, str]] = frozenset()
    held: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)


def ask(park: ExamPark, inventory: gpd.GeoDataFrame, ground: pd.DataFrame, count: int) -> Asked:
    """What is answered of a park, one question after the other, each the largest by what is known then.

    What follows from an answer about a plan or a holder is found from the facts that it changes. A unit that is partly this and
    partly that gets no answer, and is not asked about again.
    """
    units, asked, waiting = inventory.copy(), Asked(), questions(inventory)
    for _ in range(count):
        one = next((one for one in waiting if not _is_asked(one, asked)), None)
        if one is None:
            break
        if one.kind == PATCH:
            asked.units += [unit for unit in one.unit_ids if unit not in asked.units]
            continue
        about = one.unit_ids if one.kind == PLAN else _to_be_held(units)
        said = _facts(park, ground, one, about)
        if one.kind == PLAN:
            asked.of_plans |= {(one.code, one.plan_id)}
        else:
            asked.held += about
        _reread(units, said)
        settled = [unit for unit in asked.units if truth_of(ground, unit) is not None]
        units.loc[settled, "undecided"] = False
        waiting = questions(units)
    return asked


def _is_asked(one: Question, asked: Asked) -> bool:
    if one.kind == PLAN:
        return (one.code, one.plan_id) in asked.of_plans
    return set(one.unit_ids) <= set(asked.held if one.kind == HOLDER else asked.units)


def _to_be_held(units: gpd.GeoDataFrame) -> list[str]:
    """The units of all properties of which nobody has said who holds them, whether they wait for it now or not: the list is one."""
    facts = [json.loads(text) for text in units["evidence"]]
    return [str(unit) for unit, row in zip(units.index, facts, strict=True) if is_asked(row) and row["record_says"] == "nothing"]


def _facts(park: ExamPark, ground: pd.DataFrame, one: Question, about: Sequence[str]) -> dict[str, dict]:
    """How the facts of each unit read by the true answer."""
    if one.kind == PLAN:
        readings = next(item["readings"] for item in table("classes")["doubt"] if item.get("question") == one.code)
        answer = readings[0 if _is_first(park, one.code, one.plan_id) else 1]
        return dict.fromkeys(about, answer)
    held = {unit: truth_of(ground, unit, TENURE) for unit in about}
    return {unit: {"tenure": said, "tenure_old": False, "lets_said": True} for unit, said in held.items() if said is not None}


def _is_first(park: ExamPark, question: str, plan_id: str) -> bool:
    """Whether the first answer of plan_questions.toml is the true one; the readings stand in the same order."""
    if plan_id == MUNICIPAL_PLAN:
        return not park.municipal.goes_first
    plan = next(lot.plan for lot in park.lots if lot.plan is not None and lot.plan.id == plan_id)
    return {plans.REQUIREMENT: not plan.more_required, plans.LAPSE: not plan.lapsed}.get(question, True)


def _reread(units: gpd.GeoDataFrame, said: Mapping[str, dict]) -> None:
    """Write what is found of the units with the facts that were said."""
    if not said:
        return
    index = pd.Index(list(said))
    rows = [json.loads(units.at[unit, "evidence"]) | facts for unit, facts in said.items()]
    found = classify(pd.DataFrame(rows, index=index))
    units.loc[index, list(_FOLLOWS)] = found[list(_FOLLOWS)]
    units.loc[index, "evidence"] = [json.dumps(row, ensure_ascii=False) for row in rows]
    units.loc[index, "plan_asks"] = plans.asked(found, units.loc[index])
