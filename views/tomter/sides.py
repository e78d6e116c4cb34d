"""Which side of the page *Tomter* is looked at: what is published, what can be proposed, what the park has proposed."""

import streamlit as st

from landuse.words import messages
from views import state
from views.parts import guard, rerun


def choose(lang: str) -> None:
    """Draw the choice; another side is another page."""
    st.segmented_control(
        messages.text(lang, "plots.sides"),
        state.SIDES,
        key="side",
        required=True,
        wrap=True,
        format_func=lambda side: messages.text(lang, f"plots.side.{side}"),
        label_visibility="collapsed",
        on_change=_chosen,
    )


@guard.act
def _chosen() -> None:
    state.keep()
    rerun.ask()
