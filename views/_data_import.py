"""The side *Import*: files are read and checked, seen as a report beside a map, then taken into use or put back."""


import streamlit as st

from landuse import messages
from landuse.foreign import escape
from layers._park import Park
from views import _figures, _import_history, _import_seen, _import_upload, _notice

PAGE = "data-import"


def show(park: Park, lang: str) -> None:
    """Everything about bringing files into one park."""
    _figures.section(messages.text(lang, "import.title", park=park.name), park.example, lang)
    st.html(f'<p class="said">{escape(messages.text(lang, "import.lead"))}</p>')
    _notice.show(PAGE, park.id, lang)
    _import_upload.show(park, lang)
    _import_seen.show(park, PAGE, lang)
    _import_history.show(park, PAGE, lang)
