"""All that is worth saying about a file's rows, as findings: what was put right, what is doubtful, and where."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from landuse import crs
from landuse import quality_shapes as shapes
from landuse import quality_topology as topology
from landuse import quality_values as values
from landuse.findings import Finding, Word, placed, quality
from landuse.numbers import M2_PER_DAA
from layers import _clean, _columns, _fit
from layers._asked import Asked
from layers._cast import as_text, cast
from layers._layer import Layer
from layers._limits import LIMITS
from layers._outline import known_numbers, municipality_at, name_of, near_municipality
from layers._park import Park
from layers._read import read_layer
from layers._registry import layer as registered
from layers._tables import Table

WORTH_SAYING_M = 1.0  # WGS 84 itself is known to 1 m
_STATED_AREA = "registered_area_m2"
_NUMBER = "kommunenummer"


def put_right_numbers(columns: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Municipality numbers that lost their first zero have it again."""
    if _NUMBER not in columns:
        return columns, []
    numbers, found = values.with_leading_zero(columns[_NUMBER], known_numbers())
    return columns.assign(**{_NUMBER: numbers}), found


def put_right_units(kept: gpd.GeoDataFrame, theirs: dict[str, str], asked: Asked) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Stated areas in daa or hectares become m², where the map says so and no person said otherwise."""
    if _STATED_AREA not in kept or theirs.get(_STATED_AREA) in asked.columns:
        return kept, []
    unit = values.guessed_unit(kept[_STATED_AREA], crs.area_m2(kept.geometry))
    if unit is None:
        return kept, []
    rows = int(kept[_STATED_AREA].notna().sum())
    said = Finding("units_guessed", column=_STATED_AREA, before=unit[0], count=rows, more={"theirs": theirs.get(_STATED_AREA, "")})
    return kept.assign(**{_STATED_AREA: kept[_STATED_AREA] * unit[1]}), [said]


def about_rows(
    table: Table, raw: pd.DataFrame, kept: gpd.GeoDataFrame, cleaned: _clean.Cleaned, reason: pd.Series, layer_id: str, park: Park
) -> list[Finding]:
    """What was set aside and mended, and what is doubtful in the rows kept."""
    declared = registered(layer_id)
    found = _aside(table, raw, reason, declared) + [
        Finding("invalid_repaired", repair.row, before=repair.before_m2, after=repair.after_m2, more={"reason": repair.why})
        for repair in cleaned.repairs
    ]
    if declared.geometry != "table":
        huge = quality("huge_building_m2" if layer_id == "buildings" else "huge_m2")
        found += shapes.shape_findings(kept.geometry, huge)
    if declared.geometry == "polygon":
        found += _topology(kept, layer_id, park)
    return found + _about_values(kept, raw, declared, park)


def about_place(
    given: gpd.GeoSeries, found: pyproj.CRS | None, outside: np.ndarray | None, table: Table, park: Park, asked: Asked
) -> list[Finding]:
    """How the coordinates were read, what lies outside the municipality, and what was left out as too far away."""
    if outside is None or found is None:
        return []
    name, said = _fit.crs_name(found), None if given.crs is None else _fit.crs_name(given.crs)
    told = [Finding("place_found", before=park.name, after=name)]
    if asked.swapped:
        told.append(Finding("axes_swapped"))
    if asked.as_epsg is not None and said != name:
        told.append(Finding("crs_assumed", before=said, after=name))
    accuracy_m = _fit.accuracy_m(found, park.epsg)
    if accuracy_m > WORTH_SAYING_M:
        told.append(Finding("accuracy", before=name, after=accuracy_m))
    rows = given.index[outside]
    if len(rows):
        told.append(Finding("outside", int(rows[0]) + 1, count=len(rows)))
    if table.clipped_rows:
        area_daa = round(table.clipped_m2 / M2_PER_DAA, 1)
        told.append(Finding("clipped", count=table.clipped_rows, before=int(LIMITS["ring_m"]), after=area_daa))
    return told


def about_codes(unknown: dict[str, dict[str, int]], kept: gpd.GeoDataFrame) -> list[Finding]:
    """Codes that no list has, each at the first row that has it."""
    found = []
    for column, codes in unknown.items():
        text = as_text(kept[column])
        found += [
            Finding("unknown_code", int(text.index[text == code][0]) + 1, None, column, code, count=rows) for code, rows in codes.items()
        ]
    return found


def with_places(findings: list[Finding], columns: gpd.GeoDataFrame, cleaned: _clean.Cleaned, declared: Layer) -> list[Finding]:
    """The findings with the names of their rows and where those are, in degrees; a repair at the very fault."""
    rows = sorted({one.row for one in findings if one.row is not None})
    at = [row - 1 for row in rows]
    names = columns.loc[at, declared.key].set_axis(rows).dropna().astype(str) if declared.key else pd.Series(dtype=object)
    if declared.geometry == "table" or not rows:
        return placed(findings, names, {})
    points = dict(zip(rows, shapely.point_on_surface(cleaned.moved.loc[at].to_numpy()), strict=True))
    points |= {repair.row: shapely.Point(repair.at) for repair in cleaned.repairs if repair.at is not None and repair.row in points}
    known = gpd.GeoSeries({row: point for row, point in points.items() if point is not None and not point.is_empty}, crs=cleaned.moved.crs)
    degrees = known.to_crs(crs.MAP_EPSG)
    return placed(findings, names, {row: (round(point.x, 7), round(point.y, 7)) for row, point in degrees.items()})


def _aside(table: Table, raw: pd.DataFrame, reason: pd.Series, declared: Layer) -> list[Finding]:
    found = []
    for row, why in reason.dropna().items():
        if why == "other_object_type":
            continue
        before, column = None, None
        if why == "wrong_geometry_type":
            before = table.frame.geometry.loc[row].geom_type
        if why == "no_key":
            blank = [c.name for c in declared.columns if c.required and (c.name not in raw or pd.isna(raw[c.name].loc[row]))]
            column = ", ".join(blank) or declared.key
        found.append(Finding(why, int(row) + 1, column=column, before=before, after=Word(f"geometry.{declared.geometry}")))
    types = _columns.object_types(table.frame)
    others = types[reason == "other_object_type"].astype("object").fillna("–").value_counts().sort_index() if types is not None else {}
    return found + [Finding("other_object_type", before=str(name), count=int(rows)) for name, rows in dict(others).items()]


def _topology(kept: gpd.GeoDataFrame, layer_id: str, park: Park) -> list[Finding]:
    declared = registered(layer_id)
    perimeter = read_layer(park, "perimeter").geometry if park.tables_path.exists() and layer_id != "perimeter" else kept.geometry.iloc[:0]
    border = shapely.union_all(perimeter.to_numpy()) if len(perimeter) else None
    inside = kept if border is None else kept[shapely.intersects(kept.geometry.to_numpy(), border)]
    most = int(quality("topology_rows"))
    tried = kept if len(kept) <= most else inside.iloc[:most]
    found = [] if len(tried) == len(kept) or not declared.alone else [Finding("topology_unchecked", before=len(tried), after=len(kept))]
    if declared.alone:
        found += topology.overlap_findings(tried, declared.apart)
    if declared.tiles:
        found += topology.gap_findings(tried.geometry)
    if border is not None and declared.key and layer_id != "buildings":
        found += topology.border_findings(inside.geometry, border)
    return found


def _about_values(kept: gpd.GeoDataFrame, raw: pd.DataFrame, declared: Layer, park: Park) -> list[Finding]:
    found = values.date_findings(kept, park.current_date())
    found += values.negative_findings(kept, [c.name for c in declared.columns if c.kind == "number"])
    found += _unread(kept, raw, declared)
    if declared.key:
        found += values.key_findings(kept, declared.key)
    if _NUMBER in kept:
        found += values.municipality_findings(kept[_NUMBER], known_numbers()) + _other_municipality(kept)
    if "gardsnummer" in kept:
        found += values.cadastre_findings(kept)
    if declared.key == "building_id":
        found += values.building_findings(kept["building_id"])
    if _STATED_AREA in kept:
        found += values.area_findings(kept[_STATED_AREA], crs.area_m2(kept.geometry))
    if "plan_status" in kept:
        found += values.draft_findings(kept)
    return found


def _other_municipality(kept: gpd.GeoDataFrame) -> list[Finding]:
    """Rows whose coordinates are not in the municipality that they name."""
    found = []
    for number in sorted(set(kept[_NUMBER].dropna()) & known_numbers()):
        rows = kept[kept[_NUMBER] == number]
        away = ~shapely.intersects(near_municipality(number, rows.crs.to_epsg()), rows.geometry.to_numpy())
        points = gpd.GeoSeries(rows.geometry[away].representative_point(), crs=rows.crs)
        found += [
            Finding("other_municipality", int(row) + 1, column=_NUMBER, before=number, after=name_of(there) if there else "–")
            for row, there in municipality_at(points).items()
        ]
    return found


def _unread(kept: gpd.GeoDataFrame, raw: pd.DataFrame, declared: Layer) -> list[Finding]:
    """Values that could not be read as their column's kind, and numbers written the Norwegian way."""
    found = []
    for column in declared.columns:
        if column.name not in raw or column.kind == "text":
            continue
        given = as_text(raw.loc[kept.index, column.name])
        read = cast(given, column.kind)
        lost = given[given.notna() & read.isna()]
        found += [
            Finding("unread_value", int(row) + 1, column=column.name, before=words, more={"kind": Word(f"kind.{column.kind}")})
            for row, words in lost.items()
        ]
        comma = (
            given[given.notna() & read.notna() & given.str.contains(r"[,\s]", regex=True, na=False)]
            if column.kind in ("number", "integer")
            else lost[:0]
        )
        if len(comma):
            first = comma.index[0]
            found.append(Finding("decimal_comma", int(first) + 1, None, column.name, comma.iloc[0], float(read[first]), len(comma)))
    return found
