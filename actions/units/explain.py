"""Explain one unit: its class, why, on which sources, what contradicts it and what would flip it."""

from datetime import date

import pandas as pd

from actions.units.classify import answer, snapshot_id
from actions.units.inventory import inventory
from landuse.units import explain as reason
from landuse.units import zones
from landuse.units.offerable import reason_text
from landuse.words import messages
from landuse.words.errors import LanduseError
from layers import registry
from parks.park import Park, licence_words, park_ids, read_park, source_words


def explain(unit_id: str, on: date | None = None, lang: str = messages.DEFAULT_LANG) -> dict:
    """The unit's card, all in one language.

    Parameters
    ----------
    on : the date; None for the park's today

    Returns
    -------
    unit_id, park_id, date, title, class, class_label, confidence_label, undecided, offerable,
    offerable_reason, offerable_text, plan (key, label, text), readiness_label, readiness_law, area_m2, floor_m2,
    vacant_floor_m2, zone, plot, parcel, why, contradictions, flips, nature, notes, beside (layer_id, label, text: what others'
    maps say), evidence (text, source, dated, licence)

    Raises
    ------
    LanduseError : no park has the unit on that date
    """
    park = _park_of(unit_id)
    day = on or park.current_date()
    units = inventory(park.id, day)
    if unit_id not in units.index:
        raise LanduseError("unknown_unit", unit=unit_id)
    unit = units.loc[unit_id]
    facts = answer(snapshot_id(park.id, day)).unit_facts(unit_id)
    return {
        "unit_id": unit_id,
        "park_id": park.id,
        "date": day.isoformat(),
        "example": park.example,
        "title": reason.title(unit, lang),
        "class": unit["class"],
        "class_label": reason.class_label(unit["class"], lang),
        "confidence_label": messages.text(lang, f"confidence.{unit['confidence']}"),
        "undecided": bool(unit["undecided"]),
        "offerable": bool(unit["offerable"]),
        "offerable_reason": unit["offerable_reason"],
        "offerable_text": reason_text(unit["offerable_reason"], lang),
        "plan": reason.plan(unit, lang),
        "readiness_law": messages.text(lang, f"readiness.{unit['readiness']}.law") if unit["readiness"] else None,
        "readiness_label": messages.text(lang, f"readiness.{unit['readiness']}") if unit["readiness"] else None,
        "area_m2": int(unit["area_m2"]),
        "floor_m2": int(unit["floor_m2"]),
        "vacant_floor_m2": int(unit["vacant_floor_m2"]),
        "zone": _zone(unit, lang),
        "plot": unit["plot_id"] if isinstance(unit["plot_id"], str) else None,
        "parcel": reason.first_said(unit, "parcel_number", "parcel_id"),
        "why": reason.why(unit, lang),
        "contradictions": reason.contradictions(unit, lang),
        "flips": reason.flips(unit, lang),
        "nature": reason.nature(unit, lang),
        "notes": reason.notes(unit, lang),
        "beside": reason.beside(unit, lang),
        "evidence": _evidence(park, unit, facts, lang),
    }


def _park_of(unit_id: str) -> Park:
    """The park that the id begins with."""
    park_id = unit_id.rpartition("-")[0]
    if park_id not in park_ids():
        raise LanduseError("unknown_unit", unit=unit_id)
    return read_park(park_id)


def _zone(unit: pd.Series, lang: str) -> str | None:
    label = zones.zone_label(unit["zone_code"], unit["plan_type"], lang)
    return f"{label} ({unit['zone_code']})" if label else reason.first_said(unit, "zone_code")


def _evidence(park: Park, unit: pd.Series, facts: pd.DataFrame, lang: str) -> list[dict]:
    """Every answer with the source behind it, its date and licence."""
    asked = {layer_id: registry.of_year(layer_id) for layer_id in facts["layer_id"].unique()}
    rows = reason.grounds(unit, lang) + reason.answers(facts, {name: layer for name, layer in asked.items() if layer}, lang)
    return [row | _source(park, row["layer_id"], lang) for row in rows]


def _source(park: Park, layer_id: str, lang: str) -> dict:
    said = park.layers.get(layer_id, {})
    dated = str(said["dated"]) if said.get("dated") else None
    return {"source": source_words(said, lang), "dated": dated, "licence": licence_words(said, lang)}
