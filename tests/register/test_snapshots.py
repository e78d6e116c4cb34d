"""Snapshots: written once, whole, and the same when read again."""

import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from landuse.errors import LanduseError
from register import snapshots
from register.files import write_whole
from register.snapshots import SnapshotId
from tests.squares import PARK, buildings, found, land_resource, parcels, rect, records, zoning

_ID = SnapshotId(PARK, date(2026, 6, 30), "abcdef0123")
_ROOT = str(Path(__file__).parent.parent.parent)


def _found() -> object:
    return found(
        rect(0, 0, 400),
        parcels=parcels(("a", rect(0, 0, 200)), ("b", rect(200, 0))),
        zoning=zoning({"geometry": rect(0, 0, 300)}),
        buildings=buildings({"building_id": "1", "geometry": rect(10, 10, 40, 40), "floor_m2": 900}),
        records=records(("parcel", "5038-1/2", "lease")),
        land_resource=land_resource(("30", rect(-500, -500, 2000, 2000))),
    )


def _kept(root: Path) -> object:
    whole = _found()
    snapshots.write(root, _ID, whole.units, whole.facts, {"layers": {}, "example": True})
    return whole


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    whole = _kept(tmp_path)
    units = snapshots.read(tmp_path, _ID)
    pd.testing.assert_frame_equal(pd.DataFrame(units[whole.units.columns]), pd.DataFrame(whole.units), check_dtype=False)
    assert units.crs == whole.units.crs
    assert units.geometry.geom_equals_exact(whole.units.geometry, 0).all()
    facts = snapshots.read_facts(tmp_path, _ID)
    pd.testing.assert_frame_equal(facts, whole.facts, check_dtype=False)
    said = snapshots.about(tmp_path, _ID)
    assert (said["park_id"], said["on"], said["fingerprint"], said["example"]) == (PARK, "2026-06-30", "abcdef0123", True)


def test_geoparquet_that_others_open(tmp_path: Path) -> None:
    import json

    import pyarrow.parquet

    _kept(tmp_path)
    path = next((tmp_path / "snapshots" / PARK).glob("*3.parquet"))
    geo = json.loads(pyarrow.parquet.read_schema(path).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["crs"]["id"] == {"authority": "EPSG", "code": 25832}


def test_a_snapshot_is_never_changed(tmp_path: Path) -> None:
    _kept(tmp_path)
    files = {path: path.read_bytes() for path in (tmp_path / "snapshots" / PARK).iterdir()}
    other = found(rect(0, 0), land_resource=land_resource(("21", rect(0, 0))))
    snapshots.write(tmp_path, _ID, other.units, other.facts, {})
    assert {path: path.read_bytes() for path in files} == files
    assert len(files) == 3


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LanduseError) as refused:
        snapshots.read(tmp_path, _ID)
    assert refused.value.code == "snapshot_missing"
    assert not snapshots.exists(tmp_path, _ID)


def test_a_broken_frame_is_told(tmp_path: Path) -> None:
    whole = _found()
    snapshots.write(tmp_path, _ID, whole.units.drop(columns="rule_id"), whole.facts, {})
    with pytest.raises(LanduseError) as refused:
        snapshots.read(tmp_path, _ID)
    assert refused.value.code == "frame_broken"


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    write_whole(target, lambda path: path.write_text("old"))

    def half(path: Path) -> None:
        path.write_text("ne")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_whole(target, half)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


_WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.register.test_snapshots import _found, _ID
from register import snapshots
whole = _found()
print("ready", flush=True)
snapshots.write(Path({folder!r}), _ID, whole.units, whole.facts, {{"layers": {{}}}})
print("done", flush=True)
"""

_KILLER = """
import sys, itertools
from pathlib import Path
sys.path.insert(0, {root!r})
from register.files import write_whole
print("ready", flush=True)
for number in itertools.count():
    text = f"{{number}}\\n" * 20000
    write_whole(Path({folder!r}) / "x.txt", lambda path: path.write_text(text))
"""


def _killed(code: str, delay_s: float) -> None:
    writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert writer.stdout.readline() == "ready\n"
    time.sleep(delay_s)
    writer.kill()
    writer.stdout.close()
    writer.wait()


def _assert_whole(folder: Path) -> None:
    path = folder / "x.txt"
    if path.exists():
        lines = path.read_text().splitlines()
        assert len(lines) == 20000 and len(set(lines)) == 1


def test_killed_in_the_middle_of_writes_a_file_is_old_or_new(tmp_path: Path) -> None:
    for delay_s in random.Random(1).choices(range(60), k=10):
        _killed(_KILLER.format(root=_ROOT, folder=str(tmp_path)), delay_s / 1000)
        _assert_whole(tmp_path)


def test_killed_in_the_middle_of_a_snapshot_it_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    for number, delay_s in enumerate((0.0, 0.02, 0.05)):
        _assert_snapshot(tmp_path / str(number), delay_s)


@pytest.mark.soak
def test_killed_many_times(tmp_path: Path) -> None:
    delays = random.Random(2)
    for number in range(100):
        _killed(_KILLER.format(root=_ROOT, folder=str(tmp_path)), delays.uniform(0, 0.1))
        _assert_whole(tmp_path)
        _assert_snapshot(tmp_path / str(number), delays.uniform(0, 0.15))


def _assert_snapshot(folder: Path, delay_s: float) -> None:
    _killed(_WRITER.format(root=_ROOT, folder=str(folder)), delay_s)
    if snapshots.exists(folder, _ID):
        assert isinstance(snapshots.read(folder, _ID), gpd.GeoDataFrame)
        assert len(snapshots.read_facts(folder, _ID)) and snapshots.about(folder, _ID)
    else:
        _kept(folder)  # what is left over is not in the way
        assert snapshots.exists(folder, _ID)
