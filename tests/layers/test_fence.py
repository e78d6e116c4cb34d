"""A reading process sees its own input and writes in its own folder; with the kernel's fence, without it, and its helpers too."""

import errno
import os
import socket
import stat
import subprocess
import threading
import time
from pathlib import Path

import pytest

from door.process import client, fence, started
from landuse.words.errors import LanduseError
from tests.layers.supervised import supervised

FENCED = fence.kernel_abi() > 0


def outcome(act) -> str:
    """`refused` where the system refuses an act, else `done`."""
    try:
        act()
    except OSError as error:
        return "refused" if error.errno in (errno.EACCES, errno.EPERM, errno.EXDEV) else os.strerror(error.errno)
    return "done"


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """A job's own folder with its input; beside it a park, the register, another's job, and where nobody may write."""
    root = tmp_path / "data"
    monkeypatch.setenv("PARKAREAL_DATA", str(root))
    found = {
        "own": tmp_path / "parkareal-own" / "file.gpkg",
        "park": root / "parcels" / "nabo" / "park.gpkg",
        "register": root / "register.db",
        "other": tmp_path / "parkareal-other" / "file.gpkg",
        "passwd": Path("/etc/passwd"),
        "server": Path(f"/proc/{os.getpid()}/environ"),
    }
    for name in ("own", "park", "register", "other"):
        found[name].parent.mkdir(parents=True, exist_ok=True)
        found[name].write_text("secret")
    return found


def tries(job: dict, told) -> dict[str, str]:
    """What a file that has taken its reading process over would try."""
    places = {name: Path(place) for name, place in job["places"].items()}
    own = places["own"].parent
    found = {f"read {name}": outcome(place.read_bytes) for name, place in places.items()}
    found |= {f"list {name}": outcome(lambda place=place: list(place.parent.iterdir())) for name, place in places.items()}
    for name, place in places.items():
        if name != "server":  # nobody writes in /proc
            found[f"write beside {name}"] = outcome(lambda place=place: (place.parent / "fresh").write_text("x"))
        if name in ("park", "register", "other"):
            found[f"change {name}"] = outcome(lambda place=place: os.truncate(place, 0))
            found[f"take {name} away"] = outcome(place.unlink)
            found[f"link {name}"] = outcome(lambda name=name, place=place: os.link(place, own / f"link-{name}"))
    found["helper reads passwd"] = outcome(lambda: _helper("/etc/passwd"))
    found["start another program"] = outcome(lambda: subprocess.run(["/bin/sh", "-c", "exit 0"], check=True))
    found["end the server"] = outcome(lambda: os.kill(job["server"], 0))
    return found


def _helper(path: str) -> None:
    """What a process does that this one has started."""
    pid = os.fork()
    if pid == 0:
        os._exit(0 if outcome(Path(path).read_bytes) == "done" else 1)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
        raise PermissionError(errno.EACCES, "helper")


OWN = {"read own", "list own", "write beside own"}


def test_only_its_own_folder_is_open(places: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    assert FENCED, "this kernel has no Landlock: the test of the fence needs one"
    job = {"places": {name: str(place) for name, place in places.items()}, "server": os.getpid()}
    with supervised(monkeypatch, test=tries):
        found = client.run("test", places["own"].parent, "file.gpkg", **job)
    assert {name for name, what in found.items() if what == "done"} == OWN
    assert {what for name, what in found.items() if name not in OWN} == {"refused"}
    assert places["park"].read_text() == places["register"].read_text() == places["other"].read_text() == "secret"


def test_without_the_kernels_fence_a_file_is_read_and_the_log_says_so_once(
    places: dict[str, Path], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(fence, "kernel_abi", lambda: 0)
    monkeypatch.setattr(started, "_told_once", set())
    with supervised(monkeypatch, test=lambda job, told: outcome(Path(job["place"]).read_bytes)):
        assert started.start().fence == 0
        assert client.run("test", places["own"].parent, "file.gpkg", place=str(places["register"])) == "done"
    for worker in (started.Worker(None, None, 0, True, 0),) * 2:
        started._say_once(worker)
    assert [line for line in caplog.messages if "Landlock" in line] == [caplog.messages[0]]
    caplog.clear()
    started._say_once(started.Worker(None, None, 0, True, 7))
    assert caplog.messages == []


def test_a_kernel_that_forbids_the_question_has_no_fence(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden() -> int:
        raise fence.landlockpy.LandlockError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(fence.landlockpy, "abi_version", forbidden)
    assert fence.kernel_abi() == 0


def test_a_fence_that_cannot_be_laid_ends_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never on without it: the kernel has one, so something is wrong."""

    def broken(**_) -> None:
        raise fence.landlockpy.LandlockError(errno.E2BIG, "Argument list too long")

    monkeypatch.setattr(fence, "kernel_abi", lambda: 7)
    monkeypatch.setattr(fence.landlockpy, "Ruleset", broken)
    with supervised(monkeypatch, test=lambda job, told: "read"), pytest.raises(LanduseError) as caught:
        client.run("test", tmp_path, "file.gpkg")
    assert caught.value.code == "reader_crashed"


def test_the_network_is_shut_by_the_fence_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a system does not let a process leave the network, the fence refuses TCP, from its fourth version on."""
    assert fence.kernel_abi() >= 4, "this kernel's Landlock has no network: the test needs its fourth version"

    def call(job, told):
        with socket.socket() as line:
            return outcome(lambda: line.connect(("127.0.0.1", job["port"])))

    monkeypatch.setattr("door.process.supervisor._leave_network", lambda: False)
    with socket.create_server(("127.0.0.1", 0)) as server, supervised(monkeypatch, test=call):
        assert client.run("test", tmp_path, "file.gpkg", port=server.getsockname()[1]) == "refused"


def test_what_is_open_holds_no_data(places: dict[str, Path]) -> None:
    """The list of what every reading process sees: programs, libraries, their own data; neither ours nor anybody's home."""
    shown = [path.resolve() for path, _ in fence._open_to_all()]
    assert shown and not any(place.resolve().is_relative_to(path) for path in shown for place in places.values())
    assert not any(path in (Path("/"), Path("/etc"), Path("/proc"), Path("/home"), fence._ROOT) for path in shown)
    assert not any((fence._ROOT / "data").is_relative_to(path) for path in shown)


def test_a_child_answers_for_its_own_job_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sockets of other children are not among its open files."""

    def sockets(job, told):
        if job["first"]:
            told([1, 1])
            while not Path("go").exists():
                time.sleep(0.01)
        return sum(stat.S_ISSOCK(os.fstat(number).st_mode) for number in range(256) if is_open(number))

    def is_open(number: int) -> bool:
        try:
            os.fstat(number)
        except OSError:
            return False
        return True

    monkeypatch.setenv("PARKAREAL_READING_AT_ONCE", "2")
    begun, counts = threading.Event(), {}
    monkeypatch.setattr(client, "tell", lambda *said: begun.set())
    with supervised(monkeypatch, test=sockets):
        first = threading.Thread(target=lambda: counts.update(first=client.run("test", tmp_path, "a", first=True)))
        first.start()
        assert begun.wait(60)
        counts["second"] = client.run("test", tmp_path, "b", first=False)
        (tmp_path / "go").touch()
        first.join(60)
    assert counts["second"] == counts["first"]
