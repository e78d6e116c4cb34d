"""The yearly return on the page Fremdrift: signed with a name, made, and kept for the session to be downloaded."""

from pathlib import PurePath

import streamlit as st

from actions.map import map_data
from actions.programme import return_files
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from parks.park import Park
from views import state as views_state
from views.parts import guard, notice, person

_FORM, _MADE = "fremdrift/return", "return_files"
_KINDS = {".json": "sealed", ".xlsx": "workbook", ".pdf": "paper"}


@guard.fragment
def show(park: Park | None, lang: str) -> None:
    """A folded part of one park's page."""
    if park is None:
        return
    with st.expander(messages.text(lang, "return.title_part"), key="part-return", on_change="rerun") as part:
        if part.open:
            _part(park, lang)


def _part(park: Park, lang: str) -> None:
    day = map_data.day(park, views_state.when())
    st.html(f'<p class="said">{escape(messages.text(lang, "return.about", day=numbers.day(day, lang)))}</p>')
    key = f"return-{park.id}"
    with st.form(key, enter_to_submit=False):
        person.name_field(f"{key}-by", lang)
        st.form_submit_button(messages.text(lang, "return.make"), key=f"{key}-make", type="primary", on_click=_make, args=(park, key))
    notice.show(_FORM, park.id, lang)
    for name, content in st.session_state.get(_MADE, {}).get(park.id, {}).items():
        kind = _KINDS[PurePath(name).suffix]
        st.download_button(messages.text(lang, f"return.download.{kind}"), content, name, key=f"{key}-{kind}", on_click="ignore")


@guard.act
def _make(park: Park, key: str) -> None:
    state = st.session_state
    by, day = person.remember(state[f"{key}-by"]), map_data.day(park, views_state.when())
    try:
        made = return_files.files(park.id, by, day, state["lang"])
    except LanduseError as error:
        notice.refused(_FORM, park.id, error)
        return
    state[_MADE] = {park.id: made}
    notice.done(_FORM, park.id, ("return.done", {}))
