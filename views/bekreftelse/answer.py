"""A person's answer: confirm what the tool found or correct it, with name, reason and date, for one unit or many."""

import streamlit as st

from actions.units import decide
from landuse.units.explain import class_labels
from landuse.units.schema import LandClass
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError, Word
from views.bekreftelse.asked import Asked
from views.parts import figures, guard, notice, person
from views.parts import typed as parts_typed
from views.parts.words import told_apart, within
from views.tomter import fact_form

_CONFIRM = "confirm"
_FORM = "answer"
_OVERTAKEN = ("stale_edit", "register_restored", "confirm_other_class")  # somebody was before: the form stands as it was typed


def answer(asked: Asked, chosen: list[str], lang: str) -> None:
    """Draw the form; the answer is based on what was on the screen when it was drawn."""
    key = _form(chosen)
    typed, choices = parts_typed.kept(key), _choices(asked, chosen)
    with st.form(key, enter_to_submit=False), st.container(key="answer"):
        st.html(f'<h3 class="form">{messages.text(lang, "plots.answer.title" if len(chosen) == 1 else "plots.answer.title_many")}</h3>')
        st.radio(
            messages.text(lang, "plots.answer.what"),
            choices,
            index=choices.index(typed["what"]) if typed.get("what") in choices else None,
            key=f"{key}-what",
            format_func=told_apart(choices, lambda value: _choice(asked, chosen, value, lang)),
        )
        left, right = st.columns([1.4, 1], gap="small")
        with left:
            person.name_field(f"{key}-by", lang)
        with right:
            fact_form.date_field(messages.text(lang, "plots.answer.from"), f"{key}-from", typed.get("from", asked.on))
        st.text_area(
            messages.text(lang, "plots.answer.reason"),
            value=typed.get("reason", ""),
            key=f"{key}-reason",
            height=76,
            help=messages.text(lang, "plots.answer.reason.help"),
        )
        notice.show(_page(chosen), asked.park.id, lang)
        words = messages.text(lang, "plots.answer.save", count=numbers.decimal(len(chosen), lang))
        st.form_submit_button(words, type="primary", on_click=_save, args=(asked, chosen, key))


def rate_words(before: float | None, after: float | None) -> tuple[str, dict[str, str]]:
    """The sentence about the rate before and after, by its key."""
    if before is None or after is None:
        return "plots.rate.none", {}
    return ("plots.rate.same" if round(after - before, 2) == 0 else "plots.rate.moved"), {"before": before, "after": after}


def told(park_id: str, on: object, before: dict, lang: str) -> tuple[str, dict[str, str]]:
    """What an act did to the rate, now that it is done."""
    after = decide.confirmation_summary(park_id, on)
    key, values = rate_words(before["land_utilisation_pct"], after["land_utilisation_pct"])
    return key, {name: figures.share(value, lang, 2) for name, value in values.items()}


def _choices(asked: Asked, chosen: list[str]) -> list[str]:
    found = {asked.rows[unit_id]["class"] for unit_id in chosen}
    same = next(iter(found)) if len(found) == 1 else None
    order = (LandClass.VACANT, LandClass.USED, LandClass.BUILDING, LandClass.NOT_COUNTED)
    return [_CONFIRM, *(str(name) for name in order if name != same)]


def _choice(asked: Asked, chosen: list[str], value: str, lang: str) -> str:
    if value != _CONFIRM:
        return messages.text(lang, "plots.answer.correct", label=within(class_labels(lang)[value]))
    found = {asked.rows[unit_id]["class_label"] for unit_id in chosen}
    if len(found) == 1:
        return messages.text(lang, "plots.answer.confirm", label=found.pop())
    return messages.text(lang, "plots.answer.confirm_many")


def _page(chosen: list[str]) -> str:
    """The place of a refusal that is mended in this form: by its button, and by no other unit's."""
    return f"bekreftelse/{','.join(chosen)}"


def named(error: LanduseError, names: dict[str, str]) -> LanduseError:
    """The refusal with units by their names instead of their ids, and classes in words."""
    said = {part: _said(part, str(value), names) for part, value in error.values.items()}
    return LanduseError("stale_kept" if error.code == "stale_edit" else error.code, **said)


def _said(part: str, value: str, names: dict[str, str]) -> str:
    if part in ("unit", "what"):
        return ", ".join(names.get(unit_id, unit_id) for unit_id in value.split(", "))
    return Word(f"class.{value}") if part in ("seen", "now") else value


def _form(chosen: list[str]) -> str:
    return f"{_FORM}-{'-'.join(chosen) if len(chosen) < 3 else len(chosen)}-{st.session_state.get('answer_turn', 0)}"


@guard.act
def _save(asked: Asked, chosen: list[str], key: str) -> None:
    state, park_id, lang = st.session_state, asked.park.id, st.session_state["lang"]
    what, by = state[f"{key}-what"], person.remember(state[f"{key}-by"])
    if what is None:
        notice.refused(_page(chosen), park_id, LanduseError("answer_missing"))
        return
    confirms = what == _CONFIRM
    value = asked.rows[chosen[0]]["class"] if confirms and len(chosen) == 1 else None if confirms else what
    kind = "confirm" if confirms else "correct"
    holds_from = state[f"{key}-from"] or asked.on
    before = decide.confirmation_summary(park_id, asked.on)
    try:
        events = decide.decide(park_id, chosen, kind, value, by, state[f"{key}-reason"], asked.on, asked.based_on, holds_from)
    except LanduseError as error:
        said = _overtaken(asked, chosen, key) if error.code in _OVERTAKEN else []
        notice.refused(_page(chosen), park_id, named(error, asked.names), *said)
        return
    names = ", ".join(asked.names.get(unit_id, unit_id) for unit_id in chosen[:3])
    said = ("plots.saved.one" if len(chosen) == 1 else "plots.saved.many", {"name": names, "count": numbers.decimal(len(chosen), lang)})
    effect = told(park_id, asked.on, before, lang)
    later = [("plots.saved.later", {"day": numbers.day(holds_from, lang)})] if holds_from > asked.on else []
    state["answer_turn"] = state.get("answer_turn", 0) + 1
    notice.done("bekreftelse", park_id, said, effect, *later, undo=tuple(events), seek=False)


def _overtaken(asked: Asked, chosen: list[str], key: str) -> list[notice.Line]:
    """Keep the units on the list and what was typed in the form; what others have said of them since they were shown."""
    state = st.session_state
    what = state[f"{key}-what"]
    typed = {
        "what": asked.rows[chosen[0]]["class"] if what == _CONFIRM and len(chosen) == 1 else what,
        "reason": state[f"{key}-reason"],
        "from": state[f"{key}-from"],
    }
    state["held_units"] = list(chosen)
    state["answer_turn"] = state.get("answer_turn", 0) + 1
    parts_typed.keep(_form(chosen), typed)
    heard = zip(*(decide.recent(asked.park.id, lang=lang) for lang in messages.LANGS), strict=True)
    newer = [event for event in heard if event[0]["event_id"] > asked.based_on and event[0]["unit_id"] in chosen]
    return [_answered(event, asked.names) for event in newer]


def _answered(event: tuple[dict, ...], names: dict[str, str]) -> notice.Line:
    """One event, as it reads in each language."""
    first = event[0]
    what = {
        lang: ": ".join(part for part in (said["kind_label"], said["value_label"]) if part)
        for lang, said in zip(messages.LANGS, event, strict=True)
    }
    name = names.get(first["unit_id"], first["unit_id"])
    return "forms.saved.answer", {"name": name, "by": first["by"], "what": what, "reason": first["reason"]}
