"""Fit layers whose borders do not quite meet: strips narrower than the tolerance join a neighbour, so that they are no units.

Nothing is moved before the cut: its faces are exact, and whole faces change hands, so the units tile the perimeter as before.
Plots go before parcels and parcels before zones: a plot's and a parcel's border is measured and registered, a zone's was drawn
on a map of them. This is for the account alone; no border that a layer holds is changed.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs, ragged
from landuse.measure.borders import joined, shared_borders
from landuse.measure.narrow import is_narrow, strip_width_m
from landuse.measure.overlap import pair_areas
from landuse.measure.stretches import stretches
from landuse.rules import threshold

_ALONGSIDE = 0.2  # of a strip's outline: one that shares less lies at its end
_ONE_SIDE = 1 / 3  # of a strip's outline: one that shares more lies along all of a side
_LAYERS = (("plots", "base_id"), ("parcels", "parcel_id"), ("zoning", "zone"))


@dataclass(frozen=True)
class Fitted:
    """Pieces without strips, and what the strips were.

    pieces : as given, with `fitted_pct`, the share of a piece that was strips
    moved : layer_id, loser, winner, moved_m2 (planar): the ground that a layer gives to one and the account to another
    """

    pieces: gpd.GeoDataFrame
    moved: pd.DataFrame


def fit(pieces: gpd.GeoDataFrame, sources: dict[str, gpd.GeoDataFrame]) -> Fitted:
    """The pieces of a park without strips that are narrower than `fit_m` all over.

    A strip joins the piece that it lies along: of the same plot or parcel first, then of the same zone, then with the longest
    common border; one with several neighbours is parted between them. Ground that a layer holds as narrow as it is stays:
    a piece that has most of the width of its own plot, parcel or zone, and plots, parcels and zones that would be gone.

    Parameters
    ----------
    pieces : polygons that tile the perimeter and share every vertex, with plot_id, parcel_id, base_id, plan_id and zone_code
    sources : plots, parcels and zoning that the pieces were cut by, the stronger row first
    """
    strips = _strips(pieces, sources)
    if not len(strips):
        return Fitted(pieces.assign(fitted_pct=0.0), pd.DataFrame(columns=["layer_id", "loser", "winner", "moved_m2"]))
    parted, strip = _parted(pieces.assign(zone=_zone(pieces)), strips)
    host = _hosts(parted, strip)
    return _joined(parted, host, list(pieces.columns))


def _strips(pieces: gpd.GeoDataFrame, sources: dict[str, gpd.GeoDataFrame]) -> np.ndarray:
    """The places of pieces that are strips and nothing more."""
    narrow = np.flatnonzero(is_narrow(pieces.geometry.to_numpy(), threshold("fit_m")))
    if not len(narrow):
        return narrow
    its = pieces.iloc[narrow]
    by_plot = its["plot_id"].notna().to_numpy()
    real = _is_own(its, sources["zoning"], its["zone_code"].notna().to_numpy())
    real |= _is_own(its, sources["plots"], by_plot)
    real |= _is_own(its, sources["parcels"], ~by_plot & its["parcel_id"].notna().to_numpy())
    return narrow[~real]


def _is_own(strips: gpd.GeoDataFrame, layer: gpd.GeoDataFrame, asked: np.ndarray) -> np.ndarray:
    """Which strips are what a layer holds there: most of its area within the tolerance, or all that is left of the area are strips."""
    shapes, own = strips.geometry.to_numpy(), np.zeros(len(strips), bool)
    areas = shapely.get_parts(layer.geometry.to_numpy())
    at, area = shapely.STRtree(areas).query(shapely.point_on_surface(shapes), predicate="within")
    known = pd.DataFrame({"at": at, "area": area}).sort_values(["at", "area"]).drop_duplicates("at")
    known = known[asked[known["at"]]]
    its, of = shapes[known["at"]], areas[known["area"]]
    near_m2 = _shared_m2(shapely.buffer(its, threshold("fit_m"), join_style="mitre"), areas, known["area"].to_numpy())
    most = shapely.area(its) > near_m2 / 2
    strips_m2 = pd.Series(shapely.area(its)).groupby(known["area"].to_numpy()).transform("sum").to_numpy()
    stays = pd.Series(most).groupby(known["area"].to_numpy()).transform("any").to_numpy()
    gone = ~stays & (strips_m2 > shapely.area(of) / 2)
    own[known["at"].to_numpy()[(most | gone) & (strip_width_m(its) >= threshold("fit_least_m"))]] = True
    return own


def _shared_m2(shapes: np.ndarray, areas: np.ndarray, with_area: np.ndarray) -> np.ndarray:
    """What each shape shares with one of the areas, planar m²."""
    asked, place = np.unique(with_area, return_inverse=True)
    shared = pair_areas(ragged.from_shapes(shapes), ragged.from_shapes(areas[asked]))
    mine = place[shared.unit] == shared.code
    return np.bincount(shared.unit[mine], shared.overlap_m2[mine], minlength=len(shapes))


def _zone(pieces: gpd.GeoDataFrame) -> np.ndarray:
    """The plan and zone of each piece as one name; ground without a plan has none."""
    return np.where(pieces["plan_id"].notna(), pieces["plan_id"].astype(str) + " " + pieces["zone_code"].astype(str), None)


def _parted(pieces: gpd.GeoDataFrame, strips: np.ndarray) -> tuple[gpd.GeoDataFrame, np.ndarray]:
    """The pieces with those strips that have no one neighbour along them in stretches; and which of the rows are strips."""
    shapes = pieces.geometry.to_numpy().copy()
    pairs = _pairs(pieces, strips)
    along = ((pairs["base"] | pairs["parcel"]) & (pairs["share"] >= _ALONGSIDE)) | (pairs["zone"] & (pairs["share"] >= _ONE_SIDE))
    several = np.setdiff1d(strips, pairs.loc[along, "one"])
    is_strip = np.isin(np.arange(len(pieces)), strips)
    if not len(several):
        return pieces, is_strip
    around = np.setdiff1d(pairs.loc[pairs["one"].isin(several), "other"], several)
    parts, of, shapes[around] = stretches(shapes[several], shapes[around])
    cut = pieces.iloc[several[of]].set_geometry(gpd.GeoSeries(parts, index=pieces.index[several[of]], crs=pieces.crs))
    whole = pieces.set_geometry(gpd.GeoSeries(shapes, index=pieces.index, crs=pieces.crs)).drop(pieces.index[several])
    is_strip = np.concatenate([np.delete(is_strip, several), np.ones(len(cut), bool)])
    return pd.concat([whole, cut], ignore_index=True), is_strip


def _pairs(pieces: gpd.GeoDataFrame, strips: np.ndarray) -> pd.DataFrame:
    """Each strip (one) with each neighbour (other): border_m, its share of the strip's outline, and what the two have in common."""
    shapes = pieces.geometry.to_numpy()
    near = np.unique(np.concatenate([strips, shapely.STRtree(shapes).query(shapes[strips])[1]]))
    pairs = shared_borders(shapes[near])
    pairs = pairs.assign(one=near[pairs["one"]], other=near[pairs["other"]])
    pairs = pairs[pairs["one"].isin(strips)].reset_index(drop=True)
    pairs["share"] = pairs["border_m"] / shapely.length(shapes[pairs["one"]])
    return pairs.assign(**_in_common(pieces, pairs["one"], pairs["other"]))


def _in_common(pieces: gpd.GeoDataFrame, one: pd.Series, other: pd.Series) -> dict[str, np.ndarray]:
    columns = {"base": "base_id", "parcel": "parcel_id", "zone": "zone"}
    values = {name: pieces[column].to_numpy(dtype=object) for name, column in columns.items()}
    return {name: pd.notna(its[one]) & (its[one] == its[other]) for name, its in values.items()}


def _hosts(pieces: gpd.GeoDataFrame, is_strip: np.ndarray) -> np.ndarray:
    """For each piece the piece that it becomes part of; itself for those that stay."""
    host = np.where(is_strip, -1, np.arange(len(pieces)))
    pairs, rank = _pairs(pieces, np.flatnonzero(is_strip)), _ranks(pieces)
    while (host < 0).any():
        open_pairs = pairs[(host[pairs["one"]] < 0) & (host[pairs["other"]] >= 0)]
        if open_pairs.empty:  # strips alone: the largest of them is the unit
            left = np.flatnonzero(host < 0)
            size_m2 = crs.planar_area_m2(pieces.geometry.iloc[left]).round(3)
            largest = left[np.lexsort((rank[left], -size_m2))[0]]
            host[largest] = largest
            continue
        best = _best(pieces, open_pairs, host, rank)
        host[best["one"]] = best["host"]
    return host


def _best(pieces: gpd.GeoDataFrame, pairs: pd.DataFrame, host: np.ndarray, rank: np.ndarray) -> pd.DataFrame:
    """The host of each strip that has a good one now; the others wait for their neighbours.

    One that it lies along is better than one at its end; of those, one of its plot, parcel, zone, in this order.
    """
    summed = pairs.assign(host=host[pairs["other"]]).groupby(["one", "host"], as_index=False)[["border_m", "share"]].sum()
    common = pd.DataFrame(_in_common(pieces, summed["one"], summed["host"]), index=summed.index)
    summed["good"] = np.select([common["base"], common["parcel"], common["zone"]], [3, 2, 1], 0) + 4 * (summed["share"] >= _ALONGSIDE)
    summed["also_zone"] = common["zone"]
    summed["border_m"], summed["rank"] = summed["border_m"].round(3), -rank[summed["host"]]
    order = ["good", "also_zone", "border_m", "rank"]
    best = summed.sort_values(["one", *order], ascending=[True, *[False] * len(order)]).drop_duplicates("one")
    return best[best["good"] == best["good"].max()]


def _ranks(pieces: gpd.GeoDataFrame) -> np.ndarray:
    """The place of each piece from west to east, so that ties are settled the same way whatever the order of rows."""
    bounds = pieces.geometry.bounds.round(2)
    names = pd.factorize(pieces["base_id"].fillna("").astype(str) + "|" + pieces["zone"].fillna("").astype(str), sort=True)[0]
    rank = np.empty(len(pieces), np.int64)
    rank[np.lexsort((names, bounds["maxy"], bounds["maxx"], bounds["miny"], bounds["minx"]))] = np.arange(len(pieces))
    return rank


def _joined(pieces: gpd.GeoDataFrame, host: np.ndarray, columns: list[str]) -> Fitted:
    """The pieces that stay, each with the strips that became part of it."""
    moved = np.flatnonzero(host != np.arange(len(pieces)))
    strips_m2 = np.bincount(host[moved], crs.planar_area_m2(pieces.geometry.iloc[moved]), minlength=len(pieces))
    shapes = pieces.geometry.to_numpy().copy()
    together = np.flatnonzero(np.isin(host, host[moved]))
    shapes[np.unique(host[together])] = joined(shapes[together], host[together])
    kept = pieces.set_geometry(gpd.GeoSeries(shapes, index=pieces.index, crs=pieces.crs))
    kept = kept.assign(fitted_pct=100 * strips_m2 / shapely.area(shapes)).drop(index=pieces.index[moved])
    return Fitted(kept[[*columns, "fitted_pct"]].reset_index(drop=True), _moved(pieces, moved, host[moved]))


def _moved(pieces: gpd.GeoDataFrame, strip: np.ndarray, host: np.ndarray) -> pd.DataFrame:
    """Ground that changed hands, by layer, loser and winner; strips that stay with their own plot, parcel or zone have not."""
    size_m2, rows = crs.planar_area_m2(pieces.geometry.iloc[strip]), []
    for layer_id, column in _LAYERS:
        names = (pieces["plot_id"] if column == "base_id" else pieces[column]).fillna("").astype(str).to_numpy()
        rows.append(pd.DataFrame({"layer_id": layer_id, "loser": names[strip], "winner": names[host], "moved_m2": size_m2}))
    table = pd.concat(rows, ignore_index=True)
    table = table[table["loser"] != table["winner"]]
    return table.groupby(["layer_id", "loser", "winner"], as_index=False)["moved_m2"].sum()
