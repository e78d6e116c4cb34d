"""Each setting stands in one table, may be said in the file or by a variable, and is refused by name where it cannot be meant."""

import ast
from pathlib import Path

import pytest

from landuse.words import messages
from landuse.words.errors import LanduseError
from parks import settings
from parks.settings import Setting, known, part, setting
from scripts import describe_settings

ROOT = Path(__file__).parent.parent.parent
_AS = {"text": ("topo", '"topo"', "topo"), "number": (7, "7", "7"), "texts": (["a.no", "b.no"], '["a.no", "b.no"]', "a.no, b.no")}
_WRONG = {"text": "1", "number": '"7"', "texts": '"a.no"'}
_EACH = pytest.mark.parametrize("one", known(), ids=lambda one: f"{one.part}.{one.key}")


def _settle(data_root: Path, words: str) -> None:
    (data_root / settings.SETTINGS).write_text(words, encoding="utf-8")


@_EACH
def test_a_setting_is_its_default_then_what_the_file_says_then_what_the_variable_says(one: Setting, data_root, monkeypatch) -> None:
    assert setting(one.part, one.key) == one.default and one.key not in part(one.part)
    value, in_file, in_variable = _AS[one.kind]
    _settle(data_root, f"[{one.part}]\n{one.key} = {in_file}\n")
    assert setting(one.part, one.key) == value and settings.said() == [f"{one.part}.{one.key}"]
    _settle(data_root, f"[{one.part}]\n{one.key} = {_AS[one.kind][1].replace('7', '8').replace('topo', 'x').replace('b.no', 'c.no')}\n")
    monkeypatch.setenv(one.variable, in_variable)
    assert setting(one.part, one.key) == value


@_EACH
@pytest.mark.parametrize("lang", messages.LANGS)
def test_a_setting_of_another_kind_is_refused_by_name(one: Setting, lang: str, data_root) -> None:
    _settle(data_root, f"[{one.part}]\n{one.key} = {_WRONG[one.kind]}\n")
    with pytest.raises(LanduseError) as refused:
        setting(one.part, one.key)
    assert refused.value.code == "setting_kind"
    assert f"[{one.part}] {one.key}" in refused.value.text(lang) and settings.SETTINGS in refused.value.text(lang)


def test_a_variable_of_another_kind_is_refused_by_its_own_name(data_root, monkeypatch) -> None:
    monkeypatch.setenv("PARKAREAL_READING_AT_ONCE", "two")
    with pytest.raises(LanduseError) as refused:
        setting("reading", "at_once")
    assert refused.value.code == "setting_kind" and "PARKAREAL_READING_AT_ONCE" in str(refused.value)


@pytest.mark.parametrize("words", ["[sever]\nhosts = []\n", "[server]\nhost = []\n", "hosts = []\n"])
def test_a_setting_that_nobody_knows_is_refused_with_those_there_are(words: str, data_root) -> None:
    _settle(data_root, words)
    with pytest.raises(LanduseError) as refused:
        part("server")
    assert refused.value.code == "setting_unknown" and "server" in str(refused.value)


def test_the_page_of_settings_says_what_the_table_says() -> None:
    page = describe_settings.PAGE.read_text(encoding="utf-8")
    assert describe_settings.written(page) == page, "python -m scripts.describe_settings"


def test_every_setting_is_read_by_something() -> None:
    words = {
        node.value
        for folder in ("parks", "door", "people", "fetch", "actions", "views")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    made = {"title_nb", "title_en"}  # by the name of the language
    assert [one for one in known() if one.key not in words | made] == []
