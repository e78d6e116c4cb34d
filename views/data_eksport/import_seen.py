"""A file that was read and is not in use yet: what became of its rows, its findings beside a map, and the two ways on."""

from typing import Any
from urllib.parse import quote

import streamlit as st

from actions.imports import pending, pending_map, report_words
from actions.imports.pending import Pending
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from landuse.words.languages import worded
from layers.registry import all_layers
from parks.park import Park
from views.charts import figure
from views.charts.figure import Table
from views.data_eksport import extent_choice
from views.map import parts
from views.map.component import park_map, picked
from views.parts import error_words, figures, guard, notice
from views.parts.words import told_apart
from views.web import address as web_address

_SEVERITY = {
    "error": {"fill": "#A3262A", "line": "#4D1012", "weight": 2.2, "opacity": 0.9},
    "warning": {"fill": "#F2A900", "line": "#5C4000", "weight": 2.0, "opacity": 0.9},
    "notice": {"fill": "#5B9BC8", "line": "#123A57", "weight": 1.6, "opacity": 0.85},
}
_ROWS = {"fill": "#D9E2DE", "line": "#3F5A50", "weight": 1.0, "opacity": 0.45}
_CHOSEN = "import-finding"


def show(park: Park, page: str, lang: str) -> None:
    """The staged imports of a park, one at a time."""
    waiting = {one.token: one for one in pending.all_pending(park.id)}
    if not waiting:
        return
    figures.section(messages.text(lang, "import.pending"), park.example, lang)
    token = next(iter(waiting))
    if len(waiting) > 1:
        token = st.selectbox(
            messages.text(lang, "import.choose"), list(waiting), key=f"import-token-{len(waiting)}", filter_mode="contains",
            format_func=told_apart(waiting, lambda one: f"{waiting[one].told['file']} → {_layer(waiting[one], lang)}"),
        )  # fmt: skip
    _seen(park, waiting[token], page, lang)


def _seen(park: Park, one: Pending, page: str, lang: str) -> None:
    _report(one, lang)
    extent_choice.show(one, lang)
    left, right, _ = st.columns([1, 1, 3])
    seen = (park.id, page, one, lang)
    left.button(
        messages.text(lang, "import.take"), type="primary", key=f"take-{one.token}", width="stretch",
        on_click=_act, args=("import.taken", _take, *seen),
    )  # fmt: skip
    right.button(
        messages.text(lang, "import.drop"), key=f"drop-{one.token}", width="stretch",
        on_click=_act, args=("import.dropped", pending.drop, *seen),
    )  # fmt: skip
    _room(park, one, lang)
    st.html(_links(one, lang))


def look(park: Park, one: Pending, lang: str) -> None:
    """A file of those that were read together: its report, its findings beside the map, and the report as files."""
    _report(one, lang)
    _room(park, one, lang)
    st.html(_links(one, lang))


def _report(one: Pending, lang: str) -> None:
    told = one.told
    lines = [worded(told, "summary", lang), messages.text(lang, "import.counts", **told["counts"]), *_changes(told, lang)]
    lines += told.get(f"value_lines_{lang}", [])
    columns = ", ".join(f"{theirs} → {ours}" for ours, theirs in told["columns"].items())
    lines += [f"{messages.text(lang, 'import.columns')}: {columns}"] if columns else []
    lines += report_words.rule_lines(told.get("rules", []), lang)
    st.html(f'<div class="notice next" role="note">{"".join(f"<p>{escape(line)}</p>" for line in lines)}</div>')


@guard.fragment
def _room(park: Park, one: Pending, lang: str) -> None:
    """The findings beside their map; what is clicked there is told in full."""
    findings = one.told["findings"]
    placed = [number for number, row in enumerate(findings, start=1) if row["lon"] is not None]
    left, right = st.columns([1.15, 1], gap="medium") if placed or one.told["area_m2"] else (None, st.container())
    if left:
        with left:
            park_map(_map(park, one, lang), lang, _finding_picked)
    with right:
        chosen = web_address.number(st.session_state.get(_CHOSEN))
        if chosen and chosen <= len(findings):
            st.html(_told(chosen, findings[chosen - 1], lang))
        if findings:
            st.html(figure.table_html(_table(findings, lang), "wordy findings"))
        else:
            notice.success(messages.text(lang, "import.no_findings"))


def _map(park: Park, one: Pending, lang: str) -> dict[str, Any]:
    """What the map is told: the file's rows under its findings, on the park's own outline where there is one."""
    address = f"geo/{quote(park.id)}/import/{one.token}"
    labels = {name: messages.text(lang, f"severity.{name}") for name in _SEVERITY}
    rows = {"id": "rows", "title": messages.text(lang, "import.map.rows"), "dated": None, "on": True}
    return {
        "units": {"url": f"{address}/findings.geojson?lang={lang}"},
        "layers": [{**rows, "url": f"{address}/rows.geojson?lang={lang}", "pane": "area", "style": _ROWS, "codes": None}],
        "classes": {name: style | {"label": labels[name]} for name, style in _SEVERITY.items()}
        | {"not_counted": _SEVERITY["notice"] | {"label": labels["notice"]}},
        "legend": [{"label": labels[name], "style": style} for name, style in _SEVERITY.items()]
        + [{"label": messages.text(lang, "import.map.rows"), "style": _ROWS}],
        "attribution": messages.text(lang, "import.map.source"),
        "bounds": pending_map.bounds(park.id, one.token),
        "filter": "all",
        "selected": st.session_state.get(_CHOSEN),
    } | parts.marks(False, lang)


def _table(findings: list[dict[str, Any]], lang: str) -> Table:
    head = ("#", *(messages.text(lang, f"report.column.{name}") for name in ("severity", "sentence", "remedy", "who")))
    rows = [
        (
            str(number),
            messages.text(lang, f"severity.{row['severity']}"),
            worded(row, "sentence", lang),
            error_words.remedy(row, lang),
            messages.text(lang, f"who.{row['who']}"),
        )
        for number, row in enumerate(findings, start=1)
    ]
    return Table(messages.text(lang, "import.table.label"), head, rows)


def _told(number: int, row: dict[str, Any], lang: str) -> str:
    words = messages.text(lang, "import.picked", number=number, sentence=worded(row, "sentence", lang))
    remedy = messages.text(lang, "import.remedy", remedy=error_words.remedy(row, lang), who=messages.text(lang, f"who.{row['who']}"))
    return f'<div class="notice next" role="status"><p><b>{escape(words)}</b></p><p>{escape(remedy)}</p></div>'


def _changes(told: dict[str, Any], lang: str) -> list[str]:
    """What is new against the layer in use, by name, and which units to look at again."""
    lines = report_words.change_lines(told["changes"], lang)
    if not lines:
        return []
    units = told.get("units")
    return lines + [
        messages.text(lang, "import.units", count=len(units)) if units is not None else messages.text(lang, "import.units.unknown")
    ]


def _links(one: Pending, lang: str) -> str:
    address = f"geo/{quote(one.park_id)}/import/{one.token}"
    links = [("report.xlsx", "import.download.xlsx"), ("report.geojson", "import.download.geojson")]
    links += [("rejected.geojson", "import.download.rejected")] if one.rejected else []
    items = " · ".join(
        f'<a href="{escape(address)}/{name}?lang={lang}" download>{escape(messages.text(lang, words))}</a>' for name, words in links
    )
    return f'<p class="links">{items}</p>'


def _act(words: str, act: Any, park_id: str, page: str, one: Pending, lang: str) -> None:
    """Called with the report that the page had shown when the button was pressed."""
    try:
        act(park_id, one.token)
    except LanduseError as error:
        notice.refused(page, park_id, error)
    else:
        notice.done(page, park_id, (words, {"file": one.told["file"], "layer": _layer(one, lang)}))
    st.session_state.pop(_CHOSEN, None)


def _take(park_id: str, token: str) -> None:
    pending.take(park_id, token, extent_choice.chosen(token))


def _layer(one: Pending, lang: str) -> str:
    declared = all_layers().get(one.told["layer"]) or all_layers()[one.told["layer"].rpartition("_")[0]]
    return declared.title(lang)


def _finding_picked() -> None:
    st.session_state[_CHOSEN] = picked()
