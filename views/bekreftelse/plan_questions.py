"""What is asked of the park's plans: once per plan, with the clause that the answer rests on."""

from datetime import date
from typing import Any

import streamlit as st

from actions.map import map_data
from actions.once import once
from actions.plans import questions
from actions.units import decide
from landuse.units.plans import Answer
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape, for_markdown
from parks.park import Park
from views.bekreftelse import answer as confirm_answer
from views.parts import guard, notice, person
from views.parts.words import told_apart

_PAGE = "bekreftelse"
_FORM = "bekreftelse/planer"  # a refusal of the form, by its button


def show(park: Park, on: date, lang: str) -> None:
    """Draw the open questions with a form to answer one; nothing where no plan is asked about."""
    based_on = questions.version(park.id)  # before what is shown: somebody who comes between is told of as stale
    rows = _rows(park.id, on, lang, map_data.version(park.id), based_on.key)
    if not rows:
        notice.show(_FORM, park.id, lang)
        return
    with st.container(key="plan-questions"):
        st.html(f'<h3 class="form">{escape(messages.text(lang, "plans.title"))}</h3>')
        st.caption(messages.text(lang, "plans.intro"))
        st.html(f'<div class="card asks"><ul>{"".join(_line(row, lang) for row in rows)}</ul></div>')
        _form(park, on, rows, based_on, lang)


@once(maxsize=50)
def _rows(park_id: str, on: date, lang: str, _version: str, _answered: str) -> list[dict[str, Any]]:
    return questions.questions(park_id, on, lang)


def _line(row: dict[str, Any], lang: str) -> str:
    points = numbers.decimal(row["effect_pp"], lang, 1)
    waits = messages.text(lang, "plan.line", area=numbers.area(row["area_m2"], lang), count=row["units"], points=points)
    return f"<li><b>{escape(row['question_text'])}</b> ({escape(row['plan_id'])})<br>{escape(waits)}</li>"


def _form(park: Park, on: date, rows: list[dict[str, Any]], based_on: int, lang: str) -> None:
    asked = {f"{row['question']} {row['plan_id']}": row for row in rows}
    chosen = st.selectbox(
        messages.text(lang, "plans.which"), list(asked), key=f"plan-which-{park.id}",
        format_func=told_apart(asked, lambda one: asked[one]["question_text"], lambda one: asked[one]["plan_id"]),
    )  # fmt: skip
    row = asked[chosen]
    key = f"plan-{park.id}-{chosen}-{st.session_state.get('plan_turn', 0)}"
    with st.form(key, enter_to_submit=False):
        st.radio(
            messages.text(lang, "plans.answer"),
            list(row["answers"]),
            index=None,
            key=f"{key}-answer",
            format_func=told_apart(row["answers"], lambda one: for_markdown(row["answers"][one])),
        )
        st.text_input(messages.text(lang, "plans.clause"), key=f"{key}-clause", max_chars=2000)
        person.name_field(f"{key}-by", lang)
        st.text_input(messages.text(lang, "plots.answer.reason"), key=f"{key}-reason", max_chars=2000)
        notice.show(_FORM, park.id, lang)
        st.form_submit_button(messages.text(lang, "plans.save"), type="primary", on_click=_save, args=(park, on, row, based_on, key))


@guard.act
def _save(park: Park, on: date, row: dict[str, Any], based_on: int, key: str) -> None:
    state, lang = st.session_state, st.session_state["lang"]
    if state[f"{key}-answer"] is None:
        notice.refused(_FORM, park.id, LanduseError("answer_missing"))
        return
    said = Answer(row["plan_id"], row["question"], state[f"{key}-answer"], state[f"{key}-clause"])
    before = decide.confirmation_summary(park.id, on)
    try:
        questions.answer(park.id, said, person.remember(state[f"{key}-by"]), state[f"{key}-reason"], based_on)
    except LanduseError as error:
        notice.refused(_FORM, park.id, error)
        return
    state["plan_turn"] = state.get("plan_turn", 0) + 1
    effect = confirm_answer.told(park.id, on, before, lang)
    notice.done(_PAGE, park.id, ("plans.saved", {"plan": row["plan_id"]}), effect)
