"""The page *Ledig først*: a proposed expansion goes in; what it takes of nature and the vacant land that could take it come out."""

from typing import Any

import streamlit as st

from actions.vacant_first import answer_map
from actions.vacant_first.words import in_words
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from parks.park import Park
from views.frame.panel import panel
from views.ledig_forst import answer as first_answer
from views.ledig_forst import best, case, question
from views.ledig_forst import map as first_map
from views.map import drawing
from views.parts import error_words, guard, notice, style

PAGE = "ledig_forst"


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """What is proposed and needed beside the map; under them the answer, the ladder and the kept cases."""
    style.load("plots", "progress", "first")
    park = case.taken_up(park, lang)
    if park is None:
        _lead(lang)
        notice.choose_park(messages.text(lang, "first.choose_park"), parks, lang)
        case.list_all(parks, lang)
        return
    _room(park, lang)


@guard.fragment
def _room(park: Park, lang: str) -> None:
    """The map, and in the panel the answer over the question that it answers; then all of it, the ladder and the kept cases."""
    stage = st.container(key="stage")
    with panel(_opens(park), lang):
        notice.show(PAGE, park.id, lang)
        verdict = st.container()
        asked = question.asked(park, lang)
        token, told, refused = _answer(park, asked, lang)
        with stage:
            first_map.draw(park, token, told, lang)
        with verdict:
            if refused:
                notice.refusal(refused)
            elif told is None:
                _lead(lang)
            else:
                first_answer.in_short(told, lang)
                best.show(told, lang)
        if told is not None and asked is not None:
            first_answer.in_full(park, told, lang)
            case.case_room(park, asked, told, lang)
        case.list_of(park, lang)


def _answer(park: Park, asked: dict[str, Any] | None, lang: str) -> tuple[str | None, dict[str, Any] | None, str | None]:
    """The answer's token and words; or why there is none; nothing where nothing is asked."""
    if asked is None:
        return None, None, None
    try:
        with st.spinner(messages.text(lang, "first.counting")):
            token, answer = answer_map.answer(park.id, asked)
    except LanduseError as error:
        return None, None, error_words.sentence(error, lang)
    return token, in_words(answer, lang), None


def _opens(park: Park) -> str | None:
    """What the sheet of a phone rises for: what is drawn; it leaves the map free until then."""
    return f"{park.id} {len(shapes['features'])}" if (shapes := drawing.drawn(question.drawing(park).name)) else None


def _lead(lang: str) -> None:
    st.html(f'<p class="lead">{escape(messages.text(lang, "first.lead"))}</p>')
