"""From a stranger's file to rows that can be kept: every row ends up kept, set aside with a reason, or left out as too far away."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import geopandas as gpd
import pandas as pd

from door.answers import NOTHING, Asked
from door.choice import choose
from door.columns import code_words, mapping
from door.columns import names as column_names
from door.columns.conserve import ValueBalance, ValueSum, value_balance, value_sums
from door.columns.joined import joined
from door.columns.keys import with_plain_keys
from door.columns.names import Why
from door.formats.source import Listed
from door.geometry import clean
from door.geometry.conserve import Balance
from door.geometry.sift import Given, Sifted, sifted
from door.gml.rules import NONE_ASKED, RulesAsked, rules_asked
from door.guarded import Guarded
from door.place import crs
from door.place.find import park_in, place_of_file
from door.read_columns import Headings, columns_read, headings, mapped_columns, raw_columns
from door.report import file as report_file
from door.report import rows as report_rows
from door.report.nothing_kept import check_shapes, nothing_kept
from door.report.points import about_points
from door.sources.extent import numbers_named
from door.tables import Table
from landuse.quality.findings import Finding, Gathered
from landuse.words import codelists
from landuse.words.errors import LanduseError
from layers.base import Layer
from layers.registry import layer as registered
from layers.registry import named
from parks.park import Park
from parks.rows import Rows
from parks.schema import check_columns
from parks.values import as_text, canonical_columns


@dataclass(frozen=True)
class Intake:
    """What a file gave.

    rows_kept : canonical, in the park's work CRS, their index the row of the file − 1
    rows_aside : the file's own rows and geometry, with `row` (from 1) and `reason`
    clipped_rows, clipped_m2 : rows that lie too far from the park and were left out while reading, and their true area in m²;
        rows = kept + set aside + clipped_rows
    rules : what a GML file was held against of the rules of plan exchange
    notes, done : as `Table`: rows by what was done to their geometry, and what was done to the file
    findings : all that is worth saying, with names and places
    repairs : invalid geometries that were mended
    unknown_codes : by column, how many rows have each code that no list has
    missing_columns : columns of the layer that the file does not have
    columns : by our column, the file's name of it
    values : by our column, what became of the values that the file has for it
    municipalities : those that the file names itself
    asked, signature : what people said of the file, and what makes another file the same kind
    why : what speaks for the layer
    others : names of the file's other tables, which were not taken
    headings : of a list, those that nothing was read of
    value_balance : what became of all values
    listed : as `Table`
    """

    layer_id: str
    file: str
    format: str
    table: str
    rows: int
    rows_kept: Rows
    rows_aside: Rows
    clipped_rows: int
    clipped_m2: float
    notes: dict[str, list[int]]
    done: tuple[tuple[Any, ...], ...]
    place: str
    epsg: int
    crs_read: str
    findings: list[Finding]
    repairs: list[clean.Repair]
    unknown_codes: dict[str, dict[str, int]]
    missing_columns: list[str]
    columns: dict[str, str]
    balance: Balance
    values: dict[str, ValueSum]
    asked: Asked
    signature: str
    municipalities: frozenset[str] = frozenset()
    rules: RulesAsked = NONE_ASKED
    area_m2: float = 0.0
    why: Why = Why("said")
    others: tuple[str, ...] = ()
    headings: Headings = Headings()
    value_balance: ValueBalance | None = None
    listed: Listed | None = None

    @property
    def kept(self) -> gpd.GeoDataFrame:
        """The rows kept, all in memory."""
        return self.rows_kept.frame()

    @property
    def set_aside(self) -> gpd.GeoDataFrame:
        """The rows set aside, all in memory."""
        return self.rows_aside.frame()


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
    if declared.geometry == "raster":
        raise LanduseError("layer_is_raster", layer=named(choice.layer_id))
    if not is_table:
        check_shapes(table, file.name, choice.layer_id)
    shapes, swapped = table.shapes, asked.swapped and table.has_geometry
    mapped = mapped_columns(table, declared, choice, file)
    raw, coded = code_words.as_codes(raw_columns(table, mapped, choice, file.name), declared, mapped.theirs)
    as_read = pd.DataFrame(canonical_columns(raw, declared.columns), index=raw.index)
    sums = value_sums(raw, as_read, table, mapped.theirs, declared, file.name)
    columns, zeros = _canonical(as_read, table, declared, mapped, file)
    columns, keys = with_plain_keys(columns, declared)
    columns, joins = joined(columns, park, table.sheet_rows) if park and choice.layer_id == "records" else (columns, [])
    boxes = crs.turned(shapes.boxes()) if swapped else shapes.boxes()
    if park is None:
        park = park_in(("0301",)) if is_table else place_of_file(boxes, shapes.crs, file.name, asked)
    found, outside = (None, None) if is_table else crs.read_crs(boxes, shapes.crs, park, file.name, asked)
    given = Given(shapes, found, swapped, table.unreadable)
    sieved = sifted(given, _row_reasons(table, columns, declared), declared, park.epsg)
    aside = sieved.reason.notna()
    if aside.all():
        raise nothing_kept(file.name, choice.layer_id, declared, table.rows, sieved.reason, sieved.type_id)
    values = value_balance(raw, as_read, aside, sums, file.name)
    kept, units = report_rows.put_right_units(columns[~aside], pd.Series(sieved.kept_area_m2, columns.index[~aside]), mapped.theirs, asked)
    rows_kept = Rows(check_columns(kept, choice.layer_id), sieved.kept)
    balance = _balance(table, sieved).check(file.name)
    unknown = unknown_codes(kept, declared)
    rules = rules_asked(file)
    findings = Gathered()
    findings.add(chain(choice.letters, coded, keys, zeros, joins, units))
    findings.add(report_rows.about_rows(table, raw, rows_kept, sieved, choice.layer_id, park))
    findings.add(about_points(rows_kept, declared))
    findings.add(report_rows.about_repairs(balance, len(sieved.repairs)))
    findings.add(chain(report_file.about_file(file, choice, mapped, raw), report_file.about_values(sums, table)))
    findings.add(report_file.about_rules(rules.breaks))
    findings.add(report_rows.about_place(shapes.crs, found, outside, table, park, asked))
    findings.add(report_rows.about_codes(unknown, kept, table.listed))
    placed = report_rows.with_places(findings.listed(), columns, given, [*sieved.repairs, *sieved.refused], declared, park.epsg)
    return Intake(
        layer_id=choice.layer_id,
        file=file.name,
        format=file.format,
        table=table.name,
        rows=table.rows,
        rows_kept=rows_kept,
        rows_aside=Rows(_with_reasons(table, sieved.reason), sieved.aside),
        clipped_rows=table.clipped_rows,
        clipped_m2=table.clipped_m2,
        notes=table.notes,
        done=table.done,
        place=park.name,
        epsg=park.epsg,
        crs_read=crs.crs_name(found) if found else "–",
        findings=report_rows.in_sheet(placed, table.sheet_rows),
        repairs=sieved.repairs,
        unknown_codes=unknown,
        missing_columns=[column.name for column in declared.columns if column.name not in raw],
        columns=columns_read(mapped, table),
        balance=balance,
        values=sums,
        asked=asked,
        signature=choice.signature,
        municipalities=numbers_named(table.plain, file.name),
        rules=rules,
        area_m2=float(sieved.kept_area_m2.sum()),
        why=choice.why,
        others=tuple(choice.others),
        headings=headings(table, rows_kept.columns, asked),
        value_balance=values,
        listed=table.listed,
    )


def unknown_codes(frame: pd.DataFrame, declared: Layer) -> dict[str, dict[str, int]]:
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
    columns: pd.DataFrame, table: Table, declared: Layer, mapped: mapping.Mapping, file: Guarded
) -> tuple[pd.DataFrame, Iterable[Finding]]:
    columns = columns.assign(**{name: columns[name] * by for name, by in mapped.factor.items() if by != 1.0})
    columns, found = report_rows.put_right_numbers(columns)
    if declared.prepare:
        columns = declared.prepare(columns)
    filled = columns.notna().any()
    column_names.check_required(filled.index[filled], declared, file.name, mapped.unused(table.plain))
    return columns, found


def _row_reasons(table: Table, columns: pd.DataFrame, declared: Layer) -> pd.Series:
    reason = pd.Series(None, index=columns.index, dtype="object")
    required = [column.name for column in declared.columns if column.required]
    reason[columns[required].isna().any(axis=1)] = report_rows.NO_KEY
    types = column_names.object_types(table.plain)
    named = set() if types is None else set(types.dropna().unique())
    own = {name for name in named if column_names.is_object_type(name, declared)}
    if own and types is not None:
        reason[~types.isin(own)] = report_rows.OTHER_OBJECT
    return reason


def _balance(table: Table, sieved: Sifted) -> Balance:
    aside = int(sieved.reason.notna().sum())
    return Balance(
        rows=table.rows,
        kept=len(sieved.reason) - aside,
        set_aside=aside,
        clipped=table.clipped_rows,
        area_m2=sieved.area_m2,
        kept_m2=sieved.kept_m2,
        set_aside_m2=sieved.set_aside_m2,
        repaired_before_m2=sieved.repaired_before_m2,
        repaired_after_m2=sieved.repaired_after_m2,
    )


def _with_reasons(table: Table, reason: pd.Series) -> pd.DataFrame:
    """The file's own attributes of the rows set aside, with their row and why."""
    aside = reason[reason.notna()]
    row = [table.sheet_rows[place] for place in aside.index] if table.sheet_rows else aside.index + 1
    return table.plain.loc[aside.index].assign(row=row, reason=aside).reset_index(drop=True)
