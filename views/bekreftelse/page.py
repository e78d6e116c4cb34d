"""The page *Bekreftelsesliste*: what the tool is unsure of, the largest effect on the rate first, to confirm or correct."""

import streamlit as st

from landuse.words import messages
from parks.park import Park
from views import state
from views.bekreftelse import one_park
from views.bekreftelse import parks as bekreftelse_parks
from views.parts import style, waiting
from views.web import cached


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """One park's list, or the parks that have something to confirm."""
    style.load("plots")
    when = state.when()
    if park is None:
        with st.spinner(messages.text(lang, "views.working"), show_time=True):
            bekreftelse_parks.show(parks, when, lang)
        return
    with waiting.one(park, when, lang):
        cached.park_status(park.id, when, lang)
    one_park.room(park, when, lang)
