"""The web app's frame: settings, language, head, and the page that was asked for."""

from pathlib import Path

import streamlit as st

from views import _shell, _state, kart

_ICON = Path(__file__).parent.parent / "static" / "icon.png"

st.set_page_config(page_title="Parkareal", page_icon=str(_ICON), layout="wide", initial_sidebar_state="collapsed")
_state.start()
lang = st.session_state["lang"]
controls = _shell.head(lang)
kart.page(lang, controls)
_shell.foot(lang)
