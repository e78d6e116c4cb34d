"""Ask every layer about every unit, and keep the four answers apart: hit, no hit, not mapped, failed."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from landuse import crs, schema, zonal
from landuse.errors import LanduseError
from landuse.overlap import check_polygons, overlap_areas
from landuse.rules import threshold
from landuse.schema import Status

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
    """

    layer_id: str
    rows: gpd.GeoDataFrame | zonal.Grid | None
    code: str | None = None
    buffer_m: float = 0.0
    tiles: bool = False
    mapped: gpd.GeoSeries | None = None
    unmapped_codes: tuple[str, ...] = ()


def ask_all(units: gpd.GeoDataFrame, questions: list[Question]) -> pd.DataFrame:
    """All answers in one long table (schema.FACTS): areas true, m²; shares of the unit in percent.

    Raises
    ------
    LanduseError : a layer that is to tile covers a unit twice; as `overlap_areas`
    """
    answers = [_ask(units, question) for question in questions]
    facts = pd.concat(answers, ignore_index=True) if answers else pd.DataFrame(columns=_COLUMNS)
    return schema.check(facts, schema.FACTS, "facts")


def share_pct(facts: pd.DataFrame, unit_ids: pd.Index, layer_id: str, codes: tuple[str, ...] = ()) -> pd.Series:
    """Share of each unit that a layer (some codes of it, or all) was found on, percent; 0 where it was not."""
    hits = facts[(facts["layer_id"] == layer_id) & (facts["status"] == Status.HIT)]
    if codes:
        hits = hits[hits["code"].isin(codes)]
    return hits.groupby("unit_id")["overlap_pct"].sum().reindex(unit_ids, fill_value=0.0)


def with_status(facts: pd.DataFrame, unit_ids: pd.Index, layer_id: str, status: Status) -> pd.Series:
    """Whether a layer gave a status (failed, not mapped) anywhere on a unit."""
    rows = facts[(facts["layer_id"] == layer_id) & (facts["status"] == status)]
    return pd.Series(unit_ids.isin(rows["unit_id"]), index=unit_ids)


def _ask(units: gpd.GeoDataFrame, question: Question) -> pd.DataFrame:
    if question.rows is None:
        return _same_for_all(units.index, question.layer_id, Status.FAILED)
    is_raster = isinstance(question.rows, zonal.Grid)
    areas = zonal.class_areas(units, question.rows) if is_raster else _vector_areas(units, question)
    planar = pd.Series(crs.planar_area_m2(units.geometry), index=units.index)
    if question.tiles:
        _check_counted_once(areas, planar, question.layer_id)
    hits = areas.reset_index().set_axis(["unit_id", "code", "overlap_m2"], axis=1)
    hits["code"] = hits["code"].astype(str)
    hits["overlap_pct"] = (100 * hits["overlap_m2"] / hits["unit_id"].map(planar)).clip(upper=100.0)
    hits["status"] = [Status.NOT_MAPPED if code in question.unmapped_codes else Status.HIT for code in hits["code"]]
    answers = pd.concat([hits, _blanks(units, question, hits)], ignore_index=True)
    true_per_planar = units["area_m2"] / planar
    answers["overlap_m2"] *= answers["unit_id"].map(true_per_planar)
    return answers.assign(layer_id=question.layer_id)[_COLUMNS]


def _check_counted_once(areas: pd.DataFrame, planar: pd.Series, layer_id: str) -> None:
    """Where a layer tiles, a unit's codes sum to its area: less is a blank (NOT_MAPPED), more was counted twice."""
    excess_m2 = areas["overlap_m2"].groupby(level=0).sum().sub(planar.rename_axis("unit"), fill_value=0.0) - _TWICE_SHARE * planar
    if (excess_m2 > _TWICE_M2).any():
        raise LanduseError("ground_counted_twice", layer=layer_id, unit=excess_m2.idxmax(), excess_m2=round(float(excess_m2.max()), 2))


def _vector_areas(units: gpd.GeoDataFrame, question: Question) -> pd.DataFrame:
    layer = question.rows
    if question.buffer_m:
        layer = layer.set_geometry(layer.buffer(question.buffer_m, cap_style="flat"))
    if question.tiles:
        return overlap_areas(units, layer, question.code)
    return overlap_areas(units, _each_ground_once(layer, question.code), question.code)


def _each_ground_once(layer: gpd.GeoDataFrame, code: str | None) -> gpd.GeoDataFrame:
    """One row per code: a flood of 20 years inside one of 200 years floods the same ground."""
    check_polygons(layer, code or "layer")
    codes = pd.Series("", index=layer.index) if code is None else layer[code].astype(object).fillna("").astype(str)
    shapes = {key: shapely.union_all(layer.geometry[codes == key].to_numpy()) for key in sorted(codes.unique())}
    return gpd.GeoDataFrame({code or "code": list(shapes)}, geometry=gpd.GeoSeries(list(shapes.values()), crs=layer.crs))


def _blanks(units: gpd.GeoDataFrame, question: Question, hits: pd.DataFrame) -> pd.DataFrame:
    """What a layer does not say of each unit: nothing there, or nobody has looked."""
    found_pct = hits.groupby("unit_id")["overlap_pct"].sum().reindex(units.index, fill_value=0.0)
    if question.tiles:
        blank_pct = (100 - found_pct).clip(lower=0.0)
        blank_pct = blank_pct.where(blank_pct >= threshold("unmapped_pct"), 0.0)
        return _rows(units, blank_pct[blank_pct > 0], Status.NOT_MAPPED)
    unmapped_pct = _unmapped_pct(units, question.mapped)
    silent = unmapped_pct[(found_pct == 0) & (unmapped_pct < threshold("unmapped_pct"))]
    return pd.concat(
        [
            _rows(units, pd.Series(0.0, index=silent.index), Status.NO_HIT),
            _rows(units, unmapped_pct[unmapped_pct >= threshold("unmapped_pct")], Status.NOT_MAPPED),
        ]
    )


def _unmapped_pct(units: gpd.GeoDataFrame, mapped: gpd.GeoSeries | None) -> pd.Series:
    if mapped is None or mapped.empty:
        return pd.Series(0.0, index=units.index)
    if mapped.crs != units.crs:
        raise LanduseError("crs_differ", found=f"{units.crs}, {mapped.crs}")
    ground = units.geometry.to_numpy()
    seen = shapely.area(shapely.intersection(ground, mapped.union_all()))
    return pd.Series(100 * (1 - seen / shapely.area(ground)), index=units.index).clip(lower=0.0)


def _rows(units: gpd.GeoDataFrame, share_pct_: pd.Series, status: Status) -> pd.DataFrame:
    planar = pd.Series(crs.planar_area_m2(units.geometry), index=units.index).loc[share_pct_.index]
    return pd.DataFrame(
        {
            "unit_id": share_pct_.index,
            "code": "",
            "overlap_m2": (planar * share_pct_ / 100).to_numpy(),
            "overlap_pct": share_pct_.to_numpy(),
            "status": status,
        }
    )


def _same_for_all(unit_ids: pd.Index, layer_id: str, status: Status) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_id": unit_ids,
            "layer_id": layer_id,
            "code": "",
            "overlap_m2": float("nan"),
            "overlap_pct": float("nan"),
            "status": status,
        }
    )
