"""What killed processes left is swept away, and never what a living one holds."""

import ast
import os
import signal
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from actions import leftovers
from actions.exports import backup
from actions.imports.import_files import import_file
from commands.main import app as command_line
from landuse.quality.findings import quality
from parks import scratch, versions
from parks.atomic import write_whole
from parks.park import read_park
from parks.scratch import scratch_folder, sweep
from register.engine import close_registers, open_register, writing
from tests.door.test_import import plots, saved, square
from tests.imports import ROOMS
from tests.unprivileged import file_modes_hold
from views.web import warm

ROOT = Path(__file__).parent.parent
_MAKE_TEMPORARY_THINGS = {"parks/scratch.py", "parks/versions.py", "parks/shape_column.py"}  # the last two: under a lock; without a name


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary folder, of this test alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@contextmanager
def living(work: Callable[[], object]) -> Iterator[int]:
    """A process that does some work and then waits; ended by force when the block ends, where it is not before."""
    reading, writing_ = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            with_it = work()  # noqa: F841  held for as long as the process lives
            os.write(writing_, b"x")
            time.sleep(600)
        finally:
            os._exit(1)
    os.close(writing_)
    with os.fdopen(reading, "rb") as told:
        assert told.read(1) == b"x"
    try:
        yield pid
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _held(beside: Path | None = None) -> Callable[[], object]:
    def work() -> object:
        made = scratch_folder(beside)
        (made.__enter__() / "names.txt").write_text("Kari")
        return made

    return work


@pytest.mark.parametrize("beside", [False, True])
def test_a_folder_is_left_alone_while_its_owner_lives(beside: bool, temporary: Path) -> None:
    place = temporary.parent if beside else None
    where = place or temporary

    def there() -> list[Path]:
        return [path for path in where.iterdir() if "parkareal-scratch-" in path.name]

    with living(_held(place)):
        assert sweep(place) == 0
        [folder] = there()
        assert (folder / "names.txt").read_text() == "Kari" and stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert there() == [folder] and sweep(place) == 1 and there() == []


def test_a_sweep_between_the_making_and_the_locking(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, swept = scratch._locked, []

    def late(lock: int, wait: bool) -> bool:
        if wait and not swept:
            swept.append(True)
            assert sweep() == 1
        return given(lock, wait)

    monkeypatch.setattr(scratch, "_locked", late)
    with scratch_folder() as folder:
        assert swept and folder.is_dir() and sweep() == 0
    assert list(temporary.iterdir()) == []


def test_many_that_make_and_sweep_at_once(temporary: Path) -> None:
    def work() -> None:
        for number in range(40):
            with scratch_folder() as folder:
                (folder / "x").write_text(str(number))
                sweep()
                assert (folder / "x").read_text() == str(number)

    pids = []
    for _ in range(4):
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                work()
                code = 0
            finally:
                os._exit(code)
        pids.append(pid)
    assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids] == [0] * 4
    assert list(temporary.iterdir()) == []


def test_what_is_not_ours_is_never_swept(temporary: Path) -> None:
    kept = ["parkareal-postgres-abcdefgh", "parkareal-bench-abcdefgh", "parkareal-scratch-abc", "parkareal-abcdefgh", "other"]
    for name in kept:
        (temporary / name).mkdir()
    (temporary / "parkareal-scratch-filefile").write_text("a file")
    (temporary / "parkareal-scratch-linklink").symlink_to(temporary / "other")
    assert sweep() == 0 and (temporary / "other").is_dir()
    old = time.time() - 2 * 24 * 3600
    os.utime(temporary / "parkareal-abcdefgh", (old, old))  # of a version that held no lock
    assert sweep() == 1 and not (temporary / "parkareal-abcdefgh").exists()
    assert all((temporary / name).is_dir() for name in kept if name != "parkareal-abcdefgh")


def test_a_file_system_without_locks_loses_nothing(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(scratch.fcntl, "flock", refuses)
    with scratch_folder() as folder:
        assert sweep() == 0 and folder.is_dir()
    assert not folder.exists()


def test_a_file_that_was_being_written_when_its_writer_was_killed(tmp_path: Path) -> None:
    def work() -> None:
        def fills(path: Path) -> None:
            path.write_text("Kari")
            os.write(told, b"x")
            time.sleep(600)

        write_whole(tmp_path / "register-before-restore-x.zip", fills)

    reading, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(1)
    assert os.read(reading, 1) == b"x"
    assert sweep(tmp_path) == 0
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    [left] = tmp_path.iterdir()
    assert stat.S_IMODE(left.stat().st_mode) == 0o700
    assert sweep(tmp_path) == 1 and list(tmp_path.iterdir()) == []


@pytest.fixture
def park(make_park: Callable, data_root: Path, tmp_path: Path) -> Iterator[str]:
    """A park with one version, and leftovers in every place."""
    made = make_park()
    import_file(made.id, saved(plots(square(0)), tmp_path / "en.gpkg"))
    for place in (data_root, data_root / "photos", data_root / "snapshots" / "prove", made.folder):
        (place / ".parkareal-scratch-abcdefgh").mkdir(parents=True)
    (made.folder / ".writing-abcdefgh").mkdir()
    (data_root / ".register-before-restore-20260101T000000000000-abcdef12.zip").write_text("Kari")
    yield made.id
    close_registers()


def _left(root: Path) -> list[str]:
    return [path.name for path in root.rglob(".*") if path.name.startswith((".parkareal-scratch", ".writing", ".register-before"))]


def test_a_sweep_of_everything(park: str, data_root: Path, temporary: Path) -> None:
    (temporary / "parkareal-scratch-abcdefgh").mkdir()
    assert len(_left(data_root)) == 6
    leftovers.sweep()
    assert _left(data_root) == [] and list(temporary.iterdir()) == []


def test_a_sweep_of_what_cannot_be_looked_at_stops_nothing(park: str, data_root: Path, temporary: Path) -> None:
    (data_root / "photos").chmod(0)
    (data_root / "parcels" / "prove" / "park.toml").write_text("id = ")
    with file_modes_hold():
        leftovers.sweep()
    (data_root / "photos").chmod(0o755)
    assert {path.parent.name for path in data_root.rglob(".parkareal-scratch-*")} == {"photos", "prove"}
    assert not list((data_root / "snapshots" / "prove").iterdir()) and not list(data_root.glob(".register-before*"))


def test_a_restore_that_is_under_way_keeps_its_backup(park: str, data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from register import faults

    monkeypatch.setattr(faults, "WAIT_S", 0)
    with writing(open_register(data_root)):
        close = open_register(data_root)
        assert close is not None
        with living(leftovers.sweep):
            assert _left(data_root) == [".register-before-restore-20260101T000000000000-abcdef12.zip"]


@pytest.mark.parametrize(("command", "sweeps"), [(["classify"], True), (["parks"], False)])
def test_commands_that_write_sweep_first(command: list[str], sweeps: bool, park: str, data_root: Path) -> None:
    CliRunner().invoke(command_line, command)
    assert bool(_left(data_root)) is not sweeps


def test_the_server_sweeps_when_it_starts(park: str, data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "compile_kernels", lambda: None)
    monkeypatch.setattr(warm.gc, "freeze", lambda: None)
    warm.warm_parks()
    assert _left(data_root) == []


def test_an_import_that_changes_nothing_sweeps_too(park: str, tmp_path: Path) -> None:
    folder = read_park(park).folder
    assert not import_file(park, tmp_path / "en.gpkg").changed
    assert not list(folder.glob(".writing-*"))


def test_an_import_beside_another_leaves_what_that_one_writes(park: str, tmp_path: Path) -> None:
    folder = read_park(park).folder
    with living(lambda: (lock := versions.locked(park), lock.__enter__(), (folder / ".writing-hgfedcba").mkdir())[0]):
        assert not import_file(park, tmp_path / "en.gpkg").changed
        assert (folder / ".writing-hgfedcba").is_dir()
    import_file(park, tmp_path / "en.gpkg")
    assert not list(folder.glob(".writing-*"))


def test_registers_kept_before_a_restore_are_thinned(data_root: Path, tmp_path: Path) -> None:
    from tests.register.saying import say

    say(open_register(data_root), "a")
    backup.backup(tmp_path / "kopi.zip")
    kept = [backup.restore(tmp_path / "kopi.zip", replace=True)[1] for _ in range(int(quality("kept_before_restore")) + 2)]
    assert sorted(data_root.glob("register-before-restore-*.zip")) == kept[2:]
    close_registers()


def test_temporary_things_are_made_in_one_place() -> None:
    """So that each has an owner, is private, and is swept."""

    def imports(path: Path) -> set[str]:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        return {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names} | {
            str(node.module) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)
        }

    makers = {path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*.py") if "tempfile" in imports(path)}
    assert makers == _MAKE_TEMPORARY_THINGS
