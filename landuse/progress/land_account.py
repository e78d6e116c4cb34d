"""The account of a park's land for the municipal plan: purpose by built or not and by the plan's year, and what lies on the ground.

Every row is the sum of whole units; the ground of a row adds up to its area.
"""

import pandas as pd

from landuse.units.asked import GROUND as GROUND_LAYER
from landuse.units.schema import COUNTED, IN_USE, Status

GROUND = {  # the codes of AR5 behind each column, in order
    "fully_cultivated": ("21",),
    "surface_cultivated": ("22",),
    "pasture": ("23",),
    "forest": ("30",),
    "bog": ("60",),
}
OTHER, BLANK = "other", "not_mapped"
COLUMNS = (*GROUND, OTHER, BLANK)
BUILT, UNBUILT, UNCOUNTED = "built", "unbuilt", "uncounted"
KEYS = ["zone_code", "plan_type", "built", "plan_year"]
_NO_YEAR = 0


def land_account(units: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """The account of a park's units.

    Parameters
    ----------
    units : one row a unit, indexed by unit_id; zone_code, plan_type, plan_date, class, area_m2
    facts : what each layer answered of them: unit_id, layer_id, code, status, overlap_m2

    Returns
    -------
    zone_code and plan_type (blank without a plan), built, plan_year (0: no date), units (how many), area_m2 and COLUMNS in m²;
    the largest purpose first
    """
    ground = _ground(units, facts)
    told = (
        units[["area_m2"]]
        .join(ground)
        .assign(
            zone_code=units["zone_code"].fillna("").astype(str),
            plan_type=units["plan_type"].fillna("").astype(str),
            built=units["class"].map(_built),
            plan_year=pd.to_datetime(units["plan_date"]).dt.year.fillna(_NO_YEAR).astype(int),
            units=1,
        )
    )
    summed = told.groupby(KEYS, as_index=False)[["units", "area_m2", *COLUMNS]].sum()
    summed["of_purpose"] = summed.groupby(["zone_code", "plan_type"])["area_m2"].transform("sum")
    order = summed.sort_values(["of_purpose", *KEYS], ascending=[False, True, True, True, True])
    return order.drop(columns="of_purpose").reset_index(drop=True)


def _ground(units: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Each unit's area by column; what no code and no gap tells of is other ground."""
    own = facts[facts["layer_id"] == GROUND_LAYER]
    names = {code: name for name, codes in GROUND.items() for code in codes}
    column = own["code"].astype(str).map(names).fillna(OTHER).where(own["status"] == Status.HIT, BLANK)
    areas = own.assign(column=column).pivot_table(index="unit_id", columns="column", values="overlap_m2", aggfunc="sum")
    found = areas.reindex(index=units.index, columns=list(COLUMNS)).fillna(0.0).round().astype(int)
    asked = units.index.isin(own["unit_id"])
    known = [*GROUND, BLANK]
    rest = units["area_m2"] - found[known].sum(axis=1)
    found[OTHER] = rest.where(asked, 0).clip(lower=0)
    for unit_id, over in rest[asked & (rest < 0)].items():  # rounding: the largest part gives way, so that a row adds up
        found.loc[unit_id, found.loc[unit_id, known].idxmax()] += over
    found[BLANK] += units["area_m2"].where(~asked, 0)
    return found


def _built(land_class: str) -> str:
    if land_class not in COUNTED:
        return UNCOUNTED
    return BUILT if land_class in IN_USE else UNBUILT
