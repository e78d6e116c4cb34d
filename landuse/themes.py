"""What the layers of nature, hazard and heritage say of some ground: hit, near, none, not mapped or failed, each told apart."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.facts import Question, ask_all
from landuse.rules import table
from landuse.schema import Status


@dataclass(frozen=True)
class Theme:
    """One layer to ask.

    theme : nature, hazard or heritage
    question : its rows, and where it is mapped
    """

    theme: str
    question: Question


def ask_themes(targets: gpd.GeoDataFrame, themes: list[Theme]) -> list[dict]:
    """One row for each target and layer: of, layer_id, theme, status, m2, pct, hits, nearest_m, nearest_name, unmapped_m2.

    Parameters
    ----------
    targets : polygons indexed by what they are (`of`), with area_m2, in the CRS of the layers
    """
    if targets.empty or not themes:
        return []
    facts = ask_all(targets, [theme.question for theme in themes])
    by_key = dict(tuple(facts.groupby(["unit_id", "layer_id"])))
    return [
        {"of": str(of), "layer_id": theme.question.layer_id, "theme": theme.theme, **_told(targets.loc[of], by_key, of, theme.question)}
        for of in targets.index
        for theme in themes
    ]


def _told(target: pd.Series, by_key: dict, of: str, question: Question) -> dict:
    facts = by_key[(of, question.layer_id)]
    hits = facts[facts["status"] == Status.HIT]
    unmapped = facts.loc[facts["status"] == Status.NOT_MAPPED, "overlap_m2"].sum()
    status = Status.HIT if len(hits) else Status(facts["status"].iloc[0])
    near = _nearest(target["geometry"], question)
    return {
        "status": str(status),
        "m2": int(round(hits["overlap_m2"].sum())),
        "pct": round(float(hits["overlap_pct"].sum()), 1),
        "hits": [_hit(target["geometry"], question, row) for row in hits.sort_values("overlap_m2", ascending=False).itertuples()],
        "nearest_m": near[0],
        "nearest_name": near[1],
        "unmapped_m2": int(round(unmapped)),
    }


def _hit(shape: shapely.Geometry, question: Question, fact: object) -> dict:
    rows = question.rows
    own = rows if question.code is None else rows[rows[question.code].astype(object).fillna("").astype(str) == fact.code]
    meets = own.iloc[np.unique(own.sindex.query(shape, predicate="intersects"))] if len(own) else own
    return {"code": fact.code, "m2": int(round(fact.overlap_m2)), "names": _names(meets)}


def _nearest(shape: shapely.Geometry, question: Question) -> tuple[int | None, str | None]:
    """Whole m to the nearest row within the limit, and its name; nothing where there is none or nobody could look."""
    rows = question.rows
    if rows is None or rows.empty:
        return None, None
    limit_m = table("vacant_first")["near"]["limit_m"]
    near = rows.sindex.query(shape, predicate="dwithin", distance=limit_m)
    if not len(near):
        return None, None
    far_m = shapely.distance(rows.geometry.to_numpy()[near], shape)
    first = near[int(np.argmin(far_m))]
    return int(round(far_m.min())), next(iter(_names(rows.iloc[[first]])), None)


def _names(rows: gpd.GeoDataFrame) -> list[str]:
    if "name" not in rows:
        return []
    return sorted({str(name) for name in rows["name"].dropna()})
