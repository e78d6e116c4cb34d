"""What somebody looks for among published plots stands in the address, and brings the same plots back beside each other."""

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from views.tomter import fact_words


def page() -> None:
    """The filters and the comparison over three plots."""
    from datetime import date

    import geopandas as gpd
    import streamlit as st
    from shapely import Point

    from views.tomter import compare, filters, find

    st.session_state.setdefault("find", st.query_params.get("find"))
    rows = gpd.GeoDataFrame(
        {
            "title": ["Kaitomt", "Stor tomt", "Uten pris"],
            "park_id": ["a", "a", "b"],
            "park_name": ["A", "A", "B"],
            "example": False,
            "published_on": [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)],
            "net_daa": [12.0, 40.0, 25.0],
            "price_nok_m2": [500.0, 300.0, None],
            "quay": ["shared", None, "own"],
        },
        geometry=[Point(0, 0)] * 3,
        index=[3, 5, 8],
    )
    found, needs = filters.choose(rows, "nb")
    shortlist = compare.choose(found, "nb")
    find.keep(needs | {"list": shortlist})
    compare.show(found, shortlist, "nb")
    st.session_state["found"] = list(found.index)


def run(find: str | None = None) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    if find is not None:
        app.query_params["find"] = find
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def test_needs_order_and_shortlist_are_in_the_address_and_come_back() -> None:
    app = run()
    assert app.session_state["found"] == [5, 8, 3] and app.session_state["find"] is None
    app.number_input(key="filter-net_daa").set_value(20.0).run()
    app.selectbox(key="filter-order").set_value("price").run()
    app.multiselect(key="compare-plots").set_value(["5", "8"]).run()
    said = app.session_state["find"]
    assert parse_qs(said) == {"net_daa": ["20"], "order": ["price"], "list": ["5,8"]}
    again = run(said)
    assert again.session_state["found"] == [5, 8] and again.multiselect(key="compare-plots").value == ["5", "8"]
    table = next(one.proto.body for one in again.get("html") if "<table>" in one.proto.body)
    assert "Stor tomt" in table and "Uten pris" in table and "Kaitomt" not in table and ">–<" in table


@pytest.mark.parametrize(
    "find",
    ["net_daa=mye", "net_daa=-1", "net_daa=1e400", "order=x&list=99,x,<script>", "quay=&park=ukjent", "&" * 500, "%zz=%ff", "a=" * 900],
)
def test_an_address_that_says_nonsense_is_no_need(find: str) -> None:
    app = run(find)
    assert app.session_state["found"] == [5, 8, 3] and app.multiselect(key="compare-plots").value == []


def test_a_choice_begins_with_a_capital_and_what_somebody_typed_is_left_alone():
    assert fact_words.answer("readiness", "byggeklar", "nb") == "Byggeklar"
    assert fact_words.answer("contact_email", "tomter@example.no", "nb") == "tomter@example.no"
    assert fact_words.answer("contact_role", "eiendomssjef", "nb") == "eiendomssjef"
