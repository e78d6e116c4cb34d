"""Arcs and circles of SOSI files come through within a centimetre, in either direction, and what cannot be followed is said."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from door.formats.sosi_curves import as_lines
from door.formats.sosi_groups import Group, groups, without_references
from door.geometry import curves
from door.geometry.curves import center_of
from door.open import guarded_copy
from door.tables import Table, read_table
from landuse.measure import crs
from tests.corpus.case import EAST, NORTH
from tests.corpus.sosi import At, group, on_circle, plan, segment_m2, zone

UNITS = (0.001, 0.01, 0.1, 1.0)
ROUNDING_M = 1e-9  # of coordinates of seven digits as floating point numbers


def read(path: Path, table: str) -> Table:
    with guarded_copy(path) as file:
        return read_table(file, table)


def line_of(text: str, unit: float) -> np.ndarray:
    """The one KURVE of a text in metres east and north of the corner."""
    (found,) = [one for one in groups(text) if one.name == "KURVE"]
    return np.array(found.places(), dtype=float)[:, ::-1] * unit


def rounded(at: list[At], unit: float) -> np.ndarray:
    """Places as a file of that unit has them."""
    return np.array([[round(value / unit) * unit for value in place] for place in at])


def off_m(line: np.ndarray, center: np.ndarray, radius: float) -> float:
    """The greatest distance of a line from a circle: an edge is farthest at its middle, or at its ends."""
    middles = (line[1:] + line[:-1]) / 2
    return max(abs(np.hypot(*(at - center).T) - radius).max() for at in (line, middles))


def angles_deg(line: np.ndarray, center: np.ndarray) -> float:
    """How far a line goes around a place, anticlockwise positive."""
    at = np.unwrap(np.arctan2(*(line - center).T[::-1]))
    return math.degrees(at[-1] - at[0])


def turned_deg(three: np.ndarray, center: np.ndarray) -> float:
    """How far an arc goes from its first place by its middle one to its last."""
    first, middle, last = np.degrees(np.arctan2(*(three - center).T[::-1]))
    anticlockwise = (last - first) % 360
    return anticlockwise if (middle - first) % 360 < anticlockwise else anticlockwise - 360


@settings(max_examples=150, deadline=None)
@given(
    radius=st.floats(1, 20_000), start=st.floats(0, 360), sweep=st.floats(4, 355), share=st.floats(0.2, 0.8),
    clockwise=st.booleans(), unit=st.sampled_from(UNITS[:2]),
)  # fmt: skip
def test_an_arc_keeps_within_a_centimetre(radius: float, start: float, sweep: float, share: float, clockwise: bool, unit: float) -> None:
    turn = -sweep if clockwise else sweep
    given_at = on_circle(radius, start, start + share * turn, start + turn)
    three = rounded(given_at, unit)
    center = center_of(*three)
    if center is None or min(math.dist(a, b) for a, b in zip(three, np.roll(three, 1, axis=0), strict=True)) < 0.05:
        return  # so short that its places lie on a line
    text = f".HODE\n...ENHET {unit}\n" + group("BUEP", 7, *given_at, unit=unit)
    made = as_lines(text, curves.DEVIATION_M, "plan.sos")
    line = line_of(made.text, unit)
    assert off_m(line, center, float(np.hypot(*(three[0] - center)))) <= curves.DEVIATION_M + ROUNDING_M
    assert np.abs(line[[0, -1]] - three[[0, 2]]).max() == 0 and np.abs(line - three[1]).sum(axis=1).min() == 0
    assert angles_deg(line, center) == pytest.approx(turned_deg(three, center), abs=1e-4)
    assert made.curved == {"lines": [0]} and not made.unread and ".BUEP" not in made.text


@settings(max_examples=100, deadline=None)
@given(radius=st.floats(1, 20_000), start=st.floats(0, 360), sweep=st.floats(5, 355), clockwise=st.booleans())
def test_an_arc_by_its_radius_is_the_arc_through_its_places(radius: float, start: float, sweep: float, clockwise: bool) -> None:
    turn = -sweep if clockwise else sweep
    ends = on_circle(radius, start, start + turn)
    if abs(sweep - 180) < 1 or math.dist(*ends) < 0.2:  # there a centimetre in the places turns the circle over
        return
    values = f"..RADIUS {radius if clockwise else -radius:.6f}\n..STORBUE {int(sweep > 180)}\n"
    made = as_lines(".HODE\n...ENHET 0.001\n" + group("BUE", 7, *ends, values=values, unit=0.001), curves.DEVIATION_M, "plan.sos")
    line = line_of(made.text, 0.001)
    first, last = rounded(ends, 0.001)
    left = np.array([first[1] - last[1], last[0] - first[0]]) / math.dist(first, last)
    side = 1 if clockwise == (sweep > 180) else -1
    center = (first + last) / 2 + side * left * math.sqrt(radius**2 - math.dist(first, last) ** 2 / 4)
    assert off_m(line, center, radius) <= curves.DEVIATION_M + 1e-5  # the radius has six decimals
    assert np.sign(angles_deg(line, center)) == np.sign(turn) and (abs(angles_deg(line, center)) > 180) == (sweep > 180)


@pytest.mark.parametrize("radius", [0.5, 30.0, 20_000.0])
@pytest.mark.parametrize("unit", UNITS)
def test_circles_are_closed_and_within_a_centimetre(radius: float, unit: float) -> None:
    by_center = group("SIRKEL", 1, (10.0, 20.0), values=f"..RADIUS {radius}\n", unit=unit)
    line = line_of(as_lines(f".HODE\n...ENHET {unit}\n{by_center}", curves.DEVIATION_M, "").text, unit)
    assert (line[0] == line[-1]).all() and off_m(line, np.array([10.0, 20.0]), radius) <= curves.DEVIATION_M + ROUNDING_M
    if radius < 2 * unit:
        return
    three = on_circle(radius, 10, 100, 290)
    line = line_of(as_lines(f".HODE\n...ENHET {unit}\n" + group("SIRKELP", 1, *three, unit=unit), curves.DEVIATION_M, "").text, unit)
    center = center_of(*rounded(three, unit))
    assert (line[0] == line[-1]).all() and abs(angles_deg(line, center)) == pytest.approx(360)
    assert off_m(line, center, float(np.hypot(*(line[0] - center)))) <= curves.DEVIATION_M + ROUNDING_M


def test_zones_by_arcs_have_the_area_of_the_circle(tmp_path: Path) -> None:
    made, truth = [], {}
    for number, (radius, sweep) in enumerate((r, s) for r in (1, 20, 263, 1_000, 20_000) for s in (20, 90, 180, 200, 330, -60, -300)):
        start, middle, end = on_circle(radius, 15, 15 + sweep / 2, 15 + sweep)
        first = 10 * number + 1
        turned = f":-{first + 1} :-{first}" if number % 2 else f":{first} :{first + 1}"
        made += [group("BUEP", first, start, middle, end, unit=0.001), group("KURVE", first + 1, end, start, unit=0.001)]
        made.append(zone(first + 2, turned))
        truth[first + 2] = (segment_m2(radius, abs(sweep)), radius * math.radians(abs(sweep)))
    found = read(plan(tmp_path / "plan.sos", *made, unit=0.001), "polygons")
    frame = found.frame
    assert frame.geometry.is_valid.all() and found.notes["curve"] == found.row.tolist() == list(truth)
    for row, area_m2 in zip(found.row, crs.planar_area_m2(frame.geometry), strict=True):
        true_m2, length_m = truth[row]
        assert abs(area_m2 - true_m2) <= length_m * (curves.DEVIATION_M * 2 / 3 + 0.0015)  # and places rounded to a millimetre


def test_neighbours_by_one_arc_meet_along_it(tmp_path: Path) -> None:
    start, middle, end = on_circle(300, 0, 100, 200)
    outer = group("KURVE", 3, end, (-900.0, -900.0), (900.0, -900.0), (900.0, 900.0), (-900.0, 900.0), (-900.0, -100.0), end)
    arc, chord = group("BUEP", 1, start, middle, end), group("KURVE", 2, end, start)
    path = plan(tmp_path / "plan.sos", arc, chord, outer, zone(4, ":1 :2"), zone(5, ":3 (:1 :2)"))
    inner, around = read(path, "polygons").frame.geometry
    assert shapely.area(shapely.intersection(inner, around)) == 0 and len(around.interiors) == 1
    assert shapely.area(shapely.union(inner, around)) == pytest.approx(shapely.area(shapely.Polygon(around.exterior)), rel=1e-12)
    corner = shapely.get_coordinates(inner)[0]
    assert corner == pytest.approx((EAST + 300, NORTH), abs=1e-9) and (shapely.get_coordinates(inner) == corner).all(axis=1).sum() == 2


def test_what_cannot_be_followed_is_said_by_row(tmp_path: Path) -> None:
    square = group("KURVE", 1, (0, 0), (100, 0), (100, 100), (0, 0))
    odd = [group("KLOTOIDE", 2, (0, 0), (5, 5)), group("BEZIER", 3, (0, 0), (5, 5)), group("TRASE", 4, values="..REF :1\n")]
    bad = [group("BUEP", 8, (0, 0), (9, 9), (0, 0)), group("BUE", 9, (0, 0), (50, 0), values="..RADIUS 5\n")]
    path = plan(tmp_path / "plan.sos", square, *odd, *bad, group("OBJEKT", 5), zone(6, ":1"), zone(7, ":1 (:2)"), zone(10, ":9"))
    lines, areas = read(path, "lines"), read(path, "polygons")
    assert lines.row[lines.unreadable].tolist() == [2, 3, 4, 8, 9] and areas.row[areas.unreadable].tolist() == [7, 10]
    assert ("curves_unread", "KLOTOIDE 2, BEZIER 3, TRASE 4, BUEP 8, BUE 9", 2) in areas.done
    assert ("groups_left_out", "OBJEKT (1)") in areas.done and "curve" not in lines.notes


def test_a_surface_whose_border_is_not_in_the_file_is_not_drawn_without_it(tmp_path: Path) -> None:
    squares = [group("KURVE", at, (0, 0), (100, 0), (100, 100), (0, 0)) for at in (1, 2)]
    found = read(plan(tmp_path / "plan.sos", *squares, zone(5, ":1 (:77)"), zone(6, ":2"), zone(7, ":88")), "polygons")
    assert found.row[found.unreadable].tolist() == [5, 7] and ("border_missing", "FLATE 5, FLATE 7") in found.done


def test_a_centimetre_is_one_in_degrees_too() -> None:
    assert curves.deviation(["EPSG:25832"]) == curves.deviation([]) == curves.deviation(["nonsense"]) == 0.01
    assert curves.deviation(["EPSG:4258"]) * 111_700 == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("..NØ\n1 2 ...KP 1\n..NØ\n3 4 ! 5 6\n7 8", [("1", "2"), ("3", "4"), ("7", "8")]),
        ("..NØH\n1 2 99\n3 4 98 ...KP 1\n", [("1", "2"), ("3", "4")]),
        ('..NAVN "..NØ 5 5 !"\n..NØ -1 2.5\n', [("-1", "2.5")]),
        ("..NØ\n1 2 3\n", None),
        ("..NØ\n1 x\n", None),
        ("..OBJTYPE A\n", []),
    ],
)
def test_places_of_a_group(text: str, found: list[tuple[str, str]] | None) -> None:
    assert Group("KURVE", 1, f".KURVE 1:\n{text}").places() == found


def test_references_of_a_group() -> None:
    text = '.FLATE 3:\n..OBJTYPE A\n..REF :1 :-22\n :3 (:4 :-5)\n(:6)\n..NAVN ":9"\n..NØ\n1 2\n'
    assert Group("FLATE", 3, text).references() == {1, 22, 3, 4, 5, 6}
    assert re.sub(r"\s+", " ", without_references(text)) == '.FLATE 3: ..OBJTYPE A ..NAVN ":9" ..NØ 1 2 '
