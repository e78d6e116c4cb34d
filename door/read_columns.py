"""The columns of a table as its layer reads them: which are which, what a person says of all rows, and what of a list is left to say."""

from dataclasses import dataclass

import pandas as pd

from door.answers import Asked
from door.choice import Choice
from door.columns import cadastre, concerns, mapping
from door.columns import plans as plan_columns
from door.formats import registry as formats
from door.guarded import Guarded
from door.tables import Table
from layers.base import Layer
from layers.registry import layer as registered


@dataclass(frozen=True)
class Headings:
    """What of a list can still be said by a person.

    unread : headings of columns that have values and were not read
    lacks : what no column says, and what may hold for all rows alike
    """

    unread: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def mapped_columns(table: Table, declared: Layer, choice: Choice, file: Guarded) -> mapping.Mapping:
    """Which of the table's columns are which of the layer's.

    Raises
    ------
    LanduseError : map_unknown_column, map_unknown_target
    """
    if table.listed is not None and table.listed.is_made:
        return mapping.list_mapping(table.listed, table.plain, declared, choice.asked, file.name)
    return mapping.mapping(table.plain, declared, _said(table, choice), file.name, cut_names=formats.of(file).cuts_names)


def raw_columns(table: Table, mapped: mapping.Mapping, choice: Choice, file: str) -> pd.DataFrame:
    """The columns that the layer reads, under its names, with what a person, a plan or a parcel number says of several at once."""
    raw = mapped.frame(table.plain)
    if table.listed is None or not table.listed.is_made:
        raw = mapping.with_constants(raw, registered(choice.layer_id), choice.asked.constants, file)
    if choice.layer_id == "zoning":
        return plan_columns.with_plan(raw, choice.plans)
    written = cadastre.numbers_column(table.plain, mapped.theirs) if choice.layer_id == "parcels" else None
    return cadastre.with_numbers(raw, table.plain[written]) if written else raw


def columns_read(mapped: mapping.Mapping, table: Table) -> dict[str, str]:
    """By our column, the file's name of it; of a list made records, by the meaning of its headings."""
    if table.listed is None or not table.listed.is_made:
        return mapped.theirs
    headings = table.listed.read_as
    return {word: ", ".join(name for name, own in headings.items() if own == word) for word in dict.fromkeys(headings.values())}


def headings(table: Table, kept: pd.DataFrame, asked: Asked) -> Headings:
    """What of a list nobody has read yet, and what it does not say."""
    if table.listed is None or not table.listed.is_made:
        return Headings()
    unread = tuple(name for name in table.listed.unread if name not in asked.columns)
    return Headings(unread, tuple(name for name in ("said_by", "said_on") if kept[name].isna().all()))


def _said(table: Table, choice: Choice) -> dict[str, str]:
    """The columns that a person mapped, and those that the type of the objects settles."""
    said = choice.asked.columns
    own = concerns.kind_column(table.plain) if choice.layer_id == "restrictions" else {}
    return said if set(own) & set(said) or "kind" in said.values() else {**own, **said}
