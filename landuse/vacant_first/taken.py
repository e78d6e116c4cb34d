"""What a footprint and its supply lines take of the ground: cut by kind of ground and perimeter, summing exactly."""

import math
from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.measure.apportion import whole_tree
from landuse.measure.flatten import flatten, newest_first, polygons_of
from landuse.measure.united import united
from landuse.progress.ground_kinds import AR5_CODES, NOT_MAPPED, detail_of, group_of, kinds
from landuse.rules import table
from landuse.units.schema import NATURE_KINDS, Status

HOWS = ("nedbygd", "berort", "midlertidig")  # built down for good, affected, taken for a time: the hardest first
FOOTPRINT, LINES = "footprint", "lines"
INSIDE, OUTSIDE = "inside", "outside"
TAKEN = ("of", "kind", "group", "where", "how", "status")
_ROW = ("of", "how", "group", "kind", "where")


def cut_ground(
    parts: gpd.GeoDataFrame, land_resource: gpd.GeoDataFrame | None, perimeter: shapely.Geometry | None, failed: bool = False
) -> gpd.GeoDataFrame:
    """The ground of each part in pieces of one kind, inside or outside the perimeter.

    Parameters
    ----------
    parts : polygons that do not overlap, with any columns of their own (of, how, line …)
    land_resource : AR5 in the same projected CRS, overlaps allowed; None where the park has none, or it could not be read
    perimeter : None where there is no park: all is outside
    failed : the land resource could not be read

    Returns
    -------
    the parts' own columns with kind, group, where, the AR5 codes ("" where there are none), status, area_m2 (true,
    not rounded) and geometry
    """
    near = _near(parts, land_resource)
    ground = _by_kind(parts, near)
    pieces = _by_side(ground, perimeter).explode(index_parts=False, ignore_index=True)
    pieces["area_m2"] = crs.area_m2(pieces.geometry).to_numpy()
    pieces["group"] = [group_of(kind) for kind in pieces["kind"]]
    blank = pieces["kind"] == NOT_MAPPED
    pieces["status"] = np.where(blank, str(Status.FAILED if failed else Status.NOT_MAPPED), str(Status.HIT))
    return pieces


def whole_rows(pieces: gpd.GeoDataFrame, totals: dict[str, int] | None = None) -> list[dict]:
    """The pieces summed by of, how, kind, where and AR5 codes, in whole m².

    Parameters
    ----------
    totals : by `of`, what the rows must sum to; the rounded sum where it is not given

    Returns
    -------
    of, how, group, kind, where, the AR5 codes, status, m2 (whole); each sum by leading keys is within 1 m² of the true one
    """
    keys = [*_ROW, "status", *AR5_CODES]
    place = {kind: number for number, kind in enumerate(kinds())}
    summed: dict[tuple, float] = {}
    for *key, area_m2 in zip(*(pieces[name] for name in keys), pieces["area_m2"]):
        summed[tuple(key)] = summed.get(tuple(key), 0.0) + area_m2
    ordered = sorted(summed, key=lambda key: (key[0], HOWS.index(key[1]), place[key[3]], key[4:]))
    whole: dict[tuple, int] = {}
    for of in dict.fromkeys(key[0] for key in ordered):
        parts = {key: summed[key] for key in ordered if key[0] == of}
        wanted = (totals or {}).get(of)
        whole |= whole_tree(parts, round(math.fsum(parts.values())) if wanted is None else wanted)
    return [dict(zip(keys, key)) | {"m2": area_m2} for key, area_m2 in whole.items() if area_m2 > 0]


def as_taken(rows: Iterable[dict], names: Sequence[str] = TAKEN) -> list[dict]:
    """Rows of ground summed over all but the names given: by kind, where and how, without the AR5 codes."""
    return _summed(rows, names)


def as_ar5(rows: Iterable[dict]) -> list[dict]:
    """Rows of ground by AR5 codes, for what the land resource says anything of."""
    return _summed((row for row in rows if row["ar5_arealtype"]), ("of", "how", *AR5_CODES))


def sums(rows: Iterable[dict]) -> dict[str, dict[str, dict[str, int]]]:
    """By of, how and group of nature, m²."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in rows:
        by_group_ = found.setdefault(row["of"], {}).setdefault(row["how"], {})
        by_group_[row["group"]] = by_group_.get(row["group"], 0) + row["m2"]
    return found


def by_group(rows: Iterable[dict]) -> dict[str, int]:
    """By group of nature, m², whatever is done to it."""
    found: dict[str, int] = {}
    for row in rows:
        found[row["group"]] = found.get(row["group"], 0) + row["m2"]
    return {group: found[group] for group in NATURE_KINDS if group in found}


def _summed(rows: Iterable[dict], names: Sequence[str]) -> list[dict]:
    found: dict[tuple, int] = {}
    for row in rows:
        key = tuple(row[name] for name in names)
        found[key] = found.get(key, 0) + row["m2"]
    return [dict(zip(names, key)) | {"m2": area_m2} for key, area_m2 in found.items()]


def _near(parts: gpd.GeoDataFrame, land_resource: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame | None:
    """The polygons that the parts meet, without overlaps: where two meet, the newest keeps the ground."""
    if land_resource is None or land_resource.empty:
        return None
    hit = np.unique(land_resource.sindex.query(parts.geometry.to_numpy(), predicate="intersects")[1])
    if not len(hit):
        return None
    flat, _ = flatten(newest_first(land_resource.iloc[hit], "land_resource"), "row")
    return flat.assign(kind=detail_of(flat), **{name: flat[name].astype(object).fillna("") for name in AR5_CODES})


def _by_kind(parts: gpd.GeoDataFrame, near: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    blank = dict.fromkeys(AR5_CODES, "")
    if near is None:
        return parts.assign(kind=NOT_MAPPED, **blank)
    shapes = parts.geometry.to_numpy()
    part, row = near.sindex.query(shapes, predicate="intersects")
    shared = _polygons(shapely.intersection(shapes[part], near.geometry.to_numpy()[row]))
    codes = near[["kind", *AR5_CODES]].iloc[row].reset_index(drop=True)
    own = pd.DataFrame(parts.drop(columns="geometry")).iloc[part].reset_index(drop=True)
    hit = gpd.GeoDataFrame(pd.concat([own, codes], axis=1), geometry=shared, crs=parts.crs)
    mapped = united(near.geometry.to_numpy())
    rest = parts.assign(kind=NOT_MAPPED, **blank).set_geometry(_polygons(shapely.difference(shapes, mapped)), crs=parts.crs)
    return _with_ground(pd.concat([hit, rest], ignore_index=True))


def _by_side(ground: gpd.GeoDataFrame, perimeter: shapely.Geometry | None) -> gpd.GeoDataFrame:
    if perimeter is None:
        return ground.assign(where=OUTSIDE)
    shapes = ground.geometry.to_numpy()
    sides = {INSIDE: shapely.intersection(shapes, perimeter), OUTSIDE: shapely.difference(shapes, perimeter)}
    cut = [ground.assign(where=side).set_geometry(_polygons(found), crs=ground.crs) for side, found in sides.items()]
    return _with_ground(pd.concat(cut, ignore_index=True))


def _polygons(shapes: np.ndarray) -> np.ndarray:
    """Only what holds ground: lines and points that a cut leaves are nothing."""
    plain = np.isin(shapely.get_type_id(shapes), (3, 6))
    kept = shapes.copy()
    kept[~plain] = [polygons_of(shape) for shape in shapes[~plain]]
    return kept


def _with_ground(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    crumb_m2 = table("vacant_first")["footprint"]["crumb_m2"]
    return frame[shapely.area(frame.geometry.to_numpy()) > crumb_m2].reset_index(drop=True)
