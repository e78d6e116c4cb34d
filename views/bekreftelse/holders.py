"""The one question that settles most: which properties does the park or its owner hold, and which do others?"""

import streamlit as st

from actions.units import decide, hold
from landuse.words import codelists, messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_markdown
from views.bekreftelse import answer as confirm_answer
from views.bekreftelse.asked import Asked
from views.parts import guard, notice, person
from views.parts.words import told_apart
from views.tomter import fact_form

_PAGE = "bekreftelse/holders"


def question(asked: Asked, lang: str) -> None:
    """Draw the question with the properties that wait for it, folded in until somebody answers it; its title says how much waits."""
    listed = hold.properties(asked.park.id, asked.on)
    if not listed:
        return
    waiting = [one for one in listed if one.open_m2]
    area = numbers.area(sum(one.open_m2 for one in waiting), lang)
    key = "hold.title" if waiting else "hold.title_settled"
    title = messages.text(lang, key, count=numbers.decimal(len(waiting), lang), area=area)
    with st.expander(for_markdown(title), expanded=False, key=f"hold-{asked.park.id}", on_change="ignore"):
        st.html(f'<p class="said">{messages.text(lang, "hold.why")}</p>')
        _form(asked, {one.name: one for one in listed}, lang)


def _form(asked: Asked, listed: dict[str, hold.Property], lang: str) -> None:
    key = f"hold-{asked.park.id}-{st.session_state.get('hold_turn', 0)}"
    with st.form(key, enter_to_submit=False):
        st.multiselect(
            messages.text(lang, "hold.which"),
            list(listed),
            key=f"{key}-ticked",
            format_func=told_apart(listed, lambda name: _words(listed[name], lang)),
            placeholder=messages.text(lang, "hold.placeholder"),
        )
        st.text_area(messages.text(lang, "hold.pasted"), key=f"{key}-pasted", height=76, help=messages.text(lang, "hold.pasted.help"))
        st.radio(
            messages.text(lang, "hold.who"),
            list(codelists.table("tenure").index),
            index=None,
            key=f"{key}-tenure",
            format_func=lambda code: messages.text(lang, f"hold.tenure.{code}"),
        )
        person.name_field(f"{key}-by", lang)
        st.text_input(messages.text(lang, "plots.answer.reason"), key=f"{key}-reason")
        fact_form.date_field(messages.text(lang, "plots.answer.from"), f"{key}-from", asked.on)
        notice.show(_PAGE, asked.park.id, lang)
        st.form_submit_button(messages.text(lang, "hold.save"), type="primary", on_click=_save, args=(asked, key))


def _words(one: hold.Property, lang: str) -> str:
    known = codelists.label("tenure", one.tenure, lang) if one.tenure and one.tenure != "not_said" else None
    said = known or messages.text(lang, "hold.mixed" if not one.tenure else "hold.not_said")
    return f"{one.name} · {numbers.area(one.area_m2, lang)} · {said}"


@guard.act
def _save(asked: Asked, key: str) -> None:
    state, park_id = st.session_state, asked.park.id
    if state[f"{key}-tenure"] is None:
        notice.refused(_PAGE, park_id, LanduseError("answer_missing"))
        return
    names = [*state[f"{key}-ticked"], *hold.read_names(state[f"{key}-pasted"], park_id)]
    by, holds_from = person.remember(state[f"{key}-by"]), state[f"{key}-from"] or asked.on
    before = decide.confirmation_summary(park_id, asked.on)
    try:
        events = hold.hold(park_id, names, state[f"{key}-tenure"], by, state[f"{key}-reason"], asked.on, asked.based_on, holds_from)
    except LanduseError as error:
        notice.refused(_PAGE, park_id, confirm_answer.named(error, asked.names))
        return
    state["hold_turn"] = state.get("hold_turn", 0) + 1
    said = ("hold.saved", {"count": str(len(dict.fromkeys(names))), "units": str(len(events))})
    notice.done("bekreftelse", park_id, said, confirm_answer.told(park_id, asked.on, before, state["lang"]), undo=tuple(events), seek=False)
