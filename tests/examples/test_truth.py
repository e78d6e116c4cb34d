"""Classes found against what the generator meant, on parks that nothing was calibrated on.

The confusion matrix is written into docs/method.md, so that the page never says more than was measured.
"""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
import shapely

from landuse.measure import crs
from landuse.units import schema

ROOT = Path(__file__).parent.parent.parent
DAYS = {"baseline": date(2024, 1, 1), "today": date(2026, 6, 30)}
SEEDS = {2: "baseline", 3: "today", 4: "baseline", 5: "today", 6: "baseline"}
LEAST_AGREEMENT_PCT = 97.0
CLASSES = [str(name) for name in schema.LandClass]
BEGIN, END = "<!-- confusion matrix, written by tests/examples/test_truth.py -->", "<!-- end of confusion matrix -->"


@pytest.fixture(scope="module")
def confusion(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Area in m² by true class (rows) and found class (columns), all parks and seeds, at one of the two dates each."""
    jobs = [(seed, day, str(tmp_path_factory.mktemp(f"seed{seed}"))) for seed, day in SEEDS.items()]
    with ProcessPoolExecutor(max_workers=2) as pool:
        tables = list(pool.map(_measured, jobs))
    return sum(tables[1:], tables[0])


def test_uncalibrated_parks_are_classed_as_meant(confusion: pd.DataFrame) -> None:
    agreement = _agreement_pct(confusion)
    _write_into_method(confusion, agreement)
    assert agreement >= LEAST_AGREEMENT_PCT


def test_the_rate_of_the_uncalibrated_parks_is_near_the_true_one(confusion: pd.DataFrame) -> None:
    found, meant = confusion.sum(axis=0), confusion.sum(axis=1)
    assert abs(_rate_pct(found) - _rate_pct(meant)) < 1.5


def _measured(job: tuple[int, str, str]) -> pd.DataFrame:
    """One seed: all parks made, classed and laid over their truth, in a process of its own."""
    seed, name, folder = job
    command = [sys.executable, "-m", "examples", "--seed", str(seed), "--out", folder]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    os.environ["PARKAREAL_DATA"] = folder
    from actions.units.classify import find_units
    from parks.park import park_ids, read_park

    tables = [
        _overlay(find_units(read_park(park_id), DAYS[name]).units, Path(folder) / "truth" / f"{park_id}.gpkg", name)
        for park_id in park_ids()
    ]
    return sum(tables[1:], tables[0])


def _overlay(units, truth_path: Path, table: str) -> pd.DataFrame:
    truth = pyogrio.read_dataframe(truth_path, layer=table)
    left, right = units.sindex.query(truth.geometry.to_numpy(), predicate="intersects")
    shared = shapely.area(shapely.intersection(truth.geometry.to_numpy()[left], units.geometry.to_numpy()[right]))
    true_per_planar = (units["area_m2"] / crs.planar_area_m2(units.geometry)).to_numpy()
    pairs = pd.DataFrame(
        {
            "meant": truth["class"].to_numpy()[left],
            "found": units["class"].to_numpy()[right],
            "area_m2": shared * true_per_planar[right],
        }
    )
    table = pairs.pivot_table(index="meant", columns="found", values="area_m2", aggfunc="sum", fill_value=0.0)
    return table.reindex(index=CLASSES, columns=CLASSES, fill_value=0.0)


def _agreement_pct(confusion: pd.DataFrame) -> float:
    right = sum(confusion.loc[name, name] for name in CLASSES)
    return 100 * right / confusion.to_numpy().sum()


def _rate_pct(areas: pd.Series) -> float:
    counted = areas["used"] + areas["vacant_zoned"] + areas["building_stock"]
    return 100 * (1 - areas["vacant_zoned"] / counted)


def _write_into_method(confusion: pd.DataFrame, agreement_pct: float) -> None:
    head = "| meant ↓ found → (daa) | " + " | ".join(CLASSES) + " |\n|" + "---|" * (len(CLASSES) + 1)
    rows = [f"| {name} | " + " | ".join(f"{value / 1000:,.0f}" for value in confusion.loc[name]) + " |" for name in CLASSES]
    seeds = f"{min(SEEDS)}–{max(SEEDS)}"
    words = f"Seeds {seeds}, nine parks each, baseline and today in turn: {agreement_pct:.1f} % of the area has the class that was meant."
    page = ROOT / "docs" / "method.md"
    text = page.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n{words}\n\n{head}\n" + "\n".join(rows) + f"\n{END}{after}", encoding="utf-8")
