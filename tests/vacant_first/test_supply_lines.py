"""Supply lines: their belts by kind, each ground once, and shares that sum exactly."""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landuse.vacant_first.supply_lines import belts, checked_lines, lengths_m, line_kinds, reaching, served_by, shares
from landuse.vacant_first.untouched import untouched
from landuse.words.errors import LanduseError
from tests.squares import EPSG, SOUTH, WEST, frame, rect


def _line(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([(WEST + x, SOUTH + y) for x, y in points])


def _lines(*rows: dict) -> gpd.GeoDataFrame:
    return checked_lines(gpd.GeoDataFrame(list(rows), geometry="geometry", crs=EPSG), "prøve")


FOOTPRINT = rect(0, 0)


def test_a_road_is_built_down_cleared_and_worked_in_by_its_widths() -> None:
    found = belts(_lines({"kind": "road", "geometry": _line((100, 50), (300, 50))}), FOOTPRINT)
    areas = dict(zip(found["how"], found.area, strict=True))
    kind = line_kinds()["road"]
    assert areas["nedbygd"] == pytest.approx(200 * kind["width_m"])
    assert areas["berort"] == pytest.approx(200 * (kind["belt_m"] - kind["width_m"]))
    assert areas["midlertidig"] == pytest.approx(200 * (kind["working_m"] - kind["belt_m"]))


def test_a_cleared_belt_is_not_built_down() -> None:
    found = belts(_lines({"kind": "power", "geometry": _line((100, 50), (300, 50))}), FOOTPRINT)
    assert set(found["how"]) == {"berort"}  # built from the belt: no strip of its own


def test_a_point_is_a_square() -> None:
    found = belts(_lines({"kind": "transformer", "geometry": shapely.Point(WEST + 500, SOUTH)}), FOOTPRINT)
    assert found.area[found["how"] == "nedbygd"].iloc[0] == pytest.approx(line_kinds()["transformer"]["side_m"] ** 2)


def test_ground_of_the_footprint_is_not_the_lines() -> None:
    assert belts(_lines({"kind": "water", "geometry": _line((10, 50), (90, 50))}), FOOTPRINT).empty


def test_wrong_kinds_and_shapes_are_named() -> None:
    for row, code in (
        ({"kind": "kanal", "geometry": _line((0, 0), (9, 9))}, "line_kind_unknown"),
        ({"kind": None, "geometry": _line((0, 0), (9, 9))}, "line_kind_unknown"),
        ({"kind": "road", "geometry": rect(0, 0)}, "line_not_line"),
        ({"kind": "transformer", "geometry": _line((0, 0), (9, 9))}, "line_not_line"),
        ({"kind": "road", "geometry": None}, "line_not_line"),
    ):
        with pytest.raises(LanduseError) as refused:
            _lines(row)
        assert refused.value.code == code and refused.value.text("nb") != refused.value.text("en")


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (None, ("proposal",)),
        ("", ("proposal",)),
        (float("nan"), ("proposal",)),
        ("A; B,A", ("A", "B")),
        (["A", "B"], ("A", "B")),
        ("Forslaget; a ;A", ("proposal", "a")),
    ],
)
def test_who_a_line_serves(said: object, names: tuple[str, ...]) -> None:
    assert served_by(said) == names


def test_a_line_that_serves_others_alone_is_refused_and_one_that_ends_elsewhere_told() -> None:
    near, on, stray = _line((100, 50), (300, 50)), _line((310, 50), (500, 50)), _line((900, 900), (1200, 900))
    lines = _lines(*[{"kind": "road", "geometry": shape} for shape in (near, on, stray)])
    assert reaching(lines, FOOTPRINT).tolist() == [True, True, False]
    with pytest.raises(LanduseError) as refused:
        _lines({"kind": "road", "geometry": near, "serves": "Nabo AS"})
    assert refused.value.code == "line_serves_others" and "Nabo AS" in refused.value.text("nb")


_PLACES = st.tuples(st.floats(110, 900), st.floats(-400, 400))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["road", "water", "sewer", "power", "power_cable"]), _PLACES, _PLACES), min_size=1, max_size=5))
def test_belts_never_overlap_and_cover_what_the_widest_would(drawn: list) -> None:
    long_enough = [row for row in drawn if shapely.Point(row[1]).distance(shapely.Point(row[2])) > 1]
    rows = [{"kind": kind, "geometry": _line(start, end)} for kind, start, end in long_enough]
    if not rows:
        return
    lines = _lines(*rows)
    found = belts(lines, FOOTPRINT)
    union = shapely.union_all(found.geometry.to_numpy())
    assert found.area.sum() == pytest.approx(shapely.area(union), rel=1e-6, abs=0.01)
    assert shapely.area(shapely.intersection(union, FOOTPRINT)) < 0.01
    half_m = [line_kinds()[kind]["working_m"] / 2 for kind in lines["kind"]]
    widest = shapely.union_all(shapely.buffer(lines.geometry.to_numpy(), half_m, cap_style="flat", join_style="mitre"))
    assert shapely.area(union) == pytest.approx(shapely.area(shapely.difference(widest, FOOTPRINT)), rel=1e-6, abs=0.01)


@settings(max_examples=100)
@given(st.integers(1, 9), st.integers(0, 10**6), st.integers(0, 10**5))
def test_a_line_shared_by_k_plots_apportions_to_exactly_its_area(count: int, area_m2: int, length_m: int) -> None:
    found = shares([f"tomt {n}" for n in range(count)], {"m2": area_m2, "length_m": length_m})
    assert len(found) == count
    assert sum(row["m2"] for row in found) == area_m2 and sum(row["length_m"] for row in found) == length_m
    assert max(row["m2"] for row in found) - min(row["m2"] for row in found) <= 1


def test_length_inside_and_outside_sum_to_the_whole() -> None:
    found = lengths_m(_lines({"kind": "road", "geometry": _line((50, 50), (350, 50))}), FOOTPRINT).iloc[0]
    assert found["length_m"] == pytest.approx(300, abs=1) and found["inside_m"] == pytest.approx(50, abs=1)
    assert found["inside_m"] + found["outside_m"] == found["length_m"]


def test_untouched_nature_is_told_by_how_near_it_comes() -> None:
    """A zone of 1 km² between 0.9 and 1.9 km from the footprint: 0.1 km² of it is nearer than 1 km, and zone 1 asks for 3 km."""
    zone = frame("untouched", [{"zone": "1", "geometry": rect(1000, 0, 1000, 1000)}])
    found = untouched(gpd.GeoSeries([rect(0, 0, 100, 1000)], crs=EPSG), zone)
    assert found["status"] == "HIT"
    assert found["lost_m2"] == pytest.approx(100_000, rel=1e-3) and found["downgraded_m2"] == pytest.approx(900_000, rel=1e-3)
    assert untouched(gpd.GeoSeries([rect(0, 0)], crs=EPSG), None)["status"] == "NOT_MAPPED"
    assert untouched(gpd.GeoSeries([rect(0, 0)], crs=EPSG), None, failed=True)["status"] == "FAILED"
    assert untouched(gpd.GeoSeries([rect(-9000, 0)], crs=EPSG), zone)["status"] == "NO_HIT"
