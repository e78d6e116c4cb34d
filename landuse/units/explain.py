"""Why a unit has its class, in sentences that a council understands: rule, sources, contradictions, what would flip it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

import pandas as pd

from landuse.progress import grey_told
from landuse.rules import threshold
from landuse.units import decision, schema, zones
from landuse.units import flips as possible_flips
from landuse.units.records import NOTHING_SAID
from landuse.units.schema import LandClass, Status
from landuse.words import codelists, messages, numbers

_PERCENT_FACTS = (
    "works_pct",
    "sealed_pct",
    "grey_pct",
    "unmapped_pct",
    "building_pct",
    "plan_overlap_pct",
    "registered_area_differs_pct",
    "landcover_built_pct",
    "landcover_grey_pct",
    "base_built_pct",
    "landcover_green_pct",
)


_LEAST_TOLD_M2 = 0.5  # what rounds to 0 m² is an edge effect, not a finding


def class_label(land_class: str, lang: str) -> str:
    """A class in words."""
    return messages.text(lang, f"class.{land_class}")


def class_labels(lang: str) -> dict[str, str]:
    """Every class in words with a capital first, in the legend's order."""
    order = (LandClass.VACANT, LandClass.USED, LandClass.BUILDING, LandClass.NOT_COUNTED)
    labels = {str(name): class_label(name, lang) for name in order}
    return {name: label[:1].upper() + label[1:] for name, label in labels.items()}


def why(unit: pd.Series, lang: str) -> list[str]:
    """The sentences that give the class: a person's, if one has set it, then the rule's."""
    words = _words(unit, lang)
    sentences = [messages.text(lang, f"rule.{unit['rule_id']}", **words)]
    doubts = dict.fromkeys(messages.text(lang, f"doubt.{key}", **words) for key in json.loads(unit.get("doubts") or "[]"))
    sentences += doubts  # two doubts may have one sentence
    if isinstance(unit.get("set_class"), str) or unit.get("set_kind") == decision.CONFIRM:
        said = {"by": unit["set_by"], "on": _day(unit["set_at"], lang), "reason": unit["set_reason"]}
        confirmed = unit.get("set_kind") == decision.CONFIRM
        sentences.insert(0, messages.text(lang, "rule.confirmed_by_person" if confirmed else "rule.set_by_person", **said))
        again = messages.text(lang, "rule.confirmed_ask_again" if confirmed else "rule.ask_again")
        sentences += [again] if unit["ask_again"] else []
    sentences += [messages.text(lang, f"lowered.{key}", **words) for key in json.loads(unit["confidence_reasons"])]
    return sentences


def contradictions(unit: pd.Series, lang: str) -> list[str]:
    """What the sources say against each other."""
    words = _words(unit, lang)
    return [messages.text(lang, f"contradiction.{key}", **words) for key in json.loads(unit["contradictions"])]


def flips(unit: pd.Series, lang: str) -> list[str]:
    """Which single facts would give another class, of those that somebody can bring about (landuse.units.flips)."""
    return possible_flips.sentences(unit, lang)


def nature(unit: pd.Series, lang: str) -> list[dict]:
    """What lies on the unit: kind, words, area_m2; kinds that are not there are left out."""
    areas = [(kind, int(unit[schema.nature_column(kind)])) for kind in schema.NATURE_KINDS]
    return [{"kind": kind, "label": messages.text(lang, f"nature.{kind}"), "area_m2": area} for kind, area in areas if area]


def notes(unit: pd.Series, lang: str) -> list[str]:
    """What stands beside the class: floor, spare and bound land, conditions, who holds it."""
    found = [messages.text(lang, "explain.proposed")] if unit["proposed"] else []
    if unit["axis"]:
        found.append(messages.text(lang, f"explain.{unit['axis']}"))
    if unit["floor_m2"]:
        floor, vacant = numbers.m2(unit["floor_m2"], lang), numbers.m2(unit["vacant_floor_m2"], lang)
        found.append(messages.text(lang, "explain.floor", floor=floor, vacant=vacant))
    if unit["buildings_without_floor"]:
        found.append(messages.text(lang, "explain.floor_unknown", count=unit["buildings_without_floor"]))
    if unit["floor_spread"]:
        found.append(messages.text(lang, "explain.floor_spread"))
    if unit.get("fitted_m2", 0):  # snapshots of methods 1 and 2 have none
        width = numbers.metres(threshold("fit_m"), lang)
        found.append(messages.text(lang, "explain.fitted", area=numbers.area(unit["fitted_m2"], lang), width=width))
    for name in ("bound", "clarify", "spare"):
        if unit.get(f"{name}_m2", 0):
            found.append(messages.text(lang, f"explain.{name}", area=numbers.area(unit[f"{name}_m2"], lang)))
    found += [messages.text(lang, f"explain.{name}") for name in ("main_route", "sea_to_fill") if unit.get(name, False)]
    if pd.notna(unit.get("lapses_on")):
        found.append(messages.text(lang, "explain.lapses_on", day=numbers.day(unit["lapses_on"].date(), lang)))
    unmet = json.loads(unit["unmet_conditions"])
    return found + [messages.text(lang, "explain.unmet", words=words) for words in unmet]


def beside(unit: pd.Series, lang: str) -> list[dict]:
    """What others' maps say of the unit, beside its class and never in it: layer_id, label, text; nothing of maps that are not there."""
    evidence = json.loads(unit["evidence"])
    found = {"grey_land": grey_told.unit_words(evidence, lang)}
    if evidence.get("ssb_use"):
        share = numbers.pct(evidence["ssb_use_pct"], lang, 0)
        found["land_use"] = f"{codelists.label('ssb_arealbruk', evidence['ssb_use'], lang) or evidence['ssb_use']} ({share})"
    return [
        {"layer_id": name, "label": messages.text(lang, f"explain.beside.{name}"), "text": text} for name, text in found.items() if text
    ]


def plan(unit: pd.Series, lang: str) -> list[dict]:
    """What is said of a unit's plan: key, label, text; what nobody has said is left out."""
    kind = unit["plan_type"] if isinstance(unit["plan_type"], str) else ""
    said = {
        "name": first_said(unit, "plan_name"),
        "id": first_said(unit, "plan_id"),
        "type": codelists.label("plantype", kind, lang) if kind else None,
        "adopted": _date(unit.get("plan_adopted"), lang),
        "in_force": _date(unit["plan_date"], lang),
        **{name: first_said(unit, column) if column in unit else None for name, column in _PLAN_TEXTS.items()},
    }
    return [{"key": key, "label": messages.text(lang, f"plan.{key}"), "text": text} for key, text in said.items() if text]


_PLAN_TEXTS = {"field": "field_name", "proposer": "proposer", "provisions": "provisions", "clause": "further_plan_clause"}


def _date(day: object, lang: str) -> str | None:
    return None if pd.isna(day) else numbers.day(pd.Timestamp(day).date(), lang)


def grounds(unit: pd.Series, lang: str) -> list[dict]:
    """What the class rests on beside the layers' answers: plan, the park's record, buildings; layer_id, text, status."""
    evidence, words = json.loads(unit["evidence"]), _words(unit, lang)
    rows = [("zoning", messages.text(lang, f"evidence.{_of_plan(unit)}", **words, date=_plan_date(unit, lang)))]
    if evidence["record_says"] != NOTHING_SAID:
        rows.append(("records", messages.text(lang, "evidence.record", **words)))
    ids = json.loads(unit["building_ids"])
    if ids:
        rows.append(("buildings", _standing(ids, evidence.get("standing_points", 0), lang)))
    return [{"layer_id": layer_id, "text": text, "status": str(Status.HIT)} for layer_id, text in rows]


def _of_plan(unit: pd.Series) -> str:
    """Which sentence tells of the plan: that there is none, that it says no purpose, or its purpose."""
    if first_said(unit, "plan_id", "plan_name", "zone_code") is None:
        return "no_plan"
    return "zone" if first_said(unit, "zone_code") else "plan_without_zone"


def _standing(ids: list[str], points: int, lang: str) -> str:
    """The buildings by number, and how many of them only a point tells of."""
    text = messages.text(lang, "evidence.buildings", count=len(ids), ids=", ".join(ids[:5]))
    return messages.text(lang, "evidence.points", text=text, count=points) if points else text


class Told(Protocol):
    """A layer in words: its name, and each code that it answers by."""

    def title(self, lang: str) -> str: ...
    def code_label(self, code: str, lang: str) -> str: ...


def answers(facts: pd.DataFrame, layers: Mapping[str, Told], lang: str) -> list[dict]:
    """What each layer answered of the unit: layer_id, text, status; largest share first within a layer."""
    rows = facts.sort_values(["layer_id", "overlap_m2"], ascending=[True, False])
    return [
        {"layer_id": row.layer_id, "text": _answer(row, layers[row.layer_id], lang), "status": row.status}
        for row in rows.itertuples()
        if row.layer_id in layers and not (row.status == Status.HIT and row.overlap_m2 < _LEAST_TOLD_M2)
    ]


def _answer(row: Any, layer: Told, lang: str) -> str:
    title = layer.title(lang)
    if row.status in (Status.NO_HIT, Status.FAILED):
        return f"{title}: {messages.text(lang, f'answer.{row.status}')}"
    amount = numbers.area(row.overlap_m2, lang)
    if row.status == Status.NOT_MAPPED:
        return f"{title}: {messages.text(lang, 'answer.NOT_MAPPED')}, {amount}"
    label = layer.code_label(row.code, lang)
    return f"{title}: {label + ', ' if label else ''}{amount}"


def _words(unit: pd.Series, lang: str) -> dict[str, str]:
    """The values that the sentences name, written as people write them."""
    evidence = json.loads(unit["evidence"])
    words = {name: numbers.pct(evidence[name], lang, 0) for name in _PERCENT_FACTS if name in evidence}
    words["buildings"] = _buildings(evidence["standing_buildings"], lang)
    words["record"] = (codelists.label("record_kind", evidence["record_kind"], lang) or "").lower()
    words["tenure"] = (codelists.label("tenure", evidence["tenure"], lang) or "").lower()
    words["by"] = evidence["record_by"] or messages.text(lang, "explain.nobody")
    words["on"] = _day(evidence["record_on"], lang)
    label = zones.zone_label(unit["zone_code"], unit["plan_type"], lang)
    words["zone"] = label.lower() if label else messages.text(lang, "explain.no_zone")
    words["zone_code"] = first_said(unit, "zone_code") or "–"
    words["rival_plan"] = first_said(unit, "rival_plan_id") or messages.text(lang, "explain.no_plan") if "rival_plan_id" in unit else ""
    words["plan"] = first_said(unit, "plan_name", "plan_id") or messages.text(lang, "explain.no_plan")
    return words


def title(unit: pd.Series, lang: str) -> str:
    """What people call a unit: its plot, else its parcel; ground without either says so."""
    return first_said(unit, "plot_id", "parcel_number", "parcel_id") or messages.text(lang, "views.unregistered")


def first_said(unit: pd.Series, *columns: str) -> str | None:
    """The first of the columns that says something of the unit."""
    said = (unit[name] for name in columns)
    return next((str(value) for value in said if isinstance(value, str) and value), None)


def _day(said: str | None, lang: str) -> str:
    """A date of ours (yyyy-mm-dd …) in words."""
    return numbers.day(date.fromisoformat(said[:10]), lang) if said else messages.text(lang, "explain.no_date")


def _plan_date(unit: pd.Series, lang: str) -> str:
    if pd.isna(unit["plan_date"]):
        return messages.text(lang, "explain.no_date")
    return numbers.day(unit["plan_date"].date(), lang)


def _buildings(count: int, lang: str) -> str:
    return messages.text(lang, f"explain.buildings.{count if count < 2 else 'many'}", count=count)
