"""All parks with what there is to confirm in each: the way into the confirmation list of one."""

from typing import Any

import pandas as pd
import streamlit as st

from actions.map import map_data
from actions.once import once
from actions.units import decide
from landuse.words import messages, numbers
from parks.park import Park, name_words
from views import state
from views.parts import figures, guard, notice


def show(parks: list[Park], when: map_data.When, lang: str) -> None:
    """Draw the table of parks; picking one opens its list."""
    rows = [_summary(park.id, when, map_data.version(park.id)) for park in parks]
    figures.section(messages.text(lang, "plots.confirm.title"), any(park.example for park in parks), lang)
    notice.info(messages.text(lang, "plots.confirm.choose_park"))
    st.dataframe(
        _frame(parks, rows, lang),
        key="confirm-parks",
        hide_index=True,
        row_height=38,
        selection_mode="single-row",
        on_select=lambda: _park_picked([park.id for park in parks]),
        placeholder="–",
        alt=messages.text(lang, "plots.confirm.title"),
    )


@guard.act
def _park_picked(park_ids: list[str]) -> None:
    rows = st.session_state["confirm-parks"].selection.rows
    if rows:
        state.choose_park(park_ids[rows[0]])


def _frame(parks: list[Park], rows: list[dict[str, Any]], lang: str) -> pd.DataFrame:
    column = {name: messages.text(lang, f"plots.column.{name}") for name in ("park", "asks", "area_daa", "rate", "between")}
    return pd.DataFrame(
        {
            column["park"]: [name_words(park, lang) for park in parks],
            column["asks"]: [row["units"] for row in rows],
            column["area_daa"]: [numbers.decimal(row["area_m2"] / numbers.M2_PER_DAA, lang, 1) for row in rows],
            column["rate"]: [figures.share(row["land_utilisation_pct"], lang) for row in rows],
            column["between"]: [figures.spread(row["low_pct"], row["high_pct"], lang) for row in rows],
        }
    )


@once(maxsize=100)
def _summary(park_id: str, when: map_data.When, version: str) -> dict[str, Any]:
    return decide.confirmation_summary(park_id, map_data.day(map_data.park(park_id), when))
