"""The best set against every set there is, and what steps do to the account."""

import random
import time
from datetime import date
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse.programme import pace
from landuse.programme.least_nature import by_list, least_nature, plain_order
from landuse.programme.pace import Account, Step, course

_DAY = date(2026, 6, 30)
_START = Account(_DAY, 18_000_000, 3_700_000, 3_700_000, 0)
_AREA, _SHARE = st.integers(0, 60), st.integers(0, 100)


def _plots(rows: list[tuple[int, int, int]]) -> pd.DataFrame:
    """Plots of some m², of which a share counts and a share is green."""
    names = [f"p-{number}" for number in range(len(rows))]
    table = [(area, area * counts // 100, area * green // 100) for area, counts, green in rows]
    return pd.DataFrame(table, index=names, columns=["area_m2", "counts_m2", "green_m2"])


def _least_of_all(plots: pd.DataFrame, needed_m2: int) -> int | None:
    """What the best set takes, by trying each."""
    rows = list(plots.itertuples())
    sets = (chosen for size in range(len(rows) + 1) for chosen in combinations(rows, size))
    enough = [sum(row.green_m2 for row in one) for one in sets if sum(row.counts_m2 for row in one) >= needed_m2]
    return min(enough, default=None)


@given(rows=st.lists(st.tuples(_AREA, _SHARE, _SHARE), max_size=9), needed=st.integers(-5, 400))
def test_no_set_takes_less(rows: list[tuple[int, int, int]], needed: int) -> None:
    plots = _plots(rows)
    found, least = least_nature(plots, needed), _least_of_all(plots, needed)
    assert found.reaches == (least is not None)
    assert (found.counts_m2, found.green_m2) == tuple(plots.loc[list(found.units)][["counts_m2", "green_m2"]].sum())
    if least is not None:
        assert found.green_m2 == least
        assert found.counts_m2 >= needed
        assert by_list(plots, needed).green_m2 >= least or needed <= 0
        assert all(found.counts_m2 - plots.loc[name, "counts_m2"] < needed for name in found.units)


def test_a_greedy_list_can_take_more_than_the_best_set() -> None:
    plots = pd.DataFrame([(100, 100, 10), (50, 50, 6), (60, 60, 7)], index=["a", "b", "c"], columns=["area_m2", "counts_m2", "green_m2"])
    assert plain_order(plots) == ["a", "c", "b"]
    assert by_list(plots, 105).green_m2 == 17
    assert least_nature(plots, 105).units == ("b", "c")
    assert least_nature(plots, 105).green_m2 == 13


def test_the_solver_says_nothing_of_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    """A command's JSON is all that stands on the terminal."""
    assert least_nature(_plots([(10, 100, 50), (20, 100, 50)]), 15).units == ("p-1",)
    assert capfd.readouterr() == ("", "")


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(5))
def test_five_hundred_plots_within_five_seconds_of_processor(seed: int) -> None:
    """Plots as they are: from half a daa to sixty, a third without nature, the others covered more or less."""
    drawn = random.Random(seed)
    rows = [(drawn.randint(500, 60_000), 100, drawn.choice([0, 0, *range(5, 101, 5)])) for _ in range(500)]
    plots = _plots(rows)
    began = time.process_time()
    found = least_nature(plots, int(plots["area_m2"].sum()) * 55 // 100)
    assert time.process_time() - began <= 5
    assert found.green_m2 <= by_list(plots, int(plots["area_m2"].sum()) * 55 // 100).green_m2


def test_the_arithmetic_of_the_report() -> None:
    assert pace.needed_land_m2(_START) == 1_900_000
    assert pace.needed_of_vacant_m2(_START) == 3_330_000


def test_three_ways_to_ninety_percent() -> None:
    """Filling, taking out of the plan and building new nature reach the same rate, and differ in nature."""
    fill = Step(_DAY, "take", "a", 1_900_000, 1_900_000, 500_000, 40_000, 3_000)
    release = Step(_DAY, "release", "b", 2_111_112, 2_111_112, 900_000)
    build = Step(_DAY, "add_used", "c", 19_000_000, 0, 19_000_000)
    ends = [course(_START, [step])[-1] for step in (fill, release, build)]
    assert [round(end.land_pct, 3) for end in ends] == [90, 90, 90]
    assert [end.nature_m2 for end in ends] == [500_000, 0, 19_000_000]
    assert [round(end.vacant_taken_pct, 2) for end in ends] == [51.35, 0, 0]
    assert (ends[0].farmland_m2, ends[0].unmapped_m2) == (40_000, 3_000)
    assert (ends[1].released_m2, ends[2].added_m2) == (2_111_112, 19_000_000)


def test_new_vacant_ground_lowers_the_rate_and_takes_nothing_yet() -> None:
    end = course(_START, [Step(_DAY, "add_vacant", "new", 1_000_000, 0, 1_000_000)])[-1]
    assert (end.nature_m2, end.account.vacant_m2) == (0, 4_700_000)
    assert end.land_pct < course(_START, [])[0].land_pct


def test_each_day_is_a_point_and_order_within_the_list_does_not_matter() -> None:
    steps = [Step(date(2028, 1, 1), "take", "b", 10), Step(date(2027, 1, 1), "take", "a", 5), Step(date(2028, 1, 1), "release", "c", 1)]
    points = course(_START, steps)
    assert [point.account.on.year for point in points] == [2026, 2027, 2028]
    assert points == course(_START, steps[::-1])


def test_supply_at_the_pace_seen() -> None:
    gone = Account(date(2026, 1, 1), 0, 3_000_000, 3_700_000, 700_000)
    seen = pace.seen_m2_per_year(gone, date(2024, 1, 1))
    assert round(seen) == 349_761
    assert round(pace.years_of_supply(gone.vacant_m2, seen), 2) == 8.58
    assert pace.years_of_supply(1, 0.0) is None
    assert pace.years_of_supply(1, None) is None
    assert pace.seen_m2_per_year(gone, gone.on) is None
