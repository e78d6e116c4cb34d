"""Ground between areas that were meant to meet, and ground that two of them have."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from landuse.quality.findings import Finding, quality
from landuse.quality.gaps import hole_findings, strip_findings
from landuse.quality.moved import moved_m
from landuse.quality.topology import overlap_findings

EAST, NORTH = 620_000, 7_076_000
LEFT = shapely.box(0, 0, 100, 100)
STRIP, WEDGE = shapely.box(101, 0, 200, 100), shapely.Polygon([(100, 0), (200, 0), (200, 100), (101.5, 100)])


def areas(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    placed = [shapely.transform(shape, lambda at: at + [EAST, NORTH]) for shape in shapes]
    return gpd.GeoDataFrame({"valid_from": pd.NaT, "valid_to": pd.NaT}, geometry=placed, crs=25832, index=range(len(shapes)))


def strips(*shapes: shapely.Geometry) -> list[Finding]:
    return list(strip_findings(areas(*shapes)))


@pytest.mark.parametrize(("right", "area_m2", "width_m"), [(STRIP, 100, 1.0), (WEDGE, 75, 0.75)], ids=["open at both ends", "open at one"])
def test_a_gap_that_is_open_is_found(right: shapely.Geometry, area_m2: float, width_m: float) -> None:
    (found,) = strips(LEFT, right)
    assert (found.issue, found.row, found.more) == ("gap_strip", 1, {"other": 2})
    assert found.before == pytest.approx(area_m2, abs=0.5) and found.after == pytest.approx(width_m, abs=0.02)


def test_neighbours_that_meet_or_stand_apart_leave_no_strip() -> None:
    assert strips(LEFT, shapely.box(100, 0, 200, 100)) == []
    assert strips(LEFT, shapely.box(100 + quality("gap_width_m") + 0.1, 0, 200, 100)) == []
    assert strips(LEFT, STRIP, shapely.box(100, 0, 101, 100)) == []  # a footpath of its own lies between


def test_a_strip_is_no_hole_and_a_hole_no_strip() -> None:
    around = [LEFT, shapely.box(100, 0, 200, 100), shapely.box(0, 100, 90, 200), shapely.box(110, 100, 200, 200)]
    hole = areas(*around, shapely.box(0, 200, 200, 300), shapely.box(90, 120, 110, 200))
    assert [round(one.before) for one in hole_findings(hole.geometry)] == [400] and list(strip_findings(hole)) == []
    narrow = areas(*around[:2], shapely.box(0, 101, 200, 200), shapely.box(-10, 0, 0, 200), shapely.box(200, 0, 210, 200))
    assert list(hole_findings(narrow.geometry)) == [] and sum(one.before for one in strip_findings(narrow)) == pytest.approx(200, abs=1)


def test_a_hole_that_a_row_has_itself_is_no_gap() -> None:
    ring = shapely.Polygon(LEFT.exterior, [shapely.box(40, 40, 60, 60).exterior])
    assert list(hole_findings(areas(ring).geometry)) == []
    assert len(list(hole_findings(areas(ring, shapely.box(40, 40, 50, 60)).geometry))) == 1  # which another fills by half


@pytest.mark.parametrize(("by_m", "issue"), [(0.2, "overlap_sliver"), (5, "overlap")])
def test_one_line_drawn_twice_is_told_from_ground_claimed_twice(by_m: float, issue: str) -> None:
    (found,) = overlap_findings(areas(LEFT, shapely.box(100 - by_m, 0, 200, 100)))
    assert found.issue == issue and found.before == pytest.approx(100 * by_m, rel=0.01)


def test_all_pairs_past_the_first_are_counted(monkeypatch) -> None:
    monkeypatch.setattr("landuse.quality.gaps.quality", lambda name: 1 if name == "gap_pairs" else quality(name))
    *_, last = strips(LEFT, STRIP, shapely.box(201, 0, 300, 100))
    assert (last.issue, last.before, last.after) == ("gaps_unmeasured", 1, 2)


def test_how_far_an_outline_moved_is_the_same_by_both_ways(monkeypatch) -> None:
    one = np.array([shapely.Point(0, 0).buffer(50), LEFT, shapely.LineString([(0, 0), (9, 1)])])
    other = np.array([shapely.Point(1, 2).buffer(48), shapely.difference(STRIP, shapely.box(120, 20, 130, 30)), one[2].buffer(1).exterior])
    plainly = moved_m(one, other)
    monkeypatch.setattr("landuse.quality.moved._MOST_TRIED", 0)
    assert moved_m(one, other) == pytest.approx(plainly) and (plainly > 0).all()
