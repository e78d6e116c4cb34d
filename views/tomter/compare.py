"""Up to five published plots beside each other, a fact a row; which ones stands in the address."""

import geopandas as gpd
import pandas as pd
import streamlit as st

from landuse.words import messages, numbers
from views.charts import figure
from views.charts.figure import Table
from views.parts import figures
from views.parts.words import told_apart
from views.tomter import fact_form, fact_words, find

MOST = 5
_KEY = "compare-plots"
_APART = ("description_nb", "description_en", "photo", "photo_alt", "contact_email")  # read on a plot's own page


def choose(found: gpd.GeoDataFrame, lang: str) -> list[str]:
    """The field with the shortlist: the plots that are chosen, as many as can be read beside each other."""
    titles = {str(number): row["title"] for number, row in found.iterrows()}
    said = st.session_state.get(_KEY, find.asked("list"))
    st.session_state[_KEY] = [number for number in said if number in titles][:MOST]
    return st.multiselect(
        messages.text(lang, "plots.compare.choose", count=MOST),
        list(titles),
        key=_KEY,
        max_selections=MOST,
        format_func=told_apart(titles, titles.__getitem__, lambda number: found.loc[int(number), "park_name"]),
        placeholder=messages.text(lang, "plots.compare.placeholder"),
    )


def show(found: gpd.GeoDataFrame, chosen: list[str], lang: str) -> None:
    """Draw the chosen ones, a fact a row; facts that none of them has stated are left out."""
    if not chosen:
        return
    rows = [found.loc[int(number)] for number in chosen]
    figures.section(messages.text(lang, "plots.investors.compare"), any(bool(row["example"]) for row in rows), lang)
    head = (messages.text(lang, "first.fact"), *(str(row["title"]) for row in rows))
    table = Table(messages.text(lang, "plots.investors.compare"), head, _facts(rows, lang))
    st.html(figure.table_html(table, "wordy"))


def _facts(rows: list, lang: str) -> list[tuple[str, ...]]:
    told = [(messages.text(lang, "plots.column.park"), *(str(row["park_name"]) for row in rows))]
    told.append((messages.text(lang, "plots.column.published"), *(numbers.day(row["published_on"], lang) for row in rows)))
    asked = {field["key"]: field for kind in ("plot", "building") for field in fact_form.fields(kind, lang)}
    for name, field in asked.items():
        values = [_said(row.get(name)) for row in rows]
        if name not in _APART and any(value is not None for value in values):
            told.append((field["label"], *("–" if value is None else fact_words.answer(name, value, lang) for value in values)))
    return told


def _said(value: object) -> object | None:
    """A fact that a plot has; None where the table has a blank."""
    if isinstance(value, (list, tuple, dict)):
        return value or None
    return None if pd.isna(value) or value == "" else value
