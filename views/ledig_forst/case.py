"""The case on the page Ledig først: the ladder, keeping it with its date, its paper, and the cases that are kept."""

from typing import Any

import streamlit as st

from actions.map import map_data
from actions.vacant_first import cases
from actions.vacant_first.cases import Draft
from landuse.offers.nomination import Person
from landuse.quality.dates import norwegian_day
from landuse.vacant_first import ladder
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape, for_markdown
from parks.park import Park
from views import state
from views.ledig_forst import question
from views.parts import figures, guard, notice, person
from views.parts.words import within
from views.web import address as web_address

_PAGE = "ledig_forst"


def taken_up(park: Park | None, lang: str) -> Park | None:
    """Set the page as the case in its address stands, once; the park that it is about."""
    number = st.session_state.get("case")
    if not number or st.session_state.get("first-taken-up") == number:
        return park
    try:
        wanted = web_address.number(number)
        found = cases.case(wanted) if wanted else None
    except LanduseError as error:
        notice.refusal(error.text(lang))
        found = None
    st.session_state["first-taken-up"] = number
    if found is None or found["park_id"] not in map_data.park_ids():
        return park
    its = map_data.park(found["park_id"])
    question.take_up(its, found["asked"], found["title"])
    _remember(its, found)
    if park is None or its.id != park.id:
        state.go(park=its.id)
    return its


def case_room(park: Park, asked: dict[str, Any], told: dict[str, Any], lang: str) -> None:
    """The ladder and the form that keeps the case."""
    held = st.session_state.get(f"first-case-{park.id}") or {}
    title = (
        messages.text(lang, "first.case.goes_on", title=held["title"], version=held["version"])
        if held
        else messages.text(lang, "first.case.new")
    )
    figures.section(messages.text(lang, "first.case"), told["example"], lang)
    st.html(f'<p class="said">{escape(messages.text(lang, "first.case.help"))} <b>{escape(title)}</b></p>')
    with (
        st.form(f"first-case-form-{park.id}-{held.get('id')}-{held.get('version')}", enter_to_submit=False),
        st.container(key="first-case"),
    ):
        name = st.text_input(messages.text(lang, "first.case.title"), value=held.get("title", ""), max_chars=120, autocomplete="off")
        said = _ladder_form(held.get("ladder") or {}, told, lang)
        left, right = st.columns(2, gap="medium")
        with left:
            by = person.name_field("first-by", lang)
        with right:
            reason = st.text_input(messages.text(lang, "first.case.reason"), key="first-reason", max_chars=300, autocomplete="off")
        if st.form_submit_button(messages.text(lang, "first.case.keep" if not held else "first.case.keep_version"), type="primary"):
            _keep(park, Draft(park.id, name, asked, said, held.get("id"), held.get("version")), by, reason)
            st.rerun()
    if held:
        _held(park, held, lang)


def list_of(park: Park, lang: str) -> None:
    """The kept cases of a park."""
    _list(cases.list_cases(park.id), park.example, lang)


def list_all(parks: list[Park], lang: str) -> None:
    """The kept cases of all parks."""
    ids = {park.id for park in parks}
    _list([row for row in cases.list_cases() if row["park_id"] in ids], any(park.example for park in parks), lang)


def _ladder_form(before: dict[str, Any], told: dict[str, Any], lang: str) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for number, (step, choices) in enumerate(ladder.steps().items()):
        if number % 2 == 0:
            places = st.columns(2, gap="medium")  # a row of its own, so that a phone keeps the order of the steps
        held = before.get(step) or {"choice": ladder.OPEN, "reason": ""}
        with places[number % 2]:
            st.html(
                f'<h3 class="form">{number + 1}. {escape(messages.text(lang, f"ladder.{step}"))}</h3>'
                f'<p class="step-about">{escape(messages.text(lang, f"ladder.{step}.about"))}</p>'
            )
            choice = st.selectbox(
                messages.text(lang, "first.case.choice", step=within(messages.text(lang, f"ladder.{step}"))),
                choices,
                index=choices.index(held["choice"]),
                format_func=lambda name, step=step: messages.text(lang, f"ladder.{step}.{name}"),
            )
            label = messages.text(lang, "first.case.why", step=within(messages.text(lang, f"ladder.{step}")))
            said[step] = {"choice": choice, "reason": st.text_area(label, value=held["reason"], height=80, max_chars=4000)}
    said[ladder.ALTERNATIVES] = _alternatives_form(before.get(ladder.ALTERNATIVES) or {}, told, lang)
    return said


def _alternatives_form(before: dict[str, str], told: dict[str, Any], lang: str) -> dict[str, str]:
    """Why each alternative that could do was not chosen."""
    could = [one for one in told["alternatives"] if one["rank_word"] != "falls_short"]
    said = dict(before)
    if could:
        with st.expander(messages.text(lang, "first.case.alternatives", count=len(could))):
            for one in could:
                key = ladder.key_of(one)
                said[key] = st.text_input(
                    for_markdown(f"{one['rank']}. {one['title']}"), value=before.get(key, ""), max_chars=500, autocomplete="off"
                )
    return said


def _keep(park: Park, draft: Draft, by: str, reason: str) -> None:
    try:
        number, _ = cases.keep(draft, Person(person.remember(by)), reason)
    except LanduseError as error:
        notice.refused(_PAGE, park.id, error)
        return
    found = cases.case(number)
    _remember(park, found)
    state.choose_case(str(number))
    st.session_state["first-taken-up"] = str(number)
    notice.done(_PAGE, park.id, ("first.case.kept", {"title": found["title"], "number": str(number), "version": str(found["version"])}))


def _remember(park: Park, found: dict[str, Any]) -> None:
    st.session_state[f"first-case-{park.id}"] = {
        name: found[name] for name in ("id", "version", "title", "ladder", "state", "answer_digest")
    }


def _held(park: Park, held: dict[str, Any], lang: str) -> None:
    """The kept case's address, its paper, and the way to another one."""
    number = held["id"]
    links = [
        (f"?page=ledig_forst&case={number}&lang={lang}", messages.text(lang, "first.case.link"), ""),
        (f"cases/{number}/saksframlegg.docx?lang={lang}", messages.text(lang, "first.case.paper"), " download"),
        (f"cases/{number}/saksframlegg.json?lang={lang}", messages.text(lang, "first.case.json"), " download"),
    ]
    items = " · ".join(f'<a href="{escape(address)}"{more}>{escape(words)}</a>' for address, words, more in links)
    st.html(f'<p class="links" data-case="{number}" data-version="{held["version"]}">{items}</p>')
    st.button(messages.text(lang, "first.case.other"), key="first-case-other", on_click=_let_go, args=(park.id,))
    turn = messages.text(lang, "first.case.close" if held["state"] == "open" else "first.case.reopen")
    with st.expander(turn), st.form(f"first-close-{number}-{held['version']}", enter_to_submit=False):
        by = person.name_field(f"first-close-by-{number}", lang)
        reason = st.text_input(messages.text(lang, "first.case.close.why"), max_chars=300, autocomplete="off")
        if st.form_submit_button(turn):
            _turn(park, held, reason, by)
            st.rerun()


def _turn(park: Park, held: dict[str, Any], reason: str, by: str) -> None:
    try:
        step = cases.close if held["state"] == "open" else cases.reopen
        step(held["id"], held["version"], reason, Person(person.remember(by)))
    except LanduseError as error:
        notice.refused(_PAGE, park.id, error)
        return
    found = cases.case(held["id"])
    _remember(park, found)
    notice.done(_PAGE, park.id, (f"first.case.now_{found['state']}", {"title": found["title"]}))


@guard.act
def _let_go(park_id: str) -> None:
    st.session_state.pop(f"first-case-{park_id}", None)
    state.choose_case(None)


def _list(rows: list[dict[str, Any]], example: bool, lang: str) -> None:
    if not rows:
        return
    figures.section(messages.text(lang, "first.cases"), example, lang)
    items = "".join(f"<li>{_item(row, lang)}</li>" for row in rows)
    st.html(f'<ul class="cases">{items}</ul>')


def _item(row: dict[str, Any], lang: str) -> str:
    address = f"?page=ledig_forst&case={row['id']}&park={row['park_id']}&lang={lang}"
    answer = messages.text(lang, f"first.verdict.{row['answer']['answer']}")
    told = messages.text(
        lang,
        "first.case.row",
        area=numbers.area(row["answer"]["footprint_m2"], lang),
        answer=answer,
        version=row["version"],
        by=row["said_by"],
        day=numbers.day(norwegian_day(row["said_at"]), lang),
    )
    closed = f" ({messages.text(lang, 'case.step.closed').lower()})" if row["state"] != "open" else ""
    return f'<a href="{escape(address)}">{escape(row["title"])}</a>{escape(closed)}<small>{escape(told)}</small>'
