"""Killed, resumed, on two processes, on two Dask workers, with one of them killed: the same bytes every time."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from actions.overlay import overlay
from bulk.spread import spread
from landuse.words.errors import LanduseError
from tests.bulk.cluster import process, scheduler, tiles_done, wait_for, worker

_TILE_KM = 0.5  # 21 tiles: enough to be killed among them


@pytest.fixture(scope="module")
def expected(files: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What one process gives."""
    output = tmp_path_factory.mktemp("one") / "one.parquet"
    layers = [str(files / "zones.parquet"), str(files / "ponds.parquet")]
    overlay(str(files / "units.parquet"), layers, output, ["zones=zone", "ponds=depth"], [files / "cover.tif"])
    return output.read_bytes()


def _command(files: Path, output: Path, *more: str) -> list[str]:
    layers = [str(files / "units.parquet"), str(files / "zones.parquet"), str(files / "ponds.parquet")]
    by = ["--by", "zones=zone", "--by", "ponds=depth", "--raster", str(files / "cover.tif")]
    return ["-m", "landuse", "overlay", *layers, "-o", str(output), *by, "--tile-km", str(_TILE_KM), "--lang", "en", *more]


def _run(files: Path, output: Path, *more: str) -> str:
    """What the command line said on its way to a good end."""
    done = subprocess.run([sys.executable, *_command(files, output, *more)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_run_killed_in_the_middle_goes_on_where_it_was(files: Path, expected: bytes, tmp_path: Path) -> None:
    output = tmp_path / "killed.parquet"
    with process(tmp_path / "log", *_command(files, output)) as run:
        wait_for(lambda: tiles_done(tmp_path) >= 5, run)
        run.kill()
        run.wait()
    assert run.returncode == -9 and not output.exists()
    kept = tiles_done(tmp_path)
    assert f"({kept} were finished before)" in _run(files, output) and kept >= 5
    assert output.read_bytes() == expected
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_changed_file_takes_nothing_of_an_earlier_run(files: Path, tmp_path: Path) -> None:
    """The fingerprint is of the files: a unit that has moved is measured anew."""
    from tests.bulk.conftest import country, write

    units = country()["units"].head(20)
    write(units, tmp_path / "units.parquet")
    given = {"layers": [str(files / "zones.parquet")], "tile_km": _TILE_KM}

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        overlay(str(tmp_path / "units.parquet"), output=tmp_path / "o.parquet", say=stop, **given)
    assert tiles_done(tmp_path) == 3
    write(units.set_geometry(units.translate(30, 0)), tmp_path / "units.parquet")
    assert overlay(str(tmp_path / "units.parquet"), output=tmp_path / "o.parquet", **given).kept == 0


def test_two_processes_give_the_same_bytes(files: Path, expected: bytes, tmp_path: Path) -> None:
    output = tmp_path / "two.parquet"
    _run(files, output, "--workers", "2")
    assert output.read_bytes() == expected


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A scheduler and its folder."""
    folder = tmp_path_factory.mktemp("cluster")
    with scheduler(folder) as address:
        yield folder, address


def test_two_dask_workers_give_the_same_bytes_and_one_may_die(
    cluster: tuple[Path, str], files: Path, expected: bytes, tmp_path: Path
) -> None:
    folder, address = cluster
    both, one = tmp_path / "both" / "o.parquet", tmp_path / "one" / "o.parquet"
    both.parent.mkdir()
    one.parent.mkdir()
    with worker(folder, address, "first") as first, worker(folder, address, "second") as second:
        wait_for(lambda: _workers(address) == 2, first, second)
        _run(files, both, "--scheduler", address)
        assert both.read_bytes() == expected
        with process(tmp_path / "log", *_command(files, one, "--scheduler", address)) as run:
            wait_for(lambda: tiles_done(one.parent) >= 3, run, first, second)
            first.kill()
            wait_for(lambda: run.poll() is not None, second)
        assert run.returncode == 0, (tmp_path / "log").read_text()
        assert first.poll() == -9 and one.read_bytes() == expected


def _workers(address: str) -> int:
    import distributed

    with distributed.Client(address, timeout=30, set_as_default=False) as client:
        return len(client.scheduler_info(n_workers=-1)["workers"])


def test_a_scheduler_that_is_not_there_is_told(asked: Callable[..., dict], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulk.spread._REACH_S", 0.5)
    with pytest.raises(LanduseError, match="127.0.0.1:9"):
        overlay(**asked(), output=tmp_path / "o.parquet", scheduler="tcp://127.0.0.1:9")


def test_without_dask_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(LanduseError, match=r"\.\[cluster\]"):
        list(spread(len, ["a"], scheduler="tcp://127.0.0.1:9"))


def _refuse(job: str) -> None:
    raise LanduseError("file_missing", file=job)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_job_refuses_is_told_whole_wherever_it_ran(workers: int) -> None:
    with pytest.raises(LanduseError, match=r"a\.gpkg"):
        list(spread(_refuse, ["a.gpkg"], workers))


def test_a_worker_process_that_dies_is_told() -> None:
    with pytest.raises(LanduseError, match="worker process died"):
        list(spread(os._exit, [3], workers=2))
