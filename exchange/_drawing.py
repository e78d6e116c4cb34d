"""A map for paper as SVG: geometry in a metric CRS drawn to a round scale, with the same styles as the screen's map."""

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import geopandas as gpd
import numpy as np
import shapely

from exchange._font import for_paper

SCALES = (250, 500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7500, 10_000, 12_500, 15_000, 20_000, 25_000, 40_000, 50_000, 100_000)
_MM_PER_PX = 0.22
_BAR_MM = 45.0  # longest scale bar
_POINT_MM = 0.7  # radius of the mark that a point is drawn as
_INK = "#1C2A2F"


@dataclass(frozen=True)
class Sheet:
    """A window on the ground: its lower left corner (m, work CRS), size on paper (mm) and scale (1:scale)."""

    left_m: float
    low_m: float
    width_mm: float
    height_mm: float
    scale: int

    @property
    def box(self) -> shapely.Polygon:
        """The ground that it shows."""
        right, top = self.left_m + self.width_mm * self.scale / 1000, self.low_m + self.height_mm * self.scale / 1000
        return shapely.box(self.left_m, self.low_m, right, top)

    def points(self, shape: shapely.Geometry) -> shapely.Geometry:
        """A shape in mm from the upper left corner."""

        def placed(xy: np.ndarray) -> np.ndarray:
            mm = (xy - (self.left_m, self.low_m)) * 1000 / self.scale
            return np.round(np.column_stack([mm[:, 0], self.height_mm - mm[:, 1]]), 2)

        return shapely.transform(shape, placed)


def sheet_around(
    bounds: tuple[float, float, float, float], width_mm: float, height_mm: float, margin: float = 0.06, largest: int = SCALES[0]
) -> Sheet:
    """The window that holds the bounds (m) with a margin, at the largest round scale that fits; the last one if none does."""
    left, low, right, top = bounds
    needed = max((right - left) / width_mm, (top - low) / height_mm) * 1000 * (1 + 2 * margin)
    scale = next((step for step in SCALES if step >= max(needed, largest)), SCALES[-1])
    width_m, height_m = width_mm * scale / 1000, height_mm * scale / 1000
    return Sheet((left + right - width_m) / 2, (low + top - height_m) / 2, width_mm, height_mm, scale)


def shapes_svg(sheet: Sheet, shapes: gpd.GeoSeries, styles: list[dict[str, Any]]) -> str:
    """The shapes that the sheet shows, each in its own style (see layers.looks)."""
    cut = shapely.clip_by_rect(shapes.to_numpy(), *sheet.box.buffer(sheet.scale / 200).bounds)
    drawn = [(shape, style) for shape, style in zip(cut, styles, strict=True) if shape is not None and not shape.is_empty]
    return "".join(_shape(sheet.points(shape), style) for shape, style in drawn)


def names_svg(sheet: Sheet, shapes: gpd.GeoSeries, names: list[str | None], size_mm: float = 1.9, bold: bool = False) -> str:
    """Names inside the shapes that have room for them, with a light rim."""
    texts = []
    for shape, name in zip(shapely.intersection(shapes.to_numpy(), sheet.box), names, strict=True):
        if not name or shape.is_empty:
            continue
        left, low, right, top = shape.bounds
        room_mm = (right - left) * 1000 / sheet.scale, (top - low) * 1000 / sheet.scale
        if bold or (room_mm[0] > 0.62 * size_mm * len(name) and room_mm[1] > 1.6 * size_mm):
            texts.append(text_svg(sheet.points(shape.representative_point()), name, size_mm, bold))
    return "".join(texts)


def text_svg(at: shapely.Point, words: str, size_mm: float, bold: bool = False, anchor: str = "middle", rim: float = 0.22) -> str:
    """A text with a light rim, at a point in mm."""
    return (
        f'<text x="{at.x:.2f}" y="{at.y + size_mm * 0.36:.2f}" font-family="Inter" font-size="{size_mm}" '
        f'font-weight="{700 if bold else 500}" text-anchor="{anchor}" fill="{_INK}" stroke="#FFFFFF" '
        f'stroke-width="{size_mm * rim:.2f}" stroke-linejoin="round" paint-order="stroke">{escape(for_paper(words))}</text>'
    )


def scale_bar_svg(sheet: Sheet, unit: str) -> str:
    """A bar of four fields with its length, in the lower left corner."""
    length_m = next(step for step in (5000, 2000, 1000, 500, 400, 200, 100, 50, 20, 10) if step * 1000 / sheet.scale <= _BAR_MM)
    field_mm, x, y = length_m * 250 / sheet.scale, 5.0, sheet.height_mm - 5.0
    plate = f'<rect x="2" y="{y - 5.6}" width="{field_mm * 4 + 10:.2f}" height="8.4" rx="1" fill="#FFFFFF" fill-opacity="0.88"/>'
    fields = "".join(
        f'<rect x="{x + place * field_mm:.2f}" y="{y}" width="{field_mm:.2f}" height="1.2" fill="{_INK if place % 2 == 0 else "#FFFFFF"}" '
        f'stroke="{_INK}" stroke-width="0.18"/>'
        for place in range(4)
    )
    ends = ((0, "0"), (2, f"{length_m // 2:n}"), (4, f"{length_m:n} {unit}"))
    return plate + fields + "".join(text_svg(shapely.Point(x + n * field_mm, y - 1.9), words, 2.3, rim=0.0) for n, words in ends)


def north_arrow_svg(sheet: Sheet, letter: str) -> str:
    """An arrow to grid north in the upper right corner."""
    x, y = sheet.width_mm - 8.0, 6.0
    return (
        f'<circle cx="{x}" cy="{y + 4}" r="6.2" fill="#FFFFFF" fill-opacity="0.88"/>'
        f'<path d="M{x} {y - 0.5}L{x + 2.4} {y + 7}L{x} {y + 5.6}Z" fill="{_INK}"/>'
        f'<path d="M{x} {y - 0.5}L{x - 2.4} {y + 7}L{x} {y + 5.6}Z" fill="#FFFFFF" stroke="{_INK}" stroke-width="0.25"/>'
        + text_svg(shapely.Point(x, y + 8.4), letter, 2.4, bold=True, rim=0.0)
    )


def document(
    width_mm: float, height_mm: float, parts: list[str], styles: list[dict[str, Any]], ground: str = "#FFFFFF", framed: bool = False
) -> str:
    """The parts as one SVG, cut at its frame, with the patterns that the styles use."""
    patterns = "".join(_pattern(key, colour) for key, colour in sorted({_pattern_of(style) for style in styles} - {None}))
    inner = f'x="0.1" y="0.1" width="{width_mm - 0.2}" height="{height_mm - 0.2}"'
    edge = f'<rect {inner} fill="none" stroke="{_INK}" stroke-width="0.2"/>' if framed else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_mm}mm" height="{height_mm}mm" viewBox="0 0 {width_mm} {height_mm}">'
        f'<defs>{patterns}<clipPath id="frame"><rect width="{width_mm}" height="{height_mm}"/></clipPath></defs>'
        f'<g clip-path="url(#frame)"><rect width="{width_mm}" height="{height_mm}" fill="{ground}"/>{"".join(parts)}</g>{edge}</svg>'
    )


def swatch_svg(style: dict[str, Any], line: bool = False) -> str:
    """The legend's sample of a style, 8 × 4.4 mm."""
    shape = shapely.LineString([(0.6, 2.2), (7.4, 2.2)]) if line else shapely.box(0.4, 0.4, 7.6, 4.0)
    return document(8, 4.4, [_shape(shape, style)], [style])


def _shape(shape: shapely.Geometry, style: dict[str, Any]) -> str:
    colour, pattern = style["fill"] if style.get("only") != "line" else None, _pattern_of(style)
    dash = f' stroke-dasharray="{" ".join(f"{part * _MM_PER_PX:.2f}" for part in style["dash"])}"' if style["dash"] else ""
    line = f'stroke={quoteattr(style["line"])} stroke-width="{style["weight"] * _MM_PER_PX:.2f}" stroke-linejoin="round"{dash}'
    if shape.geom_type == "Point":
        return f'<circle cx="{shape.x:.2f}" cy="{shape.y:.2f}" r="{_POINT_MM}" fill="{colour or "none"}" {line}/>'
    path = f'<path d="{_path(shape)}" fill-rule="evenodd" '
    drawn = path + f'fill="{colour or "none"}" fill-opacity="{style["opacity"] if colour else 0}" {line}/>'
    return drawn + (path + f'fill="url(#{_pattern_id(*pattern)})" stroke="none"/>' if pattern and style.get("only") != "line" else "")


def _path(shape: shapely.Geometry) -> str:
    parts = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            parts += [_ring(ring.coords, "Z") for ring in (part.exterior, *part.interiors)]
        elif part.geom_type in ("LineString", "LinearRing"):
            parts.append(_ring(part.coords, ""))
    return "".join(parts)


def _ring(coords: Any, end: str) -> str:
    points = [f"{x:.2f} {y:.2f}" for x, y in coords]
    return "M" + "L".join(points[:-1] if end else points) + end


def _pattern_of(style: dict[str, Any]) -> tuple[str, str] | None:
    return (style["pattern"], style["line"]) if style["pattern"] else None


def _pattern_id(kind: str, colour: str) -> str:
    return f"{kind}-{colour.lstrip('#')}"


def _pattern(kind: str, colour: str) -> str:
    """A pattern of thin lines or dots, a cell of 1.8 mm."""
    side, thin = 1.8, 0.2
    turned = 'patternTransform="rotate(45)" ' if kind in ("hatch", "cross") else ""
    upright = f'<path d="M{side / 2} 0V{side}" stroke="{colour}" stroke-width="{thin}"/>'
    level = f'<path d="M0 {side / 2}H{side}" stroke="{colour}" stroke-width="{thin}"/>'
    dot = f'<circle cx="{side / 2}" cy="{side / 2}" r="0.22" fill="{colour}"/>'
    marks = {"hatch": upright, "cross": upright + level, "lines": level, "dots": dot}[kind]
    size = f'width="{side}" height="{side}"'
    return f'<pattern id="{_pattern_id(kind, colour)}" patternUnits="userSpaceOnUse" {size} {turned}>{marks}</pattern>'
