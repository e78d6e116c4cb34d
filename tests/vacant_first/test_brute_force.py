"""The search for assemblies against trying every set of plots: nothing better is missed, and nothing offered could be smaller."""

from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.vacant_first.adjacency import neighbours
from landuse.vacant_first.assemblies import Wanted, connected_sets, is_connected
from landuse.vacant_first.candidates import FAIL, FIT, UNKNOWN, Search, Sites, Size

_LARGEST = 5
_NOWHERE = shapely.Polygon()
_ANSWERS = st.sampled_from([FIT, UNKNOWN, FAIL])


def _plots(widths: list[float], heights: list[float], kept: list[bool]) -> np.ndarray:
    """A grid of rectangles with gaps where plots are taken."""
    x, y = np.concatenate([[0], np.cumsum(widths)]), np.concatenate([[0], np.cumsum(heights)])
    cells = [shapely.box(x[i], y[j], x[i + 1], y[j + 1]) for j in range(len(heights)) for i in range(len(widths))]
    return np.array([cell for cell, keep in zip(cells, kept) if keep])


@st.composite
def _parks(draw: st.DrawFn) -> tuple[Sites, Size]:
    """Up to nine plots of several sizes, some with a quay, some with power, and a need of any kind."""
    side = st.sampled_from([18.0, 30.0, 45.0, 70.0, 110.0])
    widths, heights = draw(st.lists(side, min_size=3, max_size=3)), draw(st.lists(side, min_size=2, max_size=3))
    kept = draw(st.lists(st.booleans(), min_size=len(widths) * len(heights), max_size=len(widths) * len(heights)))
    shapes = _plots(widths, heights, kept)
    near = neighbours(shapes, _NOWHERE, _NOWHERE, _NOWHERE).of_each(len(shapes)) if len(shapes) else []
    answers = st.lists(_ANSWERS, min_size=len(shapes), max_size=len(shapes))
    any_of = {need: np.array(draw(answers), dtype=int) for need in draw(st.lists(st.sampled_from(["quay", "rail"]), unique=True))}
    all_of = {"zone_codes": np.array(draw(answers), dtype=int)} if draw(st.booleans()) else {}
    power = st.lists(st.sampled_from([np.nan, 0.0, 5.0, 20.0]), min_size=len(shapes), max_size=len(shapes))
    mw = np.array(draw(power), dtype=float)
    area_m2 = shapely.area(shapes) if len(shapes) else np.empty(0)
    size = Size(
        area_m2=draw(st.sampled_from([1.0, 2_000.0, 5_000.0, 9_000.0, 20_000.0])),
        width_m=draw(st.sampled_from([0.0, 25.0, 40.0, 60.0, 90.0])),
        side_m=draw(st.sampled_from([0.0, 0.0, 80.0, 150.0])),
        mw=draw(st.sampled_from([0.0, 0.0, 10.0, 25.0])),
    )
    return Sites(shapes, area_m2, near, any_of, all_of, mw), size


def _fits(search: Search, members: tuple[int, ...]) -> frozenset[str]:
    """All that a set fits, told from its definition and nothing the search keeps."""
    sites = search.sites
    found = {need for need, answers in sites.any_of.items() if FIT in answers[list(members)]}
    found |= {need for need, answers in sites.all_of.items() if (answers[list(members)] == FIT).all()}
    if search.size.mw and np.nansum(sites.mw[list(members)]) >= search.size.mw:
        found.add("mw")
    if search.is_large(members):
        found.add("size")
    return frozenset(found)


def _brute_force(sites: Sites, size: Size) -> set[tuple[int, ...]]:
    """Every connected set of two to five plots that is large enough and of which no connected part fits as much."""
    search = Search(sites, size)
    sets = [
        members
        for count in range(1, _LARGEST + 1)
        for members in combinations(range(len(sites.ground)), count)
        if is_connected(members, sites.neighbours)
    ]
    fits = {members: _fits(search, members) for members in sets}
    return {
        members
        for members in sets
        if len(members) > 1
        and "size" in fits[members]
        and not any(set(part) < set(members) and fits[part] >= fits[members] for part in sets if len(part) < len(members))
    }


def _in_any_order(levels: list[np.ndarray]) -> np.ndarray:
    return np.array([(level, row) for level, sets in enumerate(levels) for row in range(len(sets))])


@settings(max_examples=60)
@given(_parks())
def test_the_search_finds_what_trying_every_set_finds(park: tuple[Sites, Size]) -> None:
    """With the bound that only large parks use and without it."""
    expected = _brute_force(*park)
    for bounded_from in (0, 1_000):
        found, _ = Search(*park, bounded_from).best_assemblies(_in_any_order, shown=10_000)
        assert set(found) == expected
        assert len(found) == len(set(found))


@pytest.mark.soak
@settings(max_examples=3_000)
@given(_parks())
def test_the_search_finds_what_trying_every_set_finds_for_long(park: tuple[Sites, Size]) -> None:
    found, _ = Search(*park, bounded_from=0).best_assemblies(_in_any_order, shown=10_000)
    assert set(found) == _brute_force(*park)


@settings(max_examples=60)
@given(_parks())
def test_every_assembly_is_connected_minimal_large_and_wide(park: tuple[Sites, Size]) -> None:
    sites, size = park
    search = Search(sites, size)
    for members in search.best_assemblies(_in_any_order, shown=10_000)[0]:
        assert 2 <= len(members) <= _LARGEST
        assert is_connected(members, sites.neighbours)
        assert shapely.area(sites.ground[list(members)]).sum() >= size.area_m2
        inside = shapely.maximum_inscribed_circle(search.ground(members), tolerance=0.01)
        assert 2 * shapely.length(inside) >= size.width_m - 0.2
        assert search.is_minimal(members)


@settings(max_examples=60)
@given(_parks(), st.data())
def test_more_plots_never_mean_less_room(park: tuple[Sites, Size], data: st.DataObject) -> None:
    """What the search rests on: adding a plot takes nothing from what a set has."""
    sites, size = park
    if len(sites.ground) < 2:
        return
    more = tuple(sorted(data.draw(st.sets(st.integers(0, len(sites.ground) - 1), min_size=2, max_size=_LARGEST))))
    left_out = data.draw(st.sampled_from(more))
    less = tuple(member for member in more if member != left_out)
    search = Search(sites, size)
    assert search.area_m2(less) <= search.area_m2(more)
    assert search.usable_m2(less) <= search.usable_m2(more) + 1e-3 * search.area_m2(more)
    assert search.gains(less) <= search.gains(more)
    assert search.is_long(more) or not search.is_long(less)


def test_an_assembly_for_the_sake_of_a_quay_and_no_plot_more() -> None:
    """A is large enough; B between has nothing; C has the quay: A alone falls short of it, and A + B + C is worth offering."""
    shapes = np.array([shapely.box(x, 0, x + 100, 100) for x in (0, 100, 200)])
    near = neighbours(shapes, _NOWHERE, _NOWHERE, _NOWHERE).of_each(3)
    sites = Sites(shapes, shapely.area(shapes), near, {"quay": np.array([FAIL, FAIL, FIT])})
    assert _brute_force(sites, Size(9_000.0)) == set()  # C alone is large enough and has the quay
    found, _ = Search(sites, Size(25_000.0)).best_assemblies(_in_any_order, 20)
    assert found == [(0, 1, 2)]
    found, _ = Search(sites, Size(15_000.0)).best_assemblies(_in_any_order, 20)
    assert sorted(found) == [(0, 1), (1, 2)]


def test_bound_of_widths_is_that_of_strips_not_of_squares() -> None:
    """Four squares of 50 m in a block let a circle of 100 m in, though each is 50 m wide."""
    shapes = np.array([shapely.box(x, y, x + 50, y + 50) for x in (0, 50) for y in (0, 50)])
    near = neighbours(shapes, _NOWHERE, _NOWHERE, _NOWHERE).of_each(4)
    found, _ = Search(Sites(shapes, shapely.area(shapes), near), Size(10_000.0, 100.0)).best_assemblies(_in_any_order, 20)
    assert found == [(0, 1, 2, 3)]


@pytest.mark.parametrize("side", [1, 2, 5])
def test_the_sets_of_a_square_grid_are_those_counted_by_hand(side: int) -> None:
    """Pairs, and straight and bent pieces of three: as many as there are, each once."""
    shapes = np.array([shapely.box(30 * x, 30 * y, 30 * x + 30, 30 * y + 30) for x in range(side) for y in range(side)])
    near = neighbours(shapes, _NOWHERE, _NOWHERE, _NOWHERE).of_each(len(shapes))
    none = np.zeros(len(shapes), dtype=np.int64)
    wanted = Wanted(np.array([0.0]), np.ones((len(shapes), 1)), none.astype(float), 1.0, none, 0)
    counts = [len(sets) for sets in connected_sets(near, wanted, 3)]
    by_hand = [side * side, 2 * side * (side - 1), 2 * side * max(side - 2, 0) + 4 * (side - 1) ** 2]
    assert counts == [count for count in by_hand if count]
