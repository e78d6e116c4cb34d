"""Ask every layer about every unit, and keep the four answers apart: hit, no hit, not mapped, failed."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs, zonal
from landuse.measure.overlap import Ready, check_polygons, overlap_areas, ready
from landuse.measure.united import united
from landuse.rules import threshold
from landuse.units import schema
from landuse.units.schema import Status
from landuse.words.errors import LanduseError

_TWICE_M2, _TWICE_SHARE = 0.01, 1e-6  # what cutting at the edge of precision may leave twice
_COLUMNS = ["unit_id", "layer_id", "code", "overlap_m2", "overlap_pct", "status"]


@dataclass(frozen=True)
class Question:
    """One layer, ready to be asked.

    rows : its polygons or lines in the CRS of the units; a `zonal.Grid` for a raster; None where it could not be read
    code : the column that the answer is given by; None asks for the ground alone
    buffer_m : half the width that a line is given
    tiles : True where the layer is meant to cover all ground, without overlaps, so that a blank is "not mapped"
    mapped : where the layer has been mapped; None where nobody has said
    unmapped_codes : codes that themselves mean "not mapped"
    shares : columns that say in percent how each row's ground is shared, instead of one code for all of it; they are the codes
    effects : by row of `rows`, what it does to building on its ground (landuse.plans.restrictions); None where it says nothing of that
    flat : whether no two of the rows lie on each other
    watched : whether a decision about a unit is asked about again when the shares of the codes change there
    """

    layer_id: str
    rows: gpd.GeoDataFrame | zonal.Grid | None
    code: str | None = None
    buffer_m: float = 0.0
    tiles: bool = False
    mapped: gpd.GeoSeries | None = None
    unmapped_codes: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    effects: pd.Series | None = None
    watched: bool = False
    flat: bool = False


def ask_all(units: gpd.GeoDataFrame, questions: list[Question]) -> pd.DataFrame:
    """All answers in one long table (schema.FACTS): areas true, m²; shares of the unit in percent.

    Raises
    ------
    LanduseError : a layer that is to tile covers a unit twice; as `overlap_areas`
    """
    if not questions:
        return schema.check(pd.DataFrame(columns=_COLUMNS), schema.FACTS, "facts")
    planar = pd.Series(crs.planar_area_m2(units.geometry), index=units.index)
    flat = ready(units)
    answers = [_ask(units, flat, planar, question) for question in questions]
    place, code, overlap_m2, overlap_pct, status = (np.concatenate(parts) for parts in zip(*answers, strict=True))
    true_per_planar = units["area_m2"].to_numpy(dtype=float) / planar.to_numpy()
    facts = pd.DataFrame(
        {
            "unit_id": units.index.take(place),
            "layer_id": np.repeat([question.layer_id for question in questions], [len(told.place) for told in answers]),
            "code": code,
            "overlap_m2": overlap_m2 * true_per_planar[place],
            "overlap_pct": overlap_pct,
            "status": status,
        }
    )
    return schema.check(facts, schema.FACTS, "facts")


def share_pct(facts: pd.DataFrame, unit_ids: pd.Index, layer_id: str, codes: tuple[str, ...] = ()) -> pd.Series:
    """Share of each unit that a layer (some codes of it, or all) was found on, percent; 0 where it was not."""
    hits = facts[(facts["layer_id"] == layer_id) & (facts["status"] == Status.HIT)]
    if codes:
        hits = hits[hits["code"].isin(codes)]
    return hits.groupby("unit_id")["overlap_pct"].sum().reindex(unit_ids, fill_value=0.0)


class _Answers(NamedTuple):
    """One layer's answers side by side: row of the unit, code, planar m², percent of the unit, status."""

    place: np.ndarray
    code: np.ndarray
    overlap_m2: np.ndarray
    overlap_pct: np.ndarray
    status: np.ndarray


def _ask(units: gpd.GeoDataFrame, flat: Ready, planar: pd.Series, question: Question) -> _Answers:
    each = np.arange(len(units))
    if question.rows is None:
        return _silent(each, planar.to_numpy(), np.full(len(each), np.nan), Status.FAILED)
    is_raster = isinstance(question.rows, zonal.Grid)
    areas = zonal.class_areas(units, question.rows) if is_raster else _vector_areas(flat, question)
    if question.tiles:
        _check_counted_once(areas, planar, question.layer_id)
    place = units.index.get_indexer(areas.index.get_level_values(0))
    code = areas.index.get_level_values(1).to_numpy().astype(str).astype(object)
    overlap_m2 = areas["overlap_m2"].to_numpy(dtype=float)
    overlap_pct = np.minimum(100 * overlap_m2 / planar.to_numpy()[place], 100.0)
    status = np.where(np.isin(code, question.unmapped_codes), str(Status.NOT_MAPPED), str(Status.HIT)).astype(object)
    hits = _Answers(place, code, overlap_m2, overlap_pct, status)
    found_pct = pd.Series(overlap_pct).groupby(place).sum().reindex(each, fill_value=0.0).to_numpy(copy=True)
    several = np.flatnonzero(np.bincount(place, minlength=len(each)) > 1)
    if len(several) and question.mapped is not None:
        found_pct[several] = 100 * ground_m2(units.iloc[several], question).to_numpy() / planar.to_numpy()[several]
    return _Answers(*(np.concatenate(parts) for parts in zip(hits, *_blanks(units, planar.to_numpy(), question, found_pct), strict=True)))


def ground_m2(units: gpd.GeoDataFrame, question: Question) -> pd.Series:
    """The ground of each unit that any row of a layer lies on, whatever its code, planar m²: what two codes share counts once."""
    areas = _vector_areas(ready(units), replace(question, code=None))["overlap_m2"]
    return areas.groupby(level=0).sum().reindex(units.index, fill_value=0.0)


def _check_counted_once(areas: pd.DataFrame, planar: pd.Series, layer_id: str) -> None:
    """Where a layer tiles, a unit's codes sum to its area: less is a blank (NOT_MAPPED), more was counted twice."""
    excess_m2 = areas["overlap_m2"].groupby(level=0).sum().sub(planar.rename_axis("unit"), fill_value=0.0) - _TWICE_SHARE * planar
    if (excess_m2 > _TWICE_M2).any():
        raise LanduseError("ground_counted_twice", layer=layer_id, unit=excess_m2.idxmax(), excess_m2=round(float(excess_m2.max()), 2))


def _vector_areas(units: Ready, question: Question) -> pd.DataFrame:
    layer: Any = question.rows  # not a raster, which is asked otherwise
    if question.buffer_m:
        layer = layer.set_geometry(layer.buffer(question.buffer_m, cap_style="flat"))
    if question.shares:
        return _shared_areas(units, layer, question.shares)
    if question.tiles or (question.flat and question.code is None):
        return overlap_areas(units, layer, question.code)
    return overlap_areas(units, _each_ground_once(layer, question.code), question.code)


def _shared_areas(units: Ready, layer: gpd.GeoDataFrame, shares: tuple[str, ...]) -> pd.DataFrame:
    """As `overlap_areas`, each row's ground shared over the codes: where in a row a share lies, nobody knows."""
    by_row = overlap_areas(units, layer.assign(place=np.arange(len(layer))), "place")["overlap_m2"]
    place = by_row.index.get_level_values(1).astype(int)
    parts = {code: by_row.to_numpy() * layer[code].to_numpy(dtype=float)[place] / 100 for code in shares}
    summed = pd.DataFrame(parts, index=by_row.index.get_level_values(0)).groupby(level=0).sum().rename_axis(index="unit", columns="code")
    area_m2 = summed.stack()
    return area_m2[area_m2 > 0].to_frame("overlap_m2")


def _each_ground_once(layer: gpd.GeoDataFrame, code: str | None) -> gpd.GeoDataFrame:
    """One row per code: a flood of 20 years inside one of 200 years floods the same ground."""
    check_polygons(layer, code or "layer")
    codes = pd.Series("", index=layer.index) if code is None else layer[code].astype(object).fillna("").astype(str)
    shapes = {key: united(layer.geometry[codes == key].to_numpy()) for key in sorted(codes.unique())}
    return gpd.GeoDataFrame({code or "code": list(shapes)}, geometry=gpd.GeoSeries(list(shapes.values()), crs=layer.crs))


def _blanks(units: gpd.GeoDataFrame, planar_m2: np.ndarray, question: Question, found_pct: np.ndarray) -> list[_Answers]:
    """What a layer does not say of each unit: nothing there, or nobody has looked."""
    least_pct = threshold("unmapped_pct")
    if question.tiles:
        blank_pct = np.maximum(100 - found_pct, 0.0)
        blank = np.flatnonzero((blank_pct >= least_pct) & (blank_pct > 0))
        return [_silent(blank, planar_m2, blank_pct[blank], Status.NOT_MAPPED)]
    blank_pct = np.minimum(unmapped_pct(units, question.mapped), np.maximum(100 - found_pct, 0.0))  # what shows something was asked
    silent = np.flatnonzero((found_pct == 0) & (blank_pct < least_pct))
    unseen = np.flatnonzero(blank_pct >= least_pct)
    return [
        _silent(silent, planar_m2, np.zeros(len(silent)), Status.NO_HIT),
        _silent(unseen, planar_m2, blank_pct[unseen], Status.NOT_MAPPED),
    ]


def unmapped_pct(units: gpd.GeoDataFrame, mapped: gpd.GeoSeries | None) -> np.ndarray:
    """Share of each unit outside what a layer was mapped on, percent; none of it where nobody has said where that is.

    Raises
    ------
    LanduseError : crs_differ
    """
    if mapped is None or mapped.empty:
        return np.zeros(len(units))
    if mapped.crs != units.crs:
        raise LanduseError("crs_differ", found=f"{units.crs}, {mapped.crs}")
    ground = units.geometry.to_numpy()
    whole_m2 = shapely.area(ground)
    return np.maximum(100 * (1 - _seen_m2(ground, whole_m2, shapely.get_parts(mapped.to_numpy())) / whole_m2), 0.0)


def _seen_m2(ground: np.ndarray, whole_m2: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """How much of each shape lies in any of some parts, which may overlap: each shape against the parts near it, never against all."""
    shapely.prepare(parts)
    unit, part = shapely.STRtree(parts).query(ground)
    meets = shapely.intersects(parts[part], ground[unit])
    unit, part = unit[meets], part[meets]
    inside = np.zeros(len(ground), dtype=bool)
    inside[unit[shapely.covers(parts[part], ground[unit])]] = True
    across = ~inside[unit]
    shared = pd.Series(shapely.intersection(ground[unit[across]], parts[part[across]])).groupby(unit[across])
    seen_m2 = np.where(inside, whole_m2, 0.0)
    for place, pieces in shared:
        seen_m2[place] = shapely.area(united(pieces.to_numpy()))
    return seen_m2


def _silent(place: np.ndarray, planar_m2: np.ndarray, share_pct_: np.ndarray, status: Status) -> _Answers:
    """Answers without a code."""
    code, told = (np.full(len(place), word, dtype=object) for word in ("", str(status)))
    return _Answers(place, code, planar_m2[place] * share_pct_ / 100, share_pct_, told)
