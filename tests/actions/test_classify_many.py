"""Many parks at once: the same snapshots as one after the other, and a park without data is told."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from actions.units.classify_many import ParkDay, classify_many
from landuse.words.errors import LanduseError
from register.snapshots import SnapshotId

_PARKS = Path(__file__).parent.parent.parent / "data" / "parcels"


@pytest.fixture
def two_parks(data_root: Path) -> list[ParkDay]:
    """One example park, and one that nobody has made."""
    copytree(_PARKS / "skogmo", data_root / "parcels" / "skogmo")
    return [ParkDay("nowhere", date(2025, 6, 1)), ParkDay("skogmo", date(2025, 6, 1))]


def test_two_processes_take_the_snapshots_that_one_takes(two_parks: list[ParkDay], data_root: Path) -> None:
    spread = {one.park_id: taken for one, taken in classify_many(two_parks, workers=2)}
    assert isinstance(spread["nowhere"], LanduseError) and spread["nowhere"].code == "unknown_park"
    assert isinstance(spread["skogmo"], SnapshotId)
    written = {path.name: path.read_bytes() for path in (data_root / "snapshots").rglob("*") if path.is_file()}
    assert written
    alone = dict(classify_many(two_parks[1:]))
    assert alone == {two_parks[1]: spread["skogmo"]}
    assert {path.name: path.read_bytes() for path in (data_root / "snapshots").rglob("*") if path.is_file()} == written
