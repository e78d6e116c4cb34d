"""Parks of thousands of units for measuring the pages' speed: an example park laid side by side, every piece with ids of its own.

Their snapshots are laid side by side too: what is measured is showing a park, not finding its classes (bench/ does that).

python -m tests.browser.large_park DATA_ROOT UNITS…   makes parks that are called after their number of units
"""

import math
import re
import sys
from datetime import date
from functools import cache
from pathlib import Path


import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from actions.map import map_data
from actions.progress import progress
from actions.units import classify
from landuse.units.snapshot import Found
from parks.park import read_park
from register import snapshots
from register.snapshots import SnapshotId
from tests.browser.server import ROOT

_SOURCE = "verdal"
_KEYS = ("plot_id", "parcel_id", "parcel_ids", "building_id", "about", "plan_id", "field_name", "name")
_STEP_M = (3000, 2700)  # east and north: a little more than the park is wide and high


def park_name(units: int, twin: str = "") -> str:
    """What the park is called."""
    return f"Park med {units} enheter{twin}"


def make_large_park(root: Path, units: int, twin: str = "") -> str:
    """A park of at least so many units under the data root, or a twin of it by a letter; its id."""
    source = ROOT / "data" / "parcels" / _SOURCE
    each = len(map_data.units_table(_SOURCE, read_park(_SOURCE).current_date(), map_data.version(_SOURCE)))
    copies = math.ceil(units / each)
    park_id = f"park{units}{twin}"
    folder = root / "parcels" / park_id
    folder.mkdir(parents=True)
    for name, _ in pyogrio.list_layers(source / "park.gpkg"):
        rows = gpd.read_file(source / "park.gpkg", layer=name)
        pyogrio.write_dataframe(_repeated(rows, str(name), copies), folder / "park.gpkg", layer=name)
    (folder / "park.toml").write_text(
        _settings((source / "park.toml").read_text(encoding="utf-8"), park_id, park_name(units, twin)), encoding="utf-8"
    )
    _lay_snapshots(root, park_id, copies)
    return park_id


def _lay_snapshots(root: Path, park_id: str, copies: int) -> None:
    """What was found in the source on each day that its pages show, once for each copy."""
    wide = math.ceil(math.sqrt(copies))
    source = read_park(_SOURCE)
    days = [progress.day(source, moment) for moment in progress.moments([source])]
    found = [_found(on) for on in days]
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PARKAREAL_DATA", str(root))
        mark = classify.fingerprint(read_park(park_id))
    for on, one in zip(days, found, strict=True):
        units = pd.concat([_moved(_named(one.units.reset_index(), park_id, n), n, divmod(n, wide)) for n in range(copies)])
        facts = pd.concat([_named(one.facts, park_id, n) for n in range(copies)], ignore_index=True)
        about = {"layers": {}, "made": "laid side by side for measuring"}
        snapshots.keep(root, snapshots.packed(SnapshotId(park_id, on, mark), units.set_index("unit_id"), facts, about))


@cache
def _found(on: date) -> Found:
    """The source's classes on a day, which are found once for all parks that are made."""
    return classify.find_units(read_park(_SOURCE), on)


def _named(rows: pd.DataFrame, park_id: str, number: int) -> pd.DataFrame:
    names = rows["unit_id"].str.rpartition("-")[2] + f"x{number}"
    return rows.assign(unit_id=park_id + "-" + names, **({"park_id": park_id} if "park_id" in rows else {}))


def _repeated(rows: pd.DataFrame, name: str, copies: int) -> pd.DataFrame:
    """All copies of a table, each moved to its place in a square of places; the perimeter stays one row."""
    wide = math.ceil(math.sqrt(copies))
    parts = [_moved(rows, number, divmod(number, wide)) for number in range(copies)]
    whole = pd.concat(parts, ignore_index=True)
    if name != "perimeter":
        return whole
    shape = shapely.MultiPolygon([part for one in parts for part in shapely.get_parts(one.geometry.to_numpy())])
    return gpd.GeoDataFrame(rows.iloc[[0]].drop(columns="geometry"), geometry=[shape], crs=rows.crs)


def _moved(rows: pd.DataFrame, number: int, place: tuple[int, int]) -> pd.DataFrame:
    columns = {name: _numbered(rows[name], number) for name in _KEYS if name in rows}
    if "geometry" not in rows:
        return rows.assign(**columns)
    east, north = place[0] * _STEP_M[0], place[1] * _STEP_M[1]
    shapes = shapely.transform(rows.geometry.to_numpy(), lambda points: points + (east, north))
    return gpd.GeoDataFrame(rows.drop(columns="geometry").assign(**columns), geometry=shapes, crs=rows.crs)


def _numbered(ids: pd.Series, number: int) -> pd.Series:
    """Ids, and lists of them, with the copy's number behind each."""
    return ids.map(lambda text: re.sub(r"[^,; ]+(?=[,; ]|$)", lambda found: f"{found[0]}.{number}", str(text)), na_action="ignore")


def _settings(toml: str, park_id: str, name: str) -> str:
    """The source's settings under another name, without its rasters and what was published of it."""
    parts = re.split(r"\n(?=\[)", toml)
    kept = [part for part in parts if not part.startswith(("[layers.land_cover", "[[", "[totals"))]
    text = "\n".join(kept).replace(f'id = "{_SOURCE}"', f'id = "{park_id}"', 1)
    named = re.sub(r'name = "[^"]*"', f'name = "{name}"', text, count=1)
    return named.replace("in_baseline = true", "in_baseline = false")


if __name__ == "__main__":
    for wanted in sys.argv[2:]:
        make_large_park(Path(sys.argv[1]), int(wanted))
