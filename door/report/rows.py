"""All that is worth saying about a file's rows, as findings: what was put right, what is doubtful, and where."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from door.answers import Asked
from door.columns import names as column_names
from door.formats.source import Listed
from door.geometry.clean import ANOTHER_SHAPE, WRONG_TYPE, Repair
from door.geometry.conserve import Balance
from door.geometry.sift import Given, Sifted
from door.limits import LIMITS
from door.lists import meanings, statements
from door.place import crs as place_crs
from door.progress import tell
from door.report.nothing_kept import kind_of
from door.report.topology import about_topology
from door.report.values import NUMBER, STATED_AREA, about_values, storeys
from door.tables import Table
from landuse.measure import crs
from landuse.quality import shapes, values
from landuse.quality.faults import fault_word
from landuse.quality.findings import Finding, placed, quality
from landuse.words.errors import Word
from landuse.words.numbers import M2_PER_DAA
from layers.base import Layer
from layers.registry import layer as registered
from parks import former_numbers
from parks.municipality import known_numbers, municipality_at, name_of, near_municipality
from parks.park import Park
from parks.rows import Rows
from parks.values import as_text

WORTH_SAYING_M = 1.0  # WGS 84 itself is known to 1 m
OTHER_OBJECT = "other_object_type"
NO_KEY = "no_key"


def put_right_numbers(columns: pd.DataFrame) -> tuple[pd.DataFrame, Iterable[Finding]]:
    """Municipality numbers that lost their first zero have it again; one that is no more is that of today, where nothing else changed."""
    if NUMBER not in columns:
        return columns, []
    numbers, found = values.with_leading_zero(columns[NUMBER], known_numbers() | former_numbers.numbers())
    now = {number: former for number in numbers.dropna().unique() if (former := former_numbers.former(str(number))) is not None}
    told = [_former(numbers, number, one) for number, one in now.items()]
    same = {number: one.now for number, one in now.items() if one.is_same}
    return columns.assign(**{NUMBER: numbers.replace(same) if same else numbers}), chain(found, told)


def _former(numbers: pd.Series, number: str, now: former_numbers.Former) -> Finding:
    rows = numbers.index[(numbers == number).fillna(False)]
    kind = "former_number" if now.is_same else "former_number_merged"
    return Finding(kind, int(rows[0]) + 1, None, NUMBER, number, f"{now.now} {now.name}", len(rows))


def put_right_units(kept: pd.DataFrame, area_m2: pd.Series, theirs: dict[str, str], asked: Asked) -> tuple[pd.DataFrame, list[Finding]]:
    """Stated areas in daa or hectares become m², where the map says so and no person said otherwise."""
    if STATED_AREA not in kept or theirs.get(STATED_AREA) in asked.columns:
        return kept, []
    unit = values.guessed_unit(kept[STATED_AREA], area_m2)
    if unit is None:
        return kept, []
    rows = int(kept[STATED_AREA].notna().sum())
    said = Finding("units_guessed", column=STATED_AREA, before=unit[0], count=rows, more={"theirs": theirs.get(STATED_AREA, "")})
    return kept.assign(**{STATED_AREA: kept[STATED_AREA] * unit[1]}), [said]


def about_rows(table: Table, raw: pd.DataFrame, kept: Rows, sifted: Sifted, layer_id: str, park: Park) -> Iterator[Finding]:
    """What was set aside and mended, and what is doubtful in the rows kept."""
    declared = registered(layer_id)
    yield from _aside(table, raw, sifted, declared)
    for repair in sifted.repairs:
        why = {"reason": fault_word(repair.why)}
        yield Finding("invalid_repaired", repair.row, before=repair.before_m2, after=repair.after_m2, more=why)
    if sifted.collected:
        yield Finding("collection_parts", sifted.collected[0], before=Word(declared.takes), count=len(sifted.collected))
    if declared.geometry != "table":
        yield from _about_shapes(kept, sifted.kept_area_m2, quality("huge_building_m2" if layer_id == "buildings" else "huge_m2"))
    if declared.geometry == "polygon":
        yield from about_topology(kept, layer_id, park)
    area_m2 = pd.Series(sifted.kept_area_m2, kept.columns.index)
    yield from about_values(kept.columns, area_m2, raw, declared, park)
    if "floor_m2" in kept.columns:
        yield from values.floor_findings(kept.columns["floor_m2"], area_m2, storeys(table).reindex(kept.columns.index))


def about_repairs(balance: Balance, rows: int) -> Iterator[Finding]:
    """What all repairs together did to the area of a file, in the plane of the work CRS."""
    if rows > 1 and round(balance.mended_m2, 1):
        before, after = round(balance.repaired_before_m2, 1), round(balance.repaired_after_m2, 1)
        yield Finding("repairs_together", before=before, after=after, count=rows, more={"change": round(balance.mended_m2, 1)})


def about_place(
    named: pyproj.CRS | None, found: pyproj.CRS | None, outside: np.ndarray | None, table: Table, park: Park, asked: Asked
) -> list[Finding]:
    """How the coordinates were read, what lies outside the municipality, and what was left out as too far away.

    Parameters
    ----------
    named, found : the CRS that the file names, and that it is read in
    outside : where a row lies outside
    """
    if outside is None or found is None:
        return []
    name, said = place_crs.crs_name(found), None if named is None else place_crs.crs_name(named)
    told = [Finding("place_found", before=park.name, after=name)]
    if asked.swapped:
        told.append(Finding("axes_swapped"))
    if asked.as_epsg is not None and said != name:
        told.append(Finding("crs_assumed", before=said, after=name))
    accuracy_m = place_crs.accuracy_m(found, park.epsg)
    if accuracy_m > WORTH_SAYING_M:
        told.append(Finding("accuracy", before=name, after=accuracy_m))
    rows = table.plain.index[outside]
    if len(rows):
        told.append(Finding("outside", int(rows[0]) + 1, count=len(rows)))
    if table.beyond_ring:
        told.append(Finding("beyond_ring", before=int(LIMITS["ring_m"]), count=table.rows))
    if table.clipped_rows:
        area_daa = round(table.clipped_m2 / M2_PER_DAA, 1)
        told.append(Finding("clipped", count=table.clipped_rows, before=int(LIMITS["ring_m"]), after=area_daa))
    return told


def about_codes(unknown: dict[str, dict[str, int]], kept: pd.DataFrame, listed: Listed | None = None) -> list[Finding]:
    """Codes that no list has, each at the first row that has it; of a list made records, by the user's heading of its status."""
    found = []
    heading = _status_heading(listed)
    for column, codes in unknown.items():
        text = as_text(kept[column])
        if column == "kind" and heading is not None:
            found += [_status_unread(int(text.index[text == code][0]) + 1, code, heading, rows) for code, rows in codes.items()]
            continue
        found += [
            Finding("unknown_code", int(text.index[text == code][0]) + 1, None, column, code, count=rows) for code, rows in codes.items()
        ]
    return found


def _status_heading(listed: Listed | None) -> str | None:
    """What the columns of a list that say the status are called; None where there are none."""
    read_as = listed.read_as if listed and listed.is_made else {}
    return ", ".join(" ".join(name.split()) for name, word in read_as.items() if word == meanings.STATUS) or None


def _status_unread(row: int, words: str, heading: str, rows: int) -> Finding:
    why = Word("status_why.plan" if statements.is_of_plan(words) else "status_why.unknown")
    return Finding("status_unread", row, None, None, words, heading, count=rows, more={"why": why})


def with_places(
    findings: list[Finding], columns: pd.DataFrame, given: Given, repairs: list[Repair], declared: Layer, epsg: int
) -> list[Finding]:
    """The findings with the names of their rows and where those are, in degrees; a repair at the very fault."""
    rows = sorted({one.row for one in findings if one.row is not None})
    at = [row - 1 for row in rows]
    names = columns.loc[at, declared.key].set_axis(rows).dropna().astype(str) if declared.key else pd.Series(dtype=object)
    if declared.geometry == "table" or not rows:
        return placed(findings, names, {})
    shapes = given.moved_at(columns.index.get_indexer(at), epsg)
    points = dict(zip(rows, shapely.point_on_surface(shapes.to_numpy()), strict=True))
    points |= {repair.row: shapely.Point(repair.at) for repair in repairs if repair.at is not None and repair.row in points}
    known = gpd.GeoSeries({row: point for row, point in points.items() if point is not None and not point.is_empty}, crs=shapes.crs)
    degrees = known.to_crs(crs.MAP_EPSG)
    return placed(findings, names, {row: (round(point.x, 7), round(point.y, 7)) for row, point in degrees.items()})


def in_sheet(findings: list[Finding], sheet_rows: tuple[int, ...]) -> list[Finding]:
    """The findings of a list with the numbers that a spreadsheet program shows beside its rows; what holds for a row is said once of it."""
    if not sheet_rows:
        return findings
    told = [one if one.row is None else replace(one, row=sheet_rows[one.row - 1]) for one in findings]
    keys = [(one.issue, one.row, one.column, str(one.before), str(one.after), str(one.more)) for one in told]
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    return [one for place, one in enumerate(told) if one.row is None or first[keys[place]] == place]


def _aside(table: Table, raw: pd.DataFrame, sifted: Sifted, declared: Layer) -> Iterator[Finding]:
    reason = sifted.reason
    required = {
        c.name: raw[c.name].isna().to_numpy() if c.name in raw else np.ones(len(raw), dtype=bool) for c in declared.columns if c.required
    }
    refused = {repair.row: repair for repair in sifted.refused}
    for place in np.flatnonzero(reason.notna() & (reason != OTHER_OBJECT)):
        why: str = reason.iloc[place]
        before: Any = None
        after: Any = None
        column = None
        if why == WRONG_TYPE:
            before, after = Word(f"geometry_one.{kind_of(sifted.type_id[place])}"), Word(declared.takes)
        if why == ANOTHER_SHAPE:
            repair = refused[int(reason.index[place]) + 1]
            before, after = repair.before_m2, repair.after_m2
        if why == NO_KEY:
            blank = [name for name, missing in required.items() if missing[place]]
            column = ", ".join(blank) or declared.key
        yield Finding(why, int(reason.index[place]) + 1, column=column, before=before, after=after)
    types = column_names.object_types(table.plain)
    others = types[reason == OTHER_OBJECT].astype("object").fillna("–").value_counts().sort_index() if types is not None else {}
    for name, rows in dict(others).items():
        yield Finding(OTHER_OBJECT, before=str(name), count=int(rows))


def _about_shapes(kept: Rows, area_m2: np.ndarray, huge_m2: float) -> Iterator[Finding]:
    outlines, rows, first = [np.empty(0, dtype=shapes.OUTLINE)], [np.empty(0, dtype=int)], 0
    for part in kept.parts():
        if NUMBER in part:
            yield from _other_municipality(part)
        yield from shapes.shape_findings(part.geometry, area_m2[first : first + len(part)], huge_m2)
        drawn = part.geometry[shapely.get_dimensions(part.geometry.to_numpy()) > 0]  # two buildings may share a point, never ground
        outlines.append(shapes.outlines(drawn))
        rows.append(drawn.index.to_numpy() + 1)
        first += len(part)
        tell("looking", first, len(kept))
    yield from shapes.twice_findings(np.concatenate(outlines), np.concatenate(rows))


def _other_municipality(part: gpd.GeoDataFrame) -> Iterator[Finding]:
    """Rows whose coordinates are not in the municipality that they name."""
    for number in sorted(set(part[NUMBER].dropna()) & known_numbers()):
        rows = part[part[NUMBER] == number]
        away = ~shapely.intersects(near_municipality(number, rows.crs.to_epsg()), rows.geometry.to_numpy())
        points = gpd.GeoSeries(rows.geometry[away].representative_point(), crs=rows.crs)
        for row, there in municipality_at(points).items():
            yield Finding("other_municipality", int(row) + 1, column=NUMBER, before=number, after=name_of(there) if there else "–")
