"""What a plan file says once for the whole plan (RpOmråde, KpOmråde, Arealplan), given to each of its zones."""

import pandas as pd

from layers._columns import folded, object_types, sources
from layers._registry import layer as registered

PLAN_OBJECTS = {folded(name) for name in ("RpOmråde", "KpOmråde", "RbOmråde", "Arealplan", "PlanOmråde")}
_OF_THE_PLAN = ("plan_id", "plan_name", "plan_type", "plan_status", "plan_date", "level")


def plan_rows(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per plan with the columns of ours that its own rows have, indexed by plan_id.

    Parameters
    ----------
    frames : the file's tables by name; a table may hold several object types
    """
    found = [_of_plans(name, frame) for name, frame in frames.items()]
    rows = pd.concat([frame for frame in found if not frame.empty] or [pd.DataFrame(columns=list(_OF_THE_PLAN))])
    rows = rows.dropna(axis="columns", how="all")
    if "plan_id" not in rows:
        return rows.iloc[:1].set_axis([None] * len(rows.iloc[:1]))
    return rows.groupby("plan_id", sort=True).first()


def with_plan(zones: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Zones with the blanks of their plan filled in: by plan_id, or from the file's only plan."""
    if plans.empty:
        return zones
    if "plan_id" not in zones:
        if len(plans) > 1:
            return zones
        zones = zones.assign(plan_id=plans.index[0])
    key = zones["plan_id"].astype("object").where(zones["plan_id"].notna(), None)
    key = key if len(plans) > 1 or plans.index[0] is not None else pd.Series([None] * len(zones), index=zones.index)
    lookup = {name: plans[name].to_dict() for name in plans.columns}
    for name, values in lookup.items():
        from_plan = key.map(lambda plan, values=values: values.get(plan))
        given = zones[name] if name in zones else pd.Series(None, index=zones.index, dtype="object")
        zones = zones.assign(**{name: given.astype("object").where(given.notna(), from_plan)})
    return zones


def _of_plans(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    types = object_types(frame)
    named = pd.Series(table, index=frame.index) if types is None else types
    rows = frame[[isinstance(name, str) and folded(name) in PLAN_OBJECTS for name in named]]
    found = {ours: theirs for ours, theirs in sources(rows, registered("zoning")).items() if ours in _OF_THE_PLAN}
    return pd.DataFrame({ours: rows[theirs].astype("object") for ours, theirs in found.items()})
