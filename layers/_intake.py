"""From a stranger's file to rows that can be kept: every row ends up kept, set aside with a reason, or left out as too far away."""

from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd
import pyproj

from landuse import codelists, crs
from landuse.errors import LanduseError
from landuse.findings import Finding, listed
from layers import _clean, _columns, _fit, _inspect, _inspect_file, _mapping, _plans
from layers._asked import NOTHING, Asked
from layers._cast import as_text, canonical_columns
from layers._choice import choose
from layers._conserve import Balance, area_by_corners_m2
from layers._gml_rules import RuleBreak, rule_breaks
from layers._guarded import Guarded
from layers._layer import Layer
from layers._park import Park
from layers._place import park_in, place_of_file
from layers._registry import layer as registered
from layers._schema import check
from layers._tables import GEOMETRY, Table

OTHER_OBJECT = "other_object_type"
NO_KEY = "no_key"


@dataclass(frozen=True)
class Intake:
    """What a file gave.

    kept : canonical frame in the park's work CRS, its index the row of the file − 1
    set_aside : the file's own rows and geometry, with `row` (from 1) and `reason`
    clipped_rows, clipped_m2 : rows that lie too far from the park and were left out while reading, and their true area in m²;
        rows = kept + set aside + clipped_rows
    rule_breaks : where a GML file breaks a rule of plan exchange
    notes, done : as `Table`: rows by what was done to their geometry, and what was done to the file
    findings : all that is worth saying, with names and places
    repairs : invalid geometries that were mended
    unknown_codes : by column, how many rows have each code that no list has
    missing_columns : columns of the layer that the file does not have
    columns : by our column, the file's name of it
    asked, signature : what people said of the file, and what makes another file the same kind
    """

    layer_id: str
    file: str
    format: str
    table: str
    rows: int
    kept: gpd.GeoDataFrame
    set_aside: gpd.GeoDataFrame
    clipped_rows: int
    clipped_m2: float
    notes: dict[str, list[int]]
    done: tuple[tuple[Any, ...], ...]
    place: str
    epsg: int
    crs_read: str
    findings: list[Finding]
    repairs: list[_clean.Repair]
    unknown_codes: dict[str, dict[str, int]]
    missing_columns: list[str]
    columns: dict[str, str]
    balance: Balance
    asked: Asked
    signature: str
    rule_breaks: tuple[RuleBreak, ...] = ()
    area_m2: float = field(default=0.0)


def take_in(file: Guarded, park: Park | None, asked: Asked = NOTHING, kept_answers: dict[str, Asked] | None = None) -> Intake:
    """Read a guarded file's rows as one layer of a park. Nothing on disk changes.

    Parameters
    ----------
    park : None where nobody has said it; then the municipality is found from the coordinates
    kept_answers : what was said of files before, by their signature

    Raises
    ------
    LanduseError : everything that makes the file unusable as a whole, or leaves a question open, in one sentence
    """
    choice = choose(file, park, asked, kept_answers or {})
    table, asked, declared = choice.table, choice.asked, registered(choice.layer_id)
    is_table = declared.geometry == "table"
    if not is_table and not table.has_geometry:
        raise LanduseError("file_without_geometry", file=file.name, layer=choice.layer_id)
    given = _fit.turned(table.frame.geometry) if asked.swapped and table.has_geometry else table.frame.geometry
    mapped = _mapping.mapping(table.frame.drop(columns=GEOMETRY), declared, asked.columns, file.name, cut_names=file.format == "shp")
    raw = _plans.with_plan(mapped.frame(table.frame), choice.plans) if choice.layer_id == "zoning" else mapped.frame(table.frame)
    columns, zeros = _canonical(raw, table, declared, mapped, file)
    if park is None:
        park = park_in(("0301",)) if is_table else place_of_file(given, file.name, asked)
    found, outside = (None, None) if is_table else _fit.read_crs(given, park, file.name, asked)
    cleaned = _cleaned(given, table, declared, park, found)
    reason = cleaned.reason.fillna(_row_reasons(table, columns, declared))
    kept = columns.set_geometry(cleaned.geometry)[reason.isna()]
    if kept.empty:
        raise LanduseError("nothing_kept", file=file.name, rows=table.rows, reasons=", ".join(sorted(set(reason.dropna()))))
    kept, units = _inspect.put_right_units(kept, mapped.theirs, asked)
    balance = _balance(given, found, park, table, cleaned, reason).check(file.name)
    unknown = unknown_codes(kept, declared)
    findings = [*choice.letters, *zeros, *units]
    findings += _inspect.about_rows(table, raw, kept, cleaned, reason, choice.layer_id, park)
    breaks = rule_breaks(file)
    findings += _inspect_file.about_file(file, choice, mapped, raw) + _inspect_file.about_rules(breaks)
    findings += _inspect.about_place(given, found, outside, table, park, asked)
    findings += _inspect.about_codes(unknown, kept)
    return Intake(
        layer_id=choice.layer_id,
        file=file.name,
        format=file.format,
        table=table.name,
        rows=table.rows,
        kept=check(kept, choice.layer_id),
        set_aside=_set_aside(table, reason, found),
        clipped_rows=table.clipped_rows,
        clipped_m2=table.clipped_m2,
        notes=table.notes,
        done=table.done,
        place=park.name,
        epsg=park.epsg,
        crs_read=_fit.crs_name(found) if found else "–",
        findings=_inspect.with_places(listed(findings), columns, cleaned, declared),
        repairs=cleaned.repairs,
        unknown_codes=unknown,
        missing_columns=[column.name for column in declared.columns if column.name not in raw],
        columns=mapped.theirs,
        balance=balance,
        asked=asked,
        signature=choice.signature,
        rule_breaks=breaks,
        area_m2=float(crs.area_m2(kept.geometry).sum()) if declared.geometry == "polygon" else 0.0,
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


def _canonical(
    raw: pd.DataFrame, table: Table, declared: Layer, mapped: _mapping.Mapping, file: Guarded
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    columns = gpd.GeoDataFrame(canonical_columns(raw, declared.columns), geometry=table.frame.geometry)
    columns = columns.assign(**{name: columns[name] * by for name, by in mapped.factor.items() if by != 1.0})
    columns, found = _inspect.put_right_numbers(columns)
    if declared.prepare:
        columns = declared.prepare(columns)
    filled = columns.drop(columns=GEOMETRY).notna().any()
    _columns.check_required(filled.index[filled], declared, file.name, mapped.unused(table.frame))
    return columns, found


def _cleaned(given: gpd.GeoSeries, table: Table, declared: Layer, park: Park, found: pyproj.CRS | None) -> _clean.Cleaned:
    if declared.geometry == "table":
        blank = gpd.GeoSeries([None] * table.rows, index=table.frame.index, crs=park.epsg)
        return _clean.Cleaned(blank, blank, pd.Series(None, index=table.frame.index, dtype="object"), [])
    return _clean.cleaned(given.set_crs(found, allow_override=True), table.unreadable, declared, park.epsg)


def _row_reasons(table: Table, columns: pd.DataFrame, declared: Layer) -> pd.Series:
    reason = pd.Series(None, index=columns.index, dtype="object")
    required = [column.name for column in declared.columns if column.required]
    reason[columns[required].isna().any(axis=1)] = NO_KEY
    types = _columns.object_types(table.frame)
    if types is not None and any(_columns.is_object_type(name, declared) for name in types.dropna().unique()):
        reason[[not _columns.is_object_type(name, declared) for name in types]] = OTHER_OBJECT
    return reason


def _balance(
    given: gpd.GeoSeries, found: pyproj.CRS | None, park: Park, table: Table, cleaned: _clean.Cleaned, reason: pd.Series
) -> Balance:
    before, after = (pd.Series(crs.planar_area_m2(shapes), shapes.index).fillna(0.0) for shapes in (cleaned.moved, cleaned.geometry))
    aside = reason.notna()
    return Balance(
        rows=table.rows,
        kept=int((~aside).sum()),
        set_aside=int(aside.sum()),
        clipped=table.clipped_rows,
        area_m2=area_by_corners_m2(given, found, park.epsg),
        kept_m2=float(after[~aside].sum()),
        set_aside_m2=float(before[aside].sum()),
        mended_m2=float((after - before)[~aside].sum()),
    )


def _set_aside(table: Table, reason: pd.Series, found: pyproj.CRS | None) -> gpd.GeoDataFrame:
    frame = table.frame if found is None else table.frame.set_crs(found, allow_override=True)
    rows = frame.assign(row=frame.index + 1, reason=reason)
    return rows[reason.notna()].reset_index(drop=True)
