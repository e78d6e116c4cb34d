"""A figure says which method and data found it: the number is raised when classes change, and a moved file or a comment changes nothing."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from actions.units.classify import data_fingerprint, file_digests
from landuse import rules
from landuse.units import method
from landuse.words import codelists
from parks.park import read_park
from tests import keep_classes

_KEPT = json.loads(keep_classes.ABOUT.read_text(encoding="utf-8"))
_RAISE = "other classes on the same data: raise the number in landuse/rules/method.toml, say what changed, python -m tests.keep_classes"


@pytest.mark.parametrize("name", keep_classes.KEPT)
def test_other_classes_are_another_method(name: str) -> None:
    pd.testing.assert_frame_equal(keep_classes.classes(name), keep_classes.read(name), obj=_RAISE)


def test_kept_classes_are_of_this_method_and_these_data() -> None:
    assert keep_classes.about() == _KEPT, "new method, rules or example data: run python -m tests.keep_classes and look at the difference"


def test_every_number_has_its_change() -> None:
    numbers = [change["number"] for change in rules.table("method")["change"]]
    assert numbers == list(range(1, method.method_number() + 1))


@pytest.fixture
def rule_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rule files and code lists in a folder where they may be changed."""
    for module in (rules, codelists):
        copy = tmp_path / module.__name__.replace(".", "-")
        shutil.copytree(module.FOLDER, copy)
        monkeypatch.setattr(module, "FOLDER", copy)
    method.method_digest.cache_clear()
    yield tmp_path
    method.method_digest.cache_clear()


def _digest_now() -> bytes:
    method.method_digest.cache_clear()
    return method.method_digest()


def test_a_comment_or_another_place_is_no_new_method(rule_data: Path) -> None:
    before = method.method_digest()
    for path in rules.FOLDER.glob("*.toml"):
        path.write_text(f"# a comment\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    (rules.FOLDER / "another_module.py").write_text("x = 1\n", encoding="utf-8")
    assert _digest_now() == before


def test_a_reason_in_other_words_is_no_new_method(rule_data: Path) -> None:
    before = method.method_digest()
    for path in [*rules.FOLDER.glob("*.toml"), *rules.FOLDER.glob("*.csv"), *codelists.FOLDER.glob("*.csv")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("our rule", "our own rule"), encoding="utf-8")
    assert _digest_now() == before


def test_every_rule_file_and_code_list_counts(rule_data: Path) -> None:
    before = method.method_digest()
    for path in [*codelists.FOLDER.glob("*.csv"), *rules.FOLDER.glob("*.csv")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text + text.splitlines()[-1] + "\n", encoding="utf-8")
        assert _digest_now() != before, path.name
        path.write_text(text, encoding="utf-8")
    for path in rules.FOLDER.glob("*.toml"):
        if path.name != "method.toml":
            text = path.read_text(encoding="utf-8")
            path.write_text("one_more = 1\n" + text, encoding="utf-8")
            assert _digest_now() != before, path.name
            path.write_text(text, encoding="utf-8")
    assert _digest_now() == before


def test_data_are_known_by_file(make_park) -> None:
    park = make_park()
    before = data_fingerprint(park)
    settings = park.settings_path.read_text(encoding="utf-8")
    park.settings_path.write_text(f"# the manager's own remark\n{settings}", encoding="utf-8")
    assert data_fingerprint(read_park(park.id)) == before
    park.settings_path.write_text(settings.replace("Prøveparken", "Parken"), encoding="utf-8")
    assert data_fingerprint(read_park(park.id)) != before
    park.settings_path.write_text(settings, encoding="utf-8")
    park.tables_path.write_bytes(b"something else")
    assert data_fingerprint(read_park(park.id)) != before
    assert set(file_digests(park)) == {"park.toml", "park.gpkg"}
