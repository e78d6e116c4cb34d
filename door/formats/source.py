"""A table of a file, opened: the one shape in which every format hands its rows over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow

from door.formats.value_counts import ValueCounts


@dataclass(frozen=True)
class Listed:
    """What a list's sheet has.

    values : by heading, its cells that are not blank, counted without the reader, and read
    unread : headings of columns with values that no record was made of
    is_made : whether its rows were made records
    read_as : by heading, the word of its meaning
    """

    values: dict[str, tuple[int, int]]
    unread: list[str]
    is_made: bool
    read_as: dict[str, str] = field(default_factory=dict)


@dataclass
class Source:
    """A table opened: its batches and what is known of it before the first is read.

    row_of : the number in the file of each gml:id, where rows may come in another order
    numbers : the number in the file of each row, where the file numbers its rows itself
    curved, unread : numbers of rows whose curves were made straight before this, or could not be followed
    raised : numbers of rows whose heights were left out before this
    counts : the values of its columns, counted without the reader as far as the format allows
    sheet_rows : of a list, the number of the sheet's row that each row comes of
    listed : of a list, what its sheet has
    rows : of a list, its rows counted without the reader
    row_name : the column that has what `row_of` is by
    restored : what puts letters back in a text that the reader could only be given without them
    """

    batches: Iterator[pyarrow.RecordBatch]
    geometry: str | None = None
    row_of: dict[str, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    crs: list[str] = field(default_factory=list)
    done: list[list[Any]] = field(default_factory=list)
    curved: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    raised: list[int] = field(default_factory=list)
    counts: ValueCounts = ValueCounts()
    sheet_rows: list[int] = field(default_factory=list)
    listed: Listed | None = None
    rows: int | None = None
    row_name: str = ""
    restored: Callable[[str], str] | None = None
