"""The values of a table counted and summed without the reader, by column, as its rows are; what cannot be is not in it."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet

from door.guarded import Guarded

_SMALL_BYTES = 20_000_000


@dataclass(frozen=True)
class ValueCounts:
    """By column: values that are not blank, all that are there (blank texts too), and the sum where all of them are numbers.

    Of a column that is in neither of the first two, nothing but its reader counts the values.
    """

    there: dict[str, int] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)
    sums: dict[str, float] = field(default_factory=dict)


def of_geojson(path: Path) -> ValueCounts:
    """By a JSON parser, of a document that `geojson.count` let in; of none of a large one."""
    if path.stat().st_size > _SMALL_BYTES:
        return ValueCounts()
    document = json.loads(path.read_bytes().decode("utf-8-sig"))
    features = document["features"] if document["type"] == "FeatureCollection" else [document]
    rows = [feature.get("properties") for feature in features if isinstance(feature, dict)]
    found, sums, other = Counter[str](), dict[str, float](), set[str]()
    for row in rows:
        for name, value in row.items() if isinstance(row, dict) else ():
            found[name] += _is_there(value)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                sums[name] = sums.get(name, 0.0) + value
            elif value is not None:
                other.add(name)
    return ValueCounts(dict(found), {}, {name: float(value) for name, value in sums.items() if name not in other})


def of_parquet(file: Guarded) -> ValueCounts:
    """By the file's footer, which says of each part of a column how many of its values are missing."""
    with pyarrow.parquet.ParquetFile(file.path, memory_map=False) as parquet:
        about, filled, unsaid = parquet.metadata, Counter[str](), set[str]()
        for number in range(about.num_row_groups):
            group = about.row_group(number)
            for place in range(group.num_columns):
                column = group.column(place)
                said = column.statistics
                if said is None or not said.has_null_count or "." in column.path_in_schema:
                    unsaid.add(column.path_in_schema)
                else:
                    filled[column.path_in_schema] += group.num_rows - said.null_count
    return ValueCounts(filled={name: number for name, number in filled.items() if name not in unsaid})


def matched(counts: dict[str, int], columns: Iterable[str]) -> dict[str, int]:
    """Counts by the reader's name of a column, where that is one of the file's names whatever its case."""
    by_name: dict[str, list[str]] = {}
    for name in counts:
        by_name.setdefault(name.casefold(), []).append(name)
    return {own: counts[found[0]] for own in columns if len(found := by_name.get(own.casefold(), [])) == 1}


def _is_there(value: Any) -> bool:
    return value is not None and value != [] and not (isinstance(value, str) and not value.strip())
