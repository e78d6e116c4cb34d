"""What has been said in a park, and taking it back: at once, or later with a reason."""

from datetime import date
from typing import Any

import streamlit as st

from actions.units import decide
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from views.bekreftelse import answer as confirm_answer
from views.bekreftelse import card
from views.parts import guard, notice, person
from views.parts.words import told_apart

_PAGE = "bekreftelse"
_UNDO = "bekreftelse/undo"  # a refusal of the form, by its button
_SHOWN = 30


def undo_at_once(park_id: str, on: date, events: tuple[int, ...], names: dict[str, str], lang: str) -> None:
    """The button beside the sentence of the last answer."""
    reason = messages.text(lang, "plots.undo.at_once")
    st.button(
        messages.text(lang, "plots.undo.last"),
        key="undo-last",
        icon=":material/undo:",
        on_click=_undo,
        args=(park_id, on, list(events), st.session_state.get("who", ""), reason, names, _PAGE),
    )


def said(park_id: str, on: date, names: dict[str, str], lang: str) -> None:
    """The newest events with a form to take some of them back."""
    events = decide.recent(park_id, _SHOWN, lang)
    if not events:
        return
    title = messages.text(lang, "plots.said", count=numbers.decimal(len(events), lang))
    with st.expander(title, key=f"said-{park_id}", on_change="ignore"):
        st.html(f'<div class="card asks">{card.event_list(events, names, lang)}</div>')
        _undo_form(park_id, on, [event for event in events if event["may_undo"]], names, lang)


def _undo_form(park_id: str, on: date, events: list[dict[str, Any]], names: dict[str, str], lang: str) -> None:
    if not events:
        notice.show(_UNDO, park_id, lang)
        return
    words = {event["event_id"]: _words(event, names) for event in events}
    key = f"undo-{park_id}-{st.session_state.get('undo_turn', 0)}"
    if f"{key}-what" in st.session_state:  # what somebody else has undone meanwhile cannot be chosen any more
        st.session_state[f"{key}-what"] = [event for event in st.session_state[f"{key}-what"] if event in words]
    with st.form(key, enter_to_submit=False):
        st.multiselect(
            messages.text(lang, "plots.undo.what"),
            list(words),
            key=f"{key}-what",
            format_func=told_apart(words, words.__getitem__),
            placeholder=messages.text(lang, "plots.undo.placeholder"),
        )
        person.name_field(f"{key}-by", lang)
        st.text_input(messages.text(lang, "plots.answer.reason"), key=f"{key}-reason")
        notice.show(_UNDO, park_id, lang)
        st.form_submit_button(messages.text(lang, "plots.undo"), on_click=_undo_asked, args=(park_id, on, key, names))


def _words(event: dict[str, Any], names: dict[str, str]) -> str:
    parts = (names.get(event["unit_id"], event["unit_id"]), event["kind_label"], event["value_label"], event["by"])
    return " · ".join(part for part in parts if part)


@guard.act
def _undo_asked(park_id: str, on: date, key: str, names: dict[str, str]) -> None:
    state = st.session_state
    if not state[f"{key}-what"]:
        notice.refused(_UNDO, park_id, LanduseError("undo_nothing"))
        return
    by = person.remember(state[f"{key}-by"])
    _undo(park_id, on, list(state[f"{key}-what"]), by, state[f"{key}-reason"], names, _UNDO)


@guard.act
def _undo(park_id: str, on: date, events: list[int], by: str, reason: str, names: dict[str, str], place: str) -> None:
    """Undo, and say so over the page; a refusal is told at its place."""
    lang = st.session_state["lang"]
    before = decide.confirmation_summary(park_id, on)
    try:
        decide.undo(events, by, reason)
    except LanduseError as error:
        notice.refused(place, park_id, confirm_answer.named(error, names))
        return
    st.session_state["undo_turn"] = st.session_state.get("undo_turn", 0) + 1
    done = ("plots.undo.done", {"count": numbers.decimal(len(events), lang)})
    notice.done(_PAGE, park_id, done, confirm_answer.told(park_id, on, before, lang))
