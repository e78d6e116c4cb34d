"""Which side of the page *Tomter* is looked at: what is published, what can be proposed, what the park has proposed."""

import streamlit as st

from actions.people import asking
from landuse.words import messages
from views import state
from views.parts import guard, rerun


def choose(lang: str) -> None:
    """Draw the choice; another side is another page."""
    st.segmented_control(
        messages.text(lang, "plots.sides"),
        _sides(),
        key="side",
        required=True,
        wrap=True,
        format_func=lambda side: messages.text(lang, f"plots.side.{side}"),
        label_visibility="collapsed",
        on_change=_chosen,
    )


def chosen() -> str:
    """The side that is looked at: what is published, for whoever may see no more."""
    side = str(st.session_state["side"])
    return side if side in _sides() else state.SIDES[0]


def _sides() -> tuple[str, ...]:
    return state.SIDES if asking.may_somewhere("offer") else state.SIDES[:1]


@guard.act
def _chosen() -> None:
    state.keep()
    rerun.ask()
