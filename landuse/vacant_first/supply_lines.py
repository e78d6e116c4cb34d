"""Supply lines outside a park: what each takes of the ground, each ground once, and how those who share a line share that."""

import re
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.measure.apportion import whole_parts
from landuse.measure.flatten import polygons_of
from landuse.measure.united import united
from landuse.rules import table
from landuse.vacant_first.footprint import kind_word
from landuse.vacant_first.taken import HOWS, LINES
from landuse.words.errors import LanduseError, Word

PROPOSAL = "proposal"
_PROPOSAL_WORDS = ("proposal", "the proposal", "forslaget", "forslag")
_WIDTHS = ("width_m", "belt_m", "working_m")
_TYPES = {"line": (1, 5), "point": (0, 4)}


def line_kinds() -> dict[str, dict]:
    """What each kind of line or point takes, as supply_lines.toml says it."""
    return table("supply_lines")


def checked_lines(lines: gpd.GeoDataFrame, name: str) -> gpd.GeoDataFrame:
    """Lines and points as rows of kind, name, serves (a tuple of names) and geometry, one row per row given.

    Raises
    ------
    LanduseError : line_kind_unknown, line_not_line, line_serves_others
    """
    kinds = lines["kind"] if "kind" in lines else pd.Series(None, index=lines.index, dtype=object)
    for row, (kind, shape) in enumerate(zip(kinds, lines.geometry), start=1):
        if kind not in line_kinds():
            raise LanduseError("line_kind_unknown", name=name, row=row, found=kind or "–", known=", ".join(line_kinds()))
        wanted = line_kinds()[kind]["geometry"]
        if shape is None or shape.is_empty or shapely.get_type_id(shape) not in _TYPES[wanted]:
            raise LanduseError("line_not_line", name=name, row=row, kind=Word(f"encroach.line.{kind}"), found=kind_word(shape))
    called = lines["name"] if "name" in lines else pd.Series(None, index=lines.index, dtype=object)
    served = lines["serves"] if "serves" in lines else pd.Series(None, index=lines.index, dtype=object)
    shared = [_checked_served(said, name, row, kind) for row, (said, kind) in enumerate(zip(served, kinds, strict=True), start=1)]
    rows = {"kind": list(kinds), "name": [_text(word) for word in called], "serves": shared}
    return gpd.GeoDataFrame(rows, geometry=lines.geometry.to_numpy(), crs=lines.crs)


def served_by(said: object) -> tuple[str, ...]:
    """Those who share a line, each once, however the name is written; the proposal alone where nobody is named."""
    words = re.split(r"[;,]", said) if isinstance(said, str) else said if isinstance(said, (list, tuple)) else ()
    names: dict[str, str] = {}
    for word in (" ".join(str(word).split()) for word in words):
        if word:
            own = word.casefold() in _PROPOSAL_WORDS
            names.setdefault(PROPOSAL if own else word.casefold(), PROPOSAL if own else word)
    return tuple(names.values()) or (PROPOSAL,)


def _checked_served(said: object, name: str, row: int, kind: str) -> tuple[str, ...]:
    """Those who share a line.

    Raises
    ------
    LanduseError : line_serves_others, where the proposal is not among them: its ground is not the proposal's to answer for
    """
    names = served_by(said)
    if PROPOSAL not in names:
        raise LanduseError("line_serves_others", name=name, row=row, kind=Word(f"encroach.line.{kind}"), found=", ".join(names)[:80])
    return names


def reaching(lines: gpd.GeoDataFrame, footprint: shapely.Geometry) -> np.ndarray:
    """Which lines reach a footprint, by themselves or by others that do; one that ends elsewhere serves nobody there."""
    shapes, reach_m = lines.geometry.to_numpy(), table("vacant_first")["lines"]["reach_m"]
    found = shapely.dwithin(shapes, footprint, reach_m) if len(shapes) else np.zeros(0, dtype=bool)
    while True:
        left = np.flatnonzero(~found)
        more = [row for row in left if shapely.dwithin(shapes[found], shapes[row], reach_m).any()]
        if not more:
            return found
        found[more] = True


def belts(lines: gpd.GeoDataFrame, footprint: shapely.Geometry) -> gpd.GeoDataFrame:
    """The ground that lines take beside the footprint, in parts that do not overlap.

    Ground under two lines is the first one's, and counts for what is hardest on it: built down, affected, taken for a time.

    Parameters
    ----------
    lines : as from `checked_lines`, in a projected CRS

    Returns
    -------
    of ("lines"), line (row number), how, geometry; parts without ground are left out
    """
    parts = []
    taken = footprint
    for how, width in zip(HOWS, _WIDTHS):
        for row, (kind, shape) in enumerate(zip(lines["kind"], lines.geometry)):
            ground = polygons_of(shapely.difference(_belt(shape, line_kinds()[kind], width), taken))
            if not ground.is_empty:
                parts.append({"of": LINES, "line": row, "how": how, "geometry": ground})
                taken = united([taken, ground])
    return gpd.GeoDataFrame(parts, columns=["of", "line", "how", "geometry"], geometry="geometry", crs=lines.crs)


def shares(who: Sequence[str], amounts: dict[str, int]) -> list[dict]:
    """Whole amounts of one line shared evenly among those it serves, each summing exactly."""
    shared = {name: whole_parts([1.0] * len(who), amount) for name, amount in amounts.items()}
    return [{"who": one, **{name: int(parts[place]) for name, parts in shared.items()}} for place, one in enumerate(who)]


def lengths_m(lines: gpd.GeoDataFrame, perimeter: shapely.Geometry | None) -> pd.DataFrame:
    """True length of each line in whole m, inside and outside the perimeter; the two sum to the whole."""
    whole = crs.length_m(lines.geometry)
    inside = pd.Series(0.0, index=lines.index) if perimeter is None else crs.length_m(lines.geometry.intersection(perimeter))
    total = np.round(whole).astype("int64")
    kept = np.minimum(np.round(inside).astype("int64"), total)
    return pd.DataFrame({"length_m": total, "inside_m": kept, "outside_m": total - kept}, index=lines.index)


def disturbing(lines: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """The lines and points that end untouched nature around them."""
    ends = [line_kinds()[kind]["disturbs"] for kind in lines["kind"]]
    return lines.geometry[np.array(ends, dtype=bool)]


def _belt(shape: shapely.Geometry, kind: dict, width: str) -> shapely.Geometry:
    across_m = kind.get(width, 0.0)
    if kind["geometry"] == "point":
        return shapely.buffer(shape, (kind["side_m"] if width == "width_m" else across_m) / 2, cap_style="square")
    return shapely.buffer(shape, across_m / 2, cap_style="flat", join_style="mitre") if across_m else shapely.Polygon()


def _text(word: object) -> str | None:
    return word if isinstance(word, str) and word else None
