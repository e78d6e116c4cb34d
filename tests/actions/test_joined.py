"""A park manager's list changes what is seen: joined by plot, property number or building number, and told where it joins nothing."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from actions.imports.import_files import import_file
from actions.progress.status import status
from landuse.quality.findings import Finding
from landuse.words import messages
from parks.park import read_park
from parks.read import read_layer
from tests.squares import buildings, frame, parcels, perimeter, plots, rect, zoning

HALLS = {
    "perimeter": perimeter(rect(0, 0, 200)),
    "plots": plots(("T 1", rect(0, 0)), ("T2", rect(100, 0))),
    "parcels": parcels(("a-uuid", rect(0, 0)), ("b-uuid", rect(100, 0))),
    "zoning": zoning({"geometry": rect(0, 0, 200)}),
    "buildings": buildings(
        {"building_id": "300123456", "floor_m2": 1_000, "geometry": rect(10, 10, 50, 40)},
        {"building_id": "300123457", "floor_m2": 3_000, "geometry": rect(110, 10, 50, 60)},
    ),
}


@pytest.fixture
def seen(make_park: Callable, tmp_path: Path) -> Callable[..., tuple[dict, dict[str, list[Finding]]]]:
    """Imports a list, written as lines of CSV, into a park of two halls; its figures then, and the findings by their kind."""

    def make(*lines: str, **frames: object) -> tuple[dict, dict[str, list[Finding]]]:
        make_park(**(HALLS | frames))
        (tmp_path / "liste.csv").write_text("\n".join(lines), encoding="utf-8")
        made = import_file("prove", tmp_path / "liste.csv", "records")
        told: dict[str, list[Finding]] = {}
        for finding in made.findings:
            told.setdefault(finding.issue, []).append(finding)
            assert all("{" not in finding.text(lang) + finding.remedy(lang) for lang in messages.LANGS)
        return status(["prove"]).as_json()["parks"][0], told

    return make


def test_vacant_floor_of_a_building_moves_the_building_rate(seen: Callable) -> None:
    before, _ = seen("Bygningsnummer;Ledig areal m2", "300123456;0")
    row, told = seen("Bygningsnummer;Ledig areal m2", "300 123 456;250")
    assert (before["vacant_building_m2"], row["vacant_building_m2"], row["building_stock_m2"]) == (0, 250, 4_000)
    assert row["building_utilisation_pct"] == pytest.approx(100 * 3_750 / 4_000, abs=0.06)
    assert [one.before for one in told["records_joined"]] == [1] and "record_unmatched" not in told
    assert (told["joined_as"][0].before, told["joined_as"][0].after) == ("300 123 456", "300123456")


def test_a_plot_said_to_be_vacant_is_vacant_however_its_name_is_written(seen: Callable) -> None:
    row, told = seen("Tomt;Status", "t1;Utleid", "T2;Ledig", buildings=frame("buildings"))
    assert row["land_utilisation_pct"] == 50.0 and "record_unmatched" not in told
    assert read_layer(read_park("prove"), "records")["about"].tolist() == ["T 1", "T2"]


@pytest.mark.parametrize("name", ["1/2", "5038-1/2", "5038-1/2/0/0", "5038 1/2", "b-uuid", "B-UUID"])
def test_a_property_is_found_by_its_number_however_it_is_written(name: str, seen: Callable) -> None:
    row, told = seen("Matrikkelnummer;Status", f"{name};Ledig", "1/1;Utleid", plots=frame("plots"), buildings=frame("buildings"))
    assert row["land_utilisation_pct"] == 50.0 and "record_unmatched" not in told and told["records_joined"][0].before == 2


def test_a_number_that_the_park_does_not_have_is_named(seen: Callable) -> None:
    row, told = seen("Bygningsnummer;Ledig areal", "300123456;100", "399999999;900", "5038-1/1;50")
    assert row["vacant_building_m2"] == 100
    assert [(one.row, one.before) for one in told["record_unmatched"]] == [(3, "399999999"), (4, "5038-1/1")]
    assert (told["records_joined"][0].before, told["records_joined"][0].after) == (1, 3)


def test_two_names_that_are_the_same_but_for_their_case_are_not_mixed_up(seen: Callable) -> None:
    two = plots(("T1", rect(0, 0)), ("t1", rect(100, 0)))
    _, told = seen("Tomt;Status", "T1;Ledig", "t 1;Utleid", plots=two)
    assert [one.before for one in told["record_unmatched"]] == ["t 1"]
    assert read_layer(read_park("prove"), "records")["about"].tolist() == ["T1", "t 1"]


def test_records_without_their_layer_wait_for_it(make_park: Callable, tmp_path: Path) -> None:
    make_park(perimeter=HALLS["perimeter"], plots=HALLS["plots"])
    (tmp_path / "liste.csv").write_text("Bygningsnummer;Ledig areal\n300123456;100", encoding="utf-8")
    told = {one.issue: one for one in import_file("prove", tmp_path / "liste.csv", "records").findings}
    assert told["nothing_to_join"].before == 1 and not {"record_unmatched", "records_joined"} & set(told)


def test_a_status_of_a_building_and_a_sum_that_is_none_are_said_to_change_nothing(seen: Callable) -> None:
    row, told = seen("Bygningsnummer;Status;Ledig areal m2", "300123456;Ledig;ca. halvparten", "300123457;Utleid;40")
    assert row["vacant_building_m2"] == 40
    assert sorted(one.before for one in told["building_status"]) == ["Ledig", "Utleid"]
    assert [one.before for one in told["record_no_number"]] == ["ca. halvparten"]


def test_the_last_number_counts_and_words_after_it_do_not_hide_it(seen: Callable) -> None:
    row, _ = seen("Bygningsnummer;Ledig areal m2;Opplyst dato", "300123456;250;2025-01-01", "300123456;vet ikke;2026-01-01")
    assert row["vacant_building_m2"] == 250
    assert pd.notna(row["building_utilisation_pct"])
