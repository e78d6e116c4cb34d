"""The part of the page *Fremdrift* that draws the line to the last day of the target year."""

from functools import partial
from typing import Any

import streamlit as st

from actions.progress import progress
from actions.progress.progress import Moment
from landuse.progress import targets
from landuse.words import messages, numbers
from layers import registry
from parks.park import Park
from views.charts import figure, line
from views.charts.figure import Table
from views.charts.line import Course, Point
from views.fremdrift import data
from views.parts import figures
from views.parts.words import within


def course(parks: list[Park], goals: dict[str, Any], example: bool, lang: str) -> None:
    """The line from the baseline to the last day of the target year, for land or for floors."""
    title = messages.text(lang, "progress.line")
    found = data.points(parks, lang)
    figures.section(title, example, lang)
    which = st.segmented_control(
        messages.text(lang, "progress.rate"), ("land", "building"), key="progress_rate", default="land", required=True,
        format_func=lambda one: messages.text(lang, f"views.{one}_utilisation"), label_visibility="collapsed",
    )  # fmt: skip
    points = [(moment, told) for moment, told in found if told[f"{which}_pct"] is not None]
    if not points:
        st.html(f'<p class="said">{messages.text(lang, "progress.line.none")}</p>')
        return
    goal = goals[f"{which}_utilisation_pct"]
    seen = [Point(told["on"], float(told[f"{which}_pct"]), told[f"{which}_range_pct"]) for _, told in points]
    pace = targets.pace(seen[-1].pct, seen[0].pct, goal, seen[-1].on, seen[0].on)
    drawn = Course(seen, goal, targets.deadline(), pace["needed_pp_per_year"], pace["seen_pp_per_year"] if len(seen) > 1 else None)
    label = messages.text(lang, "progress.line.label", rate=messages.text(lang, f"views.{which}_utilisation"), **_ends(drawn, lang))
    left, right = st.columns([1.55, 1], gap="medium")
    with left:
        figure.drawing(partial(line.course_line, course=drawn, label=label, example=example, lang=lang), f"line-{which}-{lang}")
    with right:
        how = figure.how_to_read(_line_how(drawn, parks, lang), lang)
        st.html(how + figure.table_html(_line_table(points, drawn, str(which), lang)))


def _line_table(points: list[tuple[Moment, dict[str, Any]]], drawn: Course, which: str, lang: str) -> Table:
    head = tuple(messages.text(lang, f"progress.column.{name}") for name in ("day", "rate", "range", "how"))
    rows = []
    for moment, told in points:
        between = told[f"{which}_range_pct"]
        said = numbers.pct_range(*between, lang) if between else "–"
        how = messages.text(lang, f"progress.moment.{moment if isinstance(moment, str) else 'between'}")
        rows.append((numbers.day(told["on"], lang), numbers.pct(float(told[f"{which}_pct"]), lang), said, how))
    ahead = line.ahead_pct(drawn)
    if ahead is not None:
        rows.append((numbers.day(drawn.deadline, lang), numbers.pct(ahead, lang), "–", messages.text(lang, "progress.moment.ahead")))
    rows.append((numbers.day(drawn.deadline, lang), numbers.pct(drawn.target, lang, 0), "–", messages.text(lang, "progress.moment.target")))
    return Table(messages.text(lang, "progress.line.table"), head, rows)


def _line_how(drawn: Course, parks: list[Park], lang: str) -> str:
    lines = [messages.text(lang, "progress.line.how")]
    if line.is_cut(drawn):
        lines.append(messages.text(lang, "progress.line.cut"))
    if drawn.needed and drawn.seen is not None:
        words = {name: numbers.decimal(round(value, 1) or 0.0, lang, 1) for name, value in (("needed", drawn.needed), ("seen", drawn.seen))}
        lines.append(messages.text(lang, "progress.line.paces", **words))
    elif drawn.needed == 0:
        lines.append(messages.text(lang, "views.pace.reached.note") + ".")
    dated = sorted({layer_id for park in parks for layer_id in progress.dated_layers(park)[0]})
    titles = ", ".join(within(registry.layer(layer_id).title(lang)) for layer_id in dated)
    lines.append(messages.text(lang, "progress.line.computed" if titles else "progress.line.computed.same", layers=titles))
    if any(park.baseline_date_assumed for park in parks):
        lines.append(messages.text(lang, "progress.line.assumed"))
    return "\n".join(lines)


def _ends(drawn: Course, lang: str) -> dict[str, str]:
    first, last = drawn.points[0], drawn.points[-1]
    return {
        "first": numbers.pct(first.pct, lang),
        "then": numbers.day(first.on, lang),
        "last": numbers.pct(last.pct, lang),
        "now": numbers.day(last.on, lang),
        "target": numbers.pct(drawn.target, lang, 0),
    }
