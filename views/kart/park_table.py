"""The table of parks beside the map of Norway: whole names, the figures beside them, a press opens the park."""

from typing import Any

import streamlit as st

from landuse.words import messages, numbers
from landuse.words.foreign import each, for_line
from parks.park import Park
from views import state
from views.parts import figures, guard

_COLUMNS = ("in_use", "vacant_daa", "total_daa", "building_rate")
_RATES = ("land_utilisation_pct", "building_utilisation_pct")
_MOUNT_JS = """export default async function (component) {
  const { default: mount } = await import(new URL("assets/frame/parks.js", document.baseURI).href);
  return mount(component);
}"""

_table = st.components.v2.component("parkareal_parks", html="<table></table>", js=_MOUNT_JS)


def show(parks: list[Park], rows: dict[str, dict[str, Any]], lang: str) -> None:
    """Draw it; `rows` are the parks' figures by id, None standing for what is not answered."""
    _table(data=each(data(parks, rows, lang), for_line), key="parks_widget", on_picked_change=_picked)


def data(parks: list[Park], rows: dict[str, dict[str, Any]], lang: str) -> dict[str, Any]:
    """All that the table shows, in words."""
    return {
        "caption": messages.text(lang, "views.parks"),
        "head": [messages.text(lang, f"views.column.{name}") for name in ("park", *_COLUMNS)],
        "mark": messages.text(lang, "frame.invented"),
        "rows": [{"id": park.id, "name": park.name, "example": park.example, "cells": _cells(rows[park.id], lang)} for park in parks],
    }


def _cells(row: dict[str, Any], lang: str) -> list[str]:
    land, building = (None if row[name] is None else numbers.pct(row[name], lang) for name in _RATES)
    vacant, total = (None if row[name] is None else numbers.decimal(row[name], lang) for name in ("vacant_daa", "total_daa"))
    return [figures.NOT_ANSWERED if said is None else said for said in (land, vacant, total, building)]


@guard.act
def _picked() -> None:
    asked = (st.session_state.get("parks_widget") or {}).get("picked")
    if asked:
        state.choose_park(str(asked))
        st.session_state["park_clicked"] = True
