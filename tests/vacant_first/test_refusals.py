"""Refusals of a footprint or a line as people read them: the file by its name, kinds in words, numbers as the language writes them."""

import pickle

import geopandas as gpd
import pytest
import shapely

from actions.vacant_first.read_proposal import read_footprint, read_lines
from actions.imports.upload_shapes import upload_shapes
from landuse.words.errors import LanduseError
from landuse.vacant_first.footprint import check_drawn, checked_footprint

BOW_TIE = shapely.Polygon([(11.4412345678, 63.79), (11.45, 63.8012345678), (11.45, 63.79), (11.44, 63.80)])


def refused(check, *given) -> LanduseError:
    with pytest.raises(LanduseError) as caught:
        check(*given)
    return caught.value


def collection(shape: shapely.Geometry, **more) -> dict:
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": shape.__geo_interface__}]} | more


def test_a_crossing_is_told_with_five_decimals_of_the_language() -> None:
    error = refused(check_drawn, [BOW_TIE])
    assert error.text("nb").startswith("Det tegnede: grensen krysser seg selv ved 63,79") and " Ø. " in error.text("nb")
    assert error.text("en").startswith("What is drawn: the outline crosses itself at 63.79")
    in_metres = refused(checked_footprint, gpd.GeoSeries([BOW_TIE], crs=4326).to_crs(25832), "areal.sosi")
    assert in_metres.values["lat"] == pytest.approx(error.values["lat"], abs=2e-5)
    assert all(len(str(error.values[side]).partition(".")[2]) <= 5 for side in ("lat", "lon"))


def test_a_place_outside_norway_is_told_with_the_file_and_the_decimal_mark() -> None:
    error = refused(read_footprint, collection(shapely.box(2.3, 48.1, 2.4, 48.4), name="areal.geojson"), None, None)
    assert error.text("nb").startswith("areal.geojson: arealet ligger ved 48,25 N 2,35 Ø, utenfor Norge.")
    assert error.text("en").startswith("areal.geojson: the area lies at 48.25 N 2.35 E, outside Norway.")


@pytest.mark.parametrize(
    ("shape", "nb", "en"),
    [
        (shapely.LineString([(11.44, 63.79), (11.45, 63.79)]), "en linje", "a line"),
        (shapely.MultiPoint([(11.44, 63.79)]), "et punkt", "a point"),
    ],
)
def test_a_shape_of_another_kind_is_told_in_words(shape: shapely.Geometry, nb: str, en: str) -> None:
    error = refused(read_footprint, collection(shape), None, None)
    assert f"Det tegnede: dette er {nb}, men" in error.text("nb") and f"What is drawn: this is {en}, but" in error.text("en")


def test_a_line_that_is_an_area_is_told_in_words() -> None:
    rows = collection(shapely.box(11.44, 63.79, 11.45, 63.80), name="veg.gpkg")
    rows["features"][0]["properties"]["kind"] = "road"
    assert refused(read_lines, rows, 25832).text("nb").startswith("veg.gpkg, rad 1: Veg kan ikke være en flate.")


@pytest.mark.parametrize(
    ("content", "nb"),
    [
        ('{"type": "FeatureCollection",\n "features": [1 2]}', "areal.geojson: er ikke gyldig JSON: se linje 2, tegn 17."),
        ('{"type": "Point", "type": "Point"}', "areal.geojson: «type» står to ganger"),
    ],
)
def test_a_json_file_is_refused_without_the_parsers_own_english(content: str, nb: str) -> None:
    assert refused(upload_shapes, "areal.geojson", content.encode()).text("nb").startswith(nb)


def test_an_error_keeps_its_words_between_processes() -> None:
    error = refused(check_drawn, [BOW_TIE])
    again = pickle.loads(pickle.dumps(error))
    assert again.text("nb") == error.text("nb")
