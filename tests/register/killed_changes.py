"""Restores and migrations that are killed in the middle: afterwards the register is whole, the one before or the one after.

Run by tests.register.writers, in a process that has everything imported; it prints how many were whole old and whole new.
"""

import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import shapely
from sqlalchemy import Engine, MetaData, create_engine, event, insert, make_url, select, text

from register import backup, decisions
from register.engine import FILE, URL_VARIABLE, _begin, _prepare, close_registers, open_register, reading, writing
from register.generation import seen
from register.migrate import SCHEMA, migrate, schema_of
from register.tables import Base
from tests.register.saying import FIRST, statement
from tests.squares import PARK, rect

_ROWS = 300
_ENDED = (0, -signal.SIGKILL)  # well before the kill, or by it


def everything(register: Engine) -> dict[str, list]:
    """All rows of all tables, when no other writer is at it: a killed one may take a moment to be gone."""
    with writing(register) as connection:
        return {t.name: [tuple(row) for row in connection.execute(select(t).order_by(t.c.id))] for t in Base.metadata.sorted_tables}


def kill_restores(folder: Path, delays: list[float], forked: Callable, ended: Callable) -> str:
    """Kill a restore after each share of the time that a whole one takes."""
    register = open_register(folder)
    decisions.say(register, [statement(f"old-{n}") for n in range(_ROWS)], "Kari", "Befart", FIRST, 10**9)
    old, old_file, new_file = everything(register), folder / "old.zip", folder / "new.zip"
    backup.save(register, old_file)
    decisions.say(register, [statement(f"new-{n}") for n in range(_ROWS)], "Kari", "Befart", FIRST, 10**9)
    new = everything(register)
    backup.save(register, new_file)
    began = time.perf_counter()
    backup.restore(register, old_file, folder / "before.zip")
    whole_s = time.perf_counter() - began
    count = {"old": 0, "new": 0}
    for delay in delays:
        before = _generation(folder)
        close_registers()
        child = forked(lambda: backup.restore(open_register(folder), new_file, folder / "before.zip"))
        assert ended(child, delay * whole_s) in _ENDED
        now = everything(open_register(folder))
        became = "new" if now == new else "old"
        assert now in (old, new), f"after {delay:.2f} of a restore: neither the old register nor the new"
        assert (_generation(folder) == before) == (became == "old"), "a generation that does not belong to the rows"
        assert backup.restore(open_register(folder), old_file, folder / "before.zip")["decision"] == _ROWS
        count[became] += 1
    return f"{count['old']} {count['new']}"


def kill_migrations(folder: Path, delays: list[float], forked: Callable, ended: Callable) -> str:
    """Kill the migration of a register of the first version after each share of the time that a whole one takes."""
    _first_version(folder)
    began = time.perf_counter()
    new = _said(everything(open_register(folder)))
    whole_s = time.perf_counter() - began
    assert len(new) == _ROWS + _ROWS // 3  # each third was ended by somebody
    count = {"old": 0, "new": 0}
    for delay in delays:
        _first_version(folder)
        child = forked(lambda: open_register(folder))
        assert ended(child, delay * whole_s) in _ENDED
        schema = _schema_when_alone(folder)
        assert schema in ("0001", SCHEMA), f"after {delay:.2f} of a migration: schema {schema}"
        count["old" if schema == "0001" else "new"] += 1
        assert _said(everything(open_register(folder))) == new
    return f"{count['old']} {count['new']}"


def _generation(folder: Path) -> str:
    with reading(open_register(folder)) as connection:
        return seen(connection).generation


def _said(rows: dict[str, list]) -> list[tuple[Any, ...]]:
    return [row[1:5] for row in rows["decision"]]  # a number may be left out where a migration was killed


def _bare(folder: Path) -> Engine:
    """The database as it is, not migrated."""
    named = os.environ.get(URL_VARIABLE)
    if named:
        return create_engine(make_url(named).set(drivername="postgresql+psycopg"))
    engine = create_engine(f"sqlite:///{folder / FILE}", connect_args={"timeout": 60})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _first_version(folder: Path) -> None:
    """A register as the first version left it, with rows."""
    close_registers()
    bare = _bare(folder)
    if bare.dialect.name == "postgresql":
        with bare.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(7275637)"))
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    else:
        for path in folder.glob(f"{FILE}*"):
            path.unlink()
    said = {"park_id": PARK, "set_class": "used", "set_by": "Kari", "set_reason": "Befart", "evidence": "{}"}
    said |= {"footprint": shapely.to_wkb(rect(0, 0)), "holds_from": FIRST, "set_at": datetime(2026, 1, 1, tzinfo=UTC)}
    rows = [{**said, "unit_id": f"u{n}", "ended_on": date(2026, 2, 1) if n % 3 == 0 else None} for n in range(_ROWS)]
    with bare.begin() as connection:
        migrate(connection, "0001")
        tables = MetaData()
        tables.reflect(connection)
        connection.execute(insert(tables.tables["decision"]), rows)
    bare.dispose()


def _schema_when_alone(folder: Path) -> str | None:
    bare = _bare(folder)
    with bare.begin() as connection:
        if bare.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7275637)"))
        schema = schema_of(connection)
    bare.dispose()
    return schema
