"""What the ground that is needed takes, at least and at most, against trying every part of a plot."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.vacant_first.needed import KINDS, charged_m2, difference, needed

_CELL_M2 = 100.0
_GROUND = st.sampled_from(["forest", "bog", "farmland", "grey", "water"])


def _groups(cells: list[str]) -> dict[str, float]:
    return {kind: cells.count(kind) * _CELL_M2 for kind in set(cells)}


def _amount_m2(cells: tuple[str, ...], name: str) -> float:
    return sum(cell in KINDS[name] for cell in cells) * _CELL_M2


@settings(max_examples=60)
@given(st.lists(_GROUND, min_size=1, max_size=9), st.data())
def test_both_ends_are_those_of_the_best_and_the_worst_part(cells: list[str], data: st.DataObject) -> None:
    """Every choice of as many cells as are needed, out of a plot of up to nine."""
    count = data.draw(st.integers(1, len(cells)))
    told = needed(_groups(cells), count * _CELL_M2, shaped=False)
    for name in KINDS:
        amounts = [_amount_m2(chosen, name) for chosen in combinations(cells, count)]
        assert told[name] == {"least_m2": round(min(amounts)), "most_m2": round(max(amounts))}
    assert told["exact"] and told["m2"] == count * _CELL_M2


@settings(max_examples=60)
@given(st.lists(_GROUND, min_size=12, max_size=12), st.sampled_from([(1, 2), (2, 2), (3, 2), (2, 3), (3, 4)]))
def test_no_part_of_a_shape_takes_less_or_more(cells: list[str], shape: tuple[int, int]) -> None:
    """A plot of three by four cells, and every rectangle of the shape that is asked in it."""
    wide, high = shape
    told = needed(_groups(cells), wide * high * _CELL_M2, shaped=True)
    for x in range(3 - wide + 1):
        for y in range(4 - high + 1):
            chosen = tuple(cells[(x + i) * 4 + y + j] for i in range(wide) for j in range(high))
            for name in KINDS:
                assert told[name]["least_m2"] <= _amount_m2(chosen, name) <= told[name]["most_m2"]
    assert not told["exact"] or all(told[name]["least_m2"] == told[name]["most_m2"] for name in KINDS)


@settings(max_examples=60)
@given(st.lists(_GROUND, min_size=1, max_size=6), st.lists(_GROUND, min_size=1, max_size=6), st.integers(1, 6))
def test_the_difference_is_that_of_every_pair_of_parts(own: list[str], theirs: list[str], count: int) -> None:
    same = min(count, len(own), len(theirs))
    told = difference(_groups(own), _groups(theirs), count * _CELL_M2, shaped=False)
    assert told["m2"] == same * _CELL_M2 and told["comparable"]
    for name in KINDS:
        pairs = [_amount_m2(a, name) - _amount_m2(b, name) for a in combinations(own, same) for b in combinations(theirs, same)]
        assert told[name] == {"least_m2": round(min(pairs)), "most_m2": round(max(pairs))}


def test_what_is_not_mapped_may_be_nature_or_not() -> None:
    told = needed({"forest": 300.0, "grey": 300.0, "not_mapped": 400.0}, 600.0, shaped=False)
    assert told["nature"] == {"least_m2": 0, "most_m2": 600} and told["unmapped_m2"] == 400
    assert not difference({"grey": 500.0}, {"not_mapped": 500.0}, 500.0, shaped=False)["comparable"]


def test_the_order_goes_by_the_middle_and_not_by_the_whole_plot() -> None:
    """90 daa with 40 daa of forest, 34 needed: between 0 and 34; a small plot all in forest is charged with all of it."""
    charged = charged_m2(pd.Series([40_000.0, 34_000.0, 0.0]), pd.Series([90_000.0, 34_000.0, 50_000.0]), 34_000.0)
    assert charged.tolist() == pytest.approx([17_000.0, 34_000.0, 0.0])
    assert charged_m2(pd.Series([40_000.0]), pd.Series([90_000.0]), 0.0).tolist() == [40_000.0]
