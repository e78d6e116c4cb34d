"""The side *Lag*: the parks and their layers, each with date, source, licence, whether it may be shared, and rows."""

from datetime import date

import streamlit as st

from actions.imports import park_layers
from landuse.words import messages, numbers
from landuse.words.foreign import escape
from parks.park import Park, adopted_words, name_words
from views import state
from views.charts import figure
from views.charts.figure import Table
from views.data_eksport import extents
from views.parts import figures, notice

_COLUMNS = ("layer", "dated", "rows", "source", "licence", "shareable")


def show(parks: list[Park], park: Park | None, lang: str) -> None:
    """All parks in one table, or the layers of one."""
    if park is None:
        figures.section(messages.text(lang, "data.parks"), any(each.example for each in parks), lang)
        st.html(figure.table_html(_parks(parks, lang), "wordy"))
        notice.info(messages.text(lang, "data.parks.next"))
        return
    figures.section(messages.text(lang, "data.layers", park=name_words(park, lang)), park.example, lang)
    st.html(f'<p class="said">{escape(_about(park, lang))}</p>')
    found = park_layers.park_layers(park, lang)
    if not found:
        notice.info(messages.text(lang, "data.layers.none"))
        return
    st.html(figure.table_html(_layers(found, lang), "wordy layers"))
    missing = park_layers.missing_layers(park, lang)
    if missing:
        st.html(f'<p class="said">{escape(messages.text(lang, "data.layers.missing", layers=", ".join(missing)))}</p>')
    extents.show(park, lang)
    if st.button(messages.text(lang, "data.layers.import"), key="to-import"):
        state.go(data="import")


def _parks(parks: list[Park], lang: str) -> Table:
    head = tuple(
        messages.text(lang, f"data.column.{name}") for name in ("park", "place", "baseline", "adopted", "layers", "newest", "data")
    )
    rows = [
        (
            figure.link(f"?page=data&park={park.id}&lang={lang}", name_words(park, lang)),
            ", ".join(park_layers.places(park)),
            _baseline(park, lang),
            _adopted(park, lang),
            numbers.decimal(len(park.layers), lang),
            _day(max((about["dated"] for about in park.layers.values() if about.get("dated")), default=None), lang),
            messages.text(lang, "data.example" if park.example else "data.own"),
        )
        for park in parks
    ]
    return Table(messages.text(lang, "data.parks.table"), head, rows)


def _layers(found: list[park_layers.ParkLayer], lang: str) -> Table:
    head = tuple(messages.text(lang, f"data.column.{name}") for name in _COLUMNS)
    rows = [
        (
            f"{layer.title} · {messages.text(lang, 'views.example.mark')}" if layer.example else layer.title,
            _day(layer.dated, lang),
            messages.text(lang, "data.raster") if layer.rows is None else numbers.decimal(layer.rows, lang),
            layer.source,
            layer.licence,
            messages.text(lang, "data.shareable" if layer.shareable else "data.not_shareable"),
        )
        for layer in found
    ]
    return Table(messages.text(lang, "data.layers.table"), head, rows)


def _about(park: Park, lang: str) -> str:
    """Where the park lies, its baseline and its adopted perimeter, in one line."""
    parts = {"place": ", ".join(park_layers.places(park)), "baseline": _baseline(park, lang), "adopted": _adopted(park, lang)}
    return messages.text(lang, "data.about", epsg=park.epsg, **parts)


def _baseline(park: Park, lang: str) -> str:
    day = numbers.day(park.baseline_date, lang)
    return messages.text(lang, "data.assumed", day=day) if park.baseline_date_assumed else day


def _adopted(park: Park, lang: str) -> str:
    said = adopted_words(park, lang)
    if said is None:
        return messages.text(lang, "data.not_adopted")
    day, basis = _day(park.adopted.get("on"), lang), said.get("basis") or "–"
    return messages.text(lang, "data.adopted", day=day, by=said.get("by") or "–", basis=basis)


def _day(day: date | None, lang: str) -> str:
    return numbers.day(day, lang) if day else messages.text(lang, "views.undated")
