"""The filters of the investors' list: what a plot must at least have. A plot that has not said so does not pass."""

from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from landuse.words import messages, numbers
from views.parts.words import told_apart
from views.tomter import fact_form, fact_words

_CHOICES = ("readiness", "zone", "water", "sewer", "quay", "rail")


def choose(rows: gpd.GeoDataFrame, lang: str) -> gpd.GeoDataFrame:
    """Draw the filters; the rows that pass, the largest first."""
    with st.container(key="filters"):
        columns = st.columns(4, gap="small")
        passing = pd.Series(True, index=rows.index)
        passing &= _least(columns[0], rows, "net_daa", lang)
        passing &= _most(columns[1], rows, "price_nok_m2", lang)
        names = [name for name in _CHOICES if name in rows and rows[name].notna().any()]
        fields = {field["key"]: field for field in fact_form.fields("plot", lang) + fact_form.fields("building", lang)}
        for number, name in enumerate(name for name in names if name in fields):
            passing &= _one_of(columns[(number + 2) % 4], rows, fields[name], lang)
        if rows["park_id"].nunique() > 1:
            passing &= _parks(columns[(len(names) + 2) % 4], rows, lang)
    found = rows[passing.to_numpy()]
    st.caption(messages.text(lang, "plots.filter.count", found=numbers.decimal(len(found), lang), all=numbers.decimal(len(rows), lang)))
    return found.sort_values("net_daa", ascending=False, kind="stable", na_position="last") if "net_daa" in found else found


def _least(place: Any, rows: gpd.GeoDataFrame, name: str, lang: str) -> pd.Series:
    value = place.number_input(
        messages.text(lang, "plots.filter.daa"), min_value=0.0, value=None, step=1.0, format="%.0f", key=f"filter-{name}"
    )
    return pd.Series(True, index=rows.index) if value is None else pd.to_numeric(rows[name], errors="coerce") >= value


def _most(place: Any, rows: gpd.GeoDataFrame, name: str, lang: str) -> pd.Series:
    said = pd.to_numeric(rows[name], errors="coerce") if name in rows else pd.Series(dtype=float)
    if not said.notna().any():
        return pd.Series(True, index=rows.index)
    value = place.number_input(
        messages.text(lang, "plots.filter.price"), min_value=0.0, value=None, step=50.0, format="%.0f", key=f"filter-{name}"
    )
    return pd.Series(True, index=rows.index) if value is None else said <= value


def _one_of(place: Any, rows: gpd.GeoDataFrame, field: dict[str, Any], lang: str) -> pd.Series:
    words, said = _words(field, rows, lang), rows[field["key"]]
    options = [code for code in words if (said == code).any()]
    chosen = place.multiselect(
        field["label"],
        options,
        key=f"filter-{field['key']}",
        format_func=told_apart(options, words.__getitem__),
        placeholder=messages.text(lang, "plots.filter.all"),
    )
    return said.astype(object).isin(chosen) if chosen else pd.Series(True, index=rows.index)


def _words(field: dict[str, Any], rows: gpd.GeoDataFrame, lang: str) -> dict[str, str]:
    """The codes of a fact in words; where it is free text, the texts that there are."""
    said = sorted(rows[field["key"]].dropna().astype(str).unique())
    return dict(field["choices"]) or {code: fact_words.words(field["key"], code, lang) for code in said}


def _parks(place: Any, rows: gpd.GeoDataFrame, lang: str) -> pd.Series:
    names = dict(zip(rows["park_id"], rows["park_name"], strict=True))
    chosen = place.multiselect(
        messages.text(lang, "plots.column.park"),
        list(names),
        key="filter-park",
        format_func=told_apart(names, names.__getitem__),
        placeholder=messages.text(lang, "plots.filter.all"),
    )
    return rows["park_id"].isin(chosen) if chosen else pd.Series(True, index=rows.index)
