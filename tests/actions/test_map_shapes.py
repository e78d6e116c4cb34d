"""Shapes as the map takes them: unpacked again, they are what they were, to a decimetre."""

import gzip
import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from actions.map.pack import packed
from landuse.measure import crs
from landuse.words.foreign import LOST

_EPSG = 25832
_EAST, _NORTH = 620_000, 7_076_000
_HOLE = shapely.Polygon([(0, 0), (90, 0), (90, 80), (0, 80)], [[(10, 10), (20, 10), (20, 30)]])
_SHAPES = [
    _HOLE,
    None,
    shapely.MultiPolygon([_HOLE, shapely.box(200, 0, 260, 50)]),
    shapely.LineString([(0, 0), (10, 5), (30, 40)]),
    shapely.Point(5, 7),
    shapely.MultiLineString([[(0, 0), (1, 1)], [(5, 5), (9, 9)]]),
    shapely.MultiPoint([(1, 1), (2, 2)]),
    shapely.Polygon(),
]


def _unpacked(document: dict[str, Any]) -> list[list[np.ndarray]]:
    """By shape, its rings as corners in metres of Web Mercator, read as a browser reads them."""
    steps = np.array(document["steps"], dtype=np.int64).reshape(-1, 2)
    corners = np.cumsum(steps, axis=0) / 10 + document["origin"]
    rings = np.split(corners, np.cumsum(document["points"])[:-1]) if document["points"] else []
    ends = np.cumsum(document["rings"])
    return [rings[end - count : end] for end, count in zip(ends, document["rings"], strict=True)]


def _document(shapes: list[shapely.Geometry | None], **facts: list[Any]) -> tuple[dict[str, Any], gpd.GeoSeries]:
    moved = [None if shape is None else shapely.transform(shape, lambda points: points + (_EAST, _NORTH)) for shape in shapes]
    series = gpd.GeoSeries(moved, crs=_EPSG)
    return json.loads(gzip.decompress(packed(pd.DataFrame(facts, index=series.index), series))), series.to_crs(crs.WEB_MERCATOR_EPSG)


def _rings_of(shape: shapely.Geometry | None) -> list[np.ndarray]:
    parts = [] if shape is None else [part for part in shapely.get_parts(shape) if not part.is_empty]
    pieces = [ring for part in parts for ring in (shapely.get_rings(part) if part.geom_type == "Polygon" else [part])]
    return [shapely.get_coordinates(piece) for piece in pieces]


def _same(document: dict[str, Any], shapes: gpd.GeoSeries) -> bool:
    return all(
        len(found) == len(wanted) and all(np.abs(ring - other).max() <= 0.0501 for ring, other in zip(found, wanted, strict=True))
        for found, wanted in zip(_unpacked(document), map(_rings_of, shapes), strict=True)
    )


def test_every_kind_of_shape_comes_back_in_its_place() -> None:
    document, mercator = _document(_SHAPES)
    assert _same(document, mercator)
    assert document["rings"] == [2, 0, 3, 1, 1, 2, 2, 0]
    assert document["dimension"] == [2, 0, 2, 1, 0, 1, 0, 2]


def test_no_name_turns_the_words_beside_it_round() -> None:
    shapes = gpd.GeoSeries([shapely.Point(_EAST, _NORTH)], crs=_EPSG)
    document = json.loads(gzip.decompress(packed(pd.DataFrame({"name": ["Tomt \u202e12\n<b>"]}), shapes)))
    assert document["facts"]["name"] == [f"Tomt {LOST}12{LOST}<b>"]


def test_facts_are_lists_of_plain_values() -> None:
    document, _ = _document(_SHAPES[:3], name=["Åker", None, "<b>"], area_m2=[1.5, np.nan, 2.0], asks=[True, False, True])
    assert document["facts"] == {"name": ["Åker", None, "<b>"], "area_m2": [1.5, None, 2.0], "asks": [True, False, True]}


@pytest.mark.parametrize("shapes", [[], [None], [shapely.Polygon()]])
def test_nothing_to_draw_is_no_error(shapes: list[shapely.Geometry | None]) -> None:
    document, _ = _document(shapes)
    assert document["steps"] == [] and document["rings"] == [0] * len(shapes)


_corner = st.tuples(st.floats(-5e5, 5e5), st.floats(-5e5, 5e5))
_shape = st.one_of(
    st.none(),
    _corner.map(shapely.Point),
    st.lists(_corner, min_size=2, max_size=9, unique=True).map(shapely.LineString),
    st.lists(_corner, min_size=3, max_size=9, unique=True).map(shapely.Polygon),
    st.lists(st.lists(_corner, min_size=3, max_size=5, unique=True).map(shapely.Polygon), min_size=1, max_size=3).map(shapely.MultiPolygon),
)


@given(st.lists(_shape, max_size=8))
def test_any_shapes_come_back(shapes: list[shapely.Geometry | None]) -> None:
    assert _same(*_document(shapes))
