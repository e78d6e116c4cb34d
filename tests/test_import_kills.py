"""An import that is killed at any moment leaves the park as it was or as it will be, and always one that opens."""

import os
import random
import signal
import sys
import time
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from actions.imports.import_files import import_file
from door.process import client
from parks.park import read_park
from parks.read import read_layer

EAST, NORTH = 620_000, 7_076_000
OLD_ROWS, NEW_ROWS = 40, 3_000


def plots(path: Path, rows: int, tenure: str) -> Path:
    squares = [
        shapely.box(EAST + 20 * (n % 60), NORTH + 20 * (n // 60), EAST + 20 * (n % 60) + 18, NORTH + 20 * (n // 60) + 18)
        for n in range(rows)
    ]
    frame = gpd.GeoDataFrame({"plot_id": [f"T{n}" for n in range(rows)], "tenure": tenure}, geometry=squares, crs=25832)
    pyogrio.write_dataframe(frame, path, driver="GPKG", layer="tomter")
    return path


def killed_after(seconds: float, park_id: str, path: Path) -> bool:
    """Import in a process of its own, ended by force; whether it was still at it."""
    pid = os.fork()
    if pid == 0:
        try:
            import_file(park_id, path)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def duration(park_id: str, path: Path) -> float:
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            import_file(park_id, path)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    return time.monotonic() - began


def killed_while_it_writes(park_id: str, path: Path) -> bool:
    """Import in a process of its own that stops where its first folder is moved into place, and is ended by force there."""
    pid = os.fork()
    if pid == 0:
        try:
            sys.addaudithook(lambda event, _: os.kill(os.getpid(), signal.SIGSTOP) if event == "os.rename" else None)
            import_file(park_id, path)
        finally:
            os._exit(0)
    stopped = os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1])
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return stopped


def kill_often(kills: int, make_park, folder: Path) -> tuple[int, set[tuple[int, str]]]:
    """How many imports were killed under way, and what the park held after each."""
    park, chance = make_park(), random.Random(kills)
    old, new = plots(folder / "gamle.gpkg", OLD_ROWS, "own"), plots(folder / "nye.gpkg", NEW_ROWS, "leased")
    import_file(park.id, old)
    whole, under_way, seen = duration(park.id, new), 0, set()
    import_file(park.id, old)
    for number in range(kills):
        share = chance.uniform(0.0, 1.1) if number % 2 else chance.uniform(0.6, 1.1)  # half of them while it writes
        under_way += killed_after(share * whole, park.id, new)
        rows = read_layer(read_park(park.id), "plots")
        assert rows["tenure"].nunique() == 1 and rows.is_valid.all()
        seen.add((len(rows), rows["tenure"].iloc[0]))
        if len(rows) != OLD_ROWS:
            import_file(park.id, old)
    import_file(park.id, old)  # nobody holds the lock, and nothing is left of the others
    assert [path.name for path in park.folder.iterdir() if path.name.startswith(".writing")] == []
    return under_way, seen


def test_some_kills(make_park, tmp_path: Path) -> None:
    _, seen = kill_often(3, make_park, tmp_path)
    assert seen <= {(OLD_ROWS, "own"), (NEW_ROWS, "leased")}
    park = read_park("prove")
    assert killed_while_it_writes(park.id, tmp_path / "nye.gpkg")
    assert [path for path in park.folder.iterdir() if path.name.startswith(".writing")]
    rows = read_layer(read_park(park.id), "plots")
    assert (len(rows), rows["tenure"].iloc[0]) == (OLD_ROWS, "own")
    assert not import_file(park.id, tmp_path / "gamle.gpkg").changed  # and what the killed one left goes all the same
    assert not [path for path in park.folder.iterdir() if path.name.startswith(".writing")]


@pytest.mark.soak
def test_a_hundred_kills(make_park, tmp_path: Path) -> None:
    under_way, seen = kill_often(100, make_park, tmp_path)
    print(f"{under_way} of 100 killed under way; seen after them: {sorted(seen)}")  # noqa: T201
    assert seen <= {(OLD_ROWS, "own"), (NEW_ROWS, "leased")} and under_way >= 60


def test_a_reading_process_ends_with_its_owner(tmp_path: Path) -> None:
    """Also with one that is killed: no process and no copy of a file stays behind."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writing, str(client.start().process.pid).encode())
        time.sleep(60)
        os._exit(0)
    worker = int(os.read(reading, 20))
    os.close(reading)
    os.close(writing)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    for _ in range(200):
        if not Path(f"/proc/{worker}").exists() or "Z" in Path(f"/proc/{worker}/stat").read_text().split()[2]:
            return
        time.sleep(0.05)
    raise AssertionError("the reading process is still there")
