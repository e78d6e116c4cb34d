"""What is asked of plans: one question for all the land of a plan that its answer decides, the largest effect first."""

import json

import pandas as pd

from landuse.progress.utilisation import amounts, land_rate_pct
from landuse.units.confirmation import other_class
from landuse.units.schema import LandClass

COLUMNS = ("question", "plan_id", "plan_name", "units", "area_m2", "effect_pp")


def plan_questions(inventory: pd.DataFrame) -> pd.DataFrame:
    """The open questions about the plans of one park.

    Parameters
    ----------
    inventory : as landuse.units.inventory returns it, of one park

    Returns
    -------
    COLUMNS: how many units and how much land wait for the answer, and what the rate would rise (negative: fall) by, in
    percentage points, if the answer were the other one than the likelier; 0 where there is no rate
    """
    waiting: dict[tuple[str, str], list[str]] = {}
    for unit in inventory.index[inventory["undecided"].astype(bool)]:
        for question, plan_id in json.loads(inventory.at[unit, "plan_asks"]):
            waiting.setdefault((question, plan_id), []).append(unit)
    rate = land_rate_pct(amounts(inventory).iloc[0]) if len(inventory) else None
    rows = []
    for (question, plan_id), ids in waiting.items():
        units = inventory.loc[ids]
        named = inventory["plan_name"][inventory["plan_id"] == plan_id].dropna()
        changed = inventory.assign(undecided=inventory["undecided"] & ~inventory.index.isin(ids))
        changed.loc[ids, "class"] = [_by_other_answer(unit) for _, unit in units.iterrows()]
        then = land_rate_pct(amounts(changed).iloc[0])
        effect_pp = 0.0 if rate is None or then is None else then - rate
        rows.append((question, plan_id, named.iloc[0] if len(named) else None, len(ids), int(units["area_m2"].sum()), effect_pp))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    order = table.assign(size=table["effect_pp"].abs().round(9)).sort_values(
        ["size", "area_m2", "plan_id", "question"], ascending=[False, False, True, True]
    )
    return table.loc[order.index].reset_index(drop=True)


def _by_other_answer(unit: pd.Series) -> str:
    """What a unit is by the other answer: outside the account, or, where the likelier answer leaves it there, idle."""
    could_be = json.loads(unit["could_be"])
    wanted = LandClass.VACANT if unit["class"] == LandClass.NOT_COUNTED else LandClass.NOT_COUNTED
    return str(wanted) if wanted in could_be else other_class(unit)
