"""The table of a park's units: the same choice as on the map, for keyboards and screen readers."""

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from actions.map import map_data
from landuse.units.explain import class_labels
from landuse.words import codelists, messages, numbers
from parks.park import Park
from views import state as views_state
from views.parts import guard
from views.parts.words import told_apart, unit_name

ROWS_A_PAGE = 500  # more are slow to draw and to read
_COLUMNS = ("name", "class", "area", "zone", "floor", "vacant_floor", "confidence", "undecided", "offerable")


def units_table(park: Park, when: map_data.When, lang: str) -> None:
    """Filter and table; picking a row picks the unit."""
    on = map_data.day(park, when)
    units = map_data.units_table(park.id, on, map_data.version(park.id))
    labels = {name: _filter_label(name, units, lang) for name in views_state.FILTERS}
    st.pills(
        messages.text(lang, "views.table.show"),
        views_state.FILTERS,
        key="show",
        required=True,
        format_func=told_apart(labels, labels.__getitem__),
        on_change=views_state.keep,
    )
    shown = filtered(units, st.session_state["show"]).sort_values(["asks", "area_m2"], ascending=False, kind="stable")
    if shown.empty:
        st.caption(messages.text(lang, "views.table.none"))
        return
    page, shown = _page(shown, lang)
    key = f"units-{park.id}-{when}-{lang}-{st.session_state['show']}-{page}-{st.session_state.get('table_turn', 0)}"
    st.dataframe(
        _shown(shown, lang),
        key=key,
        hide_index=True,
        height=min(38 * (len(shown) + 1) + 2, 420),
        row_height=38,
        on_select=lambda: _row_picked(key, list(shown.index)),
        selection_mode="single-row",
        placeholder="–",
        selection_default=_selection(shown.index),
        alt=messages.text(lang, "views.table.title"),
    )


def _page(shown: pd.DataFrame, lang: str) -> tuple[int, pd.DataFrame]:
    """The part of a long table that is drawn, chosen by the reader or by the unit that was picked; its number and rows."""
    pages = range(-(-len(shown) // ROWS_A_PAGE))
    if len(pages) == 1:
        return 0, shown
    state, unit = st.session_state, st.session_state.get("unit")
    if unit in shown.index and state.get("table_page_of") != unit:
        state["table_page"] = shown.index.get_loc(unit) // ROWS_A_PAGE
    state["table_page_of"] = unit
    if state.get("table_page") not in pages:
        state["table_page"] = 0
    words = told_apart(pages, lambda page: _rows_of(page, len(shown), lang))
    st.selectbox(messages.text(lang, "table.rows"), pages, key="table_page", format_func=words)
    return state["table_page"], shown.iloc[state["table_page"] * ROWS_A_PAGE :][:ROWS_A_PAGE]


def _rows_of(page: int, count: int, lang: str) -> str:
    first, last = page * ROWS_A_PAGE + 1, min((page + 1) * ROWS_A_PAGE, count)
    said = {name: numbers.decimal(number, lang) for name, number in (("first", first), ("last", last), ("count", count))}
    return messages.text(lang, "table.rows.range", **said)


def filtered(units: pd.DataFrame, show: str) -> pd.DataFrame:
    """The units of a class, those to confirm, or all."""
    if show == "all":
        return units
    if show == "confirm":
        return units[units["asks"].astype(bool)]
    return units[units["class"] == show]


@guard.act
def _row_picked(key: str, unit_ids: list[str]) -> None:
    rows = st.session_state[key].selection.rows
    views_state.choose_unit(unit_ids[rows[0]] if rows else None)


def _selection(unit_ids: pd.Index) -> dict[str, dict[str, list[int]]] | None:
    chosen = st.session_state.get("unit")
    return {"selection": {"rows": [unit_ids.get_loc(chosen)]}} if chosen in unit_ids else None


def _filter_label(name: str, units: pd.DataFrame, lang: str) -> str:
    label = class_labels(lang).get(name) or messages.text(lang, f"views.table.{name}")
    return f"{label} ({numbers.decimal(len(filtered(units, name)), lang)})"


def _shown(units: pd.DataFrame, lang: str) -> Styler:
    words = {name: messages.text(lang, f"views.column.{name}") for name in _COLUMNS}
    labels = class_labels(lang)
    frame = pd.DataFrame(
        {
            words["name"]: [unit_name(name, lang) for name in units["name"]],
            words["class"]: units["class"].map(labels),
            words["area"]: units["area_m2"] / numbers.M2_PER_DAA,
            words["zone"]: [_zone(code, lang) for code in units["zone_code"]],
            words["floor"]: units["floor_m2"].where(units["floor_m2"] > 0),
            words["vacant_floor"]: units["vacant_floor_m2"].where(units["floor_m2"] > 0),
            words["confidence"]: units["confidence"].map(lambda level: messages.text(lang, f"confidence.{level}")),
            words["undecided"]: units["asks"].astype(bool).map({True: messages.text(lang, "views.asks"), False: ""}),
            words["offerable"]: units["offerable"].astype(bool).map({True: messages.text(lang, "views.offerable"), False: ""}),
        }
    )
    whole = {words[name]: lambda value: numbers.decimal(value, lang) for name in ("floor", "vacant_floor")}
    return frame.style.format(whole | {words["area"]: lambda value: _area(value, lang)})


def _area(area_daa: float, lang: str) -> str:
    return numbers.decimal(area_daa, lang, 1 if area_daa >= 0.05 else 3)


def _zone(code: str | None, lang: str) -> str:
    if not isinstance(code, str) or not code:
        return messages.text(lang, "views.no_plan")
    return f"{codelists.label('rp_arealformal', code, lang) or messages.text(lang, 'views.unknown_code')} ({code})"
