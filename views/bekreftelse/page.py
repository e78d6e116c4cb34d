"""The page *Bekreftelsesliste*: what the tool is unsure of, the largest effect on the rate first, to confirm or correct."""

import streamlit as st

from landuse.words import messages
from parks.park import Park
from views.bekreftelse import one_park
from views.bekreftelse import parks as bekreftelse_parks
from views.tomter import style as plot_style


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """One park's list, or the parks that have something to confirm."""
    plot_style.load()
    with st.spinner(messages.text(lang, "views.working")):
        if park is None:
            bekreftelse_parks.show(parks, st.session_state["date"], lang)
        else:
            one_park.room(park, st.session_state["date"], lang)
