"""The nature account counts what was taken, put back and planned by kind, and nothing else."""

import geopandas as gpd
import pandas as pd
import pytest

from landuse.progress import movements
from landuse.progress.nature_account import COLUMNS, planned_m2, released_m2, set_aside_m2, taken_m2
from landuse.units import schema
from tests.squares import EPSG, rect


def _inventory(*rows: dict) -> gpd.GeoDataFrame:
    """Rows of class, x and nature; every unit is a square of 100 m unless it says how wide it is."""
    blank = {schema.nature_column(kind): 0 for kind in schema.NATURE_KINDS}
    blank |= {"set_class": None, "undecided": False, "rule_id": "idle", "axis": "", "plan_date": "2015-06-01"}
    table = pd.DataFrame([blank | {name: value for name, value in row.items() if name not in ("x", "width")} for row in rows])
    shapes = [rect(row["x"], 0, row.get("width", 100)) for row in rows]
    table["area_m2"] = [round(shape.area) for shape in shapes]
    table["plan_date"] = pd.to_datetime(table["plan_date"])
    return gpd.GeoDataFrame(table, geometry=shapes, crs=EPSG).set_index("id").rename_axis("unit_id")


def _unit(name: str, land_class: str, x: float = 0, **more: object) -> dict:
    return {"id": name, "class": land_class, "x": x} | more


def _pieces(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    return movements.told_apart(movements.pieces(before, after), before, after)


def _only(areas: pd.Series) -> dict[str, int]:
    assert list(areas.index) == list(COLUMNS)
    return {kind: round(area) for kind, area in areas.items() if area}


_WOODED = {"nature_forest_m2": 6000, "nature_farmland_m2": 3000, "nature_grey_m2": 1000}


@pytest.mark.parametrize("was", ["vacant_zoned", "not_counted"])
def test_nature_on_ground_that_came_into_use_is_taken_by_kind(was: str) -> None:
    before, after = _inventory(_unit("a", was, **_WOODED)), _inventory(_unit("a", "used"))
    assert _only(taken_m2(_pieces(before, after))) == {"forest": 6000, "farmland": 3000}
    assert _only(released_m2(_pieces(before, after))) == {}


def test_half_a_unit_takes_half_of_its_nature() -> None:
    before = _inventory(_unit("a", "vacant_zoned", **_WOODED))
    after = _inventory(_unit("b", "used", width=50), _unit("c", "vacant_zoned", x=50, width=50))
    assert _only(taken_m2(_pieces(before, after))) == {"forest": 3000, "farmland": 1500}


def test_nature_that_enters_with_a_larger_perimeter_is_not_taken_and_not_nature_built() -> None:
    before = _inventory(_unit("a", "used"))
    after = _inventory(_unit("a", "used"), _unit("new", "used", x=100, **_WOODED), _unit("wild", "vacant_zoned", x=200, **_WOODED))
    pieces = _pieces(before, after)
    assert set(pieces["cause"]) == {"unchanged", "entered"}
    assert movements.nature_built_m2(pieces) == 0 and _only(taken_m2(pieces)) == {}


def test_what_the_tool_only_became_surer_of_is_not_taken() -> None:
    before, after = _inventory(_unit("a", "vacant_zoned", undecided=True, **_WOODED)), _inventory(_unit("a", "used"))
    assert _only(taken_m2(_pieces(before, after))) == {}


def test_what_a_person_set_is_a_line_of_its_own() -> None:
    before, after = _inventory(_unit("a", "vacant_zoned", **_WOODED)), _inventory(_unit("a", "used", set_class="used"))
    pieces = _pieces(before, after)
    assert _only(taken_m2(pieces)) == {}
    assert _only(taken_m2(pieces, by_person=True)) == {"forest": 6000, "farmland": 3000}


def test_vacant_nature_taken_out_of_the_plan_is_released() -> None:
    before, after = _inventory(_unit("a", "vacant_zoned", **_WOODED)), _inventory(_unit("a", "not_counted", **_WOODED))
    assert _only(released_m2(_pieces(before, after))) == {"forest": 6000, "farmland": 3000}
    assert _only(taken_m2(_pieces(before, after))) == {}


def test_what_is_planned_is_by_the_year_of_the_plan() -> None:
    now = _inventory(
        _unit("a", "vacant_zoned", **_WOODED),
        _unit("b", "vacant_zoned", x=100, plan_date="2021-01-01", nature_bog_m2=10_000),
        _unit("c", "vacant_zoned", x=200, plan_date=None, nature_not_mapped_m2=10_000),
        _unit("d", "used", x=300, **_WOODED),
        _unit("e", "not_counted", x=400, axis="potential", **_WOODED),
    )
    table = planned_m2(now)
    assert {year: _only(row) for year, row in table.iterrows()} == {
        0: {"not_mapped": 10_000},
        2015: {"forest": 6000, "farmland": 3000},
        2021: {"bog": 10_000},
    }
    assert _only(set_aside_m2(now)) == {"forest": 6000, "farmland": 3000}


def test_nothing_vacant_is_nothing_planned() -> None:
    assert planned_m2(_inventory(_unit("a", "used", **_WOODED))).empty
