"""The card of one land unit: its class in words, why, from what, what speaks against, what would change it."""

from datetime import date
from typing import Any

import streamlit as st

from actions.map import map_data
from landuse.words import messages, numbers
from landuse.words.foreign import escape, for_markdown
from layers import looks
from parks.park import Park
from views.parts.figures import mark
from views.parts.words import area_words, capital, unit_name
from views.web import cached


def card(park: Park, unit_id: str | None, when: map_data.When, lang: str) -> None:
    """Draw the card, or how to get one when nothing is picked."""
    on = map_data.day(park, when)
    units = map_data.units_table(park.id, on, map_data.version(park.id))
    if unit_id is None:
        st.html(_hint(len(units), int(units["undecided"].sum()), lang))
    elif unit_id not in units.index:
        st.warning(for_markdown(messages.text(lang, "views.card.gone", unit=unit_id, day=numbers.day(on, lang))))
    else:
        told = cached.unit_explained(park.id, unit_id, when, lang)
        st.html(_card(told, unit_name(units.loc[unit_id, "name"], lang), park.example, lang))


def _hint(count: int, undecided: int, lang: str) -> str:
    lines = [messages.text(lang, "views.card.hint"), messages.text(lang, "views.card.count", count=count)]
    if undecided:
        lines.append(messages.text(lang, "views.card.undecided_count", undecided=undecided))
    return f'<div class="card empty"><h2>{escape(messages.text(lang, "views.card.title"))}</h2>{_paragraphs(lines)}</div>'


def _card(told: dict[str, Any], name: str, example: bool, lang: str) -> str:
    style = looks.class_styles()[told["class"]]
    swatch = f'<i style="background:{style["fill"]};border-color:{style["line"]}"></i>'
    sure = f"<em>{escape(told['confidence_label'])}</em>"
    asked = f'<em class="asked">{escape(messages.text(lang, "views.undecided"))}</em>' if told["undecided"] else ""
    parts = [
        f"<h2>{escape(name)}{mark(example, lang)}</h2>",
        f'<p class="class">{swatch}{escape(capital(told["class_label"]))}{sure}{asked}</p>',
        _facts(told, lang),
        _section("plan", [f"{row['label']}: {row['text']}" for row in told["plan"]], lang),
        _section("why", told["why"], lang),
        _section("contradictions", told["contradictions"], lang, "against"),
        _section("notes", told["notes"], lang),
        _section("nature", [f"{row['label']}: {numbers.daa(row['area_m2'], lang, 1)}" for row in told["nature"]], lang),
        _section("flips", told["flips"], lang),
        _evidence([row for row in told["evidence"] if row["status"] != "NO_HIT"], "evidence", lang),
        _folded([row for row in told["evidence"] if row["status"] == "NO_HIT"], lang),
    ]
    return f'<div class="card" data-unit="{escape(told["unit_id"])}">{"".join(parts)}</div>'


def _facts(told: dict[str, Any], lang: str) -> str:
    rows = [("area", area_words(told["area_m2"], lang)), ("zone", told["zone"] or messages.text(lang, "views.no_plan"))]
    if told["readiness_label"]:
        rows.append(("readiness", f"{capital(told['readiness_label'])}. {told['readiness_law']}"))
    if told["floor_m2"]:
        rows.append(("floor", numbers.m2(told["floor_m2"], lang)))
        rows.append(("vacant_floor", numbers.m2(told["vacant_floor_m2"], lang)))
    rows.append(("offerable", told["offerable_text"]))
    rows += [(key, told[key]) for key in ("plot", "parcel") if told.get(key)]
    beside = [(row["label"], row["text"]) for row in told["beside"]]
    named = [(messages.text(lang, f"views.card.{key}"), value) for key, value in rows] + beside
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in named)
    return f"<dl>{cells}</dl>"


def _section(key: str, lines: list[str], lang: str, kind: str = "") -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<section class="{kind}"><h3>{escape(messages.text(lang, f"views.card.{key}"))}</h3><ul>{items}</ul></section>'


def _evidence(rows: list[dict[str, Any]], key: str, lang: str) -> str:
    items = "".join(f"<li>{escape(row['text'])}<small>{escape(_source(row, lang))}</small></li>" for row in rows)
    return f"<section><h3>{escape(messages.text(lang, f'views.card.{key}'))}</h3><ul>{items}</ul></section>" if rows else ""


def _folded(rows: list[dict[str, Any]], lang: str) -> str:
    if not rows:
        return ""
    items = "".join(f"<li>{escape(row['text'])}<small>{escape(_source(row, lang))}</small></li>" for row in rows)
    words = messages.text(lang, "views.card.no_hit", count=len(rows))
    return f"<details><summary>{escape(words)}</summary><ul>{items}</ul></details>"


def _source(row: dict[str, Any], lang: str) -> str:
    dated = row.get("dated")
    day = numbers.day(date.fromisoformat(dated), lang) if dated else messages.text(lang, "views.undated")
    return " · ".join(part for part in (row.get("source"), day) if part)


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
