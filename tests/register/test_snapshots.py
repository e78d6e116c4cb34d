"""Snapshots: written once, whole, and the same when read again."""

import random
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from landuse.words.errors import LanduseError
from parks.atomic import write_whole
from register import snapshots
from tests.register.writers import ID, check_file, small_park
from tests.squares import PARK, found, land_resource, rect


def _kept(root: Path) -> object:
    whole = small_park()
    snapshots.write(root, ID, whole.units, whole.facts, {"layers": {}, "example": True})
    return whole


def _facts(root: Path) -> pd.DataFrame:
    return pd.read_parquet(next((root / "snapshots" / PARK).glob("*.facts.parquet")))


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    whole = _kept(tmp_path)
    units = snapshots.read(tmp_path, ID)
    pd.testing.assert_frame_equal(pd.DataFrame(units[whole.units.columns]), pd.DataFrame(whole.units), check_dtype=False)
    assert units.crs == whole.units.crs
    assert units.geometry.geom_equals_exact(whole.units.geometry, 0).all()
    facts = _facts(tmp_path)
    pd.testing.assert_frame_equal(facts, whole.facts, check_dtype=False)
    said = snapshots.about(tmp_path, ID)
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
    snapshots.write(tmp_path, ID, other.units, other.facts, {})
    assert {path: path.read_bytes() for path in files} == files
    assert len(files) == 3


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LanduseError) as refused:
        snapshots.read(tmp_path, ID)
    assert refused.value.code == "snapshot_missing"
    assert not snapshots.exists(tmp_path, ID)


def test_a_broken_frame_is_told(tmp_path: Path) -> None:
    whole = small_park()
    snapshots.write(tmp_path, ID, whole.units.drop(columns="rule_id"), whole.facts, {})
    with pytest.raises(LanduseError) as refused:
        snapshots.read(tmp_path, ID)
    assert refused.value.code == "frame_broken"


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    write_whole(target, lambda path: path.write_text("old"))

    def half(path: Path) -> None:
        path.write_text("ne")
        raise OSError("disk full")

    with pytest.raises(LanduseError, match="disk full"):
        write_whole(target, half)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def _writers(*arguments: object) -> None:
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-m", "tests.register.writers", *map(str, arguments)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr


def test_killed_in_the_middle_of_writes_a_file_is_old_or_new(tmp_path: Path) -> None:
    delays = random.Random(1)
    _writers("files", tmp_path, *[delays.uniform(0, 0.06) for _ in range(10)])
    check_file(tmp_path / "x.txt")
    assert (tmp_path / "x.txt").exists()


def test_killed_in_the_middle_of_a_snapshot_it_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    _assert_snapshots(tmp_path, [0.0, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, -1])


@pytest.mark.soak
def test_killed_many_times(tmp_path: Path) -> None:
    delays = random.Random(2)
    _writers("files", tmp_path, *[delays.uniform(0, 0.1) for _ in range(200)])
    _assert_snapshots(tmp_path, [*(delays.uniform(0, 0.2) for _ in range(200)), -1])


def _assert_snapshots(folder: Path, delays_s: list[float]) -> None:
    """Each is whole or not there, and what a killed writer left is not in the way of the next."""
    _writers("snapshots", folder, *delays_s)
    kept = [snapshots.exists(folder / str(number), ID) for number in range(len(delays_s))]
    assert kept[-1]
    for number, is_there in enumerate(kept):
        place = folder / str(number)
        if not is_there:
            _kept(place)
        assert len(snapshots.read(place, ID)) and len(_facts(place)) and snapshots.about(place, ID)
