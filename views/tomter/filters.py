"""The filters of the investors' list: what a plot must at least have, and in which order. A plot that has not said so does not pass."""

from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from landuse.words import messages, numbers
from views.parts.words import told_apart
from views.tomter import fact_form, fact_words, find

_CHOICES = ("readiness", "zone", "water", "sewer", "quay", "rail")
_ORDERS = {"size": ("net_daa", False), "price": ("price_nok_m2", True), "newest": ("published_on", False), "park": ("park_name", True)}


def choose(rows: gpd.GeoDataFrame, lang: str) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Draw the filters; the rows that pass in the chosen order, and what is looked for, for the address."""
    needs: dict[str, Any] = {}
    with st.container(key="filters"):
        columns = st.columns(4, gap="small")
        passing = pd.Series(True, index=rows.index)
        passing &= _least(columns[0], rows, "net_daa", needs, lang)
        passing &= _most(columns[1], rows, "price_nok_m2", needs, lang)
        names = [name for name in _CHOICES if name in rows and rows[name].notna().any()]
        fields = {field["key"]: field for field in fact_form.fields("plot", lang) + fact_form.fields("building", lang)}
        for number, name in enumerate(name for name in names if name in fields):
            passing &= _one_of(columns[(number + 2) % 4], rows, fields[name], needs, lang)
        several = rows["park_id"].nunique() > 1
        if several:
            passing &= _parks(columns[(len(names) + 2) % 4], rows, needs, lang)
        order = _order(columns[(len(names) + 2 + several) % 4], rows, needs, lang)
    found = rows[passing.to_numpy()]
    column, rising = _ORDERS[order]
    if column not in found:
        return found, needs
    key = found[column] if column in ("published_on", "park_name") else pd.to_numeric(found[column], errors="coerce")
    return found.loc[key.sort_values(ascending=rising, kind="stable", na_position="last").index], needs


def are_set() -> bool:
    """Whether anything but an order is looked for already, when the page is opened from an address."""
    return any(find.asked(name) for name in ("net_daa", "price_nok_m2", "park", *_CHOICES))


def count(found: gpd.GeoDataFrame, rows: gpd.GeoDataFrame, lang: str) -> str:
    """How many of all pass, and what becomes of those that have said nothing."""
    return messages.text(lang, "plots.filter.count", found=numbers.decimal(len(found), lang), all=numbers.decimal(len(rows), lang))


def _least(place: Any, rows: gpd.GeoDataFrame, name: str, needs: dict[str, Any], lang: str) -> pd.Series:
    value = _number(place, name, messages.text(lang, "plots.filter.daa"), 1.0)
    needs[name] = value
    return pd.Series(True, index=rows.index) if value is None else pd.to_numeric(rows[name], errors="coerce") >= value


def _most(place: Any, rows: gpd.GeoDataFrame, name: str, needs: dict[str, Any], lang: str) -> pd.Series:
    said = pd.to_numeric(rows[name], errors="coerce") if name in rows else pd.Series(dtype=float)
    if not said.notna().any():
        return pd.Series(True, index=rows.index)
    value = _number(place, name, messages.text(lang, "plots.filter.price"), 50.0)
    needs[name] = value
    return pd.Series(True, index=rows.index) if value is None else said <= value


def _number(place: Any, name: str, label: str, step: float) -> float | None:
    key = f"filter-{name}"
    if key not in st.session_state:
        st.session_state[key] = find.number(name)
    return place.number_input(label, min_value=0.0, value=None, step=step, format="%.0f", key=key)


def _one_of(place: Any, rows: gpd.GeoDataFrame, field: dict[str, Any], needs: dict[str, Any], lang: str) -> pd.Series:
    words, said = _words(field, rows, lang), rows[field["key"]]
    options = [code for code in words if (said == code).any()]
    chosen = _several(place, field["key"], field["label"], options, words, lang)
    needs[field["key"]] = chosen
    return said.astype(object).isin(chosen) if chosen else pd.Series(True, index=rows.index)


def _several(place: Any, name: str, label: str, options: list[str], words: dict[str, str], lang: str) -> list[str]:
    key = f"filter-{name}"
    said = st.session_state.get(key, find.asked(name))
    st.session_state[key] = [code for code in said if code in options]
    return place.multiselect(
        label, options, key=key, format_func=told_apart(options, words.__getitem__), placeholder=messages.text(lang, "plots.filter.all")
    )


def _words(field: dict[str, Any], rows: gpd.GeoDataFrame, lang: str) -> dict[str, str]:
    """The codes of a fact in words; where it is free text, the texts that there are."""
    said = sorted(rows[field["key"]].dropna().astype(str).unique())
    return dict(field["choices"]) or {code: fact_words.words(field["key"], code, lang) for code in said}


def _parks(place: Any, rows: gpd.GeoDataFrame, needs: dict[str, Any], lang: str) -> pd.Series:
    names = dict(zip(rows["park_id"], rows["park_name"], strict=True))
    chosen = _several(place, "park", messages.text(lang, "plots.column.park"), list(names), names, lang)
    needs["park"] = chosen
    return rows["park_id"].isin(chosen) if chosen else pd.Series(True, index=rows.index)


def _order(place: Any, rows: gpd.GeoDataFrame, needs: dict[str, Any], lang: str) -> str:
    """In which order; the largest first where nothing else is chosen."""
    options = [name for name, (column, _) in _ORDERS.items() if column in rows and rows[column].notna().any()] or ["size"]
    said = st.session_state.get("filter-order", next(iter(find.asked("order")), None))
    st.session_state["filter-order"] = said if said in options else options[0]
    chosen = place.selectbox(
        messages.text(lang, "plots.filter.order"), options, key="filter-order",
        format_func=lambda name: messages.text(lang, f"plots.order.{name}"),
    )  # fmt: skip
    needs["order"] = [chosen] if chosen != options[0] else None
    return str(chosen)
