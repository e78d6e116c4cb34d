"""Pace on the page Fremdrift: the plots that reach the target with the least taken, the plain list, and steps that a person tries out."""

from datetime import date
from typing import Any

import streamlit as st

from actions.map import map_data
from actions.programme import pace as act
from actions.programme import pace_text
from actions.programme.pace import Pace, Wanted
from landuse.progress import targets
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from parks.park import Park
from views import state as views_state
from views.charts import figure
from views.charts.figure import Table
from views.parts import error_words, figures, guard
from views.parts.words import told_apart

_STEPS = "pace_steps"
_AMOUNTS = ("area", "nature", "farmland", "unmapped")


@guard.fragment
def show(counted: list[Park], park: Park | None, lang: str) -> None:
    """A folded part of the page; what it asks for is found when it is opened."""
    with st.expander(messages.text(lang, "pace.title"), key="part-pace", on_change="rerun") as part:
        if part.open:
            _part(counted, park, lang)


def _part(counted: list[Park], park: Park | None, lang: str) -> None:
    key = park.id if park else "all"
    steps: list[Wanted] = st.session_state.setdefault(_STEPS, {}).get(key, [])
    try:
        found = act.pace([one.id for one in counted], steps, map_data.day(park, views_state.when()) if park else None)
    except LanduseError as error:
        if error.code != "pace_no_rate":
            raise
        st.html(f'<p class="said">{escape(error_words.sentence(error, lang))}</p>')
        return
    figures.section(messages.text(lang, "pace.standing"), found.example, lang)
    _lines(pace_text.standing(found, lang))
    for name, goal in found.goals.items():
        figures.section(pace_text.goal_title(name, lang), found.example, lang)
        _lines(pace_text.goal_sentences(name, goal, lang))
        if goal["least"]["units"]:
            rows = pace_text.chosen_rows(found, goal["least"]["units"], lang)
            st.html(figure.table_html(Table(messages.text(lang, "pace.set"), _head(("why",), lang), rows)))
    _lines([messages.text(lang, "pace.proposal")])
    figures.section(messages.text(lang, "pace.list"), found.example, lang)
    rows = pace_text.list_rows(found, lang)
    st.html(figure.table_html(Table(messages.text(lang, "pace.list"), _head(("share", "bars"), lang), rows)))
    _try_out(found, key, lang)


def _try_out(found: Pace, key: str, lang: str) -> None:
    figures.section(messages.text(lang, "pace.try"), found.example, lang)
    names = {str(unit): f"{row['name']} · {numbers.area(row['area_m2'], lang)}" for unit, row in found.plots.iterrows()}
    asked = [*st.session_state[_STEPS].get(key, [])]
    free = [unit for unit in names if unit not in {step.unit for step in asked}]
    form = f"pace-{key}-{len(asked)}"
    with st.form(form, enter_to_submit=False):
        words = told_apart(free, names.__getitem__)
        st.multiselect(messages.text(lang, "pace.which"), free, key=f"{form}-plots", format_func=words, placeholder="")
        st.radio(
            messages.text(lang, "pace.what"),
            ("take", "release", "add_vacant", "add_used"),
            key=f"{form}-what",
            format_func=lambda what: messages.text(lang, f"pace.what.{what}"),
        )
        st.date_input(
            messages.text(lang, "pace.on"), value=max(found.start.on, _next_year(found)), min_value=found.start.on, key=f"{form}-on"
        )
        for name in ("daa", "nature", "farmland"):
            st.number_input(messages.text(lang, f"pace.new.{name}"), min_value=0.0, max_value=100_000.0, value=0.0, key=f"{form}-{name}")
        st.form_submit_button(messages.text(lang, "pace.add"), on_click=_add, args=(found, key, form))
    guard.show_refused_act()
    if asked:
        head = tuple(
            messages.text(lang, f"pace.column.{name}") for name in ("day", "rate", "taken_pct", "vacant", *_AMOUNTS[1:], "out", "new")
        )
        st.html(figure.table_html(Table(messages.text(lang, "pace.course"), head, pace_text.course_rows(found, lang))))
        st.button(messages.text(lang, "pace.clear"), key=f"pace-clear-{key}", on_click=_clear, args=(key,))


@guard.act
def _add(found: Pace, key: str, form: str) -> None:
    """The step stands only where the answer with it can be found."""
    state: Any = st.session_state
    what, on = state[f"{form}-what"], state[f"{form}-on"]
    new = [Wanted(what, on, unit) for unit in state[f"{form}-plots"]]
    if what.startswith("add"):
        new = [Wanted(what, on, "", *(state[f"{form}-{name}"] for name in ("daa", "nature", "farmland")))]
    if not new:
        raise LanduseError("pace_nothing")
    steps = [*state[_STEPS].get(key, []), *new]
    act.pace(found.parks, steps, found.start.on if len(found.parks) == 1 else None)
    state[_STEPS] = {**state[_STEPS], key: steps}


def _clear(key: str) -> None:
    st.session_state[_STEPS] = {name: steps for name, steps in st.session_state[_STEPS].items() if name != key}


def _next_year(found: Pace) -> date:
    return min(date(found.start.on.year + 1, 1, 1), targets.deadline())


def _head(more: tuple[str, ...], lang: str) -> tuple[str, ...]:
    return tuple(messages.text(lang, f"pace.column.{name}") for name in ("plot", *_AMOUNTS, *more))


def _lines(lines: list[str]) -> None:
    st.html("".join(f'<p class="said">{escape(line)}</p>' for line in lines))
