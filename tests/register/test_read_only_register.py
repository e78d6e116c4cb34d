"""A register where nothing can be written is read all the same, whatever state its file is in; writing is refused in one sentence."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from landuse.words.errors import LanduseError
from register import backup, engine, faults
from register.engine import FILE, URL_VARIABLE, close_registers, open_register, reading
from register.migrate import SCHEMA, schema_of
from tests.door.test_disk_full import no_file_past, said_by_child
from tests.register.saying import LATER, live, say
from tests.register.test_engine import _first_register
from tests.unprivileged import file_modes_hold, read_only


def _closed(root: Path) -> None:
    """Everything is in the file itself."""
    say(open_register(root), "a")
    close_registers()


def _killed(root: Path) -> None:
    """The last of it is in the log beside the file, as a kill leaves it."""
    say(open_register(root), "a")
    for name in (FILE, f"{FILE}-wal"):
        shutil.copyfile(root / name, root / f"{name}.kept")
    close_registers()
    for name in (FILE, f"{FILE}-wal"):
        (root / f"{name}.kept").replace(root / name)
    assert (root / f"{FILE}-wal").stat().st_size


def _in_use(root: Path) -> None:
    """Another process has it open."""
    say(open_register(root), "a")


def _older(root: Path) -> None:
    """As the first version left it."""
    (root / FILE).unlink(missing_ok=True)
    _first_register(root, ("a", "used", "2026-01-01", None))


def _without_log(root: Path) -> None:
    """As a copy program with a database of its own mind leaves it."""
    _closed(root)
    with sqlite3.connect(root / FILE) as other:
        other.execute("PRAGMA journal_mode=DELETE")
    other.close()


@pytest.mark.parametrize("state", [_closed, _killed, _in_use, _older, _without_log])
def test_what_the_file_holds_is_read(state: Callable[[Path], None], sqlite_root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    state(sqlite_root)
    before = {path.name: path.read_bytes() for path in sqlite_root.iterdir()}
    if state is not _in_use:
        close_registers()
    with read_only(sqlite_root):
        assert live(open_register(sqlite_root), LATER) == [["a", "used"]]
        with reading(open_register(sqlite_root)) as connection:
            assert schema_of(connection) == SCHEMA
        if state is not _in_use:
            with pytest.raises(LanduseError) as refused:
                say(open_register(sqlite_root), "b")
            assert refused.value.code == "data_unwritable" and "det er ikke tilgang" in refused.value.text("nb")
        elsewhere = tmp_path_factory.mktemp("elsewhere") / "register.zip"
        assert backup.save(open_register(sqlite_root), elsewhere, sqlite_root)["decision"] == 1 and elsewhere.is_file()
        close_registers()
    if state is not _in_use:
        assert {path.name: path.read_bytes() for path in sqlite_root.iterdir()} == before
    assert live(open_register(sqlite_root), LATER) == [["a", "used"]]
    close_registers()


def test_a_register_that_cannot_be_made_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    for root in (tmp_path, tmp_path / "not" / "there"):
        with read_only(tmp_path):
            assert live(open_register(root)) == []
            with pytest.raises(LanduseError) as refused:
                say(open_register(root), "a")
            assert refused.value.code == "data_unwritable"
            close_registers()
        assert list(tmp_path.iterdir()) == []


def test_a_register_that_cannot_be_looked_at_is_not_called_empty(sqlite_root: Path) -> None:
    _closed(sqlite_root)
    (sqlite_root / FILE).chmod(0)
    with file_modes_hold(), pytest.raises(LanduseError) as refused:
        live(open_register(sqlite_root))
    assert refused.value.code == faults.UNREACHABLE


def test_it_is_written_again_when_the_disk_can_be(sqlite_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_VIEW_S", -1.0)  # no wait for the next look
    _closed(sqlite_root)
    with read_only(sqlite_root):
        assert live(open_register(sqlite_root)) == [["a", "used"]]
    say(open_register(sqlite_root), "b")
    assert len(live(open_register(sqlite_root))) == 2


def test_what_another_writes_to_it_is_seen(
    sqlite_root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A folder that is read-only here may be written to by another machine."""
    monkeypatch.setattr(engine, "_VIEW_S", -1.0)
    _closed(sqlite_root)
    other = tmp_path_factory.mktemp("other")
    shutil.copyfile(sqlite_root / FILE, other / FILE)
    say(open_register(other), "b")
    close_registers()
    with read_only(sqlite_root):
        assert len(live(open_register(sqlite_root))) == 1
        (sqlite_root / FILE).chmod(0o644)
        (sqlite_root / FILE).write_bytes((other / FILE).read_bytes())
        (sqlite_root / FILE).chmod(0o444)
        assert len(live(open_register(sqlite_root))) == 2


@pytest.mark.parametrize("state", [_closed, _older])
def test_a_full_disk_lets_everything_be_read(state: Callable[[Path], None], sqlite_root: Path) -> None:
    state(sqlite_root)
    close_registers()

    def read() -> None:
        no_file_past(0)
        assert live(open_register(sqlite_root), LATER) == [["a", "used"]]

    def write() -> None:
        no_file_past(0)
        say(open_register(sqlite_root), "b")

    assert said_by_child(read) == ""

    def why() -> None:
        no_file_past(0)
        try:
            say(open_register(sqlite_root), "b")
        except LanduseError as error:
            assert "disken er full" in error.text("nb") or error.code == faults.DISK_FULL

    assert said_by_child(write) in ("data_unwritable", faults.DISK_FULL) and said_by_child(why) == ""
    say(open_register(sqlite_root), "b")
