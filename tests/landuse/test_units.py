"""The cut into land units: they tile the perimeter, each has one zone, and their ids hold still."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.measure import crs
from landuse.units import cut as units_cut
from landuse.words.errors import LanduseError
from tests import squares
from tests.squares import PARK, frame, parcels, perimeter, plots, rect, zoning

_ALL = rect(0, 0, 400, 100)
_FEW = settings(max_examples=max(settings().max_examples // 2, 5))  # each example is a whole cut


def _cut(outline: shapely.Geometry = _ALL, **frames: gpd.GeoDataFrame) -> units_cut.Cut:
    given_ = {name: frames.get(name, frame(name)) for name in ("plots", "parcels", "zoning")}
    return units_cut.cut(PARK, perimeter(outline), **given_, uses=frames.get("uses"), held=frames.get("held", frozenset()))


def _four() -> gpd.GeoDataFrame:
    return parcels(*[(name, rect(100 * i, 0)) for i, name in enumerate("abcd")])


def _assert_tiles(cut: units_cut.Cut, outline: shapely.Geometry) -> None:
    shapes = cut.units.geometry.to_numpy()
    assert shapely.area(shapely.union_all(shapes)) == pytest.approx(shapely.area(shapes).sum(), abs=1e-3)
    assert shapely.area(shapely.symmetric_difference(shapely.union_all(shapes), outline)) < 0.01 * shapely.length(outline) * 0.2
    assert shapely.coverage_is_valid(shapes)
    true = crs.area_m2(gpd.GeoSeries([outline], crs=squares.EPSG)).iloc[0]
    assert cut.units["area_m2"].sum() == pytest.approx(true, abs=1.0)


def test_four_parcels_make_four_units() -> None:
    cut = _cut(parcels=_four(), zoning=zoning({"geometry": _ALL}))
    assert sorted(cut.units["base_id"]) == ["a", "b", "c", "d"]
    assert set(cut.units["zone_code"]) == {"1340"}
    assert cut.overlaps.empty
    _assert_tiles(cut, _ALL)


def test_a_unit_has_one_zone() -> None:
    cut = _cut(
        rect(0, 0),
        parcels=parcels(("a", rect(0, 0))),
        zoning=zoning({"geometry": rect(0, 0, 30)}, {"geometry": rect(30, 0, 70), "zone_code": "2010"}),
    )
    area = cut.units.set_index("zone_code")["area_m2"]
    assert area["1340"] == pytest.approx(3000, rel=1e-3)
    assert area["2010"] == pytest.approx(7000, rel=1e-3)


def test_land_that_needs_a_further_plan_is_a_unit_of_its_own() -> None:
    both = [
        {"geometry": rect(0, 0, 50), "field_name": "BI1"},
        {"geometry": rect(50, 0, 50), "field_name": "BI2", "further_plan_required": True},
    ]
    for rows in (both, both[::-1]):
        cut = _cut(rect(0, 0), parcels=parcels(("a", rect(0, 0))), zoning=zoning(*rows)).units
        assert sorted(cut["further_plan_required"]) == [False, True]


def test_a_parcel_over_the_perimeter_is_clipped() -> None:
    cut = _cut(rect(0, 0), parcels=parcels(("a", rect(-50, 0, 200))), zoning=zoning({"geometry": rect(-500, -500, 2000, 2000)}))
    assert len(cut.units) == 1
    _assert_tiles(cut, rect(0, 0))


def test_a_parcel_outside_makes_no_unit() -> None:
    cut = _cut(rect(0, 0), parcels=parcels(("a", rect(0, 0)), ("far", rect(900, 0)), ("beside", rect(100, 0))))
    assert list(cut.units["base_id"]) == ["a"]


def test_ground_without_a_parcel_is_numbered_west_to_east() -> None:
    cut = _cut(parcels=parcels(("b", rect(100, 0)), ("c", rect(200, 0))), zoning=zoning({"geometry": _ALL}))
    nameless = cut.units[cut.units["parcel_id"].isna()]
    assert {base: row.geometry.bounds[0] - squares.WEST for base, (_, row) in zip(nameless["base_id"], nameless.iterrows())} == {
        f"{PARK}/unregistered-1": 0.0,
        f"{PARK}/unregistered-2": 300.0,
    }
    _assert_tiles(cut, _ALL)


def test_plots_go_before_parcels_and_keep_their_parcel() -> None:
    cut = _cut(rect(0, 0, 200), plots=plots(("T1", rect(0, 0, 150))), parcels=parcels(("a", rect(0, 0)), ("b", rect(100, 0))))
    assert set(cut.units["base_id"]) == {"T1", "b"}
    assert cut.units.set_index("base_id").loc["T1", "parcel_id"] == "a"


def test_nothing_but_a_perimeter_is_one_unit_without_a_plan() -> None:
    cut = _cut()
    assert list(cut.units["plan_state"]) == ["none"]
    _assert_tiles(cut, _ALL)


def test_the_newest_plan_rules_and_the_overlap_is_reported() -> None:
    old, new = {"geometry": rect(0, 0)}, {"geometry": rect(50, 0), "plan_id": "P2", "plan_date": "2020-01-01", "zone_code": "3040"}
    cut = _cut(rect(0, 0), parcels=parcels(("a", rect(0, 0))), zoning=zoning(old, new))
    assert cut.units.set_index("plan_id").loc["P2", "area_m2"] == pytest.approx(5000, rel=1e-3)
    assert cut.overlaps.to_dict("records") == [{"layer_id": "zoning", "winner": "P2", "loser": "P1", "overlap_m2": pytest.approx(5000)}]
    assert cut.units.set_index("plan_id")["contested_pct"].to_dict() == pytest.approx({"P1": 0, "P2": 100})


@pytest.mark.parametrize(
    ("plan", "state"),
    [
        ({"plan_status": "3", "plan_type": "30"}, "in_force"),
        ({"plan_status": "3", "plan_type": "32"}, "in_force"),
        ({"plan_status": "3", "plan_type": "33"}, "in_force"),
        ({"plan_status": "3", "plan_type": "35"}, "in_force"),
        ({"plan_status": "3", "plan_type": "20"}, "municipal_only"),
        ({"plan_status": "1"}, "draft"),
        ({"plan_status": "2"}, "draft"),
        ({"plan_status": "6"}, "draft"),
        ({"plan_status": "4"}, "none"),
        ({"plan_status": "5"}, "none"),
        ({"plan_status": "8"}, "none"),
        ({"level": "1"}, "none"),
        ({"level": "3"}, "none"),
        ({"level": None}, "in_force"),
    ],
)
def test_plan_state(plan: dict, state: str) -> None:
    assert list(_cut(zoning=zoning({"geometry": _ALL} | plan)).units["plan_state"]) == [state]


def test_a_draft_newer_than_the_plan_in_force_does_not_rule() -> None:
    draft = {"geometry": _ALL, "plan_id": "D", "plan_status": "2", "plan_date": "2025-01-01"}
    municipal = {"geometry": _ALL, "plan_id": "K", "plan_type": "20", "plan_date": "2024-01-01"}
    assert list(_cut(zoning=zoning(draft, municipal, {"geometry": _ALL})).units["plan_id"]) == ["P1"]
    assert list(_cut(zoning=zoning(draft, municipal)).units["plan_id"]) == ["K"]


def test_a_sliver_joins_the_neighbour_it_shares_most_border_with() -> None:
    sliver = rect(99.995, 0, 0.005, 100)
    cut = _cut(rect(0, 0, 200), parcels=parcels(("a", rect(0, 0, 99.995)), ("s", sliver), ("b", rect(100, 0))))
    assert sorted(cut.units["base_id"]) == ["a", "b"]
    _assert_tiles(cut, rect(0, 0, 200))


def test_a_park_smaller_than_a_sliver_is_still_there() -> None:
    cut = _cut(rect(0, 0, 0.8, 0.8), parcels=parcels(("a", rect(0, 0))))
    assert cut.units["area_m2"].tolist() == [1]


def test_areas_carry_the_factor_of_the_whole_parcel() -> None:
    rows = [{"geometry": rect(0, 0, 5_000, 1000)}, {"geometry": rect(5_000, 0, 5_000, 1000), "zone_code": "2010"}]
    cut = _cut(rect(0, 0, 10_000, 1000), parcels=parcels(("a", rect(0, 0, 10_000, 1000))), zoning=zoning(*rows))
    assert cut.units["area_m2"].nunique() == 1 or abs(cut.units["area_m2"].diff().iloc[-1]) <= 1
    assert crs.areal_factor(cut.units.geometry).diff().abs().iloc[-1] > 1e-7


def test_an_empty_perimeter_is_refused() -> None:
    with pytest.raises(LanduseError) as refused:
        units_cut.cut(PARK, perimeter(), frame("plots"), frame("parcels"), frame("zoning"))
    assert refused.value.code == "perimeter_empty"


@pytest.mark.parametrize(("epsg", "code"), [(25833, "crs_differ"), (None, "crs_differ")])
def test_frames_in_several_crs_are_refused(epsg: int | None, code: str) -> None:
    with pytest.raises(LanduseError) as refused:
        units_cut.cut(PARK, perimeter(_ALL), frame("plots"), frame("parcels", epsg=epsg), frame("zoning"))
    assert refused.value.code == code


def test_frames_in_degrees_are_refused() -> None:
    empty = {name: frame(name, epsg=4326) for name in ("plots", "parcels", "zoning")}
    with pytest.raises(LanduseError) as refused:
        units_cut.cut(PARK, perimeter(_ALL).to_crs(4326), **empty)
    assert refused.value.code == "crs_not_projected"


def test_a_unit_keeps_its_id_when_another_parcel_comes() -> None:
    few = _cut(rect(0, 0, 200), parcels=_four().iloc[:2], zoning=zoning({"geometry": _ALL}))
    more = _cut(parcels=_four(), zoning=zoning({"geometry": _ALL}))
    assert set(few.units.index) < set(more.units.index)


_CROOKED = {
    "parcels": parcels(
        ("a", shapely.Polygon([(squares.WEST + x, squares.SOUTH + y) for x, y in [(0, 0), (90, 5), (120, 60), (100, 130), (10, 110)]])),
        ("b", shapely.Polygon([(squares.WEST + x, squares.SOUTH + y) for x, y in [(90, 5), (210, 0), (230, 90), (120, 60)]])),
        ("c", rect(240, 20, 60, 80)),
    ),
    "plots": plots(("T1", rect(20, 30, 60, 40)), ("T2", rect(230, 10, 90, 50))),
    "zoning": zoning(
        {"geometry": rect(-50, -50, 250, 300)},
        {"geometry": rect(150, -20, 300, 80), "plan_id": "P2", "plan_date": "2020-01-01", "zone_code": "1350"},
        {"geometry": rect(-50, 90, 400, 10), "plan_id": "P3", "plan_date": "2021-01-01", "zone_code": "2010"},
    ),
}
_OUTLINE = rect(-10, -5, 340, 150)
_PLAIN = _cut(_OUTLINE, **_CROOKED)
_SAID = ["plot_id", "parcel_id", "base_id", "zone_code", "plan_id", "plan_state", "area_m2"]


def test_crooked_layers_tile_too() -> None:
    _assert_tiles(_PLAIN, _OUTLINE)
    assert _PLAIN.units.index.is_unique


@_FEW
@given(st.randoms(use_true_random=False))
def test_row_order_changes_nothing(random: object) -> None:
    shuffled = {name: rows.iloc[random.sample(range(len(rows)), len(rows))].reset_index(drop=True) for name, rows in _CROOKED.items()}
    _assert_same_units(_cut(_OUTLINE, **shuffled))


@_FEW
@given(st.integers(0, 20), st.booleans(), st.booleans())
def test_vertex_order_and_duplicated_vertices_change_nothing(turn: int, reverse: bool, double: bool) -> None:
    changed = {name: rows.set_geometry(rows.geometry.map(lambda s: _turned(s, turn, reverse, double))) for name, rows in _CROOKED.items()}
    _assert_same_units(_cut(_turned(_OUTLINE, turn, reverse, double), **changed))


@_FEW
@given(st.floats(-3000, 3000), st.floats(-3000, 3000))
def test_a_shift_of_the_map_changes_no_id(east: float, north: float) -> None:
    moved = {name: rows.set_geometry(rows.translate(east, north)) for name, rows in _CROOKED.items()}
    cut = _cut(shapely.affinity.translate(_OUTLINE, east, north), **moved)
    assert list(cut.units.index) == list(_PLAIN.units.index)
    pd.testing.assert_frame_equal(cut.units[_SAID[:-1]], _PLAIN.units[_SAID[:-1]])
    assert (cut.units["area_m2"] - _PLAIN.units["area_m2"]).abs().max() <= 30  # the areal factor changes along the map


@_FEW
@given(
    st.lists(st.tuples(st.integers(-50, 350), st.integers(-50, 150), st.integers(1, 250), st.integers(1, 150)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(-50, 350), st.integers(-50, 150), st.integers(1, 250), st.integers(1, 150)), max_size=5),
)
def test_whatever_the_layers_the_units_tile_the_perimeter(lots: list, zoned: list) -> None:
    rows = [{"geometry": rect(*box), "plan_id": f"P{i}", "plan_date": f"20{10 + i}-01-01"} for i, box in enumerate(zoned)]
    cut = _cut(_OUTLINE, parcels=parcels(*[(f"p{i}", rect(*box)) for i, box in enumerate(lots)]), zoning=zoning(*rows))
    _assert_tiles(cut, _OUTLINE)


def _assert_same_units(cut: units_cut.Cut) -> None:
    assert list(cut.units.index) == list(_PLAIN.units.index)
    pd.testing.assert_frame_equal(cut.units[_SAID], _PLAIN.units[_SAID])
    assert shapely.equals(cut.units.geometry.to_numpy(), _PLAIN.units.geometry.to_numpy()).all()
    assert cut.overlaps.sort_values(["winner", "loser"])["overlap_m2"].sum() == pytest.approx(_PLAIN.overlaps["overlap_m2"].sum())


def _turned(shape: shapely.Polygon, turn: int, reverse: bool, double: bool) -> shapely.Polygon:
    ring = list(shape.exterior.coords)[:-1]
    ring = ring[turn % len(ring) :] + ring[: turn % len(ring)]
    ring = ring[::-1] if reverse else ring
    return shapely.Polygon([point for point in ring for _ in range(1 + double)])
