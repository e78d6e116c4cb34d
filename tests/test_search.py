"""Search in a park: a number is found whole, words anywhere; one hit is chosen at once, several are offered, none is told."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from actions.map import map_data

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


def page() -> None:
    import streamlit as st

    from actions.map import map_data
    from views.kart import search

    class Park:
        id = "p"

    st.session_state.setdefault("unit", None)
    map_data.day = lambda park, when: None
    map_data.version = lambda park_id: "v"
    search.search(Park, "today", "nb")


@pytest.fixture
def app(monkeypatch) -> AppTest:
    monkeypatch.setattr(map_data, "day", map_data.day)  # put back after the page has changed them
    monkeypatch.setattr(map_data, "version", map_data.version)
    return AppTest.from_function(page, default_timeout=600).run()


def said(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_one_hit_is_chosen_at_once(app):
    app.text_input[0].set_value("114/2").run()
    assert not app.exception
    assert app.session_state["unit"] == "p-3"
    assert "Fant Kaia *øst*." in said(app)


def test_several_hits_are_offered_as_buttons_and_their_words_are_text(app):
    app.text_input[0].set_value("t").run()
    assert app.session_state["unit"] is None and "flater passer" in said(app)
    labels = [button.label for button in app.button]
    assert any(label.startswith("Kaia \\*øst\\*") for label in labels)
    next(button for button in app.button if button.key == "hit-p-5").click().run()
    assert app.session_state["unit"] == "p-5" and not app.exception


def test_no_hit_says_what_to_try(app):
    app.text_input[0].set_value("<b>nei").run()
    assert "Ingen flate passer til «&lt;b&gt;nei»." in said(app)
    assert app.session_state["unit"] is None
