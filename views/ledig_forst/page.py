"""The page *Ledig først*: a proposed expansion goes in; what it takes of nature and the vacant land that could take it come out."""


import streamlit as st

from actions.vacant_first import answer_map
from actions.vacant_first.words import in_words
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from parks.park import Park
from views.ledig_forst import answer as first_answer
from views.ledig_forst import case, question
from views.ledig_forst import map as first_map
from views.ledig_forst import style as first_style
from views.parts import error_words, guard, notice

PAGE = "ledig_forst"


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """What is proposed and needed beside the map; under them the answer, the ladder and the kept cases."""
    first_style.load()
    st.html(f'<p class="lead">{escape(messages.text(lang, "first.lead"))}</p>')
    park = case.taken_up(parks, park, lang)
    if park is None:
        notice.info(messages.text(lang, "first.choose_park"))
        case.list_all(parks, lang)
        return
    notice.show(PAGE, park.id, lang)
    _room(park, lang)


@guard.fragment
def _room(park: Park, lang: str) -> None:
    """Everything that follows the drawing, without the rest of the page."""
    left, right = st.columns([1.9, 1], gap="medium")
    with right, st.container(key="first-ask"):
        asked = question.asked(park, lang)
    token, answer, refused = None, None, None
    if asked is not None:
        try:
            with st.spinner(messages.text(lang, "first.counting")):
                token, answer = answer_map.answer(park.id, asked)
        except LanduseError as error:
            refused = error_words.sentence(error, lang)
    with left:
        first_map.draw(park, token, lang)
        if refused:
            notice.refusal(refused)
        elif answer is None:
            notice.info(messages.text(lang, "first.start"))
        else:
            told = in_words(answer, lang)
            first_answer.in_short(told, lang)
    if answer is None:
        case.list_of(park, lang)
        return
    first_answer.in_full(park, told, lang)
    case.case_room(park, asked, told, lang)
    case.list_of(park, lang)
