"""A table of a file, opened: the one shape in which every format hands its rows over."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow


@dataclass
class Source:
    """A table opened: its batches and what is known of it before the first is read.

    row_of : the number in the file of each gml:id, where rows may come in another order
    numbers : the number in the file of each row, where the file numbers its rows itself
    curved, unread : numbers of rows whose curves were made straight before this, or could not be followed
    raised : numbers of rows whose heights were left out before this
    counts : by column, how many values the file has that are not blank, counted without the reader; of some formats only
    sheet_rows : of a list, the number of the sheet's row that each row comes of
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
    counts: dict[str, int] = field(default_factory=dict)
    sheet_rows: list[int] = field(default_factory=list)
