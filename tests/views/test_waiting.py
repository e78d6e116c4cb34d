"""Nothing waits for all parks: Norway is drawn with what is there, says how far the rest has come, and fills itself in."""

import json
import shutil
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from landuse.words import messages
from register.engine import close_registers
from tests.actions.conftest import write_park
from tests.squares import perimeter, rect, zoning
from views.parts import waiting
from views.web import cached

MAIN = str(Path(__file__).parent.parent.parent / "views" / "main.py")
_IDS = ("forste", "andre")


@pytest.fixture
def cold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two parks of which nobody has found anything."""
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    for kept in (cached._rows, cached._refused):
        kept.clear()
    for park_id in _IDS:
        write_park(tmp_path, park_id, perimeter=perimeter(rect(0, 0, 200)), zoning=zoning({"geometry": rect(0, 0, 200)}))
    yield tmp_path
    close_registers()


def norway() -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=600).run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def rows(app: AppTest) -> dict[str, list[str]]:
    told = [json.loads(one.proto.json) for one in app.get("bidi_component") if one.proto.json]
    return {row["id"]: row["cells"] for row in next(one["rows"] for one in told if "caption" in one)}


def test_it_is_drawn_before_any_park_is_ready_and_says_how_far(cold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "go_on", lambda *asked: None)
    app = norway()
    assert rows(app) == dict.fromkeys(_IDS, ["?"] * 4)
    html = " ".join(one.proto.body for one in app.get("html"))
    assert "0 av 2 parker er klare." in html.replace("\N{NO-BREAK SPACE}", " ")


def test_it_fills_itself_in(cold: Path) -> None:
    app = norway()
    assert all(cells[2] != "?" for cells in rows(app).values()) and cached.waiting(_IDS, "today") == []
    assert messages.text("nb", "frame.finding_all", done=0, count=2, park="Andre") not in " ".join(
        one.proto.body for one in app.get("html")
    )


def test_a_park_that_is_refused_is_not_waited_for(cold: Path) -> None:
    (cold / "parcels" / "andre" / "park.gpkg").unlink()
    shutil.copy(__file__, cold / "parcels" / "andre" / "park.gpkg")
    cached.begin(_IDS, "today", "nb")
    for _ in range(600):
        if not cached.at_work():
            break
        time.sleep(0.1)
    assert cached.waiting(_IDS, "today") == [] and {park_id for park_id, *_ in cached._refused} == {"andre"}
