"""The page *Fremdrift*: what a council is told in three sentences, then what it rests on, part by part."""

from typing import Any
from urllib.parse import quote

import streamlit as st

from actions.map import map_data
from actions.progress import council
from landuse.words import messages
from landuse.words.foreign import escape
from parks.park import Park, name_words
from views import state
from views.fremdrift import account, baseline, course, cover, data, grey_map, indicators, land_account, pace, parts, yearly_return
from views.fremdrift import moves as fremdrift_moves
from views.parts import figures, style, waiting
from views.web import cached

Row = dict[str, Any]


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """Three sentences and both rates first; the line to the target, what moved, nature and all the rest fold out."""
    style.load("progress")
    when = state.when()
    told, row = _figures(parks, park, when, lang)
    shown = parks if park is None else [park]
    if told and not row["parks"]:
        st.info(messages.text(lang, "views.no_total"))
        return
    counted = [one for one in shown if park is not None or one.id in row["parks"]]
    targets, example = (told or row)["targets"], any(one.example for one in shown)
    left, right = st.columns([1.2, 1], gap="large")
    with left:
        _council(row, targets, counted, park, lang)
    with right:
        parts.gauges(row, targets, park, example, lang)
    left, right = st.columns([1.2, 1], gap="large")
    with left:
        figures.remarks(messages.text(lang, "views.notes"), row["notes"])
    with right:
        parts.gauges_read(row, targets, counted, park, lang)
    with _part("line", lang, expanded=True):
        course.course(counted, targets, example, lang)
    with _part("moves", lang):
        fremdrift_moves.movements(counted, park, example, lang)
    if told:
        with _part("parks", lang):
            parts.side_by_side(parks, told, example, lang)
    pace.show(counted, park, lang)
    with _part("nature", lang):
        account.account(counted, park, example, lang)
        parts.nature(row, example, lang)
        cover.what_happened(counted, example, lang)
    if park:
        with _part("land_account", lang):
            land_account.show(park, lang)
    with _part("readings", lang):
        parts.readings(row, targets, example, lang)
        grey_map.beside(counted, park, example, lang)
        if told:
            parts.residual(row, example, lang)
    with _part("baseline", lang):
        baseline.show(counted, park, told["parks"] if told else [row], example, lang)
    yearly_return.show(park, lang)
    with _part("indicators", lang):
        indicators.indicators(told["parks"] if told else [row], row, counted, example, lang)


def _figures(parks: list[Park], park: Park | None, when: Any, lang: str) -> tuple[Row | None, Row]:
    """All parks' figures with their total, or none and one park's; while a park has to be found first, a line says which."""
    for one in parks if park is None else [park]:
        with waiting.one(one, when, lang):
            cached.park_status(one.id, when, lang)
    if park is not None:
        return None, cached.park_status(park.id, when, lang)
    told = cached.all_status(tuple(one.id for one in parks), when, lang)
    return told, told["total"]


def _part(name: str, lang: str, expanded: bool = False) -> Any:
    return st.expander(messages.text(lang, f"council.more.{name}"), expanded=expanded, key=f"part-{name}", on_change="ignore")


def _council(row: Row, targets: Row, counted: list[Park], park: Park | None, lang: str) -> None:
    """The three sentences, and for one park the page that has them on paper."""
    when = state.when()
    moved = None if when == "baseline" else data.moved(counted, "baseline", when, lang)
    who = name_words(park, lang) if park else messages.text(lang, "views.norway")
    then = min(one.baseline_date for one in counted)
    lines = council.sentences(row, targets, moved, who, then, lang)
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    title = escape(messages.text(lang, "council.title"))
    st.html(f'<section class="council"><h2>{title}</h2><ol>{items}</ol>{_sheet(park, lang)}</section>')


def _sheet(park: Park | None, lang: str) -> str:
    if park is None:
        return ""
    on = map_data.day(park, state.when())
    address = f"geo/{quote(park.id)}/fremdrift.pdf?date={on.isoformat()}&lang={lang}"
    return f'<p class="links"><a class="sheet" href="{escape(address)}" download>{escape(messages.text(lang, "council.pdf"))}</a></p>'
