"""The print layout: a park's map on A3 or A4 with all that a printed map must say of itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd

from exchange import _drawing, _typst, paper
from landuse.words import messages, numbers

_SIZES_MM = {"A4": (297.0, 210.0, 62.0), "A3": (420.0, 297.0, 84.0)}  # width, height, width of the column beside the map
PAPERS = tuple(_SIZES_MM)
_MARGIN_MM = 9.0


@dataclass(frozen=True)
class MapPage:
    """One park's page.

    units : indexed by unit_id; class, undecided, short_name, area_m2, geometry in the work CRS
    ground : layers beside them by id, in drawing order, each with its `code`
    figures : pairs of words and figure
    plans : one line per plan that rules in the park
    sources : one line per source
    mark : the mark of example data, None where all is real
    """

    title: str
    on: date
    epsg: int
    units: gpd.GeoDataFrame
    ground: dict[str, gpd.GeoDataFrame]
    figures: list[tuple[str, str]]
    plans: list[str]
    sources: str
    snapshot: str
    mark: str | None


def print_map(pages: list[MapPage], size: str, lang: str) -> bytes:
    """One landscape page per park as a PDF (PDF/UA).

    Parameters
    ----------
    size : one of `PAPERS`
    """
    made = [_page(page, place, size, lang) for place, page in enumerate(pages)]
    facts = {
        "title": " · ".join([messages.text(lang, "paper.print_title"), *(page.title for page in pages)]),
        "lang": lang,
        "paper": size.lower(),
        "factor": 1.0 if size == "A4" else 1.35,
        "words": {name: messages.text(lang, f"paper.{name}") for name in ("legend", "plans")},
        "pages": [told for told, _ in made],
    }
    return _typst.pdf("print_map.typ", facts, {name: data for _, files in made for name, data in files.items()}, pages[0].on)


def _page(page: MapPage, place: int, size: str, lang: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    width, height, column = _SIZES_MM[size]
    map_mm = (width - 2 * _MARGIN_MM - column - 5, height - 2 * _MARGIN_MM - 1)
    sheet = _drawing.sheet_around(tuple(page.units.total_bounds), *map_mm, margin=0.03)
    drawn = paper.drawing(sheet, page.units, page.ground, lang)
    scale = numbers.decimal(sheet.scale, lang)
    told = {
        "title": page.title,
        "mark": page.mark,
        "subtitle": messages.text(lang, "paper.subtitle", day=numbers.day(page.on, lang), scale=scale, size=size),
        "map": f"{place}-map.svg",
        "map_width": map_mm[0],
        "map_height": map_mm[1],
        "map_alt": messages.text(lang, "paper.map_alt", park=page.title, day=numbers.day(page.on, lang)),
        "figures": page.figures,
        "legend": [item | {"file": f"{place}-{item['file']}"} for item in drawn.legend],
        "plans": page.plans,
        "footer": footer(page.epsg, page.sources, page.snapshot, lang),
    }
    files = {f"{place}-map.svg": drawn.svg.encode()} | {f"{place}-{name}": data for name, data in drawn.swatches.items()}
    return told, files


def footer(epsg: int, sources: str, snapshot: str, lang: str) -> list[str]:
    """Datum, sources and snapshot, as they stand at the foot of a sheet."""
    zone = epsg - 25800
    return [
        messages.text(lang, "paper.datum", zone=zone, epsg=epsg),
        messages.text(lang, "paper.sources", sources=sources),
        messages.text(lang, "paper.snapshot", snapshot=snapshot),
    ]
