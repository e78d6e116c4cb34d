"""One park's confirmation list: the rate, the list beside the map, the chosen unit's reasons beside the answer, what was said."""

from datetime import date
from typing import Any

import streamlit as st

from actions.map import map_data
from actions.once import once
from actions.units import decide
from actions.units.kept_baseline import kept_baseline
from landuse.words import messages, numbers
from parks.park import Park
from views import state
from views.bekreftelse import answer as confirm_answer
from views.bekreftelse import card, history, holders, plan_questions
from views.bekreftelse import list as confirm_list
from views.bekreftelse.asked import Asked
from views.kart import park_figures
from views.map import parts as map_parts
from views.map.component import park_map, picked
from views.parts import figures as parts_figures
from views.parts import guard
from views.parts import notice as parts_notice
from views.parts.words import unit_name
from views.web import cached

PAGE = "bekreftelse"


@guard.fragment
def room(park: Park, when: map_data.When, lang: str) -> None:
    """Draw the whole list, which follows a person's choices without the rest of the page."""
    asked = _asked(park, map_data.day(park, when), lang)
    with st.container():  # always there, so that a sentence does not move the map to another place and draw it anew
        notice = parts_notice.show(PAGE, park.id, lang)
        if notice is not None and notice.undo:
            history.undo_at_once(park.id, asked.on, notice.undo, asked.names, lang)
    _headline(asked, when, lang)
    if kept_baseline(park) is not None and asked.on == park.baseline_date:
        parts_notice.info(messages.text(lang, "baseline.answers_wait"))
    holders.question(asked, lang)
    plan_questions.show(park, asked.on, lang)
    parts_figures.section(messages.text(lang, "plots.confirm.title"), park.example, lang)
    if asked.rows:
        _list(asked, lang)
    else:
        parts_notice.info(messages.text(lang, "plots.confirm.none" if "zoning" in park.layers else "plots.confirm.unclassed"))
    history.said(park.id, asked.on, asked.names, lang)


def _list(asked: Asked, lang: str) -> None:
    left, right = st.columns([1.45, 1], gap="medium")  # at 1440 the list stands beside the map up to why it was asked
    with left:
        chosen = confirm_list.choose(asked, lang)
        if chosen:
            card.cards(asked, chosen, lang)
        else:
            parts_notice.info(messages.text(lang, "plots.confirm.choose"))
    with right:
        parts = map_parts.park_parts(asked.park, asked.on, lang)
        park_map(parts | {"selected": chosen[0] if chosen else None, "filter": "confirm"}, lang, lambda: _clicked(asked))
        if chosen:
            confirm_answer.answer(asked, chosen, lang)


def _headline(asked: Asked, when: map_data.When, lang: str) -> None:
    figures = cached.park_status(asked.park.id, when, lang)
    rate = park_figures.headline(figures, figures["targets"], lang)[0]
    asking = [row for row in asked.rows.values() if row["asks"]]
    area_m2 = sum(row["area_m2"] for row in asking)
    most = max((abs(row["effect_pp"]) for row in asking), default=0.0)
    units = parts_figures.Tile(
        messages.text(lang, "plots.confirm.left"),
        messages.text(lang, "plots.confirm.units", count=numbers.decimal(len(asking), lang)),
        (messages.text(lang, "plots.confirm.area", area=numbers.area(area_m2, lang)),),
    )
    largest = parts_figures.Tile(
        messages.text(lang, "plots.confirm.largest"),
        messages.text(lang, "plots.points", points=numbers.decimal(most, lang, 2)),
        (messages.text(lang, "plots.confirm.largest.note"),),
    )
    parts_figures.tiles([rate, units, largest], asked.park.example, lang, messages.text(lang, "views.key_figures"))


def _clicked(asked: Asked) -> None:
    unit_id = picked()
    if unit_id in asked.rows:
        confirm_list.take([unit_id])
    else:
        state.choose_unit(None)


def _asked(park: Park, on: date, lang: str) -> Asked:
    based_on = decide.version(park.id)  # before what is shown: somebody who comes between is told of as stale
    version = map_data.version(park.id)
    rows = {row["unit_id"]: row for row in _rows(park.id, on, lang, version, _held())}
    called = map_data.units_table(park.id, on, version)["name"]
    return Asked(park, on, rows, {str(unit): unit_name(name, lang) for unit, name in called.items()}, based_on)


@once(maxsize=50)
def _rows(park_id: str, on: date, lang: str, version: str, held: tuple[str, ...]) -> list[dict[str, Any]]:
    return decide.confirmation_list(park_id, on, lang, held)


def _held() -> tuple[str, ...]:
    """Units that somebody else has answered about while a person was at it, until that person leaves them."""
    held = st.session_state.get("held_units", [])
    if not set(held) & set(st.session_state.get("asked_units", [])):
        st.session_state["held_units"] = held = []
    return tuple(held)
