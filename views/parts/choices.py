"""The choices that every page shares: which park, which day."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from actions.map import map_data
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_markdown
from parks.park import Park
from views import shell
from views import state as views_state
from views.parts.words import told_apart

_UNKNOWN = "unknown_park"  # what an address asked for


def choose(parks: list[Park], places: tuple[DeltaGenerator, DeltaGenerator], lang: str) -> Park | None:
    """Draw the two choosers; the chosen park, or None for all of Norway."""
    known = {park.id: park for park in parks}
    ids = [views_state.NORWAY, *known]
    _forget_unknown(known, lang)
    with places[0]:
        st.selectbox(
            messages.text(lang, "views.park"),
            ids,
            key="park",
            format_func=told_apart(ids, lambda one: known[one].name if one in known else messages.text(lang, "views.norway")),
            on_change=views_state.leave_unit,
        )
    park = known.get(st.session_state["park"])
    with places[1]:
        st.segmented_control(
            messages.text(lang, "views.date"),
            views_state.DAYS,
            key="date",
            required=True,
            wrap=True,
            format_func=told_apart(views_state.DAYS, lambda when: _day_label(when, park or parks[0], lang)),
            on_change=views_state.keep,
        )
    if any(each.example for each in ([park] if park else parks)):
        shell.example_band(lang)
    return park


def _forget_unknown(known: dict[str, Park], lang: str) -> None:
    """All of Norway instead of a park that is not there; says so until a park is chosen."""
    asked, state = st.session_state["park"], st.session_state
    if asked != views_state.NORWAY and asked not in known:
        state[_UNKNOWN], state["park"] = asked, views_state.NORWAY
    if state["park"] != views_state.NORWAY:
        state.pop(_UNKNOWN, None)
    elif _UNKNOWN in state:
        refused = LanduseError("unknown_park", park=state[_UNKNOWN], known=", ".join(known))
        st.error(for_markdown(refused.text(lang)), icon=":material/error:")


def _day_label(when: str, park: Park, lang: str) -> str:
    day = numbers.day(map_data.day(park, when), lang)
    return messages.text(lang, f"views.date.{when}", day=day)
