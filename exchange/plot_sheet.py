"""Tomteark: one page that sells a vacant plot, honestly: map, facts, readiness, nature, why it is vacant, contact."""

import base64
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd

from exchange import _drawing, _typst, paper
from exchange.print_map import footer
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError

_TEMPLATE = "plot_sheet.typ"
_MAP_WIDTH_MM = 132.0
_MAP_HEIGHTS_MM = (116.0, 96.0, 76.0)
_NO_LARGER = 2000  # scale: a plot needs its neighbours and a road around it
_LADDER = ("avsatt", "regulert", "ferdig_regulert", "opparbeidet", "byggeklar")
_NATURE_COLOURS = {
    "farmland": "#E9D98A",
    "forest": "#7FA86B",
    "bog": "#9DB3A8",
    "other_nature": "#C9CFA0",
    "water": "#8DBAD6",
    "grey": "#B9B2A8",
}
_PHOTO_MM = (45.0, 34.0)
_PHOTO_KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))


@dataclass(frozen=True)
class PlotFacts:
    """All that a plot's sheet says, in words already where words vary.

    unit_id, units, ground, epsg : as for `print_map.MapPage`
    readiness : a step of the ladder, or None
    size, size_note : the large figure and what it is
    facts : pairs of words and text, in their order
    nature : kind and m² of what lies on the plot
    photo : PNG or JPEG, or None
    photo_alt : what it shows; None for a sentence that says of which plot it is
    """

    unit_id: str
    park: str
    plot: str
    lead: str
    size: str
    size_note: str | None
    on: date
    epsg: int
    units: gpd.GeoDataFrame
    ground: dict[str, gpd.GeoDataFrame]
    readiness: str | None
    unmet: list[str]
    facts: list[tuple[str, str]]
    description: str | None
    nature: list[dict]
    why: list[str]
    contact: list[str]
    sources: str
    snapshot: str
    mark: str | None
    photo: bytes | None = None
    photo_alt: str | None = None


def plot_sheet(told: PlotFacts, lang: str) -> bytes:
    """The sheet as a PDF of one A4 page (PDF/UA); where there is much to say the map gives way.

    Raises
    ------
    LanduseError : sheet_too_long, where it does not fit even so; photo_unreadable
    """
    sheet = _typst.one_page(_TEMPLATE, (_page(told, height_mm, lang) for height_mm in _MAP_HEIGHTS_MM), told.on)
    if sheet is None:
        raise LanduseError("sheet_too_long", plot=told.plot)
    return sheet


def _page(told: PlotFacts, height_mm: float, lang: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    bounds = tuple(told.units.loc[[told.unit_id]].total_bounds)
    sheet = _drawing.sheet_around(bounds, _MAP_WIDTH_MM, height_mm, margin=0.55, largest=_NO_LARGER)
    inset = paper.locator(told.units, told.unit_id, 34.0, 28.0)
    drawn = paper.drawing(sheet, told.units, told.ground, lang, chosen=told.unit_id, inset=inset)
    photo = {"photo.svg": _photo_svg(told.photo)} if told.photo else {}
    facts = {
        "title": messages.text(lang, "paper.plot_title", plot=told.plot, park=told.park),
        "lang": lang,
        "mark": told.mark,
        "mark_gap": 2 if told.mark else 0,
        "park": told.park,
        "plot": told.plot,
        "lead": told.lead,
        "size": told.size,
        "size_note": told.size_note,
        "map_width": _MAP_WIDTH_MM,
        "map_alt": messages.text(lang, "paper.plot_map_alt", plot=told.plot, park=told.park),
        "legend": drawn.legend,
        "photo": next(iter(photo), None),
        "photo_alt": told.photo_alt or messages.text(lang, "paper.photo_alt", plot=told.plot),
        "words": {name: messages.text(lang, f"paper.{name}") for name in ("readiness", "unmet", "facts", "why", "nature", "contact")},
        "ladder": _ladder(told.readiness, lang),
        "unmet": told.unmet,
        "no_unmet": messages.text(lang, "paper.no_unmet"),
        "facts": told.facts,
        "description": told.description,
        "why": told.why,
        "nature": _nature(told.nature, lang),
        "no_nature": messages.text(lang, "paper.no_nature"),
        "contact": told.contact,
        "footer": _footer(told, sheet.scale, lang),
    }
    return facts, {"map.svg": drawn.svg.encode()} | drawn.swatches | photo


def _ladder(readiness: str | None, lang: str) -> list[dict]:
    """The steps from set aside to ready to build, and how far the plot has come."""
    reached = _LADDER.index(readiness) if readiness in _LADDER else -1
    return [
        {"label": messages.text(lang, f"readiness.{step}"), "reached": place <= reached, "now": place == reached}
        for place, step in enumerate(_LADDER)
    ]


def _nature(parts: list[dict], lang: str) -> list[dict]:
    total = sum(part["area_m2"] for part in parts) or 1
    return [
        {
            "label": part["label"],
            "area": numbers.area(part["area_m2"], lang),
            "pct": 100 * part["area_m2"] / total,
            "colour": _NATURE_COLOURS.get(part["kind"], "#FFFFFF"),
        }
        for part in parts
    ]


def _footer(told: PlotFacts, scale: int, lang: str) -> list[str]:
    dated = messages.text(lang, "paper.dated", day=numbers.day(told.on, lang), scale=numbers.decimal(scale, lang))
    return [dated, *footer(told.epsg, told.sources, told.snapshot, lang)]


def _photo_svg(photo: bytes) -> bytes:
    """The photo cut to its place on the sheet, inside an SVG, since the typesetter takes only text.

    Raises
    ------
    LanduseError : photo_unreadable, neither PNG nor JPEG
    """
    kind = next((name for start, name in _PHOTO_KINDS if photo.startswith(start)), None)
    if kind is None:
        raise LanduseError("photo_unreadable")
    width, height = _PHOTO_MM
    data = base64.b64encode(photo).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" preserveAspectRatio="xMidYMid slice" href="data:image/{kind};base64,{data}"/></svg>'
    ).encode()
