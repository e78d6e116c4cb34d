"""What is wrong with a shape is said in the language of the sentence, and a layer and its columns by what people call them."""

import pickle

import pytest
import shapely

from landuse.quality.faults import fault_word
from landuse.quality.findings import Finding, column_name
from landuse.words import messages
from landuse.words.errors import LanduseError
from layers.registry import all_layers, named

INVALID = {
    "crosses_itself": "POLYGON ((0 0, 9 9, 9 0, 0 9, 0 0))",
    "hole_outside": "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (20 20, 30 20, 30 30, 20 30, 20 20))",
    "holes_nested": "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 8, 1 1), (2 2, 3 2, 3 3, 2 3, 2 2))",
    "shells_nested": "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((2 2, 3 2, 3 3, 2 3, 2 2)))",
}


@pytest.mark.parametrize(("word", "shape"), INVALID.items(), ids=INVALID)
def test_what_geos_says_of_a_shape(word, shape):
    said = shapely.is_valid_reason(shapely.from_wkt(shape)).partition("[")[0]
    assert fault_word(said) == f"fault.{word}" and messages.has(f"fault.{word}")


def test_a_sentence_that_geos_never_said_is_invalid():
    assert fault_word("Something new") == "fault.invalid"


def test_a_layer_is_said_by_its_title_and_compares_by_its_id():
    error = pickle.loads(pickle.dumps(LanduseError("file_without_geometry", file="x.csv", layer=named("plots"))))
    assert error.values["layer"] == "plots"
    assert "«Tomter»" in error.text("nb") and "plots" not in error.text("nb") and "Plots" in error.text("en")


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_every_column_of_every_layer_has_a_name_that_people_use(lang):
    for layer_id, declared in all_layers().items():
        for column in declared.columns:
            assert column_name(column.name, lang) != column.name, f"{layer_id}: column.{column.name}"


def test_sentences_have_names_and_remedies_what_the_command_line_takes():
    found = Finding("missing_columns", before="change_number, floor_m2", count=2)
    assert "Endringsløpenummer, Bruksareal (BRA)" in found.text("nb") and "floor_m2" not in found.text("nb")
    assert "change_number, floor_m2" in found.remedy("nb")
