"""The council's page: three sentences, the map, the figures and what moved, with sources and dates, on one A4 sheet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd

from exchange import _drawing, _typst, paper
from exchange.print_map import footer
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError

_TEMPLATE = "council_sheet.typ"
_MAP_WIDTH_MM = 178.0
_MAP_HEIGHTS_MM = (112.0, 92.0, 72.0, 56.0)
_MARGIN = 0.04


@dataclass(frozen=True)
class CouncilFacts:
    """All that the sheet says, in words already.

    units, ground, epsg : as for `print_map.MapPage`
    sentences : the three that are told first
    notes : what they must not be read without
    figures, moves : pairs of words and text, in their order
    mark : the words of invented data, None for a real park
    """

    park: str
    on: date
    epsg: int
    units: gpd.GeoDataFrame
    ground: dict[str, gpd.GeoDataFrame]
    sentences: list[str]
    notes: list[str]
    figures: list[tuple[str, str]]
    moves: list[tuple[str, str]]
    sources: str
    snapshot: str
    mark: str | None


def council_sheet(told: CouncilFacts, lang: str) -> bytes:
    """The sheet as a PDF of one A4 page (PDF/UA); where there is much to say the map gives way.

    Raises
    ------
    LanduseError : council_sheet_too_long, where it does not fit even so
    """
    sheet = _typst.one_page(_TEMPLATE, (_page(told, height_mm, lang) for height_mm in _MAP_HEIGHTS_MM), told.on)
    if sheet is None:
        raise LanduseError("council_sheet_too_long", park=told.park)
    return sheet


def _page(told: CouncilFacts, height_mm: float, lang: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    sheet = _drawing.sheet_around(tuple(told.units.total_bounds), _MAP_WIDTH_MM, height_mm, margin=_MARGIN)
    drawn = paper.drawing(sheet, told.units, told.ground, lang)
    day = numbers.day(told.on, lang)
    facts = {
        "title": messages.text(lang, "council.paper.title", park=told.park, day=day),
        "lang": lang,
        "mark": told.mark,
        "mark_gap": 2 if told.mark else 0,
        "subtitle": messages.text(lang, "paper.dated", day=day, scale=numbers.decimal(sheet.scale, lang)),
        "heading": messages.text(lang, "council.paper.heading", park=told.park),
        "sentences": told.sentences,
        "notes": told.notes,
        "map_alt": messages.text(lang, "paper.map_alt", park=told.park, day=day),
        "legend": drawn.legend,
        "words": {name: messages.text(lang, f"council.paper.{name}") for name in ("figures", "moves", "no_moves", "notes")},
        "figures": told.figures,
        "moves": told.moves,
        "footer": footer(told.epsg, told.sources, told.snapshot, lang),
    }
    return facts, {"map.svg": drawn.svg.encode()} | drawn.swatches
