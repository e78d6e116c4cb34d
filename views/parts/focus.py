"""Bringing a new sentence to whoever pressed a button: into view where it is not, and with the focus, once.

A page is drawn anew for many reasons; the browser remembers which sentence it has shown, so that nothing jumps again.
"""

import streamlit as st

_JS = """export default function ({ data }) {
  const seen = document.documentElement.dataset;
  if (seen.notice === data.turn) return;
  const look = (tries) => {
    const box = document.querySelector(`.notice[data-turn="${data.turn}"]`);
    if (!box) return tries && setTimeout(look, 50, tries - 1);
    if (seen.notice === data.turn) return;
    seen.notice = data.turn;
    box.scrollIntoView({ block: "nearest" }); // with its scroll-margin: not at all where it is seen, with the button below it
    box.tabIndex = -1;
    box.focus({ preventScroll: true });
  };
  look(40);
}"""

_seek = st.components.v2.component("parkareal_seek", js=_JS)


def notice(turn: str) -> None:
    """Bring the notice of this turn into view; drawn after it."""
    _seek(data={"turn": turn}, key="seek_notice", height=1)
