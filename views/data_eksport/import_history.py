"""What was imported when, and putting an earlier version of the park's data back."""

from datetime import datetime

import streamlit as st

from actions.imports import versions
from actions.imports.park_layers import title as layer_title
from actions.imports.versions import Version
from landuse.quality.dates import norwegian_moment
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.languages import worded
from parks.park import Park
from views.charts import figure
from views.charts.figure import Table
from views.parts import figures, notice
from views.parts.words import told_apart


def show(park: Park, page: str, lang: str) -> None:
    """All versions in a table, and a choice among those that can come back; nothing before the first import."""
    known = versions.versions(park.id)
    if not known:
        return
    figures.section(messages.text(lang, "import.history"), park.example, lang)
    head = tuple(messages.text(lang, f"import.history.{name}") for name in ("version", "when", "what", "state"))
    rows = [(str(one.number), _when(one, lang), _what(one, lang), _state(one, lang)) for one in known]
    st.html(figure.table_html(Table(messages.text(lang, "import.history"), head, rows), "wordy"))
    gone = versions.dropped_out(park)
    if gone is not None:
        st.html(f'<p class="said">{messages.text(lang, "cli.version_gone", version=gone)}</p>')
    able = [one.number for one in known if one.can_return]
    if not able:
        return
    left, right, _ = st.columns([1, 1, 3], vertical_alignment="bottom")
    key = f"return-{park.version}"
    left.selectbox(messages.text(lang, "import.history.choose"), able, key=key, filter_mode="contains")
    seen = (park.id, page, key, park.version)
    right.button(messages.text(lang, "import.history.return"), key="return-button", width="stretch", on_click=_put_back, args=seen)
    _one_source(park, page, key, lang)


def _one_source(park: Park, page: str, version_key: str, lang: str) -> None:
    """A choice among the sources that there are and were: put back as the chosen version has it, or taken out of its layer."""
    names = versions.known_sources(park.id)
    if not names:
        return
    left, middle, right, _ = st.columns([2, 1, 1, 1], vertical_alignment="bottom")
    key = f"source-{park.version}"
    left.selectbox(
        messages.text(lang, "import.history.source"), list(names), key=key, filter_mode="contains",
        format_func=told_apart(names, lambda one: f"{layer_title(one[0], lang)} · {one[1]} ({names[one] or '–'})"),
    )  # fmt: skip
    seen = (park.id, page, key, version_key, park.version)
    for column, name in ((middle, "return_source"), (right, "remove_source")):
        column.button(
            messages.text(lang, f"import.history.{name}"), key=f"{name}-button", width="stretch", on_click=_act, args=(name, *seen)
        )


def _act(name: str, park_id: str, page: str, key: str, version_key: str, seen: int) -> None:
    """Called with what the page had shown when the button was pressed."""
    (layer_id, source_id), number = st.session_state[key], st.session_state[version_key]
    try:
        if name == "return_source":
            versions.put_back_source(park_id, number, layer_id, source_id, seen)
        else:
            versions.remove_source(park_id, layer_id, source_id, seen)
    except LanduseError as error:
        notice.refused(page, park_id, error)
    else:
        notice.done(page, park_id, (f"import.history.{name}.done", {"source": source_id, "version": str(number)}))


def _put_back(park_id: str, page: str, key: str, seen: int) -> None:
    """Called with what the page had shown when the button was pressed."""
    number = st.session_state[key]
    try:
        versions.put_back(park_id, number, seen)
    except LanduseError as error:
        notice.refused(page, park_id, error)
    else:
        notice.done(page, park_id, ("import.history.returned", {"version": str(number)}))


def _when(one: Version, lang: str) -> str:
    if one.told is None:
        return "–"
    hour = norwegian_moment(datetime.fromisoformat(one.told["taken_at"]))
    return f"{numbers.day(hour.date(), lang)} {hour:%H:%M}"


def _what(one: Version, lang: str) -> str:
    if one.source is not None:
        layer_id, source = one.source
        key = "import.history.put_back_source" if one.put_back is not None else "import.history.removed_source"
        if one.covers:
            covers = messages.text(lang, f"extent.{one.covers}")
            return messages.text(lang, "import.history.covers", source=source, layer=layer_title(layer_id, lang), covers=covers)
        return messages.text(lang, key, source=source, layer=layer_title(layer_id, lang), version=one.put_back)
    if one.put_back is not None:
        return messages.text(lang, "import.history.put_back", version=one.put_back)
    if one.told and "together" in one.told:
        files = [f"{each['file']} → {layer_title(each['layer'], lang)}" for each in one.told["together"]]
        return messages.text(lang, "import.history.files", count=len(files), files="; ".join(files))
    return worded(one.told, "summary", lang) if one.told else messages.text(lang, "import.history.first")


def _state(one: Version, lang: str) -> str:
    name = "in_use" if one.in_use else "kept" if one.can_return else "report_only"
    return messages.text(lang, f"import.history.{name}")
