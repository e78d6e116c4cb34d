"""Answers of `actions.progress.progress` for the page, kept by ids, moments and the version of the data, never by frames."""

from typing import Any

import streamlit as st

from actions.map import map_data
from actions.once import once
from actions.progress import progress
from actions.progress.progress import Moment, Moved
from landuse.words import messages, numbers
from landuse.words.foreign import for_markdown
from parks.park import Park


def versions(parks: list[Park]) -> tuple[str, ...]:
    """The state of each park's data."""
    return tuple(map_data.version(park.id) for park in parks)


def points(parks: list[Park], lang: str) -> list[tuple[Moment, dict[str, Any]]]:
    """The rates at each moment; while a snapshot has to be taken first, a bar tells how far it has come."""
    moments = progress.moments(parks)
    missing = [(park, moment) for moment in moments for park in parks if not progress.is_taken(park, moment)]
    if missing:
        _take(missing, lang)
    counted = {moment: progress.with_perimeter(parks, moment) for moment in moments}
    return [(moment, _point(tuple(park.id for park in those), moment, versions(those))) for moment, those in counted.items() if those]


def moved(parks: list[Park], then: Moment, now: Moment, lang: str) -> Moved | None:
    """What moved between two moments; None where a perimeter is missing at one of them."""
    missing = [(park, moment) for moment in (then, now) for park in parks if not progress.is_taken(park, moment)]
    if missing:
        _take(missing, lang)
    both = [park for park in progress.with_perimeter(parks, then) if park in progress.with_perimeter(parks, now)]
    return _moved(tuple(park.id for park in both), then, now, versions(both)) if both else None


def unit_names(park_id: str, moment: Moment) -> dict[str, str | None]:
    """What the units of a park are called on a day."""
    park = map_data.park(park_id)
    return _names(park_id, progress.day(park, moment), map_data.version(park_id))


def warm(parks: list[Park]) -> None:
    """Count what the page asks of each park, and of the baseline's parks together, before anyone waits for it."""
    together = [park for park in parks if park.in_baseline]
    for shown in [*([park] for park in parks), *([together] if together else [])]:
        for moment in progress.moments(shown):
            counted = progress.with_perimeter(shown, moment)
            if counted:
                _point(tuple(park.id for park in counted), moment, versions(counted))
        both = progress.with_perimeter(progress.with_perimeter(shown, "baseline"), "today")
        if both:
            _moved(tuple(park.id for park in both), "baseline", "today", versions(both))


def _take(missing: list[tuple[Park, Moment]], lang: str) -> None:
    bar = st.progress(0.0)
    for done, (park, moment) in enumerate(missing):
        words = {"park": park.name, "day": numbers.day(progress.day(park, moment), lang), "done": done + 1, "all": len(missing)}
        bar.progress(done / len(missing), for_markdown(messages.text(lang, "progress.taking", **words)))
        if progress.with_perimeter([park], moment):
            progress.sums(park.id, progress.day(park, moment))
    bar.empty()


@once(maxsize=256)
def _point(park_ids: tuple[str, ...], moment: Moment, _versions: tuple[str, ...]) -> dict[str, Any]:
    return progress.point(park_ids, moment)


@once(maxsize=64)
def _moved(park_ids: tuple[str, ...], then: Moment, now: Moment, _versions: tuple[str, ...]) -> Moved:
    return progress.moved_together(park_ids, then, now)


@once(maxsize=64)
def _names(park_id: str, on: Any, version: str) -> dict[str, str | None]:
    return map_data.units_frame(park_id, on, version)["name"].to_dict()
