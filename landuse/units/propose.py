"""Propose plots: the idle rest of a piece of ground that holds a building or a use as well.

Looked for on every piece in a business zone that has no tenant, plots or not. A plot that its buildings carry (yards.toml) is
theirs as a whole. A proposal is a machine's cut until a person takes it.
"""

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs, ragged
from landuse.measure.by_tiles import Tiled, tiled, together
from landuse.measure.narrow import is_narrow
from landuse.measure.overlap import pair_areas
from landuse.measure.ragged import Ragged
from landuse.measure.united import united
from landuse.rules import threshold
from landuse.units import building_points, buildings, yards, zones

_ROUNDING_M2 = 0.01  # what areas that were found in two ways may differ by: ground that lacks more of a plot's least is none


@dataclass(frozen=True)
class Uses:
    """What uses ground, in one projected CRS.

    carrying : buildings that a plot can stand on, and works of size; works : outlines of roads, rail, quays and technical
    works; sealed : ground that is mapped as built; prepared : ground that is mapped as constructed, the sealed included;
    unseen : ground that may belong to buildings of which only a point is known
    """

    carrying: gpd.GeoDataFrame
    works: gpd.GeoSeries
    sealed: gpd.GeoSeries
    prepared: gpd.GeoSeries
    unseen: gpd.GeoSeries

    @cached_property
    def in_parts(self) -> dict[str, Tiled]:
        """Each kind of use in parts that lie near each other, cut once: curtilage, works, unseen, sealed, prepared."""
        drawn = self.carrying.geometry[~building_points.are_points(self.carrying)]
        curtilage = drawn.buffer(threshold("curtilage_m"), join_style="mitre")
        kinds = {"curtilage": curtilage, "works": self.works, "unseen": self.unseen, "sealed": self.sealed, "prepared": self.prepared}
        return {name: tiled(outlines.to_numpy()) for name, outlines in kinds.items()}

    def of(self, *ground: str) -> list[Tiled]:
        """All that uses ground: buildings with their curtilage, works, and the mapped ground that is named (sealed, prepared)."""
        return [self.in_parts[name] for name in ("curtilage", "works", "unseen", *ground)]


def idle_rest(ground: shapely.Polygon, in_use: shapely.Geometry) -> list[shapely.Polygon]:
    """The parts of a piece of ground that nothing uses and that are worth a plot.

    A part counts if it is large enough and a square of the least width could move about in it (opening: shrunk by half
    the width, grown back); its own, unopened shape is what is kept.

    Parameters
    ----------
    ground : one unit, projected CRS, m
    in_use : union of what uses ground, the same CRS

    Returns
    -------
    polygons, largest first
    """
    half_m = threshold("propose_width_m") / 2
    least_m2 = threshold("propose_area_m2")
    parts = shapely.get_parts(shapely.difference(ground, in_use))
    large = parts[(shapely.get_type_id(parts) == 3) & (shapely.area(parts) >= least_m2)]
    core = shapely.buffer(large, -half_m, join_style="mitre")
    opened_m2 = shapely.area(shapely.buffer(core, half_m, join_style="mitre"))
    kept = large[opened_m2 >= least_m2]
    return sorted(kept, key=lambda part: -part.area)


def idle_rest_m2(units: gpd.GeoDataFrame, in_use: list[Tiled]) -> pd.Series:
    """The idle rest inside each unit, planar m²: what could be built denser (`spare_m2`), outside the rate."""
    grounds, rests = units.geometry.to_numpy(), np.zeros(len(units))
    roomy = np.flatnonzero(shapely.area(grounds) >= threshold("propose_area_m2") - _ROUNDING_M2)
    for row, used in zip(roomy, _with_use(grounds[roomy], in_use), strict=True):
        rests[row] = sum(part.area for part in idle_rest(grounds[row], used))
    return pd.Series(rests, index=units.index, name="spare_m2", dtype=float)


def with_proposals(pieces: gpd.GeoDataFrame, uses: Uses, held: frozenset[str]) -> gpd.GeoDataFrame:
    """Pieces where the idle rest of ground in use stands as rows of its own, marked `proposed`.

    Parameters
    ----------
    held : ids of plots and parcels that somebody else holds: their idle rest is spare, not a plot
    """
    built_pct = _built_pct(pieces, uses.carrying)
    plot, large = pieces["plot_id"].notna(), crs.planar_area_m2(pieces.geometry) > yards.number("partly_least_m2")
    may_be_cut = _may_be_cut(pieces, held) & ~(plot & (built_pct >= yards.number("carried_pct")))
    built = built_pct > 0
    least = pd.Series(yards.number("carried_pct"), index=pieces.index).where(~plot, yards.number("partly_pct"))
    thin = large & built & (built_pct < least)  # the building says nothing of the ground's map
    in_use = built | _is_used(pieces, plot, uses)
    rows, shapes, proposed = [], [], []
    yard, alone = uses.of("prepared"), uses.of("sealed")  # a building's yard is what is constructed round it
    grounds = pieces.geometry.to_numpy()
    for wanted, outlines in ((thin, uses.of()), (built & ~thin, yard), (~built, alone)):
        chosen = np.flatnonzero(may_be_cut & in_use & wanted)
        roomy = chosen[_may_have_rest(grounds[chosen], outlines)]
        used = dict(zip(roomy, _with_use(grounds[roomy], outlines), strict=True))
        for row in chosen:
            kept, rests = _split(grounds[row], used[row]) if row in used else ([grounds[row]], [])
            shapes += kept + rests
            proposed += [False] * len(kept) + [True] * len(rests)
            rows += [row] * (len(kept) + len(rests))
    cut = pieces.iloc[rows].set_geometry(gpd.GeoSeries(shapes, index=pieces.index[rows], crs=pieces.crs)).assign(proposed=proposed)
    return pd.concat([pieces.drop(pieces.index[sorted(set(rows))]), cut], ignore_index=True)


def _built_pct(pieces: gpd.GeoDataFrame, carrying: gpd.GeoDataFrame) -> pd.Series:
    """Share of each plot, else of each piece, that the buildings standing on it cover, percent."""
    planar = pd.Series(crs.planar_area_m2(pieces.geometry), index=pieces.index)
    stands = buildings.stands_on(pieces, carrying)
    footprint = stands.groupby("unit_id")["footprint_m2"].sum().reindex(pieces.index, fill_value=0.0)
    group = pieces["plot_id"].astype(object).where(pieces["plot_id"].notna() & _is_net(pieces), pd.Series(pieces.index, index=pieces.index))
    return 100 * footprint.groupby(group).transform("sum") / planar.groupby(group).transform("sum")


def _may_be_cut(pieces: gpd.GeoDataFrame, held: frozenset[str]) -> pd.Series:
    in_force = pieces["plan_state"] == zones.PlanState.IN_FORCE
    large = crs.planar_area_m2(pieces.geometry) >= threshold("propose_area_m2")
    return _is_net(pieces) & in_force & large & ~pieces["base_id"].isin(held)


def _is_net(pieces: gpd.GeoDataFrame) -> pd.Series:
    return pieces["counts"].isin(zones.BUSINESS)


def _is_used(pieces: gpd.GeoDataFrame, plot: pd.Series, uses: Uses) -> pd.Series:
    """Whether enough of each piece is in use without a building: works; and ground mapped as built, where no plot says what is whole."""
    planar = crs.planar_area_m2(pieces.geometry)
    least = planar * yards.number("used_least_pct") / 100
    works = _covered_m2(pieces, uses.in_parts["works"]) >= least
    sealed = _covered_m2(pieces, uses.in_parts["sealed"]) >= least
    return pd.Series(works | (~plot.to_numpy() & sealed), index=pieces.index)


def _covered_m2(pieces: gpd.GeoDataFrame, outlines: Tiled) -> np.ndarray:
    return _shared_m2(ragged.from_shapes(pieces.geometry.to_numpy()), outlines)


def _shared_m2(grounds: Ragged, outlines: Tiled) -> np.ndarray:
    """What each ground shares with outlines, planar m²; what lies in two of them counts twice."""
    shared = pair_areas(grounds, outlines.flat)
    return np.bincount(shared.unit, weights=shared.overlap_m2, minlength=len(grounds))


def _most_shared_m2(grounds: Ragged, outlines: Tiled) -> np.ndarray:
    """What each ground shares with the one of some outlines that it shares most with, planar m²."""
    shared, most = pair_areas(grounds, outlines.flat), np.zeros(len(grounds))
    np.maximum.at(most, shared.unit, shared.overlap_m2)
    return most


def _may_have_rest(grounds: np.ndarray, in_use: list[Tiled]) -> np.ndarray:
    """The places of grounds that enough can be idle of: the others have less than a plot's least beside what surely uses them."""
    flat = ragged.from_shapes(grounds)
    surely_m2 = np.zeros(len(grounds))
    for outlines in in_use:
        surely_m2 = np.maximum(surely_m2, _most_shared_m2(flat, outlines))
    return np.flatnonzero(shapely.area(grounds) - surely_m2 >= threshold("propose_area_m2") - _ROUNDING_M2)


def _with_use(grounds: np.ndarray, in_use: list[Tiled]) -> list[shapely.Geometry]:
    """The union of what uses each ground."""
    parts = together(in_use)
    unit, use = shapely.STRtree(parts).query(grounds, predicate="intersects")
    order = np.lexsort((use, unit))
    shapes = np.split(parts[use[order]], np.searchsorted(unit[order], np.arange(1, len(grounds))))
    return [united(used) for used in shapes[: len(grounds)]]


def _split(ground: shapely.Polygon, used: shapely.Geometry) -> tuple[list[shapely.Polygon], list[shapely.Polygon]]:
    """What stays and what is proposed of one piece of ground; all stays where it is idle or used as a whole.

    What uses no more than strips of it, as a road beside it whose border does not quite meet its own, does not part it.
    """
    rests = [] if shapely.is_empty(used) else idle_rest(ground, used)
    if not rests or shapely.area(shapely.intersection(ground, used)) == 0:
        return [ground], []
    stays = _polygons(shapely.difference(ground, united(rests)))
    strips = is_narrow(stays, threshold("fit_m"))
    if strips.all():
        return [ground], []
    if strips.any():
        stays = stays[~strips]
        rests = sorted(_polygons(shapely.difference(ground, united(stays))), key=lambda part: -part.area)
    return list(stays), list(rests)


def _polygons(shape: shapely.Geometry) -> np.ndarray:
    parts = shapely.get_parts(shape)
    return parts[(shapely.get_type_id(parts) == 3) & (shapely.area(parts) > 0)]
