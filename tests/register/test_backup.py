"""Backup and restore: the same rows in either database, whole or not at all."""

import json
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from landuse.offers.nomination import Person
from landuse.words.errors import LanduseError
from register import backup, decisions, nominations
from register.engine import FILE, URL_VARIABLE, close_registers, open_register, reading
from register.migrate import SCHEMA
from register.nominations import Change, Offer
from register.tables import Base
from tests.register.saying import FIRST, live, rows, say
from tests.squares import EPSG, PARK, rect

_DAY = date(2026, 6, 30)
_ROWS = {"decision": 3, "nomination": 1, "nomination_event": 2, "vacant_case": 0, "vacant_case_event": 0, "plan_answer": 0}
_ROWS |= {"baseline_event": 0}


def _filled(root: Path) -> None:
    register = open_register(root)
    first = say(register, "a")
    say(register, "b", "reserved", kind="availability")
    decisions.undo(register, [first], "Øyvind", "Feil «tomt»\nlinje to")
    offer = Offer(PARK, "b", "plot", None, "B", EPSG, rect(0, 0))
    made = Change("made", "draft", {"zone": "1340", "unmet_conditions": ["vei"]})
    number = nominations.make(register, offer, made, Person("Kari"), FIRST)
    change = Change("edited", "draft", {"net_daa": 10.5}, {"consent_by": "Ola"})
    nominations.change(register, number, 1, Person("Kari"), FIRST, lambda now: change)


def _everything(root: Path) -> dict[str, list]:
    with reading(open_register(root)) as connection:
        return {t.name: [tuple(row) for row in connection.execute(select(t).order_by(t.c.id))] for t in Base.metadata.sorted_tables}


def _refused(code: str, call: Callable, *arguments: object) -> None:
    with pytest.raises(LanduseError) as refused:
        call(*arguments)
    assert refused.value.code == code


def test_what_is_restored_is_what_was_kept_in_either_database(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    _filled(root)
    before, kept = _everything(root), root / "kept.zip"
    assert backup.save(open_register(root), kept) == _ROWS
    close_registers()
    other = tmp_path_factory.mktemp("other")
    here = os.environ.pop(URL_VARIABLE, None)  # from SQLite to SQLite, and from PostgreSQL to SQLite
    try:
        assert backup.restore(open_register(other), kept) == _ROWS
        assert _everything(other) == before
        assert backup.save(open_register(other), other / "again.zip")
        close_registers()
    finally:
        if here:
            os.environ[URL_VARIABLE] = here
    backup.restore(open_register(root), other / "again.zip", root / "before.zip")  # and back
    assert _everything(root) == before
    assert say(open_register(root), "new") > before["decision"][-1][0]


def test_a_register_with_rows_is_not_overwritten_unasked(root: Path) -> None:
    _filled(root)
    backup.save(open_register(root), root / "kept.zip")
    say(open_register(root), "later")
    before = _everything(root)
    _refused("register_not_empty", backup.restore, open_register(root), root / "kept.zip")
    assert _everything(root) == before
    backup.restore(open_register(root), root / "kept.zip", root / "before.zip")
    assert rows(open_register(root)) == 3
    backup.restore(open_register(root), root / "before.zip", root / "other.zip")
    assert _everything(root) == before


def _without(archive: dict[str, bytes], name: str) -> None:
    del archive[name]


def _with_a_row_less(archive: dict[str, bytes]) -> None:
    archive["decision.jsonl"] = b"\n".join(archive["decision.jsonl"].splitlines()[1:]) + b"\n"


def _said(**values: object) -> Callable:
    def change(archive: dict[str, bytes]) -> None:
        archive["manifest.json"] = json.dumps(json.loads(archive["manifest.json"]) | values).encode()

    return change


def _orphan(archive: dict[str, bytes]) -> None:
    """Right in every checksum, but an event without its nomination."""
    import hashlib

    about = json.loads(archive["manifest.json"])
    archive["nomination.jsonl"] = b""
    about["tables"]["nomination"] = {"rows": 0, "sha256": hashlib.sha256(b"").hexdigest()}
    archive["manifest.json"] = json.dumps(about).encode()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda archive: _without(archive, "manifest.json"), "backup_broken"),
        (lambda archive: _without(archive, "decision.jsonl"), "backup_broken"),
        (_with_a_row_less, "backup_broken"),
        (_said(format="other"), "backup_broken"),
        (_said(tables={}), "backup_broken"),
        (_said(schema="9999"), "backup_newer"),
        (_orphan, "backup_row"),
    ],
)
def test_a_broken_or_newer_file_changes_nothing(root: Path, spoil: Callable, code: str) -> None:
    _filled(root)
    kept = root / "kept.zip"
    backup.save(open_register(root), kept)
    before = _everything(root)
    with zipfile.ZipFile(kept) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    spoil(content)
    with zipfile.ZipFile(kept, "w") as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    _refused(code, backup.restore, open_register(root), kept, root / "before.zip")
    assert _everything(root) == before


def test_a_file_cut_short_changes_nothing(sqlite_root: Path) -> None:
    _filled(sqlite_root)
    kept = sqlite_root / "kept.zip"
    backup.save(open_register(sqlite_root), kept)
    whole = kept.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        kept.write_bytes(whole[:length])
        _refused("backup_broken", backup.restore, open_register(sqlite_root), kept, sqlite_root / "before.zip")
    _refused("backup_broken", backup.restore, open_register(sqlite_root), sqlite_root / "nowhere.zip")
    assert rows(open_register(sqlite_root)) == 3


def test_a_backup_of_an_older_schema_is_migrated(root: Path) -> None:
    """As the version before nominations would have written it."""
    import hashlib

    _filled(root)
    kept, old = root / "kept.zip", root / "old.zip"
    backup.save(open_register(root), kept)
    with zipfile.ZipFile(kept) as archive:
        part = archive.read("decision.jsonl")
    about = {"rows": 3, "sha256": hashlib.sha256(part).hexdigest()}
    with zipfile.ZipFile(old, "w") as archive:
        archive.writestr("decision.jsonl", part)
        archive.writestr("manifest.json", json.dumps({"format": "parkareal-register", "schema": "0002", "tables": {"decision": about}}))
    before = _everything(root)
    assert backup.restore(open_register(root), old, root / "before.zip") == dict.fromkeys(_ROWS, 0) | {"decision": 3}
    assert _everything(root)["decision"] == before["decision"]
    assert live(open_register(root)) == [["b", "reserved"]]


def test_commands(sqlite_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from commands.main import app

    monkeypatch.setenv("PARKAREAL_DATA", str(sqlite_root))
    _filled(sqlite_root)
    kept = str(sqlite_root / "kept.zip")
    assert CliRunner().invoke(app, ["backup", kept]).exit_code == 0
    refused = CliRunner().invoke(app, ["restore", kept])
    assert refused.exception.code == "register_not_empty"
    assert CliRunner().invoke(app, ["restore", kept, "--replace"]).exit_code == 0
    assert len(list(sqlite_root.glob("register-before-restore-*.zip"))) == 1
    assert SCHEMA in CliRunner().invoke(app, ["migrate"]).output
    assert (sqlite_root / FILE).exists()
