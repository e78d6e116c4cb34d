"""Cut a park into land units: pieces that have one plot or parcel, one zone, and lie inside the perimeter.

The outlines of everything are noded together once and the faces between them are handed out, so neighbours share
every vertex and the units tile the perimeter exactly. Strips between borders that do not quite meet are no units (`landuse.units.fit`).
"""

import hashlib
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.measure.borders import joined
from landuse.measure.flatten import polygons_of
from landuse.units import precedence, schema, zones
from landuse.units.fit import fit
from landuse.units.propose import Uses, with_proposals
from landuse.words.errors import LanduseError

GRID_M = 0.001  # outlines are noded on a grid of 1 mm
SLIVER_M2 = 1.0  # smaller pieces join their longest neighbour
CUT_FROM = ("plots", "parcels", "zoning")  # the layers that units are cut from
_ID_CHARS = 10


@dataclass(frozen=True)
class Cut:
    """The units of a park, the overlaps inside its layers that had to be settled, and what fitting the layers moved.

    units : schema.UNITS without areas' rounding lost; GeoDataFrame indexed by unit_id
    overlaps : layer_id, winner, loser, overlap_m2 (planar)
    moved : layer_id, loser, winner, moved_m2 (planar)
    """

    units: gpd.GeoDataFrame
    overlaps: pd.DataFrame
    moved: pd.DataFrame


def cut(
    park_id: str,
    perimeter: gpd.GeoDataFrame,
    plots: gpd.GeoDataFrame,
    parcels: gpd.GeoDataFrame,
    zoning: gpd.GeoDataFrame,
    uses: Uses | None = None,
    held: frozenset[str] = frozenset(),
) -> Cut:
    """The park's land units on one date.

    Parameters
    ----------
    perimeter, plots, parcels, zoning : canonical frames in one projected CRS, already filtered by date
    uses : what uses ground; idle rests of what is in use in part are proposed as plots of their own; None proposes nothing
    held : plot and parcel ids that somebody else holds, which are never cut further

    Returns
    -------
    units by unit_id (schema.UNITS, with what is said of their zone and plan; fitted_m2, once strips), overlaps, moved

    Raises
    ------
    LanduseError : the perimeter is empty, or the frames are not in one projected CRS
    """
    _check_same_crs(perimeter, plots, parcels, zoning)
    if perimeter.empty:
        raise LanduseError("perimeter_empty", park=park_id)
    ordered = (plots.sort_values("plot_id"), parcels.sort_values("parcel_id"), zones.ruling_order(zoning))
    claims = dict(zip(CUT_FROM, ordered, strict=True))
    faces, overlaps = _hand_out(park_id, _faces(perimeter, claims), claims)
    fitted = fit(_dissolve(faces), claims)
    pieces = fitted.pieces if uses is None else with_proposals(fitted.pieces, uses, held)
    return Cut(_finish(park_id, _join_slivers(pieces), plots, parcels), overlaps, fitted.moved)


def unit_id(park_id: str, base_id: str, plan_id: str | None, zone_code: str | None, number: int | None) -> str:
    """A unit's id: a short hash of where it comes from, never a counter over the file.

    number : the piece's place from west to east, only where the same origin gives several pieces
    """
    origin = "|".join([base_id, plan_id or "", zone_code or "", "" if number is None else str(number)])
    return f"{park_id}-{hashlib.blake2s(origin.encode()).hexdigest()[:_ID_CHARS]}"


def _check_same_crs(*frames: gpd.GeoDataFrame) -> None:
    names = {frame.crs.to_epsg() if frame.crs else None for frame in frames}
    if len(names) > 1 or None in names:
        raise LanduseError("crs_differ", found=", ".join(sorted(map(str, names))))
    if not frames[0].crs.is_projected:
        raise LanduseError("crs_not_projected", crs=frames[0].crs.name)


def _faces(perimeter: gpd.GeoDataFrame, layers: dict[str, gpd.GeoDataFrame]) -> gpd.GeoSeries:
    """All faces between the outlines of the layers, inside the perimeter."""
    border = perimeter.union_all()
    near = [layer.geometry[layer.intersects(border)] for layer in layers.values()]
    outlines = [shapely.boundary(border)] + [shapely.boundary(geoms.to_numpy()) for geoms in near]
    noded = shapely.union_all(np.concatenate([np.atleast_1d(lines) for lines in outlines]), grid_size=GRID_M)
    faces = np.array(shapely.get_parts(shapely.polygonize([noded])))
    shapely.prepare(border)
    inside = shapely.contains_properly(border, shapely.point_on_surface(faces))
    return gpd.GeoSeries(faces[inside], crs=perimeter.crs)


def _hand_out(park_id: str, faces: gpd.GeoSeries, claims: dict[str, gpd.GeoDataFrame]) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Each face with the plot, parcel and zone it lies in; where several claim it, the first in order has it."""
    points = gpd.GeoSeries(shapely.point_on_surface(faces.to_numpy()), crs=faces.crs)
    plots, parcels, ruling = claims.values()
    size_m2 = crs.planar_area_m2(faces)
    plot, plot_overlaps = _first_claim(points, plots, size_m2, "plots", "plot_id")
    parcel, parcel_overlaps = _first_claim(points, parcels, size_m2, "parcels", "parcel_id")
    first, zone_overlaps = _first_claim(points, ruling, size_m2, "zoning", "plan_id")
    zone, rival, municipal_requires = precedence.settled(points, ruling, first)
    pieces = gpd.GeoDataFrame(
        {
            "park_id": park_id,
            "plot_id": _picked(plots, "plot_id", plot),
            "parcel_id": _picked(parcels, "parcel_id", parcel),
            **{name: _picked(ruling, name, zone) for name in zones.UNIT_COLUMNS},
            "rival_plan_id": rival,
            "municipal_requires": municipal_requires,
            "proposed": False,
            "contested_m2": np.where(_contested(points, ruling), size_m2, 0.0),
        },
        geometry=faces.to_numpy(),
        crs=faces.crs,
    )
    pieces["base_id"] = pieces["plot_id"].where(pieces["plot_id"].notna(), pieces["parcel_id"])
    pieces["plan_state"] = pieces["plan_state"].fillna(str(zones.PlanState.NONE))
    pieces["counts"] = pieces["counts"].fillna(str(zones.Counts.NONE))
    return pieces, pd.concat([plot_overlaps, parcel_overlaps, zone_overlaps], ignore_index=True)


_OF_ONE_UNIT = ("base_id", "plan_id", "zone_code", "further_plan_required", "counts", "rival_plan_id", "municipal_requires")


def _first_claim(
    points: gpd.GeoSeries, claims: gpd.GeoDataFrame, size_m2: np.ndarray, layer_id: str, name: str
) -> tuple[np.ndarray, pd.DataFrame]:
    """For each point the first claiming row (−1: none), and what the others lose by it."""
    point, row = claims.sindex.query(points.to_numpy(), predicate="within")
    hits = pd.DataFrame({"point": point, "row": row}).sort_values(["point", "row"])
    winner = np.full(len(points), -1)
    first = hits.drop_duplicates("point")
    winner[first["point"]] = first["row"]
    losers = hits[hits.duplicated("point")]
    names = claims[name].astype(str).to_numpy()
    lost = pd.DataFrame(
        {
            "layer_id": layer_id,
            "winner": names[winner[losers["point"]]],
            "loser": names[losers["row"]],
            "overlap_m2": size_m2[losers["point"]],
        }
    )
    lost = lost[lost["winner"] != lost["loser"]]
    return winner, lost.groupby(["layer_id", "winner", "loser"], as_index=False)["overlap_m2"].sum()


def _contested(points: gpd.GeoSeries, ruling: gpd.GeoDataFrame) -> np.ndarray:
    """Whether more than one plan in force claims each point."""
    in_force = ruling[ruling["plan_state"] == zones.PlanState.IN_FORCE]
    point, row = in_force.sindex.query(points.to_numpy(), predicate="within")
    plans = pd.Series(in_force["plan_id"].astype(str).to_numpy()[row]).groupby(point).nunique()
    return plans.reindex(range(len(points)), fill_value=0).to_numpy() > 1


def _picked(claims: gpd.GeoDataFrame, column: str, rows: np.ndarray) -> np.ndarray:
    said = claims[column].astype(object)
    return np.append(said.where(said.notna(), None).to_numpy(dtype=object), None)[rows]


def _dissolve(faces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Faces of the same origin and zone as single polygons, ground without a parcel as pieces of their own."""
    said = [faces[key].fillna("").astype(str) for key in _OF_ONE_UNIT]
    group = said[0].str.cat(said[1:], sep="|")
    rows = _largest_parcel_first(faces.assign(group=group)).drop_duplicates("group").set_index("group").sort_index()
    whole = gpd.GeoDataFrame(rows, geometry=joined(faces.geometry.to_numpy(), pd.factorize(group, sort=True)[0]), crs=faces.crs)
    contested_m2 = faces.groupby(group, sort=True)["contested_m2"].sum()
    whole["contested_pct"] = 100 * contested_m2 / crs.planar_area_m2(whole.geometry)
    named = faces["field_name"].notna().groupby(group, sort=True).any()
    fields = faces.groupby(group[group.isin(named.index[named])], sort=True)["field_name"].agg(_fields)
    whole["field_name"] = fields.reindex(whole.index).where(named, None) if len(fields) else None
    return whole.drop(columns="contested_m2").explode(index_parts=False, ignore_index=True)


def _fields(names: pd.Series) -> str | None:
    """The fields of the plan that a piece lies in, by name."""
    return ", ".join(sorted({name for name in names if isinstance(name, str) and name})) or None


def _largest_parcel_first(faces: gpd.GeoDataFrame) -> pd.DataFrame:
    """The faces, those of the parcel that holds most of their group first: a plot over two parcels names the larger part."""
    named = faces.assign(parcel=faces["parcel_id"].fillna("").astype(str), size_m2=crs.planar_area_m2(faces.geometry))
    named["of_parcel_m2"] = named.groupby(["group", "parcel"])["size_m2"].transform("sum").round(3)
    ordered = named.sort_values(["of_parcel_m2", "parcel"], ascending=[False, True], kind="stable")
    return pd.DataFrame(ordered[[*faces.columns.drop("geometry")]])


def _join_slivers(pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Pieces under 1 m² joined to the neighbour they share the longest border with."""
    planar = crs.planar_area_m2(pieces.geometry)
    shapes = pieces.geometry.to_numpy().copy()
    for sliver in np.flatnonzero(planar < SLIVER_M2):
        near = pieces.sindex.query(shapes[sliver], predicate="intersects")
        near = near[planar[near] >= SLIVER_M2]
        shared = shapely.length(shapely.intersection(shapely.boundary(shapes[sliver]), shapely.boundary(shapes[near])))
        if len(near) and shared.max() > 0:
            host = near[int(np.argmax(shared))]
            shapes[host] = polygons_of(shapely.union(shapes[host], shapes[sliver]))
            shapes[sliver] = None
    kept = pieces.set_geometry(gpd.GeoSeries(shapes, index=pieces.index, crs=pieces.crs))
    return kept[~kept.geometry.isna()].reset_index(drop=True)


def _finish(park_id: str, pieces: gpd.GeoDataFrame, plots: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Pieces with their ids and whole true areas."""
    pieces = _name_unregistered(park_id, _west_to_east(pieces))
    keys = [pieces[name].fillna("").astype(str) for name in ("base_id", "plan_id", "zone_code")]
    number = pieces.groupby(keys).cumcount()
    several = pieces.groupby(keys)["park_id"].transform("size") > 1
    ids = [
        unit_id(park_id, base, plan, zone, int(n) if many else None)
        for base, plan, zone, n, many in zip(*keys, number, several, strict=True)
    ]
    units = pieces.set_index(pd.Index(ids, name="unit_id"))
    if units.index.has_duplicates:
        raise LanduseError("unit_id_collision", park=park_id)
    true_m2 = crs.planar_area_m2(units.geometry) / _parcel_factor(units, plots, parcels)
    units["area_m2"] = crs.whole_m2(pd.Series(true_m2, index=units.index))
    units["fitted_m2"] = (units["area_m2"] * units.pop("fitted_pct") / 100).round().astype("int64")
    return schema.check(units.sort_index(), schema.UNITS, "units")


def _west_to_east(pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    bounds = pieces.geometry.bounds.round(2)
    order = np.lexsort((bounds["miny"], bounds["minx"], pieces["proposed"]))
    return pieces.iloc[order].reset_index(drop=True)


def _name_unregistered(park_id: str, pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    nameless = pieces["base_id"].isna()
    numbers = nameless.cumsum()
    names = [f"{park_id}/unregistered-{n}" for n in numbers]
    return pieces.assign(base_id=pieces["base_id"].where(~nameless, pd.Series(names, index=pieces.index)))


def _parcel_factor(units: gpd.GeoDataFrame, plots: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame) -> np.ndarray:
    """The areal factor of the whole plot or parcel that each unit comes from, so that parts sum to wholes."""
    whole = pd.concat(
        [
            crs.areal_factor(plots.geometry).set_axis(plots["plot_id"].astype(str)),
            crs.areal_factor(parcels.geometry).set_axis(parcels["parcel_id"].astype(str)),
        ]
    )
    whole = whole[~whole.index.duplicated()]
    own = crs.areal_factor(units.geometry)
    return units["base_id"].map(whole).fillna(own).to_numpy()
