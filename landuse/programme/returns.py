"""What a yearly return holds, and reading one that came from elsewhere: every value is of its kind, or the return is refused by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from landuse.progress.utilisation import AMOUNTS, has_rate
from landuse.words.errors import LanduseError

Find = Callable[[pd.Series, pd.Series, pd.Series, date, date], dict[str, Any]]  # figures from now, then, since, the day and the baseline's
KIND = "parkareal-return"
PARTS = ("park", "sums", "figures", "receipt", "restatements", "declarations", "signature")
_LONGEST = 500
_LEAST_M2, _MOST_M2 = 1.0, 1e13  # less than nothing by a rounding; more than the land of the earth


@dataclass(frozen=True)
class Return:
    """One park's return.

    now, then : utilisation.AMOUNTS on the day and at the baseline; since : what the overlay of the two says, m²
    unmapped : figures that no layer of the park can tell
    receipt : snapshots, method and sources that the sums were found with
    """

    park_id: str
    name: str
    example: bool
    in_baseline: bool
    on: date
    baseline_date: date
    has_perimeter: bool
    now: pd.Series
    then: pd.Series
    since: pd.Series
    unmapped: tuple[str, ...]
    receipt: dict[str, Any]
    restatements: list[dict[str, Any]]
    declarations: dict[str, Any]
    by: str
    at: str
    key: str = ""

    @property
    def rated(self) -> bool:
        """Whether it has a land rate."""
        return has_rate(self.now)


def figures_of(
    now: pd.Series, then: pd.Series, since: pd.Series, on: date, first: date, unmapped: tuple[str, ...], find: Find
) -> dict[str, Any]:
    """The figures that follow from sums, as they stand in a return; those that no layer can tell are None, never nought."""
    return find(now, then, since, on, first) | dict.fromkeys(unmapped)


def sums_part(now: pd.Series, then: pd.Series, since: pd.Series) -> dict[str, dict[str, float]]:
    """The sums as JSON keeps them: whole m² of a day, and what the overlay measured to the last bit."""
    whole: dict[str, dict[str, float]] = {name: {one: int(row[one]) for one in AMOUNTS} for name, row in (("now", now), ("then", then))}
    return whole | {"since": {str(name): float(value) for name, value in since.items()}}


def read(
    parts: Mapping[str, Any], since_names: tuple[str, ...], may_be_unmapped: tuple[str, ...], name: str, key: str, find: Find
) -> Return:
    """A return from the parts of its document; its figures must be those that follow from its sums.

    Parameters
    ----------
    since_names, may_be_unmapped : what the overlay of two days says; the figures that a layer may be missing for
    name, key : of the file, and the public key that sealed it
    find : the figures that follow from sums

    Raises
    ------
    LanduseError : return_form, with the place that is not as it should be
    """
    missing = sorted(set(PARTS) ^ set(parts))
    if missing:
        raise LanduseError("return_form", file=name, place=missing[0])
    say = _Reader(name)
    park, sums, signature = (say.table(parts[one], one) for one in ("park", "sums", "signature"))
    now, then, since = (
        say.numbers(sums.get(one), names, f"sums.{one}") for one, names in (("now", AMOUNTS), ("then", AMOUNTS), ("since", since_names))
    )
    unmapped = tuple(str(one) for one in say.rows(park.get("unmapped"), "park.unmapped"))
    if not set(unmapped) <= set(may_be_unmapped):
        raise LanduseError("return_form", file=name, place="park.unmapped")
    found = Return(
        say.text(park, "id", "park"),
        say.text(park, "name", "park"),
        say.truth(park, "example", "park"),
        say.truth(park, "in_baseline", "park"),
        say.day(park, "on", "park"),
        say.day(park, "baseline_date", "park"),
        say.truth(park, "has_perimeter", "park"),
        now,
        then,
        since,
        unmapped,
        say.table(parts["receipt"], "receipt"),
        [say.table(one, "restatements") for one in say.rows(parts["restatements"], "restatements")],
        say.table(parts["declarations"], "declarations"),
        say.text(signature, "by", "signature"),
        say.text(signature, "at", "signature"),
        key,
    )
    if figures_of(now, then, since, found.on, found.baseline_date, unmapped, find) != parts["figures"]:
        raise LanduseError("return_figures", file=name)
    return found


class _Reader:
    """Values of a stranger's JSON, each refused by its place where it is not of its kind."""

    def __init__(self, name: str) -> None:
        self._name = name

    def _wrong(self, place: str) -> LanduseError:
        return LanduseError("return_form", file=self._name, place=place)

    def table(self, value: Any, place: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._wrong(place)
        return value

    def rows(self, value: Any, place: str) -> list[Any]:
        if not isinstance(value, list):
            raise self._wrong(place)
        return value

    def text(self, table: Mapping[str, Any], key: str, place: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
            raise self._wrong(f"{place}.{key}")
        return value

    def truth(self, table: Mapping[str, Any], key: str, place: str) -> bool:
        value = table.get(key)
        if not isinstance(value, bool):
            raise self._wrong(f"{place}.{key}")
        return value

    def day(self, table: Mapping[str, Any], key: str, place: str) -> date:
        try:
            return date.fromisoformat(self.text(table, key, place))
        except ValueError as error:
            raise self._wrong(f"{place}.{key}") from error

    def numbers(self, value: Any, names: tuple[str, ...], place: str) -> pd.Series:
        table = self.table(value, place)
        if set(table) != set(names):
            raise self._wrong(place)
        for name in names:
            if isinstance(table[name], bool) or not isinstance(table[name], (int, float)) or not -_LEAST_M2 <= table[name] <= _MOST_M2:
                raise self._wrong(f"{place}.{name}")
        return pd.Series({name: table[name] for name in names})
