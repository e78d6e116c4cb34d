"""Cut a large job into tiles by where its units begin, so that each unit belongs to exactly one tile.

A unit belongs to the tile that holds the lower left corner of its box. Where units lie close, a tile is quartered until it
holds no more than it may. Tiles decide who measures a unit, never what is measured.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

UNIT_ID = "unit_id"  # the column that names units where nobody says
BASE_KM = 40.0  # side of the largest tiles where nobody says
MOST_UNITS = 25_000  # in a tile; 100 000 with all their layers at once took 1.5 GB (bench/RESULTS.md), a quarter of that is reckoned
_HALVINGS = 8  # from the largest to the smallest tile


@dataclass(frozen=True, order=True)
class Tile:
    """A square of ground.

    row, column : its place in a grid of squares of `side_m` that begins at the origin of the projection
    side_m : in the CRS of the units
    units : how many begin in it
    """

    row: int
    column: int
    side_m: float
    units: int = 0

    @property
    def name(self) -> str:
        """Unlike that of any other tile of any plan."""
        return f"{self.column}_{self.row}_{self.side_m:g}"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top, m."""
        left, bottom = self.column * self.side_m, self.row * self.side_m
        return left, bottom, left + self.side_m, bottom + self.side_m

    def holds(self, corners: np.ndarray) -> np.ndarray:
        """Whether each corner (x, y) is this tile's: on a border it is the eastern or northern one's."""
        return (_places(corners, self.side_m) == (self.column, self.row)).all(axis=1)


class Census:
    """How many units begin in each of the smallest squares, counted batch by batch."""

    def __init__(self, tile_km: float = BASE_KM):
        self.side_m = tile_km * 1000.0
        self.counts: dict[tuple[int, int], int] = {}

    def add(self, corners: np.ndarray) -> None:
        """Count units by the lower left corners (x, y) of their boxes, m."""
        places, counts = np.unique(_places(corners, self.side_m / 2**_HALVINGS), axis=0, return_counts=True)
        for place, count in zip(map(tuple, places.tolist()), counts.tolist()):
            self.counts[place] = self.counts.get(place, 0) + count

    def tiles(self, most: int = MOST_UNITS) -> list[Tile]:
        """The tiles that units begin in, from south-west to north-east, each with at most so many where halving can give that."""
        return sorted(self._split(self.counts.items(), 0, most))

    def _split(self, counts: Iterable[tuple[tuple[int, int], int]], level: int, most: int) -> list[Tile]:
        """The tiles of one level that hold these squares, or their quarters where they hold too many."""
        inside: dict[tuple[int, int], list[tuple[tuple[int, int], int]]] = {}
        for (column, row), count in counts:
            inside.setdefault((column >> _HALVINGS - level, row >> _HALVINGS - level), []).append(((column, row), count))
        tiles = []
        for (column, row), squares in inside.items():
            units = sum(count for _, count in squares)
            if units > most and level < _HALVINGS:
                tiles += self._split(squares, level + 1, most)
            else:
                tiles.append(Tile(row, column, self.side_m / 2**level, units))
        return tiles


def _places(corners: np.ndarray, side_m: float) -> np.ndarray:
    """Column and row of the squares that hold corners.

    Halving a side is exact in binary, so a corner's square of any size lies in its square of twice the size.
    """
    return np.floor(corners / side_m).astype(np.int64)


def tile_of(tiles: list[Tile], corners: np.ndarray) -> np.ndarray:
    """The place in the list of the tile that holds each corner; −1 where none does."""
    found = np.full(len(corners), -1)
    for side_m in sorted({tile.side_m for tile in tiles}):
        places = {(tile.column, tile.row): number for number, tile in enumerate(tiles) if tile.side_m == side_m}
        open_ = np.flatnonzero(found < 0)
        squares, which = np.unique(_places(corners[open_], side_m), axis=0, return_inverse=True)
        found[open_] = np.array([places.get(tuple(square), -1) for square in squares.tolist()], dtype=int)[which.ravel()]
    return found
