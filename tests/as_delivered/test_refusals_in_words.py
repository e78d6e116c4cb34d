"""What a refusal or a report says of layers and columns is what people call them; of one kind the first few are told, and how many."""

import re
from pathlib import Path

import geopandas as gpd
import pytest

from actions.imports.import_files import import_file
from actions.imports.report_words import told_lines
from door.answers import Asked
from door.intake import take_in
from door.open import guarded_copy
from landuse.words import messages
from landuse.words.errors import LanduseError
from layers.registry import all_layers
from tests.corpus.case import frame, save, square, text
from views.parts import error_words

_IDS = {key for key in all_layers()} | {column.name for one in all_layers().values() for column in one.columns if "_" in column.name}
_OPTION = re.compile(r"--[a-z]+[^;]*;?")


def _refused(path: Path, park: object, layer_id: str | None) -> LanduseError:
    with guarded_copy(path) as file, pytest.raises(LanduseError) as error:
        take_in(file, park, Asked(layer_id))
    return error.value


def _ids_in(words: str) -> set[str]:
    """Names of the programme's own among the words, those that an option takes left out."""
    return set(re.findall(r"\w+", _OPTION.sub("", words))) & {name for name in _IDS if "_" in name}


def _keyless(folder: Path) -> Path:
    return save(frame(square()).drop(columns="plot_id").assign(x=1), folder / "tomter.gpkg")


def _coded(folder: Path) -> Path:
    rows = gpd.GeoDataFrame({"felt7": ["1340", "1310", "2010", "2041"] * 10}, geometry=[square(at) for at in range(40)], crs=25832)
    return save(rows, folder / "utklipp.gpkg", layer="utklipp")


@pytest.mark.parametrize(
    ("make", "layer_id", "code", "title"),
    [(_keyless, "plots", "column_missing", "Tomter"), (_coded, None, "layer_proposed", "Arealplan")],
)
def test_no_name_of_the_programmes_own_is_in_a_sentence(make_park, tmp_path, make, layer_id, code, title):
    error = _refused(make(tmp_path), make_park(), layer_id)
    assert error.code == code and f"«{title}»" in error.text("nb")
    for lang in messages.LANGS:
        on_page = error_words.sentence(error, lang)
        assert not _ids_in(error.text(lang)) and not _ids_in(on_page) and "--" not in on_page


def test_the_command_line_has_the_names_that_its_options_take(make_park, tmp_path):
    assert "VÅR er plot_id;" in _refused(_keyless(tmp_path), make_park(), "plots").text("nb")
    again = tmp_path / "kode"
    again.mkdir()
    assert "--layer zoning" in _refused(_coded(again), make_park("to"), None).text("nb")


def test_the_head_of_a_report_names_the_layer_by_its_title(make_park, tmp_path):
    made = import_file(make_park().id, save(frame(square()), tmp_path / "tomter.gpkg"), "plots")
    assert "tomter.gpkg → Tomter: " in made.head("nb") and "tomter.gpkg → Plots: " in made.head("en")


def test_what_a_row_names_in_vain_is_said_once_and_a_kind_with_its_number(make_park, tmp_path):
    park = make_park()
    import_file(park.id, save(frame(square()), tmp_path / "tomter.gpkg"), "plots")
    rows = "".join(f"T9{at};Ledig;{at};A{at}\n" for at in range(8))
    made = import_file(park.id, text(tmp_path / "leie.csv", f"Tomt;Status;Antall ansatte;Merknad\n{rows}"), "records")
    lost = [one for one in made.findings if one.issue == "record_unmatched"]
    assert made.kept == 16 and [one.row for one in lost] == list(range(2, 10))
    told = [line for line in told_lines(made, "nb") if "ikke blant parkens" in line or "til av samme slag" in line]
    assert len(told) == 4 and "5 til av samme slag, 8 i alt: Opplysning uten tomt, eiendom eller bygning" in told[-1]
