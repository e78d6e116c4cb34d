"""The choices that every page shares: which park, and whether example parks stand in lists."""

import streamlit as st

from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_markdown
from parks.park import Park
from views import state as views_state
from views.parts import guard, rerun

_UNKNOWN = "unknown_park"  # what an address asked for


def chosen(parks: list[Park]) -> Park | None:
    """The chosen park, or None for all of Norway, which stands in for a park that is not there."""
    known, state = {park.id: park for park in parks}, st.session_state
    if state["park"] != views_state.NORWAY and state["park"] not in known:
        state[_UNKNOWN], state["park"] = state["park"], views_state.NORWAY
    if state["park"] != views_state.NORWAY:
        state.pop(_UNKNOWN, None)
    return known.get(state["park"])


def examples_shown(parks: list[Park]) -> bool:
    """Whether example parks stand in lists: as somebody has chosen, else only where there are no parks of one's own."""
    chosen = st.session_state["examples"]
    return chosen == views_state.EXAMPLES[0] if chosen else all(park.example for park in parks)


def listed(parks: list[Park]) -> list[Park]:
    """The parks that stand in lists, sums and choosers; an example that an address asks for stands there too."""
    shown = examples_shown(parks)
    return [park for park in parks if shown or not park.example or park.id == st.session_state["park"]]


def examples_switch(parks: list[Park], lang: str) -> None:
    """The switch that shows and hides the example parks; nothing where there are none."""
    count = sum(park.example for park in parks)
    if count:
        st.session_state["examples_switch"] = examples_shown(parks)
        st.toggle(messages.text(lang, "frame.examples", count=count), key="examples_switch", on_change=_switched)


@guard.act
def _switched() -> None:
    st.session_state["examples"] = views_state.EXAMPLES[0 if st.session_state["examples_switch"] else 1]
    views_state.keep()
    rerun.ask()


def show_unknown(parks: list[Park], lang: str) -> None:
    """Say that the park of the address is not there, until a park is chosen."""
    if _UNKNOWN in st.session_state:
        refused = LanduseError("unknown_park", park=st.session_state[_UNKNOWN], known=", ".join(park.id for park in parks))
        st.error(for_markdown(refused.text(lang)), icon=":material/error:")
