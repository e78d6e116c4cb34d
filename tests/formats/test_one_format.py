"""A format that is added as one file is recognised, listed, read, counted, refused by its title and documented."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.imports import ROOMS, ROOT
from tests.squares import EPSG, rect

_FORMAT = '''"""Rows of a name and an outline, one a line, behind a line that says what it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow
import shapely

from door.formats.base import Format, Tables
from door.formats.gdal import one_table
from door.formats.source import Source
from door.guarded import Guarded
from door.lists.statements import Said

_FIRST = b"OUTLINES "


@contextmanager
def opened(file: Guarded, table: str, wants: str, said: Said) -> Iterator[Source]:
    first, *rest = file.path.read_text(encoding="utf-8").splitlines()
    cells = [line.split("|", 1) for line in rest]
    shapes = [shapely.to_wkb(shapely.from_wkt(shape)) for _, shape in cells]
    batch = pyarrow.RecordBatch.from_pydict({"plot_id": pyarrow.array([name for name, _ in cells]), "geometry": pyarrow.array(shapes)})
    yield Source(iter([batch]), "geometry", crs=[first.split()[-1]])


FORMAT = Format(
    title_nb="omrissliste",
    title_en="list of outlines",
    endings=(".omr",),
    rank=20,
    how="one outline a line",
    looks_like=lambda head, copy: head.startswith(_FIRST),
    tables=Tables(one_table, opened, lambda file, table, wants: file.path.read_bytes().count(b"|")),
)
'''


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a checkout with one more format tells, in a process of its own: its `door/` has a file more, all else is ours."""
    tree, data = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("data")
    for room in (*ROOMS, "tests", "scripts", "docs"):
        if room != "door":
            (tree / room).symlink_to(ROOT / room)
    shutil.copytree(ROOT / "door", tree / "door", ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "door" / "formats" / "outlines.py").write_text(_FORMAT, encoding="utf-8")
    shutil.copyfile(ROOT / "tests" / "fixtures" / "municipalities.geojson", data / "municipalities.geojson")
    rows = "\n".join(f"{name}|{rect(100 * place, 0).wkt}" for place, name in enumerate(("T1", "T2")))
    (data / "tomter.omr").write_text(f"OUTLINES EPSG:{EPSG}\n{rows}\n", encoding="utf-8")
    (data / "other.omr").write_text("what is this?\n", encoding="utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith("PARKAREAL_")}
    words = [sys.executable, "-m", "tests.formats.one_format", str(data)]
    run = subprocess.run(words, cwd=tree, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_it_is_recognised_read_and_counted(told: dict) -> None:
    assert told["read"] == {"layer": "plots", "rows_in_file": 2, "kept": 2, "area_kept_m2": pytest.approx(20_000, rel=1e-3)}


def test_a_row_that_is_lost_on_the_way_is_noticed(told: dict) -> None:
    assert told["lost"] == "rows_lost"


def test_it_is_listed_where_files_are_chosen_and_where_others_are_refused(told: dict) -> None:
    assert "omr" in told["endings"] and told["titles"].endswith("omrissliste") and ".omr" in told["known"]


def test_what_is_not_of_it_is_refused_by_its_title(told: dict) -> None:
    assert told["refused"][0] == "format_mismatch" and "omrissliste" in told["refused"][1] and "list of outlines" in told["refused"][2]


def test_it_is_documented(told: dict) -> None:
    assert "| list of outlines | `.omr` | one outline a line |" in told["documented"]
