"""Several kinds of geometry in one row: the layer's own are read, the others named, and the areas add up."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from door.answers import Asked
from door.geometry.collections import own_parts
from door.geometry.conserve import area_by_corners_m2
from door.intake import take_in
from door.open import guarded_copy
from tests.corpus.case import EAST, NORTH, frame, save, square

POINT, LINE = shapely.Point(EAST, NORTH), shapely.LineString([(EAST, NORTH), (EAST + 5, NORTH)])


def collection(*parts: shapely.Geometry) -> shapely.GeometryCollection:
    return shapely.GeometryCollection(list(parts))


@pytest.mark.parametrize("ending", ["gpkg", "fgb"])
def test_areas_among_other_things_are_read(tmp_path, make_park, ending):
    rows = frame(collection(square(0), POINT, LINE), square(2), collection(square(3), collection(square(5), POINT)))
    with guarded_copy(save(rows, tmp_path / f"tomter.{ending}", geometry_type="Unknown")) as file:
        found = take_in(file, make_park(), Asked("plots"))
    (said,) = [one for one in found.findings if one.issue == "collection_parts"]
    assert found.kept.geometry.area.round(3).tolist() == [10_000.0, 10_000.0, 20_000.0]
    assert (said.row, said.count) == (1, 2) and found.balance.area_m2 == pytest.approx(40_000) == found.balance.kept_m2


def test_rows_without_a_part_of_the_layers_kind_are_set_aside(tmp_path, make_park):
    with guarded_copy(save(frame(square(0), collection(POINT, LINE)), tmp_path / "tomter.gpkg", geometry_type="Unknown")) as file:
        found = take_in(file, make_park(), Asked("plots"))
    assert found.set_aside["reason"].tolist() == ["wrong_geometry_type"] and len(found.kept) == 1


def test_which_parts_are_a_layers_own():
    given = np.array([collection(LINE, square()), collection(POINT, LINE), collection(POINT), collection(), square(), None], dtype=object)
    areas, done = own_parts(given, 2, points=False)
    assert done.tolist() == [True, *[False] * 5] and areas[0].equals(square()) and areas[1] is given[1]
    assert [shape.geom_type for shape in own_parts(given, 2, points=True)[0][:3]] == ["Polygon", "Point", "Point"]
    assert own_parts(given, 1, points=False)[1].tolist() == [True, True, *[False] * 4]


def test_the_area_of_a_collection_is_counted_however_deep_it_lies():
    nested = collection(collection(collection(shapely.MultiPolygon([square(0), square(2)]))))
    assert area_by_corners_m2(gpd.GeoSeries([nested], crs=25832), gpd.GeoSeries(crs=25832).crs, 25832) == pytest.approx(20_000)
