"""The page *Om tallene*: method, definitions, sources, what is illustrative, limits, licences, accessibility, versions."""

import re

import streamlit as st

from actions import about
from actions.map import map_data
from landuse.words import messages, numbers
from parks.park import Park
from views.charts import figure
from views.charts.figure import Table
from views.parts import style


def page(parks: list[Park], park: Park | None, lang: str) -> None:
    """The words of the method, with what the data and the tests say set in where it belongs."""
    style.load("progress")
    beside = {"measured": _measured, "layers": _layers, "versions": _versions, "contact": _contact}
    shown = parks if park is None else [park]
    for name, words in about.text(lang).items():
        with st.container(key=f"about-{name}"):
            st.markdown(words)
            if name in beside:
                beside[name](map_data.parks() if name == "measured" else shown, lang)


def _measured(parks: list[Park], lang: str) -> None:
    tables = about.measured()
    if not tables:
        st.caption(messages.text(lang, "about.matrix.none"))
    for one in tables:
        pct = "" if one.pct is None else messages.text(lang, "about.agreement", pct=numbers.pct(one.pct, lang))
        said = messages.text(lang, f"about.measured.{one.kind}", agreement=pct).strip()
        head = tuple(_named(cell, parks, lang) for cell in one.head)
        rows = [(_named(row[0], parks, lang), *(_counted(cell, lang) for cell in row[1:])) for row in one.rows]
        st.html(figure.table_html(Table(said, head, rows)))


def _counted(cell: str, lang: str) -> str:
    """The whole numbers of a cell as the language groups them; the tests write 48,202."""
    return re.sub(r"\d{1,3}(?:,\d{3})+", lambda found: numbers.decimal(int(found[0].replace(",", "")), lang), cell)


def _named(word: str, parks: list[Park], lang: str) -> str:
    """A word of the tests' tables as people say it: a class, a head, a park."""
    names = {park.id: park.name for park in parks}
    keys = (f"class.{word}", f"about.head.{word.split()[0]}")
    return names.get(word) or next((messages.text(lang, key) for key in keys if messages.has(key)), word)


def _layers(parks: list[Park], lang: str) -> None:
    head = tuple(messages.text(lang, f"about.column.{name}") for name in ("layer", "source", "licence", "dated", "parks"))
    rows = [(use.title, use.source, use.licence, use.dated, _who(use.parks, parks, lang)) for use in about.layer_uses(parks, lang)]
    st.html(figure.table_html(Table(messages.text(lang, "about.layers.table"), head, rows), "wordy"))


def _who(names: tuple[str, ...], parks: list[Park], lang: str) -> str:
    """Which parks have a layer so; told in a word where all have."""
    return messages.text(lang, "about.all_parks") if len(names) == len(parks) > 1 else ", ".join(names)


def _versions(_parks: list[Park], lang: str) -> None:
    head = tuple(messages.text(lang, f"about.column.{name}") for name in ("what", "version"))
    rows = [(messages.text(lang, f"about.{name}") if messages.has(f"about.{name}") else name, said) for name, said in about.versions()]
    st.html(figure.table_html(Table(messages.text(lang, "about.versions.table"), head, rows)))


def _contact(_parks: list[Park], lang: str) -> None:
    said = about.contact()
    st.text(" · ".join(said.values()) if said else messages.text(lang, "about.contact.none"))
