"""The choice that every page shares: which park."""

import streamlit as st

from landuse.words.errors import LanduseError
from landuse.words.foreign import for_markdown
from parks.park import Park
from views import state as views_state

_UNKNOWN = "unknown_park"  # what an address asked for


def chosen(parks: list[Park]) -> Park | None:
    """The chosen park, or None for all of Norway, which stands in for a park that is not there."""
    known, state = {park.id: park for park in parks}, st.session_state
    if state["park"] != views_state.NORWAY and state["park"] not in known:
        state[_UNKNOWN], state["park"] = state["park"], views_state.NORWAY
    if state["park"] != views_state.NORWAY:
        state.pop(_UNKNOWN, None)
    return known.get(state["park"])


def show_unknown(parks: list[Park], lang: str) -> None:
    """Say that the park of the address is not there, until a park is chosen."""
    if _UNKNOWN in st.session_state:
        refused = LanduseError("unknown_park", park=st.session_state[_UNKNOWN], known=", ".join(park.id for park in parks))
        st.error(for_markdown(refused.text(lang)), icon=":material/error:")
