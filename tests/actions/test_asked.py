"""Where a layer was asked on a day: the order of what says it, the days, and what follows in classes, facts and on the map."""

import json
from datetime import date

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.map.unasked import unasked
from actions.units import classify as taking
from actions.vacant_first.read_ground import read_ground
from landuse.units.facts import unmapped_pct
from landuse.units.schema import Status
from landuse.vacant_first.untouched import untouched
from layers.registry import all_layers
from parks.asked import COVERAGE, where_asked
from parks.municipality import municipality_at, municipality_ground
from parks.park import Park, read_park
from parks.read import read_layer
from parks.sources import EXTENTS
from tests.actions.test_status import _FOREST, _half
from tests.squares import EPSG, frame, rect, zoning

_BEFORE, _FROM, _THEN, _NOW = date(2025, 11, 14), date(2025, 11, 15), date(2026, 1, 1), date(2026, 6, 30)
_FLOODED = frame("flood", [{"return_period_years": 200, "geometry": rect(0, 0, 50)}])
_SILENT = [layer_id for layer_id, declared in all_layers().items() if declared.silence]


def said(park: Park, layer_id: str, **words: object) -> Park:
    """The park with more said of a layer in its settings."""
    text = park.settings_path.read_text(encoding="utf-8")
    head, told = f"[layers.{layer_id}]\n", "".join(f"{name} = {json.dumps(value)}\n" for name, value in words.items())
    assert head in text
    park.settings_path.write_text(text.replace(head, head + told), encoding="utf-8")
    return read_park(park.id)


def ground(park: Park, layer_id: str, on: date) -> shapely.Geometry | None:
    found = where_asked(park, layer_id, on, read_layer(park, COVERAGE, on))
    return None if found is None else found.union_all()


def status(park: Park, layer_id: str, on: date) -> dict[str, str]:
    """By plot, what a layer answered of it."""
    found = taking.find_units(park, on)
    facts = found.facts[found.facts["layer_id"] == layer_id].groupby("unit_id")["status"].agg(lambda told: "+".join(sorted(told)))
    return {str(plot): facts[unit] for unit, plot in found.units["plot_id"].items()}


def test_which_layers_are_asked_is_declared():
    assert set(_SILENT) == {
        "buildings", "roads", "rail", "quays", "technical", "power", "water_lines", "flood", "restrictions", "protected",
        "nature_types", "monuments", "untouched", "land_use",
    }  # fmt: skip


def test_of_before_a_layer_is_asked_everywhere_and_always(make_park):
    park = make_park(**_half(flood=_FLOODED))
    assert ground(park, "flood", _BEFORE) is None and ground(park, "flood", _NOW) is None
    assert ground(park, "protected", _NOW).is_empty  # a layer that is not there is asked nowhere


@pytest.mark.parametrize("extent", EXTENTS)
def test_a_source_covers_what_is_said_from_its_own_day_on(extent, make_park):
    park = said(make_park(**_half(flood=_FLOODED)), "flood", extent=extent)
    wanted = {
        "park": rect(0, 0, 200), "municipality": municipality_ground(("5038",), EPSG), "drawn": rect(0, 0, 50), "plan": rect(0, 0, 50),
        "unknown": shapely.Polygon(),
    }  # fmt: skip
    assert shapely.equals(ground(park, "flood", _FROM), wanted[extent])
    assert ground(park, "flood", _BEFORE).is_empty


def test_rows_of_coverage_go_before_what_is_said(make_park):
    mapped = frame(COVERAGE, [{"layer_id": "flood", "surveyed_on": "2023-01-01", "geometry": rect(0, 0)}])
    park = said(make_park(**_half(flood=_FLOODED, coverage=mapped)), "flood", extent="park")
    assert shapely.equals(ground(park, "flood", _THEN), rect(0, 0))
    assert shapely.equals(ground(park, "flood", date(2022, 1, 1)), rect(0, 0))  # coverage of before, as it was
    park = said(park, COVERAGE, extent="drawn")
    assert ground(park, "flood", date(2022, 12, 31)).is_empty and shapely.equals(ground(park, "flood", date(2023, 1, 1)), rect(0, 0))


def test_coverage_without_a_survey_day_counts_from_the_first_day_of_its_layer(make_park):
    mapped = frame(COVERAGE, [{"layer_id": "flood", "surveyed_on": None, "geometry": rect(0, 0)}])
    park = said(said(make_park(**_half(flood=_FLOODED, coverage=mapped)), "flood", extent="park"), COVERAGE, extent="drawn")
    assert ground(park, "flood", _BEFORE).is_empty and shapely.equals(ground(park, "flood", _FROM), rect(0, 0))


def test_what_was_left_out_on_reading_was_not_asked(make_park):
    park = make_park(**_half(flood=_FLOODED))
    west, south, _, _ = rect(0, 0).bounds
    park = said(park, "flood", extent="municipality", within=[west, south, west + 20.0, south + 20.0])
    assert ground(park, "flood", _NOW).area == pytest.approx(400)


def test_a_source_without_a_date_is_asked_on_no_day(make_park):
    park = said(make_park(**_half(flood=_FLOODED)), "flood", extent="park")
    text = park.settings_path.read_text(encoding="utf-8")
    head, tail = text.split("[layers.flood]")
    park.settings_path.write_text(head + "[layers.flood]" + tail.replace("dated = 2025-11-15\n", "", 1), encoding="utf-8")
    assert ground(read_park(park.id), "flood", _NOW).is_empty


def test_one_municipality_covers_the_sea_before_it_and_nothing_of_its_neighbours():
    verdal, levanger = (municipality_ground((number,), EPSG) for number in ("5038", "5037"))
    land = verdal.difference(levanger)  # what both reach is the sea between them, where neither has an outline
    assert land.area > 0.95 * verdal.area
    inside = municipality_at(gpd.GeoSeries(shapely.points(levanger.representative_point().coords[:]), crs=EPSG)).iloc[0]
    assert inside == "5037" and not verdal.covers(levanger.representative_point())
    quay = gpd.GeoSeries([shapely.Point(11.40, 63.80)], crs=4326).to_crs(EPSG).iloc[0]  # in the fjord off Verdal
    assert verdal.covers(quay)
    assert municipality_ground(("9999",), EPSG).is_empty


def test_silence_is_nothing_there_only_where_it_was_asked(make_park):
    drawn = _half(flood=_FLOODED)
    assert status(make_park(**drawn), "flood", _THEN) == {"T1": "HIT", "T2": "NO_HIT"}
    told = {extent: status(said(make_park(f"p{extent}", **drawn), "flood", extent=extent), "flood", _THEN) for extent in EXTENTS}
    assert told["park"] == told["municipality"] == {"T1": "HIT", "T2": "NO_HIT"}
    assert told["drawn"] == told["unknown"] == {"T1": "HIT+NOT_MAPPED", "T2": "NOT_MAPPED"}
    early = said(make_park("early", **drawn), "flood", extent="park")
    assert status(early, "flood", date(2023, 6, 1)) == {"T1": "HIT+NOT_MAPPED", "T2": "NOT_MAPPED"}
    found = taking.find_units(early, date(2023, 6, 1)).facts
    shares = found[found["layer_id"] == "flood"].groupby("unit_id")["overlap_pct"].sum()
    assert shares.tolist() == pytest.approx([100.0, 100.0])  # what shows something was asked, the rest was not


@pytest.mark.parametrize("layer_id", ["buildings", "roads", "technical"])
def test_evidence_is_asked_where_its_source_was(layer_id, make_park):
    shape = frame(layer_id, [({"building_id": "1"} if layer_id == "buildings" else {}) | {"geometry": rect(0, 0, 10)}])
    park = make_park(**_half(**{layer_id: shape}))
    assert taking.ground(park, _THEN).asked[layer_id] is None and set(taking.ground(park, _THEN).asked) == {layer_id}
    park = said(park, layer_id, extent="drawn")
    assert shapely.equals(taking.ground(park, _THEN).asked[layer_id].union_all(), rect(0, 0, 10))
    assert taking.ground(park, _BEFORE).asked[layer_id].union_all().is_empty


def test_unbuilt_road_ground_is_sure_only_where_roads_were_asked(make_park):
    """A road zone without a road: unbuilt where the road map covers it, undecided where nobody asked, also before the map's day."""
    drawn = _half(zoning=zoning({"zone_code": "2010", "geometry": rect(0, 0, 200)}))
    drawn = {name: rows for name, rows in drawn.items() if name not in ("records", "land_resource")}
    roads = frame("roads", [{"geometry": rect(500, 500, 10)}])
    park = said(make_park(roads=roads, **drawn), "roads", extent="park")
    sure = taking.find_units(park, _THEN).units
    assert not sure["undecided"].any()
    for other, on in (("unknown", _THEN), ("park", _BEFORE)):
        found = taking.find_units(said(make_park(f"p{other}", roads=roads, **drawn), "roads", extent=other), on).units
        assert found["undecided"].all() and set(found["class"]) == {"used"}


def test_a_changed_answer_is_another_state_of_the_park(make_park):
    park = make_park(**_half(flood=_FLOODED))
    names = {taking.fingerprint(park)}
    for extent in EXTENTS:
        text = park.settings_path.read_text(encoding="utf-8")
        names.add(taking.fingerprint(said(park, "flood", extent=extent)))
        park.settings_path.write_text(text, encoding="utf-8")
    assert len(names) == len(EXTENTS) + 1


def test_a_map_without_gaps_is_blank_before_its_day(make_park):
    park = make_park(**_half(land_resource=_FOREST))
    assert not taking.ground(park, _BEFORE).land_resource.empty
    park = said(park, "land_resource", extent="drawn")
    assert taking.ground(park, _BEFORE).land_resource.empty and not taking.ground(park, _FROM).land_resource.empty
    assert read_ground(park, EPSG, _BEFORE).land_resource.empty
    assert (taking.find_units(park, _BEFORE).units["nature_not_mapped_m2"] > 0).all()


def test_untouched_nature_is_none_only_where_it_was_asked():
    here, there = gpd.GeoSeries([rect(0, 0, 10)], crs=EPSG), gpd.GeoSeries([rect(900_000, 0, 10)], crs=EPSG)
    zones = frame("untouched", [{"zone": "1", "geometry": there.iloc[0]}])
    around = gpd.GeoSeries([rect(-5, -5, 200, 200)], crs=EPSG)
    assert untouched(here, zones)["status"] == untouched(here, zones, asked=around)["status"] == Status.NO_HIT
    assert untouched(here, zones, asked=there)["status"] == Status.NOT_MAPPED


def test_the_map_has_the_ground_that_was_not_asked(make_park):
    park = said(make_park(**_half(flood=_FLOODED, roads=frame("roads", [{"geometry": rect(0, 0, 10)}]))), "flood", extent="drawn")
    ((name, shape),) = unasked(park.id, _THEN, "1").items()
    assert name == "flood" and shape.area == pytest.approx(200 * 100 - 50 * 100)
    assert unasked(park.id, _BEFORE, "1")["flood"].area == pytest.approx(200 * 100)


CELLS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 4)), max_size=5)


@given(CELLS, CELLS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_extent_that_grows_never_makes_less_ground_asked(first, more):
    units = gpd.GeoDataFrame(geometry=[rect(100 * n, 100 * n, 150) for n in range(5)], crs=EPSG)
    pieces = [rect(100 * column, 100 * row, 100 * side) for column, row, side in first + more]
    small, large = ([*pieces[:count], shapely.Polygon()] for count in (len(first), len(pieces)))
    was, now = (unmapped_pct(units, gpd.GeoSeries(shapes, crs=EPSG)) for shapes in (small, large))
    assert (now <= was + 1e-9).all()
    truth = shapely.area(shapely.intersection(units.geometry.to_numpy(), shapely.union_all(large)))
    assert now == pytest.approx(100 * (1 - truth / shapely.area(units.geometry.to_numpy())), abs=1e-6)
