"""A Dask cluster of processes over TCP on loopback, and the command line beside it."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).parent.parent.parent
_WAIT_S = 240  # a busy machine is not an error


@contextmanager
def process(log: Path, *arguments: str) -> Iterator[subprocess.Popen]:
    """`python` with arguments, killed when the block ends."""
    with log.open("ab") as out:
        started = subprocess.Popen([sys.executable, *arguments], cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            yield started
        finally:
            started.kill()
            started.wait()


def wait_for(condition: Callable[[], bool], *needed: subprocess.Popen) -> None:
    """Until a condition holds; the needed processes have to live until then."""
    end = time.monotonic() + _WAIT_S
    while not condition():
        assert time.monotonic() < end, "waited too long"
        assert all(one.poll() is None for one in needed), "a process has ended"
        time.sleep(0.02)


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """A scheduler's address."""
    about = folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(about))
    with process(folder / "scheduler.log", "-m", "distributed.cli.dask_scheduler", *options) as started:
        wait_for(lambda: about.exists() and '"address"' in about.read_text(), started)
        yield about.read_text().split('"address": "')[1].split('"')[0]


def worker(folder: Path, address: str, name: str) -> object:
    """A worker process with one thread and without a nanny: when it is killed, it is gone."""
    options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--name", name, "--local-directory", str(folder))
    return process(folder / f"{name}.log", "-m", "distributed.cli.dask_worker", address, *options)


def tiles_done(folder: Path) -> int:
    """How many tiles an overlay that writes into a folder has finished."""
    return len(list(folder.glob(".*/tile-*.arrow")))
