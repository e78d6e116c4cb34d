"""What a file is, by its shapes too: no points are parcels, no areas are tracks, whatever their columns are called."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely

from door.answers import NOTHING, Asked
from door.guesses import _OF_TYPE, guess, of_other_shapes
from door.intake import take_in
from door.open import guarded_copy
from door.tables import Table
from landuse.words import messages
from landuse.words.errors import LanduseError
from layers.registry import all_layers
from parks.shape_column import column_of
from tests.door.test_import import EAST, NORTH, saved

_NUMBERS = {"kommunenummer": ["5038"] * 2, "gardsnummer": [140, 140], "bruksnummer": [1, 2], "teigid": ["a", "b"]}
_ADDRESS = {**_NUMBERS, "adressenavn": ["Ørinvegen", "Ørinvegen"], "nummer": [1, 3], "postnummer": ["7650"] * 2}
_AREAS = [shapely.box(EAST + 100 * at, NORTH, EAST + 100 * at + 90, NORTH + 90) for at in range(2)]


def _file(folder: Path, shapes: list, name: str = "utklipp.gpkg", **columns: list) -> Path:
    return saved(gpd.GeoDataFrame(columns, geometry=shapes, crs=25832), folder / name)


def _taken(path: Path, park: object, asked: Asked = NOTHING) -> str:
    with guarded_copy(path) as file:
        return take_in(file, park, asked).layer_id


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("name", ["utklipp.gpkg", "adresse.geojson"])
def test_addresses_are_no_parcels(make_park, tmp_path, name, several):
    points = [shapely.MultiPoint([area.centroid]) if several else area.centroid for area in _AREAS]
    with pytest.raises(LanduseError) as error:
        _taken(_file(tmp_path, points, name, **_ADDRESS), make_park())
    assert error.value.code == "shape_of_no_layer" and error.value.values["layer"] == "parcels"
    said = {lang: error.value.text(lang) for lang in messages.LANGS}
    assert "Matrikkelteiger" in said["nb"] and "Cadastral parcels" in said["en"] and not any("--" in words for words in said.values())


def test_the_same_columns_on_areas_are_parcels(make_park, tmp_path):
    assert _taken(_file(tmp_path, _AREAS, **_ADDRESS), make_park()) == "parcels"


def test_points_of_buildings_with_the_numbers_of_their_property_are_buildings(make_park, tmp_path):
    points = [area.centroid for area in _AREAS]
    assert _taken(_file(tmp_path, points, **_NUMBERS, bygningsnummer=["30000100", "30000101"]), make_park()) == "buildings"


@pytest.mark.parametrize("kind", range(len(_OF_TYPE)))
def test_a_guess_is_always_a_layer_that_takes_the_shapes(kind):
    """Of every layer's own columns, with shapes of every kind."""
    shape = shapely.transform(_OF_TYPE[kind], lambda at: at * 50 + (EAST, NORTH))
    shapes = column_of(np.array([shape], dtype=object), pyproj.CRS(25832))
    for layer_id, declared in all_layers().items():
        plain = pd.DataFrame({(column.aliases or (column.name,))[0]: ["1"] for column in declared.columns})
        table = Table("utklipp", plain, shapes, rows=1, has_geometry=True, unreadable=pd.Series([False]))
        found, by_shape = guess(table), of_other_shapes(table)
        assert found is None or found.layer_id not in by_shape, layer_id
        assert ("parcels" in by_shape) == ("Point" in shape.geom_type or "Line" in shape.geom_type)
