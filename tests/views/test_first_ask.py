"""The question on *Ledig først*: a file that is removed is gone from it, and a kept case comes back as shapes that can be moved."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from landuse.words import messages
from views.ledig_forst import answer as first_answer

SQUARE = [[11.45, 63.79], [11.46, 63.79], [11.46, 63.80], [11.45, 63.80], [11.45, 63.79]]
AREA = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
ROAD_LINE = {"type": "LineString", "coordinates": [[11.44, 63.79], [11.45, 63.79]]}
ROAD = {"type": "Feature", "properties": {"kind": "road"}, "geometry": ROAD_LINE}
SHARED = ROAD | {"properties": {"kind": "water", "serves": "proposal;Nabo AS"}}


def page() -> None:
    """The forms alone, with a kept case in them where the session has one."""
    import streamlit as st

    from actions.map import map_data
    from views.ledig_forst import question

    its = map_data.park("verdal")
    case = st.session_state.pop("case-to-take-up", None)
    if case is not None:
        question.take_up(its, case, "Min sak")
    st.session_state["asked"] = question.asked(its, "nb")


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("PARKAREAL_DATA", "")
    return AppTest.from_function(page, default_timeout=600)


def taken_up(app: AppTest, footprint: Any, lines: list[dict]) -> dict[str, Any]:
    app.session_state["case-to-take-up"] = {"footprint": footprint, "lines": collection(*lines) if lines else None}
    app.run()
    assert not app.exception
    return app.session_state["asked"]


def collection(*rows: dict) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(rows)}


def uploader(app: AppTest, key: str) -> Any:
    return next(one for one in app.get("file_uploader") if one.label == messages.text("nb", key))


def upload(app: AppTest, key: str, name: str, *rows: dict) -> None:
    uploader(app, key).set_value((name, json.dumps(collection(*rows)).encode(), "application/geo+json"))
    app.run()
    assert not app.exception


def by_file(app: AppTest) -> None:
    app.run()
    app.session_state["first-source"] = "file"
    app.run()


def test_a_removed_file_is_gone_from_the_question(app: AppTest) -> None:
    by_file(app)
    upload(app, "first.file", "areal.geojson", AREA)
    upload(app, "first.lines.file", "veg.geojson", ROAD)
    assert len(app.session_state["asked"]["lines"]["features"]) == 1
    uploader(app, "first.lines.file").set_value(None)
    app.run()
    assert app.session_state["asked"]["footprint"]["features"] and app.session_state["asked"]["lines"] is None
    uploader(app, "first.file").set_value(None)
    app.run()
    assert app.session_state["asked"] is None


def test_a_file_whose_field_was_left_is_named_and_can_be_removed(app: AppTest) -> None:
    by_file(app)
    upload(app, "first.file", "areal.geojson", AREA)
    for source in ("draw", "file"):
        app.session_state["first-source"] = source
        app.run()
    assert app.session_state["asked"]["footprint"]["features"] and "areal.geojson" in [one.value for one in app.text]
    next(one for one in app.button if one.label == messages.text("nb", "first.file.remove")).click()
    app.run()
    assert app.session_state["asked"] is None and "areal.geojson" not in [one.value for one in app.text]


def test_a_kept_case_comes_back_drawn(app: AppTest) -> None:
    asked = taken_up(app, collection(AREA), [ROAD])
    assert app.session_state["first-source"] == "draw"
    assert [one["properties"]["kind"] for one in app.session_state["drawn-first-verdal"]["shapes"]["features"]] == ["polygon", "line"]
    assert asked["footprint"]["features"] == [AREA] and asked["lines"]["features"] == [ROAD]


def test_the_names_of_those_who_share_a_line_are_kept(app: AppTest) -> None:
    asked = taken_up(app, collection(AREA), [ROAD, SHARED, ROAD])
    assert asked["lines"]["features"] == [ROAD, SHARED, ROAD]
    assert len(app.session_state["drawn-first-verdal"]["shapes"]["features"]) == 2


def test_a_case_that_cannot_be_drawn_here_comes_back_as_it_was_given(app: AppTest) -> None:
    far = {"type": "Polygon", "coordinates": [[[lon - 5, lat - 4] for lon, lat in SQUARE]]}
    asked = taken_up(app, collection(AREA | {"geometry": far}), [ROAD])
    assert app.session_state["first-source"] == "file"
    assert asked["footprint"]["features"][0]["geometry"] == far and asked["lines"]["features"] == [ROAD]
    assert "Min sak" in [one.value for one in app.text]


def added(app: AppTest, text: str) -> str:
    """What is said when a text is pasted."""
    app.run()
    app.text_area[0].set_value(text)
    next(one for one in app.button if one.label == messages.text("nb", "sketch.add")).click()
    app.run()
    assert not app.exception
    return " ".join(one.proto.body for one in app.get("html"))


def test_a_pasted_area_over_the_limit_is_refused_at_once(app: AppTest) -> None:
    said = added(app, "POLYGON((11.3 63.7, 11.6 63.7, 11.6 63.84, 11.3 63.84, 11.3 63.7))")
    assert "Det tegnede: arealet er 231,0 km², og en sak kan være på høyst 100 km²" in said and "Lagt til" not in said
    assert app.session_state["asked"] is None


def test_a_pasted_line_is_said_to_be_one(app: AppTest) -> None:
    said = added(app, "LINESTRING(11.44 63.79, 11.45 63.79)")
    assert "Lagt til 1, lest som linje i bredde- og lengdegrader." in said


def test_ground_that_nobody_has_mapped_says_so_once() -> None:
    row = {"of": "footprint", "kind": "not_mapped", "kind_label": "ikke kartlagt", "status": "NOT_MAPPED", "status_label": "ikke kartlagt"}
    told = {"taken": [row | {"how": "nedbygd", "where": "inside", "m2": 5}]}
    assert [words[0] for words in first_answer._taken(told, "nb").rows] == ["ikke kartlagt"]


def test_the_slope_is_asked_and_comes_back_with_a_case(app: AppTest) -> None:
    app.session_state["case-to-take-up"] = {"footprint": collection(AREA), "lines": None, "needs": {"slope_pct": 7.5}}
    app.run()
    field = next(one for one in app.number_input if one.label == "Gjennomsnittlig helning (%)")
    assert not app.exception and field.value == 7.5 and app.session_state["asked"]["needs"] == {"slope_pct": 7.5}
    field.set_value(None)
    app.run()
    assert app.session_state["asked"]["needs"] == {}
