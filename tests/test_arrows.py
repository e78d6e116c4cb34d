"""Which way the rooms look, what is private, how full a folder may be. A wrong arrow is a failing test."""

from collections import Counter

import pytest

from tests.imports import BESIDE, ROOMS, ROOT, circles, files, graph, imported, module

_GROUND = {"landuse", "layers", "parks"}
_SIDE_BY_SIDE = ("register", "bulk", "exchange", "door", "people", "fetch")  # none of them looks at another
_MAY = {
    "landuse": set(),
    "layers": {"landuse"},
    "parks": {"landuse", "layers"},
    **{room: _GROUND for room in _SIDE_BY_SIDE},
    "actions": {*_GROUND, *_SIDE_BY_SIDE},
    "commands": {*_GROUND, "actions"},
    "views": {*_GROUND, "actions"},
    "examples": {*_GROUND, *_SIDE_BY_SIDE, "actions"},
}
_MAY_BESIDE = {"commands": ("door.progress",)}  # how far a long job has come is heard by whoever started it
_COMPOSITION_ROOTS = {"app.py", "landuse/__main__.py"}
_ONLY_IN = {
    "pyogrio": ("parks/", "bulk/", "door/"),
    "rasterio": ("parks/", "bulk/", "door/"),
    "fiona": (),
    "osgeo": (),
    "folium": ("exchange/folium_map",),
    **dict.fromkeys(("branca", "jinja2", "mako", "chameleon"), ()),  # text of a stranger is never a template
    "sqlalchemy": ("register/",),
    **dict.fromkeys(("httpx", "httpcore"), ("fetch/",)),  # the only code with a network
    "authlib": ("people/",),  # the login is in one place
    "joserfc": ("people/",),
}
_NEVER_IN_LANDUSE = ("sqlalchemy", "streamlit", "folium", "pyogrio", "rasterio", "requests", "httpx", "sqlite3", "starlette")
_VIEWS_MAY = ("parks.park", "parks.scratch", "layers.looks", "layers.registry", "layers.base")
_MOST_MODULES = 30


def _wrong_arrows(path: str, source: str) -> list[str]:
    """What a file imports and may not."""
    room = path.split("/")[0]
    return [f"{path} → {name}" for name in sorted(imported(source)) if _is_wrong(path, room, name)]


def _is_wrong(path: str, room: str, name: str) -> bool:
    top = name.split(".")[0]
    if name.startswith(("landuse.__main__", "commands.main")) and path not in _COMPOSITION_ROOTS:
        return True
    if room != "examples" and top in _ONLY_IN and not path.startswith(_ONLY_IN[top]):
        return True
    if path in _COMPOSITION_ROOTS:
        return False
    if top in (*ROOMS, *BESIDE, "app") and top not in _MAY.get(room, set()) | {room} and not name.startswith(_MAY_BESIDE.get(room, ("-",))):
        return True
    if room == "landuse" and top in _NEVER_IN_LANDUSE:
        return True
    return room == "views" and top in ("layers", "parks") and "." in name and not name.startswith(_VIEWS_MAY)


def _private_elsewhere(path: str, source: str) -> list[str]:
    """The private modules of another folder that a file imports."""
    folder = path.rpartition("/")[0].replace("/", ".")
    found = []
    for name in imported(source):
        parts = name.split(".")
        if parts[0] not in (*ROOMS, *BESIDE):
            continue
        found += [name for place, part in enumerate(parts) if _is_private(parts[: place + 1]) and ".".join(parts[:place]) != folder]
    return sorted(set(found))


def _is_private(parts: list[str]) -> bool:
    own = ROOT.joinpath(*parts)
    return parts[-1].startswith("_") and not parts[-1].startswith("__") and (own.is_dir() or own.with_suffix(".py").exists())


@pytest.mark.parametrize("path", files((*ROOMS, "examples")))
def test_arrows(path: str) -> None:
    assert _wrong_arrows(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", files((*ROOMS, *BESIDE)))
def test_what_is_private_stays_in_its_folder(path: str) -> None:
    assert path.startswith("tests/") or _private_elsewhere(path, (ROOT / path).read_text(encoding="utf-8")) == []


def test_no_circle() -> None:
    assert circles(graph()) == []


def test_a_planted_circle_is_caught() -> None:
    assert circles({"a": {"b"}, "b": {"c", "numpy"}, "c": {"a"}, "d": {"a"}}) == [{"a", "b", "c"}]


def test_no_folder_is_too_full() -> None:
    inside = Counter(path.rpartition("/")[0] for path in files((*ROOMS, *BESIDE)) if not path.endswith("/__init__.py"))
    assert {folder: modules for folder, modules in inside.items() if modules > _MOST_MODULES} == {}


def test_every_folder_says_what_it_is_for() -> None:
    folders = {(ROOT / path).parent for path in files() if path != "app.py" and not path.startswith("register/migrations")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").read_text(encoding="utf-8").startswith('"""')] == []


@pytest.mark.parametrize("path", [path for path in files() if path.endswith("/__init__.py") and path != "landuse/rules/__init__.py"])
def test_rooms_export_nothing(path: str) -> None:
    """Import from the module: what a room's own file loads is loaded by everyone who takes anything from the room."""
    assert [name for name in graph()[module(path)] if name.split(".")[0] in ROOMS] == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("landuse/units/cut.py", "from parks.park import read_park"),
        ("landuse/units/cut.py", "def f():\n    import sqlalchemy.orm"),
        ("landuse/units/facts.py", "import rasterio"),
        ("landuse/units/facts.py", "from layers.registry import all_layers"),
        ("layers/flood.py", "from actions.progress import status"),
        ("layers/flood.py", "from parks.read import read_layer"),
        ("layers/flood.py", "import pyogrio"),
        ("parks/read.py", "from register.snapshots import read"),
        ("parks/read.py", "from door.open import guarded_copy"),
        ("parks/park.py", "import folium"),
        ("register/snapshots.py", "from door import limits"),
        ("register/snapshots.py", "from exchange.geojson import write_geojson"),
        ("exchange/geojson.py", "from pyogrio import write_dataframe"),
        ("exchange/geojson.py", "from actions.progress.status import status"),
        ("exchange/paper.py", "import folium"),
        ("fetch/wire.py", "from door.open import guarded_copy"),
        ("fetch/wire.py", "import pyogrio"),
        ("door/open.py", "from fetch.wire import Wire"),
        ("actions/progress/status.py", "import httpx"),
        ("door/intake.py", "from actions.units import classify"),
        ("door/intake.py", "from bulk.open import opened"),
        ("bulk/tile.py", "from door.limits import LIMITS"),
        ("people/oidc.py", "from register import people"),
        ("register/people.py", "from people import tokens"),
        ("views/web/entrance.py", "from people import login"),
        ("actions/people/sessions.py", "from authlib.common.errors import AuthlibBaseError"),
        ("actions/progress/status.py", "from views.kart import page"),
        ("actions/progress/status.py", "from commands.main import app"),
        ("actions/progress/status.py", "from landuse.__main__ import app"),
        ("actions/progress/status.py", "import rasterio.features"),
        ("commands/data.py", "from door.open import guarded_copy"),
        ("commands/data.py", "from views import state"),
        ("views/kart/page.py", "from register import decisions"),
        ("views/kart/page.py", "from parks.read import read_layer"),
        ("views/kart/page.py", "from exchange import folium_map"),
        ("views/kart/page.py", "from jinja2 import Template"),
        ("exchange/folium_map.py", "from branca.element import Element"),
        ("views/kart/page.py", "if True:\n    from sqlalchemy import text"),
        ("views/kart/page.py", "from tests.squares import rect"),
    ],
)
def test_a_planted_wrong_arrow_is_caught(path: str, line: str) -> None:
    assert _wrong_arrows(path, f"import json\n{line}\n") != []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("exchange/folium_map.py", "import folium"),
        ("parks/raster.py", "import rasterio"),
        ("door/process/table.py", "import pyogrio"),
        ("register/decisions.py", "from sqlalchemy import select"),
        ("actions/progress/status.py", "from landuse.progress import targets"),
        ("commands/data.py", "from door.progress import told_to"),
        ("landuse/__main__.py", "from commands.main import main"),
        ("fetch/wire.py", "import httpx"),
    ],
)
def test_a_right_arrow_is_let_through(path: str, line: str) -> None:
    assert _wrong_arrows(path, line) == []


def test_a_planted_look_into_a_folder_is_caught() -> None:
    assert _private_elsewhere("actions/exports/export.py", "from exchange import _rows") == ["exchange._rows"]
    assert _private_elsewhere("actions/exports/export.py", "from exchange._rows import rows") != []
    assert _private_elsewhere("exchange/paper.py", "from exchange import _rows\nfrom exchange._rows import rows") == []
