"""The page *Kart*: all of Norway or one park, its figures, its map, and the unit that was picked."""

import streamlit as st

from landuse.words import messages
from parks.park import Park
from views import state
from views.kart import norway, one_park


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """The map and what belongs to it."""
    with st.spinner(messages.text(lang, "views.working")):
        if park is None:
            norway.show(parks, state.when(), lang)
        else:
            one_park.show(park, state.when(), lang)
