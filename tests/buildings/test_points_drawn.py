"""Building points on maps: a small mark, on paper and on screen, beside the outlines."""

import gzip
import json
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from actions.imports.import_files import import_file
from actions.map import map_data
from exchange import _drawing, html_map
from layers import looks
from tests.buildings.test_points_at_the_door import PLACES, points
from tests.door.test_import import saved, square

_ON = date(2026, 6, 30)


def test_a_point_is_a_small_mark_on_paper() -> None:
    sheet = _drawing.Sheet(0.0, 0.0, 100.0, 80.0, 1_000)
    style = looks.look("buildings").style
    shapes = gpd.GeoSeries([shapely.box(10, 10, 20, 20), shapely.Point(50, 30), shapely.Point(500, 30)])
    svg = _drawing.shapes_svg(sheet, shapes, [style] * 3)
    assert (svg.count("<path"), svg.count("<circle")) == (1, 1)  # the third is not on the sheet
    assert f'<circle cx="50.00" cy="50.00" r="0.7" fill="{style["fill"]}"' in svg
    assert "NaN" not in svg and 'd=""' not in svg


def test_a_point_is_on_the_map_in_its_place(tmp_path: Path, make_park) -> None:
    """As the screen takes it, as GeoJSON, and in the map that opens by itself."""
    park = make_park()
    rows = pd.concat([points(square(4), first=40_000_000), points(*map(shapely.Point, PLACES))], ignore_index=True)
    import_file(park.id, saved(gpd.GeoDataFrame(rows), tmp_path / "bygg.gpkg"), "buildings", dated=_ON)
    version = map_data.version(park.id)
    packed = json.loads(gzip.decompress(map_data.layer_shapes(park.id, "buildings", _ON, version)))
    assert packed["dimension"] == [2, 0, 0, 0] and packed["rings"] == [1, 1, 1, 1] and packed["points"] == [5, 1, 1, 1]
    features = json.loads(gzip.decompress(map_data.layer_geojson(park.id, "buildings", _ON, version)))["features"]
    assert [one["geometry"]["type"] for one in features] == ["MultiPolygon", "Point", "Point", "Point"]
    there = gpd.GeoSeries([shapely.Point(one["geometry"]["coordinates"]) for one in features[1:]], crs=4326).to_crs(25832)
    assert [(point.x, point.y) for point in there] == [pytest.approx(place, abs=0.1) for place in PLACES]
    drawn = html_map._collection(rows.geometry.set_crs(25832, allow_override=True), [{"code": None}] * 4)
    assert [one["geometry"]["type"] for one in drawn["features"]] == ["Polygon", "Point", "Point", "Point"]
