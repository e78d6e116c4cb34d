"""The page *Data og eksport*: what each park has, a new park, files in and files out."""

import streamlit as st

from landuse import messages
from layers._park import Park
from views import _data_export, _data_import, _data_layers, _data_new_park, _notice, _plot_style, _progress_shell, _state


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """One of four sides."""
    _plot_style.load()
    _progress_shell.style()
    st.segmented_control(
        messages.text(lang, "data.sides"),
        _state.DATA_SIDES,
        key="data",
        required=True,
        wrap=True,
        format_func=lambda side: messages.text(lang, f"data.side.{side}"),
        label_visibility="collapsed",
        on_change=_state.keep,
    )
    side = st.session_state["data"]
    if side == "layers":
        _data_layers.show(parks, park, lang)
    elif side == "new":
        _data_new_park.show(lang)
    elif side == "export":
        _data_export.show(parks, park, lang)
    elif park is None:
        _notice.info(messages.text(lang, "data.import.choose"))
    else:
        _data_import.show(park, lang)


def first_park(lang: str) -> None:
    """What any page shows while there is no park: how to get the first one."""
    _plot_style.load()
    _notice.info(messages.text(lang, "data.first"))
    _data_new_park.show(lang)
