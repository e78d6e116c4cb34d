"""The ladder of readiness (klargjøringsgrad), each step with its content in law: rules/readiness.toml."""

from typing import NamedTuple

import pandas as pd

from landuse.rules import table
from landuse.units.zones import PlanState

_BY_PLAN = {PlanState.IN_FORCE: "ferdig_regulert", PlanState.MUNICIPAL_ONLY: "avsatt", PlanState.DRAFT: "avsatt", PlanState.NONE: ""}
_ADOPTED_WITHOUT_EFFECT = "6"


def steps() -> tuple[str, ...]:
    """The steps, the lowest first."""
    return tuple(table("readiness")["step"])


def readiness(units: pd.DataFrame, said: pd.Series) -> pd.Series:
    """The step of each unit: what the park says of it, but never above what its plan and its ground allow.

    Parameters
    ----------
    units : plan_state, plan_status, plan_asks (JSON), evidence facts requirement_said and plan_lapsed, sea_to_fill
    said : what the park's records say, a list for each unit, the newest last

    Returns
    -------
    a step; "" for land without a plan of which nobody has said anything
    """
    rows = units[list(_Unit._fields)].itertuples(index=False, name=None)
    return pd.Series([_step(_Unit(*row), texts) for row, texts in zip(rows, said, strict=True)], index=units.index, dtype=str)


class _Unit(NamedTuple):
    """What the steps rest on."""

    plan_state: str
    plan_status: str | None
    plan_is_enough: bool
    sea_to_fill: bool


def _step(unit: _Unit, texts: list[str]) -> str:
    by_plan = _BY_PLAN[PlanState(str(unit.plan_state))]
    if unit.plan_state == PlanState.DRAFT and unit.plan_status == _ADOPTED_WITHOUT_EFFECT:
        by_plan = "regulert"
    if unit.plan_state == PlanState.IN_FORCE and not unit.plan_is_enough:
        by_plan = "regulert"
    if not texts or texts[-1] not in steps():
        return by_plan
    if unit.plan_state != PlanState.IN_FORCE:
        return texts[-1]
    most = by_plan if by_plan == "regulert" or unit.sea_to_fill else steps()[-1]
    return min(texts[-1], most, key=steps().index)
