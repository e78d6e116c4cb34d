"""Every page of a park that has little: what nobody has said or mapped is told in words, never a fault of the page."""

import json
from pathlib import Path

import pandas as pd
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from actions.units.classify import _answer
from actions.units.inventory import _inventory
from landuse.words import messages
from register.engine import close_registers
from tests import asgi
from tests.actions.conftest import write_park
from tests.squares import buildings, parcels, perimeter, rect, zoning
from views.pages import PAGES
from views.web.geodata import routes

MAIN = str(Path(__file__).parent.parent.parent / "views" / "main.py")
_OUTLINE = {"perimeter": perimeter(rect(0, 0, 200))}
_PLAN = {"zoning": zoning({"geometry": rect(0, 0, 200)})}
_LATELY = pd.Timestamp("2026-01-01")  # as rows without a day have it of a file that is newer than the baseline
_FLOOR = {"buildings": buildings({"building_id": "1", "geometry": rect(20, 20, 40, 40), "floor_m2": 3000})}
PARKS = {
    "outline alone": _OUTLINE,
    "a plan": _OUTLINE | _PLAN,
    "floor of which nobody says what is vacant": _OUTLINE | _PLAN | _FLOOR | {"parcels": parcels(("a", rect(0, 0, 200)))},
    "nothing that holds at the baseline": {name: rows.assign(valid_from=_LATELY) for name, rows in (_OUTLINE | _PLAN).items()},
    "roads alone": _OUTLINE | {"zoning": zoning({"geometry": rect(0, 0, 200), "zone_code": "2010"})},
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("kind", PARKS)
def test_every_page_is_drawn(page: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    for cache in (_answer, _inventory):
        cache.cache_clear()
    write_park(tmp_path, example=False, in_baseline=False, **PARKS[kind])
    app = AppTest.from_file(MAIN, default_timeout=600)
    app.query_params["park"], app.query_params["page"], app.query_params["lang"] = "prove", page, messages.DEFAULT_LANG
    app.run()
    close_registers()
    assert not app.exception, [error.value for error in app.exception]


@pytest.mark.parametrize("address", ["/geo/published.geojson", "/geo/norway.geojson"])
def test_a_program_that_takes_nothing_packed_reads_it_too(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    app = Starlette(routes=routes())
    plain, packed = asgi.get(app, address, {"accept-encoding": "identity"}), asgi.get(app, address)
    close_registers()
    assert "content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip"
    assert json.loads(plain.content) == packed.json()
