"""Which way the rooms look. A wrong arrow is a failing test."""

import ast
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_ROOMS = ("landuse", "layers", "register", "exchange", "actions", "views", "commands")
_MAY = {
    "landuse": set(),
    "layers": {"landuse"},
    "register": {"landuse"},
    "exchange": {"layers", "landuse"},
    "actions": {"register", "exchange", "layers", "landuse"},
    "views": {"actions", "layers", "landuse"},
    "commands": {"actions", "layers", "landuse"},
    "examples": {"actions", "register", "exchange", "layers", "landuse"},
}
_COMPOSITION_ROOTS = {"app.py", "landuse/__main__.py"}
_ONLY_IN = {
    "pyogrio": "layers/",
    "rasterio": "layers/",
    "fiona": "layers/",
    "osgeo": "layers/",
    **dict.fromkeys(("folium", "branca", "jinja2", "mako", "chameleon"), "no room: text of a stranger is never a template"),
    "sqlalchemy": "register/",
}
_NEVER_IN_LANDUSE = ("sqlalchemy", "streamlit", "folium", "pyogrio", "rasterio", "requests", "httpx", "sqlite3", "starlette")


def _imported(source: str) -> set[str]:
    """Dotted names of all modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def _wrong_arrows(path: str, source: str) -> list[str]:
    """What a file imports and may not."""
    room = path.split("/")[0]
    wrong = []
    for name in sorted(_imported(source)):
        top = name.split(".")[0]
        if path not in _COMPOSITION_ROOTS and top in (*_ROOMS, "app", "examples") and top not in _MAY.get(room, set()) | {room}:
            wrong.append(f"{path} → {name}")
        if name.startswith("landuse.__main__"):
            wrong.append(f"{path} → {name}")
        if room != "examples" and top in _ONLY_IN and not path.startswith(_ONLY_IN[top]):
            wrong.append(f"{path} → {name}")
        if room == "landuse" and path not in _COMPOSITION_ROOTS and top in _NEVER_IN_LANDUSE:
            wrong.append(f"{path} → {name}")
        if (
            room == "views"
            and top == "layers"
            and name != "layers"
            and not name.startswith(("layers._map", "layers._park", "layers._registry", "layers._layer"))
        ):
            wrong.append(f"{path} → {name}")
    return wrong


def _files() -> list[str]:
    rooms = [path for room in (*_ROOMS, "examples") for path in sorted((_ROOT / room).rglob("*.py"))]
    return [path.relative_to(_ROOT).as_posix() for path in rooms] + ["app.py"]


@pytest.mark.parametrize("path", _files())
def test_arrows(path: str) -> None:
    assert _wrong_arrows(path, (_ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("room", [*_ROOMS])
def test_rooms_export_nothing(room: str) -> None:
    """Import from the module; `layers` alone does something first: it limits the formats that GDAL opens."""
    tree = ast.parse((_ROOT / room / "__init__.py").read_text(encoding="utf-8"))
    ours = [name for name in _imported(ast.unparse(tree)) if name.split(".")[0] in _ROOMS]
    assert ours == [] or room == "layers"


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("landuse/units.py", "from layers._park import read_park"),
        ("landuse/units.py", "def f():\n    import sqlalchemy.orm"),
        ("landuse/facts.py", "import rasterio"),
        ("layers/flood.py", "from actions import status"),
        ("layers/_read.py", "from register.snapshots import read"),
        ("layers/_map_page.py", "import folium"),
        ("views/kart.py", "from jinja2 import Template"),
        ("register/snapshots.py", "import layers"),
        ("register/snapshots.py", "from exchange.geojson import write_geojson"),
        ("exchange/geojson.py", "from pyogrio import write_dataframe"),
        ("exchange/geojson.py", "from actions.status import status"),
        ("actions/status.py", "from views import kart"),
        ("actions/status.py", "from landuse.__main__ import app"),
        ("actions/status.py", "import rasterio.features"),
        ("views/kart.py", "from register import decisions"),
        ("views/kart.py", "from layers._read import read_layer"),
        ("views/kart.py", "if True:\n    from sqlalchemy import text"),
    ],
)
def test_a_planted_wrong_arrow_is_caught(path: str, line: str) -> None:
    assert _wrong_arrows(path, f"import json\n{line}\n") != []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("layers/_raster.py", "import rasterio"),
        ("register/decisions.py", "from sqlalchemy import select"),
        ("actions/status.py", "from landuse import targets"),
        ("landuse/__main__.py", "from actions.status import status"),
    ],
)
def test_a_right_arrow_is_let_through(path: str, line: str) -> None:
    assert _wrong_arrows(path, line) == []
