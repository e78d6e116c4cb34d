"""What ground each source of a park covers, what follows of it, and the place to change it."""

from datetime import date

import streamlit as st

from actions.imports import extents
from actions.imports.extents import Covered
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from parks.park import Park
from views.charts import figure
from views.charts.figure import Table
from views.parts import figures, notice
from views.parts.words import told_apart

PAGE = "data-layers"
_COLUMNS = ("layer", "source", "dated", "extent", "follows", "days")


def show(park: Park, lang: str) -> None:
    """All sources that are asked, in a table, and a choice among them; nothing where there are none."""
    found = extents.covered(park, lang)
    if not found:
        return
    figures.section(messages.text(lang, "data.covers"), park.example, lang)
    st.html(f'<p class="said">{escape(messages.text(lang, "data.covers.lead"))}</p>')
    notice.show(PAGE, park.id, lang)
    st.html(figure.table_html(_table(found, lang), "wordy layers"))
    told = [f"{one.layer}: {one.finding.text(lang)}" for one in found if one.finding]
    if told:
        told.append(messages.text(lang, "data.covers.next"))
        st.html(f'<div class="notice next" role="note">{"".join(f"<p>{escape(line)}</p>" for line in told)}</div>')
    known = {(one.layer_id, one.source.id): one for one in found if extents.choices(one.layer_id)}
    if known:
        _choice(park, known, lang)


def _table(found: list[Covered], lang: str) -> Table:
    head = tuple(messages.text(lang, f"data.covers.{name}") for name in _COLUMNS)
    rows = [(one.layer, _file(one), _day(one.source.dated, lang), one.words, one.follows, one.days or "–") for one in found]
    return Table(messages.text(lang, "data.covers.table"), head, rows)


def _choice(park: Park, known: dict[tuple[str, str], Covered], lang: str) -> None:
    left, middle, day, right = st.columns([2, 1.6, 1.2, 0.8], vertical_alignment="bottom")
    key = f"extent-source-{park.id}-{park.version}"
    picked = left.selectbox(
        messages.text(lang, "data.covers.choose"), list(known), key=key, filter_mode="contains",
        format_func=told_apart(known, lambda one: f"{known[one].layer} · {_file(known[one])}", lambda one: one[1]),
    )  # fmt: skip
    source, of = known[picked].source, f"{park.version}-{'-'.join(picked)}"
    choices = extents.choices(picked[0])
    before = choices.index(source.extent) if source.extent in choices else None
    middle.selectbox(
        messages.text(lang, "data.covers.extent"), choices, index=before, key=f"extent-{of}",
        format_func=lambda name: messages.text(lang, f"import.covers.{name}"), placeholder=known[picked].words,
    )  # fmt: skip
    day.date_input(messages.text(lang, "data.covers.dated"), value=source.dated, key=f"extent-day-{of}", format="DD.MM.YYYY")
    seen = (park.id, *picked, of, known[picked].layer, park.version)
    right.button(messages.text(lang, "data.covers.save"), key="extent-save", width="stretch", on_click=_save, args=seen)


def _save(park_id: str, layer_id: str, source_id: str, of: str, layer: str, seen: int) -> None:
    """Called with what the page had shown when the button was pressed."""
    covers, dated = st.session_state[f"extent-{of}"], st.session_state[f"extent-day-{of}"]
    try:
        made = extents.set_extent(park_id, layer_id, source_id, covers, dated, seen)
    except LanduseError as error:
        notice.refused(PAGE, park_id, error)
        return
    words = {lang: extents.words_of(made, lang) for lang in messages.LANGS}
    notice.done(PAGE, park_id, ("data.covers.saved", {"layer": layer, "source": source_id, "covers": words}))


def _file(one: Covered) -> str:
    if one.source.origin == "example":
        return one.source.name or one.source.id
    return f"{one.source.id} ({one.source.name})" if one.source.name else one.source.id


def _day(day: date | None, lang: str) -> str:
    return numbers.day(day, lang) if day else messages.text(lang, "views.undated")
