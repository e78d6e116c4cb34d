"""Make a plot's sheet (tomteark): one A4 page for whoever might build there."""

from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from actions.exports import common
from actions.offers import photos
from actions.units.classify import snapshot_id
from actions.units.explain import explain
from exchange import plot_sheet as sheet_of
from exchange import sharing
from exchange.plot_sheet import PlotFacts
from landuse.plans.restrictions import BOUND
from landuse.units import schema
from landuse.units.asked import BUILDINGS, GROUND
from landuse.units.cut import CUT_FROM
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from layers.registry import with_effect
from parks.park import Park, name_words, park_ids, read_park

_PLACED = frozenset(  # facts of an offer that stand elsewhere on the sheet than in its table
    {"net_daa", "readiness", "unmet_conditions", "zone", "contact_role", "contact_email", "description_nb", "description_en"}
    | {"photo", "photo_alt"}
)


def plot_sheet(
    unit_id: str, facts: dict[str, Any] | None = None, on: date | None = None, lang: str = messages.DEFAULT_LANG, public: bool = True
) -> bytes:
    """A PDF of one page: the plot in its park, what it offers, what is missing, what nature lies on it, whom to ask.

    Parameters
    ----------
    facts : what the park says beside the inventory, all optional, as `actions.offers.nominate.published_plot` gives it: title,
        description, net_daa, readiness, unmet_conditions (list), contact_role, contact_email, facts_text (name, heading,
        text), photo (the name of a kept one, or the bytes of a PNG or JPEG) and photo_alt; and why (list of sentences)
    on : the date; None for the park's today
    public : leave out what comes from layers that may not be shared

    Raises
    ------
    LanduseError : unknown_unit; photo_unreadable, when the photo is neither PNG nor JPEG
    """
    said = facts or {}
    park = _park_of(unit_id)
    day = on or park.current_date()
    units = common.named_units(park, day)
    if unit_id not in units.index:
        raise LanduseError("unknown_unit", unit=unit_id)
    return sheet_of.plot_sheet(_facts(park, day, units, unit_id, said, public, lang), lang)


def _park_of(unit_id: str) -> Park:
    park_id = unit_id.rpartition("-")[0]
    if park_id not in park_ids():
        raise LanduseError("unknown_unit", unit=unit_id)
    return read_park(park_id)


def _facts(park: Park, on: date, units: gpd.GeoDataFrame, unit_id: str, said: dict[str, Any], public: bool, lang: str) -> PlotFacts:
    shut = sharing.closed_layers(park) if public else frozenset()
    unit, card = units.loc[unit_id], explain(unit_id, on, lang)
    ground = common.ground(park, on, sharing.closed_layers(park, "picture") if public else frozenset())
    readiness = said.get("readiness") or unit["readiness"] or None
    net_m2 = numbers.M2_PER_DAA * said["net_daa"] if said.get("net_daa") else None
    return PlotFacts(
        unit_id=unit_id,
        park=name_words(park, lang),
        plot=_title(unit, said, lang),
        lead=_lead(card, readiness, lang),
        size=numbers.area(net_m2 or unit["area_m2"], lang),
        size_note=messages.text(lang, "paper.net_of", area=numbers.area(unit["area_m2"], lang)) if net_m2 else None,
        on=on,
        epsg=park.epsg,
        units=units,
        ground=ground,
        readiness=readiness,
        unmet=list(said.get("unmet_conditions") or []),
        facts=_own_rows(park, unit, card, shut, lang) + _said_rows(said, lang),
        description=said.get("description") or None,
        nature=[] if GROUND in shut else card["nature"],
        why=list(said.get("why") or (_public_why(unit, card, lang) if public else card["why"])),
        contact=_contact(park, said),
        sources=common.sources_text(park, [*CUT_FROM, *ground], lang),
        snapshot=str(snapshot_id(park.id, on)),
        mark=messages.text(lang, "export.example_mark") if park.example else None,
        photo=said["photo"] if isinstance(said.get("photo"), bytes) else photos.photo(said.get("photo")),
        photo_alt=said.get("photo_alt"),
    )


def _title(unit: pd.Series, said: dict[str, Any], lang: str) -> str:
    name = said.get("title") or unit["name"]
    return str(name) if name else messages.text(lang, "export.unregistered")


def _lead(card: dict[str, Any], readiness: str | None, lang: str) -> str:
    told = readiness and not (readiness == "ferdig_regulert" and card["class"] == schema.LandClass.VACANT)  # the class says it
    text = " · ".join([card["class_label"]] + ([messages.text(lang, f"readiness.{readiness}")] if told else []))
    return text[:1].upper() + text[1:]


def _public_why(unit: pd.Series, card: dict[str, Any], lang: str) -> list[str]:
    """Why the plot is vacant without the names that the park's own explanation may hold."""
    zone = (card["zone"] or messages.text(lang, "explain.no_zone")).lower()
    if unit["class"] == schema.LandClass.VACANT:
        return [messages.text(lang, "paper.why.vacant", zone=zone)]
    if unit["vacant_floor_m2"]:
        return [messages.text(lang, "paper.why.floor", floor=numbers.m2(unit["vacant_floor_m2"], lang))]
    return [messages.text(lang, "paper.why.other")]


def _own_rows(park: Park, unit: pd.Series, card: dict[str, Any], shut: frozenset[str], lang: str) -> list[tuple[str, str]]:
    """What the inventory itself knows of the plot."""
    plan = " ".join(text for text in (unit["plan_id"], unit["plan_name"]) if isinstance(text, str) and text)
    dated = "" if pd.isna(unit["plan_date"]) else numbers.day(unit["plan_date"].date(), lang)
    rows = {
        "plot_id": unit["plot_id"],
        "parcel_number": unit["parcel_number"],
        "zone": card["zone"],
        "plan": plan,
        "plan_date": dated,
        "field": unit.get("field_name"),
        "provisions": unit.get("provisions"),
        "clause": unit.get("further_plan_clause"),
        "bound": numbers.area(unit["bound_m2"], lang) if unit["bound_m2"] and not shut & {*with_effect(BOUND)} else None,
        "vacant_floor": numbers.m2(unit["vacant_floor_m2"], lang) if unit["vacant_floor_m2"] and BUILDINGS not in shut else None,
    }
    return [(messages.text(lang, f"paper.row.{name}"), str(value)) for name, value in rows.items() if isinstance(value, str) and value]


def _said_rows(said: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    """What the park says, in words already: (name, heading, text), those that stand elsewhere on the sheet left out; and what maps
    say against it."""
    rows = [(str(label), str(text)) for name, label, text in said.get("facts_text") or [] if name not in _PLACED]
    return rows + [(messages.text(lang, "paper.row.against"), str(text)) for text in said.get("against") or []]


def _contact(park: Park, said: dict[str, Any]) -> list[str]:
    return [str(line) for line in (park.name, said.get("contact_role"), said.get("contact_email")) if line]
