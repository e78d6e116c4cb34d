"""Layers that are off each other: the strips between their borders are no units, the ground still sums, what is narrow in truth stays."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.measure.narrow import is_narrow
from landuse.rules import threshold
from landuse.units import cut as units_cut
from landuse.units.fit import Fitted
from landuse.units.lineage import lineage
from landuse.units.propose import Uses
from tests import off
from tests.squares import EPSG, PARK, SOUTH, WEST, frame, parcels, perimeter, plots, rect, zoning

_FEW = settings(max_examples=max(settings().max_examples // 2, 5))  # each example is several whole cuts
_MOST_PER_LOT = 1.6
_WHOLE = off.layers(2, 3)
_NONE = {"plots": frame("plots")}
_OUTLINE = _WHOLE["perimeter"].geometry.iloc[0]
_OFF_M = st.floats(0.3, 1.4)


def _cut(park: off.Layers) -> units_cut.Cut:
    return units_cut.cut(PARK, **park)


def _exactly(park: off.Layers) -> gpd.GeoDataFrame:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units_cut, "fit", lambda pieces, _: Fitted(pieces.assign(fitted_pct=0.0), pd.DataFrame()))
        return _cut(park).units


def _assert_same_ground(units: gpd.GeoDataFrame, exact: gpd.GeoDataFrame) -> None:
    """Units tile what the exact cut tiles, by GEOS's own union, each face once, and in whole m²."""
    shapes = units.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes) and shapely.is_valid(shapes).all()
    whole = shapely.union_all(exact.geometry.to_numpy())
    assert shapely.area(shapely.symmetric_difference(shapely.union_all(shapes), whole)) < 1e-3
    assert shapely.area(shapes).sum() == pytest.approx(shapely.area(whole), abs=1e-3)
    assert abs(int(units["area_m2"].sum()) - int(exact["area_m2"].sum())) <= 1


def _assert_narrow_only_where_real(units: gpd.GeoDataFrame, real: tuple[str, ...]) -> None:
    strips = units[is_narrow(units.geometry.to_numpy(), threshold("fit_m"))]
    assert all(base.startswith(real) for base in strips["base_id"]), strips[["base_id", "zone_code", "area_m2"]].to_string()


def _zones_off(change: Callable[[np.ndarray], np.ndarray], **more: gpd.GeoDataFrame) -> off.Layers:
    return _WHOLE | _NONE | more | {"zoning": off.moved(_WHOLE["zoning"], change)}


@pytest.mark.parametrize("park", [_WHOLE, _WHOLE | _NONE], ids=["plots", "parcels"])
def test_layers_that_meet_are_left_to_the_last_bit(park: off.Layers) -> None:
    fitted, exact = _cut(park), _exactly(park)
    assert list(fitted.units.index) == list(exact.index)
    assert (fitted.units.to_wkb()["geometry"] == exact.to_wkb()["geometry"]).all()
    pd.testing.assert_frame_equal(fitted.units.drop(columns="geometry"), exact.drop(columns="geometry"))
    assert fitted.moved.empty and not fitted.units["fitted_m2"].any()


_WAYS = {
    "shift": lambda m: off.shifted(0.8 * m, -0.6 * m),
    "turn": lambda m: off.turned(m, _OUTLINE),
    "jitter": lambda m: off.jittered(m, 5),
}


@pytest.mark.parametrize("way", _WAYS)
@pytest.mark.parametrize("most_m", [0.3, 0.9, 1.4])
def test_zones_off_the_cadastre_move_no_parcel_and_no_id(way: str, most_m: float) -> None:
    park = _zones_off(_WAYS[way](most_m))
    cut, plain = _cut(park), _cut(_WHOLE | _NONE).units
    exact = _exactly(park)
    assert len(exact) > 1.6 * off.lot_count(park) and len(cut.units) <= len(plain) + 2
    assert set(plain.index) <= set(cut.units.index), "every parcel, path, quay and both zones of a lot keep their unit and its id"
    _assert_same_ground(cut.units, exact)
    by_parcel = cut.units.geometry.area.groupby(cut.units["base_id"]).sum()
    drawn = park["parcels"].set_index("parcel_id").geometry.area
    assert (by_parcel - drawn).abs().max() < 1e-3
    assert set(cut.moved["layer_id"]) == {"zoning"}


def test_decisions_follow_the_ground_when_layers_come_to_be_off() -> None:
    links = lineage(_cut(_WHOLE | _NONE).units, _cut(_zones_off(off.shifted(0.9, 0.7))).units)
    assert set(links["change"]) <= {"same", "remeasured"}


@pytest.mark.parametrize("most_m", [0.4, 1.2])
def test_gaps_between_plots_are_parted_between_them(most_m: float) -> None:
    own = off.grown(_WHOLE["plots"], -most_m / 2)
    park = {"perimeter": _WHOLE["perimeter"], "parcels": frame("parcels"), "zoning": _WHOLE["zoning"], "plots": own}
    park["plots"] = plots(*park["plots"][["plot_id", "geometry"]].itertuples(index=False), ("street", _streets()))
    units, exact = _cut(park).units, _exactly(park)
    _assert_same_ground(units, exact)
    gained = units.geometry.area.groupby(units["base_id"]).sum() - exact.geometry.area.groupby(exact["base_id"]).sum()
    gained = gained[gained.index.str.startswith("T")]
    around = park["plots"].set_index("plot_id").geometry.length.reindex(gained.index)
    assert len(gained) == len(_WHOLE["plots"]) and (gained > 0).all() and (gained <= around * most_m).all()
    assert not units["base_id"].str.contains("unregistered").any()


def _streets() -> shapely.Geometry:
    rows = _WHOLE["parcels"]
    return shapely.union_all(rows[~rows["parcel_id"].str[0].str.isdigit()].geometry.to_numpy())


@_FEW
@given(
    most_m=_OFF_M, seed=st.integers(0, 10**6), gap=st.floats(-0.35, 0.35), step_m=st.sampled_from([7.0, 15.0, 1000.0]), whose=st.booleans()
)
def test_however_layers_are_off(most_m: float, seed: int, gap: float, step_m: float, whose: bool) -> None:
    random = np.random.default_rng(seed)
    angle = random.uniform(0, 2 * np.pi)
    part = most_m / 2
    zones = off.moved(off.densified(_WHOLE["zoning"], step_m), off.jittered(part, seed))
    zones = off.moved(zones, off.shifted(part / 2 * np.cos(angle), part / 2 * np.sin(angle)))
    park = _WHOLE | {"zoning": off.moved(zones, off.turned(part / 2, _OUTLINE))}
    park["plots"] = off.grown(off.moved(park["plots"], off.jittered(0.2, seed + 1)), gap) if whose else frame("plots")
    park["perimeter"] = off.moved(park["perimeter"], off.shifted(-part, part / 3))
    units = _cut(park).units
    _assert_same_ground(units, _exactly(park))
    assert len(units) <= _MOST_PER_LOT * off.lot_count(park)
    _assert_narrow_only_where_real(units, (off.NARROW, "path", "quay"))


@_FEW
@given(st.integers(0, 10**6), _OFF_M)
def test_however_the_ground_is_parcelled(seed: int, most_m: float) -> None:
    park, lots = _tiling(seed, most_m)
    units = _cut(park).units
    _assert_same_ground(units, _exactly(park))
    assert len(units) <= _MOST_PER_LOT * lots
    _assert_narrow_only_where_real(units, ())


def _tiling(seed: int, most_m: float) -> tuple[off.Layers, int]:
    """Crooked lots, zones of several lots each, drawn once more with vertices of their own."""
    random = np.random.default_rng(seed)
    ground = rect(0, 0, 400, 300)
    seeds = shapely.MultiPoint(random.uniform([WEST, SOUTH], [WEST + 400, SOUTH + 300], (18, 2)))
    cells = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=ground)), ground)
    middles = shapely.get_coordinates(shapely.centroid(cells))
    belts = np.floor((middles[:, 0] - WEST) / 140).astype(int)
    codes = ("1340", "2010", "1350")
    zones = [{"geometry": shapely.union_all(cells[belts == belt]), "zone_code": codes[belt]} for belt in np.unique(belts)]
    drawn = off.moved(off.densified(zoning(*zones), 20), off.jittered(most_m, seed))
    rows = parcels(*[(f"p{i}", cell) for i, cell in enumerate(cells)])
    return {"perimeter": perimeter(ground), "parcels": rows, "zoning": drawn} | _NONE, len(cells)


@pytest.mark.parametrize("seed", range(3))
def test_row_order_changes_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    park = _WHOLE | {"zoning": off.moved(off.noded(_WHOLE["zoning"]), off.jittered(1.2, 3)), "plots": off.grown(_WHOLE["plots"], -0.3)}
    shuffled = {name: rows.iloc[random.permutation(len(rows))].reset_index(drop=True) for name, rows in park.items()}
    one, other = _cut(park).units, _cut(shuffled).units
    pd.testing.assert_frame_equal(one.drop(columns="geometry"), other.drop(columns="geometry"))
    assert shapely.equals(one.geometry.to_numpy(), other.geometry.to_numpy()).all()


def test_a_shift_of_the_map_moves_the_same_strips() -> None:
    park = _WHOLE | {"zoning": off.moved(off.noded(_WHOLE["zoning"]), off.jittered(1.2, 3)), "plots": off.grown(_WHOLE["plots"], -0.3)}
    east = {name: rows if rows.empty else rows.set_geometry(rows.translate(1000.0, 500.0)) for name, rows in park.items()}
    assert list(_cut(park).units.index) == list(_cut(east).units.index)


def _bases(**park: gpd.GeoDataFrame) -> list[str]:
    units = _cut({"perimeter": perimeter(rect(0, 0, 200))} | {name: frame(name) for name in ("plots", "parcels", "zoning")} | park).units
    return sorted(units["base_id"] + " " + units["zone_code"].fillna("-"))


_TWO_LOTS = parcels(("a", rect(0, 0)), ("b", rect(100, 0)))
_ALL_IN_ONE = {"geometry": rect(-50, -50, 400, 300)}


def test_a_strip_goes_with_its_own_parcel_before_its_zone() -> None:
    zones = zoning({"geometry": rect(0, 0, 98.8)}, {"geometry": rect(98.8, 0, 101.2), "zone_code": "2010"})
    assert _bases(parcels=_TWO_LOTS, zoning=zones) == ["a 1340", "b 2010"]


def test_ground_without_a_parcel_goes_with_its_zone() -> None:
    rows = parcels(("a", rect(0, 0, 99)), ("b", rect(100.2, 0, 99.8)))
    zones = zoning({"geometry": rect(0, 0, 99), "zone_code": "2010"}, {"geometry": rect(99, 0, 101)})
    assert _bases(parcels=rows, zoning=zones) == ["a 2010", "b 1340"]


@pytest.mark.parametrize("width_m", [0.6, 1.2, 2.0, 3.0])
def test_a_parcel_that_is_registered_so_narrow_is_a_unit(width_m: float) -> None:
    rows = parcels(("a", rect(0, 0, 80)), ("n", rect(80, 0, width_m)), ("b", rect(80 + width_m, 0, 120 - width_m)))
    assert _bases(parcels=rows, zoning=zoning(_ALL_IN_ONE)) == ["a 1340", "b 1340", "n 1340"]


def test_a_drawing_fault_is_none() -> None:
    rows = parcels(("a", rect(0, 0, 80)), ("n", rect(80, 0, 0.3)), ("b", rect(80.3, 0, 119.7)))
    assert _bases(parcels=rows, zoning=zoning(_ALL_IN_ONE)) == ["a 1340", "b 1340"]


@pytest.mark.parametrize("off_m", [0.5, 1.0, 1.4])
def test_a_road_of_three_metres_stays_one_unit(off_m: float) -> None:
    rows = parcels(("a", rect(0, 0, 98.5)), ("road", rect(98.5, 0, 3)), ("b", rect(101.5, 0, 98.5)))
    road = {"geometry": rect(98.5 + off_m, 0, 3), "zone_code": "2010"}
    zones = zoning({"geometry": rect(0, 0, 98.5 + off_m)}, road, {"geometry": rect(101.5 + off_m, 0, 98.5 - off_m)})
    assert _bases(parcels=rows, zoning=zones) == ["a 1340", "b 1340", "road 2010"]


def test_a_path_along_a_border_does_not_vanish_between_two_halves() -> None:
    path = {"geometry": rect(98.75, 0, 2.5), "zone_code": "2015"}
    zones = zoning({"geometry": rect(0, 0, 98.75)}, path, {"geometry": rect(101.25, 0, 98.75)})
    assert _bases(parcels=_TWO_LOTS, zoning=zones) == ["a 1340", "a 2015", "b 1340", "b 2015"]


def test_a_verge_that_is_off_is_one_strip_and_not_two() -> None:
    verge = {"geometry": rect(99.5, 0, 1.5), "zone_code": "2018"}
    zones = zoning({"geometry": rect(0, 0, 99.5)}, verge, {"geometry": rect(101, 0, 99)})
    assert _bases(parcels=_TWO_LOTS, zoning=zones) == ["a 1340", "b 1340", "b 2018"]


def test_the_end_of_a_narrow_parcel_that_reaches_into_another_zone_is_none() -> None:
    narrow = ("n", rect(0, 99, 100, 1.8)), ("c", rect(100, 99, 100, 1.8))
    rows = parcels(("a", rect(0, 0, 200, 99)), narrow[0], ("b", rect(0, 100.8, 200, 99.2)), narrow[1])
    zones = zoning({"geometry": rect(0, 0, 98.9, 200)}, {"geometry": rect(98.9, 0, 101.1, 200), "zone_code": "2010"})
    park = {"perimeter": perimeter(rect(0, 0, 200, 200)), "parcels": rows, "zoning": zones}
    assert _bases(**park) == ["a 1340", "a 2010", "b 1340", "b 2010", "c 2010", "n 1340"]


def test_strips_along_the_perimeter_go_with_what_lies_inside() -> None:
    rows = parcels(("a", rect(0.9, -50, 98, 200)), ("west", rect(-80, -50, 80.9, 200)), ("b", rect(98.9, -50, 200, 200)))
    assert _bases(parcels=rows, zoning=zoning(_ALL_IN_ONE)) == ["a 1340", "b 1340"]


def test_a_chain_of_strips_goes_with_the_first_that_is_none() -> None:
    rows = parcels(("a", rect(0, 0)), *[(f"s{i}", rect(100 + 0.4 * i, 0, 0.4)) for i in range(5)], ("b", rect(102, 0, 98)))
    assert _bases(parcels=rows, zoning=zoning(_ALL_IN_ONE)) == ["a 1340", "b 1340"]


def test_a_park_of_strips_alone_is_still_there() -> None:
    strip = perimeter(rect(0, 0, 200, 1.5))
    assert len(_bases(perimeter=strip, parcels=_TWO_LOTS, zoning=zoning(_ALL_IN_ONE))) == 1


def test_a_place_for_one_neighbour_is_parted_where_the_neighbour_changes() -> None:
    """A gap along two lots, with a street on its other side: each lot has the part beside it."""
    rows = parcels(("a", rect(0, 0, 100, 99)), ("b", rect(100, 0, 100, 99)), ("street", rect(0, 100, 200, 10)))
    zones = zoning({"geometry": rect(0, 0, 200, 100)}, {"geometry": rect(0, 100, 200, 10), "zone_code": "2010"})
    park = {"perimeter": perimeter(rect(0, 0, 200, 110)), "parcels": rows, "zoning": zones} | _NONE
    area = _cut(park).units.set_index("base_id").geometry.area
    assert area.to_dict() == pytest.approx({"a": 10_000, "b": 10_000, "street": 2_000}, abs=0.01)


def test_what_was_moved_is_told() -> None:
    zones = zoning({"geometry": rect(0, 0, 98.8)}, {"geometry": rect(98.8, 0, 101.2), "zone_code": "2010"})
    cut = _cut({"perimeter": perimeter(rect(0, 0, 200)), "parcels": _TWO_LOTS, "zoning": zones} | _NONE)
    assert cut.moved.to_dict("records") == [
        {"layer_id": "zoning", "loser": "P1 2010", "winner": "P1 1340", "moved_m2": pytest.approx(120, abs=0.1)}
    ]
    assert cut.units.set_index("base_id")["fitted_m2"].to_dict() == {"a": 120, "b": 0}


def _works(*outlines: shapely.Geometry) -> Uses:
    nothing = gpd.GeoSeries([], crs=EPSG)
    return Uses(frame("buildings"), gpd.GeoSeries(outlines, crs=EPSG), nothing, nothing, nothing)


@pytest.mark.parametrize("off_m", [0.0, 0.7, 1.4])
def test_a_road_beside_a_lot_proposes_nothing_of_it(off_m: float) -> None:
    uses = _works(rect(100 - off_m, 0, 10))
    layers = {"perimeter": perimeter(rect(0, 0)), "parcels": _TWO_LOTS, "zoning": zoning(_ALL_IN_ONE)} | _NONE
    units = units_cut.cut(PARK, **layers, uses=uses).units
    assert units["proposed"].tolist() == [False]


def test_a_strip_in_use_beside_a_building_parts_no_proposal() -> None:
    uses = _works(rect(98.8, 0, 10), rect(0, 0, 30, 30))
    layers = {"perimeter": perimeter(rect(0, 0)), "parcels": _TWO_LOTS, "zoning": zoning(_ALL_IN_ONE)} | _NONE
    units = units_cut.cut(PARK, **layers, uses=uses).units
    assert units.geometry.area.groupby(units["proposed"]).apply(list).to_dict() == {
        False: [pytest.approx(900, abs=0.1)],
        True: [pytest.approx(9_100, abs=0.1)],
    }
