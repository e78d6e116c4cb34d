"""Kinds of broken areas as people draw them: each is mended within its bounds, or set aside with its reason; none grows in silence."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from door.answers import Asked
from door.intake import Intake, take_in
from door.open import guarded_copy
from landuse.quality.findings import quality
from tests.corpus.case import EAST, NORTH, frame, save, square


def _at(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda places: places + [EAST, NORTH])


def _area(*corners: tuple[float, float], holes: tuple = ()) -> shapely.Polygon:
    return _at(shapely.Polygon(corners, holes))


_HOLE = ((40, 40), (60, 40), (60, 60), (40, 60))
_SIDE = ((0, 0), (100, 0), (100, 100), (0, 100))
_ZIGZAG = [(at, 100.0 * (at % 2)) for at in range(5_000)]
SHAPES = {  # the shape, and the area that may be kept (None: it must be set aside)
    "bow_tie": (_area((0, 0), (100, 100), (100, 0), (0, 100)), 5_000),
    "bow_tie_of_a_square_kilometre": (_area((0, 0), (2_000, 2_000), (2_000, 0), (0, 2_000)), None),
    "ring_that_touches_itself": (_area((0, 0), (100, 0), (100, 100), (50, 0), (0, 100)), 5_000),
    "spike_out": (_area((0, 0), (100, 0), (100, 50), (900, 50), (100, 50), (100, 100), (0, 100)), 10_000),
    "spike_in": (_area((0, 0), (100, 0), (100, 50), (20, 50), (100, 50), (100, 100), (0, 100)), 10_000),
    "parts_that_overlap": (_at(shapely.MultiPolygon([shapely.box(0, 0, 100, 100), shapely.box(50, 0, 150, 100)])), 15_000),
    "parts_that_overlap_a_little": (_at(shapely.MultiPolygon([shapely.box(0, 0, 100, 100), shapely.box(99, 0, 199, 100)])), 19_900),
    "hole_outside": (_area(*_SIDE, holes=([(200, 200), (210, 200), (210, 210), (200, 210)],)), None),
    "hole_across_the_edge": (_area(*_SIDE, holes=([(90, 40), (110, 40), (110, 60), (90, 60)],)), 9_800),
    "hole_twice": (_area(*_SIDE, holes=(_HOLE, _HOLE)), 9_600),
    "ring_twice_around": (_area(*_SIDE, (0, 0), *_SIDE), None),
    "ring_that_goes_the_other_way_at_places": (_area((0, 0), (10, 10), (20, 0), (30, 10), (30, 0), (20, 10), (10, 0), (0, 10)), None),
    "part_twice": (_at(shapely.MultiPolygon([shapely.box(0, 0, 100, 100)] * 2)), None),
    "zigzag_of_ten_thousand_corners": (_at(shapely.Polygon([*_ZIGZAG, *((at, 99 - y) for at, y in reversed(_ZIGZAG))])), None),
}
_SUM_PCT = quality("repair_pct")


def _taken(folder: Path, park: object, *shapes: shapely.Geometry) -> Intake:
    path = save(frame(square(20), *shapes), folder / "tomter.gpkg")
    with guarded_copy(path) as file:
        return take_in(file, park, Asked("plots"))


@pytest.fixture(scope="module")
def drawn() -> gpd.GeoSeries:
    return gpd.GeoSeries([shape for shape, _ in SHAPES.values()], index=list(SHAPES), crs=25832)


def test_each_is_mended_within_bounds_or_set_aside(make_park, tmp_path, drawn):
    found = _taken(tmp_path, make_park(), *drawn)
    names = dict(zip((f"T{number + 2}" for number in range(len(drawn))), drawn.index, strict=True))
    kept = {names[plot]: shape for plot, shape in zip(found.kept["plot_id"], found.kept.geometry, strict=True) if plot in names}
    aside = {names[plot]: reason for plot, reason in zip(found.set_aside["plot_id"], found.set_aside["reason"], strict=True)}
    told = {name: round(kept[name].area) if name in kept else None for name in drawn.index}
    assert told == {name: area for name, (_, area) in SHAPES.items()}
    assert set(aside.values()) <= {"repair_another_shape", "not_repairable"}
    for name, shape in kept.items():
        assert shape.is_valid and shapely.box(*drawn[name].bounds).buffer(0.01).covers(shape), name
    assert found.rows == len(found.kept) + len(found.set_aside) == len(SHAPES) + 1


def test_what_repairs_change_is_told_beside_the_sum(make_park, tmp_path, drawn):
    found = _taken(tmp_path, make_park(), *drawn)
    mended = list(found.repairs)
    assert found.balance.mended_m2 == pytest.approx(sum(one.after_m2 - one.before_m2 for one in mended), abs=50)
    grown = [one for one in mended if one.after_m2 > one.before_m2 * (1 + _SUM_PCT / 100)]
    assert {one.row for one in grown} <= {list(SHAPES).index("bow_tie") + 2}, "only a bow-tie's sum is not what it goes around"
    assert {one.issue for one in found.findings} >= {"repairs_together", "repair_another_shape"}
