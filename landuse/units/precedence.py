"""Plan against plan across levels (pbl § 1-5): the newer goes before the older, unless it says otherwise itself."""

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse import rules
from landuse.units import zones
from landuse.units.zones import Counts, PlanState


def settled(points: gpd.GeoSeries, ruling: gpd.GeoDataFrame, winner: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What holds where a newer municipal plan is against the zoning plan that stands first.

    Parameters
    ----------
    ruling : as zones.ruling_order gives it; winner : for each point, the row of `ruling` that stands first there; −1: none

    Returns
    -------
    for each point: the row that rules; the id of the municipal plan of which nobody has said whether older plans go before it
    (None: nothing is asked); and whether a municipal plan there requires a further plan
    """
    winner, rival, requires = winner.copy(), np.full(len(points), None, dtype=object), np.zeros(len(points), dtype=bool)
    municipal = ruling[ruling["plan_state"] == PlanState.MUNICIPAL_ONLY]
    point, row = municipal.sindex.query(points.to_numpy(), predicate="within")
    hits = pd.DataFrame({"point": point, "row": row}).sort_values(["point", "row"]).drop_duplicates("point")  # the newest municipal plan
    stands: dict[tuple[int, int], bool] = {}
    for at, newer in zip(hits["point"], hits["row"], strict=True):
        if winner[at] < 0 or ruling["plan_state"].iat[winner[at]] != PlanState.IN_FORCE:
            continue
        pair = (int(winner[at]), int(newer))
        if pair not in stands:
            stands[pair] = _stands(ruling.iloc[pair[0]], municipal.iloc[newer])
        required, older_first = (municipal[name].iat[newer] for name in ("further_plan_required", "older_plans_first"))
        requires[at] = bool(pd.notna(required) and required)
        if not stands[pair] and pd.isna(older_first):
            rival[at] = str(municipal["plan_id"].iat[newer])
        elif not stands[pair] and not older_first:
            winner[at] = municipal.index[newer]
    return winner, rival, requires


def _stands(zoned: pd.Series, municipal: pd.Series) -> bool:
    """Whether a zone stands whatever the municipal plan says of older plans: it is no older, or their purposes go together.

    Where a date is missing nobody knows which is the newer; a zone that does not count has nothing to lose in the account.
    """
    dates = municipal["plan_date"], zoned["plan_date"]
    if all(map(pd.notna, dates)) and dates[0] <= dates[1]:
        return True
    if zoned["counts"] not in (Counts.NET, Counts.GROSS, Counts.COMBINED):
        return True
    code = municipal["zone_code"]
    return isinstance(code, str) and zoned["counts"] in _agreeing().get((zones.law_of(code), code), ())


@cache
def _agreeing() -> dict[tuple[str, str], tuple[str, ...]]:
    """How zones count that go together with a purpose of a municipal plan, by law and code."""
    rows = pd.read_csv(rules.FOLDER / "plan_agrees.csv", dtype=str)
    return {(law, code): tuple(words.split()) for law, code, words in zip(rows["law"], rows["code"], rows["with_counts"], strict=True)}
