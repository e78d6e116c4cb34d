"""The parts of the page *Fremdrift* that rest on a status alone."""

from functools import partial
from typing import Any

import streamlit as st

from landuse.progress import targets
from landuse.units.schema import GREENFIELD_KINDS
from landuse.words import messages, numbers
from landuse.words.foreign import for_markdown
from parks.park import Park, name_words
from views.charts import bars as charts_bars
from views.charts import figure, gauge
from views.charts.bars import Share, Step
from views.charts.figure import Table
from views.kart.park_figures import adopted_by, no_rate
from views.parts import figures
from views.parts.figures import share

Row = dict[str, Any]
_RATES = ("land_utilisation", "building_utilisation")


def gauges(row: Row, goals: Row, park: Park | None, example: bool, lang: str) -> None:
    """Both rates against their targets, beside each other on a phone too, with the range that the undecided leave."""
    name = name_words(park, lang) if park else messages.text(lang, "views.norway")
    figures.section(messages.text(lang, "progress.gauges", who=name), example, lang)
    with st.container(key="gauges"):
        for place, rate in zip(st.columns(2, gap="small"), _RATES, strict=True):
            title, goal = messages.text(lang, f"views.{rate}"), goals[f"{rate}_pct"]
            with place:
                draw = partial(gauge.gauge, title, row, rate, goal, example, lang)
                figure.drawing(draw, f"gauge-{rate}-{lang}")


def gauges_read(row: Row, goals: Row, counted: list[Park], park: Park | None, lang: str) -> None:
    """How the gauges are read, the same in a table, and which parks they are of."""
    counts = {name: numbers.decimal(row[f"{name}_units"], lang) for name in ("undecided", "asking")}
    st.html(figure.how_to_read(messages.text(lang, "progress.gauges.how", **counts), lang) + figure.table_html(_rates(row, goals, lang)))
    if park is None:
        names = ", ".join(one.name for one in counted)
        told = {"count": len(row["parks"]), "expected": row["expected_parks"], "own": row["parks_with_own_data"]}
        st.caption(for_markdown(messages.text(lang, "views.total_of", names=names, **told)))


def side_by_side(parks: list[Park], told: Row, example: bool, lang: str) -> None:
    """The parks' land rates as bars, highest first, with the floor's rates in the table."""
    rows = {row["id"]: row for row in told["parks"]}
    names = {park.id: park.name for park in parks}
    order = sorted(rows, key=lambda one: (rows[one]["land_utilisation_pct"] is None, -(rows[one]["land_utilisation_pct"] or 0), names[one]))
    goal = told["targets"]["land_utilisation_pct"]
    bars = [_bar(names[one], rows[one], "land_utilisation", goal, lang) for one in order]
    title = messages.text(lang, "progress.parks")
    draw = partial(charts_bars.shares, rows=bars, label=title, target_words=_goal(goal, lang), example=example, lang=lang)
    head = tuple(messages.text(lang, f"progress.column.{name}") for name in ("park", "land", "range", "vacant", "building"))
    table = Table(title, head, [_park_row(names[one], rows[one], lang) for one in order])
    figure.figure(title, draw, table, messages.text(lang, "progress.parks.how"), example, lang, f"parks-{lang}")


def readings(row: Row, goals: Row, example: bool, lang: str) -> None:
    """Gross, net and adopted rate, and the report's other wording of the target, which is another rate."""
    goal, names = goals["land_utilisation_pct"], {"gross": "land_utilisation_pct", "net": "net_land_utilisation_pct"}
    names |= {"without_idle_held": "land_utilisation_without_idle_held_pct", "adopted": "adopted_land_utilisation_pct"}
    names |= {"taken": "vacant_taken_pct"}
    none = messages.text(lang, "views.adopted.none")
    said = {name: none if name == "adopted" and row.get(key) is None else share(row.get(key), lang) for name, key in names.items()}
    bars = [Share(_said(name, lang), row.get(key), said[name], goal) for name, key in names.items()]
    title = messages.text(lang, "progress.readings")
    draw = partial(charts_bars.shares, rows=bars, label=title, target_words=_goal(goal, lang), example=example, lang=lang)
    head = tuple(messages.text(lang, f"progress.column.{name}") for name in ("reading", "rate", "vacant", "whole"))
    amounts = {"gross": ("vacant_daa", "total_daa"), "net": ("net_vacant_daa", "net_total_daa")}
    rows = [(bar.label, bar.said, *(_daa(row.get(one), lang) for one in amounts.get(name, ("", "")))) for name, bar in zip(names, bars)]
    table = Table(messages.text(lang, "progress.readings.table"), head, rows)
    figure.figure(title, draw, table, _readings_how(row, lang), example, lang, f"readings-{lang}")


def residual(total: Row, example: bool, lang: str) -> None:
    """From the report's printed percent to ours, by cause."""
    parts = total["residual_pp"]
    printed = targets.land()["baseline_pct"]
    if parts["total"] is None:
        return
    causes = [name for name in parts if name != "total"]
    said = {name: _points(parts[name], lang) for name in parts}
    steps = [Step(messages.text(lang, "progress.residual.report"), printed, numbers.pct(printed, lang, 0), whole=True)]
    steps += [Step(messages.text(lang, f"progress.residual.{name}"), parts[name] or 0.0, said[name]) for name in causes]
    ours = printed + parts["total"]
    steps.append(Step(messages.text(lang, "progress.residual.ours"), ours, numbers.pct(ours, lang), whole=True))
    title = messages.text(lang, "progress.residual")
    draw = partial(charts_bars.waterfall, steps=steps, label=title, example=example, lang=lang)
    head = tuple(messages.text(lang, f"progress.column.{name}") for name in ("cause", "points"))
    table = Table(title, head, [(step.label, step.said) for step in steps[:-1]], (steps[-1].label, steps[-1].said))
    figure.figure(title, draw, table, messages.text(lang, "progress.residual.how"), example, lang, f"residual-{lang}")


def nature(row: Row, example: bool, lang: str) -> None:
    """Nature that two satellite land covers saw becoming built, inside and in the ring, by kind."""
    title, seen = messages.text(lang, "progress.nature"), row.get("nature_built_seen")
    if seen is None:
        figures.section(title, example, lang)
        st.html(f'<p class="said">{messages.text(lang, "progress.nature.none")}</p>')
        return
    names = [messages.text(lang, f"progress.nature.{where}") for where in ("inside", "ring")]
    pairs = {
        kind: [(float(seen[where][kind]), _daa(seen[where][kind], lang, 1)) for where in ("inside", "ring")] for kind in GREENFIELD_KINDS
    }
    rows = [(messages.text(lang, f"nature.{kind}"), pair) for kind, pair in pairs.items()]
    draw = partial(charts_bars.amounts, rows=rows, names=names, label=title, example=example, lang=lang)
    sums = tuple(_daa(sum(seen[where].values()), lang, 1) for where in ("inside", "ring"))
    caption = messages.text(lang, "progress.nature.table", first=seen["from_year"], last=seen["to_year"])
    body = [(name, *(said for _, said in pair)) for name, pair in rows]
    table = Table(caption, (messages.text(lang, "progress.column.kind"), *names), body, (messages.text(lang, "progress.sum"), *sums))
    built_daa = row.get("nature_built_into_account_daa")
    built = messages.text(lang, "nature.not_mapped") if built_daa is None else _daa(built_daa, lang, 1)
    how = messages.text(lang, "progress.nature.how", first=seen["from_year"], last=seen["to_year"], built=built)
    figure.figure(title, draw, table, how, example, lang, f"nature-{lang}")


def _rates(row: Row, goals: Row, lang: str) -> Table:
    head = tuple(messages.text(lang, f"progress.column.{name}") for name in ("rate", "now", "range", "target"))
    rows = [
        (messages.text(lang, f"views.{rate}"), share(row.get(f"{rate}_pct"), lang), _between(row.get(f"{rate}_range_pct"), lang), goal)
        for rate, goal in ((rate, numbers.pct(goals[f"{rate}_pct"], lang, 0)) for rate in _RATES)
    ]
    return Table(messages.text(lang, "progress.gauges.table"), head, rows)


def _park_row(name: str, row: Row, lang: str) -> tuple[str, ...]:
    land = _words(row, "land_utilisation", lang)
    between = _between(row.get("land_utilisation_range_pct"), lang)
    return name, land, between, _daa(row.get("vacant_daa"), lang), share(row.get("building_utilisation_pct"), lang)


def _bar(name: str, row: Row, rate: str, goal: float, lang: str) -> Share:
    between = row.get(f"{rate}_range_pct")
    return Share(name, row.get(f"{rate}_pct"), _words(row, rate, lang, brief=True), goal, tuple(between) if between else None)


def _words(row: Row, rate: str, lang: str, brief: bool = False) -> str:
    none = no_rate(row, lang)
    if none:
        return "–" if brief else none
    return share(row.get(f"{rate}_pct"), lang)


def _readings_how(row: Row, lang: str) -> str:
    adopted = row.get("adopted")
    lines = [messages.text(lang, "progress.readings.how")]
    if row.get("confirmed_pct") is not None:
        lines.append(messages.text(lang, "progress.confirmed", share=numbers.pct(row["confirmed_pct"], lang)))
    if row.get("by_word_pct") is not None:
        areas = {name: _daa(row[f"by_{name}_daa"], lang, 1) for name in ("statements", "decisions")}
        lines.append(messages.text(lang, "progress.by_word", share=numbers.pct(row["by_word_pct"], lang), **areas))
    if adopted:
        lines.append(adopted_by(adopted, lang) + ".")
    elif "adopted" in row:
        lines.append(messages.text(lang, "views.adopted.none.note") + ".")
    return "\n".join(lines)


def _said(name: str, lang: str) -> str:
    return messages.text(lang, f"progress.reading.{name}")


def _goal(goal: float, lang: str) -> str:
    return messages.text(lang, "views.target", target=numbers.pct(goal, lang, 0))


def _between(pair: list[float] | None, lang: str) -> str:
    return numbers.pct_range(pair[0], pair[1], lang) if pair else "–"


def _points(value: float | None, lang: str) -> str:
    if value is None:
        return messages.text(lang, "views.not_answered")
    return numbers.signed(value, lang, 2)


def _daa(value: float | None, lang: str, decimals: int = 0) -> str:
    return "–" if value is None else numbers.daa(value * numbers.M2_PER_DAA, lang, decimals)
