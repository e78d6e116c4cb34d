"""A page is declared in its own folder: one that is added with its words has a tab, an address, a title and a place in the walk."""

import ast
import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.imports import ROOT, files
from views.pages import PAGES

_AT = {"tomt": "tomter", "data": "data_eksport"}  # the folder of a page that is not called as its folder is
_OTHER = {"data"}  # a word of many meanings
_ROW = '''"""The page *Prøve*."""

import streamlit as st

from views.page_row import Page


def page(parks, park, lang):
    """What a new page says."""
    st.markdown(f"Side for {len(parks)} park")


ROWS = (Page("prove_side", 4.5, page),)
'''


def _named(source: str) -> set[str]:
    """The pages that a file names."""
    constants = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and value in PAGES and value not in _OTHER}


def test_a_page_is_named_in_its_own_folder_alone() -> None:
    named = {(name, path) for path in files(("views",)) for name in _named((ROOT / path).read_text(encoding="utf-8"))}
    assert [(name, path) for name, path in sorted(named) if not path.startswith(f"views/{_AT.get(name, name)}/")] == []


def test_a_planted_name_is_seen() -> None:
    assert _named('st.session_state["page"] = "fremdrift"\nother = "data"') == {"fremdrift"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a checkout with one more page shows, in a process of its own."""
    tree, data = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("data")
    for path in ROOT.iterdir():
        if path.name not in ("views", "landuse", "data") and not path.name.startswith("."):
            (tree / path.name).symlink_to(path)
    for room in ("views", "landuse"):
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "views" / "prove_side").mkdir()
    (tree / "views" / "prove_side" / "__init__.py").write_text('"""A page more."""\n', encoding="utf-8")
    (tree / "views" / "prove_side" / "row.py").write_text(_ROW, encoding="utf-8")
    for lang, words in (("nb", "Prøve"), ("en", "Trial")):
        with (tree / "landuse" / "locale" / lang / "LC_MESSAGES" / "views.po").open("a", encoding="utf-8") as catalogue:
            catalogue.write(f'\nmsgid "views.page.prove_side"\nmsgstr "{words}"\n')
    env = {name: value for name, value in os.environ.items() if not name.startswith("PARKAREAL_")} | {"PARKAREAL_DATA": str(data)}
    words = [sys.executable, "-m", "tests.views.one_page", str(data)]
    run = subprocess.run(words, cwd=tree, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_it_has_a_tab_in_its_place_with_its_address(told: dict) -> None:
    at = [page["id"] for page in told["tabs"]].index("prove_side")
    assert told["tabs"][at] == {"id": "prove_side", "label": "Prøve", "href": "?page=prove_side"}
    assert [told["tabs"][place]["id"] for place in (at - 1, at + 1)] == ["ledig_forst", "tomter"]


def test_its_address_shows_it(told: dict) -> None:
    assert told["shown"] == ["Side for 1 park"] and told["exceptions"] == []


def test_it_is_walked(told: dict) -> None:
    assert "page=prove_side" in told["walked"]


def test_a_page_about_a_choice_has_a_tab_only_while_there_is_one(told: dict) -> None:
    assert "tomt" not in {page["id"] for page in told["tabs"]} and "tomt" in told["with_plot"]
