"""What a plan file says once for the whole plan (RpOmråde, KpOmråde, Arealplan), given to each of its zones."""

import pandas as pd

from door.columns.names import folded, object_types, sources
from layers.registry import layer as registered
from parks.values import as_text

PLAN_OBJECTS = {folded(name) for name in ("RpOmråde", "KpOmråde", "RbOmråde", "Arealplan", "PlanOmråde")}
_OF_THE_PLAN = (
    *("plan_id", "plan_name", "plan_type", "plan_status", "plan_date", "plan_adopted", "proposer", "provisions", "level"),
    *("further_plan_required", "further_plan_clause", "older_plans_first", "works_begun_in_time"),
)


def plan_rows(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per plan with the columns of ours that its own rows have, indexed by plan_id as text.

    A file whose plan rows name no plan has one row, indexed by None.

    Parameters
    ----------
    frames : the file's tables by name; a table may hold several object types
    """
    found = [_of_plans(name, frame) for name, frame in frames.items()]
    rows = pd.concat([frame for frame in found if not frame.empty] or [pd.DataFrame()]).dropna(axis="columns", how="all")
    if "plan_id" not in rows:
        return rows.iloc[:1].set_axis([None] * min(len(rows), 1))
    return rows.assign(plan_id=as_text(rows["plan_id"])).groupby("plan_id", sort=True).first()


def with_plan(zones: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Zones with their blanks filled in from their plan: by plan_id, or from the file's only plan where zones name none."""
    only_plan = plans.index[0] if len(plans) == 1 else None
    if only_plan is not None and "plan_id" not in zones:
        zones = zones.assign(plan_id=only_plan)
    if plans.empty or "plan_id" not in zones:
        return zones
    nameless = len(plans) == 1 and only_plan is None
    row_of_plan = pd.Series(0, index=zones.index) if nameless else as_text(zones["plan_id"]).map({p: n for n, p in enumerate(plans.index)})
    return zones.assign(**{name: _filled(zones, name, plans[name].tolist(), row_of_plan) for name in plans.columns})


def _filled(zones: pd.DataFrame, name: str, of_plans: list, row_of_plan: pd.Series) -> pd.Series:
    from_plan = row_of_plan.map(dict(enumerate(of_plans))).astype("object")
    if name not in zones:
        return from_plan
    return zones[name].astype("object").where(zones[name].notna(), from_plan)


def _of_plans(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    types = object_types(frame)
    names = [table] if types is None else types.dropna().unique()
    of_plans = {name for name in names if isinstance(name, str) and folded(name) in PLAN_OBJECTS}
    rows = frame.iloc[: len(frame) if of_plans else 0] if types is None else frame[types.isin(of_plans)]
    found = {ours: theirs for ours, theirs in sources(rows, registered("zoning")).items() if ours in _OF_THE_PLAN}
    return pd.DataFrame({ours: rows[theirs].astype("object") for ours, theirs in found.items()})
