"""The part of the page *Fremdrift* that tells what moved between two days, and the units behind each cause."""

from datetime import date, datetime
from functools import partial

import pandas as pd
import streamlit as st

from actions.progress import progress
from actions.progress.progress import Moment, Moved
from landuse.progress import movements as causes
from landuse.progress import rose
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_markdown
from parks.park import Park
from views.charts import bars, figure
from views.charts.bars import Step
from views.charts.figure import Table
from views.fremdrift import change_map, data
from views.parts import figures, guard, rerun
from views.parts.words import area_words, capital, told_apart, unit_name, within

_OTHER = "other"
_DAY = "%d.%m.%Y"
_GROUPS = ("vacant", "in_use")
_MOST_UNITS = 200


@guard.fragment
def movements(parks: list[Park], park: Park | None, example: bool, lang: str) -> None:
    """What moved between two days: steps that sum exactly, and the units behind each cause."""
    rerun.if_asked()
    figures.section(messages.text(lang, "progress.moves"), example, lang)
    st.html(f'<p class="said">{messages.text(lang, "progress.moves.said")}</p>')
    try:
        chosen = _two_moments(parks, lang)
        found = None if chosen is None else data.moved(parks, *chosen, lang)
    except LanduseError as error:
        st.error(for_markdown(error.text(lang)), icon=":material/error:")
        return
    if chosen is None:
        return
    if found is None:
        st.info(messages.text(lang, "progress.moves.no_perimeter"))
        return
    _steps(found, example, lang)
    if park is not None:
        change_map.show(park, found, chosen[1], lang)
    _rose(found, lang)
    if park is None:
        st.html(figure.table_html(_by_park(parks, found, lang)))
    _behind(found, parks, chosen[1], park is None, lang)


def _two_moments(parks: list[Park], lang: str) -> tuple[Moment, Moment] | None:
    """The two days that were chosen; None while one of them cannot be used, which is said."""
    known = progress.moments(parks)
    places = st.columns([1, 1, 1.6], gap="medium", vertical_alignment="bottom")
    chosen: list[Moment | None] = []
    for place, name, first in zip(places, ("from", "to"), (known[0], known[-1]), strict=False):
        with place:
            chosen.append(_moment(name, known, first, parks, lang))
    with places[2]:
        st.segmented_control(
            messages.text(lang, "progress.amount"), _GROUPS, key="progress_group", default="vacant", required=True,
            format_func=lambda one: messages.text(lang, f"progress.group.{one}"),
        )  # fmt: skip
    then, now = chosen
    if then is None or now is None:
        return None
    if _latest(parks, then) >= _latest(parks, now):
        st.warning(messages.text(lang, "progress.dates.order"))
        return None
    return then, now


def _moment(name: str, known: list[Moment], first: Moment, parks: list[Park], lang: str) -> Moment | None:
    label = messages.text(lang, f"progress.{name}")
    days = [*known, _OTHER]
    words_of = told_apart(days, lambda one: messages.text(lang, "progress.other_day") if one == _OTHER else _moment_words(one, parks, lang))
    moment = st.selectbox(label, days, index=known.index(first), key=f"progress_{name}", format_func=words_of)
    if moment != _OTHER:
        return moment
    words = st.text_input(
        messages.text(lang, "progress.other_day.label", which=within(label)), key=f"progress_{name}_day", placeholder="31.03.2025"
    )
    return _typed(words, parks) if words else None


def _typed(words: str, parks: list[Park]) -> date:
    """A day that was typed.

    Raises
    ------
    LanduseError : day_unread, or day_outside the time between baseline and today
    """
    try:
        on = datetime.strptime(words.strip(), _DAY).date()
    except ValueError as error:
        raise LanduseError("day_unread", value=words) from error
    first, last = min(park.baseline_date for park in parks), _latest(parks, "today")
    if not first <= on <= last:
        raise LanduseError("day_outside", **{name: f"{day:{_DAY}}" for name, day in (("value", on), ("first", first), ("last", last))})
    return on


def _steps(found: Moved, example: bool, lang: str) -> None:
    group = str(st.session_state["progress_group"])
    column = f"{group}_m2"
    then, now = found.then[column], found.now[column]
    moved = found.causes[found.causes[column] != 0]
    title = messages.text(lang, f"progress.group.{group}")
    steps = [Step(messages.text(lang, "progress.then"), then, numbers.daa(then, lang, 1), whole=True)]
    steps += [Step(_cause(str(name), lang), change, _signed(change, lang)) for name, change in moved[column].items()]
    steps.append(Step(messages.text(lang, "progress.after"), now, numbers.daa(now, lang, 1), whole=True))
    label = messages.text(lang, "progress.moves.label", what=title, then=steps[0].said, now=steps[-1].said)
    left, right = st.columns([1.55, 1], gap="medium")
    with left:
        figure.drawing(partial(bars.waterfall, steps=steps, label=label, example=example, lang=lang), f"moves-{group}-{lang}")
    with right:
        st.html(
            figure.how_to_read(messages.text(lang, "progress.moves.how"), lang)
            + figure.table_html(_causes(found, lang))
            + figure.table_html(_apart(found, lang))
        )


def _causes(found: Moved, lang: str) -> Table:
    """Both amounts by cause in whole m², so that anyone can check the sum."""
    head = tuple(messages.text(lang, f"progress.{name}") for name in ("column.cause", "group.vacant", "group.in_use"))
    rows = [(messages.text(lang, "progress.then"), *(numbers.m2(found.then[f"{group}_m2"], lang) for group in _GROUPS))]
    for name, row in found.causes.iterrows():
        if row.any() or name == "remeasured":
            rows.append((_cause(str(name), lang), *(_signed_m2(int(row[f"{group}_m2"]), lang) for group in _GROUPS)))
    foot = (messages.text(lang, "progress.after"), *(numbers.m2(found.now[f"{group}_m2"], lang) for group in _GROUPS))
    return Table(messages.text(lang, "progress.moves.table"), head, rows, foot)


def _apart(found: Moved, lang: str) -> Table:
    """The same change in two: what changed on the ground, and what is known better of it."""
    title = messages.text(lang, "progress.moves.apart")
    head = tuple(messages.text(lang, f"progress.{name}") for name in ("column.cause", "group.vacant", "group.in_use"))
    rows: list[tuple[str, ...]] = [
        (messages.text(lang, f"progress.moves.{name}"), *(_signed_m2(int(row[f"{group}_m2"]), lang) for group in _GROUPS))
        for name, row in causes.apart(found.causes).iterrows()
    ]
    return Table(title, head, rows)


def _rose(found: Moved, lang: str) -> None:
    """Say what is behind it where the rate rose, besides firms on vacant land."""
    before, after = (100 * row["in_use_m2"] / row.sum() if row.sum() else None for row in (found.then, found.now))
    if rose.rose(before, after):
        figures.remarks(messages.text(lang, "views.notes"), rose.notes(found.since, found.idle_held_m2, None, lang))


def _by_park(parks: list[Park], found: Moved, lang: str) -> Table:
    """How much land each cause moved in each park."""
    there = [str(name) for name in found.causes.index if (found.units["cause"] == name).any()]
    head = (messages.text(lang, "progress.column.park"), *(_cause(name, lang) for name in there))
    areas = found.units.groupby(["park_id", "cause"])["area_m2"].sum()
    rows = [(park.name, *(_area(areas.get((park.id, name), 0.0), lang) for name in there)) for park in parks]
    sums = found.units.groupby("cause")["area_m2"].sum()
    foot = (messages.text(lang, "progress.sum"), *(_area(sums[name], lang) for name in there))
    return Table(messages.text(lang, "progress.by_park"), head, rows, foot)


def _behind(found: Moved, parks: list[Park], now: Moment, with_park: bool, lang: str) -> None:
    """The units behind each cause, folded away until asked for, each with a link to its card."""
    names = {park.id: park.name for park in parks}
    for cause in found.causes.index:
        units = found.units[found.units["cause"] == cause]
        if len(units):
            title = messages.text(
                lang, "progress.behind", cause=_cause(str(cause), lang), count=len(units), area=area_words(units["area_m2"].sum(), lang)
            )
            with st.expander(title):
                st.html(f'<p class="said">{messages.text(lang, f"progress.cause.{cause}.note")}</p>')
                st.html(figure.table_html(_units(units.head(_MOST_UNITS), title, names, now, with_park, lang)))
    if len(found.recut):
        with st.expander(messages.text(lang, "progress.recut", count=len(found.recut))):
            st.html(f'<p class="said">{messages.text(lang, "progress.recut.note")}</p>')
            st.html(figure.table_html(_recut(found.recut.head(_MOST_UNITS), now, lang)))


def _units(units: pd.DataFrame, title: str, names: dict[str, str], now: Moment, with_park: bool, lang: str) -> Table:
    columns = (*(("park",) if with_park else ()), "was", "became", "area")
    head = tuple(messages.text(lang, f"progress.column.{name}") for name in ("unit", *columns))
    rows = []
    for row in units.itertuples():
        park_name = (names.get(row.park_id, row.park_id),) if with_park else ()
        states = [messages.text(lang, f"progress.state_of.{state}") for state in (row.was, row.became)]
        rows.append((_unit_link(row.park_id, row.unit_id, now, lang), *park_name, *states, area_words(row.area_m2, lang)))
    return Table(title, head, rows)


def _recut(rows: pd.DataFrame, now: Moment, lang: str) -> Table:
    head = tuple(messages.text(lang, f"progress.column.{name}") for name in ("unit", "before", "change"))
    body = [
        (_unit_link(row.park_id, row.after_id, now, lang), str(row.before_id), messages.text(lang, f"progress.recut.{row.change}"))
        for row in rows.itertuples()
    ]
    return Table(messages.text(lang, "progress.recut", count=len(rows)), head, body)


def _unit_link(park_id: str, unit_id: str, now: Moment, lang: str) -> str:
    """The name of a unit as a link to its card, where the unit is on one of the two days that the map shows."""
    for moment in (now, "today", "baseline"):
        called = data.unit_names(park_id, moment)
        if unit_id in called:
            when = "&date=baseline" if moment == "baseline" else ""
            name = capital(unit_name(called[unit_id], lang))
            return figure.link(f"?park={park_id}&unit={unit_id}&lang={lang}{when}", name) if moment in ("today", "baseline") else name
    return unit_id


def _latest(parks: list[Park], moment: Moment) -> date:
    return max(progress.day(park, moment) for park in parks)


def _moment_words(moment: Moment, parks: list[Park], lang: str) -> str:
    day = numbers.day(_latest(parks, moment), lang)
    return messages.text(lang, f"views.date.{moment}", day=day) if isinstance(moment, str) else day


def _cause(name: str, lang: str) -> str:
    return messages.text(lang, f"progress.cause.{name}")


def _area(area_m2: float, lang: str) -> str:
    return area_words(area_m2, lang) if area_m2 >= 1 else "–"


def _signed(change_m2: float, lang: str) -> str:
    return f"{numbers.signed(change_m2 / numbers.M2_PER_DAA, lang, 1)}\N{NO-BREAK SPACE}daa"


def _signed_m2(change_m2: int, lang: str) -> str:
    return f"{numbers.signed(change_m2, lang)}\N{NO-BREAK SPACE}m²"
