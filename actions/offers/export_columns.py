"""What parks say of the plots that they offer, as columns of an export beside those of the inventory."""

from typing import Any

import pandas as pd

from exchange.columns import ExportColumn

_PREFIX = "offered_"
_KINDS = {"number": "number", "whole": "integer", "date": "date"}  # all else is text
_NOT_WRITTEN = ("photo", "photo_alt")


def offers(published: pd.DataFrame, fields: list[dict[str, Any]]) -> tuple[pd.DataFrame, tuple[ExportColumn, ...]]:
    """One row per unit that is offered, and the columns that at least one park has filled in.

    Parameters
    ----------
    published : one row per published nomination: unit_id, kind (plot or building) and public facts as columns
    fields : what the facts are: key, label, type, unit, public; those that are not public are never written

    A unit that is offered both as a plot and with its buildings gives the plot's row.
    """
    first = published.sort_values("kind", ascending=False, kind="stable").drop_duplicates("unit_id").set_index("unit_id")
    told = [field for field in fields if field["public"] and field["key"] not in _NOT_WRITTEN and field["key"] in first]
    said = [field for field in told if first[field["key"]].map(_says).any()]
    columns = tuple(_column(field) for field in said)
    values = {f"{_PREFIX}{field['key']}": _in_words(first[field["key"]], field) for field in said}
    return pd.DataFrame(values, index=first.index), columns


def _column(field: dict[str, Any]) -> ExportColumn:
    kind = _KINDS.get(field["type"], "text")
    decimals = 1 if kind == "number" else 0
    return ExportColumn(f"{_PREFIX}{field['key']}", kind, field.get("unit") or "", decimals, True, (), field["label"])


def _in_words(values: pd.Series, field: dict[str, Any]) -> pd.Series:
    """The values, a choice by its words."""
    words = dict(field.get("choices") or ())
    return values.map(lambda value: words.get(value, value) if isinstance(value, str) else value)


def _says(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return bool(value)
    return value is not None and value != "" and not pd.isna(value)
