"""What a park can nominate: its vacant plots and its buildings with vacant floor, on the map and in a list, and the form."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from actions.map import map_data
from actions.offers import nominate
from landuse.offers import nomination
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from parks.park import Park
from views import state
from views.frame.panel import panel
from views.map import parts as map_parts
from views.map.component import park_map, picked
from views.parts import figures, guard, notice, person, rerun, typed
from views.parts.words import capital, told_apart, unit_name
from views.tomter import fact_form, sides
from views.tomter import nomination as tomter_nomination

_PAGE = "tomter"
_CHOSEN = "candidate"
_COLUMNS = ("plot", "kind", "area_daa", "vacant_floor", "class")


@dataclass(frozen=True)
class Candidates:
    """The candidates by a key of unit and kind, with what people call each."""

    park: Park
    on: date
    rows: dict[str, dict[str, Any]]
    names: dict[str, str]


@guard.fragment
def show(park: Park, on: date, lang: str) -> None:
    """Draw the map, and in the panel beside it the list and the form."""
    rerun.if_asked()
    found = _found(park, on, lang)
    stage, chosen = st.container(key="stage"), None
    with panel(f"propose {park.id}", lang, wide=True):
        sides.choose(lang)
        with st.container():
            notice.show(_PAGE, park.id, lang)
        figures.section(messages.text(lang, "plots.propose.title"), park.example, lang)
        if found.rows:
            chosen = _choose(found, lang)
        if chosen:
            _form(found, chosen, lang)
        else:
            notice.info(messages.text(lang, "plots.propose.choose" if found.rows else "plots.propose.none"))
    with stage:
        selected = found.rows[chosen]["unit_id"] if chosen else None
        parts = map_parts.only(map_parts.park_parts(park, on, lang), "vacant_zoned", lang)
        park_map(parts | {"whole": True, "selected": selected}, lang, lambda: _clicked(found))


def _found(park: Park, on: date, lang: str) -> Candidates:
    found = sorted(
        nominate.candidates(park.id, on, lang), key=lambda row: (row["kind"] != "plot", -row["vacant_floor_m2"], -row["area_m2"])
    )
    rows = {f"{row['unit_id']} {row['kind']}": row for row in found}
    called = map_data.units_table(park.id, on, map_data.version(park.id))["name"]
    return Candidates(park, on, rows, {key: unit_name(called.get(row["unit_id"], row["title"]), lang) for key, row in rows.items()})


def _choose(found: Candidates, lang: str) -> str | None:
    keys = list(found.rows)
    if st.session_state.get(_CHOSEN) not in keys:
        unit = st.session_state.get("unit")
        st.session_state[_CHOSEN] = next((key for key in keys if found.rows[key]["unit_id"] == unit), None)
    st.selectbox(
        messages.text(lang, "plots.propose.which"),
        keys,
        key=_CHOSEN,
        format_func=told_apart(keys, lambda key: _line(found, key, lang)),
        placeholder=messages.text(lang, "plots.propose.placeholder"),
        on_change=lambda: _take(st.session_state[_CHOSEN], found),
    )
    chosen = st.session_state[_CHOSEN]
    table = f"candidates-{found.park.id}-{lang}-{len(keys)}-{st.session_state.get('candidate_turn', 0)}"
    st.dataframe(
        _frame(found, lang),
        key=table,
        hide_index=True,
        height=min(38 * (len(keys) + 1) + 2, 460),
        row_height=38,
        on_select=lambda: _row_picked(table, keys, found),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [keys.index(chosen)]}} if chosen else None,
        placeholder="–",
        alt=messages.text(lang, "plots.propose.title"),
    )
    return chosen


def _line(found: Candidates, key: str, lang: str) -> str:
    row = found.rows[key]
    size = numbers.area(row["area_m2"], lang) if row["kind"] == "plot" else numbers.m2(row["vacant_floor_m2"] or 0, lang)
    return f"{found.names[key]} · {messages.text(lang, 'plots.kind.' + row['kind'])} · {size}"


@guard.act
def _take(key: str | None, found: Candidates) -> None:
    st.session_state["candidate_turn"] = st.session_state.get("candidate_turn", 0) + 1
    state.choose_unit(found.rows[key]["unit_id"] if key else None)


@guard.act
def _row_picked(table: str, keys: list[str], found: Candidates) -> None:
    rows = st.session_state[table].selection.rows
    st.session_state[_CHOSEN] = keys[rows[0]] if rows else None
    state.choose_unit(found.rows[keys[rows[0]]]["unit_id"] if rows else None)


def _clicked(found: Candidates) -> None:
    key = next((key for key, row in found.rows.items() if row["unit_id"] == picked()), None)
    st.session_state[_CHOSEN] = key
    _take(key, found)


def _frame(found: Candidates, lang: str) -> pd.DataFrame:
    words = {name: messages.text(lang, f"plots.column.{name}") for name in _COLUMNS}
    rows = list(found.rows.values())
    return pd.DataFrame(
        {
            words["plot"]: list(found.names.values()),
            words["kind"]: [messages.text(lang, f"plots.kind.{row['kind']}") for row in rows],
            words["area_daa"]: [numbers.decimal(row["area_m2"] / numbers.M2_PER_DAA, lang, 1) for row in rows],
            words["vacant_floor"]: [numbers.decimal(row["vacant_floor_m2"], lang) if row["vacant_floor_m2"] else None for row in rows],
            words["class"]: [capital(row["class_label"]) for row in rows],
        }
    )


def _form(found: Candidates, chosen: str, lang: str) -> None:
    row = found.rows[chosen]
    facts = nominate.prefill(found.park.id, row["unit_id"], found.on, row["kind"], lang)
    key = f"draft-{chosen.replace(' ', '-')}"
    figures.section(messages.text(lang, "plots.propose.form", name=found.names[chosen]), found.park.example, lang)
    with st.form(key, enter_to_submit=False):
        fact_form.draw(key, row["kind"], facts, lang)
        person.name_field(f"{key}-by", lang)
        notice.show(f"{_PAGE}/{key}", found.park.id, lang)
        st.form_submit_button(messages.text(lang, "plots.propose.save"), type="primary", on_click=_save, args=(found, chosen, key))


@guard.act
def _save(found: Candidates, chosen: str, key: str) -> None:
    row, lang = found.rows[chosen], st.session_state["lang"]
    by = person.remember(st.session_state[f"{key}-by"])
    facts: dict[str, Any] = {}
    try:
        said = fact_form.read(key, row["kind"], lang)
        facts = {name: value for name, value in said.items() if value is not None}
        made = nominate.new_nomination(found.park.id, row["unit_id"], by, found.on, row["kind"], row.get("building_id"), facts)
    except LanduseError as error:
        if error.code == "nominated_already":
            _go_on_with_theirs(found, row, facts, by)
        else:
            notice.refused(f"{_PAGE}/{key}", found.park.id, error)
        return
    _to_nomination(made)
    notice.done(_PAGE, found.park.id, ("plots.propose.done", {"name": found.names[chosen]}))


def _to_nomination(number: int) -> None:
    st.session_state["nomination"] = number
    st.session_state["side"] = "nominations"
    state.keep()
    rerun.ask()


def _go_on_with_theirs(found: Candidates, row: dict[str, Any], facts: dict[str, Any], by: str) -> None:
    """Somebody proposed it first: what was typed stands in the form for the facts of theirs."""
    under_way = nominate.list_nominations(found.park.id, found.on, by)
    theirs = next(one for one in under_way if one["unit_id"] == row["unit_id"] and nomination.is_open(one["state"]))
    typed.keep(tomter_nomination.facts_form(theirs), {"facts": fact_form.changed(theirs["facts"], facts)})
    _to_nomination(theirs["id"])
    error = LanduseError("nominated_kept", title=theirs["title"], by=theirs["changed_by"], state=theirs["state"])
    notice.refused(tomter_nomination.place("facts", theirs), found.park.id, error)
