"""What investors get: the plots that parks offer, without people, power, the park's own notes or closed layers."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from actions.exports.export import Offered, export, export_data
from exchange import sharing
from exchange.columns import columns
from landuse.words.errors import LanduseError
from layers.registry import all_layers
from parks.park import Park
from tests.exchange.conftest import ON, PARK_ID


def test_only_offered_units_with_what_the_park_says_of_them(park: Park, offered: Offered) -> None:
    data = export_data([park], {PARK_ID: ON}, "nb", offered)
    assert set(data.rows["unit_id"]) == set(offered.rows["unit_id"])
    first = data.rows.set_index("unit_id").loc[offered.rows["unit_id"].iloc[0]]
    assert (first["offered_price"], first["offered_height"]) == (450.0, 18)
    assert first["offered_unmet_conditions"] == "Gang- og sykkelvei; Støyvoll"
    assert first["offered_quay"] == "felles"
    assert first["offered_description"] == "=Flat tomt"  # the plot's row, not the building's
    assert data.names[-1] == "mark" and "offered_rail" not in data.names and data.figures == ()


@pytest.mark.parametrize("ending", ["geojson", "csv", "html"])
def test_no_people_no_power_no_notes(park: Park, offered: Offered, tmp_path: Path, ending: str) -> None:
    told = export([PARK_ID], ON, tmp_path / f"public.{ending}", published=offered)
    text = (tmp_path / f"public.{ending}").read_text(encoding="utf-8")
    assert told.count == 3 and len(told.left_out) >= 3
    for secret in ("Nordmann", "power_mw", "offered_power", "set_reason", "rule_id", "Parkselskapet"):
        assert secret not in text
    assert not any(f'"{column.name}"' in text for column in columns() if not column.published)


def test_a_layer_that_may_not_be_shared_closes_its_columns(park: Park, offered: Offered) -> None:
    own = {name: said | {"origin": "own"} for name, said in park.layers.items()}
    data = export_data([replace(park, layers=own)], {PARK_ID: ON}, "nb", offered)
    assert not any(name.startswith("nature_") for name in data.names) and "bound_m2" not in data.names
    assert any("AR5" in sentence and "Skog" in sentence for sentence in data.about["left_out"])
    assert "land_resource" not in data.about["parks"][0]["layers"]


def test_what_park_toml_says_of_sharing_wins(park: Park) -> None:
    shut = park.layers | {"zoning": park.layers["zoning"] | {"shareable": False}}
    assert "zoning" in sharing.closed_layers(replace(park, layers=shut))
    assert sharing.closed_layers(park) == {"power", "records"} | {name for name in sharing.closed_layers(park) if name not in park.layers}


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "parquet", "xlsx", "csv", "html"])
def test_nothing_offered_is_a_file_too(park: Park, offered: Offered, tmp_path: Path, ending: str) -> None:
    nothing = Offered(offered.rows.iloc[:0], offered.fields)
    assert export([PARK_ID], ON, tmp_path / f"none.{ending}", published=nothing).count == 0
    assert (tmp_path / f"none.{ending}").stat().st_size


def test_the_file_says_that_it_is_for_investors(park: Park, offered: Offered, tmp_path: Path) -> None:
    export([PARK_ID], ON, tmp_path / "public.geojson", "en", offered)
    about = json.loads((tmp_path / "public.geojson").read_text(encoding="utf-8"))["parkareal"]
    assert about["published"] and about["title"].startswith("Vacant plots") and about["mark"].startswith("EXAMPLE")
    assert any("power" in sentence for sentence in about["left_out"])


def test_a_printed_map_of_all_is_not_for_investors(park: Park, offered: Offered, tmp_path: Path) -> None:
    with pytest.raises(LanduseError) as told:
        export([PARK_ID], ON, tmp_path / "map.pdf", published=offered)
    assert told.value.code == "print_not_public"


def test_units_that_are_gone_are_left_out(park: Park, offered: Offered) -> None:
    gone = pd.concat([offered.rows, offered.rows.iloc[:1].assign(unit_id="verdal-0000000000")])
    assert len(export_data([park], {PARK_ID: ON}, "nb", Offered(gone, offered.fields)).rows) == 3


@pytest.mark.parametrize("leaving", ["geometry", "picture", "figure"])
def test_shapes_pictures_and_figures_are_closed_apart(park: Park, monkeypatch: pytest.MonkeyPatch, leaving: str) -> None:
    own = replace(park, layers={name: said | {"origin": "own"} for name, said in park.layers.items()})
    flood = replace(all_layers()["flood"], leaves=tuple(name for name in ("geometry", "picture", "figure") if name != leaving))
    monkeypatch.setattr(sharing, "all_layers", lambda: all_layers() | {"flood": flood})
    closed = {name for name in ("geometry", "picture", "figure") if "flood" in sharing.closed_layers(own, name)}
    assert closed == {leaving} and "power" in sharing.closed_layers(own, leaving)
