"""The key figures in one strip over a map that fills the window."""

from dataclasses import asdict, dataclass

import streamlit as st

from landuse.words import messages
from views import state
from views.parts import guard

_MOUNT_JS = """export default async function (component) {
  const { default: mount } = await import(new URL("assets/frame/strip.js", document.baseURI).href);
  return mount(component);
}"""

_strip = st.components.v2.component("parkareal_strip", html='<div class="strip" role="group"></div>', js=_MOUNT_JS)


@dataclass(frozen=True)
class Figure:
    """One figure of the strip.

    reached : whether its target is reached, None where it has none
    show : which units it counts (`views.state.FILTERS`), None where it counts no units
    """

    label: str
    value: str
    note: str = ""
    reached: bool | None = None
    show: str | None = None


def draw(figures: list[Figure], lang: str) -> None:
    """Draw them; a press on one that counts units shows only those on the map and in the table."""
    label = messages.text(lang, "views.key_figures")
    told = {"figures": [asdict(row) for row in figures], "shown": st.session_state["show"], "label": label}
    with st.container(key="strip"):
        _strip(data=told, key="strip_widget", on_shown_change=_shown)


@guard.act
def _shown() -> None:
    asked = (st.session_state.get("strip_widget") or {}).get("shown")
    if asked in state.FILTERS:
        st.session_state["show"] = asked
        state.keep()
