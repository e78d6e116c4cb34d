"""Search in a park: a number is found whole, words anywhere; the map's field is answered with a few units, best first."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest
from starlette.applications import Starlette

from actions.map import map_data
from tests import asgi
from views.web.geodata import routes

UNITS = pd.DataFrame(
    {
        "name": ["Tomt 1", "Tomt 12", "Kaia *øst*", None, "Tomt 3"],
        "plot_id": ["T1", "T12", "K1", None, "T3"],
        "parcel_number": ["5038-14/2", "5038-14/20", "5038-114/2", None, "5038-14/2"],
        "parcel_id": ["a", "b", "c", None, "e"],
        "class": ["used", "used", "building_stock", "not_counted", "vacant_zoned"],
        "area_m2": [1000, 2000, 3000, 10, 4000],
    },
    index=pd.Index(["p-1", "p-2", "p-3", "p-4", "p-5"], name="unit_id"),
)


@pytest.fixture(autouse=True)
def units(monkeypatch):
    monkeypatch.setattr(map_data, "units_frame", lambda park_id, on, version: UNITS)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("14/2", ["p-5", "p-1"]),  # the largest first; neither 14/20 nor 114/2
        ("5038-14/20", ["p-2"]),
        ("114/2", ["p-3"]),
        ("tomt 1", ["p-1", "p-2"]),  # the whole name first, though it is smaller
        ("  KAIA   *Ø", ["p-3"]),
        ("k1", ["p-3"]),
        ("p-4", ["p-4"]),
        ("", []),
        ("   ", []),
        ("(", []),
        (".*", []),
        ("99/99", []),
    ],
)
def test_what_is_found(words, found):
    assert list(map_data.search("p", None, "v", words).index) == found


@pytest.fixture
def found(monkeypatch) -> Callable[[str], list[dict[str, Any]]]:
    """What the map's field is answered."""
    monkeypatch.setattr(map_data, "version", lambda park_id: "v")
    app = Starlette(routes=routes())
    return lambda words: asgi.get(app, f"/geo/p/search.json?date=2026-06-30&q={quote(words)}").json()


def test_the_field_is_answered_with_what_it_shows_of_a_unit(found):
    assert found("114/2") == [{"id": "p-3", "name": "Kaia *øst*", "parcel": "5038-114/2", "cls": "building_stock", "area_m2": 3000.0}]


def test_ground_without_name_and_parcel_has_none(found):
    assert found("p-4") == [{"id": "p-4", "name": None, "parcel": None, "cls": "not_counted", "area_m2": 10.0}]


def test_no_more_are_told_than_people_read(found, monkeypatch):
    many = pd.concat([UNITS] * 4)
    monkeypatch.setattr(map_data, "units_frame", lambda park_id, on, version: many)
    assert len(found("t")) == 8


@pytest.mark.parametrize("words", ["", "   ", "<b>nei", "x" * 5000])
def test_nothing_is_found_for_nothing(found, words):
    assert found(words) == []
