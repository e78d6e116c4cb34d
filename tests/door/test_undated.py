"""Rows of the ground that say no day: they hold from their file's day, or from one that a person states with what it rests on."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from actions.drop import staged_drop
from actions.imports import extents
from actions.imports.import_files import import_file
from actions.imports.row_days import always_rows, with_days
from commands.main import app as commands
from door.answers import Asked
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import read_park
from parks.read import read_layer
from parks.rows import Rows
from tests import squares
from tests.actions.conftest import write_park
from tests.door.test_extents import bygg
from tests.door.test_import import plots, saved, square
from tests.squares import perimeter, rect, zoning

FILE, STATED, TODAY = date(2025, 5, 1), date(2019, 3, 1), date(2026, 6, 30)
BASIS = {"holds_from": "2019-03-01", "basis": "Kartlagt 2019"}


def since(layer_id: str, park: str = "prove") -> list[str | None]:
    """From which day each row of a layer holds."""
    days = read_layer(read_park(park), layer_id)["valid_from"]
    return [None if pd.isna(day) else day.date().isoformat() for day in days]


def source(layer_id: str) -> object:
    return read_park("prove").sources[layer_id][0]


def test_rows_without_a_day_hold_from_the_day_of_their_file(make_park: object, tmp_path: Path) -> None:
    make_park()
    report = import_file("prove", bygg(tmp_path, "bygg.gpkg", 2), "buildings", dated=FILE)
    park = read_park("prove")
    assert since("buildings") == ["2025-05-01"] * 2 and (report.undated, report.rows_from, report.rows_basis) == (2, FILE, None)
    assert (source("buildings").undated, source("buildings").rows_from) == (2, FILE)
    assert read_layer(park, "buildings", date(2024, 1, 1)).empty and len(read_layer(park, "buildings", FILE)) == 2


def test_a_person_states_another_day_with_what_it_rests_on(make_park: object, tmp_path: Path) -> None:
    make_park()
    path = bygg(tmp_path, "bygg.gpkg", 2, gyldig_fra=["2022-02-02", None])
    report = import_file("prove", path, "buildings", dated=FILE, asked=Asked(**BASIS))
    assert since("buildings") == ["2022-02-02", "2019-03-01"] and (report.undated, report.rows_basis) == (1, "Kartlagt 2019")
    kept = source("buildings")
    assert (kept.undated, kept.rows_from, kept.rows_basis) == (1, STATED, "Kartlagt 2019")
    told = [one for one in extents.covered(read_park("prove"), "nb") if one.layer_id == "buildings"]
    assert "Kartlagt 2019" in told[0].days and "1. mars 2019" in told[0].days


@pytest.mark.parametrize("said", [{"holds_from": "2019-03-01"}, {"basis": "Kartlagt"}])
def test_a_day_is_not_taken_without_its_basis(said: dict, make_park: object, tmp_path: Path) -> None:
    make_park()
    with pytest.raises(LanduseError) as refused:
        import_file("prove", bygg(tmp_path, "bygg.gpkg"), "buildings", asked=Asked(**said))
    assert refused.value.code == "from_without_basis"


def test_a_day_that_is_stated_for_a_file_in_use_is_carried_out(make_park: object, tmp_path: Path) -> None:
    make_park()
    path = bygg(tmp_path, "bygg.gpkg", 2)
    import_file("prove", path, "buildings", dated=FILE)
    assert import_file("prove", path, "buildings", asked=Asked(**BASIS)).changed
    assert since("buildings") == ["2019-03-01"] * 2 and source("buildings").rows_basis == "Kartlagt 2019"
    assert not import_file("prove", path, "buildings", asked=Asked(**BASIS)).changed


def test_what_is_no_day_is_not_told_that_another_word_would_do(make_park: object, tmp_path: Path) -> None:
    make_park()
    with pytest.raises(LanduseError) as refused:
        import_file("prove", bygg(tmp_path, "bygg.gpkg"), "buildings", asked=Asked(holds_from="baseline", basis="Kartlagt"))
    assert refused.value.code == "day_unreadable" and all("2024-01-01" in refused.value.text(lang) for lang in messages.LANGS)
    assert not any("baseline." in refused.value.text(lang) for lang in messages.LANGS)


def test_a_newer_file_keeps_the_days_of_the_rows_that_were_there(make_park: object, tmp_path: Path) -> None:
    make_park()
    path = bygg(tmp_path, "bygg.gpkg", 2)
    import_file("prove", path, "buildings", dated=FILE, asked=Asked(**BASIS))
    again = import_file("prove", path, "buildings", dated=date(2026, 1, 1))
    assert not again.changed and since("buildings") == ["2019-03-01"] * 2
    newer = import_file("prove", bygg(tmp_path, "bygg.gpkg", 3), "buildings", dated=date(2026, 2, 1), asked=Asked(replaces=["5038"]))
    assert since("buildings") == ["2019-03-01", "2019-03-01", "2026-02-01"] and newer.undated == 1


def test_what_was_taken_in_before_goes_on_holding_always_and_it_is_told(data_root: Path, tmp_path: Path) -> None:
    """The finding "undated_before": of a source of before, whose rows a newer file does not date either."""
    park = write_park(data_root, example=False, plots=squares.plots(("T1", rect(0, 0)), ("T2", rect(100, 0))))
    words = park.settings_path.read_text(encoding="utf-8")
    park.settings_path.write_text(words.replace('origin = "example"', 'origin = "own"'), encoding="utf-8")
    park = read_park("prove")
    assert since("plots") == [None, None] and always_rows(park, "plots", park.sources["plots"][0]) == 2
    found = {one.layer_id: one for one in extents.covered(park, "en")}
    assert found["plots"].finding.issue == "undated_before" and "every day" in found["plots"].days
    saved(plots(square(0), square(2), square(4)), tmp_path / "tomter.gpkg")
    import_file("prove", tmp_path / "tomter.gpkg", "plots", dated=FILE)
    assert since("plots") == [None, None, "2025-05-01"]
    told = json.loads(CliRunner().invoke(commands, ["covers", "prove", "--json"], catch_exceptions=False).stdout)
    row = next(one for one in told if one["layer"] == "plots")
    assert (row["finding"], row["undated"], row["rows_from"]) == ("undated_before", 1, "2025-05-01")


@pytest.mark.parametrize(
    ("layer_id", "columns", "day"),
    [
        ("perimeter", {"adopted_on": "2023-02-02"}, "2023-02-02"),  # it holds from its adoption
        ("perimeter", {}, "2025-05-01"),
        ("zoning", {"plan_date": "2015-01-01"}, None),  # its own day is asked where it is used
        ("zoning", {"plan_date": None}, "2025-05-01"),
    ],
)
def test_a_day_of_its_own_kind_goes_before_the_files(layer_id: str, columns: dict, day: str | None) -> None:
    frame = perimeter(rect(0, 0)) if layer_id == "perimeter" else zoning({"geometry": rect(0, 0)})
    frame = frame.assign(**{name: pd.Timestamp(value) if value else pd.NaT for name, value in columns.items()})
    dated = with_days(Rows.of(frame), layer_id, FILE, TODAY).rows.columns["valid_from"]
    assert [None if pd.isna(one) else one.date().isoformat() for one in dated] == [day]


def test_nothing_holds_from_after_the_parks_today_or_after_its_own_end() -> None:
    frame = plots(square(0), square(2)).assign(valid_from=pd.NaT, valid_to=[pd.Timestamp("2020-01-01"), pd.NaT])
    made = with_days(Rows.of(frame), "plots", date(2026, 11, 30), TODAY)
    assert made.rows.columns["valid_from"].isna().tolist() == [True, False] and made.since == TODAY and made.undated == 1


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_command_takes_a_day_and_says_it(make_park: object, tmp_path: Path, lang: str) -> None:
    make_park()
    path = bygg(tmp_path, "bygg.gpkg", 2)
    words = ["import", "prove", str(path), "--layer", "buildings", "--lang", lang]
    with pytest.raises(LanduseError) as refused:
        CliRunner().invoke(commands, [*words, "--from", "2019-03-01"], catch_exceptions=False)
    assert refused.value.code == "from_without_basis"
    done = CliRunner().invoke(commands, [*words, "--from", "2019-03-01", "--basis", "Kartlagt 2019"], catch_exceptions=False)
    assert done.exit_code == 0 and "Kartlagt 2019" in done.output and since("buildings") == ["2019-03-01"] * 2


def test_a_drop_is_asked_once_for_all_its_files(make_park: object, tmp_path: Path) -> None:
    make_park()
    path = bygg(tmp_path, "bygg.gpkg", 2)
    seen = staged_drop.stage("prove", [path])
    asked = {one["kind"]: one["must"] for one in seen.told["questions"]}
    assert asked["from"] is False and asked["basis"] is False
    half = staged_drop.answer("prove", seen.token, {"park": {"from": "2019-03-01"}})
    assert {one["kind"]: one["must"] for one in half.told["questions"]}["basis"] is True and half.unclear
    whole = staged_drop.answer("prove", half.token, {"park": {"from": "2019-03-01", "basis": "Kartlagt 2019"}})
    assert not {"from", "basis"} & {one["kind"] for one in whole.told["questions"]}
    staged_drop.take("prove", whole.token)
    assert since("buildings") == ["2019-03-01"] * 2 and source("buildings").rows_basis == "Kartlagt 2019"
