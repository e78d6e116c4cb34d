"""The example parks give the report's baseline, and no other file than the layers had to say so."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def baseline() -> dict:
    """`status --json --date baseline`, run as a user would."""
    command = [sys.executable, "-m", "landuse", "status", "--json", "--date", "baseline"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize(
    ("figure", "expected", "tolerance"),
    [
        ("total_daa", 18_000, 18),
        ("vacant_daa", 3_700, 4),
        ("building_stock_m2", 750_000, 750),
        ("vacant_building_m2", 30_000, 30),
        ("land_utilisation_pct", 79.4, 0.05),
        ("building_utilisation_pct", 96.0, 0.05),
    ],
)
def test_the_seven_parks_give_the_reports_baseline(baseline: dict, figure: str, expected: float, tolerance: float) -> None:
    assert abs(baseline["total"][figure] - expected) <= tolerance


def test_the_total_is_of_the_seven_parks_that_answered(baseline: dict) -> None:
    assert len(baseline["total"]["parks"]) == 7
    assert not {"skogmo", "viken"} & set(baseline["total"]["parks"])


def test_each_park_gives_its_row_of_the_example_totals(baseline: dict) -> None:
    for park in baseline["parks"]:
        totals = _example_totals(park["id"])
        assert park["total_daa"] == pytest.approx(totals["total_daa"], abs=3), park["id"]
        assert park["vacant_daa"] == pytest.approx(totals["vacant_daa"], abs=1), park["id"]
        assert park["building_stock_m2"] == pytest.approx(totals["stock_m2"], abs=110), park["id"]
        assert park["vacant_building_m2"] == pytest.approx(totals["vacant_m2"], abs=5), park["id"]


def test_the_residual_against_the_report_sums_and_is_the_rounding_alone(baseline: dict) -> None:
    residual = baseline["total"]["residual_pp"]
    causes = [value for name, value in residual.items() if name != "total"]
    assert sum(causes) == pytest.approx(residual["total"], abs=0.005)
    assert residual["rounding"] == pytest.approx(0.444, abs=0.001)
    assert abs(residual["perimeter"]) < 0.03


def test_viken_park_counts_nothing_and_says_so(baseline: dict) -> None:
    viken = next(park for park in baseline["parks"] if park["id"] == "viken")
    assert viken["total_daa"] == 0
    assert viken["land_utilisation_pct"] is None
    assert viken["potential_daa"] > 0


def _example_totals(park_id: str) -> pd.Series:
    from parks.park import read_park

    rows = read_park(park_id).example_totals
    return pd.Series({row["quantity"]: float(row["value"]) for row in rows})
