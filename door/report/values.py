"""What is doubtful in the values of the rows that are kept: days, numbers, codes, keys, and what could not be read."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from door.columns import names as column_names
from door.tables import Table
from landuse.quality import values
from landuse.quality.findings import Finding
from landuse.words.errors import Word
from layers.base import Layer
from parks.municipality import known_numbers
from parks.park import Park
from parks.values import as_text, cast

STATED_AREA, NUMBER = "registered_area_m2", "kommunenummer"
_MOST_EXACT = 2.0**53
_THOUSAND_OR_NOT = r"[-+]?\d{1,3}[.,]\d{3}"
_STOREYS = {"antalletasjer", "antetasjer", "antetg", "etasjer", "antetasj", "antalletas", "storeys", "floors"}


def about_values(kept: pd.DataFrame, area_m2: pd.Series, raw: pd.DataFrame, declared: Layer, park: Park) -> Iterator[Finding]:
    """Findings of one layer's values.

    Parameters
    ----------
    area_m2 : true area of each row
    raw : the values as the file has them
    """
    yield from values.date_findings(kept, park.current_date())
    yield from values.negative_findings(kept, [c.name for c in declared.columns if c.kind == "number"])
    yield from _unread(kept, raw, declared)
    yield from _rounded(raw.loc[kept.index], declared)
    if declared.key:
        yield from values.key_findings(kept, declared.key, declared.apart)
    if NUMBER in kept:
        yield from values.municipality_findings(kept[NUMBER], known_numbers())
    if "gardsnummer" in kept:
        yield from values.cadastre_findings(kept)
    if declared.key == "building_id":
        yield from values.building_findings(kept["building_id"])
    if STATED_AREA in kept:
        yield from values.area_findings(kept[STATED_AREA], area_m2)
    if "plan_status" in kept:
        yield from values.draft_findings(kept)
        yield from values.plan_unsaid_findings(kept)


def _rounded(raw: pd.DataFrame, declared: Layer) -> Iterator[Finding]:
    """Names that stand in a column of numbers which cannot hold all of their figures."""
    for column in declared.columns:
        if column.kind != "text" or column.name not in raw or raw[column.name].dtype.kind != "f":
            continue
        numbers = raw[column.name]
        for row, number in numbers[numbers.abs() >= _MOST_EXACT].items():
            yield Finding("key_rounded", int(row) + 1, column=column.name, before=str(int(number)))


def storeys(table: Table) -> pd.Series:
    """How many storeys the file says that each building has; missing where it does not."""
    name = next((name for name in table.plain.columns if column_names.folded(str(name)) in _STOREYS), None)
    return pd.Series(np.nan, index=table.plain.index) if name is None else cast(table.plain[name], "number")


def _unread(kept: pd.DataFrame, raw: pd.DataFrame, declared: Layer) -> Iterator[Finding]:
    """Values that could not be read as their column's kind, and numbers written the Norwegian way."""
    for column in declared.columns:
        if column.name not in raw or column.kind == "text":
            continue
        given = raw.loc[kept.index, column.name]
        read = cast(given, column.kind)
        for row, words in as_text(given[given.notna() & read.isna()]).dropna().items():
            yield Finding("unread_value", int(row) + 1, column=column.name, before=words, more={"kind": Word(f"kind.{column.kind}")})
        if column.kind in ("number", "integer") and not pd.api.types.is_numeric_dtype(given):
            yield from _commas(as_text(given[read.notna()]), read, column.name)


def _commas(given: pd.Series, read: pd.Series, column: str) -> Iterator[Finding]:
    written = given[given.str.contains(r"[,\s]", regex=True, na=False)]
    unsure = given[given.str.fullmatch(_THOUSAND_OR_NOT).fillna(False).astype(bool)]
    if len(unsure):
        yield Finding("done_thousands", int(unsure.index[0]) + 1, None, column, unsure.iloc[0], len(unsure), len(unsure))
    if len(written):
        first = written.index[0]
        yield Finding("decimal_comma", int(first) + 1, None, column, written.iloc[0], float(read[first]), len(written))
