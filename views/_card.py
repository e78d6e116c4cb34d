"""The card of one land unit: its class in words, why, from what, what speaks against, what would change it."""

from html import escape
from typing import Any

import streamlit as st

from actions import map_data
from landuse import messages, numbers
from layers import _map
from layers._park import Park
from views import _cached
from views._figures import mark


def card(park: Park, unit_id: str | None, when: map_data.When, lang: str) -> None:
    """Draw the card, or how to get one when nothing is picked."""
    on = map_data.day(park, when)
    units = map_data.units_table(park.id, on, map_data.version(park.id))
    if unit_id is None:
        st.html(_hint(len(units), int(units["undecided"].sum()), lang))
    elif unit_id not in units.index:
        st.warning(messages.text(lang, "views.card.gone", unit=unit_id, day=numbers.day(on, lang)))
    else:
        told = _cached.unit_explained(park.id, unit_id, when, lang)
        st.html(_card(told, units.loc[unit_id].to_dict(), park.example, lang))


def _hint(count: int, undecided: int, lang: str) -> str:
    lines = [messages.text(lang, "views.card.hint"), messages.text(lang, "views.card.count", count=count)]
    if undecided:
        lines.append(messages.text(lang, "views.card.undecided_count", undecided=undecided))
    return f'<div class="card empty"><h2>{escape(messages.text(lang, "views.card.title"))}</h2>{_paragraphs(lines)}</div>'


def _card(told: dict[str, Any], unit: dict[str, Any], example: bool, lang: str) -> str:
    style = _map.class_styles()[unit["class"]]
    label = f'<i style="background:{style["fill"]};border-color:{style["line"]}"></i>{escape(told["class_label"])}'
    parts = [
        f"<h2>{escape(told['title'])}{mark(example, lang)}</h2>",
        f'<p class="class">{label}<em>{escape(told["confidence_label"])}</em></p>',
        _facts(unit, lang),
        _section("why", told["why"], lang),
        _section("contradictions", told["contradictions"], lang, "against"),
        _section("flips", told["flips"], lang),
        _nature(told["nature"], lang),
        _evidence(told["evidence"], lang),
        _section("notes", _listed(told.get("notes")), lang),
    ]
    return f'<div class="card" data-unit="{escape(unit_id_of(told, unit))}">{"".join(parts)}</div>'


def unit_id_of(told: dict[str, Any], unit: dict[str, Any]) -> str:
    """The id that the card stands for."""
    return str(told.get("unit_id") or unit.get("name"))


def _facts(unit: dict[str, Any], lang: str) -> str:
    rows = [("area", numbers.daa(unit["area_m2"], lang, 1))]
    if unit["floor_m2"]:
        rows.append(("floor", numbers.m2(unit["floor_m2"], lang)))
        rows.append(("vacant_floor", numbers.m2(unit["vacant_floor_m2"], lang)))
    cells = "".join(f"<div><dt>{escape(messages.text(lang, f'views.card.{key}'))}</dt><dd>{escape(value)}</dd></div>" for key, value in rows)
    return f"<dl>{cells}</dl>"


def _section(key: str, lines: list[str], lang: str, kind: str = "") -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<section class="{kind}"><h3>{escape(messages.text(lang, f"views.card.{key}"))}</h3><ul>{items}</ul></section>'


def _evidence(rows: list[dict[str, Any]], lang: str) -> str:
    lines = [f"{escape(row['text'])}<small>{escape(_source(row, lang))}</small>" for row in rows]
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<section><h3>{escape(messages.text(lang, 'views.card.evidence'))}</h3><ul>{items}</ul></section>" if items else ""


def _source(row: dict[str, Any], lang: str) -> str:
    dated = row.get("dated")
    day = dated if isinstance(dated, str) else numbers.day(dated, lang) if dated else messages.text(lang, "views.undated")
    return " · ".join(part for part in (row.get("source"), day) if part)


def _nature(rows: list[dict[str, Any]], lang: str) -> str:
    lines = [row["text"] if "text" in row else f"{row['label']}: {numbers.daa(row['area_m2'], lang, 1)}" for row in rows]
    return _section("nature", lines, lang)


def _listed(notes: Any) -> list[str]:
    return [] if not notes else [notes] if isinstance(notes, str) else list(notes)


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
