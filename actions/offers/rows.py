"""Nominations as rows for a page: what the inventory knows, how one stood on a day, and what anybody may see of it."""

import json
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from actions.offers import contradicted
from actions.offers import unit as offer_unit
from landuse.measure import crs
from landuse.offers import facts as offer_facts
from landuse.offers import nomination
from landuse.offers.nomination import Person
from landuse.units import explain as words
from landuse.units import zones
from landuse.units.offerable import reason_text
from landuse.units.schema import COUNTED
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.numbers import M2_PER_DAA
from parks.park import name_words, read_park

_A_PLAN_OF_EACH_LEVEL = ("35", "20")  # a detaljregulering and a kommuneplanens arealdel: their zones have words of their own


def kinds(unit: pd.Series) -> list[str]:
    """As what a unit can be nominated."""
    plot = ["plot"] if unit["offerable"] else []
    return plot + (["building"] if unit["class"] in COUNTED and unit["vacant_floor_m2"] > 0 else [])


def known(unit: pd.Series, kind: str, lang: str) -> dict[str, Any]:
    """The facts that the inventory knows of a unit."""
    free_m2 = int(unit["area_m2"] - unit["bound_m2"])
    size = {"net_daa": round(free_m2 / M2_PER_DAA, 3)} if kind == "plot" else {"floor_m2": int(unit["vacant_floor_m2"])}
    told = {
        "zone": words.first_said(unit, "zone_code"),
        "allowed_use": zones.zone_label(unit["zone_code"], unit["plan_type"], lang),
        "readiness": unit["readiness"] or None,
        "unmet_conditions": json.loads(unit["unmet_conditions"]),
    }
    return {name: value for name, value in (size | told).items() if value}


def row(found: dict, on: date, person: Person, lang: str) -> dict | None:
    """A nomination as it stood on a day, with the steps that the person may take now; None before it was made."""
    now = nomination.as_seen(found["events"], on, read_park(found["park_id"]).current_date())
    if now is None:
        return None
    terms = {name: now["terms"].get(name) for name in ("holder", "until", "consent_by", "consent_on")}
    last = found["events"][-1]
    may = nomination.possible_steps(last["state"], person, found["park_id"])
    reason = offer_unit.reason(found, on) if nomination.is_open(now["state"]) else ""
    return {
        "id": found["id"],
        "version": last["version"],
        **{name: found[name] for name in ("park_id", "unit_id", "building_id", "kind", "title")},
        "state": now["state"],
        "state_label": nomination.state_label(now["state"], lang),
        "facts": now["facts"],
        **terms,
        "changed_by": last["said_by"],
        "changed_at": last["said_at"],
        "offerable_reason": reason,
        "offerable_text": reason_text(reason, lang) if reason else "",
        "against": contradicted.texts(found, now["facts"], on, lang) if nomination.is_open(now["state"]) else [],
        "may": [(step_id, nomination.step_label(step_id, lang)) for step_id in may],
    }


def history(events: list[dict], lang: str) -> list[dict]:
    """All steps and edits in words, with the labels of the facts that each changed."""
    before = [{}, *(event["facts"] for event in events)]
    return [
        {
            "version": event["version"],
            "step": event["step"],
            "step_label": nomination.step_label(event["step"], lang),
            "by": event["said_by"],
            "role": event["role"],
            "at": event["said_at"],
            "on": event["said_on"],
            "state": event["state"],
            "state_label": nomination.state_label(event["state"], lang),
            "reason": event["reason"],
            "changed": [offer_facts.label(n, lang) for n in offer_facts.fields() if then.get(n) != event["facts"].get(n)],
        }
        for then, event in zip(before, events)
    ]


def not_shown(found: dict, on: date) -> LanduseError:
    """Why an offer cannot be seen, without who has it."""
    now = nomination.as_of(found["events"], on)
    if now and now["state"] == nomination.OPTION:
        return LanduseError("offer_under_option", title=found["title"], until=date.fromisoformat(now["terms"]["until"]))
    if now and now["state"] == nomination.RESERVED:
        return LanduseError("offer_reserved", title=found["title"])
    return LanduseError("not_published", nomination=found["id"])


def published_row(found: dict, on: date, lang: str) -> dict | None:
    """What anybody may see of a nomination; None while it is not published, or while its ground cannot be offered."""
    now = nomination.as_of(found["events"], on)
    if now is None or now["state"] != nomination.PUBLISHED or offer_unit.reason(found, on):
        return None
    park = read_park(found["park_id"])
    facts = offer_facts.public(now["facts"])
    first = min(event["said_on"] for event in found["events"] if event["state"] == nomination.PUBLISHED)
    shape = gpd.GeoSeries([found["footprint"]], crs=found["epsg"]).to_crs(crs.MAP_EPSG).iloc[0]
    return {
        "nomination_id": found["id"],
        "park_id": park.id,
        "park_name": name_words(park, lang),
        "example": park.example,
        "unit_id": found["unit_id"],
        "kind": found["kind"],
        "title": found["title"],
        "published_on": first,
        "description": facts.get(f"description_{lang}") or facts.get("description_nb"),
        **facts,
        "allowed_use": _use(facts, lang),
        "geometry": shape,
    }


def _use(facts: dict[str, Any], lang: str) -> str | None:
    """The allowed use in the reader's language where it is the zone's own words; else as somebody typed it."""
    said, zone = facts["allowed_use"], facts["zone"]
    for plan_type in _A_PLAN_OF_EACH_LEVEL:
        if said and zones.zone_label(zone, plan_type, messages.DEFAULT_LANG) == said:
            return zones.zone_label(zone, plan_type, lang)
    return said
