"""What a layer declares rules: everything declared is read, every code is told of, and no layer is named where any would do."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import geopandas as gpd
import pytest

from actions.units.layer_questions import question
from actions.vacant_first.words import layer_words
from landuse.units import explain
from landuse.units.facts import ask_all
from landuse.vacant_first.themes import Theme, ask_themes
from landuse.words import codelists, messages
from layers.base import Drawn, Layer, Style
from layers.registry import all_layers
from tests.imports import ROOMS, ROOT
from tests.squares import EPSG, frame, rect

LAYERS = all_layers()
NAMED = tomllib.loads((Path(__file__).parent / "named.toml").read_text(encoding="utf-8"))
CODED = [name for name, declared in LAYERS.items() if declared.code and ("units" in declared.asked_of or declared.theme)]
_ROWS_AS_DICTS = re.compile(r"""(orient=|to_dict\()["']records["']""")


def _modules() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py") if (ROOT / room).is_dir() else [ROOT / room]:
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(("layers/", "examples/")):
                yield name, path.read_text(encoding="utf-8")


def _named(modules: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Each layer's name that a module outside `layers/` says, and the module."""
    found = set()
    for name, text in modules:
        for node in ast.walk(ast.parse(_ROWS_AS_DICTS.sub(r"\1None", text))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in LAYERS:
                found.add((node.value, name))
    return found


def test_a_layer_is_named_elsewhere_only_where_the_method_is_about_it() -> None:
    roles = {(layer_id, name) for layer_id, role in NAMED.items() if layer_id != "another" for name in role["files"]}
    another = {(word, name) for word, names in NAMED["another"].items() for name in names}
    named = _named(_modules())
    assert named - roles - another == set(), "say it in the layer's own file (layers/base.py), or why not in tests/layers/named.toml"
    assert (roles | another) - named == set(), "no longer named there"
    assert all(role["why"] for layer_id, role in NAMED.items() if layer_id != "another")


def test_a_constant_of_a_layer_is_a_name_too() -> None:
    assert _named([("door/new.py", 'FLOOD = "flood"\nrows.to_dict("records")')]) == {("flood", "door/new.py")}


@pytest.mark.parametrize("kind", [Layer, Drawn, Style])
def test_everything_declared_is_read(kind: type) -> None:
    texts = [text for _, text in _modules()]
    texts += [(ROOT / "layers" / name).read_text(encoding="utf-8") for name in ("base.py", "looks.py", "registry.py")]
    read = {node.attr for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    assert {column.name for column in fields(kind)} - read == set()


@pytest.mark.parametrize("layer_id", CODED)
def test_every_code_is_told_of_a_unit_and_of_a_proposal(layer_id: str) -> None:
    declared, codes = LAYERS[layer_id], _two_codes(LAYERS[layer_id])
    rows = _two_rows(layer_id, codes)
    units = gpd.GeoDataFrame({"area_m2": [10_000.0]}, geometry=[rect(0, 0)], crs=EPSG, index=["a"]).rename_axis("unit_id")
    asked = question(layer_id, rows)
    facts = ask_all(units, [asked])
    assert set(facts["code"]) == {str(code) for code in codes} and set(facts["status"]) == {"HIT"}
    for lang in messages.LANGS:
        labels = [declared.code_label(str(code), lang) for code in codes]
        told = [row["text"] for row in explain.answers(facts, {layer_id: declared}, lang)]
        assert len(told) == 2 and all(any(label in text for text in told) for label in labels)
        row = ask_themes(units, [Theme(declared.theme, asked)])[0]
        words = layer_words(row, lang)["text"]
        assert all(label in words for label in labels)
        if declared.geometry == "polygon":
            assert row["m2"] == pytest.approx(5000, abs=5), "what two codes share counts once"


def test_a_period_of_floods_is_said_in_words() -> None:
    assert LAYERS["flood"].code_label("200", "nb") == "200-årsflom" and LAYERS["flood"].code_label("20", "en") == "20-year flood"


def test_what_binds_land_says_so_itself() -> None:
    flood = question("flood", _two_rows("flood", [20, 200]))
    assert set(flood.effects) == {"clarify"}
    kinds = codelists.table("restriction_kind")["effect"]
    told = question("restrictions", _two_rows("restrictions", [kinds.index[kinds == "bound"][0], kinds.index[kinds == "clarify"][0]]))
    assert list(told.effects) == ["bound", "clarify"]
    assert question("protected", _two_rows("protected", _two_codes(LAYERS["protected"]))).effects is None


def test_no_measure_is_to_two_layers() -> None:
    measures = [measure for declared in LAYERS.values() for measure in declared.nearest]
    assert len(measures) == len(set(measures)) and measures


def test_a_key_has_the_codes_of_its_list() -> None:
    for declared in LAYERS.values():
        codes = declared.drawn.codes if declared.drawn else {}
        assert not codes or declared.listed_in
        assert all(codelists.is_known(declared.listed_in, code) for code in codes)


def _two_codes(declared: Layer) -> list:
    """Two codes that a row may have, worded apart."""
    if declared.listed_in is None:
        return [20, 200]
    return list(codelists.table(declared.listed_in).drop_duplicates("label_nb").drop_duplicates("label_en").index[:2])


def _two_rows(layer_id: str, codes: list) -> gpd.GeoDataFrame:
    """A small row inside a larger one, of two codes."""
    shapes = [rect(0, 0, 20), rect(0, 0, 50)]
    if LAYERS[layer_id].geometry == "line":
        shapes = [shape.boundary for shape in shapes]
    return frame(layer_id, [{LAYERS[layer_id].code: code, "geometry": shape} for code, shape in zip(codes, shapes, strict=True)])
