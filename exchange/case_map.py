"""The case paper's map: the park's land, the proposal by kind of ground, its lines, and the vacant plots that were held against it."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely

from exchange import _drawing, _typst
from landuse.measure.crs import MAP_EPSG
from landuse.progress.ground_look import ground_looks
from landuse.words import messages

_WIDTH_MM, _HEIGHT_MM = 166.0, 108.0
_PPI = 200
_PLAIN = {"fill": None, "line": "#1C2A2F", "weight": 1.0, "opacity": 1.0, "dash": None, "pattern": None}
_LAND = {
    "used": _PLAIN | {"fill": "#D9DFE0", "line": "#9AA8AB"},
    "building_stock": _PLAIN | {"fill": "#C3CDD0", "line": "#9AA8AB"},
    "vacant_zoned": _PLAIN | {"fill": "#FFFFFF", "line": "#6F8086"},
    "not_counted": _PLAIN | {"fill": "#F3F5F2", "line": "#C9D2CF"},
}
_PROPOSAL = _PLAIN | {"line": "#A3130A", "weight": 4.0}
_LINES = _PLAIN | {"line": "#A3130A", "weight": 2.5, "dash": (6, 4)}
_COULD = _PLAIN | {"fill": "#2F6F8D", "opacity": 0.28, "line": "#0D3546", "weight": 3.0}
_SHORT = _PLAIN | {"line": "#0D3546", "weight": 2.0, "dash": (3, 3)}


@dataclass(frozen=True)
class CaseMap:
    """The picture (PNG), and what its map shows: scale, and the kinds of ground and of alternatives on it."""

    png: bytes
    scale: int
    groups: tuple[str, ...]
    shown: tuple[int, ...]


def case_map(answer: dict[str, Any], units: gpd.GeoDataFrame, mark: str | None, lang: str) -> CaseMap:
    """Draw an answer (docs/vacant_first.md) over the park's land units.

    Parameters
    ----------
    units : class and geometry in the park's work CRS; may be empty where there is no park of its own
    mark : the mark of example data
    """
    crs = units.crs
    proposal, pieces, lines = _shape(answer["footprint"]["geometry"], crs), _pieces(answer, crs), _lines(answer, crs)
    near = [(one["rank"], _shape(one["geometry"], crs), one) for one in answer["alternatives"] if one["own_park"] and one["geometry"]]
    reach = gpd.GeoSeries([proposal, *lines, *(shape for _, shape, _ in near)], crs=crs).total_bounds
    sheet = _drawing.sheet_around(tuple(reach), _WIDTH_MM, _HEIGHT_MM, margin=0.08, largest=2000)
    styles: list[dict[str, Any]] = []
    parts: list[str] = []

    def draw(shapes: list[shapely.Geometry], looks: list[dict[str, Any]]) -> None:
        parts.append(_drawing.shapes_svg(sheet, gpd.GeoSeries(shapes, crs=crs), looks))
        styles.extend(looks)

    draw(list(units.geometry), [_LAND[name] for name in units["class"]])
    draw([shape for _, shape, _ in near], [_SHORT if one["rank_word"] == "falls_short" else _COULD for _, _, one in near])
    draw([shape for _, shape in pieces], [_PLAIN | {"weight": 0.5} | ground_looks()[group] for group, _ in pieces])
    draw(lines, [_LINES] * len(lines))
    draw([proposal], [_PROPOSAL])
    names = [str(rank) for rank, _, _ in near]
    parts.append(_drawing.names_svg(sheet, gpd.GeoSeries([shape for _, shape, _ in near], crs=crs), names, 3.4, bold=True))
    parts += [_drawing.scale_bar_svg(sheet, "m"), _drawing.north_arrow_svg(sheet, messages.text(lang, "case.map.north"))]
    if mark:
        parts.append(_stamp(mark))
    groups = tuple(dict.fromkeys(group for group, _ in pieces))
    svg = _drawing.document(_WIDTH_MM, _HEIGHT_MM, parts, styles, framed=True)
    return CaseMap(_typst.png(svg, _WIDTH_MM, _HEIGHT_MM, _PPI), sheet.scale, groups, tuple(rank for rank, _, _ in near))


def _shape(geometry: dict[str, Any], crs: Any) -> shapely.Geometry:
    return gpd.GeoSeries([shapely.geometry.shape(geometry)], crs=MAP_EPSG).to_crs(crs).iloc[0]


def _pieces(answer: dict[str, Any], crs: Any) -> list[tuple[str, shapely.Geometry]]:
    return [(one["properties"]["group"], _shape(one["geometry"], crs)) for one in answer["pieces"]["features"] if one["geometry"]]


def _lines(answer: dict[str, Any], crs: Any) -> list[shapely.Geometry]:
    return [_shape(one["geometry"], crs) for one in answer["lines"] if one["geometry"]]


def _stamp(words: str) -> str:
    plate = f'<rect x="2" y="2" width="{3.2 + 2.05 * len(words):.1f}" height="6" fill="#FBE9A9" stroke="#8A6512" stroke-width="0.2"/>'
    return plate + _drawing.text_svg(shapely.Point(3.6, 5), words, 3.0, bold=True, anchor="start", rim=0.0)
