"""Every way into the program fences GDAL in before it opens a file: each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bulk.spread import spread
from door.process import client
from landuse.words.errors import LanduseError
from parks import gdal_fence
from tests.bulk.cluster import scheduler, worker
from tests.bulk.live_drivers import live_drivers
from tests.imports import BESIDE, ROOMS, ROOT, files, graph, imported, module, reached

_LIBRARIES = {"pyogrio", "rasterio"}
_SAY = "from tests.bulk.live_drivers import live_drivers; print('|'.join(['live', *live_drivers(0)]))"
_VRT = '<OGRVRTDataSource><OGRVRTLayer name="{0}"><SrcDataSource>{1}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
_COMMAND = """
import runpy, sys
sys.argv = ["landuse", "parks", "--json"]
try:
    runpy.run_module("landuse", run_name="__main__")
except SystemExit as ended:
    assert not ended.code, ended.code
"""


def _run(code: str) -> subprocess.CompletedProcess:
    """A program in a process of its own, which inherits no fence."""
    own = {name: value for name, value in os.environ.items() if name not in ("GDAL_SKIP", *gdal_fence._SETTINGS)}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=own, capture_output=True, text=True, timeout=300)


def _live(code: str) -> set[str]:
    done = _run(f"{code}\n{_SAY}")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split("|")[1:])


def test_without_a_fence_gdal_opens_more():
    assert _live("") > gdal_fence.ALLOWED


@pytest.mark.parametrize("entry", ["import app", _COMMAND, "import tests.conftest", "import door.process.supervisor"], ids=str.split)
def test_an_entry_leaves_only_the_allowed_drivers(entry):
    assert _live(entry) <= gdal_fence.ALLOWED


def test_the_reading_child_follows_no_virtual_file(tmp_path):
    secret, path = tmp_path / "secret.geojson", tmp_path / "virtual.fgb"
    secret.write_text('{"type":"FeatureCollection","features":[]}')
    path.write_text(_VRT.format("secret", secret))
    with pytest.raises(LanduseError) as error:
        client.run("names", tmp_path, path.name, path=str(path), format="fgb")
    assert error.value.code == "file_damaged"


def test_workers_of_this_machine_are_fenced_in(monkeypatch):
    monkeypatch.delenv("GDAL_SKIP")
    found = dict(spread(live_drivers, [1, 2], workers=2))
    assert found.keys() == {1, 2} and all(set(live) <= gdal_fence.ALLOWED for live in found.values())


def test_workers_of_a_cluster_are_fenced_in(tmp_path, monkeypatch):
    monkeypatch.delenv("GDAL_SKIP")
    with scheduler(tmp_path) as address, worker(tmp_path, address, "one"):
        found = dict(spread(live_drivers, [1], scheduler=address))
    assert set(found[1]) <= gdal_fence.ALLOWED


@pytest.mark.parametrize("library", sorted(_LIBRARIES))
def test_a_call_that_comes_too_late_stops_the_start(library):
    done = _run(f"import {library}\nfrom parks import gdal_fence\ngdal_fence.limit_drivers()")
    assert done.returncode == 1
    assert f"Loaded before gdal_fence.limit_drivers() was called: {library}. " in done.stderr


def test_a_driver_that_the_list_does_not_know_stops_the_start():
    done = _run("from parks import gdal_fence\ngdal_fence._skip = lambda _: None\ngdal_fence.limit_drivers()")
    assert done.returncode == 1 and "GDAL can open more than it may" in done.stderr


def test_a_second_call_finds_it_done():
    call = "from parks import gdal_fence; gdal_fence.limit_drivers()"
    assert _live(f"{call}; gdal_fence.limit_drivers()") <= gdal_fence.ALLOWED


def _entries() -> list[str]:
    """Every file that is run by itself."""
    own = [path for path in files((*ROOMS, *BESIDE)) if "__name__ ==" in (ROOT / path).read_text(encoding="utf-8")]
    return sorted({*own, *(path for path in files((*ROOMS, *BESIDE)) if path.endswith("/__main__.py")), "app.py", "tests/conftest.py"})


_APART = ("bench/rivals/", "tests/migration/build_at_")  # others' tools; and what was run on the code of its day alone


@pytest.mark.parametrize("path", [path for path in _entries() if not path.startswith(_APART)])
def test_every_entry_that_opens_files_calls_the_fence(path):
    loads = reached(module(path), graph())
    handed_to = [f"{name.replace('.', '/')}.py" for name in imported((ROOT / path).read_text(encoding="utf-8"))]
    calls = [name for name in (path, *handed_to) if (ROOT / name).is_file() and _calls(name)]
    assert not loads & _LIBRARIES or calls


def _calls(path: str) -> bool:
    return "gdal_fence.limit_drivers()" in Path(ROOT / path).read_text(encoding="utf-8")
