"""The style that QGIS gives the exported units: the map's own colours and patterns, as QML and SLD."""

from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from exchange.dataset import Dataset
from exchange.folium_map import class_styles
from landuse.units import explain, schema
from landuse.words import messages

_MM_PER_PX = 0.26
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


def layer_styles(data: Dataset, table: str) -> pd.DataFrame:
    """QGIS' own table `layer_styles` with one row, the default style of the units."""
    row = {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": table,
        "f_geometry_column": "geom",
        "styleName": "Parkareal",
        "styleQML": qml(data),
        "styleSLD": sld(data),
        "useAsDefault": True,
        "description": data.about["title"],
        "owner": "parkareal",
        "ui": None,
        "update_time": pd.Timestamp(_WRITTEN),
    }
    return pd.DataFrame([row]).astype({"useAsDefault": bool, "ui": object})


def qml(data: Dataset) -> str:
    """The style as QGIS' QML: units by class, those to be confirmed apart, headings in words, names as labels."""
    kinds = _kinds(data)
    categories = "".join(
        f'<category render="true" symbol="{place}" value={quoteattr(value)} label={quoteattr(label)} type="string"/>'
        for place, (value, label, _) in enumerate(kinds)
    )
    symbols = "".join(_symbol(str(place), style) for place, (_, _, style) in enumerate(kinds))
    aliases = "".join(
        f'<alias index="{place}" field={quoteattr(column.name)} name={quoteattr(column.label(data.lang))}/>'
        for place, column in enumerate(data.columns, start=1)
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.22" styleCategories="AllStyleCategories" labelsEnabled="1">'
        f'<renderer-v2 type="categorizedSymbol" attr={quoteattr(_attribute(data))} enableorderby="0" forceraster="0" symbollevels="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>"
        f"{_LABELS}<aliases>{aliases}</aliases><layerGeometryType>2</layerGeometryType></qgis>"
    )


def sld(data: Dataset) -> str:
    """The style as SLD 1.1, for other programs: colours and lines, patterns as QGIS writes them."""
    rules = "".join(_sld_rule(value, label, style) for value, label, style in _kinds(data))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><StyledLayerDescriptor xmlns="http://www.opengis.net/sld" '
        'xmlns:ogc="http://www.opengis.net/ogc" xmlns:se="http://www.opengis.net/se" version="1.1.0"><NamedLayer>'
        "<se:Name>arealenheter</se:Name><UserStyle><se:Name>Parkareal</se:Name><se:FeatureTypeStyle>"
        f"{rules}</se:FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>"
    )


def _kinds(data: Dataset) -> list[tuple[str, str, dict[str, Any]]]:
    """Value, words and style of each kind of unit that the file can hold."""
    styles = class_styles()
    plain = [(str(name), explain.class_label(name, data.lang), styles[name]) for name in schema.LandClass]
    if "undecided" not in data.names:
        return plain
    doubt = messages.text(data.lang, "export.to_confirm")
    return plain + [(f"{value}?", f"{label}, {doubt}", styles[f"{value}?"]) for value, label, _ in plain]


def _attribute(data: Dataset) -> str:
    return 'if("undecided", "class" || \'?\', "class")' if "undecided" in data.names else "class"


def _symbol(name: str, style: dict[str, Any]) -> str:
    parts = [_fill(style)] + [_pattern(part, f"@{name}@{place}", style) for place, part in enumerate(_PATTERNS[style["pattern"]], start=1)]
    return f'<symbol type="fill" name="{name}" alpha="1" clip_to_extent="1" force_rhr="0">{"".join(parts)}</symbol>'


def _fill(style: dict[str, Any]) -> str:
    colour = _rgba(style["fill"] or "#FFFFFF", style["opacity"] if style["fill"] else 0)
    line = {"outline_color": _rgba(style["line"]), "outline_width": f"{style['weight'] * _MM_PER_PX:.2f}", "outline_width_unit": "MM"}
    dashed = {"outline_style": "dash" if style["dash"] else "solid", "joinstyle": "miter"}
    return _layer("SimpleFill", {"color": colour, "style": "solid"} | line | dashed)


_PATTERNS: dict[str | None, tuple[dict[str, str], ...]] = {
    None: (),
    "hatch": ({"angle": "45"},),
    "lines": ({"angle": "0"},),
    "cross": ({"angle": "45"}, {"angle": "135"}),
    "dots": ({"dots": "yes"},),
}


def _pattern(part: dict[str, str], name: str, style: dict[str, Any]) -> str:
    colour = _rgba(style["line"])
    if "dots" in part:
        dot = _layer("SimpleMarker", {"name": "circle", "color": colour, "outline_style": "no", "size": "0.5", "size_unit": "MM"})
        spread = {"distance_x": "2.5", "distance_y": "2.5", "distance_x_unit": "MM", "distance_y_unit": "MM"}
        return _layer("PointPatternFill", spread, f'<symbol type="marker" name="{name}" alpha="1">{dot}</symbol>')
    line = _layer("SimpleLine", {"line_color": colour, "line_width": "0.3", "line_width_unit": "MM", "line_style": "solid"})
    spread = {"angle": part["angle"], "distance": "2", "distance_unit": "MM", "line_width": "0.3", "line_width_unit": "MM"}
    return _layer("LinePatternFill", spread, f'<symbol type="line" name="{name}" alpha="1">{line}</symbol>')


def _layer(kind: str, options: dict[str, str], inner: str = "") -> str:
    said = "".join(f'<Option type="QString" name="{name}" value={quoteattr(value)}/>' for name, value in options.items())
    return f'<layer class="{kind}" enabled="1" locked="0" pass="0"><Option type="Map">{said}</Option>{inner}</layer>'


def _rgba(colour: str, opacity: float = 1.0) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"


def _sld_rule(value: str, label: str, style: dict[str, Any]) -> str:
    test = _sld_equal("class", value.rstrip("?"))
    if value.endswith("?"):
        test = f"<ogc:And>{test}{_sld_equal('undecided', '1')}</ogc:And>"
    fill = f"{_sld_parameter('fill', style['fill'])}{_sld_parameter('fill-opacity', style['opacity'])}"
    symbol = f"<se:PolygonSymbolizer><se:Fill>{fill}</se:Fill>{_sld_stroke(style)}</se:PolygonSymbolizer>"
    return f"<se:Rule><se:Name>{escape(label)}</se:Name><ogc:Filter>{test}</ogc:Filter>{symbol}{_sld_pattern(style)}</se:Rule>"


def _sld_pattern(style: dict[str, Any]) -> str:
    if not style["pattern"]:
        return ""
    mark = f"<se:Mark><se:WellKnownName>{_SLD_MARKS[style['pattern']]}</se:WellKnownName>{_sld_stroke(style)}</se:Mark>"
    graphic = f"<se:GraphicFill><se:Graphic>{mark}<se:Size>8</se:Size></se:Graphic></se:GraphicFill>"
    return f"<se:PolygonSymbolizer><se:Fill>{graphic}</se:Fill></se:PolygonSymbolizer>"


def _sld_stroke(style: dict[str, Any]) -> str:
    dash = _sld_parameter("stroke-dasharray", " ".join(map(str, style["dash"]))) if style["dash"] else ""
    return f"<se:Stroke>{_sld_parameter('stroke', style['line'])}{_sld_parameter('stroke-width', style['weight'])}{dash}</se:Stroke>"


def _sld_equal(name: str, value: str) -> str:
    return f"<ogc:PropertyIsEqualTo><ogc:PropertyName>{name}</ogc:PropertyName><ogc:Literal>{value}</ogc:Literal></ogc:PropertyIsEqualTo>"


def _sld_parameter(name: str, value: object) -> str:
    return f'<se:SvgParameter name="{name}">{value}</se:SvgParameter>'


_SLD_MARKS = {"hatch": "shape://slash", "cross": "shape://times", "dots": "shape://dot", "lines": "shape://horline"}


_LABELS = (
    '<labeling type="simple"><settings calloutType="simple"><text-style fieldName="name" fontSize="7.5" fontSizeUnit="Point" '
    'textColor="28,42,47,255" isExpression="0"><text-buffer bufferDraw="1" bufferSize="0.6" bufferSizeUnits="MM" '
    'bufferColor="255,255,255,255" bufferOpacity="0.85"/></text-style><placement placement="1" priority="5"/>'
    '<rendering drawLabels="1" scaleVisibility="1" scaleMin="1" scaleMax="12000" fitInPolygonOnly="1"/></settings></labeling>'
)
