"""Columns of a list that say where its rows lie: shapes as text (WKT), or a pair of coordinates. A list is not read by them."""

import re
from collections.abc import Iterable

import pandas as pd

from door.lists.meanings import folded

_WKT = re.compile(
    r"\s*(SRID=\d+;\s*)?(MULTI)?(POINT|LINESTRING|POLYGON|CURVE|SURFACE|CURVEPOLYGON|GEOMETRYCOLLECTION)\s*(Z|M|ZM)?\s*(\(|EMPTY)",
    re.IGNORECASE,
)
_NAMES = frozenset({"wkt", "wktgeom", "geomwkt", "thegeom", "geom", "geometry", "geometri", "wkbgeometry", "polygon", "posisjonwkt"})
_PAIRS = (
    ("x", "y"), ("ost", "nord"), ("øst", "nord"), ("east", "north"), ("easting", "northing"), ("xkoordinat", "ykoordinat"),
    ("xkoord", "ykoord"),
    ("utmost", "utmnord"), ("utmx", "utmy"), ("lon", "lat"), ("long", "lat"), ("lng", "lat"), ("longitude", "latitude"),
    ("lengdegrad", "breddegrad"), ("koordinatx", "koordinaty"), ("koordx", "koordy"), ("pointx", "pointy"),
)  # fmt: skip
_SHOWN_CHARS = 40


def shape_columns(headings: Iterable[str], plain: pd.DataFrame) -> tuple[str, str] | None:
    """The headings of the columns that say where rows lie, and what stands in the first; None where there are none.

    Parameters
    ----------
    headings : of the list as it is written
    plain : its rows, under these headings or others
    """
    for name in plain.columns:
        first = plain[name].dropna()
        if len(first) and _WKT.match(str(first.iloc[0])):
            return str(name), _cut(str(first.iloc[0]))
    by_name = {folded(name): name for name in headings}
    found = next((one for one in by_name if one in _NAMES), None)
    if found is not None:
        return by_name[found], _shown(by_name[found], plain)
    pair = next((pair for pair in _PAIRS if {folded(one) for one in pair} <= by_name.keys()), None)
    if pair is None:
        return None
    one, other = (by_name[folded(name)] for name in pair)
    return f"{one}, {other}", " / ".join(_shown(name, plain) for name in (one, other))


def _shown(name: str, plain: pd.DataFrame) -> str:
    if name not in plain.columns:
        return "…"
    values = plain[name].dropna()
    return _cut(str(values.iloc[0])) if len(values) else "…"


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN_CHARS else words[:_SHOWN_CHARS].rstrip() + "…"
