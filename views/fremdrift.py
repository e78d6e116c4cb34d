"""The page *Fremdrift*: how far one park, or all of them, have come, what moved, and what the figures rest on."""

import streamlit as st

from landuse import messages
from layers._park import Park
from views import (
    _cached,
    _figures,
    _progress_account,
    _progress_course,
    _progress_cover,
    _progress_indicators,
    _progress_moves,
    _progress_parts,
    _progress_shell,
)


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """Gauges, the line to 2030, the parks side by side, the readings, the movements, nature, the report's indicators."""
    _progress_shell.style()
    when = st.session_state["date"]
    with st.spinner(messages.text(lang, "views.working")):
        told = _cached.all_status(tuple(one.id for one in parks), when, lang) if park is None else None
        row = told["total"] if told else _cached.park_status(park.id, when, lang)
    shown = parks if park is None else [park]
    if told and not row["parks"]:
        st.info(messages.text(lang, "views.no_total"))
        return
    counted = [one for one in shown if park is not None or one.id in row["parks"]]
    targets, example = (told or row)["targets"], any(one.example for one in shown)
    _progress_parts.gauges(row, targets, counted, park, example, lang)
    _figures.remarks(messages.text(lang, "views.notes"), row["notes"])
    line = st.container()
    if told:
        _progress_parts.side_by_side(parks, told, example, lang)
    _progress_parts.readings(row, targets, example, lang)
    moves = st.container()
    if told:
        _progress_parts.residual(row, example, lang)
    _progress_account.account(counted, park, example, lang)
    _progress_parts.nature(row, example, lang)
    _progress_cover.what_happened(counted, example, lang)
    _progress_indicators.indicators(told["parks"] if told else [row], row, counted, example, lang)
    with line:
        _progress_course.course(counted, targets, example, lang)
    with moves:
        _progress_moves.movements(counted, park, example, lang)
