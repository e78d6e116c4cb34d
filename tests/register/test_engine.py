"""Opening the register: cheap, migrated once, refused when it is newer or out of reach, and told so."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import shapely
from sqlalchemy import event, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from landuse.words.errors import LanduseError
from register import decisions
from register.engine import FILE, URL_VARIABLE, close_registers, open_register, reading, writing
from register.generation import GENERATION
from register.migrate import SCHEMA, known_schemas, migrate, schema_of
from register.people_tables import METADATA
from register.tables import Base
from tests.register.saying import FIRST, LATER, NEXT, REPOSITORY, in_a_process, live, rows, say
from tests.squares import EPSG, PARK, rect

_FIRST_REGISTER = """
CREATE TABLE decision (
	id INTEGER NOT NULL, park_id VARCHAR(60) NOT NULL, unit_id VARCHAR(80) NOT NULL, set_class VARCHAR(20) NOT NULL,
	set_by VARCHAR(120) NOT NULL, set_at DATETIME NOT NULL, set_reason TEXT NOT NULL, holds_from DATE NOT NULL,
	ended_on DATE, evidence TEXT NOT NULL, footprint BLOB NOT NULL, PRIMARY KEY (id)
);
CREATE INDEX ix_decision_park_id ON decision (park_id);
CREATE INDEX ix_decision_unit_id ON decision (unit_id);
"""


def _first_register(root: Path, *said: tuple) -> None:
    """A register as the first version left it; rows (unit, class, holds from, ended on)."""
    file = sqlite3.connect(root / FILE)
    file.executescript("PRAGMA journal_mode=WAL;" + _FIRST_REGISTER)
    for unit, land_class, begins, ends in said:
        values = (PARK, unit, land_class, "Kari", "2026-01-01 10:00:00.000000", "Befart", begins, ends, "{}", shapely.to_wkb(rect(0, 0)))
        columns = "park_id, unit_id, set_class, set_by, set_at, set_reason, holds_from, ended_on, evidence, footprint"
        file.execute(f"INSERT INTO decision ({columns}) VALUES ({', '.join('?' * 10)})", values)
    file.commit()
    file.close()


def test_a_new_register_has_the_tables_that_the_code_knows(blank_root: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with reading(open_register(blank_root)) as connection:
        assert schema_of(connection) == SCHEMA == known_schemas()[-1]
        assert compare_metadata(MigrationContext.configure(connection), [Base.metadata, GENERATION.metadata, METADATA]) == []


def test_a_register_of_the_first_version_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    _first_register(
        tmp_path,
        ("a", "used", "2026-01-01", "2026-01-02"),  # followed by the next
        ("a", "not_counted", "2026-01-02", None),
        ("b", "used", "2026-01-01", "2026-01-02"),  # taken back
        ("c", "used", "2026-01-01", "2026-01-01"),  # followed on the same day
        ("c", "building_stock", "2026-01-01", None),
    )
    register = open_register(tmp_path)
    assert sorted(live(register, FIRST)) == [["a", "used"], ["b", "used"], ["c", "building_stock"]]
    held = decisions.live(register, PARK, NEXT, EPSG)
    assert sorted(held[["unit_id", "kind", "value"]].values.tolist()) == [
        ["a", "correct", "not_counted"],
        ["b", "release", "class"],
        ["c", "correct", "building_stock"],
    ]
    assert held.geometry.iloc[0].equals(rect(0, 0)) and held["set_at"].iloc[0].hour == 10
    say(register, "b", "not_counted", LATER)
    close_registers()
    assert rows(open_register(tmp_path)) == 7
    close_registers()


def test_opening_again_changes_nothing_and_asks_the_database_nothing(root: Path) -> None:
    register = open_register(root)
    say(register, "a")
    asked: list[object] = []
    event.listen(register, "checkout", lambda *given: asked.append(given))
    assert all(open_register(root) is register for _ in range(1000)) and not asked
    close_registers()
    assert live(open_register(root)) == [["a", "used"]]


def test_opening_what_is_up_to_date_needs_no_alembic(sqlite_root: Path) -> None:
    code = f"import sys; from pathlib import Path; from register.engine import open_register; open_register(Path({str(sqlite_root)!r}))"
    command = [sys.executable, "-c", code + "; print('alembic' in sys.modules)"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


def test_a_register_moved_away_is_made_anew(sqlite_root: Path) -> None:
    say(open_register(sqlite_root), "a")
    for path in sqlite_root.glob("register.sqlite*"):
        path.unlink()
    assert live(open_register(sqlite_root)) == []


def test_processes_that_make_it_at_the_same_time(blank_root: Path) -> None:
    said = set(in_a_process("decisions", blank_root, 4, 2).split())
    assert {unit for unit, _ in live(open_register(blank_root))} == said and len(said) == 8


def test_a_newer_register_is_left_alone(root: Path) -> None:
    register = open_register(root)
    with writing(register) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LanduseError) as refused, writing(register) as connection:
        migrate(connection)
    assert refused.value.code == "register_newer"
    with writing(register) as connection:
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{SCHEMA}'"))


def test_a_migration_that_fails_leaves_the_register_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    _first_register(tmp_path, ("a", "used", "2026-01-01", None))
    file = sqlite3.connect(tmp_path / FILE)
    file.execute("CREATE TABLE nomination (id INTEGER)")  # in the way of the last migration
    file.commit()
    with pytest.raises(LanduseError) as refused:
        open_register(tmp_path)
    assert refused.value.code == "register_fault" and "nomination" not in str(refused.value)
    assert "nomination" in caplog.text  # the database's own words are in the log
    columns = [row[1] for row in file.execute("PRAGMA table_info(decision)")]
    tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    file.close()
    assert "set_class" in columns and "kind" not in columns and "alembic_version" not in tables


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("not an address", "register_url"),
        ("mysql://someone@127.0.0.1/x", "register_url"),
        ("postgresql://someone:secret@127.0.0.1:1/x", "register_unreachable"),
    ],
)
def test_an_address_that_cannot_be_opened_is_told_without_its_password(
    address: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv(URL_VARIABLE, address)
    with pytest.raises(LanduseError) as refused:
        open_register(tmp_path)
    assert refused.value.code == code
    assert "secret" not in refused.value.text("nb") + refused.value.text("en")


def test_a_file_that_is_no_register_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    (tmp_path / FILE).write_bytes(b"not a database" * 1000)
    with pytest.raises(LanduseError) as refused:
        open_register(tmp_path)
    assert refused.value.code == "register_damaged"


def test_a_reader_does_not_wait_for_a_writer(root: Path) -> None:
    register = open_register(root)
    say(register, "a")
    found = []
    with writing(register) as connection:
        connection.execute(text("UPDATE decision SET value = 'not_counted'"))
        reader = threading.Thread(target=lambda: found.append(live(register)))
        reader.start()
        reader.join(timeout=600)  # it would wait for the writer for ever
    assert found == [[["a", "used"]]]


def test_a_decision_that_undoes_what_does_not_exist_is_refused_by_the_database(root: Path) -> None:
    register = open_register(root)
    event = say(register, "a")
    with pytest.raises(SQLAlchemyError), writing(register) as connection:
        connection.execute(text(f"UPDATE decision SET undoes = 999 WHERE id = {event}"))
    with reading(register) as connection:
        assert inspect(connection).get_foreign_keys("nomination_event")
