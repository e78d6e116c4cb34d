"""The range that is told, held against a count by hand: every unit in doubt taken every way that it could be, and nothing else."""

import json
from itertools import product

import numpy as np
import pandas as pd
import pytest

from landuse.progress.utilisation import amounts, land_range_pct, land_rate_pct
from landuse.rules import threshold
from landuse.units.questions import HOLDER, PATCH, PLAN, questions
from tests.exam.delivery import Delivery
from tests.exam.measure import COUNTED
from tests.exam.sitting import Sitting, sit

_DRAWN, _LEAST_ROWS, _MOST_IN_DOUBT = 25, 12, 7


@pytest.fixture(scope="module")
def sitting() -> Sitting:
    """One park of which nobody has said anything."""
    return sit(6, Delivery())


def test_the_range_is_all_that_the_units_in_doubt_leave(sitting: Sitting) -> None:
    """On drawn handfuls of units, every combination is gone through."""
    rng, tried = np.random.default_rng(14), 0
    units = sitting.units
    certain, in_doubt = units[~units["undecided"]], units[units["undecided"]]
    for _ in range(_DRAWN):
        some = in_doubt.sample(int(rng.integers(1, _MOST_IN_DOUBT + 1)), random_state=rng)
        rows = pd.concat([certain.sample(_LEAST_ROWS, random_state=rng), some])
        sums = amounts(rows).loc[sitting.park.id]
        told = land_range_pct(sums)
        if told is None:
            continue
        rates = [rate for rate in _every_rate(rows) if rate is not None]
        assert told == pytest.approx((min(rates), max(rates)), abs=1e-9)
        assert min(rates) <= land_rate_pct(sums) <= max(rates)
        tried += 1
    assert tried > _DRAWN / 2


def test_the_whole_park_ends_where_all_doubt_falls_one_way(sitting: Sitting) -> None:
    """No draw of what the units could be leaves the range, and its ends are met by taking all vacant, and none."""
    units, rng = sitting.units, np.random.default_rng(15)
    low, high = land_range_pct(amounts(units).loc[sitting.park.id])
    could_be = _could_be(units)
    for _ in range(200):
        drawn = [options[int(rng.integers(len(options)))] for options in could_be]
        assert low - 1e-9 <= _rate(drawn, units["area_m2"]) <= high + 1e-9
    emptiest = [min(options, key=("vacant_zoned", "not_counted", "used", "building_stock").index) for options in could_be]
    fullest = [min(options, key=("used", "building_stock", "not_counted", "vacant_zoned").index) for options in could_be]
    assert (low, high) == pytest.approx((_rate(emptiest, units["area_m2"]), _rate(fullest, units["area_m2"])), abs=1e-9)


def test_questions_say_how_much_their_answers_narrow_the_range(sitting: Sitting) -> None:
    """By hand for every patch: its units settled, and nothing else. Plans and holders are asked once, and the largest question is first."""
    asked, units = questions(sitting.units), sitting.units
    low, high = land_range_pct(amounts(units).loc[sitting.park.id])
    assert {one.kind for one in asked} == {PLAN, HOLDER, PATCH} and [one.kind for one in asked].count(HOLDER) == 1
    assert [one.narrows_pp for one in asked] == sorted((one.narrows_pp for one in asked), reverse=True) and asked[0].narrows_pp > 5
    assert len({(one.code, one.plan_id) for one in asked if one.kind == PLAN}) == [one.kind for one in asked].count(PLAN)
    patches = [one for one in asked if one.kind == PATCH]
    told = [unit for one in patches for unit in one.unit_ids]
    assert len(told) == len(set(told)) and max(len(one.unit_ids) for one in patches) <= threshold("patch_units")
    for one in patches:
        settled = units.assign(undecided=units["undecided"] & ~units.index.isin(one.unit_ids))
        then_low, then_high = land_range_pct(amounts(settled).loc[sitting.park.id])
        assert one.narrows_pp == pytest.approx((high - low) - (then_high - then_low), abs=1e-9)
        assert one.area_m2 == units.loc[list(one.unit_ids), "area_m2"].sum() and units.loc[list(one.unit_ids), "plan_id"].nunique() == 1


def test_what_is_settled_asks_nothing(sitting: Sitting) -> None:
    assert questions(sitting.units.assign(undecided=False)) == []


def _every_rate(rows: pd.DataFrame) -> list[float | None]:
    return [_rate(classes, rows["area_m2"]) for classes in product(*_could_be(rows))]


def _rate(classes: list[str] | tuple[str, ...], area_m2: pd.Series) -> float | None:
    """One less the vacant share of what counts, in percent, by hand."""
    counted = sum(area for one, area in zip(classes, area_m2, strict=True) if one in COUNTED)
    vacant = sum(area for one, area in zip(classes, area_m2, strict=True) if one == "vacant_zoned")
    return 100 * (1 - vacant / counted) if counted else None


def _could_be(rows: pd.DataFrame) -> list[list[str]]:
    """What each unit could be: its class, and where it is in doubt what it names."""
    pairs = zip(rows["class"], rows["undecided"], rows["could_be"], strict=True)
    return [json.loads(named) if undecided else [own] for own, undecided, named in pairs]
