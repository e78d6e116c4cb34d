"""Small files of our own, taken in by their own park: a plan of roads alone, two lists, the grey map, names that are templates."""

from datetime import date
from functools import partial
from html import unescape
from pathlib import Path

import pytest

from actions.exports.export import export
from actions.imports import import_files
from actions.offers.nominate import candidates
from actions.progress.status import status
from actions.units.inventory import inventory
from parks.park import read_park
from parks.read import read_layer
from tests.sinks import readers

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
ON = date(2026, 6, 30)
import_file = partial(import_files.import_file, dated=date(2026, 1, 1))  # rows without a day hold from it


@pytest.fixture
def park(make_park: object) -> str:
    """A park with nothing but its perimeter, as the cases have it."""
    import_file(make_park().id, CASES / "avgrensning.gpkg", "perimeter")
    return "prove"


def test_a_plan_of_roads_alone_has_no_rate_and_nothing_to_offer(park: str) -> None:
    told = import_file(park, CASES / "plan_bare_vei.gpkg")
    assert (told.layer_id, told.rows_in_file, told.kept) == ("zoning", 3, 3)
    row = status([park], ON, "nb").as_json()["parks"][0]
    assert (row["vacant_daa"], row["offerable_daa"], row["land_utilisation_pct"]) == (0, 0, None)
    assert row["total_daa"] == pytest.approx(14.36, rel=1e-2)
    assert not inventory(park, ON)["offerable"].any() and candidates(park, ON) == []


def test_the_second_list_keeps_the_first(make_park: object) -> None:
    park = make_park()
    lists = [import_file(park.id, CASES / name) for name in ("leieliste_gnr_og_bygg.csv", "byggliste.csv")]
    assert [one.layer_id for one in lists] == ["records", "records"] and len(read_park(park.id).sources["records"]) == 2
    kept = read_layer(read_park(park.id), "records")
    assert len(kept) == sum(one.kept for one in lists)
    said = set(kept[["about", "kind", "value"]].itertuples(index=False, name=None))
    assert {("140/1", "offered", "Ledig"), ("30000100", "vacant_floor", "300"), ("30000102", "floor", "1200")} <= said


def test_the_grey_map_is_a_layer_of_its_own(park: str) -> None:
    told = import_file(park, CASES / "gratt_areal.gpkg")
    assert (told.layer_id, told.rows_in_file, told.kept) == ("grey_land", 3, 3)
    kept = read_layer(read_park(park), "grey_land", ON)
    assert sorted(kept["grey_pct"]) == [0.0, 2.0, 61.0] and len(read_layer(read_park(park), "parcels", ON)) == 0


def test_names_that_are_templates_stand_as_they_are_written(park: str, tmp_path: Path) -> None:
    import_file(park, CASES / "tomtenavn_som_mal.gpkg")
    names = {"Tomt {{7*191}}", "{% raw %} Tomt"}
    assert set(read_layer(read_park(park), "plots", ON)["name"]) == names
    for ending in (".html", ".geojson", ".csv", ".xlsx"):
        export([park], ON, tmp_path / f"ut{ending}")
    page = (tmp_path / "ut.html").read_bytes()
    shown = {name for name in names if any(name in unescape(text) for text in readers.in_map_page(page))}
    assert shown == names and "1337" not in " ".join(readers.in_map_page(page))
    assert names <= readers.in_json((tmp_path / "ut.geojson").read_bytes())
    assert names <= readers.in_workbook((tmp_path / "ut.xlsx").read_bytes())


def test_the_park_of_the_cases_finds_what_its_list_names(make_park: object) -> None:
    """The list whose first row Excel made a date of: the others are found among the park's own."""
    make_park()
    for layer_id in ("perimeter", "plots", "parcels", "buildings"):
        told = import_file("prove", CASES / f"park_{layer_id}.gpkg", layer_id)
        assert told.rows_in_file == told.kept > 0, layer_id
    units = inventory("prove", ON)
    assert set(units["plot_id"].dropna()) == {f"T{number}" for number in range(1, 7)}
    told = import_file("prove", CASES / "n41_gnr_became_date.xlsx")
    lost = [one for one in told.findings if one.issue == "record_unmatched"]
    assert "done_key_became_date" in {one.issue for one in told.findings} and len(lost) <= told.kept
