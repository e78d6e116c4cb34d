"""A list that says where its rows lie is told so, with a way on; one that names plots and facts is read as a list all the same."""

from pathlib import Path

import pytest

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
        (f'plot_id;omriss\nT1;"{_AREA}"\n', "omriss"),
        (f'Navn,WKT\nØst,"SRID=25832;{_AREA}"\n', "WKT"),
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


def test_a_list_with_keys_and_facts_is_read_beside_its_coordinates(make_park, tmp_path):
    found = _take(tmp_path, make_park(), "Tomt;Status;x;y\nT1;Ledig;620000;7076000\n", None)
    assert found.layer_id == "records" and found.kept["kind"].tolist() == ["offered"]
    assert [one.before for one in found.findings if one.issue == "done_columns_unread"] == ["x, y"]


def test_a_list_of_another_kind_is_asked_about_as_before(make_park, tmp_path):
    with pytest.raises(LanduseError) as error:
        _take(tmp_path, make_park(), "Navn;Farge\nA;rød\nB;blå\n", None)
    assert error.value.code == "list_unclear"
