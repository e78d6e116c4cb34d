"""The list of what asks for a word: a table to pick rows in, and the same choice as a field for the keyboard."""

import pandas as pd
import streamlit as st

from landuse.words import messages, numbers
from views import state
from views.bekreftelse.asked import Asked
from views.parts import guard
from views.parts.words import capital, told_apart

_CHOSEN = "asked_units"
_LEAST_M2 = 50  # smaller areas would read as 0,0 daa
_COLUMNS = ("plot", "effect", "area_daa", "class", "doubt", "other")


def chosen(asked: Asked) -> list[str]:
    """The units that are chosen; the first of the list where nothing was said yet."""
    _settle(asked)
    return list(st.session_state[_CHOSEN])


def choose(asked: Asked, lang: str) -> None:
    """Draw the list: a field for the keyboard and a table, both with what is chosen."""
    words = told_apart(asked.rows, lambda one: asked.names.get(one, one), lambda one: numbers.area(asked.rows[one]["area_m2"], lang))
    st.multiselect(
        messages.text(lang, "plots.confirm.chosen"),
        list(asked.rows),
        key=_CHOSEN,
        format_func=words,
        on_change=lambda: take(st.session_state[_CHOSEN]),
        placeholder=messages.text(lang, "plots.confirm.placeholder"),
    )
    picked, units = list(st.session_state[_CHOSEN]), list(asked.rows)
    key = f"asked-{asked.park.id}-{asked.on}-{asked.based_on}-{lang}-{st.session_state.get('asked_turn', 0)}"
    st.dataframe(
        _shown(asked, lang),
        key=key,
        hide_index=True,
        height=min(38 * (len(units) + 1) + 2, 460),
        row_height=38,
        on_select=lambda: _rows_picked(key, units),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": [units.index(unit) for unit in picked]}},
        placeholder="–",
        alt=messages.text(lang, "plots.confirm.title"),
    )
    st.caption(messages.text(lang, "plots.confirm.how"))


def take(unit_ids: list[str], drawn: bool = False) -> None:
    """Choose units: on the map, in the field, or in the table, which has them marked already (`drawn`)."""
    st.session_state[_CHOSEN] = list(unit_ids)
    if not drawn:
        st.session_state["asked_turn"] = st.session_state.get("asked_turn", 0) + 1
    state.choose_unit(unit_ids[0] if unit_ids else None)


@guard.act
def _rows_picked(key: str, units: list[str]) -> None:
    take([units[row] for row in st.session_state[key].selection.rows], drawn=True)


def _settle(asked: Asked) -> None:
    """Drop what is no longer asked about; begin with the address's unit, else the first of the list."""
    place = f"{asked.park.id} {asked.on}"
    fresh = st.session_state.get("asked_place") != place or _CHOSEN not in st.session_state
    st.session_state["asked_place"] = place
    held = [] if fresh else [unit for unit in st.session_state[_CHOSEN] if unit in asked.rows]
    gone = not fresh and len(held) < len(st.session_state[_CHOSEN])
    if fresh or (gone and not held):
        unit = st.session_state.get("unit")
        held = [unit] if unit in asked.rows else list(asked.rows)[:1]
    if fresh or gone:
        st.session_state[_CHOSEN] = held


def _shown(asked: Asked, lang: str) -> pd.DataFrame:
    words = {name: messages.text(lang, f"plots.column.{name}") for name in _COLUMNS}
    rows = list(asked.rows.values())
    return pd.DataFrame(
        {
            words["plot"]: [asked.names.get(row["unit_id"], row["title"]) for row in rows],
            words["effect"]: [signed(row["effect_pp"], lang) for row in rows],
            words["area_daa"]: [
                numbers.decimal(row["area_m2"] / numbers.M2_PER_DAA, lang, 1 if row["area_m2"] >= _LEAST_M2 else 3) for row in rows
            ],
            words["class"]: [capital(row["class_label"]) for row in rows],
            words["doubt"]: [messages.text(lang, f"plots.doubt.{_doubt(row)}") for row in rows],
            words["other"]: [capital(row["other_class_label"]) for row in rows],
        }
    )


def signed(points: float, lang: str) -> str:
    """A change in percentage points with its sign."""
    sign = "+" if points > 0 else "\N{MINUS SIGN}" if points < 0 else "\N{PLUS-MINUS SIGN}"
    return sign + numbers.decimal(abs(points), lang, 2)


def _doubt(row: dict) -> str:
    if not row["asks"]:
        return "answered"
    if row["asked_again"]:
        return "again"
    if row["undecided"]:
        return row["question"] if row["question"] in ("holder", "plan") else "unknown"
    return "contradicted"
