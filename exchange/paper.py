"""What every drawn map has: the ground it lies in, units in their class, names, scale bar, north, and the legend to them."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd

from exchange import _drawing
from exchange._drawing import Sheet
from landuse.units import explain, schema
from landuse.words import messages
from layers import looks

_FADED = 0.45


@dataclass(frozen=True)
class Drawn:
    """A drawing with what its legend needs: file name of the swatch, words, SVG."""

    svg: str
    legend: list[dict[str, str]]
    swatches: dict[str, bytes]


def drawing(
    sheet: Sheet,
    units: gpd.GeoDataFrame,
    ground: dict[str, gpd.GeoDataFrame],
    lang: str,
    chosen: str | None = None,
    inset: str = "",
) -> Drawn:
    """A park's map on paper.

    Parameters
    ----------
    units : one row per unit, indexed by unit_id; class, undecided, name, geometry
    ground : layers beside them by id, each with its `code`, in drawing order
    chosen : a unit to bring out; the others then stand back
    inset : SVG laid in the upper left corner
    """
    used: list[dict[str, Any]] = []
    parts = [_layer(sheet, layer_id, ground[layer_id], used) for layer_id in ground if _is_below(layer_id)]
    parts.append(_units(sheet, units, chosen, used))
    parts += [_layer(sheet, layer_id, ground[layer_id], used) for layer_id in ground if not _is_below(layer_id)]
    if chosen:
        parts.append(_chosen(sheet, units.loc[[chosen]]))
    parts += [_names(sheet, units, chosen), inset]
    parts += [_drawing.scale_bar_svg(sheet, "m"), _drawing.north_arrow_svg(sheet, messages.text(lang, "paper.north"))]
    legend, swatches = _legend(sheet, units, ground, lang, chosen)
    svg = _drawing.document(sheet.width_mm, sheet.height_mm, parts, used, "#F2F3EF", framed=True)
    return Drawn(svg, legend, swatches)


def locator(units: gpd.GeoDataFrame, chosen: str, width_mm: float, height_mm: float) -> str:
    """The whole park small, with the chosen plot in it, as an SVG group with a frame."""
    sheet = _drawing.sheet_around(tuple(units.total_bounds), width_mm, height_mm, 0.04)
    calm = {"fill": "#C9D3D7", "line": "#8FA0A8", "weight": 0.4, "opacity": 1.0, "pattern": None, "dash": None}
    bright = calm | {"fill": "#A85B00", "line": "#A85B00", "weight": 1.2}
    middle = sheet.points(units.loc[chosen].geometry.representative_point())
    ring = f'<circle cx="{middle.x}" cy="{middle.y}" r="1.9" fill="none" stroke="#A85B00" stroke-width="0.5"/>'
    parts = [
        f'<rect width="{width_mm}" height="{height_mm}" fill="#FFFFFF" stroke="#1C2A2F" stroke-width="0.3"/>',
        _drawing.shapes_svg(sheet, units.geometry, [calm] * len(units)),
        _drawing.shapes_svg(sheet, units.loc[[chosen]].geometry, [bright]),
        ring,
    ]
    return f'<g transform="translate(2.5 2.5)">{"".join(parts)}</g>'


def _is_below(layer_id: str) -> bool:
    """Whether a layer is drawn under the units."""
    return looks.look(layer_id).pane == "background"


def _layer(sheet: Sheet, layer_id: str, rows: gpd.GeoDataFrame, used: list) -> str:
    look = looks.look(layer_id)
    styles = [look.codes.get(code, look.style) for code in rows["code"]]
    used += styles
    return _drawing.shapes_svg(sheet, rows.geometry, styles)


def _units(sheet: Sheet, units: gpd.GeoDataFrame, chosen: str | None, used: list) -> str:
    others = units.drop(index=chosen) if chosen else units
    others = others.sort_values("undecided", kind="stable")  # their line over their neighbours'
    styles = [_style(land_class, undecided, bool(chosen)) for land_class, undecided in zip(others["class"], others["undecided"])]
    used += styles
    return _drawing.shapes_svg(sheet, others.geometry, styles)


def _style(land_class: str, undecided: bool, faded: bool) -> dict[str, Any]:
    style = looks.class_styles()[land_class + ("?" if undecided and not faded else "")]
    return style | {"opacity": style["opacity"] * _FADED, "pattern": None, "weight": 0.7} if faded else style


def _chosen(sheet: Sheet, unit: gpd.GeoDataFrame) -> str:
    rim = {"fill": None, "line": "#FFFFFF", "weight": 8.0, "opacity": 1.0, "pattern": None, "dash": None, "only": "line"}
    own = {"fill": "#F6C667", "line": "#A85B00", "weight": 4.0, "opacity": 0.8, "pattern": None, "dash": None}
    return "".join(_drawing.shapes_svg(sheet, unit.geometry, [style]) for style in (rim, own))


def _names(sheet: Sheet, units: gpd.GeoDataFrame, chosen: str | None) -> str:
    others = units.drop(index=chosen) if chosen else units
    shown = others[others["class"] != schema.LandClass.NOT_COUNTED]
    text = _drawing.names_svg(sheet, shown.geometry, list(shown["short_name"]))
    if chosen:
        text += _drawing.names_svg(sheet, units.loc[[chosen]].geometry, [units.loc[chosen, "short_name"]], 4.2, bold=True)
    return text


def _legend(
    sheet: Sheet, units: gpd.GeoDataFrame, ground: dict[str, gpd.GeoDataFrame], lang: str, chosen: str | None
) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    """What is seen on the sheet, units first."""
    others = units.drop(index=chosen) if chosen else units
    seen = others[others.intersects(sheet.box)]
    entries = [(messages.text(lang, "paper.this_plot"), _PLOT_SWATCH, False)] if chosen else []
    for name in schema.LandClass:
        if (seen["class"] == name).any():
            entries.append((explain.class_label(name, lang), _style(name, False, bool(chosen)), False))
    if not chosen and seen["undecided"].any():
        doubt = looks.class_styles()[f"{seen.loc[seen['undecided'], 'class'].iloc[0]}?"]
        entries.append((messages.text(lang, "export.to_confirm"), doubt, False))
    for layer_id, rows in ground.items():
        look = looks.look(layer_id)
        seen_shapes = rows.geometry if look.style["fill"] else rows.boundary if look.layer.geometry == "polygon" else rows.geometry
        if not _is_below(layer_id) and seen_shapes.intersects(sheet.box).any():
            entries.append((look.layer.title(lang), look.style, look.layer.geometry == "line"))
    files = {f"swatch-{place}.svg": _drawing.swatch_svg(style, line).encode() for place, (_, style, line) in enumerate(entries)}
    return [{"file": file, "label": words} for file, (words, _, _) in zip(files, entries, strict=True)], files


_PLOT_SWATCH = {"fill": "#F6C667", "line": "#A85B00", "weight": 3.0, "opacity": 0.85, "pattern": None, "dash": None}
