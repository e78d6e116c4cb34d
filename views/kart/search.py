"""Search in a park: by gnr/bnr, plot or name. One hit is shown at once, several are offered."""


import pandas as pd
import streamlit as st

from actions.map import map_data
from landuse.words import messages
from landuse.words.foreign import escape, for_markdown
from parks.park import Park
from views import state
from views.parts import guard
from views.parts.words import area_words, class_labels, unit_name

_MOST = 8


def search(park: Park, when: map_data.When, lang: str) -> None:
    """Draw the field and what it found; a hit becomes the chosen unit."""
    key = f"search-{park.id}"
    words = st.text_input(
        messages.text(lang, "views.search"),
        key=key,
        max_chars=60,
        placeholder=messages.text(lang, "views.search.help"),
        on_change=lambda: _choose_only(park, when, st.session_state[key]),
    )
    if not words.strip():
        return
    found = _found(park, when, words)
    if found.empty:
        st.html(f'<p class="said" role="status">{_escaped("views.search.none", lang, words=words)}</p>')
    elif len(found) == 1:
        st.html(f'<p class="said" role="status">{_escaped("views.search.one", lang, name=unit_name(found.iloc[0]["name"], lang))}</p>')
    else:
        _offer(found, lang)


def _offer(found: pd.DataFrame, lang: str) -> None:
    key = "views.search.most" if len(found) > _MOST else "views.search.found"
    st.html(f'<p class="said" role="status">{_escaped(key, lang, count=len(found), shown=_MOST)}</p>')
    labels = class_labels(lang)
    with st.container(key="hits", horizontal=True, gap="small"):
        for unit_id, row in found.head(_MOST).iterrows():
            words = f"{unit_name(row['name'], lang)} · {labels[row['class']]} · {area_words(row['area_m2'], lang)}"
            st.button(for_markdown(words), key=f"hit-{unit_id}", on_click=_choose, args=(unit_id,))


def _found(park: Park, when: map_data.When, words: str) -> pd.DataFrame:
    return map_data.search(park.id, map_data.day(park, when), map_data.version(park.id), words)


@guard.act
def _choose_only(park: Park, when: map_data.When, words: str) -> None:
    """Show the unit where only one fits."""
    found = _found(park, when, words)
    if len(found) == 1:
        _choose(found.index[0])


@guard.act
def _choose(unit_id: str) -> None:
    st.session_state["table_turn"] = st.session_state.get("table_turn", 0) + 1
    state.choose_unit(unit_id)


def _escaped(key: str, lang: str, **values: object) -> str:
    return escape(messages.text(lang, key, **values))
