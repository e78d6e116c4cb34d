"""One park's confirmation list: the map, and beside it what was saved, one unit's reasons with the answer, the list, what was said."""

from datetime import date
from typing import Any

import streamlit as st

from actions.map import map_data
from actions.once import once
from actions.units import decide
from actions.units.kept_baseline import kept_baseline
from landuse.words import messages, numbers
from landuse.words.foreign import escape
from parks.park import Park
from views import state
from views.bekreftelse import answer as confirm_answer
from views.bekreftelse import card, history, holders, largest, plan_questions
from views.bekreftelse import list as confirm_list
from views.bekreftelse.asked import Asked
from views.frame import strip
from views.frame.panel import panel
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
    """The map, and in the panel what was saved last, the question that stands first with its answer, the list, the rest."""
    asked = _asked(park, map_data.day(park, when), lang)
    chosen = confirm_list.chosen(asked) if asked.rows else []
    with st.container(key="stage"):
        parts = map_parts.only(map_parts.park_parts(park, asked.on, lang), "confirm", lang)
        park_map(parts | _shown(chosen), lang, lambda: _clicked(asked))
    figures = cached.park_status(park.id, when, lang)
    strip.draw(park_figures.brief(figures, figures["targets"], lang), lang)
    with panel(_opens(asked, chosen), lang, wide=True):
        notice = parts_notice.show(PAGE, park.id, lang)
        if notice is not None and notice.undo:
            history.undo_at_once(park.id, asked.on, notice.undo, asked.names, lang)
        _question(asked, chosen, figures, lang)
        _rest(asked, figures, lang)


def _shown(chosen: list[str]) -> dict[str, Any]:
    return {"whole": True, "selected": chosen[0] if chosen else None}


def _opens(asked: Asked, chosen: list[str]) -> str | None:
    """What the panel begins anew for: another unit, or something that was said of one."""
    return f"{asked.park.id} {asked.based_on} {' '.join(chosen)}" if chosen else None


def _question(asked: Asked, chosen: list[str], figures: dict[str, Any], lang: str) -> None:
    """The unit that is asked about, why, and the answer; then the list, to choose another."""
    parts_figures.section(messages.text(lang, "plots.confirm.title"), asked.park.example, lang)
    if not asked.rows:
        parts_notice.info(_why_none(asked, figures, lang))
        return
    if chosen:
        st.html(f'<p class="said">{escape(_place(asked, chosen, lang))}</p>')
        card.cards(asked, chosen, lang)
        confirm_answer.answer(asked, chosen, lang)
    else:
        parts_notice.info(messages.text(lang, "plots.confirm.choose"))
    confirm_list.choose(asked, lang)


def _why_none(asked: Asked, figures: dict[str, Any], lang: str) -> str:
    """Why no unit is asked about: nothing is classed, all is known, or what is not is asked about plans and holders."""
    if "zoning" not in asked.park.layers:
        return messages.text(lang, "plots.confirm.unclassed")
    if figures["undecided_units"]:
        area = numbers.area(figures["undecided_daa"] * numbers.M2_PER_DAA, lang)
        return messages.text(lang, "plots.confirm.none_alone", area=area)
    return messages.text(lang, "plots.confirm.none")


def _place(asked: Asked, chosen: list[str], lang: str) -> str:
    """Which of the list is looked at."""
    number = list(asked.rows).index(chosen[0]) + 1
    key = "plots.confirm.place" if len(chosen) == 1 else "plots.confirm.places"
    return messages.text(lang, key, number=number, chosen=len(chosen), count=len(asked.rows))


def _rest(asked: Asked, figures: dict[str, Any], lang: str) -> None:
    """What settles many units at once, how much is asked in all, and what was said."""
    park, on = asked.park, asked.on
    if kept_baseline(park) is not None and on == park.baseline_date:
        parts_notice.info(messages.text(lang, "baseline.answers_wait"))
    largest.show(park, on, lang)
    holders.question(asked, lang)
    plan_questions.show(park, on, lang)
    with st.expander(messages.text(lang, "views.key_figures")):
        _headline(asked, figures, lang)
    history.said(park.id, on, asked.names, lang)


def _headline(asked: Asked, figures: dict[str, Any], lang: str) -> None:
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
