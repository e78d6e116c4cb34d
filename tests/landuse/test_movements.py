"""What moved between two inventories, from the ground they share, summing exactly."""

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landuse.progress import movements
from landuse.progress.utilisation import land_utilisation_pct
from landuse.units import schema
from tests.squares import EPSG, rect

_M2 = 10_000


def _inventory(*rows: dict) -> gpd.GeoDataFrame:
    """Rows with class, shape and whatever differs from a plain unit; area is the shape's own."""
    blank = {schema.nature_column(kind): 0 for kind in schema.NATURE_KINDS} | {"set_class": None}
    table = pd.DataFrame([blank | row for row in rows])
    table["area_m2"] = [round(row["geometry"].area) for row in rows]
    return gpd.GeoDataFrame(table, geometry="geometry", crs=EPSG).set_index(pd.Index([row["id"] for row in rows], name="unit_id"))


def _unit(name: str, land_class: str, x: float, width: float = 100.0, **more: object) -> dict:
    return {"id": name, "class": land_class, "geometry": rect(x, 0, width)} | more


def _causes(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> dict:
    table = movements.movements(before, after)
    return {cause: (int(row["vacant_m2"]), int(row["in_use_m2"])) for cause, row in table.iterrows() if row.any()}


def test_nothing_moved() -> None:
    same = _inventory(_unit("a", "used", 0), _unit("b", "vacant_zoned", 100))
    assert _causes(same, same) == {}


@pytest.mark.parametrize(
    ("was", "became", "cause", "moved"),
    [
        ("vacant_zoned", "used", "taken_into_use", (-_M2, _M2)),
        ("vacant_zoned", "building_stock", "taken_into_use", (-_M2, _M2)),
        ("used", "vacant_zoned", "emptied", (_M2, -_M2)),
        ("not_counted", "vacant_zoned", "newly_zoned", (_M2, 0)),
        ("not_counted", "used", "newly_zoned", (0, _M2)),
        ("vacant_zoned", "not_counted", "dezoned", (-_M2, 0)),
        ("used", "not_counted", "dezoned", (0, -_M2)),
    ],
)
def test_one_move_has_one_cause(was: str, became: str, cause: str, moved: tuple) -> None:
    assert _causes(_inventory(_unit("a", was, 0)), _inventory(_unit("a", became, 0))) == {cause: moved}


def test_built_after_used_is_no_move() -> None:
    assert _causes(_inventory(_unit("a", "used", 0)), _inventory(_unit("a", "building_stock", 0))) == {}


def test_nature_built_is_told_apart_from_newly_zoned() -> None:
    before = _inventory(_unit("a", "not_counted", 0, nature_forest_m2=6000, nature_grey_m2=4000))
    after = _inventory(_unit("a", "used", 0))
    assert _causes(before, after) == {"nature_built": (0, _M2)}
    assert movements.nature_built_m2(movements.pieces(before, after)) == pytest.approx(6000)


def test_nature_that_stays_vacant_is_not_built() -> None:
    before = _inventory(_unit("a", "not_counted", 0, nature_forest_m2=_M2))
    after = _inventory(_unit("a", "vacant_zoned", 0))
    assert movements.nature_built_m2(movements.pieces(before, after)) == 0


def test_partly_taken_into_use() -> None:
    before = _inventory(_unit("a", "vacant_zoned", 0))
    after = _inventory(_unit("b", "used", 0, 30), _unit("c", "vacant_zoned", 30, 70))
    assert _causes(before, after) == {"taken_into_use": (-3000, 3000)}


def test_a_person_is_named_as_the_cause() -> None:
    before, after = _inventory(_unit("a", "vacant_zoned", 0)), _inventory(_unit("a", "used", 0, set_class="used"))
    assert _causes(before, after) == {"set_by_person": (-_M2, _M2)}


def test_entered_and_left_the_perimeter() -> None:
    here, there = _inventory(_unit("a", "used", 0)), _inventory(_unit("b", "vacant_zoned", 500))
    assert _causes(here, there) == {"entered": (_M2, 0), "left": (0, -_M2)}


def test_new_ids_alone_move_nothing() -> None:
    assert _causes(_inventory(_unit("a", "used", 0, 200)), _inventory(_unit("b", "used", 0), _unit("c", "used", 100))) == {}


_CLASSES = st.sampled_from([str(name) for name in schema.LandClass])


def _row_of_units(cuts: list[int], classes: list[str], prefix: str) -> gpd.GeoDataFrame:
    edges = sorted({0, 400, *cuts})
    spans = list(zip(edges, edges[1:]))
    return _inventory(*[_unit(f"{prefix}{x}", classes[i % len(classes)], x, end - x) for i, (x, end) in enumerate(spans)])


_CUTS = st.lists(st.integers(1, 399), max_size=5)


@given(_CUTS, _CUTS, st.lists(_CLASSES, min_size=1, max_size=6), st.lists(_CLASSES, min_size=1, max_size=6))
def test_movements_sum_exactly(cuts: list, later: list, then: list, now: list) -> None:
    before, after = _row_of_units(cuts, then, "a"), _row_of_units(later, now, "b")
    table = movements.movements(before, after)
    for name, group in (("vacant_m2", ["vacant_zoned"]), ("in_use_m2", ["used", "building_stock"])):
        change = sum(int(units["area_m2"][units["class"].isin(group)].sum()) * sign for units, sign in ((after, 1), (before, -1)))
        assert table[name].sum() == change
        assert abs(table.loc["remeasured", name]) <= len(before) + len(after)  # rounding, and nothing hidden in it
    ground = movements.pieces(before, after)
    assert ground["area_m2"].sum() == pytest.approx(40_000)
    counted, in_use = movements.adopted_m2(ground)
    assert counted == pytest.approx(before["area_m2"][before["class"] != "not_counted"].sum())
    assert -1e-6 <= in_use <= counted + 1e-6
    assert movements.vacant_taken_m2(ground) <= before["area_m2"][before["class"] == "vacant_zoned"].sum() + 1e-6


def _adopted_pct(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> float:
    counted, in_use = movements.adopted_m2(movements.pieces(before, after))
    return 100 * in_use / counted


_HALF = _inventory(_unit("a", "used", 0), _unit("b", "vacant_zoned", 100))


def test_dezoned_idle_land_stays_vacant_in_the_adopted_rate() -> None:
    """Taking idle land out of the plan raises the current rate and not the one on the adopted perimeter."""
    after = _inventory(_unit("a", "used", 0), _unit("b", "not_counted", 100))
    assert _adopted_pct(_HALF, after) == pytest.approx(50)
    assert land_utilisation_pct(_M2, 0) == 100


def test_land_that_left_the_perimeter_stays_in_the_adopted_rate() -> None:
    assert _adopted_pct(_HALF, _inventory(_unit("a", "used", 0))) == pytest.approx(50)
    assert _adopted_pct(_HALF, _inventory(_unit("b", "used", 100))) == pytest.approx(100)


def test_new_nature_does_not_move_the_adopted_rate() -> None:
    after = _inventory(_unit("a", "used", 0), _unit("b", "vacant_zoned", 100), _unit("c", "used", 200, 1000))
    assert _adopted_pct(_HALF, after) == pytest.approx(50)


def test_vacant_taken_is_the_other_reading() -> None:
    after = _inventory(
        _unit("a", "vacant_zoned", 0), _unit("b", "used", 100, 90), _unit("c", "vacant_zoned", 190, 10), _unit("d", "used", 200)
    )
    assert movements.vacant_taken_m2(movements.pieces(_HALF, after)) == pytest.approx(9000)


def _told(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> dict:
    ground = movements.told_apart(movements.pieces(before, after), before, after)
    table = movements.summed(ground, before, after)
    assert set(table.index) <= set(movements.CAUSES)
    return {cause: (int(row["vacant_m2"]), int(row["in_use_m2"])) for cause, row in table.iterrows() if row.any()}


def _known(name: str, land_class: str, x: float, width: float = 100.0, rule: str = "idle", undecided: bool = False, **more: object) -> dict:
    return _unit(name, land_class, x, width, rule_id=rule, undecided=undecided, **more)


def test_a_plot_taken_in_part_is_told_apart_from_a_whole_one() -> None:
    before = _inventory(_known("a", "vacant_zoned", 0), _known("d", "vacant_zoned", 100))
    after = _inventory(_known("b", "used", 0, 30), _known("c", "vacant_zoned", 30, 70), _known("d", "used", 100))
    assert _told(before, after) == {"partly": (-3000, 3000), "taken_into_use": (-_M2, _M2)}


def test_what_only_became_known_better_is_a_change_of_evidence() -> None:
    before = _inventory(_known("a", "vacant_zoned", 0, rule="prepared_ground", undecided=True))
    after = _inventory(_known("a", "used", 0, rule="works"))
    assert _told(before, after) == {"evidence_changed": (-_M2, _M2)}


def test_what_the_park_says_is_no_change_of_evidence() -> None:
    before = _inventory(_known("a", "vacant_zoned", 0, rule="prepared_ground", undecided=True))
    after = _inventory(_known("a", "used", 0, rule="record_in_use"))
    assert _told(before, after) == {"taken_into_use": (-_M2, _M2)}


def test_a_persons_setting_is_not_called_a_change_of_evidence() -> None:
    before = _inventory(_known("a", "vacant_zoned", 0, rule="prepared_ground", undecided=True))
    after = _inventory(_known("a", "used", 0, rule="prepared_ground", undecided=False, set_class="used"))
    assert _told(before, after) == {"set_by_person": (-_M2, _M2)}


def test_split_and_merged_units_are_listed_and_move_nothing() -> None:
    one, two = _inventory(_known("a", "used", 0, 200)), _inventory(_known("b", "used", 0), _known("c", "used", 100))
    assert _told(one, two) == _told(two, one) == {}
    assert movements.recut(one, two)["change"].tolist() == ["split", "split"]
    assert movements.recut(two, one)["change"].tolist() == ["merged", "merged"]


def test_changed_on_the_ground_and_known_better_sum_to_all_that_moved() -> None:
    """A person's word is what is known; a unit that was filled is what changed."""
    before = _inventory(_unit("a", "vacant_zoned", 0), _unit("b", "vacant_zoned", 100))
    after = _inventory(_unit("a", "used", 0, set_class="used"), _unit("b", "used", 100))
    moved = movements.movements(before, after)
    apart = movements.apart(moved)
    assert apart.sum().to_dict() == moved.sum().to_dict()
    assert apart["in_use_m2"].tolist() == [_M2, _M2] and apart.index.tolist() == ["ground", "known"]
