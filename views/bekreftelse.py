"""The page *Bekreftelsesliste*: what the tool is unsure of, the largest effect on the rate first, to confirm or correct."""

import streamlit as st

from landuse import messages
from layers._park import Park
from views import _confirm_parks, _confirm_room, _plot_style


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """One park's list, or the parks that have something to confirm."""
    _plot_style.load()
    with st.spinner(messages.text(lang, "views.working")):
        if park is None:
            _confirm_parks.show(parks, st.session_state["date"], lang)
        else:
            _confirm_room.room(park, st.session_state["date"], lang)
