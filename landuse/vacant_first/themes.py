"""What the layers of nature, hazard and heritage say of some ground: hit, near, none, not mapped or failed, each told apart."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.rules import table
from landuse.units.facts import Question, ask_all, ground_m2
from landuse.units.schema import Status


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
    by_key: dict[tuple[str, str], list[dict]] = {}
    for fact in facts.to_dict("records"):
        by_key.setdefault((fact["unit_id"], fact["layer_id"]), []).append(fact)
    asked = [(theme, _Rows(theme.question), _hit_m2(targets, theme.question, facts)) for theme in themes]
    return [
        {"of": str(of), "layer_id": theme.question.layer_id, "theme": theme.theme}
        | _told(shape, by_key[(str(of), theme.question.layer_id)], rows, hit_m2.get(str(of), 0.0), targets.at[of, "area_m2"])
        for of, shape in targets.geometry.items()
        for theme, rows, hit_m2 in asked
    ]


def _hit_m2(targets: gpd.GeoDataFrame, question: Question, facts: pd.DataFrame) -> dict[str, float]:
    """How much of each target a layer was found on, true m²: what two of its codes share counts once."""
    hits = facts[(facts["layer_id"] == question.layer_id) & (facts["status"] == Status.HIT)]
    by_target = hits.groupby("unit_id")["overlap_m2"].agg(["sum", "size"])
    found = by_target["sum"].to_dict()
    several = targets[targets.index.astype(str).isin(by_target.index[by_target["size"] > 1])]
    if len(several):
        true_per_planar = several["area_m2"] / crs.planar_area_m2(several.geometry)
        found |= (ground_m2(several, question) * true_per_planar).rename(str).to_dict()
    return found


class _Rows:
    """A layer's shapes, codes and names, taken out of its frame once."""

    def __init__(self, question: Question):
        rows: Any = question.rows  # a raster has no theme
        there = rows is not None and len(rows) > 0
        self.shapes = rows.geometry.to_numpy() if there else np.empty(0, dtype=object)
        self.tree = shapely.STRtree(self.shapes)
        coded = there and question.code is not None
        self.codes = rows[question.code].astype(object).fillna("").astype(str).to_numpy() if coded else np.full(len(self.shapes), "")
        self.names = rows["name"].astype(object).to_numpy() if there and "name" in rows else np.full(len(self.shapes), None)

    def called(self, places: np.ndarray) -> list[str]:
        """The names of rows, each once."""
        return sorted({name for name in self.names[places] if isinstance(name, str)})


def _told(shape: shapely.Geometry, facts: list[dict], rows: _Rows, hit_m2: float, area_m2: float) -> dict:
    hits = sorted((fact for fact in facts if fact["status"] == Status.HIT), key=lambda fact: -fact["overlap_m2"])
    unmapped = sum(fact["overlap_m2"] for fact in facts if fact["status"] == Status.NOT_MAPPED)
    meets = rows.tree.query(shape, predicate="intersects") if hits else np.empty(0, dtype=int)
    nearest_m, nearest_name = _nearest(shape, rows)
    return {
        "status": str(Status.HIT if hits else facts[0]["status"]),
        "m2": round(hit_m2),
        "pct": round(min(100 * hit_m2 / area_m2, 100.0), 1),
        "hits": [
            {"code": fact["code"], "m2": round(fact["overlap_m2"]), "names": rows.called(meets[rows.codes[meets] == fact["code"]])}
            for fact in hits
        ],
        "nearest_m": nearest_m,
        "nearest_name": nearest_name,
        "unmapped_m2": round(unmapped),
    }


def _nearest(shape: shapely.Geometry, rows: _Rows) -> tuple[int | None, str | None]:
    """Whole m to the nearest row within the limit, and its name; nothing where there is none or nobody could look."""
    near = rows.tree.query(shape, predicate="dwithin", distance=table("vacant_first")["near"]["limit_m"])
    if not len(near):
        return None, None
    far_m = shapely.distance(rows.shapes[near], shape)
    first = near[[int(np.argmin(far_m))]]
    return round(float(far_m.min())), next(iter(rows.called(first)), None)
