"""Two parks labelled by eye from pictures alone (`scripts/draw_for_eye.py`), by somebody who had not seen the rules.

The labels are kept as they were given; where a land unit was renumbered or became part of another, they follow its ground.
Their agreement with the classes is written into docs/method.md, whatever it is; the test fails when the labels no longer meet
the parks that they were given for.
"""

from pathlib import Path

import pandas as pd
import pytest

from actions.units.inventory import inventory
from landuse.units import schema
from parks.park import read_park

ROOT = Path(__file__).parent.parent.parent
PARKS = ("skogmo", "verdal")
BEGIN, END = "<!-- by eye, written by tests/examples/test_by_eye.py -->", "<!-- end of by eye -->"


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """One row per labelled unit: park_id, label, class, area_m2, record_says."""
    rows = []
    for park_id in PARKS:
        units = inventory(park_id, read_park(park_id).current_date())
        labels = pd.read_csv(ROOT / "tests" / "by_eye" / f"{park_id}.csv", index_col="unit_id")["label"]
        rows.append(units.join(labels, how="inner")[["park_id", "label", "class", "area_m2"]])
    return pd.concat(rows)


def test_the_labels_meet_their_parks_and_the_agreement_is_written_down(labelled: pd.DataFrame) -> None:
    lines = ["| park | units | agreement by area | by number |", "|---|---|---|---|"]
    for park_id, rows in labelled.groupby("park_id"):
        given = pd.read_csv(ROOT / "tests" / "by_eye" / f"{park_id}.csv")
        assert len(rows) == len(given), f"{park_id} has changed since it was labelled: draw it and have it labelled again"
        same = rows["label"] == rows["class"]
        by_area = 100 * rows["area_m2"][same].sum() / rows["area_m2"].sum()
        lines.append(f"| {park_id} | {len(rows)} | {by_area:.0f} % | {100 * same.mean():.0f} % |")
    assert set(labelled["label"]) <= {str(name) for name in schema.LandClass}
    page = ROOT / "docs" / "method.md"
    text = page.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{after}", encoding="utf-8")
