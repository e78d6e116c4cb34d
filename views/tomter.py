"""The page *Tomter*: nominate vacant plots and buildings, carry them to publication, and see what all parks have published."""

import streamlit as st

from landuse import messages
from layers._park import Park
from views import _candidates, _investor, _nominations, _notice, _plot_style, _state

PAGE = "tomter"


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """One of three sides: what investors see, what can be nominated, what is nominated."""
    _plot_style.load()
    st.segmented_control(
        messages.text(lang, "plots.sides"),
        _state.SIDES,
        key="side",
        required=True,
        wrap=True,
        format_func=lambda side: messages.text(lang, f"plots.side.{side}"),
        label_visibility="collapsed",
        on_change=_state.keep,
    )
    with st.spinner(messages.text(lang, "views.working")):
        _side(st.session_state["side"], parks, park, lang)


def _side(side: str, parks: list[Park], park: Park | None, lang: str) -> None:
    if side == "investors":
        _investor.show(parks, park, lang)
    elif park is None:
        _notice.info(messages.text(lang, "plots.choose_park"))
    elif side == "propose":
        _candidates.show(park, park.current_date(), lang)
    else:
        _nominations.show(park, park.current_date(), lang)
