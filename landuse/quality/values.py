"""Keys, numbers and dates of a layer's rows that cannot be right, or not both. Rows are numbered by the index + 1."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from landuse.quality import dates
from landuse.quality.findings import Finding, quality

_UNITS = {"daa": 1_000.0, "ha": 10_000.0, "km²": 1_000_000.0}


def key_findings(frame: pd.DataFrame, key: str, apart: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Rows that share a key, a first day, and what else may keep them apart."""
    named = frame[frame[key].notna()]
    who = named[[key, "valid_from", *apart]].astype({key: "object"})
    who = who[who.duplicated(keep=False)]
    again = who.duplicated(keep="first")
    first = {pair: row for row, pair in zip(who.index[~again], _pairs(who[~again]), strict=True)}
    for row, pair in zip(who.index[again], _pairs(who[again]), strict=True):
        yield Finding("duplicate_key", int(row) + 1, str(pair[0]), key, pair[0], more={"other": int(first[pair]) + 1})


def municipality_findings(numbers: pd.Series, known: set[str] | frozenset[str]) -> Iterator[Finding]:
    """Municipality numbers that are no four digits, or of no municipality of today."""
    given = numbers.dropna().astype(str)
    formed = given.str.fullmatch(r"\d{4}")
    for row, value in given[~formed].items():
        yield Finding("malformed_kommunenummer", int(row) + 1, column=numbers.name, before=value)
    for row, value in given[formed & ~given.isin(known)].items():
        yield Finding("unknown_kommunenummer", int(row) + 1, column=numbers.name, before=value)


def with_leading_zero(numbers: pd.Series, known: set[str]) -> tuple[pd.Series, Iterator[Finding]]:
    """Municipality numbers of three digits, where a zero before them gives one that exists."""
    padded = "0" + numbers.astype("str")
    lost = numbers.notna() & numbers.astype("str").str.fullmatch(r"\d{3}").fillna(False) & padded.isin(known)
    return numbers.where(~lost, padded), _leading_zeros(numbers[lost], padded[lost])


def cadastre_findings(frame: pd.DataFrame) -> Iterator[Finding]:
    """Parcels whose gårdsnummer or bruksnummer is not 1 or more, where they have any."""
    garden, farm = frame["gardsnummer"], frame["bruksnummer"]
    named = garden.notna() | farm.notna()
    wrong = named & ~((garden.fillna(0) >= 1) & (farm.fillna(0) >= 1))
    for row in frame.index[wrong]:
        yield Finding("malformed_matrikkelnummer", int(row) + 1, before=f"{_whole(garden[row])}/{_whole(farm[row])}")


def building_findings(numbers: pd.Series) -> Iterator[Finding]:
    """Building numbers that the cadastre cannot have given."""
    least, most = int(quality("building_digits_least")), int(quality("building_digits_most"))
    given = numbers.dropna().astype(str)
    wrong = given[~given.str.fullmatch(rf"[1-9]\d{{{least - 1},{most - 1}}}")]
    for row, value in wrong.items():
        yield Finding("malformed_bygningsnummer", int(row) + 1, value, numbers.name, value, f"{least}–{most}")


def date_findings(frame: pd.DataFrame, today: date) -> Iterator[Finding]:
    """What is said to have happened on a day that nothing can have happened on, and validity that ends before it starts."""
    last = dates.last_event_day(today)
    for column in [name for name in dates.EVENTS if name in frame]:
        for row in frame.index[frame[column].notna() & (frame[column] > pd.Timestamp(last))]:
            yield Finding("future_date", int(row) + 1, column=column, before=_day(frame.at[row, column]), after=last.isoformat())
        for row in frame.index[frame[column].notna() & (frame[column] < pd.Timestamp(dates.FIRST))]:
            yield Finding("early_date", int(row) + 1, column=column, before=_day(frame.at[row, column]), after=dates.FIRST.isoformat())
    if {"valid_from", "valid_to"} <= set(frame):
        turned = frame["valid_from"].notna() & (frame["valid_to"] < frame["valid_from"])
        for row in frame.index[turned]:
            yield Finding("dates_reversed", int(row) + 1, before=_day(frame.at[row, "valid_from"]), after=_day(frame.at[row, "valid_to"]))


def negative_findings(frame: pd.DataFrame, columns: list[str]) -> Iterator[Finding]:
    """Areas, floors and widths below nothing."""
    for column in columns:
        for row in frame.index[(frame[column] < 0).fillna(False)]:
            yield Finding("negative_value", int(row) + 1, column=column, before=float(frame.at[row, column]))


def guessed_unit(stated: pd.Series, measured_m2: pd.Series) -> tuple[str, float] | None:
    """The unit that stated areas agree with the map in, and its m², where it is clearly not m²."""
    both = stated.notna() & (stated > 0) & (measured_m2 > 0)
    if both.sum() < quality("unit_rows"):
        return None
    spread = quality("unit_spread_pct") / 100
    factor = measured_m2[both] / stated[both]
    fitting = {unit: float((np.abs(factor / by - 1) < spread).mean()) for unit, by in _UNITS.items()}
    unit = max(fitting, key=fitting.__getitem__)
    return (unit, _UNITS[unit]) if fitting[unit] >= 0.5 else None


def area_findings(stated_m2: pd.Series, measured_m2: pd.Series) -> Iterator[Finding]:
    """Registered areas that the map does not agree with."""
    off_m2 = (stated_m2 - measured_m2).abs()
    wrong = stated_m2.notna() & (off_m2 > quality("area_differs_m2")) & (off_m2 > measured_m2 * quality("area_differs_pct") / 100)
    for row, stated, measured in zip(stated_m2.index[wrong], stated_m2[wrong].tolist(), measured_m2[wrong].tolist(), strict=True):
        yield Finding("area_differs", int(row) + 1, column=stated_m2.name, before=round(stated), after=round(measured))


def floor_findings(floor_m2: pd.Series, footprint_m2: pd.Series, storeys: pd.Series) -> Iterator[Finding]:
    """Floor that a building of its footprint and storeys can hardly have.

    Parameters
    ----------
    storeys : as the file says; missing where it does not
    """
    least = footprint_m2 * quality("floor_least_pct") / 100
    most = footprint_m2 * (storeys.where(storeys > 0) + quality("floor_storeys_more")).fillna(quality("floor_storeys_most"))
    wrong = (floor_m2 > 0) & (footprint_m2 > 0) & ((floor_m2 < least) | (floor_m2 > most))
    for row in floor_m2.index[wrong.fillna(False)]:
        yield Finding("floor_differs", int(row) + 1, None, floor_m2.name, round(float(floor_m2[row]), 1), round(float(footprint_m2[row])))


def draft_findings(zones: pd.DataFrame, adopted: str = "3") -> list[Finding]:
    """Plans that are not adopted, in a file where others are."""
    if not (zones["plan_status"] == adopted).any():
        return []
    drafts = zones[zones["plan_status"].notna() & (zones["plan_status"] != adopted)]
    groups = drafts.groupby(["plan_id", "plan_status"], sort=True)
    return [
        Finding("plan_draft", int(rows.index[0]) + 1, str(plan), "plan_status", plan, status, len(rows)) for (plan, status), rows in groups
    ]


def plan_unsaid_findings(zones: pd.DataFrame) -> Iterator[Finding]:
    """Zones whose plan does not say of what type it is, or how far it has come: they count as no plan."""
    for column in ("plan_type", "plan_status"):
        blank = zones.index[zones[column].isna()]
        if len(blank):
            yield Finding("plan_unsaid", int(blank[0]) + 1, column=column, count=len(blank))


def _leading_zeros(given: pd.Series, right: pd.Series) -> Iterator[Finding]:
    for row, before, after in zip(given.index, given, right, strict=True):
        yield Finding("leading_zero", int(row) + 1, column=given.name, before=before, after=after)


def _pairs(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    rows = frame.itertuples(index=False, name=None)
    return [(str(key), "" if pd.isna(day) else _day(day), *map(str, more)) for key, day, *more in rows]


def _whole(value: object) -> str:
    return "–" if pd.isna(value) else str(int(value))


def _day(value: pd.Timestamp) -> str:
    return value.date().isoformat()
