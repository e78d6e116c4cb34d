"""From which day a row holds that says none: the day that a person states, that it had before, that it was said, or that of its file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from door.answers import NOTHING, Asked
from door.report.changes import matched
from landuse.quality import dates
from landuse.rules import table
from landuse.words.errors import LanduseError
from layers.registry import layer as registered
from parks.park import Park
from parks.read import read_rows
from parks.rows import Rows
from parks.sources import Source

_FROM, _TO = "valid_from", "valid_to"


@dataclass(frozen=True)
class Days:
    """What the rows of a file hold from that say no day themselves.

    rows : all rows of the file, each with its day
    undated : how many say no day, and hold from `since`
    since : the day that a person states, or that of the file
    basis : what the stated day rests on; None where it is the file's
    """

    rows: Rows
    undated: int
    since: date | None
    basis: str | None


def stated(asked: Asked, today: date) -> date | None:
    """The day that a person states, who says what it rests on too; None where nobody states one.

    Raises
    ------
    LanduseError : day_unreadable, date_outside, from_without_basis
    """
    if not asked.holds_from and not asked.basis:
        return None
    if not asked.holds_from or not asked.basis:
        raise LanduseError("from_without_basis")
    try:
        said = date.fromisoformat(asked.holds_from)
    except ValueError as error:
        raise LanduseError("day_unreadable", value=asked.holds_from) from error
    return dates.check(_FROM, said, today)


def with_days(rows: Rows, layer_id: str, dated: date | None, today: date, asked: Asked = NOTHING, before: Sequence[Rows] = ()) -> Days:
    """The rows of a file, each with the day that it holds from.

    A row that names its day is taken at its word, and so is one with a day of its own kind (landuse/rules/dates.toml). A row that the
    layer has had already keeps the day that it had: a newer file of the same ground says nothing of when the ground became so.

    Parameters
    ----------
    dated : the day of the file; today : the park's, after which nothing was so: an example has a fixed one
    before : the layer's own rows, source by source

    Raises
    ------
    LanduseError : as `stated`
    """
    said = stated(asked, today)
    kept, columns = table("dates")["row"], rows.columns
    open_ = columns[_FROM].isna()
    if layer_id in kept["of_others"]:
        return Days(rows, 0, None, None)
    open_ &= ~_any(columns, kept["itself"])
    starts = _first(columns, kept["starts"]).where(open_)
    since = said or min((day for day in (dated, today) if day), default=None)
    if said is not None:
        starts, known = pd.Series(pd.NaT, index=columns.index), np.zeros(len(columns), dtype=bool)
    else:
        starts = starts.clip(upper=pd.Timestamp(today))
        starts, known = _as_before(rows, starts, (open_ & starts.isna()).to_numpy(), layer_id, before)
    undated = open_ & starts.isna() & ~known
    undated &= columns[_TO].isna() | (columns[_TO] > pd.Timestamp(since)) if since else False
    days = columns[_FROM].fillna(starts)
    days = days.mask(undated, pd.Timestamp(since)) if since else days
    made = replace(rows, columns=columns.assign(**{_FROM: days.astype(columns[_FROM].dtype)}))
    count = int(undated.sum())
    return Days(made, count, since if count else None, asked.basis if count and said else None)


def before(park: Park, layer_id: str) -> list[Rows]:
    """The rows that a park has of its own in a layer, source by source; what was invented has no days to keep."""
    return [read_rows(park, layer_id, one.id) for one in park.sources.get(layer_id, ()) if one.origin != "example"]


def always_rows(park: Park, layer_id: str, source: Source) -> int:
    """How many rows of a source hold on every day, of before they were given one; none of what was invented, and of a raster.

    Raises
    ------
    LanduseError : layer_unreadable
    """
    if source.origin == "example" or source.file:
        return 0
    return _always(read_rows(park, layer_id, source.id).columns, layer_id)


def _always(columns: pd.DataFrame, layer_id: str) -> int:
    """How many rows hold on every day since nobody has said from when."""
    kept = table("dates")["row"]
    if layer_id in kept["of_others"]:
        return 0
    return int((columns[_FROM].isna() & columns[_TO].isna() & ~_any(columns, kept["itself"])).sum())


def _any(columns: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    return columns[[name for name in names if name in columns]].notna().any(axis=1)


def _first(columns: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    found = pd.Series(pd.NaT, index=columns.index, dtype="datetime64[ns]")
    for name in names:
        found = found.fillna(columns[name]) if name in columns else found
    return found


def _as_before(rows: Rows, starts: pd.Series, wanted: np.ndarray, layer_id: str, before: Sequence[Rows]) -> tuple[pd.Series, np.ndarray]:
    """The days with those that rows had before, and which rows were there: one that held on every day goes on doing so."""
    days, known = starts.to_numpy(copy=True), np.zeros(len(rows), dtype=bool)
    for old in before if wanted.any() else ():
        pairs = matched(old, rows, registered(layer_id).key, but=_FROM)
        pairs = pairs[wanted[pairs[:, 1]] & ~known[pairs[:, 1]]]
        days[pairs[:, 1]] = old.columns[_FROM].to_numpy()[pairs[:, 0]]
        known[pairs[:, 1]] = True
    return pd.Series(days, index=starts.index), known
