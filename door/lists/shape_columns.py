"""Columns of a list that say where its rows lie: shapes as text (WKT, or WKB as PostGIS writes it), or a pair of coordinates.

The former are read, the latter are not.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
import shapely

from door.lists.meanings import folded

_WKT = re.compile(
    r"\s*(?:SRID=(?P<srid>\d+);\s*)?(?P<words>(MULTI)?(POINT|LINESTRING|POLYGON|CURVE|SURFACE|CURVEPOLYGON|GEOMETRYCOLLECTION)\s*(Z|M|ZM)?\s*(\(|EMPTY))",
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
_MOSTLY = 0.5  # of the values of a column: the others are rows without a shape that can be read
_NO_SHAPE = b"\0"
_HEX = re.compile(r"\s*0[01](?:[0-9A-Fa-f]{2}){20,}\s*")  # WKB as PostGIS writes it, of a point at least


@dataclass(frozen=True)
class Shaped:
    """The shapes of a list's rows.

    column : the heading of the column that has them as text
    wkb : by row, the shape; bytes that are none where its text cannot be read, None where there is no text
    crs : the coordinate systems that the texts name (`SRID=25832;…`, or within the WKB)
    """

    column: str
    wkb: list[bytes | None]
    crs: list[str]


def as_shapes(sheet: dict[str, list[str | None]]) -> Shaped | None:
    """The shapes that a column of a list has as text; None where no column has any but such, blanks left out.

    Called in the reading process: a text may be of any size.
    """
    for name, values in sheet.items():
        there = [value for value in values if value is not None]
        known = sum(1 for value in there if _WKT.match(value) or _HEX.fullmatch(value))
        if known and known >= _MOSTLY * len(there):
            found = [(None, 0) if value is None else _wkb(value) for value in values]
            srids = sorted({srid for _, srid in found if srid})
            return Shaped(name, [wkb for wkb, _ in found], [f"EPSG:{srid}" for srid in srids])
    return None


def _wkb(words: str) -> tuple[bytes, int]:
    """A shape of its text, and the number of the coordinate system that it names, or 0."""
    try:
        written = _WKT.match(words)
        if written is None:
            shape = shapely.from_wkb(bytes.fromhex(words), on_invalid="ignore") if _HEX.fullmatch(words) else None
            srid = 0 if shape is None else int(shapely.get_srid(shape))
        else:
            shape = shapely.from_wkt(words[written.start("words") :], on_invalid="ignore")
            srid = int(written["srid"] or 0)
        return (_NO_SHAPE, 0) if shape is None else (shapely.to_wkb(shape), srid)
    except NotImplementedError:  # arcs, which the library reads and cannot write
        return _NO_SHAPE, 0


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
