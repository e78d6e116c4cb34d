"""Pace in words: sentences for the page and for the terminal, and a table of plots."""

from typing import Any

import pandas as pd

from actions.programme.pace import Pace
from landuse.progress import targets
from landuse.units.offerable import reason_text
from landuse.words import messages, numbers
from landuse.words.foreign import as_lines
from parks.park import name_words, read_park

_LEAST_M2 = 50  # less reads as 0,0 daa


def text(found: Pace, lang: str) -> str:
    """All of it, for a terminal."""
    lines = [" · ".join(name_words(read_park(park_id), lang) for park_id in found.parks), *standing(found, lang)]
    for name, goal in found.goals.items():
        lines += ["", goal_title(name, lang), *goal_sentences(name, goal, lang)]
        lines += [f"  {one}" for one in (" · ".join(row) for row in chosen_rows(found, goal["least"]["units"], lang))]
    lines += ["", messages.text(lang, "pace.list"), *(f"  {' · '.join(row)}" for row in list_rows(found, lang))]
    if len(found.points) > 1:
        lines += ["", messages.text(lang, "pace.course"), *(f"  {' · '.join(row)}" for row in course_rows(found, lang))]
    lines += [messages.text(lang, "pace.proposal")]
    return as_lines(lines + ([messages.text(lang, "export.example_mark")] if found.example else []))


def standing(found: Pace, lang: str) -> list[str]:
    """What has to be taken each year, what has been, and how long the vacant land lasts at that."""
    area, day = numbers.area(found.start.vacant_m2, lang), numbers.day(found.since, lang)
    lines = []
    if found.needed_m2_per_year is not None:
        lines.append(messages.text(lang, "pace.needed", area=numbers.area(found.needed_m2_per_year, lang), year=targets.deadline().year))
    if found.supply_years is None or found.seen_m2_per_year is None:
        return [*lines, messages.text(lang, "pace.supply.none", vacant=area, day=day)]
    pace = numbers.area(found.seen_m2_per_year, lang)
    years = numbers.decimal(found.supply_years, lang, 1 if found.supply_years < 10 else 0)
    return [*lines, messages.text(lang, "pace.supply", vacant=area, pace=pace, day=day, years=years)]


def goal_title(name: str, lang: str) -> str:
    """One wording of the target."""
    goals = {"land": "target_pct", "vacant_taken": "vacant_taken_target_pct"}
    return messages.text(lang, f"pace.goal.{name}", target=numbers.pct(targets.land()[goals[name]], lang, 0))


def goal_sentences(name: str, goal: dict[str, Any], lang: str) -> list[str]:
    """What it needs, what the best set takes, and what the plain list would take instead."""
    if not goal["needed_m2"]:
        return [messages.text(lang, "pace.reached")]
    least, plain = goal["least"], goal["plain"]
    needed, could = (numbers.area(goal[key], lang) for key in ("needed_m2", "could_m2"))
    if not least["reaches"]:
        return [messages.text(lang, "pace.short", needed=needed, could=could), _takes("pace.all", least, lang)]
    return [
        messages.text(lang, "pace.enough", needed=needed, could=could),
        _takes("pace.least", least, lang),
        _takes("pace.plain", plain, lang),
    ]


def _takes(key: str, chosen: dict[str, Any], lang: str) -> str:
    said = {one: numbers.area(chosen[f"{one}_m2"], lang) for one in ("area", "nature", "farmland", "unmapped")}
    return messages.text(lang, key, count=len(chosen["units"]), **said)


def chosen_rows(found: Pace, units: list[str], lang: str) -> list[tuple[str, ...]]:
    """The plots of a set: park and plot, area, what lies on it, and why it is among them."""
    return [(*_plot(row, lang), why(row, lang)) for _, row in found.plots.loc[units].iterrows()]


def list_rows(found: Pace, lang: str) -> list[tuple[str, ...]]:
    """All vacant plots, those that take least for each daa first: with what they take of each daa."""
    return [(*_plot(row, lang), _share(row, lang), bars(row, lang)) for _, row in found.plots.iterrows()]


def course_rows(found: Pace, lang: str) -> list[tuple[str, ...]]:
    """After each day with a step: the day, both rates, vacant land, what is built on, what is taken out and new."""
    rows = []
    for point in found.points:
        rates = [numbers.pct(rate, lang) if rate is not None else "–" for rate in (point.land_pct, point.vacant_taken_pct)]
        amounts = (point.account.vacant_m2, point.nature_m2, point.farmland_m2, point.unmapped_m2, point.released_m2, point.added_m2)
        rows.append((numbers.day(point.account.on, lang), *rates, *(numbers.area(amount, lang) for amount in amounts)))
    return rows


def why(row: pd.Series, lang: str) -> str:
    """Why a plot is in the set that takes least, with what stands in the way of it."""
    key = "nothing" if row["green_m2"] < _LEAST_M2 else "little" if row["green_m2"] * 2 < row["area_m2"] else "needed"
    said = messages.text(lang, f"pace.why.{key}", share=_share(row, lang))
    barred = bars(row, lang)
    return f"{said} {barred}".strip()


def bars(row: pd.Series, lang: str) -> str:
    """What stands in the way of offering a plot; nothing where nothing does."""
    return "" if row["offerable"] else reason_text(row["offerable_reason"], lang)


def _plot(row: pd.Series, lang: str) -> tuple[str, ...]:
    park = name_words(read_park(row["park_id"]), lang)
    amounts = (numbers.area(row[f"{name}_m2"], lang) for name in ("area", "nature", "farmland", "unmapped"))
    return f"{row['name']}, {park}", *amounts


def _share(row: pd.Series, lang: str) -> str:
    return numbers.pct(100 * row["green_m2"] / row["area_m2"], lang, 0) if row["area_m2"] else "–"
