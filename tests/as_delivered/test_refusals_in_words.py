"""What a refusal or a report says of layers and columns is what people call them; of one kind the first few are told, and how many."""

import ast
import re
from collections.abc import Iterator
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
from layers.registry import all_layers, layers_named, named, named_all
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


_ROOMS = ("actions", "bulk", "commands", "door", "exchange", "fetch", "landuse", "layers", "parks", "people", "register", "views")
_WITHOUT_TITLE = {  # why a layer is said as it was given
    "unknown_layer": "there is none of that name",
    "layer_unclear": "no layer is said yet",
    "ground_counted_twice": "its room knows no titles: `layers_named` gives it one on the way out",
    "by_unknown": "the layers of an overlay are files of any kind",
}


def _layers_said() -> Iterator[tuple[str, str, ast.expr]]:
    """Every place where a refusal is made of a layer: the file, the refusal's code and what is said of the layer."""
    root = Path(__file__).parent.parent.parent
    for path in (path for room in _ROOMS for path in (root / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "LanduseError" and isinstance(node.args[0], ast.Constant):
                yield from ((str(path), node.args[0].value, one.value) for one in node.keywords if one.arg in ("layer", "layers"))


def _is_said(value: ast.expr) -> bool:
    """Whether a value is a layer's title: `named(…)`, `named_all(…)`, a choice between one and a dash."""
    if isinstance(value, ast.IfExp):
        return _is_said(value.body) and _is_said(value.orelse)
    called = getattr(value, "func", None)
    return isinstance(value, ast.Constant) or getattr(called, "id", getattr(called, "attr", "")) in ("named", "named_all", "_said")


def test_every_refusal_says_a_layer_by_its_title():
    told = list(_layers_said())
    assert len(told) > 20 and {code for _, code, _ in told} >= {"source_missing", "layer_unreadable", "table_unwritten"}
    raw = {(path, code) for path, code, value in told if code not in _WITHOUT_TITLE and not _is_said(value)}
    assert raw == set()


def test_a_refusal_of_a_room_without_titles_has_one_on_its_way_out():
    with pytest.raises(LanduseError) as error, layers_named():
        raise LanduseError("ground_counted_twice", layer="land_resource", unit="T1", excess_m2=5.0)
    assert error.value.text("nb").startswith(f"{all_layers()['land_resource'].title_nb}: ")
    with pytest.raises(LanduseError) as other, layers_named():
        raise LanduseError("ground_counted_twice", layer="noe annet", unit="T1", excess_m2=5.0)
    assert other.value.values["layer"] == "noe annet"
    assert named("land_cover_2020").titles["nb"] == f"{all_layers()['land_cover'].title_nb} 2020"
    assert "Arealplan (zoning)" in named_all(["zoning", "plots"]).titles["nb"]
