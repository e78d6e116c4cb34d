"""The page *Fremdrift*: how far one park, or all of them, have come, what moved, and what the figures rest on."""

import streamlit as st

from landuse.words import messages
from parks.park import Park
from views.fremdrift import account, baseline, course, cover, grey_map, indicators, parts
from views.fremdrift import moves as fremdrift_moves
from views.parts import figures, style
from views.web import cached


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """Gauges, the line to 2030, the parks side by side, the readings, the movements, nature, the report's indicators."""
    style.load("progress")
    when = st.session_state["date"]
    with st.spinner(messages.text(lang, "views.working")):
        told = cached.all_status(tuple(one.id for one in parks), when, lang) if park is None else None
        row = told["total"] if told else cached.park_status(park.id, when, lang)
    shown = parks if park is None else [park]
    if told and not row["parks"]:
        st.info(messages.text(lang, "views.no_total"))
        return
    counted = [one for one in shown if park is not None or one.id in row["parks"]]
    targets, example = (told or row)["targets"], any(one.example for one in shown)
    parts.gauges(row, targets, counted, park, example, lang)
    figures.remarks(messages.text(lang, "views.notes"), row["notes"])
    line = st.container()
    if told:
        parts.side_by_side(parks, told, example, lang)
    parts.readings(row, targets, example, lang)
    baseline.show(counted, park, told["parks"] if told else [row], example, lang)
    grey_map.beside(counted, park, example, lang)
    moves = st.container()
    if told:
        parts.residual(row, example, lang)
    account.account(counted, park, example, lang)
    parts.nature(row, example, lang)
    cover.what_happened(counted, example, lang)
    indicators.indicators(told["parks"] if told else [row], row, counted, example, lang)
    with line:
        course.course(counted, targets, example, lang)
    with moves:
        fremdrift_moves.movements(counted, park, example, lang)
