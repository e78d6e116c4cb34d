"""A layer that is added as one file with a fixture is read, asked, drawn with a key, listed, explained, exported and documented."""

import json
import os
import shutil
import subprocess
import sys

import geopandas as gpd
import pytest

from tests.imports import ROOT
from tests.squares import EPSG, rect

_LAYER = '''"""Zones of noise from aircraft."""

from layers.base import VALIDITY, Column, Drawn, Layer, Style

LAYER = Layer(
    title_nb="Støysoner fra fly",
    title_en="Aircraft noise zones",
    geometry="polygon",
    columns=(Column("level_db", "integer", required=True, aliases=("støynivå",)), *VALIDITY),
    source="The airport",
    licence="CC BY 4.0",
    code="level_db",
    code_words={"nb": "over {code} dB", "en": "above {code} dB"},
    asked_of=("units",),
    theme="hazard",
    silence=True,
    object_types=("Støysone",),
    drawn=Drawn(Style(fill="#123456"), codes={"52": Style(fill="#AAAAAA"), "62": Style(fill="#555555")}, shown=True),
)
'''


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a checkout with one more layer tells, in a process of its own: its `layers/` is found before ours, all else is ours."""
    tree, data = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("data")
    shutil.copytree(ROOT / "layers", tree / "layers", ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "layers" / "aircraft_noise.py").write_text(_LAYER, encoding="utf-8")
    shutil.copyfile(ROOT / "tests" / "fixtures" / "municipalities.geojson", data / "municipalities.geojson")
    rows = gpd.GeoDataFrame({"støynivå": [52, 62]}, geometry=[rect(0, 0, 80), rect(0, 0, 40)], crs=EPSG)
    rows.to_file(data / "aircraft_noise.geojson")
    words = [sys.executable, "-m", "tests.layers.one_layer", data, data / "aircraft_noise.geojson", "aircraft_noise"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PARKAREAL_")} | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run([str(word) for word in words], cwd=tree, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_units_are_asked_about_it_by_its_code(told: dict) -> None:
    assert told["facts"] == [["52", "HIT"], ["62", "HIT"], ["", "NOT_MAPPED"]]  # nobody has said what ground the file covers


def test_a_unit_and_a_proposal_are_told_of_it_in_words(told: dict) -> None:
    said = [text.replace("\N{NO-BREAK SPACE}", " ").removeprefix("Støysoner fra fly: ") for text in told["explain"]]
    assert said == ["over 52 dB, 8,0 daa", "over 62 dB, 4,0 daa", "ikke kartlagt, 2,0 daa"]
    assert told["encroach"] and all("over 52 dB" in text and "over 62 dB" in text for text in told["encroach"])


def test_it_is_drawn_with_a_key(told: dict) -> None:
    assert told["drawn"]["on"] and told["drawn"]["style"]["fill"] == "#123456"
    assert [row["label"] for row in told["drawn"]["key"]] == ["over 52 dB", "over 62 dB"]


def test_it_is_listed_exported_and_documented(told: dict) -> None:
    assert "Støysoner fra fly" in told["listed"] and told["exported"] == [True, True]
    section = told["documented"].partition("## aircraft_noise")[2].partition("\n## ")[0]
    assert "Asked of every unit and all that would be built (hazard), by `level_db`" in section and "støynivå" in section
