"""Snapshots: written once, whole, and the same when read again."""

import errno
import os
import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from landuse.words.errors import LanduseError
from parks.atomic import write_whole
from register import snapshots
from register.snapshots import SnapshotId
from tests.register.writers import ID, check_file, small_park
from tests.squares import PARK, found, land_resource, rect

LIKE = {"layers": {}, "example": True}
ENDINGS = (".parquet", ".facts.parquet", ".json")


def _kept(root: Path) -> object:
    whole = small_park()
    snapshots.keep(root, snapshots.packed(ID, whole.units, whole.facts, LIKE))
    return whole


def _file(root: Path, ending: str) -> Path:
    return root / "snapshots" / PARK / f"{ID}{ending}"


def _damaged(root: Path) -> str:
    with pytest.raises(LanduseError) as refused:
        snapshots.read(root, ID)
    return refused.value.code


def test_what_is_read_is_what_was_found_and_kept_and_unkept_are_the_same(tmp_path: Path) -> None:
    whole = _kept(tmp_path)
    kept, unkept = snapshots.read(tmp_path, ID), snapshots.packed(ID, whole.units, whole.facts, LIKE)
    assert (kept.units_file, kept.facts_file, kept.about) == (unkept.units_file, unkept.facts_file, unkept.about)
    pd.testing.assert_frame_equal(pd.DataFrame(kept.units), pd.DataFrame(unkept.units))
    units = kept.units
    pd.testing.assert_frame_equal(pd.DataFrame(units[whole.units.columns]), pd.DataFrame(whole.units), check_dtype=False)
    assert units.crs == whole.units.crs
    assert units.geometry.geom_equals_exact(whole.units.geometry, 0).all()
    facts = pd.concat([kept.unit_facts(unit_id) for unit_id in units.index])
    whole_facts = whole.facts.sort_values("unit_id", kind="stable", key=lambda ids: units.index.get_indexer(ids))
    pd.testing.assert_frame_equal(facts.reset_index(drop=True), whole_facts.reset_index(drop=True), check_dtype=False)
    assert [kept.about[name] for name in ("park_id", "on", "fingerprint", "example")] == [PARK, "2026-06-30", "abcdef0123", True]


def test_geoparquet_that_others_open(tmp_path: Path) -> None:
    import json

    import pyarrow.parquet

    _kept(tmp_path)
    geo = json.loads(pyarrow.parquet.read_schema(_file(tmp_path, ".parquet")).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["crs"]["id"] == {"authority": "EPSG", "code": 25832}


def test_a_snapshot_is_never_changed(tmp_path: Path) -> None:
    _kept(tmp_path)
    files = {path: path.read_bytes() for path in (tmp_path / "snapshots" / PARK).iterdir()}
    other = found(rect(0, 0), land_resource=land_resource(("21", rect(0, 0))))
    snapshots.keep(tmp_path, snapshots.packed(ID, other.units, other.facts, {}))
    assert {path: path.read_bytes() for path in files} == files
    assert sorted(path.name for path in files) == sorted([".lock", *(f"{ID}{ending}" for ending in ENDINGS)])


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert _damaged(tmp_path) == "snapshot_missing"
    assert not snapshots.exists(tmp_path, ID) and not snapshots.is_whole(tmp_path, ID)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("harm", ["a byte", "cut off", "empty", "another's", "missing", "a folder"])
def test_what_is_not_whole_is_no_snapshot_and_is_mended_when_it_is_kept_again(tmp_path: Path, ending: str, harm: str) -> None:
    _kept(tmp_path)
    path, other = _file(tmp_path, ending), SnapshotId(PARK, ID.on, "0123456789")
    whole = path.read_bytes()
    middle = len(whole) // 2
    if harm == "a byte":
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    elif harm == "another's":
        found_other = found(rect(0, 0), land_resource=land_resource(("21", rect(0, 0))))
        snapshots.keep(tmp_path, snapshots.packed(other, found_other.units, found_other.facts, LIKE))
        path.write_bytes(path.with_name(f"{other}{ending}").read_bytes())
    elif harm in ("missing", "a folder"):
        path.unlink()
        if harm == "a folder":
            path.mkdir()
    else:
        path.write_bytes(whole[: middle if harm == "cut off" else 0])
    assert _damaged(tmp_path) == ("snapshot_missing" if (harm, ending) == ("missing", ".json") else "snapshot_damaged")
    if harm == "a folder":
        path.rmdir()
    _kept(tmp_path)
    assert snapshots.is_whole(tmp_path, ID)


def test_all_three_of_another_day_under_this_name_are_not_this_one(tmp_path: Path) -> None:
    whole, other = _kept(tmp_path), SnapshotId(PARK, ID.on, "0123456789")
    snapshots.keep(tmp_path, snapshots.packed(other, whole.units, whole.facts, LIKE))
    for ending in ENDINGS:
        _file(tmp_path, ending).write_bytes(_file(tmp_path, ending).with_name(f"{other}{ending}").read_bytes())
    assert _damaged(tmp_path) == "snapshot_damaged"


def test_the_newest_stay_and_those_in_use_and_what_a_kill_left_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "NEWEST_KEPT", 3)
    whole, ids = small_park(), [SnapshotId(PARK, date(2026, 1, day), "abcdef0123") for day in range(1, 8)]
    folder = tmp_path / "snapshots" / PARK
    for number, one in enumerate(ids):
        snapshots.keep(tmp_path, snapshots.packed(one, whole.units, whole.facts, LIKE), in_use=[ids[0]])
        for ending in ENDINGS:
            os.utime(folder / f"{one}{ending}", ns=(number, number))
        (folder / f".{one}-left.parquet").touch()
    assert [one for one in ids if snapshots.is_whole(tmp_path, one)] == [ids[0], *ids[-3:]]
    assert len(list(folder.iterdir())) == 1 + 4 * len(ENDINGS) + 1  # the lock, and what was left after the last


def test_a_broken_frame_is_told(tmp_path: Path) -> None:
    whole = small_park()
    snapshots.keep(tmp_path, snapshots.packed(ID, whole.units.drop(columns="rule_id"), whole.facts, {}))
    with pytest.raises(LanduseError) as refused:
        _ = snapshots.read(tmp_path, ID).units
    assert (refused.value.code, refused.value.values["column"]) == ("frame_column_missing", "rule_id")


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    write_whole(target, lambda path: path.write_text("old"))

    def half(path: Path) -> None:
        path.write_text("ne")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(LanduseError, match="the disk is full"):
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
def test_a_snapshot_is_whole_or_absent_after_forty_kills(tmp_path: Path) -> None:
    """Half of them while it is written, by how long a whole writing takes here."""
    small_park()
    began = time.monotonic()
    _kept(tmp_path / "timed")
    took_s, delays = time.monotonic() - began, random.Random(4)
    _assert_snapshots(tmp_path, [*(delays.uniform(0, 1.5 * took_s) for _ in range(40)), -1])


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
        if is_there:
            assert snapshots.is_whole(place, ID)  # the kill came before or after it, never within
        else:
            _kept(place)
        kept = snapshots.read(place, ID)
        assert len(kept.units) and len(kept.unit_facts(kept.units.index[0])) and kept.about["layers"] == {}
