"""From a stranger's file to rows that can be kept: every row ends up kept, or set aside with a reason."""

from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import pandas as pd
import pyproj

from landuse import codelists, crs
from landuse.errors import LanduseError
from layers import _clean, _columns, _count, _fit, _plans
from layers._cast import as_text, canonical_columns, cast
from layers._gml_rules import RuleBreak, rule_breaks
from layers._guarded import Guarded
from layers._layer import Layer
from layers._park import Park
from layers._registry import layer as registered
from layers._ring import Within, is_clipped, ring
from layers._schema import check
from layers._tables import GEOMETRY, Table, read_table, table_names

OTHER_OBJECT = "other_object_type"
NO_KEY = "no_key"


@dataclass(frozen=True)
class Intake:
    """What a file gave.

    kept : canonical frame in the park's work CRS
    set_aside : the file's own rows and geometry, with `row` (from 1) and `reason`
    repairs : invalid geometries that were mended
    unknown_codes : by column, how many rows have each code that no list has
    unread_values : by column, how many values could not be read as the column's kind, and are blank
    missing_columns : columns of the layer that the file does not have
    outside : rows (of those looked at) that lie outside the park's municipality
    other_tables : tables of the file that were not read
    said : the driver's warnings
    clipped_rows, clipped_m2 : rows of a whole municipality that lie outside the park's ring, and their true area in m²;
        rows = kept + set aside + clipped_rows
    rule_breaks : where a GML file breaks a rule of plan exchange
    notes, done : as `Table`: rows by what was done to their geometry, and what was done to the file
    """

    layer_id: str
    file: str
    format: str
    table: str
    rows: int
    kept: gpd.GeoDataFrame
    set_aside: gpd.GeoDataFrame
    crs_read: str
    accuracy_m: float
    repairs: list[_clean.Repair]
    unknown_codes: dict[str, dict[str, int]]
    unread_values: dict[str, int]
    missing_columns: list[str]
    outside: int
    other_tables: list[str]
    said: tuple[str, ...] = ()
    without_wal: bool = False
    area_m2: float = field(default=0.0)
    clipped_rows: int = 0
    clipped_m2: float = 0.0
    notes: dict[str, list[int]] = field(default_factory=dict)
    done: tuple[tuple[Any, ...], ...] = ()
    rule_breaks: tuple[RuleBreak, ...] = ()


def take_in(file: Guarded, park: Park, layer_id: str | None = None, as_epsg: int | None = None) -> Intake:
    """Read a guarded file's rows as one layer of a park. Nothing on disk changes.

    Raises
    ------
    LanduseError : everything that makes the file unusable as a whole, in one sentence
    """
    table, declared_id, plans = _chosen(file, layer_id, ring(park, as_epsg))
    declared = registered(declared_id)
    if declared.geometry != "table" and not table.has_geometry:
        raise LanduseError("file_without_geometry", file=file.name, layer=declared_id)
    frame = _plans.with_plan(_renamed(table, declared, file), plans) if declared_id == "zoning" else _renamed(table, declared, file)
    columns = gpd.GeoDataFrame(canonical_columns(frame, declared.columns), geometry=table.frame.geometry)
    if declared.prepare:
        columns = declared.prepare(columns)
    filled = columns.drop(columns=GEOMETRY).notna().any()
    _columns.check_required(filled.index[filled], declared, file.name)
    found, outside = _crs(table, declared, park, file, as_epsg)
    geometry, reason, repairs = _geometry(table, declared, park, found)
    reason = reason.fillna(_row_reasons(table, columns, declared))
    kept = columns.set_geometry(geometry)[reason.isna()].reset_index(drop=True)
    if kept.empty:
        raise LanduseError("nothing_kept", file=file.name, rows=table.rows, reasons=", ".join(sorted(set(reason))))
    return Intake(
        layer_id=declared_id,
        file=file.name,
        format=file.format,
        table=table.name,
        rows=table.rows,
        kept=check(kept, declared_id),
        set_aside=_set_aside(table, reason, found),
        crs_read=_fit.crs_name(found) if found else "–",
        accuracy_m=_fit.accuracy_m(found, park.epsg) if found else 0.0,
        repairs=[replace(repair, row=int(table.row.iloc[repair.row - 1])) for repair in repairs if pd.isna(reason.iloc[repair.row - 1])],
        unknown_codes=unknown_codes(kept, declared),
        unread_values=_unread(frame, columns[reason.isna().to_numpy()], declared),
        missing_columns=[column.name for column in declared.columns if column.name not in frame],
        outside=outside,
        other_tables=[name for name in table_names(file) if name != table.name],
        said=table.said,
        without_wal=file.format == "gpkg" and _count.lacks_wal(file.path),
        area_m2=float(crs.area_m2(kept.geometry).sum()) if declared.geometry == "polygon" else 0.0,
        clipped_rows=table.clipped_rows,
        clipped_m2=table.clipped_m2,
        notes=table.notes,
        done=table.done,
        rule_breaks=rule_breaks(file),
    )


def unknown_codes(frame: gpd.GeoDataFrame, declared: Layer) -> dict[str, dict[str, int]]:
    """By column, how many rows have each code that its list does not have; never guessed, never dropped."""
    unknown: dict[str, dict[str, int]] = {}
    for column in declared.columns:
        if column.code_list is None:
            continue
        codes = as_text(frame[column.name])
        if column.name in declared.known_codes:
            strange = codes[codes.notna() & ~declared.known_codes[column.name](frame)]
        else:
            strange = codes[codes.isin(codelists.unknown(column.code_list, codes))]
        if len(strange):
            unknown[column.name] = {str(code): int(rows) for code, rows in strange.value_counts().sort_index().items()}
    return unknown


def _chosen(file: Guarded, layer_id: str | None, within: Within | None) -> tuple[Table, str, pd.DataFrame]:
    """The table to read and the layer it is, with the file's plan rows."""
    if layer_id is not None and not is_clipped(registered(layer_id)):
        within = None
    tables = {name: read_table(file, name, within) for name in table_names(file)}
    if not any(table.rows for table in tables.values()):
        raise LanduseError("file_without_rows", file=file.name)
    frames = {name: table.frame for name, table in tables.items()}
    guesses = {name: _guess(table) for name, table in tables.items()}
    if layer_id is not None:
        registered(layer_id)
        fitting = [name for name, guess in guesses.items() if guess == layer_id] or (list(tables) if len(tables) == 1 else [])
    else:
        fitting = [name for name, guess in guesses.items() if guess]
    if len(fitting) != 1:
        code = "layer_unclear" if layer_id is None else "table_unclear"
        raise LanduseError(code, file=file.name, tables=", ".join(tables) or "–", layer=layer_id or "–")
    table, found = tables[fitting[0]], layer_id or str(guesses[fitting[0]])
    if table.clipped_rows and not is_clipped(registered(found)):
        table = read_table(file, table.name)
    return table, found, _plans.plan_rows(frames)


def _guess(table: Table) -> str | None:
    """The layer that a table speaks for; one without geometry may still speak for a layer that needs it, and is refused for that."""
    found = _columns.guessed_layer(table.name, table.frame, table.has_geometry)
    if found is None and not table.has_geometry:
        return _columns.guessed_layer(table.name, table.frame, has_geometry=True)
    return found


def _renamed(table: Table, declared: Layer, file: Guarded) -> pd.DataFrame:
    found = _columns.sources(table.frame, declared, cut_names=file.format == "shp")
    return pd.DataFrame({ours: table.frame[theirs] for ours, theirs in found.items()}, index=table.frame.index)


def _crs(table: Table, declared: Layer, park: Park, file: Guarded, as_epsg: int | None) -> tuple[pyproj.CRS | None, int]:
    if declared.geometry == "table":
        return None, 0
    return _fit.read_crs(table.frame.geometry, park, file.name, as_epsg)


def _geometry(table: Table, declared: Layer, park: Park, found: pyproj.CRS | None) -> tuple[gpd.GeoSeries, pd.Series, list[_clean.Repair]]:
    if declared.geometry == "table":
        blank = gpd.GeoSeries([None] * len(table.frame), index=table.frame.index, crs=park.epsg)
        return blank, pd.Series(None, index=table.frame.index, dtype="object"), []
    geometry = table.frame.geometry.set_crs(found, allow_override=True)
    return _clean.cleaned(geometry, table.unreadable, declared, park.epsg)


def _row_reasons(table: Table, columns: pd.DataFrame, declared: Layer) -> pd.Series:
    reason = pd.Series(None, index=columns.index, dtype="object")
    required = [column.name for column in declared.columns if column.required]
    reason[columns[required].isna().any(axis=1)] = NO_KEY
    types = _columns.object_types(table.frame)
    if types is not None and any(_columns.is_object_type(name, declared) for name in types.dropna().unique()):
        reason[[not _columns.is_object_type(name, declared) for name in types]] = OTHER_OBJECT
    return reason


def _set_aside(table: Table, reason: pd.Series, found: pyproj.CRS | None) -> gpd.GeoDataFrame:
    frame = table.frame if found is None else table.frame.set_crs(found, allow_override=True)
    rows = frame.assign(row=table.row, reason=reason)
    return rows[reason.notna()].reset_index(drop=True)


def _unread(frame: pd.DataFrame, columns: pd.DataFrame, declared: Layer) -> dict[str, int]:
    counts = {}
    for column in declared.columns:
        if column.name in frame and column.kind != "text":
            given = as_text(frame.loc[columns.index, column.name])
            lost = int((given.notna() & cast(given, column.kind).isna()).sum())
            if lost:
                counts[column.name] = lost
    return counts
