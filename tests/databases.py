"""Both databases for the tests: SQLite in a folder, and a PostgreSQL of Debian's that lives as long as the tests do."""

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

import pytest
from sqlalchemy import create_engine, text

from register.engine import FILE, URL_VARIABLE, close_registers, open_register
from register.tables import Base

_PROGRAMS = Path("/usr/lib/postgresql")


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder whose register has not been made, in each database in turn."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    if request.param == "postgresql":
        monkeypatch.setenv(URL_VARIABLE, request.getfixturevalue("postgres_url"))
        _in_postgres("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    yield tmp_path
    close_registers()


@pytest.fixture(params=["sqlite", "postgresql"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder whose register is new and empty, in each database in turn."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    if request.param == "postgresql":
        monkeypatch.setenv(URL_VARIABLE, request.getfixturevalue("postgres_url"))
        open_register(tmp_path)
        _in_postgres(f"TRUNCATE {', '.join(Base.metadata.tables)} CASCADE; UPDATE register_generation SET numbered_from = 0")
    else:
        shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / FILE)
    yield tmp_path
    close_registers()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty register, made once."""
    folder = tmp_path_factory.mktemp("register")
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv(URL_VARIABLE, raising=False)
        open_register(folder)
        close_registers()
    return folder / FILE


@pytest.fixture
def sqlite_root(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder whose register is a SQLite file."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    shutil.copyfile(sqlite_template, tmp_path / FILE)
    yield tmp_path
    close_registers()


@dataclass
class Cluster:
    """A PostgreSQL of Debian's that can be stopped and started; it refuses root, so root runs it as Debian's own user."""

    url: str
    folder: Path
    programs: Path
    settings: str

    def run(self, program: str, *arguments: str) -> None:
        """One of its programs, which must end well."""
        as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*as_user, str(self.programs / program), *arguments]
        done = subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.run("pg_ctl", "start", "-D", str(self.folder / "cluster"), "-w", "-l", str(self.folder / "log"), "-o", self.settings)

    def stop(self, how: str = "immediate") -> None:
        """Stop it: `immediate` as when the power goes, `fast` with a word to who is connected."""
        self.run("pg_ctl", "stop", "-D", str(self.folder / "cluster"), "-m", how, "-w")


@contextmanager
def postgres() -> Iterator[Cluster]:
    """A private cluster on loopback, in a folder of its own, that flushes to disk as in earnest."""
    programs = sorted(_PROGRAMS.glob("*/bin/initdb"))
    if not programs:
        pytest.skip("Debian's postgresql is not installed")
    pytest.importorskip("psycopg")
    folder = Path(tempfile.mkdtemp(prefix="parkareal-postgres-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    port = _free_port()
    settings = f"-h 127.0.0.1 -p {port} -c fsync=on -c unix_socket_directories= -c max_connections=60"
    cluster = Cluster(f"postgresql://{_user()}@127.0.0.1:{port}/postgres", folder, programs[-1].parent, settings)
    cluster.run("initdb", "-D", str(folder / "cluster"), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    cluster.start()
    try:
        yield cluster
    finally:
        close_registers()
        if (folder / "cluster" / "postmaster.pid").exists():  # a test that failed may have left it stopped
            cluster.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a cluster that lives as long as the tests do."""
    with postgres() as cluster:
        yield cluster.url


@pytest.fixture
def own_postgres(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A cluster for one test, to stop and start, with an empty register."""
    with postgres() as cluster:
        monkeypatch.setenv(URL_VARIABLE, cluster.url)
        yield cluster


def _user() -> str:
    return "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _in_postgres(statements: str) -> None:
    engine = create_engine(os.environ[URL_VARIABLE].replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements.split(";"):
            connection.execute(text(statement))
    engine.dispose()
