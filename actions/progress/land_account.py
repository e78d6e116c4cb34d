"""A park's land for the municipal plan, as rows in words: for the page and for the sheet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from actions.units.classify import answer, snapshot_id
from actions.units.inventory import inventory
from exchange.land_account import LandSheet, land_account_sheet
from landuse.progress import land_account as account
from landuse.units import zones
from landuse.units.asked import BUILDINGS, GROUND
from landuse.words import messages
from layers import registry
from parks.park import Park, name_words, read_park, source_words

_RESTS_ON = ("zoning", GROUND, "plots", "parcels", BUILDINGS, "records")
_AMOUNTS = ("area_m2", *account.COLUMNS)


@dataclass(frozen=True)
class LandAccount:
    """head : of the words; rows : purpose, built, plan's year, units and areas in m², in the order of the head; total likewise."""

    head: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    total: tuple[int, ...]


def land_account(park_id: str, on: date, lang: str = messages.DEFAULT_LANG) -> LandAccount:
    """Purpose, built or not, the plan's year, and what lies on the ground, summed from whole units.

    Raises
    ------
    LanduseError : as inventory
    """
    units = inventory(park_id, on)
    found = account.land_account(pd.DataFrame(units), answer(snapshot_id(park_id, on)).layer_facts(GROUND))
    head = tuple(messages.text(lang, f"land_account.{name}") for name in ("purpose", "column.built", "plan_year", "units", *_AMOUNTS))
    rows = [(*_words(row, lang), int(row["units"]), *(int(row[name]) for name in _AMOUNTS)) for _, row in found.iterrows()]
    total = tuple(int(found[name].sum()) for name in ("units", *_AMOUNTS))
    return LandAccount(head, rows, total)


def sheet(park_id: str, on: date | None = None, lang: str = messages.DEFAULT_LANG) -> bytes:
    """The same as a workbook, with its sources and the day.

    Raises
    ------
    LanduseError : unknown_park; as inventory
    """
    park = read_park(park_id)
    day = on or park.current_date()
    told = land_account(park_id, day, lang)
    mark = messages.text(lang, "export.example_mark") if park.example else None
    title = messages.text(lang, "land_account.title_of", park=name_words(park, lang))
    return land_account_sheet(LandSheet(title, day, told.head, told.rows, told.total, _sources(park, lang), mark), lang)


def _words(row: pd.Series, lang: str) -> tuple[str, str, str]:
    code = row["zone_code"]
    label = zones.zone_label(code, row["plan_type"], lang)
    purpose = f"{label} ({code})" if label else code or messages.text(lang, "land_account.no_plan")
    year = str(row["plan_year"]) if row["plan_year"] else "–"
    return purpose, messages.text(lang, f"land_account.{row['built']}"), year


def _sources(park: Park, lang: str) -> list[tuple[str, str, str]]:
    """Layer, source and day of what the account rests on."""
    there = [name for name in _RESTS_ON if name in park.layers]
    return [(registry.layer(name).title(lang), *_said(park.layers[name], lang)) for name in there]


def _said(about: dict[str, Any], lang: str) -> tuple[str, str]:
    return source_words(about, lang) or "–", str(about.get("dated") or "–")
