"""Plan against plan across levels (pbl § 1-5): the newer goes before the older, unless it says otherwise itself."""

from functools import cache
from typing import NamedTuple

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
    rival, requires = np.full(len(points), None, dtype=object), np.zeros(len(points), dtype=bool)
    municipal = ruling[ruling["plan_state"] == PlanState.MUNICIPAL_ONLY]
    point, row = municipal.sindex.query(points.to_numpy(), predicate="within")
    hits = pd.DataFrame({"point": point, "row": row}).sort_values(["point", "row"]).drop_duplicates("point")  # the newest municipal plan
    first = winner[hits["point"].to_numpy()]
    in_force = (ruling["plan_state"] == PlanState.IN_FORCE).to_numpy()
    hits = hits.assign(winner=first)[(first >= 0) & in_force[first]]
    at, newer = hits["point"].to_numpy(), hits["row"].to_numpy()
    required, older_first = (municipal[name].to_numpy(dtype=object) for name in ("further_plan_required", "older_plans_first"))
    requires[at] = _said(required)[newer]
    pairs = hits[["winner", "row"]].drop_duplicates()
    zoned, over = (
        list(zip(*(rows[name].iloc[pairs[place]] for name in _COMPARED), strict=True))
        for rows, place in ((ruling, "winner"), (municipal, "row"))
    )
    stands = [_stands(_Zone(*one), _Zone(*other)) for one, other in zip(zoned, over, strict=True)]
    beaten = ~hits.merge(pairs.assign(stands=stands), on=["winner", "row"], how="left")["stands"].to_numpy(dtype=bool)
    unsaid, first_said = pd.isna(older_first)[newer], _said(older_first)[newer]
    asked, lost = beaten & unsaid, beaten & ~unsaid & ~first_said
    rival[at[asked]] = municipal["plan_id"].astype(str).to_numpy(dtype=object)[newer[asked]]
    winner = winner.copy()
    winner[at[lost]] = municipal.index.to_numpy()[newer[lost]]
    return winner, rival, requires


def _said(answers: np.ndarray) -> np.ndarray:
    """Which answers are yes; what nobody has said is none."""
    return np.array([bool(pd.notna(one) and one) for one in answers], dtype=bool)


class _Zone(NamedTuple):
    """What two plans are compared by."""

    plan_date: pd.Timestamp
    counts: str
    zone_code: str | None


_COMPARED = _Zone._fields


def _stands(zoned: _Zone, municipal: _Zone) -> bool:
    """Whether a zone stands whatever the municipal plan says of older plans: it is no older, or their purposes go together.

    Where a date is missing nobody knows which is the newer; a zone that does not count has nothing to lose in the account.
    """
    dates = municipal.plan_date, zoned.plan_date
    if all(map(pd.notna, dates)) and dates[0] <= dates[1]:
        return True
    if zoned.counts not in (Counts.NET, Counts.GROSS, Counts.COMBINED):
        return True
    code = municipal.zone_code
    return isinstance(code, str) and zoned.counts in _agreeing().get((zones.law_of(code), code), ())


@cache
def _agreeing() -> dict[tuple[str, str], tuple[str, ...]]:
    """How zones count that go together with a purpose of a municipal plan, by law and code."""
    rows = pd.read_csv(rules.FOLDER / "plan_agrees.csv", dtype=str)
    return {(law, code): tuple(words.split()) for law, code, words in zip(rows["law"], rows["code"], rows["with_counts"], strict=True)}
