"""The panel beside a map that fills the window; on a phone a sheet over it, which a handle raises and lowers."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import streamlit as st

from landuse.words import messages

_MOUNT_JS = """export default async function (component) {
  const { default: mount } = await import(new URL("assets/frame/grip.js", document.baseURI).href);
  return mount(component);
}"""

_HTML = '<button type="button" class="grip" aria-expanded="false"></button>'
_grip = st.components.v2.component("parkareal_grip", html=_HTML, js=_MOUNT_JS)


@contextmanager
def panel(opens: str | None, lang: str, wide: bool = False) -> Iterator[None]:
    """What is drawn within stands in the panel.

    wide : for a page that is read, with the map beside it
    opens : what it is about; whenever that changes, the sheet of a phone rises to its half, and sinks where it is about nothing
    """
    with st.container(key="panel"):
        _grip(data={"label": messages.text(lang, "frame.grip"), "opens": opens}, key="grip_widget")
        with st.container(key="reading") if wide else nullcontext():
            yield
