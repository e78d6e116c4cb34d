"""The page *Tomter*: nominate vacant plots and buildings, carry them to publication, and see what all parks have published."""

import streamlit as st

from actions.people import asking
from landuse.words import messages
from parks.park import Park
from views import state
from views.parts import notice, style
from views.tomter import candidates, investor, nominations

PAGE = "tomter"


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """One of three sides: what investors see, what can be nominated, what is nominated."""
    style.load("plots", "progress")
    st.segmented_control(
        messages.text(lang, "plots.sides"),
        state.SIDES if asking.may_somewhere("offer") else state.SIDES[:1],
        key="side",
        required=True,
        wrap=True,
        format_func=lambda side: messages.text(lang, f"plots.side.{side}"),
        label_visibility="collapsed",
        on_change=state.keep,
    )
    with st.spinner(messages.text(lang, "views.working")):
        _side(st.session_state["side"] if asking.may_somewhere("offer") else state.SIDES[0], parks, park, lang)


def _side(side: str, parks: list[Park], park: Park | None, lang: str) -> None:
    if side == "investors":
        investor.show(parks, park, lang)
    elif park is None:
        notice.info(messages.text(lang, "plots.choose_park"))
    elif side == "propose":
        candidates.show(park, park.current_date(), lang)
    else:
        nominations.show(park, park.current_date(), lang)
