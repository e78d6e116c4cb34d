"""How the areas of a file lie to each other: found in the reading process, given up there, and the file taken all the same."""

from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from door.answers import Asked
from door.geometry import shared
from door.intake import Intake, take_in
from door.limits import LIMITS
from door.open import guarded_copy
from door.report import topology
from landuse.quality.findings import quality
from parks.municipality import municipalities_of
from tests.corpus.case import EAST, NORTH, frame, save, square

_TEETH = 1_500


def comb(upright: bool) -> shapely.Polygon:
    """A back with very many teeth, which cross those of a comb that is turned: two millions of places."""
    width = 100 / (2 * _TEETH)
    teeth = [((2 * n + side) * width, at) for n in range(_TEETH) for side, at in ((0, 0), (0, 90), (1, 90), (1, 0))]
    shape = shapely.Polygon([*teeth, (100, 0), (100, -5), (0, -5)])
    turned = shape if upright else shapely.transform(shape, lambda at: at[:, ::-1])
    return shapely.transform(turned, lambda at: at + [EAST, NORTH])


def taken(path: Path, park) -> Intake:
    with guarded_copy(path) as file:
        return take_in(file, park, Asked("plots"))


@pytest.fixture
def combs(tmp_path: Path) -> Path:
    return save(frame(comb(True), comb(False), square(5)), tmp_path / "tomter.gpkg")


def test_shapes_that_cross_everywhere_are_given_up_and_kept(combs: Path, make_park, monkeypatch) -> None:
    monkeypatch.setitem(LIMITS, "topology_cpu_s", 1)
    found = taken(combs, make_park())
    given_up = [one for one in found.findings if one.issue == "topology_given_up"]
    assert len(found.kept) == 3 and given_up and given_up[0].after == 1
    assert "Overlapp mellom radene" in given_up[0].text("nb") and found.balance.kept_m2 == pytest.approx(found.balance.area_m2)


def test_the_reading_process_finds_what_is_found_here(tmp_path: Path, make_park, monkeypatch) -> None:
    rows = [square(0), square(0, 99.8), shapely.box(EAST + 101, NORTH, EAST + 199, NORTH + 100), square(1), square(2, 60), square(3)]
    moved = shapely.transform(square(2, 60), lambda at: at + [30, 30])
    path, park = save(frame(*rows, moved), tmp_path / "tomter.gpkg"), make_park()
    here = taken(path, park)
    monkeypatch.setattr(topology, "_FEW_CORNERS", 0)
    there = taken(path, park)
    assert there.findings == here.findings
    assert Counter(one.issue for one in here.findings)["gap_strip"] >= 2


def test_of_very_many_pairs_the_first_are_measured(tmp_path: Path, make_park, monkeypatch) -> None:
    monkeypatch.setattr("landuse.quality.gaps.quality", lambda name: 1 if name == "gap_pairs" else quality(name))
    row = [shapely.box(EAST + 100 * n, NORTH, EAST + 100 * n + 99, NORTH + 100) for n in range(4)]
    found = {one.issue: one for one in taken(save(frame(*row), tmp_path / "tomter.gpkg"), make_park()).findings}
    assert (found["gaps_unmeasured"].before, found["gaps_unmeasured"].after) == (1, 3)


def test_one_pair_that_takes_too_long_is_given_up_alone(monkeypatch) -> None:
    monkeypatch.setitem(LIMITS, "repair_cpu_s", 1)
    one = np.array([square(0), comb(True), square(1), square(2)])
    other = np.array([square(0, 50), comb(False), square(1, 20), square(3)])
    found = shared.shared_m2(one, other)
    assert found[[0, 2, 3]] == pytest.approx([2_500, 400, 0]) and np.isnan(found[1])


def test_pairs_are_shared_here_and_there_alike(monkeypatch) -> None:
    one, other = (np.array([square(0, side) for side in sides]) for sides in ((100, 50, 20), (30, 80, 20)))
    here = shared.shared_m2(one, other)
    monkeypatch.setattr(shared, "_FEW", 0)
    monkeypatch.setattr(shared, "_BLOCK", 2)
    assert shared.shared_m2(one, other) == pytest.approx(here) and here == pytest.approx([900, 2_500, 400])


def test_where_a_shape_lies_is_found_without_mending_it() -> None:
    turn = np.arange(9_001) * (np.pi * (1 + 1 / 9_001)) + np.pi / 7
    star = shapely.Polygon(np.column_stack([EAST + 1000 * np.cos(turn), NORTH + 1000 * np.sin(turn)]))  # takes `make_valid` minutes
    assert municipalities_of(gpd.GeoSeries([star], crs=25832)) == ("5038",)
    assert municipalities_of(gpd.GeoSeries([star, square(0)], crs=25832)) == ("5038",)
    assert municipalities_of(gpd.GeoSeries([star, shapely.Point(560_000, 7_032_000).buffer(5_000)], crs=25832))[0] == "5001"
