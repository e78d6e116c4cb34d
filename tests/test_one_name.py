"""A room is loaded under one name, whichever way the program is entered; the command runs from any folder."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.imports import ROOT, module

_NAMES = """
import sys
from pathlib import Path
root, installed, names = Path(sys.path[0] or ".").resolve(), Path(sys.prefix).resolve(), {}
for name, module in list(sys.modules.items()):
    place = Path(getattr(module, "__file__", None) or "/").resolve()
    if place.is_relative_to(root) and not place.is_relative_to(installed):  # the environment may lie in the project's folder
        names.setdefault(place.relative_to(root).as_posix(), []).append(name)
print("names", __import__("json").dumps(names))
"""
_PAGE = 'from streamlit.testing.v1 import AppTest\nassert not AppTest.from_file("views/main.py", default_timeout=300).run().exception'
_COMMAND = """
import runpy, sys
sys.argv = ["landuse", "parks", "--json"]
try:
    runpy.run_module("landuse", run_name="__main__", alter_sys=True)
except SystemExit as ended:
    assert not ended.code, ended.code
"""
_CHILD = 'import runpy; runpy.run_module("door.process.supervisor", run_name="__main__", alter_sys=True)'


def _names(entry: str, data_root: Path) -> dict[str, list[str]]:
    """The names under which each file of ours is loaded, once a way into the program has been gone."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.close()  # so that a reading process finds its caller gone, and ends
    command = [sys.executable, "-W", "ignore", "-c", f"{entry}\n{_NAMES}"]
    own = {**os.environ, "PARKAREAL_DATA": str(data_root)}
    with theirs:
        done = subprocess.run(command, cwd=ROOT, env=own, stdin=theirs, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("names "))[6:])


@pytest.mark.parametrize(
    ("entry", "loads"),
    [
        (f"import app\n{_PAGE}", {"views", "actions", "door", "parks", "layers", "landuse", "register", "exchange"}),
        (_COMMAND, {"commands", "actions", "parks", "landuse"}),
        (_CHILD, {"door", "parks", "landuse"}),
    ],
    ids=["page", "command", "reading child"],
)
def test_no_room_is_loaded_under_two_names(entry, loads, data_root):
    names = _names(entry, data_root)
    assert loads <= {path.split("/")[0] for path in names}
    assert {path: under for path, under in names.items() if under not in ([module(path)], ["__main__"])} == {}


def test_a_second_name_is_seen(data_root):
    twice = "import importlib.util as u, sys; from landuse.measure import crs\n"
    twice += "spec = u.spec_from_file_location('second.crs', crs.__file__); "
    twice += "sys.modules['second.crs'] = second = u.module_from_spec(spec); spec.loader.exec_module(second)"
    assert sorted(_names(twice, data_root)["landuse/measure/crs.py"]) == ["landuse.measure.crs", "second.crs"]


def test_the_command_runs_from_any_folder(make_park, tmp_path):
    make_park()
    folder = tmp_path / "anywhere"
    folder.mkdir()
    (folder / "layers.py").write_text("raise SystemExit('a file of the folder was taken for a room')")
    own = {**os.environ, "PARKAREAL_PYTHON": sys.executable}
    done = subprocess.run([ROOT / "parkareal", "parks", "--json"], cwd=folder, env=own, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [park["id"] for park in json.loads(done.stdout)] == ["prove"]
