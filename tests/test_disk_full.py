"""A disk that fills up is said in one sentence, wherever it does, and the park is as it was."""

import errno
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.imports.import_files import import_file
from landuse.words.errors import LanduseError
from door import open as door_open, write
from parks.park import read_park
from parks.read import read_layer
from parks.disk import is_full
from tests.test_import import plots, saved, square

ROWS = 60


@pytest.fixture
def park_id(make_park: Callable, tmp_path: Path) -> str:
    """A park of one plot."""
    park = make_park()
    import_file(park.id, saved(plots(square(0)), tmp_path / "tomter.gpkg"))
    return park.id


def said_by_child(work: Callable[[], None]) -> str:
    """The code of the error that some work ends with in a process of its own; "" where it ends with none."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        told = "uncaught"
        try:
            work()
            told = ""
        except LanduseError as error:
            assert all("{" not in error.text(lang) and "\n" not in error.text(lang) for lang in ("nb", "en"))
            told = error.code
        finally:
            os.write(writing, told.encode())
            os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    with os.fdopen(reading, "rb") as answer:
        return answer.read().decode()


def no_file_past(size: int) -> None:
    """As on a full disk, no file of this process grows any further."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


@pytest.mark.parametrize("size", [20_000, 60_000, 80_000])
def test_a_disk_that_fills_while_the_table_is_written(size: int, park_id: str, tmp_path: Path) -> None:
    path = saved(plots(*(square(column) for column in range(ROWS))), tmp_path / "mange.gpkg")
    given = write._batches

    def work() -> None:
        def fills(*args: object) -> object:
            no_file_past(size)
            return given(*args)

        write._batches = fills
        import_file(park_id, path)

    before = {path: path.stat().st_mtime_ns for path in read_park(park_id).folder.rglob("*") if path.is_file() and path.name != ".lock"}
    assert said_by_child(work) in ("disk_full_writing", "table_unwritten")
    folder = read_park(park_id).folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and path.name != ".lock"} == before
    assert len(read_layer(read_park(park_id), "plots")) == 1 and not list(folder.glob(".writing-*"))
    assert import_file(park_id, path).kept == ROWS  # with room again


@pytest.mark.parametrize("size", [4_000, 90_000])
def test_a_disk_that_is_full_while_the_file_is_copied(size: int, park_id: str, tmp_path: Path) -> None:
    path = saved(plots(*(square(column) for column in range(ROWS))), tmp_path / "mange.gpkg")

    def work() -> None:
        no_file_past(size)
        import_file(park_id, path)

    assert said_by_child(work) == "disk_full_reading"
    assert len(read_layer(read_park(park_id), "plots")) == 1


def test_a_disk_that_fills_while_what_was_read_is_put_aside(park_id: str, tmp_path: Path) -> None:
    path = saved(plots(*(square(column) for column in range(2))), tmp_path / "to.gpkg")

    def work() -> None:
        with door_open.guarded_copy(path):
            raise OSError(errno.ENOSPC, "No space left on device")

    assert said_by_child(work) == "disk_full_reading"


def test_another_fault_of_the_system_is_not_called_a_full_disk(tmp_path: Path) -> None:
    path = saved(plots(square(0)), tmp_path / "en.gpkg")
    with pytest.raises(PermissionError), door_open.guarded_copy(path):
        raise PermissionError(errno.EACCES, "Permission denied")
    assert is_full(OSError(errno.EDQUOT, "Disk quota exceeded")) and not is_full(OSError(errno.EIO, "Input/output error"))
