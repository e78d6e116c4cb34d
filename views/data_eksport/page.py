"""The page *Data og eksport*: what each park has, a new park, files in and files out."""

import streamlit as st

from landuse.words import messages
from parks.park import Park
from views import state
from views.data_eksport import export, imports, new_park
from views.data_eksport import layers as data_layers
from views.parts import notice, style


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """One of four sides."""
    style.load("plots", "progress")
    st.segmented_control(
        messages.text(lang, "data.sides"),
        state.DATA_SIDES,
        key="data",
        required=True,
        wrap=True,
        format_func=lambda side: messages.text(lang, f"data.side.{side}"),
        label_visibility="collapsed",
        on_change=state.keep,
    )
    side = st.session_state["data"]
    if side == "layers":
        data_layers.show(parks, park, lang)
    elif side == "new":
        new_park.show(lang)
    elif side == "export":
        export.show(parks, park, lang)
    elif park is None:
        notice.info(messages.text(lang, "data.import.choose"), notice.new_park(lang))
    else:
        imports.show(park, lang)


def first_park(lang: str) -> None:
    """What any page shows while there is no park: how to get the first one."""
    style.load("plots")
    notice.info(messages.text(lang, "data.first"))
    new_park.show(lang)
