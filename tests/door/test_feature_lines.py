"""GeoJSON with a feature a line: the same rows and values as the one document, and the line that is wrong by its number."""

import json
from pathlib import Path

import pytest

from door.answers import Asked
from door.intake import take_in
from door.open import guarded_copy
from landuse.words import messages
from landuse.words.errors import LanduseError
from tests.corpus.case import degrees, feature, geojson, text

ROWS = [feature(degrees(n), plot_id=f"T{n}", name=f"Ødegård {n}", net_m2=n + 0.5) for n in range(3)]
LINES = [json.dumps(row, ensure_ascii=False) for row in ROWS]


def _taken(path: Path, park: object) -> tuple:
    with guarded_copy(path) as file:
        found = take_in(file, park, Asked("plots"))
    return found.rows, found.kept.drop(columns="geometry").astype(str).to_dict(), found.kept.geometry.to_wkt().tolist(), found.value_balance


@pytest.mark.parametrize("ending", [".geojson", ".json", ".ndjson", ".geojsonl", ".geojsons"])
def test_lines_are_what_the_document_is(make_park, tmp_path, ending):
    park, words = make_park(), "\ufeff\r\n" + "\r\n\r\n".join(LINES) + "\r\n"
    assert _taken(text(tmp_path / f"tomter{ending}", words), park) == _taken(geojson(tmp_path / "tomter.geojson", ROWS), park)


WHOLE = json.dumps({"type": "FeatureCollection", "features": ROWS})


@pytest.mark.parametrize("words", [LINES[0], json.dumps(ROWS[0], indent=2), f"{WHOLE}\n\n"])
def test_one_document_is_no_lines(make_park, tmp_path, words):
    assert _taken(text(tmp_path / "tomter.ndjson", words), make_park())[0] in (1, 3)


def test_a_system_that_all_lines_name_holds(make_park, tmp_path):
    own = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    lines = "\n".join(json.dumps({**row, "crs": own}) for row in ROWS)
    assert _taken(text(tmp_path / "tomter.ndjson", lines), make_park())[0] == 3
    other = json.dumps({**ROWS[0], "crs": {"type": "name", "properties": {"name": "EPSG:25833"}}})
    with pytest.raises(LanduseError) as error:
        _taken(text(tmp_path / "tomter.ndjson", f"{lines}\n{other}"), make_park("to"))
    assert error.value.code == "file_crs_several"


@pytest.mark.parametrize(
    ("line", "code"),
    [('{"type": "Feature", ', "json_line_damaged"), ('{"type": "Topology"}', "json_line_other"), ("[1]", "json_line_other")],
)
def test_the_wrong_line_is_named(make_park, tmp_path, line, code):
    with pytest.raises(LanduseError) as error:
        _taken(text(tmp_path / "tomter.geojsonl", "\n".join([LINES[0], "", LINES[1], line])), make_park())
    assert (error.value.code, error.value.values["line"]) == (code, 4)
    assert all("4" in error.value.text(lang) for lang in messages.LANGS)
