"""Shapes that cross themselves, hang open, lie nowhere or never end."""

import struct
from pathlib import Path

import numpy as np
import shapely
from shapely import Polygon

from tests.corpus.case import (
    ACCEPT, EAST, NORTH, REJECT, REPAIR, WARN, Surroundings, degrees, feature, frame, geojson, nasty, save, square, text, with_blob,
)  # fmt: skip


def _at(*corners: tuple[float, float], holes: list | None = None) -> Polygon:
    def placed(points: list) -> list:
        return [(EAST + x, NORTH + y) for x, y in points]

    return Polygon(placed(list(corners)), [placed(hole) for hole in holes or []])


def _wkb(rings: list[list[tuple]], kind: int = 3, flat: int = 2) -> bytes:
    body = b"".join(struct.pack("<I", len(ring)) + b"".join(struct.pack(f"<{flat}d", *point) for point in ring) for ring in rings)
    return struct.pack("<BII", 1, kind, len(rings)) + body


@nasty(REPAIR, rows=2, kept=2, area_m2=15_000)
def bow_tie(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(5), _at((0, 0), (100, 100), (100, 0), (0, 100))), folder / "tomter.gpkg")


@nasty(REPAIR, rows=1, kept=1, area_m2=9_900)
def hole_outside_its_shell(folder: Path, at: Surroundings) -> Path:
    inside = [(10, 10), (20, 10), (20, 20), (10, 20)]
    outside = [(300, 0), (310, 0), (310, 10), (300, 10)]
    shell = ((0, 0), (100, 0), (100, 100), (0, 100))
    return save(frame(_at(*shell, holes=[inside, outside])), folder / "tomter.gpkg")


@nasty(REPAIR, rows=1, kept=1, area_m2=9_900)
def hole_in_a_hole(folder: Path, at: Surroundings) -> Path:
    large = [(10, 10), (20, 10), (20, 20), (10, 20)]
    small = [(12, 12), (15, 12), (15, 15), (12, 15)]
    return save(frame(_at((0, 0), (100, 0), (100, 100), (0, 100), holes=[large, small])), folder / "tomter.gpkg")


@nasty(REPAIR, rows=1, kept=1, area_m2=15_000)
def parts_that_overlap(folder: Path, at: Surroundings) -> Path:
    parts = shapely.MultiPolygon([square(0), shapely.box(EAST + 50, NORTH, EAST + 150, NORTH + 100)])
    return save(frame(parts), folder / "tomter.gpkg")


@nasty(REPAIR, rows=1, kept=1, area_m2=10_000)
def shape_with_a_spike(folder: Path, at: Surroundings) -> Path:
    return save(frame(_at((0, 0), (100, 0), (100, 50), (5_000, 50), (100, 50), (100, 100), (0, 100))), folder / "tomter.gpkg")


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("not_repairable",))
def shape_without_area(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), _at((0, 0), (100, 0), (50, 0), (0, 0))), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def ring_the_other_way_around(folder: Path, at: Surroundings) -> Path:
    return save(frame(shapely.reverse(square())), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000)
def points_twice(folder: Path, at: Surroundings) -> Path:
    corners = [point for point in [(0, 0), (100, 0), (100, 100), (0, 100)] for _ in range(3)]
    return save(frame(_at(*corners)), folder / "tomter.gpkg")


@nasty(REPAIR, rows=2, kept=2, area_m2=20_000)
def unclosed_ring(folder: Path, at: Surroundings) -> Path:
    corners = list(square(1).exterior.coords)[:-1]
    return with_blob(folder / "tomter.gpkg", _wkb([corners]))


@nasty(WARN, rows=2, kept=1)
def ring_of_two_points(folder: Path, at: Surroundings) -> Path:
    return with_blob(folder / "tomter.gpkg", _wkb([[(EAST, NORTH), (EAST + 1, NORTH + 1)]]))


@nasty(WARN, rows=2, kept=1, area_m2=10_000, told=("driver_said",))
def coordinates_that_are_no_numbers(folder: Path, at: Surroundings) -> Path:
    corners = list(square(1).exterior.coords)
    corners[2] = (float("nan"), NORTH)
    return with_blob(folder / "tomter.gpkg", _wkb([corners]))


@nasty(WARN, rows=2, kept=1, area_m2=10_000)
def coordinates_without_end(folder: Path, at: Surroundings) -> Path:
    corners = list(square(1).exterior.coords)
    corners[2] = (float("inf"), NORTH)
    return with_blob(folder / "tomter.gpkg", _wkb([corners]))


@nasty(WARN, rows=2, kept=1)
def coordinates_of_three_hundred_digits(folder: Path, at: Surroundings) -> Path:
    ring = [[11.4, 63.8], [1e308, 63.8], [1e308, 1e308], [11.4, 63.8]]
    features = [feature(degrees(), plot_id="T1"), feature({"type": "Polygon", "coordinates": [ring]}, plot_id="T2")]
    return geojson(folder / "tomter.geojson", features)


@nasty(ACCEPT, rows=1, kept=1, area_m2=10_000, told=("heights_dropped",))
def with_heights(folder: Path, at: Surroundings) -> Path:
    return save(frame(shapely.force_3d(square(), 12.5)), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000)
def with_heights_and_measures(folder: Path, at: Surroundings) -> Path:
    corners = [(x, y, 3.0, 7.0) for x, y in square(1).exterior.coords]
    return with_blob(folder / "tomter.gpkg", _wkb([corners], 3003, 4))


@nasty(WARN, rows=2, kept=2, told=("curves_straight",))  # the circle lies over the square
def with_arcs(folder: Path, at: Surroundings) -> Path:
    ring = [(EAST, NORTH), (EAST + 50, NORTH + 50), (EAST + 100, NORTH), (EAST + 50, NORTH - 50), (EAST, NORTH)]
    arc = struct.pack("<BII", 1, 8, len(ring)) + b"".join(struct.pack("<dd", *point) for point in ring)
    return with_blob(folder / "tomter.gpkg", struct.pack("<BII", 1, 10, 1) + arc)


@nasty(WARN, rows=2, kept=1, area_m2=10_000)
def geometry_missing(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), None), folder / "tomter.gpkg")


@nasty(WARN, rows=2, kept=1, area_m2=10_000)
def geometry_empty(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), Polygon()), folder / "tomter.gpkg")


@nasty(WARN, rows=4, kept=1, area_m2=10_000)
def geometries_of_all_kinds(folder: Path, at: Surroundings) -> Path:
    others = [shapely.Point(EAST, NORTH), shapely.LineString([(EAST, NORTH), (EAST + 9, NORTH)])]
    return save(frame(square(), *others, shapely.GeometryCollection(others)), folder / "tomter.gpkg")


@nasty(WARN, rows=2, kept=2, told=("collection_parts",))
def geojson_of_a_collection(folder: Path, at: Surroundings) -> Path:
    collection = shapely.GeometryCollection([degrees(1), shapely.Point(11.4, 63.8)])
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1"), feature(collection, plot_id="T2")])


@nasty(WARN, rows=2, kept=1, area_m2=10_000)
def surface_of_triangles(folder: Path, at: Surroundings) -> Path:
    corners = [(EAST, NORTH), (EAST + 10, NORTH), (EAST, NORTH + 10), (EAST, NORTH)]
    return with_blob(folder / "tomter.gpkg", struct.pack("<BII", 1, 16, 1) + _wkb([corners], 17))


@nasty(REJECT, "past_feature_vertices")
def shape_of_too_many_points(folder: Path, at: Surroundings) -> Path:
    turn = np.linspace(0, 2 * np.pi, 500_001)
    return save(frame(Polygon(np.column_stack([EAST + 1000 * np.cos(turn), NORTH + 1000 * np.sin(turn)]))), folder / "tomter.gpkg")


@nasty(WARN, rows=2, kept=1, area_m2=10_000)
def shape_that_crosses_itself_everywhere(folder: Path, at: Surroundings) -> Path:
    """143 kB that take `make_valid` minutes and gigabytes."""
    turn = np.arange(9_001) * (np.pi * (1 + 1 / 9_001)) + np.pi / 7
    star = Polygon(np.column_stack([EAST + 1000 * np.cos(turn), NORTH + 1000 * np.sin(turn)]))
    return save(frame(square(), star), folder / "tomter.gpkg")


@nasty(ACCEPT, rows=2, kept=2)
def shape_smaller_than_a_grain(folder: Path, at: Surroundings) -> Path:
    return save(frame(square(), square(3, side=1e-4)), folder / "tomter.gpkg")


@nasty(WARN, rows=2, kept=1, area_m2=10_000)
def wkb_nested_without_end(folder: Path, at: Surroundings) -> Path:
    return with_blob(folder / "tomter.gpkg", struct.pack("<BII", 1, 7, 1) * 5_000 + struct.pack("<BIdd", 1, 1, 0, 0))


@nasty(WARN, rows=2, kept=1)
def geojson_unclosed_and_short(folder: Path, at: Surroundings) -> Path:
    ring = {"type": "Polygon", "coordinates": [[[11.4, 63.8], [11.41, 63.8]]]}
    return geojson(folder / "tomter.geojson", [feature(degrees(), plot_id="T1"), feature(ring, plot_id="T2")])


@nasty(WARN, rows=2, kept=1)
def geojson_with_words_for_numbers(folder: Path, at: Surroundings) -> Path:
    words = '{"type":"Feature","properties":{"plot_id":"T2"},"geometry":{"type":"Polygon","coordinates":[[["a","b"],[1,2],[3,4],[1,2]]]}}'
    good = shapely.to_geojson(degrees())
    one = '{"type":"Feature","properties":{"plot_id":"T1"},"geometry":GEOMETRY}'.replace("GEOMETRY", good)
    return text(folder / "tomter.geojson", '{"type":"FeatureCollection","features":[' + f"{one},{words}" + "]}")
