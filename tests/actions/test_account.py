"""The account of whole parks: from their layers, by year, and only what there is data for."""

import inspect
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from actions.progress.nature_account import nature_account, together
from actions.units.inventory import inventory
from commands.main import app
from landuse.words.errors import LanduseError
from tests.squares import land_resource, parcels, perimeter, plots, records, rect, zoning

_EVERYWHERE = rect(-500, -500, 2000, 2000)


def _park(**more: object) -> dict:
    """Two plots of 10 daa in forest; the second is let from May 2025."""
    let = records(("plot", "T2", "lease"))
    let["valid_from"] = pd.Timestamp("2025-05-01")
    idle = records(("plot", "T1", "idle"), ("plot", "T2", "idle"))
    idle["valid_to"] = [pd.NaT, pd.Timestamp("2025-05-01")]
    return {
        "perimeter": perimeter(rect(0, 0, 200)),
        "plots": plots(("T1", rect(0, 0)), ("T2", rect(100, 0))),
        "parcels": parcels(("p", rect(0, 0, 200))),
        "zoning": zoning({"geometry": _EVERYWHERE}),
        "records": pd.concat([let, idle], ignore_index=True),
        "land_resource": land_resource(("30", _EVERYWHERE)),
    } | more


def test_taken_by_year_and_planned_by_the_plans_year(make_park: object) -> None:
    make_park(**_park(), land_cover={2020: 10, 2025: 50})
    row = nature_account(["prove"])["parks"][0]
    taken = {year["year"]: round(year["taken"]["forest"], 1) for year in row["years"]}
    assert taken == {2024: 0, 2025: 10.0, 2026: 0}
    assert (row["years"][1]["from"], row["years"][1]["to"], row["years"][-1]["to"]) == ("2025-01-01", "2025-12-31", "2026-06-30")
    assert [(plan["plan_year"], round(plan["forest"], 1)) for plan in row["planned"]] == [(2015, 10.0)]
    assert row["land_utilisation_pct"] == pytest.approx(50, abs=0.01)
    assert row["seen_taken"]["inside"]["forest"] == pytest.approx(20, abs=0.1)
    assert row["seen_restored"]["inside"]["forest"] == 0
    assert sum(row["seen_taken"]["entered"].values()) == 0


def test_of_a_plot_that_is_taken_in_part_the_ground_that_was_taken_is_looked_up(make_park: object) -> None:
    """The bog is on the half that stays vacant: none of it is told as taken, on no page and in no sum."""
    before, after = plots(("T2", rect(100, 0))), plots(("T2a", rect(100, 0, 50)), ("T2b", rect(150, 0, 50)))
    before["valid_to"], after["valid_from"] = pd.Timestamp("2025-05-01"), pd.Timestamp("2025-05-01")
    let = records(("plot", "T2a", "lease"), ("plot", "T2b", "idle"))
    let["valid_from"] = pd.Timestamp("2025-05-01")
    idle = records(("plot", "T2", "idle"))
    idle["valid_to"] = pd.Timestamp("2025-05-01")
    ground = land_resource(("60", rect(150, 0, 50)), ("30", rect(100, 0, 50)))
    split = {"plots": pd.concat([before, after], ignore_index=True), "records": pd.concat([let, idle], ignore_index=True)}
    make_park(**_park(land_resource=ground, perimeter=perimeter(rect(100, 0, 100)), **split))
    taken = [year["taken"] for year in nature_account(["prove"])["parks"][0]["years"]]
    assert [(round(year["forest"], 2), year["bog"]) for year in taken] == [(0, 0), (5.0, 0), (0, 0)]


def test_every_command_with_a_day_takes_the_baselines(make_park: object, tmp_path: Path) -> None:
    make_park(**_park())
    asked = {"explain": inventory("prove", date(2024, 1, 1)).index[0], "encroach": ("prove", "x"), "hold": "prove", "plans": "prove"}
    dated = {command.name for command in app.registered_commands if "date_" in inspect.signature(command.callback).parameters}
    assert {"classify", "status", "nature", "export", "pace", "return", *asked} == dated
    with pytest.raises(LanduseError) as refused:
        CliRunner().invoke(app, ["encroach", "prove", "x", "--date", "baseline"], catch_exceptions=False)
    assert refused.value.code == "footprint_unit_unknown"
    for name in sorted(dated - {"encroach"}):
        more = {"export": ["-o", str(tmp_path / "ut.geojson")], "return": ["-o", str(tmp_path), "--by", "Kari"]}.get(name, [])
        done = CliRunner().invoke(app, [name, asked.get(name, "prove"), "--date", "baseline", *more], catch_exceptions=False)
        assert done.exit_code == 0, (name, done.output)
    [row] = nature_account(["prove"], "baseline")["parks"]
    assert row["date"] == "2024-01-01" and [sum(year["taken"].values()) for year in row["years"]] == [0]


def test_built_that_became_nature_is_seen_as_restored(make_park: object) -> None:
    make_park(**_park(), land_cover={2020: 50, 2025: 90})
    row = nature_account(["prove"])["parks"][0]
    assert row["seen_restored"]["inside"]["bog"] == pytest.approx(20, abs=0.1) and sum(row["seen_taken"]["inside"].values()) == 0


def test_ground_that_entered_is_told_apart_from_ground_that_was_inside(make_park: object) -> None:
    outlines = perimeter(rect(0, 0, 100), rect(100, 0, 100))
    outlines["valid_from"] = [pd.NaT, pd.Timestamp("2025-01-01")]
    make_park(**_park(perimeter=outlines), land_cover={2020: 10, 2025: 50})
    seen = nature_account(["prove"])["parks"][0]["seen_taken"]
    assert seen["inside"]["forest"] == pytest.approx(10, abs=0.1) and seen["entered"]["forest"] == pytest.approx(10, abs=0.1)


def test_without_a_land_resource_map_nothing_is_counted_and_not_nought(make_park: object) -> None:
    parts = _park()
    parts.pop("land_resource")
    make_park(**parts)
    found = nature_account(["prove"])
    row = found["parks"][0]
    assert (row["years"], row["planned"], row["set_aside"], row["seen_taken"]) == (None, None, None, None)
    assert found["total"] is None


def test_the_total_is_the_sum_of_the_parks_that_have_answered(make_park: object) -> None:
    make_park("a", **_park(), land_cover={2020: 10, 2025: 50})
    make_park("b", in_baseline=False, **_park())
    found = nature_account(["a", "b"])
    assert found["total"]["parks"] == ["a"]
    one, total = found["parks"][0], together(found["parks"])
    assert (one["proposed"], total["proposed"]) == (None, None)  # no case, which is not nought
    assert [year["taken"]["forest"] for year in total["years"]] == pytest.approx([2 * year["taken"]["forest"] for year in one["years"]])
    assert [plan["forest"] for plan in total["planned"]] == pytest.approx([2 * plan["forest"] for plan in one["planned"]])
    assert total["seen_taken"]["inside"] == one["seen_taken"]["inside"]  # the other park has no land covers, which is not nought
    assert total["land_utilisation_pct"] == pytest.approx(one["land_utilisation_pct"])


def test_a_park_without_a_perimeter_has_not_answered(make_park: object) -> None:
    make_park(land_resource=land_resource(("30", _EVERYWHERE)))
    assert nature_account(["prove"])["parks"][0]["years"] is None
    with pytest.raises(LanduseError):
        nature_account(["nowhere"])


def test_the_account_reads_in_a_terminal_and_as_json(make_park: object) -> None:
    from typer.testing import CliRunner

    from commands.main import app

    make_park(**_park())
    told = CliRunner().invoke(app, ["nature", "prove"])
    assert told.exit_code == 0 and "Tatt i bruk 2025" in told.output and "10,0" in told.output and "EKSEMPEL" in told.output
    document = json.loads(CliRunner().invoke(app, ["nature", "prove", "--json"]).output)
    assert document["parks"][0]["planned"][0]["plan_year"] == 2015
    assert "Taken into use 2025" in CliRunner().invoke(app, ["nature", "--lang", "en"]).output
