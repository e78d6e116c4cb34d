"""The side *Import*: files are read and checked, seen as a report beside a map, then taken into use or put back."""

import streamlit as st

from landuse.words import messages
from landuse.words.foreign import escape
from parks.park import Park, name_words
from views.data_eksport import import_drop, import_history, import_seen, import_upload
from views.parts import figures, notice

PAGE = "data-import"


def show(park: Park, lang: str) -> None:
    """Everything about bringing files into one park."""
    figures.section(messages.text(lang, "import.title", park=name_words(park, lang)), park.example, lang)
    st.html(f'<p class="said">{escape(messages.text(lang, "import.lead"))}</p>')
    notice.show(PAGE, park.id, lang)
    import_upload.show(park, lang)
    import_drop.show(park, PAGE, lang)
    import_seen.show(park, PAGE, lang)
    import_history.show(park, PAGE, lang)
