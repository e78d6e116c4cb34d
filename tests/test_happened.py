"""What is done and what is refused stands in the log, one line each, where the settings send it."""

import ast
import json
import logging
from datetime import date
from pathlib import Path

import pytest

from actions.imports import versions
from actions.imports.import_files import import_file
from commands import main as command
from landuse.words.errors import LanduseError
from landuse.words.log import LOG, happened
from parks.log_setup import log_as_set
from tests.door.test_import import plots, saved, square

ROOT = Path(__file__).parent.parent
_WRITES = {
    ("decisions", "say"), ("decisions", "undo"), ("plan_answers", "say"), ("plan_answers", "undo"), ("nominations", "make"),
    ("nominations", "change"), ("cases", "make"), ("cases", "edit"), ("cases", "close"), ("cases", "reopen"), ("keeping", "save"),
    ("keeping", "restore"), ("baseline_events", "keep"), ("versions", "put_in_place"), ("parks_versions", "put_in_place"),
}  # fmt: skip


@pytest.fixture
def log(data_root, tmp_path, monkeypatch):
    """The log's file, as JSON lines."""
    path = tmp_path / "parkareal.log"
    monkeypatch.setenv("PARKAREAL_LOG_FILE", str(path))
    monkeypatch.setenv("PARKAREAL_LOG_FORM", "json")
    log_as_set(to_terminal=False)
    yield lambda: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    monkeypatch.undo()
    log_as_set(to_terminal=False)
    LOG.setLevel(logging.NOTSET)


def test_what_is_done_to_a_park_is_told_once_each(log, make_park, tmp_path) -> None:
    park = make_park()
    import_file(park.id, saved(plots(square(0)), tmp_path / "to mter.gpkg", layer="tomter"))
    import_file(park.id, saved(plots(square(0), square(1)), tmp_path / "flere.gpkg", layer="tomter"))
    versions.put_back(park.id, 1)
    told = [(one["event"], one["facts"]) for one in log() if "event" in one]
    assert [event for event, _ in told] == ["import", "import", "put_back"]
    assert told[0][1]["rows"] == "1" and told[0][1]["file"] == "to mter.gpkg"
    assert told[2][1] == {"park": park.id, "version": "1", "as_version": "3"}
    assert all(one["time"].endswith("Z") and one["level"] == "info" for one in log())


def test_a_refusal_has_its_code_and_its_sentence(log, monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.argv", ["parkareal", "status", "no-such-park", "--lang", "en"])
    assert command.main() == 2
    (entry,) = log()
    assert entry["event"] == "refusal" and entry["facts"]["code"] == "unknown_park" and "no-such-park" in entry["facts"]["said"]
    assert "no-such-park" in capsys.readouterr().err


def test_words_of_an_entry_are_told_apart_and_nothing_acts(log, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("PARKAREAL_LOG_FORM", "text")
    log_as_set(to_terminal=False)
    happened("import", file='a "b" = c\x1b[31m', rows=2, on=date(2026, 1, 2), nothing=None)
    (line,) = (tmp_path / "parkareal.log").read_text(encoding="utf-8").splitlines()
    assert "\x1b" not in line and line.endswith(" rows=2 on=2026-01-02") and 'file="a \\"b\\" = c' in line


@pytest.mark.parametrize(("key", "value"), [("level", "loud"), ("form", "xml"), ("file", "no/such/folder/x.log")])
def test_a_log_that_cannot_be_meant_is_refused(key: str, value: str, data_root, monkeypatch) -> None:
    monkeypatch.setenv(f"PARKAREAL_LOG_{key.upper()}", value)
    with pytest.raises(LanduseError) as refused:
        log_as_set(to_terminal=False)
    assert refused.value.code in ("log_level", "log_form", "log_unwritable") and value in str(refused.value)


def test_a_level_keeps_what_is_below_it_out(log, monkeypatch) -> None:
    monkeypatch.setenv("PARKAREAL_LOG_LEVEL", "warning")
    log_as_set(to_terminal=False)
    happened("import", park="x")
    LOG.warning("told")
    assert [one["said"] for one in log()] == ["told"]


def test_every_act_that_is_kept_is_told() -> None:
    """A module of actions that writes to the register or to a park's versions tells the log of it."""
    silent, seen = [], set()
    for path in (ROOT / "actions").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        named = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)]
        wrote = {(node.value.id, node.attr) for node in named} & _WRITES
        seen |= wrote
        if wrote and not any(isinstance(call, ast.Name) and call.id == "happened" for call in calls):
            silent.append(path.name)
    assert silent == [] and {name for name, _ in seen} >= {"decisions", "plan_answers", "nominations", "cases", "keeping"}
