"""A list that says where its rows lie is read by its shapes, or told so with a way on; one that states facts is a list all the same."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from door.answers import Asked
from door.intake import take_in
from door.open import guarded_copy
from landuse.words import messages
from landuse.words.errors import LanduseError

_AREA = "POLYGON ((620000 7076000, 620100 7076000, 620100 7076100, 620000 7076000))"


def _take(folder: Path, park: object, words: str, layer_id: str | None) -> object:
    path = folder / "tomter.csv"
    path.write_text(words, encoding="utf-8")
    with guarded_copy(path) as file:
        return take_in(file, park, Asked(layer_id))


@pytest.mark.parametrize("layer_id", [None, "plots", "parcels"])
@pytest.mark.parametrize(
    ("words", "columns"),
    [
        ("plot_id;the_geom\nT1;0103000020E8640000\n", "the_geom"),
        ("navn;x;y\nT1;620000;7076000\n", "x, y"),
        ("navn;Øst;Nord\nT1;620000;7076000\n", "Øst, Nord"),
        ("name,Longitude,Latitude\nT1,11.4,63.8\n", "Longitude, Latitude"),
    ],
)
def test_where_rows_lie_is_said_with_a_way_on(make_park, tmp_path, words, columns, layer_id):
    with pytest.raises(LanduseError) as error:
        _take(tmp_path, make_park(), words, layer_id)
    assert (error.value.code, error.value.values["columns"]) == ("list_of_shapes", columns)
    for lang in messages.LANGS:
        said = error.value.text(lang)
        assert columns in said and "GeoPackage" in said and "--" not in said


def test_shapes_in_a_column_are_read_as_shapes(make_park, tmp_path):
    rows = f'plot_id;navn;omriss\nT1;Kai;"SRID=25832;{_AREA}"\nT2;Lager;"POLYGON((oops"\nT3;Uten;\n'
    found = _take(tmp_path, make_park(), rows, None)
    assert (found.layer_id, found.rows, found.kept["plot_id"].tolist()) == ("plots", 3, ["T1"])
    assert found.set_aside[["row", "reason"]].to_numpy().tolist() == [[3, "geometry_unreadable"], [4, "no_geometry"]]
    assert found.balance.area_m2 == pytest.approx(5_000) and found.value_balance.read == found.value_balance.written


def test_shapes_as_text_name_their_system_or_are_asked_about(make_park, tmp_path):
    area = gpd.GeoSeries([shapely.from_wkt(_AREA)], crs=25832).to_crs(25833).iloc[0]
    found = _take(tmp_path, make_park(), f'plot_id,WKT\nT1,"SRID=25833;{area.wkt}"\n', "plots")
    assert found.crs_read == "EPSG:25833" and found.kept.geometry.iloc[0].centroid.x == pytest.approx(620_066, abs=2)
    with pytest.raises(LanduseError) as error:
        _take(tmp_path, make_park("to"), f'plot_id,WKT\nT1,"{_AREA}"\n', "plots")
    assert error.value.code == "file_crs_none" and "25832" in error.value.text("nb")


def test_a_list_that_states_facts_is_a_list_unless_it_is_said_to_be_a_map(make_park, tmp_path):
    words = f'Tomt;Status;WKT\nT1;Ledig;"SRID=25832;{_AREA}"\n'
    assert _take(tmp_path, make_park(), words, None).layer_id == "records"
    assert len(_take(tmp_path, make_park("to"), words, "plots").kept) == 1


def test_a_list_with_keys_and_facts_is_read_beside_its_coordinates(make_park, tmp_path):
    found = _take(tmp_path, make_park(), "Tomt;Status;x;y\nT1;Ledig;620000;7076000\n", None)
    assert found.layer_id == "records" and found.kept["kind"].tolist() == ["offered"]
    assert [one.before for one in found.findings if one.issue == "done_columns_unread"] == ["x, y"]


def test_a_list_of_another_kind_is_asked_about_as_before(make_park, tmp_path):
    with pytest.raises(LanduseError) as error:
        _take(tmp_path, make_park(), "Navn;Farge\nA;rød\nB;blå\n", None)
    assert error.value.code == "list_unclear"
