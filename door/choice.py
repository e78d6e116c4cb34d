"""Which table of a file is read, and as which layer: as a person said, or as its names say; asked where neither settles it."""

import hashlib
import json
import re
from dataclasses import dataclass, replace

import pandas as pd

from door.answers import Asked
from door.columns import concerns, mapping
from door.columns import letters as column_letters
from door.columns import names as column_names
from door.columns import plans as plan_columns
from door.columns.joined import whole_names
from door.columns.names import Why
from door.formats import registry as formats
from door.guarded import Guarded
from door.guesses import check_shapes_fit, guess, has_type, of_other_shapes
from door.lists import meanings
from door.lists.statements import Said
from door.report.nothing_kept import check_no_shapes_in_text
from door.surroundings import is_clipped, ring
from door.tables import GEOMETRY, Table, read_table, table_names
from door.two_tables import only_points, together
from landuse.quality.findings import Finding
from landuse.words.errors import LanduseError
from layers.base import Layer
from layers.registry import all_layers, named
from layers.registry import layer as registered
from parks.park import Park

_AND = ", "
_SHOWN, _SHOWN_CHARS = 3, 30  # values of a column that a question names


@dataclass(frozen=True)
class Choice:
    """The table to read, its rows indexed by their number in the file − 1.

    why : what speaks for the layer
    asked : what a person said, now and of such a file before; `remembered` where the latter added anything
    signature : what makes two files the same kind
    plans : the file's own rows on whole plans
    letters : findings on letters that were mended or lost
    others : names of the file's other tables
    without_wal : whether a GeoPackage came without the file that has its last changes
    """

    table: Table
    layer_id: str
    why: Why
    asked: Asked
    remembered: bool
    signature: str
    plans: pd.DataFrame
    letters: list[Finding]
    others: list[str]
    without_wal: bool


def choose(file: Guarded, park: Park | None, asked: Asked, kept: dict[str, Asked]) -> Choice:
    """Read a file's tables and settle which of them is which layer.

    Parameters
    ----------
    kept : earlier answers by signature

    Raises
    ------
    LanduseError : file_without_rows, table_unknown, table_unclear, layer_unclear, list_unclear, layer_proposed, shape_of_no_layer,
        list_of_shapes, unknown_layer, and all that reading refuses; the first two questions name the tables that would do by the layer
        that each is (`fitting`)
    """
    without_wal = formats.of(file).lacks_changes(file.path)  # reading makes a new one
    there = table_names(file)
    wanted = there if asked.table is None else _of_names(asked.table, there)
    if not wanted and there:
        raise LanduseError("table_unknown", file=file.name, given=asked.table, tables=", ".join(there))
    tables = _read(file, park, asked, wanted)
    named = signature(file, tables)
    said = filled_up(asked, kept.get(named))
    if (said.as_epsg, said.columns, said.constants) != (asked.as_epsg, asked.columns, asked.constants):
        tables = _read(file, park, said, wanted)
    if not any(table.rows for table in tables.values()):
        raise LanduseError("file_without_rows", file=file.name)
    mended = {name: _mended(table) for name, table in tables.items()}
    (name, *more), layer_id, why = _settled(file, {name: table for name, (table, _) in mended.items()}, said)
    why = why if said.layer_id is None else Why("said" if asked.layer_id else "remembered")
    beside = _read(file, park, said, [one for one in there if one not in tables]) if layer_id == "zoning" else {}
    plans = plan_columns.plan_rows({**{one: found.plain for one, (found, _) in mended.items()}, **{n: t.plain for n, t in beside.items()}})
    table, letters = mended[name]
    if table.clipped_rows and not is_clipped(registered(layer_id)):
        table, letters = _mended(read_table(file, name, wants=registered(layer_id).wants))
    ready = concerns.with_kinds if layer_id == "restrictions" else _as_it_is
    table = ready(table)
    for other in more:
        table, letters = together(table, ready(mended[other][0])), [*letters, *mended[other][1]]
    table = ready(table)  # of several tables, each has had an attribute of its own
    _check_list(file, table, layer_id, said)
    others = [other for other in tables if other not in (name, *more)]
    return Choice(table, layer_id, why, said, said != asked, named, plans, letters, others, without_wal)


def _of_names(said: str, there: list[str]) -> list[str]:
    """The tables that an answer names: one, or those that are read together; none where the file lacks one of them."""
    if said in there:
        return [said]
    several = said.split(_AND)
    return several if set(several) <= set(there) else []


def _as_it_is(table: Table) -> Table:
    return table


def signature(file: Guarded, tables: dict[str, Table]) -> str:
    """What makes two files the same kind: the name without its numbers, the format, and the columns of its tables."""
    stem = re.sub(r"[\d\W_]+", "", file.name.rpartition(".")[0].casefold())
    names = [list(table.listed.values if table.listed else table.plain.columns) for table in tables.values()]
    headings = ([column_names.folded(str(name)) for name in [*own, GEOMETRY]] for own in names)
    columns = sorted("|".join(sorted(names)) for names in headings)
    return hashlib.sha256(json.dumps([stem, file.format, columns]).encode()).hexdigest()[:16]


def filled_up(asked: Asked, before: Asked | None) -> Asked:
    """What was said now, with what was said of such a file before where nothing was said now."""
    if before is None:
        return asked
    other_layer = asked.layer_id is not None and before.layer_id not in (None, asked.layer_id)
    return replace(
        asked,
        layer_id=asked.layer_id or before.layer_id,
        as_epsg=asked.as_epsg or before.as_epsg,
        swapped=asked.swapped or before.swapped,
        columns=asked.columns if other_layer else {**before.columns, **asked.columns},
        constants=asked.constants if other_layer else {**before.constants, **asked.constants},
    )


def _read(file: Guarded, park: Park | None, asked: Asked, wanted: list[str]) -> dict[str, Table]:
    """The wanted tables; those of whole municipalities are clipped to the park and its ring while they are read."""
    declared = registered(asked.layer_id) if asked.layer_id else None
    clipped = not asked.swapped and (declared is None or is_clipped(declared))
    within = ring(park, asked.as_epsg) if clipped and park is not None else None
    whole = whole_names(park) if park is not None and formats.of(file).is_list else frozenset[str]()
    of_list = Said(asked.columns, asked.constants, whole, declared is not None and declared.geometry != "table")
    return {name: read_table(file, name, within, _wants(name, declared), of_list) for name in wanted}


def _wants(table: str, declared: Layer | None) -> str:
    """The geometry that a table is read by: that of the layer that was asked for, or whose object type it is named after."""
    named = [one for one in all_layers().values() if column_names.is_object_type(table, one)]
    return declared.wants if declared else (named[0].wants if len(named) == 1 else "area")


def _mended(table: Table) -> tuple[Table, list[Finding]]:
    """The table with its letters mended, indexed by the row of the file − 1."""
    rows = pd.Index(table.row.to_numpy() - 1)
    plain, changed, lost = column_letters.mend_frame(table.plain)
    table = replace(table, plain=plain.set_axis(rows), unreadable=table.unreadable.set_axis(rows))
    return table, column_letters.letter_findings(changed, lost)


def _settled(file: Guarded, tables: dict[str, Table], said: Asked) -> tuple[list[str], str, Why]:
    """The table that is read, with that of its points where outlines and points have one each; its layer, and what speaks for it."""
    layer_id = said.layer_id
    guesses = {name: found for name, table in tables.items() if (found := guess(table)) is not None}
    of_layer = [name for name, found in guesses.items() if found.layer_id == layer_id] or list(tables)
    fitting = list(guesses) if layer_id is None else of_layer
    if len(fitting) > 1:  # the points and lines of a SOSI file bear the same names as its areas, or none that we know
        fitting = [name for name in fitting if has_type(tables[name], registered(layer_id or guesses[name].layer_id))] or fitting
    layers = {name: str(layer_id or guesses[name].layer_id) for name in fitting}
    if _are_outlines_and_points(fitting, tables, layers):
        fitting = sorted(fitting, key=lambda name: only_points(tables[name]))
    elif len(fitting) != 1:
        wholes = _wholes(layers)
        if len(wholes) != 1:
            raise _unclear(file, tables, said, wholes)
    why = guesses[fitting[0]].why if fitting[0] in guesses else Why("said")
    return fitting, layers[fitting[0]], why


def _are_outlines_and_points(fitting: list[str], tables: dict[str, Table], layers: dict[str, str]) -> bool:
    """Whether two tables are the outlines and the points of one layer that has both."""
    if len(fitting) != 2 or len(set(layers.values())) != 1 or not registered(layers[fitting[0]]).points:
        return False
    return [only_points(tables[name]) for name in fitting].count(True) == 1


def _wholes(layers: dict[str, str]) -> dict[str, str]:
    """The layer of each table, or of those together that a register delivers as the parts of one: each of its own official type."""
    parts: dict[str, list[str]] = {}
    for name, layer_id in layers.items():
        if column_names.is_object_type(name, registered(layer_id)):
            parts.setdefault(layer_id, []).append(name)
    found: dict[str, str] = {}
    for name, layer_id in layers.items():
        own = parts.get(layer_id, [])
        found[_AND.join(own) if name in own else name] = layer_id
    return found


def _check_list(file: Guarded, table: Table, layer_id: str, said: Asked) -> None:
    """That a list says what its rows are about and what of it, or has the columns of records themselves.

    Raises
    ------
    LanduseError : list_unclear
    """
    if table.listed is None or table.listed.is_made or layer_id != "records":
        return
    declared = registered(layer_id)
    named = {*column_names.sources(table.plain, declared), *said.columns.values(), *said.constants}
    if not all(column.name in named for column in declared.columns if column.required):
        raise _list_unclear(file, table, said)


def _list_unclear(file: Guarded, table: Table, said: Asked) -> LanduseError:
    """The question what the columns of a list mean, with what each speaks for."""
    asked = [name for name in table.plain.columns if name not in said.columns]
    given = [str(name) for name in asked or table.plain.columns]
    speaks = {name: word for name in given if (word := meanings.proposed(name))}
    shown = {name: "; ".join(str(value)[:_SHOWN_CHARS] for value in table.plain[name].dropna().unique()[:_SHOWN]) for name in given}
    columns = ", ".join(" ".join(str(name).split()) for name in table.plain.columns) or "–"
    return LanduseError("list_unclear", file=file.name, columns=columns, given=given, speaks=speaks, shown=shown)


def _unclear(file: Guarded, tables: dict[str, Table], said: Asked, fitting: dict[str, str]) -> LanduseError:
    """The question which layer or table it is, with what the content speaks for."""
    names = ", ".join(tables) or "–"
    if said.layer_id is not None:
        return LanduseError("table_unclear", file=file.name, tables=names, layer=named(said.layer_id), fitting=fitting)
    if len(tables) == 1 and (table := next(iter(tables.values()))).listed is not None and not fitting:
        check_no_shapes_in_text(table, file.name)
        return _list_unclear(file, table, said)
    if len(tables) == 1 and not fitting:
        check_shapes_fit(next(iter(tables.values())), file.name)
    other = frozenset[str].intersection(*(of_other_shapes(table) for table in tables.values())) if tables else frozenset[str]()
    vectors = {key: one for key, one in all_layers().items() if one.geometry != "raster" and key not in other}
    signs = [sign for table in tables.values() for sign in mapping.content_layers(table.plain, vectors)]
    if len(signs) == 1:
        layer, column, code_list, share = signs[0]
        return LanduseError("layer_proposed", file=file.name, layer=named(layer), own=layer, column=column, list=code_list, share=share)
    return LanduseError("layer_unclear", file=file.name, tables=names, layer="–", fitting=fitting)
