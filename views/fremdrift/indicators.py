"""The report's seven land indicators, each a row with its answer."""

from datetime import date
from typing import Any

import streamlit as st

from actions.progress import progress
from landuse.words import messages, numbers
from parks.park import Park
from views import state as views_state
from views.charts import figure
from views.charts.figure import Table
from views.parts import figures

Row = dict[str, Any]
Answer = tuple[str, str]


def indicators(rows: list[Row], row: Row, counted: list[Park], example: bool, lang: str) -> None:
    """The report's seven land indicators, each a row with its answer; "not answered" is an answer."""
    figures.section(messages.text(lang, "progress.indicators"), example, lang)
    ids = {park.id for park in counted}
    answers = _answers([one for one in rows if one["id"] in ids], row, counted, lang)
    head = tuple(messages.text(lang, f"progress.column.{name}") for name in ("indicator", "answer", "state"))
    body = [
        (messages.text(lang, f"progress.indicator.{number}"), said, messages.text(lang, f"progress.state.{state}"))
        for number, (said, state) in answers
    ]
    table = figure.table_html(Table(messages.text(lang, "progress.indicators.table"), head, body))
    st.html(
        table.replace('class="figures"', 'class="figures wordy"', 1)
        + figure.how_to_read(messages.text(lang, "progress.indicators.how"), lang)
    )


def _answers(rows: list[Row], row: Row, counted: list[Park], lang: str) -> list[tuple[int, Answer]]:
    answers = (
        _mapped(rows, row, lang),
        _declared(rows, "coordinated", lang),
        _taken(row, lang),
        _pyramid(rows, row, counted, lang),
        _nature(row, lang),
        _floor(row, lang),
        _declared(rows, "local_fund", lang),
    )
    return list(enumerate(answers, 1))


def _mapped(rows: list[Row], row: Row, lang: str) -> Answer:
    said, state = _declared(rows, "land_mapped", lang)
    return f"{said} {messages.text(lang, 'progress.answer.quantified', area=_daa(row['vacant_daa'], lang))}", state


def _taken(row: Row, lang: str) -> Answer:
    rate = row.get("vacant_taken_pct")
    if rate is None:
        return messages.text(lang, "progress.answer.none"), "none"
    values = {"rate": numbers.pct(rate, lang), "area": _daa(row["vacant_taken_daa"], lang)}
    return messages.text(lang, "progress.answer.taken", **values), "answered"


def _pyramid(rows: list[Row], row: Row, counted: list[Park], lang: str) -> Answer:
    said, state = _declared(rows, "pyramid_updated", lang)
    jobs = progress.jobs(tuple(park.id for park in counted), views_state.when())
    if not jobs or not row["in_use_daa"]:
        return said, state
    values = {"jobs": numbers.decimal(jobs, lang), "per_daa": numbers.decimal(jobs / row["in_use_daa"], lang, 2)}
    return f"{said} {messages.text(lang, 'progress.answer.jobs', **values)}", state


def _nature(row: Row, lang: str) -> Answer:
    seen = row.get("nature_built_seen")
    inside = messages.text(lang, "views.not_answered") if seen is None else _daa(sum(seen["inside"].values()), lang, 1)
    return messages.text(lang, "progress.answer.nature", inside=inside), "none" if seen is None else "part"


def _floor(row: Row, lang: str) -> Answer:
    if not row["building_stock_m2"] or row["building_utilisation_pct"] is None:  # nobody has said what of it is vacant
        return messages.text(lang, "progress.answer.none"), "none"
    floor = numbers.m2(row["building_stock_m2"] - row["vacant_building_m2"], lang)
    return messages.text(lang, "progress.answer.floor", floor=floor, rate=numbers.pct(row["building_utilisation_pct"], lang)), "answered"


def _declared(rows: list[Row], name: str, lang: str) -> tuple[str, str]:
    """How many parks answered, and what; for one park its own answer with its date."""
    said = [row["indicators"][name] for row in rows if row["indicators"].get(name)]
    state = "answered" if len(said) == len(rows) else ("part" if said else "none")
    if not said:
        return messages.text(lang, "progress.answer.none"), state
    if len(rows) == 1:
        answer, on = said[0], said[0].get("date")
        on = numbers.day(date.fromisoformat(on), lang) if on else None
        words = messages.text(lang, f"views.answer.{answer['answer']}").capitalize()
        more = " · ".join(str(answer[key]) for key in ("note",) if answer.get(key))
        return f"{words}{f' ({on})' if on else ''}{f'. {more}' if more else ''}.", state
    yes = sum(1 for answer in said if answer["answer"] == "yes")
    return messages.text(lang, "progress.answer.count", yes=yes, no=len(said) - yes, none=len(rows) - len(said)), state


def _daa(value: float, lang: str, decimals: int = 0) -> str:
    return numbers.daa(value * numbers.M2_PER_DAA, lang, decimals)
