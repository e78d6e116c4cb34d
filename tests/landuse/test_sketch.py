"""Shapes from text: every way to write them gives the same place, and what cannot be meant is refused in one sentence."""

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as some
from pyproj import Transformer

from landuse.quality import drawn as drawn_area
from landuse.words import messages
from landuse.words.errors import LanduseError

PLACE = (63.79, 11.44)  # Verdal
CORNERS = [(11.44, 63.79), (11.45, 63.79), (11.45, 63.80)]
RING = ", ".join(f"{lon} {lat}" for lon, lat in [*CORNERS, CORNERS[0]])
TRIANGLE = shapely.Polygon(CORNERS)
TO_UTM, TO_ZONE_35 = (Transformer.from_crs(4326, epsg, always_xy=True) for epsg in (25833, 25835))


def read(text: str, kind: str = "polygon", **more) -> drawn_area.Sketch:
    return drawn_area.read_text(text, kind, PLACE, **more)


def code(text: str, kind: str = "polygon", **more) -> str:
    with pytest.raises(LanduseError) as caught:
        read(text, kind, **more)
    assert all(caught.value.text(lang) for lang in messages.LANGS)
    return caught.value.code


@pytest.mark.parametrize(
    "text",
    [
        f"POLYGON(({RING}))",
        f"polygon z (({', '.join(f'{lon} {lat} 7' for lon, lat in [*CORNERS, CORNERS[0]])}))",
        f"GEOMETRYCOLLECTION(MULTIPOLYGON((({RING}))))",
        json.dumps({"type": "Polygon", "coordinates": [[*CORNERS, CORNERS[0]]]}),
        json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": TRIANGLE.__geo_interface__}]}),
        "\n".join(f"{lat} {lon}" for lon, lat in CORNERS),
        "\n".join(f"{lon}, {lat}" for lon, lat in CORNERS),
        "\n".join(f"{lat} N {lon} Ø" for lon, lat in CORNERS),
        "\n".join(f"{lat};{lon}".replace(".", ",") for lon, lat in CORNERS) + "\n\n",
    ],
)
def test_every_way_to_write_a_polygon_gives_the_same(text):
    found = read(text)
    assert found.epsg == 4326 and len(found.shapes) == 1
    assert found.shapes[0].equals(TRIANGLE)


@pytest.mark.parametrize("turned", [False, True])
def test_metres_are_read_in_the_zone_that_puts_them_at_the_place(turned):
    points = [TO_UTM.transform(*corner) for corner in CORNERS]
    found = read("\n".join("{} {}".format(*(point[::-1] if turned else point)) for point in points))
    assert found.epsg == 25833
    assert shapely.hausdorff_distance(found.shapes[0], TRIANGLE) < 1e-6


def test_a_named_system_is_believed_and_no_other():
    east, north = TO_UTM.transform(*CORNERS[0])
    assert read(f"SRID=25833;POINT({east} {north})").epsg == 25833
    assert code(f"SRID=25832;POINT({east} {north})") == "sketch_elsewhere"
    named = {"type": "Point", "coordinates": [east, north], "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}}
    assert read(json.dumps(named)).epsg == 25833


def test_lines_of_coordinates_become_what_was_asked_for():
    text = "63.79 11.44\n63.80 11.45\n63.81 11.44"
    assert [drawn_area.kind_of(shape) for shape in read(text, "line").shapes] == ["line"]
    assert [drawn_area.kind_of(shape) for shape in read(text, "point").shapes] == ["point"] * 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  ", "sketch_empty"),
        ("POLYGON EMPTY", "sketch_empty"),
        ('{"type":"FeatureCollection","features":[]}', "sketch_empty"),
        ("POLYGON((11.44 63.79", "sketch_wkt"),
        ("POLYGON((11.44 63.79, 11.45 63.79, 11.45 63.8))", "sketch_wkt"),
        ('{"type":', "sketch_json"),
        ("[" * 100_000, "sketch_json"),
        ('{"name":"Verdal"}', "sketch_geojson"),
        ('{"type":"Polygon","coordinates":[[[11.4,63.8],[11.5,63.8],[11.5,63.9]]]}', "sketch_geojson"),
        ("63.79 11.44\nher\n63.8 11.5", "sketch_line"),
        ("1 2 3", "sketch_line"),
        ("63.79 11.44\n63.8 11.5", "sketch_few_polygon"),
        ("59.1 9.6\n59.2 9.6\n59.2 9.7", "sketch_elsewhere"),
        ("0 0\n1 0\n1 1", "sketch_elsewhere"),
        ("POINT(nan 63.8)", "sketch_infinite"),
        ("POINT(inf 63.8)", "sketch_infinite"),
        ("POLYGON((11.44 63.79, 11.45 63.8, 11.45 63.79, 11.44 63.8, 11.44 63.79))", "sketch_crossing"),
        ("x" * (drawn_area.MOST_CHARACTERS + 1), "sketch_long"),
        ("\n".join(["63.79 11.44"] * (drawn_area.MOST_POINTS + 1)), "sketch_large"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, expected):
    assert code(text) == expected


def test_a_kind_that_the_page_does_not_take_is_refused():
    assert code("LINESTRING(11.44 63.79, 11.45 63.8)", kinds=("polygon",)) == "sketch_kind_line"
    assert code("POINT(11.44 63.79)", kinds=("polygon",)) == "sketch_kind_point"
    assert code(f"POLYGON(({RING}))", kinds=("line",)) == "sketch_kind_polygon"


def test_limits_hold_at_their_edge():
    point = "63.79 11.44"
    assert len(read("\n".join([point] * drawn_area.MOST_SHAPES), "point").shapes) == drawn_area.MOST_SHAPES
    assert code("\n".join([point] * (drawn_area.MOST_SHAPES + 1)), "point") == "sketch_many"
    assert code("63.79 11.44", "line") == "sketch_few_line"


@pytest.mark.parametrize("told", [None, 5, "x", {}, [], {"type": "FeatureCollection", "features": [{"geometry": None}]}])
def test_what_a_browser_sends_is_not_believed(told):
    with pytest.raises(LanduseError, match="geometry"):
        drawn_area.read_collection(told, PLACE)


def test_what_is_drawn_is_measured_on_the_ellipsoid():
    line = read("63.79 11.44\n63.80 11.44", "line").shapes
    feature = drawn_area.collection(line)["features"][0]
    assert feature["properties"] == {"kind": "line", "length_m": pytest.approx(1114.5, abs=0.5)}  # a hundredth of a degree of latitude
    east, north = TO_ZONE_35.transform(11.44, 63.79)
    square = read("\n".join(f"{east + x} {north + y}" for x, y in ((0, 0), (100, 0), (100, 100), (0, 100))))
    assert square.epsg == 25835
    assert drawn_area.measures(square.shapes[0])["area_m2"] == pytest.approx(9_864, abs=30)  # four zones away, zone 35 stretches by 1.4 %


def test_a_collection_read_again_is_the_same():
    shapes = read(f"GEOMETRYCOLLECTION(POLYGON(({RING})), POINT(11.44 63.8), LINESTRING(11.44 63.8, 11.45 63.8))").shapes
    again = drawn_area.read_collection(drawn_area.collection(shapes), PLACE).shapes
    assert [one.wkt for one in again] == [one.wkt for one in shapes]


@given(some.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        assert read(text).shapes
    except LanduseError as error:
        assert error.text("nb") and error.text("en")
