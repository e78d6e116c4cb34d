"""A private PostgreSQL with PostGIS on loopback, and the CPU seconds of all of its processes."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PROGRAMS = Path("/usr/lib/postgresql")
_SETTINGS = {
    "shared_buffers": "1GB", "work_mem": "256MB", "maintenance_work_mem": "512MB", "max_wal_size": "8GB", "fsync": "off",
    "jit": "off", "max_parallel_workers_per_gather": "2", "synchronous_commit": "off",
}  # fmt: skip


@dataclass(frozen=True)
class Server:
    """Where the server listens, and its first process."""

    address: str
    pid: int

    def cpu_s(self) -> float:
        """CPU seconds of the server and every backend it has had; ended ones are in the first process' account."""
        return _cpu_s(self.pid, ended=True) + sum(_cpu_s(child, ended=True) for child in _children(self.pid))


@contextmanager
def postgis() -> Iterator[Server]:
    """A new cluster in a temporary folder, with the extension made, gone when the block ends.

    Root runs it as Debian's own user, since PostgreSQL refuses root.
    """
    folder = Path(tempfile.mkdtemp(prefix="parkareal-bench-postgres-"))
    as_user = []
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    programs = sorted(_PROGRAMS.glob("*/bin/initdb"))[-1].parent

    def run(program: str, *arguments: str) -> None:
        subprocess.run([*as_user, str(programs / program), *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)

    cluster = folder / "cluster"
    run("initdb", "-D", str(cluster), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    port = _free_port()
    settings = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    options = f"-h 127.0.0.1 -p {port} -c unix_socket_directories= {settings}"
    run("pg_ctl", "start", "-D", str(cluster), "-w", "-l", str(folder / "log"), "-o", options)
    try:
        user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        pid = int((cluster / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        yield Server(f"postgresql://{user}@127.0.0.1:{port}/postgres", pid)
    finally:
        run("pg_ctl", "stop", "-D", str(cluster), "-m", "immediate", "-w")
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _children(pid: int) -> list[int]:
    named = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return [int(child) for child in named]


def _cpu_s(pid: int, ended: bool) -> float:
    """User and system time from the kernel's account of a process, with its ended children if asked for."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    ticks = [int(field) for field in fields[11:15]]  # utime, stime, cutime, cstime
    return sum(ticks if ended else ticks[:2]) / os.sysconf("SC_CLK_TCK")
