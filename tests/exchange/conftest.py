"""One example park in a folder of its own, with names that a spreadsheet or a browser would run, written once in every format."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from actions.exports import common
from actions.exports.export import Offered, export, export_data
from exchange.dataset import Dataset
from parks.park import Park, read_park
from parks.read import read_layer
from door.write import write_gpkg_table

ROOT = Path(__file__).parent.parent.parent
PARK_ID = "verdal"
ON = date(2026, 6, 30)
HOSTILE = (
    "=1+1", "+47 900 00 000", "-2", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://example.com\")", "http://example.com/x",
    "<script>window.pwned=1</script>", '"><img src=x onerror="window.pwned=1">', "</script><script>window.pwned=1</script>",
    "{{ 7*7 }}", "${window.pwned=1}", "`;window.pwned=1//", "'-window.pwned=1-'", "\\u003cscript>window.pwned=1</script>",
    "<svg onload=window.pwned=1>", "javascript:window.pwned=1", "]]><x>", "#eval(\"1\") *fet* @ref $x$", "Æ Ø Å «é»",
)  # fmt: skip
FIELDS = [
    {"key": "description", "label": "Beskrivelse", "type": "long_text", "unit": None, "public": True},
    {"key": "price", "label": "Pris", "type": "number", "unit": "kr/m²", "public": True},
    {"key": "height", "label": "Byggehøyde", "type": "whole", "unit": "m", "public": True},
    {"key": "free_from", "label": "Ledig fra", "type": "date", "unit": None, "public": True},
    {"key": "unmet_conditions", "label": "Uoppfylte vilkår", "type": "list", "unit": None, "public": True},
    {"key": "power_mw", "label": "Kraft", "type": "number", "unit": "MW", "public": False},
    {"key": "photo", "label": "Bilde", "type": "photo", "unit": None, "public": True},
    {"key": "rail", "label": "Bane", "type": "choice", "unit": None, "public": True, "choices": [("own", "eget spor")]},
    {"key": "quay", "label": "Kai", "type": "choice", "unit": None, "public": True, "choices": [("shared", "felles")]},
]


@contextmanager
def _kept_in(root: Path) -> Iterator[None]:
    """The data of these tests instead of the project's, for as long as it takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARKAREAL_DATA", str(root))
        yield


@pytest.fixture(autouse=True)
def _own_data(park: Park, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here reads the copy; the tests after them read what they did before."""
    monkeypatch.setenv("PARKAREAL_DATA", str(park.folder.parent.parent))


@pytest.fixture(scope="session")
def park(tmp_path_factory: pytest.TempPathFactory) -> Park:
    """A copy of an example park whose plots have hostile names."""
    folder = ROOT / "data" / "parcels" / PARK_ID
    if not folder.is_dir():
        pytest.skip(f"the example park {PARK_ID} has not been made")
    root = tmp_path_factory.mktemp("exports")
    shutil.copytree(folder, root / "parcels" / PARK_ID)
    with _kept_in(root):
        read = read_park(PARK_ID)
        plots = read_layer(read, "plots")
        plots["name"] = [HOSTILE[place % len(HOSTILE)] for place in range(len(plots))]
        write_gpkg_table(plots, "plots", read.tables_path)
    return read


@pytest.fixture(scope="session")
def data(park: Park) -> Dataset:
    """What every format of the park writes."""
    with _kept_in(park.folder.parent.parent):
        return export_data([park], {PARK_ID: ON}, "nb", None)


@pytest.fixture(scope="session")
def files(park: Park, data: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The park in every format, as `park.<ending>`."""
    folder = tmp_path_factory.mktemp("files")
    with _kept_in(park.folder.parent.parent):
        for ending in ("geojson", "gpkg", "parquet", "xlsx", "csv", "html", "pdf"):
            export([PARK_ID], ON, folder / f"park.{ending}")
    return folder


@pytest.fixture(scope="session")
def offered(park: Park) -> Offered:
    """Three vacant units as the register publishes them, people and power among what it is given."""
    with _kept_in(park.folder.parent.parent):
        units = common.named_units(park, ON)
    vacant = units.index[units["class"] == "vacant_zoned"][:3]
    rows = pd.DataFrame(
        {
            "unit_id": [*vacant, vacant[0]],
            "kind": ["plot", "plot", "plot", "building"],
            "description": ["=Flat tomt", None, "<b>ved veien</b>", "en hall"],
            "price": [450.0, None, 300.5, None],
            "height": [18, None, None, None],
            "free_from": [None, date(2027, 1, 1), None, None],
            "unmet_conditions": [["Gang- og sykkelvei", "Støyvoll"], [], None, None],
            "power_mw": [5.0, 6.0, 7.0, 8.0],
            "photo": [None, None, None, None],
            "rail": [None, None, None, None],
            "quay": ["shared", None, None, None],
            "holder": ["Kari Nordmann"] * 4,
        }
    )
    return Offered(rows, FIELDS)
