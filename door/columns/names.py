"""Which layer a table is, and which of its columns are which of ours: by name only, never by looking at values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from landuse.words.errors import LanduseError, Words
from layers.base import Column, Layer
from layers.registry import all_layers, named

OBJECT_TYPE = "objekttypenavn"
_OBJECT_TYPE_NAMES = {"objekttypenavn", "objtype", "objekttype", "objtypenavn"}
_FOLD = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ö": "o", "ä": "ae"})
_MOST_NAMED = 4
_INSIDE = "."  # `arealplanId.planidentifikasjon`: an attribute of a group, as services write it
_SHAPE_NAME = 10  # bytes of a column name that a shapefile keeps


def folded(name: str) -> str:
    """A name without case, signs and Norwegian letters: `Vertikalnivå` and `vertikalniva` are the same."""
    return re.sub(r"[^a-z0-9]", "", name.casefold().translate(_FOLD))


def names_of(column: Column) -> list[str]:
    """All names that a column goes by, folded, its own first."""
    return list(dict.fromkeys(folded(name) for name in (column.name, *column.aliases)))


def sources(frame: pd.DataFrame, declared: Layer, cut_names: bool = False) -> dict[str, str]:
    """For each of the layer's columns that the table has, the table's name of it.

    Parameters
    ----------
    cut_names : whether names may be cut to ten bytes, as a shapefile does
    """
    own = [str(name) for name in reversed(list(frame.columns)) if name != "geometry"]
    given = {**{folded(name.rpartition(_INSIDE)[2]): name for name in own if _INSIDE in name}, **{folded(name): name for name in own}}
    found: dict[str, str] = {}
    for column in declared.columns:
        name = next((name for name in names_of(column) if name in given), None)
        if name:
            found[column.name] = given[name]
    for theirs in given.values() if cut_names else ():
        cut = [column.name for column in declared.columns if column.name not in found and is_cut(theirs, names_of(column))]
        if len(cut) == 1 and theirs not in found.values():  # what may be two of ours is neither
            found[cut[0]] = theirs
    return found


def object_types(frame: pd.DataFrame) -> pd.Series | None:
    """The object type of each row, where one table holds several."""
    name = next((name for name in frame.columns if folded(str(name)) in _OBJECT_TYPE_NAMES), None)
    return None if name is None else frame[name]


def is_object_type(name: object, declared: Layer) -> bool:
    """Whether a table or object type of this name holds the layer's rows."""
    return isinstance(name, str) and folded(name) in {folded(known) for known in declared.object_types}


@dataclass(frozen=True)
class Why:
    """Why a table is taken for a layer.

    by : table, type (of its objects), columns, list; said, or remembered of such a file
    words : what speaks for it, as it stands in the file
    """

    by: str
    words: str = ""


def guessed_layer(
    table: str, frame: pd.DataFrame, has_geometry: bool, other_shapes: frozenset[str] = frozenset()
) -> tuple[str, Why] | None:
    """The one layer that a table's name, object types or columns speak for, and which of them; None where none or several do.

    Parameters
    ----------
    other_shapes : layers that no shape of the table can be of, whatever its columns are called
    """
    fitting = {key: value for key, value in all_layers().items() if _fits(value, has_geometry)}
    types = object_types(frame)
    named = [table, *(types.dropna().unique() if types is not None else ())]
    by_name = {
        key: name for name in reversed(named) for key, value in fitting.items() if table == name == key or is_object_type(name, value)
    }
    if len(by_name) == 1:
        ((layer_id, name),) = by_name.items()
        return layer_id, Why("table" if name == table else "type", str(name))
    fitting = {key: value for key, value in fitting.items() if key not in other_shapes}
    tell = _telling_names(fitting)
    given = {folded(str(name)): str(name) for name in frame.columns}
    by_column: dict[str, list[str]] = {}
    for name in given.keys() & tell.keys():
        by_column.setdefault(tell[name], []).append(given[name])
    complete = [key for key in by_column if _has_required(fitting[key], frame)]
    if len(complete) != 1:
        return None
    names = ", ".join(sorted(by_column[complete[0]])[:_MOST_NAMED])
    return complete[0], Why("columns", names) if has_geometry else Why("list")  # a list's headings have become statements already


def check_required(found: Iterable[str], declared: Layer, file: str, free: Iterable[str] = ()) -> None:
    """Every required column has a source, or is blank and made by `prepare`; `free` are the table's columns that nothing reads.

    Raises
    ------
    LanduseError : column_missing
    """
    missing = [column.name for column in declared.columns if column.required and column.name not in set(found)]
    if missing:
        given = list(free)
        layer_id = next(key for key, one in all_layers().items() if one == declared)
        names, own = Words(f"column.{name}" for name in missing), ", ".join(missing)
        free_names = ", ".join(given) or "–"
        raise LanduseError(
            "column_missing", file=file, layer=named(layer_id), columns=names, own=own, free=free_names, wanted=missing, given=given
        )


def is_cut(name: str, whole: Iterable[str]) -> bool:
    """Whether a name is one of these folded ones as a shapefile cuts it: to ten bytes, of which a letter of two may not be split."""
    given = folded(name)
    fits = len(name) <= _SHAPE_NAME <= len(name.encode()) + 1
    return fits and any(full.startswith(given) and len(full) > len(given) for full in whole)


def _fits(declared: Layer, has_geometry: bool) -> bool:
    return declared.geometry != "raster" and (declared.geometry == "table") != has_geometry


def _telling_names(fitting: dict[str, Layer]) -> dict[str, str]:
    """Column names that only one layer uses."""
    users: dict[str, set[str]] = {}
    for key, declared in fitting.items():
        for column in declared.columns:
            for name in names_of(column):
                users.setdefault(name, set()).add(key)
    return {name: keys.pop() for name, keys in users.items() if len(keys) == 1}


def _has_required(declared: Layer, frame: pd.DataFrame) -> bool:
    found = sources(frame, declared, cut_names=True)
    required = [column.name for column in declared.columns if column.required]
    return declared.prepare is not None or all(name in found for name in required)
