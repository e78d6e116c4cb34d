"""The part of the page Fremdrift about the baseline: frozen by whom and why, what would change it, and answering that."""

from typing import Any, Literal

import streamlit as st

from actions.progress import baseline, baseline_text
from landuse.progress import restatement
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from parks.park import Park
from views.charts import figure
from views.charts.figure import Table
from views.parts import figures, guard, notice, person
from views.parts.words import told_apart

_FORM = "fremdrift/baseline"
_STEPS = {"accept": restatement.ACCEPTED, "refuse": restatement.REFUSED}


def show(parks: list[Park], park: Park | None, rows: list[dict[str, Any]], example: bool, lang: str) -> None:
    """One park's baseline with its form, or how each park's stands.

    Parameters
    ----------
    rows : the status of each park that is shown, with id and baseline
    """
    figures.section(messages.text(lang, "baseline.title"), example, lang)
    if park is None:
        stand = {row["id"]: row["baseline"] for row in rows}
        st.html(_list([_of_park(one, stand[one.id], lang) for one in parks if one.id in stand]))
        return
    found = baseline.as_json(park.id)
    st.html(_list(baseline_text.stands(park, found["baseline"], lang)))
    notice.show(_FORM, park.id, lang)
    waits = found["waits"]
    lost = found["baseline"]["lost"]
    if waits is not None and not lost:
        _proposal(waits, lang)
        _form(park, "restate", tuple(_STEPS), waits["key"], lang, parts=_parts(park, waits["parts"], lang))
    elif lost or not found["baseline"]["frozen"]:
        day = numbers.day(park.baseline_date, lang)
        with st.expander(messages.text(lang, "baseline.freeze")):
            st.html(f'<p class="said">{escape(messages.text(lang, "baseline.freeze.note", day=day))}</p>')
            _form(park, "freeze", ("freeze",), None, lang, lost)
    if found["history"]:
        with st.expander(messages.text(lang, "baseline.history", count=len(found["history"]))):
            for row in reversed(found["history"]):
                changes = [" · ".join(one) for one in baseline_text.figure_rows(row["figures"], lang)]
                st.html(_list([baseline_text.event_line(row, lang), *changes, *baseline_text.cause_lines(row["causes"], lang)]))


def _of_park(park: Park, stand: dict[str, Any], lang: str) -> str:
    if stand["lost"]:
        return messages.text(lang, "baseline.lost.park", park=park.name, said=baseline.lost_line(stand, lang))
    if stand["missing"]:
        return messages.text(lang, "baseline.missing.park", park=park.name)
    if not stand["frozen"]:
        return messages.text(lang, "baseline.open.park", park=park.name)
    return messages.text(lang, "baseline.frozen.park", park=park.name, said=baseline_text.stands(park, stand, lang)[0])


def _parts(park: Park, parts: list[dict[str, Any]], lang: str) -> dict[str, str]:
    """What can be answered by itself, by its key, where there are several."""
    shown = parts[: baseline_text.MOST_PARTS] if len(parts) > 1 else []
    rows = baseline_text.part_rows(park, shown, lang)
    return {one["key"]: f"{name}: {said}" for one, (name, said) in zip(shown, rows, strict=True)}


def _proposal(waits: dict[str, Any], lang: str) -> None:
    head = tuple(messages.text(lang, f"baseline.column.{name}") for name in ("figure", "old", "new"))
    table = Table(messages.text(lang, "baseline.waits"), head, baseline_text.figure_rows(waits["figures"], lang))
    why = escape(messages.text(lang, "baseline.causes"))
    note = escape(messages.text(lang, "baseline.waits.note"))
    shown = figure.table_html(table) if table.rows else f"<p class='said'>{escape(messages.text(lang, 'baseline.sums_same'))}</p>"
    st.html(f"{shown}<p class='said'>{note}</p><h3 class='form'>{why}</h3>")
    st.html(_list([*baseline_text.cause_lines(waits["causes"], lang), *baseline_text.more_parts(waits["parts"], lang)]))


def _form(
    park: Park, name: str, acts: tuple[str, ...], seen: str | None, lang: str, lost: bool = False, parts: dict[str, str] | None = None
) -> None:
    key = f"baseline-{name}-{park.id}-{st.session_state.get('baseline_turn', 0)}"
    with st.form(key, enter_to_submit=False):
        person.name_field(f"{key}-by", lang)
        st.text_input(messages.text(lang, "baseline.reason"), key=f"{key}-reason", max_chars=2000)
        if parts:
            st.multiselect(
                messages.text(lang, "baseline.only"), list(parts), key=f"{key}-only", placeholder=messages.text(lang, "baseline.only.all"),
                format_func=told_apart(parts, parts.__getitem__), filter_mode="contains", select_all=False,
            )  # fmt: skip
        if lost:
            st.checkbox(messages.text(lang, "baseline.instead_of_lost"), key=f"{key}-instead")
        with st.container(horizontal=True):
            for act in acts:
                weight: Literal["primary", "secondary"] = "secondary" if act == "refuse" else "primary"
                st.form_submit_button(
                    messages.text(lang, f"baseline.{act}"), key=f"{key}-{act}", type=weight, on_click=_act, args=(park, act, seen, key)
                )


@guard.act
def _act(park: Park, act: str, seen: str | None, key: str) -> None:
    by, reason = person.remember(st.session_state[f"{key}-by"]), st.session_state[f"{key}-reason"]
    step = _STEPS.get(act, restatement.FROZEN)
    try:
        if act == "freeze":
            baseline.freeze(park.id, by, reason, instead_of_lost=bool(st.session_state.get(f"{key}-instead")))
        else:
            baseline.answer_proposal(park.id, step, by, reason, seen, st.session_state.get(f"{key}-only") or ())
    except LanduseError as error:
        notice.refused(_FORM, park.id, error)
        return
    st.session_state["baseline_turn"] = st.session_state.get("baseline_turn", 0) + 1
    notice.done(_FORM, park.id, (f"baseline.done.{step}", {}))


def _list(lines: list[str]) -> str:
    return f'<ul class="said">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'
