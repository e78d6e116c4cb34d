"""Write the kept classes anew: `python -m tests.keep_classes`, after a new method number or new example data."""

import json
from datetime import date
from pathlib import Path

import pandas as pd

from actions.units.classify import data_fingerprint, find_units
from landuse.units.method import method_fingerprint
from parks.park import read_park

FOLDER = Path(__file__).parent / "kept_classes"
ABOUT = FOLDER / "about.json"
KEPT = {
    "skogmo-baseline": ("skogmo", date(2024, 1, 1)),
    "skogmo-today": ("skogmo", date(2026, 6, 30)),
    "verdal-baseline": ("verdal", date(2024, 1, 1)),
    "verdal-today": ("verdal", date(2026, 6, 30)),
}
_COLUMNS = ["class", "rule_id", "confidence", "undecided", "area_m2", "floor_m2", "vacant_floor_m2"]


def classes(name: str) -> pd.DataFrame:
    """What the method finds in an example park on a day, as text."""
    park_id, on = KEPT[name]
    units = find_units(read_park(park_id), on).units
    return pd.DataFrame(units)[_COLUMNS].sort_index().astype(str)


def read(name: str) -> pd.DataFrame:
    """What was kept, as `classes` gives it."""
    return pd.read_csv(FOLDER / f"{name}.csv", index_col="unit_id", dtype=str, keep_default_na=False)


def about() -> dict[str, object]:
    """The method and the data that classes are found with now."""
    parks = sorted({park_id for park_id, _ in KEPT.values()})
    return {"method": method_fingerprint(), "data": {park_id: data_fingerprint(read_park(park_id)) for park_id in parks}}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for kept in KEPT:
        classes(kept).to_csv(FOLDER / f"{kept}.csv", lineterminator="\n")
    ABOUT.write_text(json.dumps(about(), indent=1) + "\n", encoding="utf-8")
