"""Print a park's map on A3 or A4: title, plans, figures, legend, scale, north, date, sources, datum."""

from datetime import date

import geopandas as gpd
import pandas as pd

from actions.exports import common
from actions.progress.status import status
from actions.units.classify import snapshot_id
from exchange.print_map import PAPERS, MapPage
from exchange.print_map import print_map as typeset
from landuse.units import zones
from landuse.units.cut import CUT_FROM
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from parks.park import Park, name_words, read_park

__all__ = ["PAPERS", "pages", "print_map", "typeset"]
_FIGURES = ("total_daa", "in_use_daa", "vacant_daa")
_RATES = ("land_utilisation_pct", "building_utilisation_pct")


def print_map(park_ids: list[str], on: date | None = None, lang: str = messages.DEFAULT_LANG, paper: str = "A4") -> bytes:
    """A PDF with one landscape page per park.

    Parameters
    ----------
    on : the date; None for each park's today

    Raises
    ------
    LanduseError : unknown park, paper_unknown
    """
    if paper not in PAPERS:
        raise LanduseError("paper_unknown", paper=paper, known=", ".join(PAPERS))
    parks = [read_park(park_id) for park_id in park_ids]
    days = {park.id: on or park.current_date() for park in parks}
    return typeset(pages(parks, days, lang), paper, lang)


def pages(parks: list[Park], days: dict[str, date], lang: str) -> list[MapPage]:
    """What each park's page says."""
    return [_page(park, days[park.id], lang) for park in parks]


def _page(park: Park, on: date, lang: str) -> MapPage:
    units, ground = common.named_units(park, on), common.ground(park, on)
    return MapPage(
        title=name_words(park, lang),
        on=on,
        epsg=park.epsg,
        units=units,
        ground=ground,
        figures=_figures(park, on, lang),
        plans=_plans(units, lang),
        sources=common.sources_text(park, [*CUT_FROM, *ground], lang),
        snapshot=str(snapshot_id(park.id, on)),
        mark=messages.text(lang, "export.example_mark") if park.example else None,
    )


def _figures(park: Park, on: date, lang: str) -> list[tuple[str, str]]:
    row = status([park.id], on, lang).as_json()["parks"][0]
    areas = [(messages.text(lang, f"figure.{key}"), f"{numbers.decimal(row[key], lang)}\N{NO-BREAK SPACE}daa") for key in _FIGURES]
    rates = [(messages.text(lang, f"figure.{key}"), _rate(row[key], lang)) for key in _RATES]
    return areas + rates


def _rate(value: float | None, lang: str) -> str:
    return messages.text(lang, "cli.not_answered") if value is None else numbers.pct(value, lang)


def _plans(units: gpd.GeoDataFrame, lang: str) -> list[str]:
    """The plans that rule in the park, the widest first: planID, name, when adopted or how far it has come."""
    ruling = units[units["plan_id"].notna()]
    order = ruling.groupby("plan_id")["area_m2"].sum().sort_values(ascending=False).index
    return [_plan(ruling[ruling["plan_id"] == plan_id].iloc[0], lang) for plan_id in order]


def _plan(unit: pd.Series, lang: str) -> str:
    named = " ".join(text for text in (unit["plan_id"], unit["plan_name"]) if isinstance(text, str) and text)
    if unit["plan_state"] != zones.PlanState.IN_FORCE:
        state = messages.text(lang, f"paper.plan.{unit['plan_state']}")
        return f"{named} ({state})"
    return named if pd.isna(unit["plan_date"]) else f"{named} ({numbers.day(unit['plan_date'].date(), lang)})"
