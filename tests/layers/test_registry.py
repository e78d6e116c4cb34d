"""Everything that is declared about a layer holds."""

import re
from pathlib import Path

import pandas as pd
import pytest

import layers
from door.answers import Asked
from door.columns import names as column_names
from door.intake import take_in
from door.open import guarded_copy
from door.raster_intake import take_in_raster
from landuse.words import codelists, messages
from landuse.words.errors import LanduseError
from layers.base import Layer
from layers.registry import all_layers, layer
from parks.schema import check
from parks.values import empty_frame
from tests.imports import ROOT

LAYERS = all_layers()
FIXTURES = Path(__file__).parent / "fixtures"
PLACES = {"zoning": (("1840",), 25833), "protected": (("5001", "5028"), 25832)}


def test_a_module_with_a_layer_is_one_whatever_stands_beside_it():
    modules = {path.stem for path in Path(layers.__path__[0]).glob("[a-z]*.py")}
    assert modules - set(LAYERS) == {"base", "registry", "looks"}, "a layer's file without a LAYER"


def test_a_layer_that_is_none_stops_the_start(monkeypatch):
    monkeypatch.setattr("layers.flood.LAYER", "flood")
    with pytest.raises(TypeError, match="layers/flood.py"):
        all_layers.__wrapped__()


def test_unknown_layer_names_the_known_ones():
    with pytest.raises(LanduseError) as error:
        layer("plotts")
    assert "plots" in error.value.text("nb")


@pytest.mark.parametrize("declared", LAYERS.values(), ids=LAYERS)
def test_declaration_is_whole(declared: Layer):
    assert declared.title("nb") and declared.title("en")
    assert declared.source and declared.licence
    names = [column.name for column in declared.columns]
    assert declared.code is None or declared.code in names
    assert all(column.code_list in codelists.names() for column in declared.columns if column.code_list)
    assert set(declared.known_codes) <= set(names)
    if declared.geometry != "raster":
        assert {"valid_from", "valid_to"} <= set(names)


@pytest.mark.parametrize("declared", LAYERS.values(), ids=LAYERS)
def test_every_alias_finds_its_column_and_no_other(declared: Layer):
    claimed = [name for column in declared.columns for name in column_names.names_of(column)]
    assert len(claimed) == len(set(claimed))
    for column in declared.columns:
        for name in (column.name, *column.aliases):
            assert column_names.sources(pd.DataFrame({name.upper(): ["x"]}), declared) == {column.name: name.upper()}


def test_an_object_type_speaks_for_one_layer_only():
    names = [column_names.folded(name) for declared in LAYERS.values() for name in declared.object_types]
    assert len(names) == len(set(names))


def test_restricted_sources_are_not_shareable():
    assert not any(declared.leaves for declared in LAYERS.values() if "FKB" in declared.source or "AR5" in declared.source)
    assert {name for name, declared in LAYERS.items() if declared.secret} == {"power", "records"}


@pytest.mark.parametrize("name", [name for name, declared in LAYERS.items() if declared.geometry != "raster"])
def test_fixture_becomes_a_canonical_frame(name: str, make_park):
    municipalities, epsg = PLACES.get(name, (("5038",), 25832))
    park = make_park(municipalities=municipalities, epsg=epsg)
    with guarded_copy(FIXTURES / f"{name}.geojson") as file:
        found = take_in(file, park, Asked(name))
    assert found.rows == len(found.kept) <= 20
    assert found.unknown_codes == {} and not [one for one in found.findings if one.issue == "unread_value"]
    assert found.set_aside.empty and not found.repairs
    assert found.kept.crs.to_epsg() == epsg
    check(found.kept, name)


@pytest.mark.parametrize("name", [name for name, declared in LAYERS.items() if declared.geometry == "raster"])
def test_raster_fixture_has_known_codes(name: str, make_park):
    with guarded_copy(FIXTURES / f"{name}.tif") as file:
        found = take_in_raster(file, make_park(), name)
    assert (found.cells, found.empty_cells, found.cell_m, found.unknown_codes) == (168, 1, 10.0, {})


@pytest.mark.parametrize("name", [name for name, declared in LAYERS.items() if declared.geometry != "raster"])
def test_empty_frame_is_canonical(name: str):
    check(empty_frame(LAYERS[name], 25832), name)


def test_every_error_of_the_reading_room_has_its_sentence():
    paths = [path for room in ("layers", "parks", "door", "bulk") for path in (ROOT / room).rglob("*.py")]
    used = {code for path in paths for code in re.findall(r'LanduseError\(\s*"(\w+)"', path.read_text(encoding="utf-8"))}
    assert used and not [code for code in used if not messages.has(f"error.{code}")]
