"""A park's nominations: the list, and one of them with its facts, its next steps and its history."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from actions.offers import nominate
from landuse.offers import facts as offer_facts
from landuse.quality.dates import norwegian_day
from landuse.words import messages, numbers
from parks.park import Park
from views.parts import figures, guard, notice, person
from views.parts.words import told_apart
from views.tomter import nomination

_PAGE = "tomter"
_CHOSEN = "nomination"
_COLUMNS = ("plot", "state", "net_daa", "until", "changed")


@guard.fragment
def show(park: Park, on: date, lang: str) -> None:
    """Draw the list and the nomination that is chosen."""
    with st.container():
        notice.show(_PAGE, park.id, lang)
    rows = {row["id"]: row for row in nominate.list_nominations(park.id, on, person.current(), lang)}
    figures.section(messages.text(lang, "plots.nominations.title"), park.example, lang)
    if not rows:
        notice.info(messages.text(lang, "plots.nominations.none"))
        return
    chosen = _choose(park, rows, lang)
    if chosen is None:
        notice.info(messages.text(lang, "plots.nominations.choose"))
    else:
        nomination.show(park, chosen, on, lang)


def _choose(park: Park, rows: dict[int, dict[str, Any]], lang: str) -> int | None:
    ids = list(rows)
    if st.session_state.get(_CHOSEN) not in rows:
        st.session_state[_CHOSEN] = ids[0]
    st.selectbox(
        messages.text(lang, "plots.nominations.which"),
        ids,
        key=_CHOSEN,
        format_func=told_apart(ids, lambda key: f"{rows[key]['title']} · {rows[key]['state_label']}"),
        on_change=_turn,
    )
    chosen = st.session_state[_CHOSEN]
    newest = max(row["version"] for row in rows.values())
    table = f"nominations-{park.id}-{lang}-{len(ids)}-{newest}-{st.session_state.get('nomination_turn', 0)}"
    st.dataframe(
        _frame(list(rows.values()), lang),
        key=table,
        hide_index=True,
        height=min(38 * (len(ids) + 1) + 2, 320),
        row_height=38,
        on_select=lambda: _row_picked(table, ids),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [ids.index(chosen)]}} if chosen in rows else None,
        placeholder="–",
        alt=messages.text(lang, "plots.nominations.title"),
    )
    return chosen


@guard.act
def _turn() -> None:
    st.session_state["nomination_turn"] = st.session_state.get("nomination_turn", 0) + 1


@guard.act
def _row_picked(table: str, ids: list[int]) -> None:
    rows = st.session_state[table].selection.rows
    if rows:
        st.session_state[_CHOSEN] = ids[rows[0]]


def _frame(rows: list[dict[str, Any]], lang: str) -> pd.DataFrame:
    words = {name: messages.text(lang, f"plots.column.{name}") for name in _COLUMNS}
    words["readiness"] = offer_facts.label("readiness", lang)
    return pd.DataFrame(
        {
            words["plot"]: [row["title"] for row in rows],
            words["state"]: [row["state_label"] for row in rows],
            words["net_daa"]: [_number(row["facts"].get("net_daa"), lang) for row in rows],
            words["readiness"]: [_readiness(row["facts"].get("readiness"), lang) for row in rows],
            words["until"]: [numbers.day(date.fromisoformat(row["until"]), lang) if row.get("until") else None for row in rows],
            words["changed"]: [_changed(row, lang) for row in rows],
        }
    )


def _changed(row: dict[str, Any], lang: str) -> str:
    return f"{numbers.day(norwegian_day(row['changed_at']), lang)}, {row['changed_by']}"


def _number(value: float | None, lang: str) -> str | None:
    return None if value is None else numbers.decimal(value, lang, 1)


def _readiness(code: str | None, lang: str) -> str | None:
    return offer_facts.in_words("readiness", code, lang) if code else None
