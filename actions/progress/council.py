"""What can be told a council in three sentences: how far, what moved and why, how sure."""

from datetime import date
from typing import Any

from actions.progress.progress import Moved
from landuse.progress import targets as goals
from landuse.words import messages, numbers
from landuse.words.numbers import M2_PER_DAA

Row = dict[str, Any]
_LEAST_M2 = 50  # less reads as 0,0 daa


def sentences(row: Row, targets: Row, moved: Moved | None, who: str, then: date, lang: str) -> list[str]:
    """The three, in order.

    Parameters
    ----------
    row : the status of a park, or of all parks together
    moved : what moved from the baseline to the day; None where that cannot be told
    who : the park's name, or that of all of them
    then : the day of the baseline, the first of several
    """
    return [how_far(row, targets["land_utilisation_pct"], who, lang), what_moved(moved, then, lang), how_sure(row, lang)]


def how_far(row: Row, target_pct: float, who: str, lang: str) -> str:
    """The rate beside its target, and how much land lies between."""
    rate = row["land_utilisation_pct"]
    if rate is None:
        return messages.text(lang, "council.rate.none", who=who)
    day = numbers.day(date.fromisoformat(row["date"]), lang)
    said = {"who": who, "rate": numbers.pct(rate, lang), "day": day}
    said |= {"target": numbers.pct(target_pct, lang, 0), "year": str(goals.deadline().year)}
    if rate >= target_pct:
        return messages.text(lang, "council.rate.reached", **said)
    left_m2 = (target_pct - rate) / 100 * row["total_daa"] * M2_PER_DAA
    points = numbers.decimal(target_pct - rate, lang, 1)
    return messages.text(lang, "council.rate.left", points=points, area=numbers.area(left_m2, lang), **said)


def what_moved(moved: Moved | None, then: date, lang: str) -> str:
    """The vacant land then and now, and what put most to it and took most of it."""
    if moved is None:
        return messages.text(lang, "council.moved.none")
    before, after = (float(one["vacant_m2"]) for one in (moved.then, moved.now))
    said = {"then": numbers.day(then, lang), "before": numbers.area(before, lang), "after": numbers.area(after, lang)}
    causes = moved.causes["vacant_m2"]
    if causes.abs().max() < _LEAST_M2:
        return messages.text(lang, "council.moved.same", **said)
    ends = {way: _cause(name, float(causes[name]), lang) for way, name in (("up", causes.idxmax()), ("down", causes.idxmin()))}
    ways = [way for way, most in (("up", causes.max()), ("down", -causes.min())) if most >= _LEAST_M2]
    return messages.text(lang, f"council.moved.{'both' if len(ways) > 1 else ways[0]}", **said, **ends)


def _cause(name: object, change_m2: float, lang: str) -> str:
    change = f"{numbers.signed(change_m2 / M2_PER_DAA, lang, 1)}\N{NO-BREAK SPACE}daa"
    return messages.text(lang, "council.moved.cause", cause=messages.text(lang, f"progress.cause.{name}"), change=change)


def how_sure(row: Row, lang: str) -> str:
    """The range that the undecided leave, and how much has been confirmed within a year."""
    between = row.get("land_utilisation_range_pct")
    if row["land_utilisation_pct"] is None or between is None:
        return messages.text(lang, "council.sure.none")
    confirmed = numbers.pct(row.get("confirmed_pct") or 0.0, lang, 0)
    if not row["undecided_units"]:
        return messages.text(lang, "council.sure.all", confirmed=confirmed)
    area = numbers.area(row["undecided_daa"] * M2_PER_DAA, lang)
    span = numbers.pct_range(between[0], between[1], lang)
    return messages.text(lang, "council.sure.range", count=row["undecided_units"], area=area, span=span, confirmed=confirmed)
