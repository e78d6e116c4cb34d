"""Polygons that tile a rectangle and share every border to the last bit, made row by row from a seed.

Corners of a grid are moved a little and joined by wavy lines. A line is made from the seed, the layer and its own place
alone, so both of its neighbours draw the same one, and a million polygons need no more memory than one band of rows.
"""

from dataclasses import dataclass

import numpy as np
import shapely

_CORNER = 0.15  # how far a corner may move, of a cell: with the slopes below no two lines can cross
_WAVES = (0.04, 0.02, 0.005)  # amplitude of a line's first three waves, of its length: slopes stay under 0.3
_ROUGH = 0.03  # roughness, of the step between two points


@dataclass(frozen=True)
class Tiling:
    """A grid of wavy cells over a rectangle.

    left, bottom : its lower left corner, m
    columns, rows : number of cells
    width_m, height_m : of one cell
    points : at most so many between two corners
    kept : share of them that is kept, the first of each line always
    seed : of this layer
    """

    left: float
    bottom: float
    columns: int
    rows: int
    width_m: float
    height_m: float
    points: int
    kept: float
    seed: int

    def row(self, number: int) -> np.ndarray:
        """The polygons between two lines of the grid, from west to east."""
        south, north = self._level(number), self._level(number + 1)
        upright, upright_kept = self._line(number, 1, south.corners, north.corners)
        ring = [
            south.corners[:-1, None], south.line, south.corners[1:, None], upright[1:],
            north.corners[1:, None], north.line[:, ::-1], north.corners[:-1, None], upright[:-1, ::-1], south.corners[:-1, None],
        ]  # fmt: skip
        one = np.ones((self.columns, 1), bool)
        said = [one, south.kept, one, upright_kept[1:], one, north.kept[:, ::-1], one, upright_kept[:-1, ::-1], one]
        return _polygons(np.concatenate(ring, axis=1), np.concatenate(said, axis=1))

    def _level(self, number: int) -> "_Level":
        """The line of the grid at the foot of a row, from west to east."""
        corners = self._corners(number)
        line, kept = self._line(number, 0, corners[:-1], corners[1:])
        if number in (0, self.rows):
            line[:, :, 1] = corners[0, 1]  # the rectangle's own border is straight, so that all layers cover the same
        return _Level(corners, line, kept)

    def _corners(self, number: int) -> np.ndarray:
        chance = np.random.default_rng([self.seed, number, 2])
        at = np.stack([np.arange(self.columns + 1), np.full(self.columns + 1, float(number))], axis=1)
        moved = chance.uniform(-_CORNER, _CORNER, at.shape)
        moved[[0, -1], 0] = 0.0
        if number in (0, self.rows):
            moved[:, 1] = 0.0
        return (at + moved) * (self.width_m, self.height_m) + (self.left, self.bottom)

    def _line(self, number: int, kind: int, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Points between corners, and which of them are kept; kind 0 runs east, 1 runs north."""
        chance = np.random.default_rng([self.seed, number, kind])
        at = np.arange(1, self.points + 1) / (self.points + 1)
        waves = sum(
            size * chance.uniform(-1, 1, (len(start), 1)) * np.sin(np.pi * (wave + 1) * at)[None, :] for wave, size in enumerate(_WAVES)
        )
        aside = waves + chance.uniform(-_ROUGH, _ROUGH, waves.shape) / (self.points + 1)
        along = end - start
        across = np.stack([-along[:, 1], along[:, 0]], axis=1)
        line = start[:, None] + at[None, :, None] * along[:, None] + aside[:, :, None] * across[:, None]
        if kind == 1:
            line[[0, -1], :, 0] = start[[0, -1], None, 0]
        kept = chance.random(waves.shape) < self.kept
        kept[:, 0] = True
        return line, kept


@dataclass(frozen=True)
class _Level:
    corners: np.ndarray
    line: np.ndarray
    kept: np.ndarray


def with_islands(shapes: np.ndarray, share: float, chance: np.random.Generator) -> np.ndarray:
    """Some polygons get a round hole, and what was cut out follows as polygons of its own."""
    chosen = np.flatnonzero(chance.random(len(shapes)) < share)
    box = shapely.bounds(shapes[chosen])
    middle = (box[:, :2] + box[:, 2:]) / 2
    radius = 0.15 * np.minimum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1])
    turn = np.append(np.linspace(0, 2 * np.pi, 16, endpoint=False), 0.0)
    rings = middle[:, None] + radius[:, None, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)[None]
    holed = shapes.copy()
    holed[chosen] = [shapely.Polygon(shapely.get_exterior_ring(shape), [ring]) for shape, ring in zip(shapes[chosen], rings)]
    return np.concatenate([holed, shapely.polygons(rings)]) if len(chosen) else holed


def houses(tiling: Tiling, number: int, angular: bool) -> np.ndarray:
    """One turned building in each cell of a row: an L of three wings where angular, else a rectangle."""
    chance = np.random.default_rng([tiling.seed, number, 3])
    count = tiling.columns
    plan = np.array([(-1, -1), (1, -1), (1, -0.2), (0.4, -0.2), (0.4, 0.3), (0.1, 0.3), (0.1, 1), (-1, 1), (-1, -1)], float)
    plan = plan if angular else np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)], float)
    half_m = chance.uniform(3.0, 0.2 * tiling.width_m, (count, 1, 2))
    turn = chance.uniform(0, np.pi, count)
    sized = plan[None] * half_m
    rotated = np.stack(
        [
            sized[..., 0] * np.cos(turn)[:, None] - sized[..., 1] * np.sin(turn)[:, None],
            sized[..., 0] * np.sin(turn)[:, None] + sized[..., 1] * np.cos(turn)[:, None],
        ],
        axis=2,
    )
    cell = np.stack([np.arange(count), np.full(count, float(number))], axis=1) + chance.uniform(0.35, 0.65, (count, 2))
    middle = cell * (tiling.width_m, tiling.height_m) + (tiling.left, tiling.bottom)
    return shapely.polygons(rotated + middle[:, None])


def _polygons(rings: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Closed rings of equal length, and which points of each count."""
    offsets = np.concatenate([[0], np.cumsum(kept.sum(axis=1))])
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, rings[kept], (offsets, np.arange(len(rings) + 1)))
