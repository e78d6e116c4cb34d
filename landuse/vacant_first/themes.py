"""What the layers of nature, hazard and heritage say of some ground: hit, near, none, not mapped or failed, each told apart."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from landuse.rules import table
from landuse.units.facts import Question, ask_all
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
    asked = [(theme, _Rows(theme.question)) for theme in themes]
    return [
        {"of": str(of), "layer_id": theme.question.layer_id, "theme": theme.theme}
        | _told(shape, by_key[(str(of), theme.question.layer_id)], rows)
        for of, shape in targets.geometry.items()
        for theme, rows in asked
    ]


class _Rows:
    """A layer's shapes, codes and names, taken out of its frame once."""

    def __init__(self, question: Question):
        rows = question.rows
        there = rows is not None and len(rows) > 0
        self.shapes = rows.geometry.to_numpy() if there else np.empty(0, dtype=object)
        self.tree = shapely.STRtree(self.shapes)
        coded = there and question.code is not None
        self.codes = rows[question.code].astype(object).fillna("").astype(str).to_numpy() if coded else np.full(len(self.shapes), "")
        self.names = rows["name"].astype(object).to_numpy() if there and "name" in rows else np.full(len(self.shapes), None)

    def called(self, places: np.ndarray) -> list[str]:
        """The names of rows, each once."""
        return sorted({name for name in self.names[places] if isinstance(name, str)})


def _told(shape: shapely.Geometry, facts: list[dict], rows: _Rows) -> dict:
    hits = sorted((fact for fact in facts if fact["status"] == Status.HIT), key=lambda fact: -fact["overlap_m2"])
    unmapped = sum(fact["overlap_m2"] for fact in facts if fact["status"] == Status.NOT_MAPPED)
    meets = rows.tree.query(shape, predicate="intersects") if hits else np.empty(0, dtype=int)
    nearest_m, nearest_name = _nearest(shape, rows)
    return {
        "status": str(Status.HIT if hits else facts[0]["status"]),
        "m2": round(sum(fact["overlap_m2"] for fact in hits)),
        "pct": round(sum(fact["overlap_pct"] for fact in hits), 1),
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
