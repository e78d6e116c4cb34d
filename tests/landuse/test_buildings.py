"""Which buildings stand, where, and the floor that follows."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landuse.units import buildings
from landuse.words import codelists
from tests.squares import EPSG, found, parcels, records, rect, zoning
from tests.squares import buildings as rows_of

_STATES = {
    "stands": ["TB", "FA", "MB", "MF", "GR", "IP", None, "", float("nan"), pd.NA],
    "under_way": ["RA", "IG", "MT"],
    "gone": ["BR", "BF"],
    "never": ["BA"],
    "likely": ["FS"],
    "ask": ["BU"],
    "unknown": ["XX", "fa", "?", "99"],
}


@pytest.mark.parametrize(("state", "status"), [(state, status) for state, codes in _STATES.items() for status in codes])
def test_status(status: object, state: str) -> None:
    assert buildings.state(status) == state
    frame = rows_of({"building_id": "1", "building_status": status, "geometry": rect(0, 0)})
    assert len(buildings.in_state(frame, state)) == 1


def test_the_registers_whole_list_has_a_meaning_each() -> None:
    codes = [code for codes in _STATES.values() for code in codes if isinstance(code, str)]
    assert set(codelists.table("bygningsstatus").index) == {code for code in codes if code} - set(_STATES["unknown"])
    assert set(codelists.table("bygningsstatus")["counts_as"]) == set(_STATES) - {"unknown"}


_ALL_CODES = [*codelists.table("bygningsstatus").index]


@pytest.mark.parametrize("status", _ALL_CODES)
def test_an_extension_never_takes_the_building_it_is_built_on_to(status: str) -> None:
    """Whatever becomes of an extension, on the same outline or its own: the factory stands."""
    factory = {"building_id": "1", "building_status": "TB", "geometry": rect(0, 0, 50)}
    for outline in (rect(0, 0, 50), rect(50, 0, 20)):
        both = rows_of(factory, factory | {"building_status": status, "change_number": 1, "geometry": outline})
        assert 0 in buildings.in_state(both, buildings.STANDS).index
        unit = found(rect(0, 0), zoning=zoning({"geometry": rect(0, 0)}), buildings=both).units.iloc[0]
        assert unit["class"] == "building_stock"


@pytest.mark.parametrize(
    ("status", "state"), [("IG", "stands"), ("RA", "stands"), ("BA", "stands"), ("BR", "stands"), ("FA", "stands"), ("BU", "ask")]
)
def test_an_extension_alone_presupposes_the_building(status: str, state: str) -> None:
    alone = rows_of({"building_id": "1", "building_status": status, "change_number": 2, "geometry": rect(0, 0)})
    assert buildings.states(alone).tolist() == [state]


def test_a_building_of_its_own_under_way_is_no_extension() -> None:
    new = {"building_id": "2", "building_status": "IG", "geometry": rect(0, 0)}
    assert buildings.states(rows_of(new, new | {"building_id": "3", "change_number": 0})).tolist() == ["under_way", "under_way"]


@pytest.mark.parametrize(("status", "likelier"), [("XX", "used"), ("BU", "used"), ("FS", "building_stock")])
def test_a_building_that_may_stand_leaves_the_ground_undecided(status: str, likelier: str) -> None:
    """It never stands, has no floor, and makes no vacant land either; finished by its status, it makes a building the likelier."""
    hall = rows_of({"building_id": "1", "building_status": status, "floor_m2": 900, "geometry": rect(0, 0, 40)})
    frames = {"zoning": zoning({"geometry": rect(0, 0)}), "parcels": parcels(("a", rect(0, 0))), "buildings": hall}
    unit = found(rect(0, 0), **frames).units.iloc[0]
    assert tuple(unit[["class", "undecided", "floor_m2", "offerable_reason"]]) == (likelier, True, 0, "undecided")
    said = found(rect(0, 0), **frames, records=records(("parcel", "a", "idle"))).units.iloc[0]
    assert tuple(said[["class", "asks", "offerable", "offerable_reason"]]) == ("vacant_zoned", True, False, "contradicted")


def test_no_building_at_all() -> None:
    assert buildings.in_state(rows_of(), buildings.STANDS).empty
    assert buildings.stands_on(_units(), rows_of()).empty
    assert buildings.floor_m2(rows_of(), records(), parcels()).empty


def _units() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries({"a": rect(0, 0), "b": rect(100, 0)}, crs=EPSG))


def _hall(x: float, width: float = 40, height: float = 40, number: str = "1", **more: object) -> dict:
    return {"building_id": number, "geometry": rect(x, 10, width, height)} | more


def test_a_building_across_two_units_stands_on_both() -> None:
    stands = buildings.stands_on(_units(), rows_of(_hall(90)))
    assert stands.set_index("unit_id")["footprint_m2"].to_dict() == pytest.approx({"a": 400, "b": 1200})
    assert stands.set_index("unit_id")["share"].to_dict() == pytest.approx({"a": 0.25, "b": 0.75})


def test_a_unit_that_holds_under_a_tenth_is_only_touched() -> None:
    stands = buildings.stands_on(_units(), rows_of(_hall(97)))
    assert stands[["unit_id", "share"]].values.tolist() == [["b", 1.0]]


def test_under_15_m2_is_no_building() -> None:
    assert buildings.stands_on(_units(), rows_of(_hall(10, 3.5, 4))).empty
    assert len(buildings.stands_on(_units(), rows_of(_hall(10, 4, 4)))) == 1


def _floors(rows: list[dict], said: pd.DataFrame | None = None) -> pd.DataFrame:
    return buildings.floor_m2(rows_of(*rows), records() if said is None else said, parcels(("p", rect(0, 0, 200))))


def test_the_parks_record_goes_before_the_cadastre() -> None:
    floors = _floors([_hall(10, floor_m2=900), _hall(60, number="2", floor_m2=500)], records(("building", "1", "floor", "1000")))
    assert floors["floor_m2"].to_dict() == {"1": 1000, "2": 500}
    assert floors["floor_source"].to_dict() == {"1": "record", "2": "cadastre"}


def test_the_newest_record_of_floor_counts() -> None:
    old, new = ("building", "1", "floor", "800", "2020-01-01"), ("building", "1", "floor", "1000", "2023-01-01")
    for said in (records(old, new), records(new, old)):
        assert _floors([_hall(10)], said)["floor_m2"].tolist() == [1000]


def test_floor_that_nobody_has_said_is_not_zero() -> None:
    floors = _floors([_hall(10)])
    assert floors["floor_m2"].isna().all()
    assert floors["floor_source"].tolist() == ["none"]


@pytest.mark.parametrize("about", ["p", "5038-1/1"])
def test_a_parcels_figure_is_spread_by_floor(about: str) -> None:
    rows = [_hall(10, parcel_id="p", floor_m2=300), _hall(60, number="2", parcel_id="p", floor_m2=900)]
    floors = _floors(rows, records(("parcel", about, "floor", "2400")))
    assert floors["floor_m2"].to_dict() == {"1": 600, "2": 1800}
    assert floors["spread"].all()


def test_a_parcels_figure_is_spread_by_footprint_where_a_floor_is_missing() -> None:
    rows = [_hall(10, parcel_id="p", floor_m2=900), _hall(60, number="2", parcel_id="p"), _hall(140, number="3")]
    floors = _floors(rows, records(("parcel", "5038-1/1", "floor", "1000"), ("parcel", "5038-1/1", "vacant_floor", "100")))
    assert floors["floor_m2"].dropna().to_dict() == {"1": 500, "2": 500}
    assert floors["vacant_floor_m2"].to_dict() == {"1": 50, "2": 50, "3": 0}
    assert floors["spread"].to_dict() == {"1": True, "2": True, "3": False}


def test_a_building_with_a_figure_of_its_own_leaves_the_rest_to_the_others() -> None:
    rows = [_hall(10, parcel_id="p"), _hall(60, number="2", parcel_id="p"), _hall(110, number="3", parcel_id="p")]
    floors = _floors(rows, records(("parcel", "p", "floor", "1000"), ("building", "1", "floor", "600")))
    assert floors["floor_m2"].to_dict() == {"1": 600, "2": 200, "3": 200}


def test_vacant_floor_is_never_more_than_the_floor() -> None:
    floors = _floors(
        [_hall(10, floor_m2=500), _hall(60, number="2")],
        records(("building", "1", "vacant_floor", "900"), ("building", "2", "vacant_floor", "300")),
    )
    assert floors["vacant_floor_m2"].to_dict() == {"1": 500, "2": 0}


def test_a_building_in_two_parts_is_one() -> None:
    floors = _floors([_hall(10, floor_m2=500), _hall(60, floor_m2=500)], records(("building", "1", "vacant_floor", "100")))
    assert floors[["floor_m2", "vacant_floor_m2"]].values.tolist() == [[500, 100]]


@given(st.lists(st.tuples(st.integers(0, 160), st.integers(10, 60), st.integers(0, 9999), st.integers(0, 9999)), min_size=1, max_size=8))
def test_floor_by_unit_sums_exactly(halls: list[tuple]) -> None:
    rows = [_hall(x, w, number=str(i), floor_m2=f / 10) for i, (x, w, f, _) in enumerate(halls)]
    said = records(*[("building", str(i), "vacant_floor", str(v / 10)) for i, (*_, v) in enumerate(halls)])
    floors, stands = _floors(rows, said), buildings.stands_on(_units(), rows_of(*rows))
    by_unit = buildings.floor_by_unit(stands, floors, pd.Index(["a", "b"]))
    standing = floors.loc[stands["building_id"].unique()]
    for name in ("floor_m2", "vacant_floor_m2"):
        assert by_unit[name].sum() == pytest.approx(standing[name].sum(), abs=0.5001)
        assert by_unit[name].dtype == "int64"


def test_floor_on_land_outside_the_account_is_left_out_whole() -> None:
    stands = buildings.stands_on(_units(), rows_of(_hall(90, floor_m2=800)))
    floors = _floors([_hall(90, floor_m2=800)])
    assert buildings.floor_by_unit(stands, floors, pd.Index(["a"]))["floor_m2"].to_dict() == {"a": 800}
    assert buildings.floor_by_unit(stands, floors, pd.Index([]))["floor_m2"].sum() == 0


def test_a_building_across_two_pieces_of_a_plot_is_counted_once() -> None:
    from tests.squares import plots

    zoned = zoning({"geometry": rect(0, 0)}, {"geometry": rect(100, 0), "zone_code": "1350"})
    hall = rows_of(_hall(60, 80, 80, floor_m2=800))
    units = found(rect(0, 0, 200), plots=plots(("T1", rect(0, 0, 200))), zoning=zoned, buildings=hall).units
    assert units["class"].tolist() == ["building_stock", "building_stock"]
    assert units["evidence"].str.contains('"standing_buildings": 1,').all()
    assert units["floor_m2"].sum() == 800


def test_a_whole_plot_is_building_stock_and_a_gone_building_does_not_stand() -> None:
    for status, land_class in (("FA", "building_stock"), ("BR", "vacant_zoned"), ("IG", "vacant_zoned")):
        units = found(
            rect(0, 0),
            parcels=parcels(("a", rect(0, 0))),
            zoning=zoning({"geometry": rect(0, 0)}),
            buildings=rows_of(_hall(5, 90, 80, building_status=status, floor_m2=10)),
        ).units
        assert set(units["class"]) == {land_class}
        assert units["contradictions"].iloc[0] == ('["building_under_way"]' if status == "IG" else "[]")


def test_shapes_are_not_changed() -> None:
    frame = rows_of(_hall(90))
    before = shapely.to_wkb(frame.geometry.to_numpy())
    buildings.stands_on(_units(), frame)
    assert (shapely.to_wkb(frame.geometry.to_numpy()) == before).all()
