"""A database that goes away, fills up or breaks is one sentence in the user's language, and comes back by itself."""

import errno
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, TimeoutError as PoolTimeout

from landuse.words import messages
from landuse.words.errors import LanduseError
from register import decisions, faults
from register.engine import FILE, URL_VARIABLE, close_registers, open_register, reading, writing
from tests.databases import Cluster, own_postgres  # noqa: F401
from tests.register.saying import live, say
from tests.squares import PARK

USERS = 8
_DRIVERS = ("psycopg", "sqlite3", "sqlalchemy", "connection", "server closed", "fatal", "terminat", "database is", "disk i/o", "readonly")


def _is_bokmal(error: LanduseError) -> bool:
    """Whether a refusal has a sentence in bokmål without a driver's words in it, nor the English sentence's."""
    said = error.text("nb")
    return "{" not in said and not any(words in said.lower() for words in _DRIVERS) and said != error.text("en")


def _user(number: int, root: Path, over: threading.Event, kept: list[str], refused: list[LanduseError]) -> None:
    """Says things and reads them until told to end, and goes on until the last of it was kept."""
    turn = 0
    while True:
        unit, last = f"u{number}-{turn}", over.is_set()
        try:
            say(open_register(root), unit)
            kept.append(unit)
            assert decisions.version(open_register(root), PARK) > 0
            if last:
                return
            turn += 1
        except LanduseError as error:
            refused.append(error)
            turn += error.code == faults.UNSURE
            over.wait(0.01)


def _stopped_and_started(cluster: Cluster, root: Path, stops: list[str]) -> tuple[set[str], list[LanduseError]]:
    over, kept, refused = threading.Event(), [], []
    users = [threading.Thread(target=_user, args=(number, root, over, kept, refused)) for number in range(USERS)]
    for user in users:
        user.start()
    for how in stops:
        before = len(kept)
        while len(kept) < before + 2 * USERS:  # they are at it again
            assert any(user.is_alive() for user in users)
            over.wait(0.02)
        cluster.stop(how)
        while not refused or refused[-1].code == faults.UNSURE:
            over.wait(0.02)
        cluster.start()
    over.set()
    for user in users:
        user.join()
    return set(kept), refused


def test_a_server_that_stops_and_starts_under_eight_users(own_postgres: Cluster, tmp_path: Path) -> None:  # noqa: F811
    kept, refused = _stopped_and_started(own_postgres, tmp_path, ["immediate", "fast"])
    there = {unit for unit, _ in live(open_register(tmp_path))}
    unsure = sum(error.code == faults.UNSURE for error in refused)
    assert kept <= there and len(there - kept) <= unsure
    assert {error.code for error in refused} <= {faults.UNREACHABLE, faults.UNSURE} and all(map(_is_bokmal, refused))


@pytest.mark.soak
def test_a_server_that_stops_and_starts_forty_times(own_postgres: Cluster, tmp_path: Path) -> None:  # noqa: F811
    kept, refused = _stopped_and_started(own_postgres, tmp_path, ["immediate", "fast"] * 20)
    there = {unit for unit, _ in live(open_register(tmp_path))}
    print(f"{len(kept)} acknowledged, {len(kept - there)} lost; {len(refused)} refusals")  # noqa: T201
    assert kept <= there and all(map(_is_bokmal, refused))


def _ended(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url, autocommit=True) as other:
        users = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        other.execute(f"SELECT pg_terminate_backend(pid) {users}")


def test_connections_that_are_dead_are_replaced(own_postgres: Cluster, tmp_path: Path) -> None:  # noqa: F811
    register = open_register(tmp_path)
    say(register, "a")
    _ended(own_postgres)
    assert live(register) == [["a", "used"]]
    with pytest.raises(LanduseError) as refused, writing(register) as connection:
        _ended(own_postgres)
        connection.execute(text("SELECT 1"))
    assert refused.value.code == faults.UNREACHABLE and "Ingenting er lagret" in refused.value.text("nb")
    with pytest.raises(LanduseError) as refused, writing(register):
        _ended(own_postgres)
    assert refused.value.code == faults.UNSURE and "Ingenting" not in refused.value.text("nb")
    assert live(register) == [["a", "used"]]


def test_a_server_with_no_room_or_no_writing(own_postgres: Cluster, tmp_path: Path) -> None:  # noqa: F811
    register = open_register(tmp_path)
    say(register, "a")
    close_registers()
    with psycopg.connect(own_postgres.url, autocommit=True) as other:
        other.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        other.execute("SELECT pg_reload_conf()")
    register = open_register(tmp_path)  # as on a replica: what is up to date is only read
    assert live(register) == [["a", "used"]]
    assert _refused(lambda: say(register, "b")).code == faults.READ_ONLY
    close_registers()
    with psycopg.connect(own_postgres.url) as first:
        others = [first]
        try:
            while True:
                others.append(psycopg.connect(own_postgres.url))
        except psycopg.OperationalError:
            assert _refused(lambda: open_register(tmp_path)).code == faults.CROWDED
        finally:
            for other in others:
                other.close()
    assert live(open_register(tmp_path)) == [["a", "used"]]


def _refused(work: Callable[[], object]) -> LanduseError:
    with pytest.raises(LanduseError) as refused:
        work()
    assert _is_bokmal(refused.value)
    return refused.value


def test_who_waits_for_an_unreachable_register_is_told_with_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And does not try for as long again: twenty users of a server that drops packets would wait for minutes."""
    from register import engine

    monkeypatch.setenv(URL_VARIABLE, "postgresql://someone@127.0.0.1:1/x")
    tried, all_wait, given = [], threading.Barrier(5), engine._writable

    def slow(url: object) -> object:
        tried.append(url)
        while threading.active_count() < before + 5 or waiting < 5:
            threading.Event().wait(0.01)
        return given(url)

    def ask() -> None:
        nonlocal waiting
        all_wait.wait()
        waiting += 1
        told.append(_refused(lambda: open_register(tmp_path)).code)

    before, waiting, told = threading.active_count(), 0, []
    monkeypatch.setattr(engine, "_writable", slow)
    users = [threading.Thread(target=ask) for _ in range(5)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert told == [faults.UNREACHABLE] * 5 and len(tried) < 5


@pytest.fixture
def register_file(sqlite_root: Path) -> Iterator[Path]:
    """A SQLite register with one event, closed."""
    say(open_register(sqlite_root), "a")
    close_registers()
    yield sqlite_root / FILE


def test_a_register_that_another_holds_too_long(register_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "WAIT_S", 0)
    with sqlite3.connect(register_file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert _refused(lambda: say(open_register(register_file.parent), "b")).code == faults.BUSY
        assert live(open_register(register_file.parent)) == [["a", "used"]]
        other.execute("ROLLBACK")
    say(open_register(register_file.parent), "b")


def test_a_disk_that_fills_under_a_register(register_file: Path) -> None:
    register = open_register(register_file.parent)
    with pytest.raises(LanduseError) as refused, writing(register) as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        connection.execute(text("UPDATE decision SET set_reason = :much"), {"much": "x" * 100_000})
    assert refused.value.code == faults.DISK_FULL and _is_bokmal(refused.value)
    close_registers()
    assert live(open_register(register_file.parent)) == [["a", "used"]]


@pytest.mark.parametrize("damage", [b"", b"not a database" * 1000, None])
def test_a_damaged_register_is_said_to_be(damage: bytes | None, register_file: Path) -> None:
    whole = register_file.read_bytes()
    register_file.write_bytes(damage if damage is not None else whole[:4096] + b"\xff" * 4096 + whole[8192:])
    if damage == b"":
        assert live(open_register(register_file.parent)) == []  # an empty file is a database without tables
    else:
        assert _refused(lambda: live(open_register(register_file.parent))).code == faults.DAMAGED


_STATES = ("57P01", "57P03", "08006", "53300", "53100", "25006", "55P03", "40P01", "XX001", "42P01")
_RAISED = [
    *((sqlite3.OperationalError, {"sqlite_errorcode": number, "sqlite_errorname": "SQLITE_X"}) for number in (*range(1, 30), 266, 1032)),
    *((psycopg.errors.lookup(state), {}) for state in _STATES),
    (psycopg.OperationalError, {}),
    (psycopg.InterfaceError, {}),
]


@pytest.mark.parametrize(("kind", "about"), _RAISED)
@pytest.mark.parametrize("work", [reading, writing])
def test_whatever_a_driver_raises_is_a_sentence(kind: type, about: dict, work: Callable, sqlite_root: Path) -> None:
    fault = kind("server closed the connection unexpectedly: database is locked")
    for name, value in about.items():
        setattr(fault, name, value)
    with pytest.raises(LanduseError) as refused, work(open_register(sqlite_root)):
        raise DBAPIError("SELECT 1", {}, fault)
    assert refused.value.code in faults.CODES and _is_bokmal(refused.value)
    assert ("Ingenting er lagret" in refused.value.text("nb")) == (work is writing)


def test_a_pool_that_is_used_up_is_a_sentence(sqlite_root: Path) -> None:
    with pytest.raises(LanduseError) as refused, reading(open_register(sqlite_root)):
        raise PoolTimeout("QueuePool limit of size 5 overflow 10 reached")
    assert refused.value.code == faults.CROWDED and _is_bokmal(refused.value)


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_the_system_refuses_in_the_users_language(number: int) -> None:
    from landuse.words.errors import system_word

    error = LanduseError("data_unwritable", file="x", reason=system_word(OSError(number, os.strerror(number))))
    assert os.strerror(number) not in error.text("nb")
    assert all(messages.has(system_word(OSError(number, ""))) for _ in messages.LANGS)
