"""Each unit in exactly one tile, no tile too full, whatever the sizes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse.measure.tiles import Census, tile_of

_METRE = st.floats(-2e6, 8e6, allow_nan=False) | st.integers(-40, 40).map(lambda n: n * 625.0)


@given(st.lists(st.tuples(_METRE, _METRE), min_size=1, max_size=60), st.sampled_from([0.5, 10.0, 40.0, 7.3]), st.integers(1, 9))
def test_every_corner_lies_in_one_tile(corners: list[tuple[float, float]], tile_km: float, most: int) -> None:
    at = np.array(corners)
    census = Census(tile_km)
    census.add(at[: len(at) // 2])
    census.add(at[len(at) // 2 :])
    tiles = census.tiles(most)
    held = np.array([tile.holds(at) for tile in tiles])
    assert (held.sum(axis=0) == 1).all()
    assert [int(row.sum()) for row in held] == [tile.units for tile in tiles]
    assert (tile_of(tiles, at) == held.argmax(axis=0)).all()
    assert all(tile.units <= most for tile in tiles if tile.side_m > tile_km * 1000 / 2**8)
    assert len({tile.name for tile in tiles}) == len(tiles)


def test_a_corner_on_a_border_is_the_north_eastern_tiles() -> None:
    census = Census(1.0)
    census.add(np.array([[1000.0, 2000.0], [999.999, 1999.999]]))
    first, second = census.tiles()
    assert (first.column, first.row, second.column, second.row) == (0, 1, 1, 2)
    assert second.box == (1000.0, 2000.0, 2000.0, 3000.0)


def test_a_crowd_is_quartered_and_a_heap_stays_whole() -> None:
    census = Census(1.0)
    census.add(np.random.default_rng(1).uniform(0, 1000, (1000, 2)))
    assert max(tile.units for tile in census.tiles(100)) <= 100
    heap = Census(1.0)
    heap.add(np.zeros((1000, 2)))
    assert [tile.units for tile in heap.tiles(100)] == [1000]


def test_a_place_in_no_tile_is_told() -> None:
    census = Census(1.0)
    census.add(np.array([[10.0, 10.0]]))
    assert tile_of(census.tiles(), np.array([[10.0, 10.0], [5000.0, 10.0]])).tolist() == [0, -1]
    assert census.tiles()[0].units == pytest.approx(1)
