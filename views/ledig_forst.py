"""The page *Ledig først*: a proposed expansion goes in; what it takes of nature and the vacant land that could take it come out."""


import streamlit as st

from actions import answer_map
from actions.encroach_words import in_words
from landuse import messages
from landuse.errors import LanduseError
from landuse.foreign import escape
from layers._park import Park
from views import _error_words, _first_answer, _first_ask, _first_case, _first_map, _first_style, _guard, _notice

PAGE = "ledig_forst"


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """What is proposed and needed beside the map; under them the answer, the ladder and the kept cases."""
    _first_style.load()
    st.html(f'<p class="lead">{escape(messages.text(lang, "first.lead"))}</p>')
    park = _first_case.taken_up(parks, park, lang)
    if park is None:
        _notice.info(messages.text(lang, "first.choose_park"))
        _first_case.list_all(parks, lang)
        return
    _notice.show(PAGE, park.id, lang)
    _room(park, lang)


@_guard.fragment
def _room(park: Park, lang: str) -> None:
    """Everything that follows the drawing, without the rest of the page."""
    left, right = st.columns([1.9, 1], gap="medium")
    with right, st.container(key="first-ask"):
        asked = _first_ask.asked(park, lang)
    token, answer, refused = None, None, None
    if asked is not None:
        try:
            with st.spinner(messages.text(lang, "first.counting")):
                token, answer = answer_map.answer(park.id, asked)
        except LanduseError as error:
            refused = _error_words.sentence(error, lang)
    with left:
        _first_map.draw(park, token, lang)
        if refused:
            _notice.refusal(refused)
        elif answer is None:
            _notice.info(messages.text(lang, "first.start"))
        else:
            told = in_words(answer, lang)
            _first_answer.in_short(told, lang)
    if answer is None:
        _first_case.list_of(park, lang)
        return
    _first_answer.in_full(park, told, lang)
    _first_case.case_room(park, asked, told, lang)
    _first_case.list_of(park, lang)
