"""A third language is a folder of catalogues and a row: shown with a language that nobody speaks, in a process of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from landuse.words import languages
from landuse.words.languages import said_in, worded
from tests.imports import ROOT

_LANG = "zz"
_ROW = f"{_LANG},Pseudo,nn_NO,yes,d.M.,Ø\n"
_SENTENCE = re.compile(r'^(msgstr ")(.+)(")$', re.MULTILINE)


def _pseudo_tree(tree: Path) -> None:
    """`landuse` with one folder and one row more; all else in it is ours, where it stands, so that nothing is compiled anew."""
    for name in ("words", "locale"):
        shutil.copytree(ROOT / "landuse" / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "codelists").symlink_to(ROOT / "landuse" / "codelists")
    (tree / "__init__.py").write_text(f"__path__.append({str(ROOT / 'landuse')!r})\n", encoding="utf-8")
    shutil.copytree(tree / "locale" / "nb", tree / "locale" / _LANG)
    for catalogue in (tree / "locale" / _LANG).rglob("*.po"):
        catalogue.write_text(_SENTENCE.sub(r"\1⟦\2⟧\3", catalogue.read_text(encoding="utf-8")), encoding="utf-8")
    with (tree / "words" / "languages.csv").open("a", encoding="utf-8") as rows:
        rows.write(_ROW)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict:
    root, data = tmp_path_factory.mktemp("third"), tmp_path_factory.mktemp("data")
    _pseudo_tree(root / "landuse")
    shutil.copyfile(ROOT / "tests" / "fixtures" / "municipalities.geojson", data / "municipalities.geojson")
    words = [sys.executable, "-m", "tests.words.in_pseudo", str(data), _LANG]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PARKAREAL_")} | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(words, cwd=root, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_it_is_one_of_the_languages_with_every_key(told: dict) -> None:
    assert told["langs"] == [*languages.languages(), _LANG] and all(told["keys"].values())


def test_sentences_are_its_own(told: dict) -> None:
    assert all("⟦" in text for text in told["why"]) and "⟦" in told["encroach"] and told["refusal"].startswith("⟦")
    assert "⟦" in json.dumps(told["status"], ensure_ascii=False)
    assert "⟦" in told["csv"]


def test_what_others_named_stands_in_bokmal(told: dict) -> None:
    assert "Flomsoner" in told["layers"] and "Flomsoner" in told["titles"]
    assert any("200-årsflom" in text for text in told["evidence"])


def test_papers_are_written_in_it(told: dict) -> None:
    assert all(size > 500 for size in told["sizes"]) and told["word"] == "nn-NO"


def test_older_documents_know_fewer_languages() -> None:
    assert worded({"summary_nb": "a", "summary_en": "b"}, "summary", "en") == "b"
    assert worded({"summary_nb": "a", "summary_en": "b"}, "summary", _LANG) == "a"
    assert said_in({"nb": 1}, "en") == 1
