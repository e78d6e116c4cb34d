"""The page *Tomter*: nominate vacant plots and buildings, carry them to publication, and see what all parks have published."""

import streamlit as st

from landuse.words import messages
from parks.park import Park
from views.parts import notice, style
from views.tomter import candidates, investor, nominations, sides

PAGE = "tomter"


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """One of three sides: what investors see, what can be nominated, what is nominated."""
    style.load("plots", "progress")
    with st.spinner(messages.text(lang, "views.working")):
        _side(sides.chosen(), parks, park, lang)


def _side(side: str, parks: list[Park], park: Park | None, lang: str) -> None:
    if side == "investors":
        investor.show(parks, park, lang)
        return
    if park is not None and side == "propose":
        candidates.show(park, park.current_date(), lang)
        return
    sides.choose(lang)
    if park is None:
        notice.info(messages.text(lang, "plots.choose_park"))
    else:
        nominations.show(park, park.current_date(), lang)
