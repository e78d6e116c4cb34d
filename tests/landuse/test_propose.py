"""The idle rest of a parcel in use, proposed as a plot of its own."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from landuse.measure.by_tiles import tiled
from landuse.units import propose
from tests.squares import EPSG, buildings, found, land_resource, parcels, plots, records, rect, zoning


def _rests(ground: shapely.Polygon, used: shapely.Geometry) -> list[float]:
    return [rest.area for rest in propose.idle_rest(ground, used)]


def test_a_rest_of_two_daa_where_a_square_fits() -> None:
    assert _rests(rect(0, 0, 200), rect(0, 0, 100)) == [10_000]
    assert _rests(rect(0, 0, 100), rect(0, 0, 80)) == []  # exactly 20 m wide: nothing can move
    assert _rests(rect(0, 0, 100), rect(0, 0, 79)) == [2_100]


def test_a_strip_of_19_m_is_no_plot_however_long() -> None:
    assert _rests(rect(0, 0, 119, 1000), rect(0, 0, 100, 1000)) == []
    assert len(_rests(rect(0, 0, 121, 1000), rect(0, 0, 100, 1000))) == 1


def test_less_than_two_daa_is_no_plot() -> None:
    assert _rests(rect(0, 0, 144), rect(0, 0, 100, 100).union(rect(100, 45, 44, 55))) == []  # 44 × 45 m


def test_the_unopened_shape_is_kept() -> None:
    ground = rect(0, 0, 100, 100).union(rect(100, 45, 200, 10))  # a square with a strip of 10 m
    used = rect(0, 0, 10, 100)
    assert _rests(ground, used) == [pytest.approx(9_000 + 2_000)]


def test_the_largest_rest_comes_first() -> None:
    assert _rests(rect(0, 0, 300), rect(80, 0, 100)) == [12_000, 8_000]


def test_spare_is_summed_per_unit() -> None:
    units = gpd.GeoDataFrame(geometry=gpd.GeoSeries({"a": rect(0, 0, 200), "b": rect(300, 0)}, crs=EPSG))
    spare = propose.idle_rest_m2(units, [tiled(np.array([rect(0, 0)]))])
    assert spare.to_dict() == {"a": 10_000, "b": 10_000}


_WIDE = rect(0, 0, 300)
_HALL = {"building_id": "1", "geometry": rect(20, 20, 60, 60)}


def _park(**frames: object) -> gpd.GeoDataFrame:
    given = {"parcels": parcels(("a", _WIDE)), "zoning": zoning({"geometry": _WIDE}), "buildings": buildings(_HALL)}
    given["land_resource"] = land_resource(("30", rect(-500, -500, 2000, 2000)))
    return found(frames.pop("perimeter", _WIDE), **(given | frames)).units


def test_the_idle_rest_of_a_parcel_with_a_building_is_proposed() -> None:
    units = _park()
    classes = units.set_index("proposed")["class"]
    assert classes.to_dict() == {False: "building_stock", True: "vacant_zoned"}
    # hall and 10 m around it: 80 × 80 m of 300 × 100 m are used
    assert units.set_index("proposed")["area_m2"].to_dict() == pytest.approx({False: 6_400, True: 23_600}, rel=1e-3)


def test_a_parcel_with_a_tenant_is_not_cut() -> None:
    for about in ("a", "5038-1/1"):
        units = _park(records=records(("parcel", about, "lease")))
        assert len(units) == 1 and not units["proposed"].any()
        assert units["spare_m2"].tolist() == pytest.approx([23_600], rel=1e-3)


def test_a_plot_that_its_building_carries_is_not_cut_and_one_that_it_does_not_is() -> None:
    carried = _park(plots=plots(("T1", _WIDE)), buildings=buildings(_HALL | {"geometry": rect(20, 20, 80, 60)}))  # 16 %
    assert carried[["plot_id", "proposed", "class"]].values.tolist() == [["T1", False, "building_stock"]]
    units = _park(plots=plots(("T1", _WIDE)))  # 12 %: the ground shows an idle rest
    assert units.set_index("proposed")["class"].to_dict() == {False: "building_stock", True: "vacant_zoned"}
    assert units.set_index("proposed")["undecided"].to_dict() == {False: False, True: True}


def test_gravel_round_a_building_is_its_yard_but_not_all_of_a_large_plot() -> None:
    gravel = land_resource(("50", rect(-500, -500, 2000, 2000), "46"))
    assert len(_park(plots=plots(("T1", _WIDE)), land_resource=gravel)) == 1
    hall = buildings(_HALL | {"geometry": rect(20, 20, 30, 30)})  # 900 m² of 30 daa: 3 %
    units = _park(plots=plots(("T1", _WIDE)), land_resource=gravel, buildings=hall).set_index("proposed")
    assert units["class"].to_dict() == {False: "building_stock", True: "vacant_zoned"} and units.loc[True, "undecided"]


def test_one_small_building_does_not_carry_a_zone() -> None:
    """57 daa without plots or parcels, with one hall: its yard is its own, and the rest is open."""
    zone = rect(0, 0, 570)
    units = _park(parcels=parcels(), zoning=zoning({"geometry": zone}), perimeter=zone)
    assert units["area_m2"][units["class"] == "building_stock"].sum() < 10_000
    assert units.loc[units["class"] != "building_stock", "undecided"].all()


@pytest.mark.parametrize(("side", "carried"), [(70, True), (60, False)])
def test_built_ground_beside_much_on_a_parcel_is_its_yard_and_beside_little_likelier(side: float, carried: bool) -> None:
    """30 daa without plots: 16 % built carry the yard that is mapped as built; 12 % leave it in doubt, a building's yard the likelier."""
    sealed = land_resource(("11", rect(-500, -500, 2000, 2000)))
    units = _park(buildings=buildings({"building_id": "1", "geometry": rect(20, 20, side, side)}), land_resource=sealed)
    assert len(units) == 1 + (not carried) and set(units["class"]) == {"building_stock"}
    assert units["undecided"].tolist() == units["proposed"].tolist() == [False, True][: len(units)]
    assert not set(units.loc[units["proposed"], "rule_id"]) - {"yard_of_building"}


def test_an_idle_parcel_is_not_cut() -> None:
    assert _park(buildings=buildings())["proposed"].tolist() == [False]


def test_a_road_that_touches_the_edge_is_no_use() -> None:
    units = _park(buildings=buildings(), works=[rect(-5, 0, 5.001, 100)])
    assert len(units) == 1


def test_an_offer_of_the_parcel_speaks_of_the_proposed_plot() -> None:
    units = _park(records=records(("parcel", "5038-1/1", "offered"))).set_index("proposed")
    assert units["rule_id"].to_dict() == {False: "standing_building", True: "record_offered"}


def test_green_zones_are_not_proposed() -> None:
    assert not _park(zoning=zoning({"geometry": _WIDE, "zone_code": "3040"}))["proposed"].any()
