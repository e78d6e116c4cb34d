"""A small park in which every text that a file or a person can set is one that somebody would run."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from PIL import Image

from actions.offers import nominate, photos
from actions.units import decide
from actions.vacant_first import cases
from parks.toml import toml
from actions.vacant_first.cases import Draft
from landuse.offers import facts as offer_facts
from landuse.vacant_first import ladder
from landuse.words import codelists
from landuse.offers.nomination import Person
from layers.base import Column
from parks.park import Park, read_park
from layers.registry import all_layers
from door.write import write_gpkg_table
from register.engine import URL_VARIABLE, close_registers
from tests.hostile import hostile_facts, is_free_text
from tests.sinks.corpus import FORMATS, MARKUP, STEERING, TEMPLATES, TEXTS
from tests.squares import EPSG, PLAN, frame, rect

ON = date(2026, 6, 30)
PARK_ID = "prove"
_ACROSS = 10  # plots of 100 m in a row
_FACTS = (*TEMPLATES, *FORMATS, *MARKUP, *STEERING)


@dataclass(frozen=True)
class Planted:
    """The park, a published plot in it with its unit, and a kept case of Vacant first."""

    park: Park
    unit_id: str
    nomination: int
    case: int


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    root = tmp_path_factory.mktemp("planted")
    before = {name: os.environ.pop(name, None) for name in ("PARKAREAL_DATA", URL_VARIABLE)}
    os.environ["PARKAREAL_DATA"] = str(root)
    try:
        _write_park(root / "parcels" / PARK_ID)
        decided = _decided()
        yield Planted(read_park(PARK_ID), *decided)
    finally:
        close_registers()
        del os.environ["PARKAREAL_DATA"]
        os.environ.update({name: value for name, value in before.items() if value is not None})


def _write_park(folder: Path) -> None:
    folder.mkdir(parents=True)
    for layer_id, declared in all_layers().items():
        if declared.geometry != "raster":
            write_gpkg_table(_rows(layer_id), layer_id, folder / "park.gpkg")
    settings = {
        "id": PARK_ID, "name": TEMPLATES[0] + MARKUP[0] + STEERING[0], "municipalities": ["5038"], "epsg": EPSG, "place": [63.79, 11.44],
        "in_baseline": True, "baseline_date": date(2024, 1, 1), "baseline_date_assumed": True, "today": ON,
        "adopted": {"by": TEMPLATES[1], "on": date(2023, 1, 1), "basis": STEERING[3]},
        "published": [
            {"fact": TEXTS[0], "value": TEXTS[1], "unit": TEXTS[2], "source_url": "javascript:window.pwned=1", "note": MARKUP[0]}
        ],
        "layers": {
            name: {"source": text, "licence": other, "dated": date(2023, 11, 15), "origin": "own"}
            for name, text, other in zip(all_layers(), cycle(TEXTS), cycle(reversed(TEXTS)))
            if all_layers()[name].geometry != "raster"
        },
    }  # fmt: skip
    (folder / "park.toml").write_text(toml(settings), encoding="utf-8")


def _rows(layer_id: str) -> gpd.GeoDataFrame:
    """One row for each text of the corpus, each in a square of its own; every free text of a row is its text, and so are its keys."""
    declared = all_layers()[layer_id]
    if layer_id == "perimeter":
        outline = rect(0, 0, 100 * _ACROSS, 100 * (len(TEXTS) // _ACROSS + 1))
        return frame(layer_id, [{"name": TEXTS[0], "adopted_by": TEXTS[1], "basis": TEXTS[2], "geometry": outline}])
    free = [column.name for column in declared.columns if is_free_text(layer_id, column)]
    needed = {column.name: _least(column) for column in declared.columns if column.required}
    rows = [needed | dict.fromkeys(free, text) | _own(layer_id, text, number) for number, text in enumerate(TEXTS)]
    return frame(layer_id, rows)


def _least(column: Column) -> object:
    """A value that a column may hold."""
    return codelists.table(column.code_list).index[0] if column.code_list else {"date": "2023-11-15"}.get(column.kind, 20)


def _own(layer_id: str, text: str, number: int) -> dict[str, Any]:
    """What a row needs beside its texts."""
    south, west = divmod(number, _ACROSS)
    square = rect(100 * west, 100 * south)
    key = f"{text} {number}"
    held = {
        "plots": {"plot_id": key, "tenure": "own", "parcel_ids": key},
        "parcels": {"parcel_id": key, "kommunenummer": "5038", "gardsnummer": 1, "bruksnummer": number + 1},
        "zoning": PLAN | {"plan_id": key, "plan_name": text},
        "buildings": {"building_id": key, "building_status": "FA", "parcel_id": key},
        "records": {"about_type": "plot", "about": key, "kind": "idle" if number < 12 else "lease", "said_on": "2023-11-15"},
        "coverage": {"layer_id": "zoning"},
        "land_resource": {"ar5_arealtype": "30", "ar5_grunnforhold": "44"},
        "restrictions": {"kind": "buffer"},
    }.get(layer_id, {})
    kind = all_layers()[layer_id].geometry
    small = {"buildings": shapely.box(*square.buffer(-30).bounds)}.get(layer_id, square)
    shape = {"line": shapely.LineString(list(square.exterior.coords)[:2]), "polygon": small}.get(kind)
    return held | ({"geometry": shape} if shape else {})


def _decided() -> tuple[str, int, int]:
    """Answers, an offer that is published and a case that is kept, all in the corpus' words."""
    texts = cycle(_FACTS)
    asks = [row["unit_id"] for row in decide.confirmation_list(PARK_ID, ON, "nb")[:8]]
    for unit_id in asks:
        decide.decide(PARK_ID, unit_id, "confirm", None, next(texts), next(texts), ON, decide.version(PARK_ID))
    plots = [row["unit_id"] for row in nominate.candidates(PARK_ID, ON) if row["kind"] == "plot"]
    facts = hostile_facts(offer_facts.fields(), "plot") | {"photo": _photo()}
    made = nominate.new_nomination(PARK_ID, plots[0], next(texts), ON, "plot", None, facts, reason=next(texts))
    nominate.step(made, "nominate", next(texts), ON, 1, next(texts), consent_by=next(texts), consent_on=ON)
    nominate.step(made, "publish", next(texts), ON, 2, next(texts))
    steps = {step: {"choice": choices[-1], "reason": next(texts)} for step, choices in ladder.steps().items()}
    asked = {"footprint": plots[1:3], "needs": {"daa": 1.0}}
    number, _ = cases.keep(Draft(PARK_ID, TEMPLATES[0] + STEERING[0], asked, steps), Person(next(texts)), next(texts))
    return plots[0], made, number


def _photo() -> str:
    painted = BytesIO()
    Image.new("RGB", (60, 40), "green").save(painted, "PNG")
    return photos.keep_photo(painted.getvalue())
