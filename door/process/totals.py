"""What was read of a table so far: rows and vertices against the limits, values and sums beside what another reader counted."""

from collections import Counter
from typing import Any

import numpy as np
import pyarrow
import shapely

from door.columns import arrow
from door.formats import value_counts
from door.formats.value_counts import ValueCounts
from door.limits import check_limit


class Totals:
    """Rows, vertices and values so far, the first two held against the limits."""

    def __init__(self, name: str) -> None:
        self._name, self.rows, self._vertices = name, 0, 0
        self._there, self._filled, self._sums = Counter[str](), Counter[str](), dict[str, float]()

    def add_values(self, names: list[str], columns: list[pyarrow.Array]) -> None:
        """Count the values of a batch that are not blank, and sum its numbers."""
        for name, column in zip(names, columns, strict=True):
            self._there[name] += arrow.there(column)
            self._filled[name] += len(column) - column.null_count
            if (total := arrow.total(column)) is not None:
                self._sums[name] = self._sums.get(name, 0.0) + total

    def against(self, counts: ValueCounts) -> dict[str, Any]:
        """What was read beside what another reader counted: values by column, None where none did, and sums of numbers."""
        there, filled = (value_counts.matched(own, self._there) for own in (counts.there, counts.filled))
        there |= {name: number - self._filled[name] + self._there[name] for name, number in filled.items()}
        sums = {name: [total, self._sums[name]] for name, total in counts.sums.items() if name in self._sums}
        return {"values": {name: [there.get(name), read] for name, read in self._there.items()}, "sums": sums}

    def add(self, rows: int, shapes: np.ndarray | None, columns: int) -> None:
        """Count a batch in.

        Raises
        ------
        LanduseError : past_columns, past_vertices, past_feature_vertices
        """
        counts = np.zeros(0, dtype=int) if shapes is None else shapely.get_num_coordinates(shapes)
        self._vertices += int(counts.sum())
        check_limit("columns", columns, self._name)
        check_limit("feature_vertices", int(counts.max(initial=0)), self._name)
        check_limit("vertices", self._vertices, self._name)
        self.rows += rows
