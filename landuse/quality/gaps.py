"""Ground between areas that were meant to meet: strips between two neighbours, open at an end or closed, and holes that all leave.

Neighbours are held against each other pair by pair, so that the work grows with their edges; nothing is united.
"""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import shapely

from landuse.measure import crs
from landuse.quality.findings import Finding, quality
from landuse.quality.topology import EDGE_M, claimed_twice

_QUAD_SEGS = 4
_DECIMALS = 3  # of coordinates in metres, as `EDGE_M`


def strip_findings(frame: gpd.GeoDataFrame, apart: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Strips of ground between two rows that neither has, nor any other: narrow, long, and open at an end or closed.

    Parameters
    ----------
    frame : valid areas in a projected CRS with valid_from, valid_to and the columns of `apart`, in which neighbours may differ
    """
    shapes, tree = frame.geometry.to_numpy(), frame.sindex
    one, other, edges = _near(frame, apart)
    most = int(quality("gap_pairs"))
    for a, b in zip(one[:most].tolist(), other[:most].tolist(), strict=True):
        pieces = _between(shapes[[a, b]], edges[[a, b]])
        if not len(pieces):
            continue
        met = np.setdiff1d(tree.query(shapely.multipolygons(pieces)), [a, b])
        pieces = _long(_without(pieces, shapes[met]))
        if len(pieces):
            area_m2 = float(crs.area_m2(gpd.GeoSeries(pieces, crs=frame.crs)).sum())
            width_m = float(2 * shapely.area(pieces).sum() / shapely.length(pieces).sum())
            yield Finding("gap_strip", int(frame.index[a]) + 1, **_told(area_m2, width_m, int(frame.index[b]) + 1))
    if len(one) > most:
        yield Finding("gaps_unmeasured", before=most, after=len(one))


def hole_findings(geometry: gpd.GeoSeries) -> Iterator[Finding]:
    """Holes between areas that otherwise meet, each at the row nearest to it; strips are `strip_findings`'."""
    shapes = geometry.to_numpy()
    faces = _faces(shapes)
    own = set(_normal(_own_holes(shapes)))
    gaps = [face for face, outline in zip(faces, _normal(faces), strict=True) if outline not in own]
    if not gaps:
        return
    at = geometry.sindex.nearest(gaps, return_all=False)[1]
    area_m2 = crs.area_m2(gpd.GeoSeries(gaps, crs=geometry.crs))
    for row, area in zip(at, area_m2, strict=True):
        yield Finding("gap", int(geometry.index[row]) + 1, before=round(float(area), 2))


def _told(area_m2: float, width_m: float, other: int) -> dict:
    return {"before": round(area_m2, 1), "after": round(width_m, 2), "more": {"other": other}}


def _near(frame: gpd.GeoDataFrame, apart: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of places whose edges run beside each other without being the same, and those edges by place."""
    width_m = quality("gap_width_m")
    edges = shapely.coverage_invalid_edges(frame.geometry.to_numpy(), gap_width=width_m)
    doubtful = np.flatnonzero(~shapely.is_empty(edges))
    first, second = shapely.STRtree(edges[doubtful]).query(edges[doubtful], predicate="dwithin", distance=width_m)
    once = first < second
    one, other = doubtful[first[once]], doubtful[second[once]]
    may = claimed_twice(frame.iloc[one], frame.iloc[other], apart)
    return one[may], other[may], edges


def _between(pair: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """The ground that closes when both shapes grow by half a gap's width and shrink again, near the edges that do not meet."""
    width_m = quality("gap_width_m")
    box = shapely.bounds(edges)
    low, high = box[:, :2].max(axis=0) - 2 * width_m, box[:, 2:].min(axis=0) + 2 * width_m
    near = shapely.buffer(shapely.clip_by_rect(pair, *low, *high), 0)
    both = shapely.geometrycollections(near[~shapely.is_empty(near)])
    closed = shapely.buffer(shapely.buffer(both, width_m / 2, quad_segs=_QUAD_SEGS), -width_m / 2, quad_segs=_QUAD_SEGS)
    return _long(_without(np.array([closed]), near))


def _without(pieces: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The areas that are left of pieces without some shapes."""
    for other in others:
        pieces = shapely.difference(pieces, other)
    parts = shapely.get_parts(shapely.get_parts(pieces))
    return parts[shapely.get_dimensions(parts) == 2]


def _long(pieces: np.ndarray) -> np.ndarray:
    """Pieces that are worth telling: of some area, and long."""
    return pieces[_is_long(pieces)]


def _is_long(pieces: np.ndarray) -> np.ndarray:
    return (shapely.area(pieces) >= quality("overlap_m2")) & (shapely.length(pieces) / 2 >= quality("gap_length_m"))


def _faces(shapes: np.ndarray) -> list[shapely.Polygon]:
    """Small faces that edges of one row only run around, that no row covers, and that are no strips."""
    faces = shapely.get_parts(shapely.polygonize(_noded(_alone(shapes), shapes)))
    area_m2 = shapely.area(faces)
    small = faces[(area_m2 <= quality("gap_m2")) & (2 * area_m2 > 2 * EDGE_M * shapely.length(faces))]
    covered = shapely.STRtree(shapes).query(shapely.point_on_surface(small), predicate="intersects")[0]
    free = np.delete(small, np.unique(covered))
    return list(free[~(_is_long(free) & (2 * shapely.area(free) < quality("gap_width_m") * shapely.length(free)))])


def _noded(lines: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    """Lines that meet at their ends alone: those beside edges which overlap or match in part are cut where they meet, the others do so."""
    wrong = shapely.coverage_invalid_edges(shapes)
    wrong = wrong[~shapely.is_empty(wrong)]
    crossing = np.unique(shapely.STRtree(lines).query(wrong, predicate="dwithin", distance=EDGE_M)[1])
    cut = shapely.get_parts(shapely.union_all(lines[crossing], grid_size=EDGE_M))
    return shapely.transform(np.concatenate([np.delete(lines, crossing), cut]), lambda at: np.round(at, _DECIMALS))


def _alone(shapes: np.ndarray) -> np.ndarray:
    """Edges that stand once among all rows, to a millimetre: where two rows meet, theirs stand twice."""
    at, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shapes)), return_index=True)
    same = ring[1:] == ring[:-1]
    ends = np.stack([at[:-1][same], at[1:][same]], axis=1)
    keys = np.round(ends / EDGE_M).astype(np.int64)
    turned = (keys[:, 0, 0] > keys[:, 1, 0]) | ((keys[:, 0, 0] == keys[:, 1, 0]) & (keys[:, 0, 1] > keys[:, 1, 1]))
    keys[turned] = keys[turned][:, ::-1]
    _, first, times = np.unique(keys.reshape(-1, 4), axis=0, return_index=True, return_counts=True)
    return shapely.linestrings(ends[first[times == 1]])


def _own_holes(shapes: np.ndarray) -> list[shapely.Polygon]:
    parts = shapely.get_parts(shapes)
    return [shapely.Polygon(ring) for part in parts[shapely.get_num_interior_rings(parts) > 0] for ring in part.interiors]


def _normal(shapes: list[shapely.Polygon]) -> list[bytes]:
    """Outlines that are the same to a millimetre, as the same bytes."""
    return shapely.to_wkb(shapely.normalize(shapely.set_precision(shapes, EDGE_M))).tolist() if shapes else []
