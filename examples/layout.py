"""The park's layout: terrain, roads, blocks and lots as pieces that tile the perimeter. Local metres."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import affinity

from examples.curves import closed
from examples.lots import divide_block
from examples.roads import Network, divide_blocks, draw_network
from examples.sketch import Sketch
from examples.terrain import Terrain, make_terrain, scaled
from examples.tiling import common, minus, polygons, tile
from examples.true_area import Place

COUNTED = ("lot", "road", "street", "rail", "quay", "verge")
LEAST_LOT_M2 = 700.0


@dataclass(frozen=True)
class Piece:
    """A piece of the perimeter with one role: lot, road, street, rail, quay, verge, green, water, municipal, newly_zoned."""

    key: int
    role: str
    geometry: shapely.Polygon
    block: int = -1
    code: str = ""
    counted_m2: float = 0.0


@dataclass(frozen=True)
class Layout:
    """terrain, network and pieces of one park, at their final size"""

    sketch: Sketch
    place: Place
    terrain: Terrain
    network: Network
    pieces: list


def make_layout(sketch: Sketch, seed_key: tuple, total_daa: float) -> Layout:
    """The layout whose counted pieces have `total_daa` of true area (for a draft-only park: the pieces that would count)."""
    place = Place(sketch.place, sketch.epsg)
    factor, wanted = sketch.scale, total_daa * 1000
    for _ in range(3):
        terrain, network, grounds = _draw(sketch, factor, seed_key)
        counted = sum(g.area for role, _, g in grounds if role in COUNTED) / place.factor
        factor *= float(np.sqrt(wanted / counted))
    terrain, network, grounds = _draw(sketch, factor, seed_key)
    return _divide(sketch, place, terrain, network, grounds, np.random.default_rng([*seed_key, 3]), wanted)


def _draw(sketch: Sketch, factor: float, seed_key: tuple) -> tuple:
    """Terrain, network and the grounds (role, code, geometry) before streets and lots, not overlapping."""
    terrain = make_terrain(sketch, factor, np.random.default_rng([*seed_key, 1]))
    network = draw_network(sketch, factor, np.random.default_rng([*seed_key, 2]))
    stack = [("road", "2011", network.corridor()), ("rail", "2020", network.rail_corridor)]
    stack += [("quay", "2041", apron) for _, apron in terrain.quays]
    stack += [("water", "6001", terrain.sea), ("water", "6001", terrain.fresh)]
    stack += [("green", g["code"], closed(scaled(g["outline"], factor), 2)) for g in sketch.green]
    stack += [("municipal", "1300", closed(scaled(p, factor), 1)) for p in sketch.municipal_only]
    stack += [("newly_zoned", "1340", closed(scaled(p, factor), 1)) for p in sketch.newly_zoned]
    left, grounds = terrain.perimeter, []
    for role, code, shape in stack:
        grounds.append((role, code, common(left, shape)))
        left = minus(left, shape)
    grounds.append(("lot", "", left))
    return terrain, network, grounds


def _divide(
    sketch: Sketch, place: Place, terrain: Terrain, network: Network, grounds: list, rng: np.random.Generator, wanted: float
) -> Layout:
    size = _size(sketch)
    region = grounds[-1][2]
    blocks = divide_blocks(region, network, sketch.block_m2, rng, size)
    corridor = network.corridor()
    access = shapely.union_all([corridor, network.rail_corridor, *[q for _, q in terrain.quays]]).buffer(1.0)
    painted = [(("lot", "", k), p) for k, p in enumerate(_lots(sketch, blocks, access, size, rng))]
    keyed = [((role, code, -1), g) for role, code, g in reversed(grounds[1:-1])]
    mains = shapely.union_all(network.main_corridors())
    keyed += [(("street", "2011", -1), minus(corridor, terrain.sea)), (("road", "2011", -1), minus(mains, terrain.sea))]
    painted += keyed
    network, painted, perimeter, terrain = _sized(place, terrain, network, painted, wanted)
    found = tile([(k, g) for k, g in painted], perimeter)
    pieces = _pieces(found, place)
    return Layout(sketch, place, replace(terrain, perimeter=shapely.coverage_union_all([p.geometry for p in pieces])), network, pieces)


def _lots(sketch: Sketch, blocks: list, access: shapely.Geometry, size: Callable[[shapely.Point], float], rng: np.random.Generator) -> list:
    lots = []
    for block in sorted(blocks, key=lambda b: (round(b.centroid.x, 1), round(b.centroid.y, 1))):
        lots += divide_block(block, access, sketch.lot_m2 * size(block.centroid), sketch.lot_spread, rng)
    return lots


def _size(sketch: Sketch) -> Callable[[shapely.Point], float]:
    def factor(point: shapely.Point) -> float:
        for x, y, radius, times in sketch.big_lots:
            if np.hypot(point.x - x, point.y - y) < radius:
                return times
        return 1.0

    return factor


def _sized(place: Place, terrain: Terrain, network: Network, painted: list, wanted: float) -> tuple:
    """Everything stretched by the last per mille, so that the counted pieces have the wanted true area."""
    parts, left = [], terrain.perimeter
    for (role, _, _), shape in reversed(painted):
        part = common(left, shape)
        if role in COUNTED:
            parts.append(part)
        left = minus(left, shape)
    times = float(np.sqrt(wanted / place.true_areas([*parts, left]).sum()))

    def stretch(shape: shapely.Geometry) -> shapely.Geometry:
        return affinity.scale(shape, times, times, origin=(0, 0))

    network = Network(
        *[[stretch(x) for x in lines] for lines in (network.main, network.internal, network.tracks)],
        stretch(network.rail_corridor),
        [stretch(x) for x in network.streets],
    )
    terrain = Terrain(
        *[stretch(g) for g in (terrain.extent, terrain.land, terrain.sea, terrain.fresh, terrain.perimeter)],
        [(n, stretch(q)) for n, q in terrain.quays],
    )
    return network, [(k, stretch(g)) for k, g in painted], terrain.perimeter, terrain


def _pieces(found: list, place: Place) -> list[Piece]:
    """Pieces in a fixed order; ground that no shape covers and lots too small to be one are verge."""
    pieces = []
    for key, polygon in sorted(found, key=lambda f: (round(f[1].centroid.x, 1), round(f[1].centroid.y, 1))):
        role, code, _ = key or ("verge", "2018", -1)
        if role == "lot" and polygon.area < LEAST_LOT_M2:
            role, code = "verge", "2018"
        pieces.append(Piece(len(pieces), role, polygon, -1, code))
    return _numbered_blocks(pieces)


def _numbered_blocks(pieces: list[Piece]) -> list[Piece]:
    """Each lot with the number of its block: lots that touch."""
    lots = [p for p in pieces if p.role == "lot"]
    blocks = polygons(shapely.coverage_union_all([p.geometry for p in lots]))
    blocks.sort(key=lambda b: (round(b.centroid.x, 1), round(b.centroid.y, 1)))
    tree = shapely.STRtree(blocks)
    out = []
    for piece in pieces:
        if piece.role == "lot":
            piece = replace(piece, block=int(min(tree.query(piece.geometry.representative_point(), predicate="intersects"))))
        out.append(piece)
    return out
