"""Why a file was not read is told as it is: processor, clock, memory, the machine, a crash, a reader that cannot start."""

import ctypes
import errno
import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from door import open as door_open
from door.formats import sosi
from door.geometry import mend
from door.guarded import Guarded
from door.limits import LIMITS, MB
from door.open import guarded_copy
from door.process import client, started
from door.process import ended as process_ended
from door.process.ended import CLOCK, CRASH, MACHINE, MEMORY, TIME, End
from door.tables import read_table
from landuse.words import messages
from landuse.words.errors import LanduseError
from tests.layers.supervised import PLENTY_MB, no_more_processes, supervised


def told(task: str, folder: Path, **params) -> LanduseError:
    with pytest.raises(LanduseError) as caught:
        client.run(task, folder, "fil.gpkg", **params)
    for lang in messages.LANGS:
        assert "fil.gpkg" in caught.value.text(lang) and "\n" not in caught.value.text(lang)
    return caught.value


def spin(job, told):
    while True:
        pass


def aborts(words: str):
    def task(job, told):
        os.write(2, words.encode())
        os.abort()

    return task


def by_signal(number: int):
    return lambda job, told: os.kill(os.getpid(), number)


@pytest.mark.parametrize(
    ("task", "limits", "code"),
    [
        (spin, {"cpu_s": 1}, "reader_time"),
        (lambda job, told: time.sleep(60), {"wall_s": 0.2}, "reader_clock"),
        (by_signal(signal.SIGKILL), {}, "reader_memory_machine"),
        (by_signal(signal.SIGSEGV), {}, "reader_crashed"),
        (by_signal(signal.SIGBUS), {}, "reader_crashed"),
        (aborts("terminate called after throwing an instance of 'std::bad_alloc'"), {}, "reader_memory"),
        (aborts("free(): invalid pointer"), {}, "reader_crashed"),
        (lambda job, told: len(bytearray(PLENTY_MB * MB)), {}, "reader_memory"),
        (lambda job, told: 1 / 0, {}, "reader_crashed"),
    ],
)  # fmt: skip
def test_a_cause_is_told_as_it_is(task, limits: dict, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in limits.items():
        monkeypatch.setitem(LIMITS, name, value)
    with supervised(monkeypatch, test=task):
        assert told("test", tmp_path).code == code


def test_a_list_is_not_told_to_be_cut_to_an_area(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "cpu_s", 1)
    with supervised(monkeypatch, test=spin):
        assert told("test", tmp_path, is_list=True).code == "reader_time_list"


def test_a_library_that_falls_over_near_its_memory_limit_has_none_left() -> None:
    near, far = round(0.95 * 2400 * MB), 1200 * MB
    for number in (signal.SIGSEGV, signal.SIGABRT):
        assert End(-number, peak_bytes=near, most_bytes=2400 * MB).cause() == MEMORY
        assert End(-number, peak_bytes=far, most_bytes=2400 * MB).cause() == CRASH
    assert End(1, peak_bytes=far, most_bytes=2400 * MB, said="MemoryError: out of memory").cause() == MEMORY


@pytest.mark.parametrize(
    ("end", "cause"),
    [
        (End(-signal.SIGKILL), MACHINE),
        (End(-signal.SIGKILL, by_clock=True), CLOCK),
        (End(-signal.SIGALRM), CLOCK),
        (End(-signal.SIGXCPU), TIME),
        (End(0), CRASH),
    ],
)
def test_who_ended_it_decides(end: End, cause: str) -> None:
    assert end.cause() == cause


def test_a_child_that_takes_all_memory_is_seen_to_have_taken_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that does not look whether it got memory: it falls over with nothing said."""

    def greedy(job, told):
        libc = ctypes.CDLL(None)
        libc.mmap.restype = ctypes.c_void_p
        anonymous, none = 0x22, 0
        while libc.mmap(None, ctypes.c_size_t(100 * MB), none, anonymous, -1, ctypes.c_long(0)) != ctypes.c_void_p(-1).value:
            pass
        time.sleep(0.3)  # seen by the supervisor
        os.kill(os.getpid(), signal.SIGSEGV)

    with supervised(monkeypatch, test=greedy):
        assert told("test", tmp_path).code == "reader_memory"


# ---------------------------------------------------------------- a busy machine changes no answer


def test_the_clock_has_ten_times_the_processor() -> None:
    assert LIMITS["wall_s"] == 10 * LIMITS["cpu_s"]


def test_a_reader_that_the_machine_keeps_waiting_is_not_out_of_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped for longer than its time of processor, then let go on: the file is read, and hardly any of its time is used."""
    monkeypatch.setitem(LIMITS, "cpu_s", 1)
    monkeypatch.setitem(LIMITS, "wall_s", 120)

    def stopped(job, told):
        told([os.getpid(), 1])
        os.kill(os.getpid(), signal.SIGSTOP)
        return "read"

    def go_on(stage: str, pid: int, total: int) -> None:
        def later() -> None:
            time.sleep(1.3)
            os.kill(pid, signal.SIGCONT)

        threading.Thread(target=later).start()

    monkeypatch.setattr(client, "tell", go_on)
    with supervised(monkeypatch, test=stopped), client.file_budget(0) as budget:
        assert client.run("test", tmp_path, "fil.gpkg") == "read"
        assert budget.cpu_s > 0.5 and budget.whole_cpu_s == 1
        assert client.run("names", tmp_path, "a.csv", path="a.csv", format="csv") == ["a"]


def test_what_one_step_used_is_taken_from_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def burn(job, told):
        until = time.process_time() + 0.4
        while time.process_time() < until:
            pass

    with supervised(monkeypatch, test=burn), client.file_budget(0) as budget:
        whole = budget.cpu_s
        client.run("test", tmp_path, "fil.gpkg")
        assert 0.4 <= whole - budget.cpu_s < 5
        budget.cpu_s = 0.0
        assert told("test", tmp_path).code == "reader_time"
        budget.cpu_s, budget.wall_s = 1.0, 0.0
        assert told("test", tmp_path).code == "reader_clock"


def test_a_helper_of_a_reader_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reading process has started, as it starts ogr2ogr, does not outlive it."""

    def with_helper(job, told):
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        Path("helper").write_text(str(pid))
        time.sleep(60)

    monkeypatch.setitem(LIMITS, "wall_s", 0.5)
    with supervised(monkeypatch, test=with_helper):
        assert told("test", tmp_path).code == "reader_clock"
    status = Path(f"/proc/{(tmp_path / 'helper').read_text()}/stat")
    deadline = time.monotonic() + 30
    while status.exists() and status.read_text().split()[2] != "Z" and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not status.exists() or status.read_text().split()[2] == "Z"


# ---------------------------------------------------------------- a reader that cannot start


def error_of(number: int):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize(
    ("what", "number", "code"),
    [
        ("subprocess.Popen", errno.EAGAIN, "reader_no_process"),
        ("subprocess.Popen", errno.ENOMEM, "reader_no_process"),
        ("subprocess.Popen", errno.EMFILE, "reader_no_files"),
        ("subprocess.Popen", errno.ENOENT, "reader_missing"),
        ("socket.socketpair", errno.EMFILE, "reader_no_files"),
        ("socket.socketpair", errno.ENFILE, "reader_no_files"),
    ],
)
def test_a_reader_that_cannot_start_is_a_sentence(what: str, number: int, code: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(started, "_running", [])
    monkeypatch.setattr(f"door.process.started.{what}", error_of(number))
    assert told("names", tmp_path, path="a.csv", format="csv").code == code


def test_a_machine_without_room_for_a_child_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fork, parent = os.fork, os.getpid()
    monkeypatch.setattr("door.process.supervisor.os.fork", lambda: fork() if os.getpid() == parent else no_more_processes())
    with supervised(monkeypatch) as process:
        for _ in range(2):  # and it goes on
            assert told("names", tmp_path, path="a.csv", format="csv").code == "reader_no_process"
        assert process.poll() is None


def test_a_program_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(started, "_running", [])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    error = told("names", tmp_path, path="a.csv", format="csv")
    assert error.code == "reader_missing" and str(tmp_path / "python") in error.text("nb")


def test_a_library_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(started, "_running", [])
    room = tmp_path / "door" / "process"
    room.mkdir(parents=True)
    (room / "supervisor.py").write_text("import no_such_library\n")
    monkeypatch.setattr(started, "_ROOT", tmp_path)
    error = told("names", tmp_path, path="a.csv", format="csv")
    assert error.code == "reader_broken" and "no_such_library" in error.text("en")
    started.start_early()  # says so in the log, and raises nothing


def test_a_reader_that_never_comes_up_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(started, "_running", [])
    monkeypatch.setitem(LIMITS, "start_s", 0.2)
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "_worker.py").write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(started, "_ROOT", tmp_path)
    assert told("names", tmp_path, path="a.csv", format="csv").code == "reader_broken"


def test_a_supervisor_that_the_machine_ends_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def end_it(job, told):
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)

    monkeypatch.setattr("door.process.fence.kernel_abi", lambda: 0)  # the fence would not let it
    with supervised(monkeypatch, test=end_it):
        assert told("test", tmp_path).code == "reader_memory_machine"


# ---------------------------------------------------------------- before and in the reading


@pytest.fixture
def path(tmp_path: Path) -> Path:
    frame = gpd.GeoDataFrame({"plot_id": ["T1"]}, geometry=[shapely.box(620_000, 7_076_000, 620_100, 7_076_100)], crs=25832)
    pyogrio.write_dataframe(frame, tmp_path / "tomter.gpkg", driver="GPKG")
    return tmp_path / "tomter.gpkg"


def refused(path: Path) -> str:
    with pytest.raises(LanduseError) as caught, guarded_copy(path) as file:
        read_table(file, "tomter")
    assert "tomter.gpkg" in caught.value.text("nb")
    return caught.value.code


def test_no_place_for_temporary_files_is_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "mkdtemp", error_of(errno.ENOENT))
    assert refused(path) == "temp_unusable"


def test_a_file_that_may_not_be_opened_is_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(source: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source))

    monkeypatch.setattr(door_open.shutil, "copyfile", forbidden)
    assert refused(path) == "file_no_access"


def test_too_many_open_files_at_the_door_is_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_open.shutil, "copyfile", error_of(errno.EMFILE))
    assert refused(path) == "reader_no_files"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "reader_memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "reader_memory"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full_reading"),
        (OSError(errno.EMFILE, "Too many open files"), "reader_no_files"),
        (OSError(errno.EAGAIN, "Resource temporarily unavailable"), "reader_no_process"),
    ],
)
def test_a_whole_file_is_not_called_damaged_for_what_the_machine_lacks(error: Exception, code: str) -> None:
    assert process_ended.as_it_is(error, "a.gpkg").code == code
    damaged = LanduseError("file_damaged", file="a.gpkg", reason="x")
    damaged.__cause__ = error
    assert process_ended.as_it_is(damaged, "a.gpkg").code == (code if code in ("reader_memory", "disk_full_reading") else "file_damaged")


def test_a_job_without_memory_says_so_whatever_its_library_calls_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def misled(job, told):
        try:
            raise RuntimeError("malloc of size 8000000000 failed")
        except RuntimeError as error:
            raise LanduseError("file_damaged", file=job["name"], reason=error) from error

    with supervised(monkeypatch, test=misled):
        assert told("test", tmp_path).code == "reader_memory"


@pytest.mark.parametrize(
    ("cause", "code"), [(MACHINE, "reader_memory_machine"), (CLOCK, "reader_clock"), (CRASH, None), (MEMORY, None), (TIME, None)]
)
def test_a_row_is_not_given_up_for_what_the_machine_lacks(cause: str, code: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(worker, source, *_) -> None:
        source.close()
        raise client.ReaderEnded(cause)

    monkeypatch.setattr(client, "_answer", ended)
    bow_tie = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    if code is None:
        assert mend.mended(np.array([bow_tie]))[0].tolist() == [None]
        return
    with pytest.raises(LanduseError) as caught:
        mend.mended(np.array([bow_tie]))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("kill -KILL $$", "reader_memory_machine"),
        ("echo \"terminate called after throwing an instance of 'std::bad_alloc'\" >&2; kill -ABRT $$", "reader_memory"),
        ("kill -SEGV $$", "reader_crashed"),
        ("echo 'ERROR 2: Out of memory allocating 8000000000 bytes' >&2; exit 1", "reader_memory"),
        ("echo 'ERROR 1: no such group' >&2; exit 1", "sosi_unread"),
    ],
)
def test_what_ends_the_helper_that_reads_sosi_is_told(script: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sosi, "check_driver", lambda name: None)
    monkeypatch.setattr(sosi, "_environment", lambda: dict(os.environ))
    run = sosi.subprocess.run
    monkeypatch.setattr(sosi.subprocess, "run", lambda command, **how: run(["/bin/sh", "-c", script], **how))
    monkeypatch.setattr("door.process.fence.kernel_abi", lambda: 0)  # no shell stands inside the fence
    (tmp_path / "plan.sos").write_text(".HODE 0:\n..TEGNSETT UTF-8\n..TRANSPAR\n...KOORDSYS 22\n...ENHET 0.01\n...ORIGO-NØ 0 0\n.SLUTT\n")
    with supervised(monkeypatch, test=lambda job, told: str(sosi.prepared(Guarded("fil.gpkg", "sosi", tmp_path / "plan.sos")))):
        assert told("test", tmp_path).code == code
