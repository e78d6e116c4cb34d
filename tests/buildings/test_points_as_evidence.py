"""Buildings of which only a point is known: what stands is told, its size and floor never, and nothing counts twice."""

import json
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from landuse.measure.by_tiles import together
from landuse.units import building_points, buildings, explain
from landuse.units.propose import Uses
from landuse.words import codelists, messages
from tests.squares import EPSG, SOUTH, WEST, found, parcels, plots, records, rect, zoning
from tests.squares import buildings as rows_of

_GROUND = {"plots": plots(("a", rect(0, 0)), ("b", rect(100, 0))), "zoning": zoning({"geometry": rect(0, 0, 200)})}


def at(x: float, y: float = 50.0) -> shapely.Point:
    """A place by metres from the park's corner."""
    return shapely.Point(WEST + x, SOUTH + y)


def _point(x: float, y: float = 50.0, number: str = "1", **more: object) -> dict:
    return {"building_id": number, "geometry": at(x, y)} | more


def _hall(x: float, number: str = "1", **more: object) -> dict:
    return {"building_id": number, "geometry": rect(x, 10, 40, 40)} | more


def _units(*rows: dict, **frames: object) -> pd.DataFrame:
    return found(rect(0, 0, 200), **({"buildings": rows_of(*rows)} | _GROUND | frames)).units.set_index("plot_id")


def _facts(unit: pd.Series) -> dict:
    return json.loads(unit["evidence"])


_MEANS = {**codelists.table("bygningsstatus")["counts_as"], "XX": "ask", None: "stands"}


def test_a_point_says_what_its_status_says() -> None:
    """The register's whole list, a status that is not in it, and none: each on a plot of its own."""
    squares = [(str(number), rect(100 * number, 0)) for number in range(len(_MEANS))]
    points = [_point(100 * number + 50, number=str(number), building_status=code) for number, code in enumerate(_MEANS)]
    whole = rect(0, 0, 100 * len(squares))
    units = found(whole, plots=plots(*squares), zoning=zoning({"geometry": whole}), buildings=rows_of(*points)).units.set_index("plot_id")
    for number, means in enumerate(_MEANS.values()):
        unit = units.loc[str(number)]
        told = [_facts(unit)[name] for name in ("standing_buildings", "standing_points", "buildings_under_way", "buildings_in_doubt")]
        assert told == [means == "stands", means == "stands", means == "under_way", means in ("likely", "ask")]
        assert json.loads(unit["building_ids"]) == [str(number)] * (means == "stands")
        assert _facts(unit)["building_pct"] == 0.0


def test_a_standing_point_is_a_building_of_unknown_size() -> None:
    """What stands there is building stock or idle ground with a shed: undecided, asked, never offered unasked, without floor."""
    units = _units(_point(50, floor_m2=900.0))
    a, b = units.loc["a"], units.loc["b"]
    assert tuple(a[["class", "rule_id", "confidence", "undecided", "asks"]]) == ("building_stock", "standing_point", "low", True, True)
    assert tuple(a[["floor_m2", "vacant_floor_m2", "buildings_without_floor", "offerable"]]) == (0, 0, 1, False)
    assert (b["class"], b["building_ids"]) == ("vacant_zoned", "[]")
    assert {flip["becomes"] for flip in json.loads(a["flips_if"]) if flip["fact"] == "standing_buildings"} == {"vacant_zoned"}


@pytest.mark.parametrize("lang", messages.LANGS)
def test_the_reason_says_that_only_a_point_is_known(lang: str) -> None:
    unit = _units(_point(50)).loc["a"]
    sentences = [row["text"] for row in explain.grounds(unit, lang)]
    outline = [row["text"] for row in explain.grounds(_units(_hall(30)).loc["a"], lang)]
    assert any("1" in text and ("punkt" in text or "point" in text) for text in sentences)
    assert not any("punkt" in text or "a point" in text for text in outline)


def test_the_parks_own_word_goes_before_a_point() -> None:
    held = _units(_point(50), records=records(("plot", "a", "lease"))).loc["a"]
    offered = _units(_point(50), records=records(("plot", "a", "offered"))).loc["a"]
    assert tuple(held[["class", "rule_id", "undecided"]]) == ("building_stock", "record_in_use_building", False)
    assert (offered["class"], json.loads(offered["contradictions"])) == ("vacant_zoned", ["offered_with_building"])


def _figures(units: pd.DataFrame) -> pd.DataFrame:
    told = pd.DataFrame([_facts(unit) for _, unit in units.iterrows()], index=units.index).add_prefix("told_")
    return units.drop(columns=["geometry", "evidence"]).join(told).astype(str).sort_index()


_SAID = (("plot", "a", "floor", 2_000), ("plot", "b", "vacant_floor", 400))
_HALLS = [_hall(30, floor_m2=1_000.0), _hall(130, "2", floor_m2=500.0)]


@cache
def _with_outlines() -> pd.DataFrame:
    return _figures(_units(*_HALLS, records=records(*_SAID)))


@pytest.mark.parametrize(
    "points",
    [
        [_point(50, 30), _point(150, 30, "2")],  # the numbers of the outlines, in them
        [_point(5, 5), _point(190, 90, "2")],  # their numbers, elsewhere
        [_point(150, 30), _point(50, 30, "2")],  # each in the other's
        [_point(50, 30, "9"), _point(150, 30, "8", floor_m2=70.0)],  # other numbers, in the outlines
        [_point(29.6, 30, "9")],  # at the edge of one
        [_point(50, 30, change_number=1), _point(150, 30, "2", change_number=0)],
        [_point(50, 30, building_status="BR"), _point(150, 30, "2", building_status="IG")],  # an older or newer word on the same building
    ],
)
def test_points_of_outlined_buildings_change_no_figure(points: list[dict]) -> None:
    """Whichever of both files came first."""
    pd.testing.assert_frame_equal(_with_outlines(), _figures(_units(*points, *_HALLS, records=records(*_SAID))))
    squares = _squares()
    orders = [buildings.stands_on(squares, buildings.in_state(rows_of(*rows), "stands")) for rows in (points + _HALLS, _HALLS + points)]
    first, then = (stands.sort_values(["building_id", "unit_id"]).reset_index(drop=True) for stands in orders)
    pd.testing.assert_frame_equal(first, then)


def test_one_number_of_several_points_counts_once() -> None:
    """The building and its changes, or the same building in two files."""
    rows = [_point(50), _point(60, change_number=1), _point(50, change_number=2, building_status="IG"), _point(50)]
    for order in (rows, rows[::-1]):
        units = _units(*order)
        assert [_facts(units.loc[name])["standing_buildings"] for name in "ab"] == [1, 0]
        assert _facts(units.loc["a"])["buildings_under_way"] == 1


def test_one_number_in_two_files_has_its_ground_once() -> None:
    once, twice = _units(_hall(30)), _units(_hall(30), _hall(30))
    assert _facts(twice.loc["a"])["building_pct"] == pytest.approx(16.0)
    pd.testing.assert_frame_equal(_figures(once), _figures(twice))


def test_an_extension_by_outline_does_not_hide_the_factory_known_by_its_point() -> None:
    factory, extension = _point(20), _hall(50, change_number=1, building_status="IG")
    told = _facts(_units(factory, extension).loc["a"])
    assert (told["standing_buildings"], told["standing_points"], told["buildings_under_way"]) == (1, 1, 1)


def test_the_floor_that_the_park_says_of_a_point_is_counted_where_it_stands() -> None:
    said = records(("building", "7", "floor", 640), ("building", "7", "vacant_floor", 100))
    for place in (at(150), at(50, 30)):  # by itself, and in another building's outline
        row = {"building_id": "7", "geometry": place, "floor_m2": 9_999.0}
        units = _units(_hall(30, floor_m2=1_000.0), row, records=said)
        assert (units["floor_m2"].sum(), units["vacant_floor_m2"].sum()) == (1_640, 100)
        on = "b" if place.x > WEST + 100 else "a"
        assert "7" in json.loads(units.loc[on, "building_ids"])


def test_a_figure_for_a_plot_is_spread_over_outlines_and_else_over_points() -> None:
    said = records(("parcel", "p", "floor", 900))
    with_outline = [_hall(30, parcel_id="p"), _point(5, 5, "2", parcel_id="p")]
    alone = [_point(20, number="3", parcel_id="p"), _point(80, number="4", parcel_id="p")]
    floors = buildings.floor_m2(rows_of(*with_outline), said, parcels(("p", rect(0, 0))))
    assert floors["floor_m2"].to_dict() == {"1": 900.0, "2": 0.0}
    floors = buildings.floor_m2(rows_of(*alone), said, parcels(("p", rect(0, 0))))
    assert floors["floor_m2"].to_dict() == {"3": 450.0, "4": 450.0}
    assert _units(*alone, records=said, parcels=parcels(("p", rect(0, 0))))["floor_m2"].sum() == 900


def _squares() -> gpd.GeoDataFrame:
    shapes = {f"{chr(97 + column)}{row}": rect(100 * column, 100 * row) for column in range(4) for row in range(3)}
    return gpd.GeoDataFrame({"parcel_id": list(shapes)}, index=list(shapes), geometry=list(shapes.values()), crs=EPSG)


def test_every_point_is_on_one_unit_by_brute_force() -> None:
    """Against all units one by one: the one that holds it; on a border, and within half a metre outside all, one of those there."""
    units, chance = _squares(), np.random.default_rng(5)
    inside = chance.uniform(0, [400, 300], (60, 2))
    edges = [(100 * i, 37.0) for i in range(5)] + [(100 * i, 100 * j) for i in range(5) for j in range(4)]
    near = [(-0.49, 50), (400.49, 50), (-0.51, 50), (200, -0.3), (200, 300.3)]
    places = [at(float(x), float(y)) for x, y in [*inside, *edges, *near]]
    points = rows_of(*({"building_id": str(number), "geometry": place} for number, place in enumerate(places)))
    held = building_points.units_of(units, points).set_index("building_id")["unit_id"]
    assert held.index.is_unique
    assert len(held) == 60 + len(edges) + 4
    for number, place in enumerate(places):
        away_m = units.geometry.distance(place)
        nearest = sorted(away_m.index[away_m == away_m.min()]) if away_m.min() <= 0.5 else []
        assert [held[str(number)]] == nearest[:1] if nearest else str(number) not in held
    again = building_points.units_of(units.iloc[::-1], points.iloc[::-1]).set_index("building_id")["unit_id"]
    assert again.to_dict() == held.to_dict()


def test_on_a_border_the_register_tells_which_parcel() -> None:
    squares = _squares()
    for x in (99.6, 100.0, 100.4):
        for parcel in ("a0", "b0"):
            assert building_points.units_of(squares, rows_of(_point(x, parcel_id=parcel)))["unit_id"].tolist() == [parcel]
    far = building_points.units_of(squares, rows_of(_point(90, parcel_id="b0")))
    assert far["unit_id"].tolist() == ["a0"]  # ten metres inside another parcel: the place tells


def test_no_plot_is_proposed_round_a_building_of_unknown_size() -> None:
    """A point is not free ground, nor is what lies near it; where only a point stands nobody can say what is idle."""
    long = {"parcels": parcels(("a", rect(0, 0, 400))), "zoning": zoning({"geometry": rect(0, 0, 400)})}
    alone = found(rect(0, 0, 400), **long, buildings=rows_of(_point(20))).units
    assert (len(alone), alone["proposed"].any(), alone["rule_id"].tolist()) == (1, False, ["standing_point"])
    hall = {"building_id": "2", "building_type": "211", "geometry": rect(340, 20, 40, 60)}
    both = found(rect(0, 0, 400), **long, buildings=rows_of(_point(20), hall)).units
    rest = both[both["proposed"]]
    assert len(rest) == 1 and both["area_m2"].sum() == pytest.approx(40_000, abs=40)
    assert rest.geometry.iloc[0].distance(at(20)) == pytest.approx(60, abs=0.5)
    assert json.loads(rest["building_ids"].iloc[0]) == []


def test_the_type_of_a_point_says_what_its_size_cannot() -> None:
    """A garage carries nothing, a dwelling is in other use, and of anything else nobody knows whether it carries the plot."""
    for kind, facts in {"181": "little_buildings", "111": "dwellings", "211": "standing_points", "223": "standing_points"}.items():
        told = _facts(_units(_point(50, building_type=kind)).loc["a"])
        names = ("standing_points", "little_buildings", "dwellings", "technical_buildings")
        assert {name: told[name] for name in names if told[name]} == {facts: 1}


def test_a_point_in_an_outline_keeps_no_more_ground_than_the_outline() -> None:
    nothing = gpd.GeoSeries([], crs=EPSG)
    one, both = rows_of(_hall(30)), rows_of(_hall(30), _point(50, 30, "2"))
    bases = gpd.GeoSeries([rect(0, 0)], crs=EPSG)
    unseen = [building_points.ground_of(rows, bases) for rows in (one, both)]
    shapes = [
        shapely.union_all(together(Uses(rows, nothing, nothing, nothing, more).of()))
        for rows, more in zip((one, both), unseen, strict=True)
    ]
    assert shapes[0].equals(shapes[1])


def test_a_building_of_unknown_size_keeps_the_ground_of_its_own_plot_alone() -> None:
    bases = gpd.GeoSeries([rect(0, 0, 40, 40), rect(0, 0), rect(100, 0)], crs=EPSG)
    kept = building_points.ground_of(rows_of(_point(20, 20), _point(60, 50, "2"), _point(500, number="3")), bases)
    assert kept.iloc[0].equals(rect(0, 0, 40, 40))  # the plot before its parcel
    assert kept.iloc[1].area == pytest.approx(shapely.intersection(at(60).buffer(60), rect(0, 0)).area)
    assert kept.iloc[2].equals(at(500).buffer(60))  # on no plot and no parcel


def test_points_alone_and_no_points_at_all() -> None:
    assert building_points.apart(rows_of()).tolist() == []
    assert buildings.stands_on(_squares(), rows_of()).empty
    only = rows_of(_point(50), _point(1_000, number="2"))
    assert buildings.stands_on(_squares(), only)[["unit_id", "known_by"]].values.tolist() == [["a0", "point"]]
