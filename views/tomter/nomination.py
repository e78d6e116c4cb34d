"""One nomination: what it says, what this person may do next, and everything that was done."""

from datetime import date
from typing import Any

import streamlit as st

from actions.offers import nominate
from landuse.quality.dates import norwegian_moment
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from parks.park import Park
from views.parts import guard, notice, person
from views.parts import typed as parts_typed
from views.parts.figures import mark
from views.parts.words import told_apart
from views.tomter import fact_form, fact_words, photo_field, stale_offer

_PAGE = "tomter"
_SEEN = ("published",)
_LONG = 40  # letters; longer facts get a line of their own


def show(park: Park, nomination_id: int, on: date, lang: str) -> None:
    """Draw facts and history beside the next step, and the form to change the facts."""
    row = nominate.one_nomination(nomination_id, on, person.current(), lang)
    left, right = st.columns([1.12, 1], gap="medium")
    with left:
        st.html(_card(park, row, lang))
    with right:
        _next_step(park, row, on, lang)
    open_at = bool(parts_typed.kept(facts_form(row)))
    with st.expander(messages.text(lang, "plots.edit.title"), expanded=open_at, key=f"edit-{nomination_id}", on_change="ignore"):
        _edit(park, row, on, lang)


def _card(park: Park, row: dict[str, Any], lang: str) -> str:
    named = fact_words.rows(row["facts"], row["kind"], lang)
    facts = "".join(f"<div{_wide(text)}><dt>{escape(label)}</dt><dd>{escape(text)}</dd></div>" for label, text in named)
    holder = _holder(row, lang)
    parts = [
        f"<h3 class='name'>{escape(row['title'])}{mark(park.example, lang)}</h3>",
        f'<p class="class"><span class="state {escape(row["state"])}">{escape(row["state_label"])}</span>{holder}</p>',
        _obstacle(row, lang),
        _against(row, lang),
        photo_field.shown(row["facts"]),
        f'<dl class="facts">{facts}</dl>',
        _history(row["history"], lang),
    ]
    return f'<div class="card asks" data-nomination="{row["id"]}" data-state="{escape(row["state"])}">{"".join(parts)}</div>'


def _obstacle(row: dict[str, Any], lang: str) -> str:
    """Why investors do not see it, where its ground cannot be offered."""
    said = row["offerable_text"]
    return f"<p class='against'>{escape(messages.text(lang, 'plots.not_offerable', reason=said))}</p>" if said else ""


def _against(row: dict[str, Any], lang: str) -> str:
    """What the maps contradict of what is said, as soon as it is saved."""
    lines = "".join(f"<li>{escape(text)}</li>" for text in row["against"])
    return f"<div class='against'>{escape(messages.text(lang, 'claim.saved'))}<ul>{lines}</ul></div>" if lines else ""


def _wide(text: str) -> str:
    return ' class="wide"' if len(text) > _LONG else ""


def _holder(row: dict[str, Any], lang: str) -> str:
    if not row.get("holder"):
        return ""
    key = "plots.holder.until" if row.get("until") else "plots.holder"
    until = numbers.day(date.fromisoformat(row["until"]), lang) if row.get("until") else ""
    return f"<em>{escape(messages.text(lang, key, holder=row['holder'], until=until))}</em>"


def _history(events: list[dict[str, Any]], lang: str) -> str:
    items = "".join(f"<li>{_event(event, lang)}</li>" for event in events)
    title = escape(messages.text(lang, "plots.events", count=numbers.decimal(len(events), lang)))
    return f'<details><summary>{title}</summary><ol class="events">{items}</ol></details>'


def _event(event: dict[str, Any], lang: str) -> str:
    at = norwegian_moment(event["at"])
    who = messages.text(lang, "plots.done_by", by=event["by"], at=f"{numbers.day(at.date(), lang)} {at:%H:%M}")
    changed = messages.text(lang, "plots.changed", facts=", ".join(event["changed"])) if event.get("changed") else ""
    said = "".join(f"<span>{escape(line)}</span>" for line in (event.get("reason") or "", changed) if line)
    return f"<b>{escape(event['step_label'])}</b><em>{escape(event['state_label'])}</em>{said}<small>{escape(who)}</small>"


def _next_step(park: Park, row: dict[str, Any], on: date, lang: str) -> None:
    steps = dict(row["may"])
    with st.container(key="step"):
        st.html(f'<h3 class="form">{escape(messages.text(lang, "plots.step.title"))}</h3>')
        if row["state"] in _SEEN:
            address = f"?page=tomt&amp;plot={row['id']}" + (f"&amp;lang={lang}" if lang != messages.DEFAULT_LANG else "")
            st.html(f'<p class="links"><a href="{address}">{escape(messages.text(lang, "plots.open_page"))}</a></p>')
        if not steps:
            notice.show(place("take", row), park.id, lang)
            notice.info(messages.text(lang, "plots.step.none"))
            return
        key = f"step-{row['id']}-{row['version']}"
        wanted = parts_typed.kept(_take_form(row)).get("step")
        index = list(steps).index(wanted) if wanted in steps else 0
        words = told_apart(steps, steps.__getitem__)
        st.radio(messages.text(lang, "plots.step.which"), list(steps), index=index, key=key, format_func=words)
        _step_form(park, row, on, st.session_state[key], steps, lang)


def _step_form(park: Park, row: dict[str, Any], on: date, step: str, steps: dict[str, str], lang: str) -> None:
    key, typed = f"{_take_form(row)}-{step}", parts_typed.kept(_take_form(row))
    with st.form(key, enter_to_submit=False):
        if step == "nominate":
            st.text_input(
                messages.text(lang, "plots.term.consent_by"),
                value=typed.get("consent_by", ""),
                key=f"{key}-consent_by",
                help=messages.text(lang, "plots.consent.help"),
            )
            fact_form.date_field(messages.text(lang, "plots.term.consent_on"), f"{key}-consent_on", typed.get("consent_on"))
        if step in ("option", "reserve"):
            st.text_input(
                messages.text(lang, "plots.term.holder"),
                value=typed.get("holder", ""),
                key=f"{key}-holder",
                help=messages.text(lang, "plots.holder.help"),
            )
        if step == "option":
            fact_form.date_field(messages.text(lang, "plots.term.until"), f"{key}-until", typed.get("until"))
        person.name_field(f"{key}-by", lang)
        st.text_input(messages.text(lang, "plots.step.reason"), value=typed.get("reason", ""), key=f"{key}-reason")
        notice.show(place("take", row), park.id, lang)
        st.form_submit_button(steps[step], type="primary", on_click=_take, args=(park, row, on, step, steps[step], key))


@guard.act
def _take(park: Park, row: dict[str, Any], on: date, step: str, label: str, key: str) -> None:
    state = st.session_state
    names = ("consent_by", "consent_on", "holder", "until")
    values = {name: state[f"{key}-{name}"] for name in names if state.get(f"{key}-{name}")}
    by = person.remember(state[f"{key}-by"])
    try:
        nominate.step(row["id"], step, by, on, row["version"], state[f"{key}-reason"], **values)
    except LanduseError as error:
        told, now = stale_offer.told(error, row, on, {})
        if now is not row:
            parts_typed.keep(_take_form(now), values | {"step": step, "reason": state[f"{key}-reason"]})
        notice.refused(place("take", row), park.id, *told)
        return
    notice.done(_PAGE, park.id, ("plots.step.done", {"name": row["title"], "step": label}))


def _edit(park: Park, row: dict[str, Any], on: date, lang: str) -> None:
    key = facts_form(row)
    typed = parts_typed.kept(key)
    with st.form(key, enter_to_submit=False):
        fact_form.draw(key, row["kind"], row["facts"] | typed.get("facts", {}), lang)
        person.name_field(f"{key}-by", lang)
        st.text_input(messages.text(lang, "plots.step.reason"), value=typed.get("reason", ""), key=f"{key}-reason")
        notice.show(place("facts", row), park.id, lang)
        st.form_submit_button(messages.text(lang, "plots.edit.save"), type="primary", on_click=_save, args=(park, row, on, key))


@guard.act
def _save(park: Park, row: dict[str, Any], on: date, key: str) -> None:
    state = st.session_state
    by = person.remember(state[f"{key}-by"])
    facts: dict[str, Any] = {}
    try:
        drawn = row["facts"] | parts_typed.kept(key).get("facts", {})
        facts = fact_form.changed(row["facts"], fact_form.read(key, row["kind"], state["lang"], drawn))
        if not facts:
            notice.done(_PAGE, park.id, ("plots.edit.same", {"name": row["title"]}))
            return
        nominate.edit(row["id"], facts, by, on, row["version"], state[f"{key}-reason"])
    except LanduseError as error:
        told, now = stale_offer.told(error, row, on, facts)
        if now is not row:
            parts_typed.keep(facts_form(now), {"facts": facts, "reason": state[f"{key}-reason"]})
        notice.refused(place("facts", row), park.id, *told)
        return
    notice.done(_PAGE, park.id, ("plots.edit.done", {"name": row["title"]}))


def facts_form(row: dict[str, Any]) -> str:
    """The name of the form for the facts, of one version."""
    return f"facts-{row['id']}-{row['version']}"


def _take_form(row: dict[str, Any]) -> str:
    return f"take-{row['id']}-{row['version']}"


def place(form: str, row: dict[str, Any]) -> str:
    """Where a refusal of a form is drawn: above its button, whatever version the form is of by then."""
    return f"{_PAGE}/{form}-{row['id']}"
