"""The nature account of the page Fremdrift: taken, put back and planned, by kind and year, beside the rate."""

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from actions.map import map_data
from actions.once import once
from actions.progress import nature_account
from actions.progress.nature_text import bridge, entries, taken_daa
from landuse.progress.nature_account import KINDS
from landuse.words import messages, numbers
from parks.park import Park
from views import state
from views.charts import figure, nature_bars
from views.charts.figure import Table
from views.charts.stacked import Stack
from views.parts import figures

Account = dict[str, Any]


def account(parks: list[Park], park: Park | None, example: bool, lang: str) -> None:
    """One park's account, or that of the parks that are counted together."""
    title = messages.text(lang, "account.title")
    rows = [_of(each) for each in parks]
    answered = [row for row in rows if row["years"] is not None]
    if not answered:
        figures.section(title, example, lang)
        st.html(f'<p class="said">{messages.text(lang, "account.none")}</p>')
        return
    told = answered[0] if park else nature_account.together(answered)
    bars = _stacks(told, lang)
    draw = partial(nature_bars.stacks, rows=bars, label=title, example=example, lang=lang)
    how = messages.text(lang, "account.how", rate=figures.share(told["land_utilisation_pct"], lang), sum=_taken_sum(told, lang))
    if park is None and len(answered) < len(parks):
        how += "\n" + messages.text(lang, "account.without", count=len(parks) - len(answered))
    said = bridge(told, lang)
    how += f"\n{said}" if said else ""
    figures.section(title, example, lang)
    left, right = st.columns([1.55, 1], gap="medium")
    with left:
        figure.drawing(draw, f"account-{lang}")
    with right:
        st.html(figure.how_to_read(how, lang))
    st.html(figure.table_html(_table(told, lang)))


def _of(park: Park) -> Account:
    """One park's account; what is proposed changes with every case that is kept, and is read each time."""
    found = _kept(park.id, map_data.day(park, state.when()), map_data.version(park.id))
    return found | {"proposed": nature_account.proposed_daa(park.id)}


@once(maxsize=64)
def _kept(park_id: str, on: date, _version: str) -> Account:
    return nature_account.park_account(map_data.park(park_id), on)


def _stacks(told: Account, lang: str) -> list[Stack]:
    return [Stack(label, parts, _daa(taken_daa(parts), lang)) for label, parts in entries(told, lang) if any(parts.values())]


def _table(told: Account, lang: str) -> Table:
    rows_told = entries(told, lang)
    unmapped = any(parts.get("not_mapped") for _, parts in rows_told)
    kinds = (*KINDS, "not_mapped") if unmapped else KINDS
    head = (
        messages.text(lang, "account.line"),
        *(messages.text(lang, f"nature.{kind}") for kind in kinds),
        messages.text(lang, "progress.sum"),
    )
    rows = [(label, *(_number(parts.get(kind), lang) for kind in kinds), _number(taken_daa(parts), lang)) for label, parts in rows_told]
    return Table(messages.text(lang, "account.table"), head, rows)


def _taken_sum(told: Account, lang: str) -> str:
    return _daa(sum(taken_daa(year["taken"]) for year in told["years"]), lang)


def _number(daa: float | None, lang: str) -> str:
    return "–" if not daa else numbers.decimal(daa, lang, 1)


def _daa(daa: float, lang: str) -> str:
    return numbers.daa(daa * numbers.M2_PER_DAA, lang, 1)
