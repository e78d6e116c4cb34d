"""The whole answer on the example parks: the four cases, what is told of each candidate, and the sentences of what is refused."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from typer.testing import CliRunner

from actions.units.inventory import inventory
from actions.vacant_first.encroach import encroach
from actions.vacant_first.words import in_words
from commands.main import app
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import read_park
from tests.vacant_first.cases import CASES, DAY, Case

pytestmark = pytest.mark.usefixtures("parks_root")
SINGLE, ASSEMBLY, OTHER, NEW_LAND = CASES
_ANSWERS: dict[str, dict] = {}


def _answer(case: Case) -> dict:
    """Each case's answer, asked once; nobody changes it."""
    if case.id not in _ANSWERS:
        _ANSWERS[case.id] = encroach(case.park_id, case.footprint, case.needs, case.supply_lines).as_json()
    return _ANSWERS[case.id]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_each_case_gets_its_answer(case: Case) -> None:
    answer = _answer(case)
    assert answer["answer"] == case.answer and answer["need_new_land"] == (case.answer == "new_land_needed")
    first = answer["alternatives"][0]
    if case.kind is None:
        assert all(one["fails"] for one in answer["alternatives"])
    else:
        assert (first["kind"], tuple(first["units"])) == (case.kind, case.units) and not first["fails"] and not first["unknown"]
    if case.kind == "assembly":
        assert all(one["fails"] or one["unknown"] for one in answer["alternatives"] if one["kind"] == "plot")
    if case.publishes:
        assert [one["park_id"] for one in answer["alternatives"] if not one["fails"]] == [case.publishes[0]]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_an_answer_is_one_json_document_whose_parts_sum(case: Case) -> None:
    answer = _answer(case)
    assert json.loads(json.dumps(answer)) == answer
    own = [row for row in answer["taken"] if row["of"] == "footprint"]
    assert sum(row["m2"] for row in own) == answer["footprint_m2"]
    assert sum(row["m2"] for row in answer["taken"] if row["of"] == "lines") == answer["lines_m2"]
    assert sum(line["m2"] for line in answer["lines"]) == answer["lines_m2"]
    assert sum(row["m2"] for row in answer["ar5"]) == sum(row["m2"] for row in answer["taken"] if row["kind"] != "not_mapped")
    for line in answer["lines"]:
        assert sum(share["m2"] for share in line["shares"]) == line["m2"]
        assert sum(share["length_m"] for share in line["shares"]) == line["length_m"]
    for one in answer["alternatives"]:
        if one["kind"] != "building" and one["taken_status"] == "HIT":
            assert sum(row["m2"] for row in one["taken"]) == one["whole_m2"]
        assert len(one["fits"]) + len(one["fails"]) + len(one["unknown"]) == len(case.needs) + 1  # and whether it can be had
    assert len(answer["alternatives"]) <= 20
    assert [one["rank"] for one in answer["alternatives"]] == list(range(1, len(answer["alternatives"]) + 1))


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_everything_has_words_in_both_languages(case: Case, lang: str) -> None:
    told = in_words(_answer(case), lang)
    assert told["answer_text"] and told["needs_text"]
    for one in told["alternatives"]:
        assert one["title"] and one["rank_label"]
        assert all(row["text"] and "None" not in row["text"] for row in one["fits"] + one["fails"] + one["unknown"])
    assert all(row["text"] for row in told["layers"]) and all(row["kind_label"] for row in told["taken"])


def test_the_difference_is_the_candidate_less_the_proposal_with_its_lines() -> None:
    answer = _answer(SINGLE)
    first = answer["alternatives"][0]
    for row in first["difference"]:
        theirs = sum(one["m2"] for one in answer["taken"] if one["group"] == row["group"])
        own = sum(one["m2"] for one in first["taken"] if one["group"] == row["group"])
        assert row["m2"] == own - theirs
    assert sum(row["m2"] for row in first["difference"]) == first["whole_m2"] - answer["footprint_m2"] - answer["lines_m2"]


def test_weights_change_the_order_and_no_fact() -> None:
    usual = _answer(SINGLE)
    other = {"plots": 10, "surplus": 10, "nature": 0, "farmland": 0}
    few = encroach(SINGLE.park_id, SINGLE.footprint, SINGLE.needs, SINGLE.supply_lines, weights=other).as_json()
    orders = [[tuple(one["units"]) for one in answer["alternatives"]] for answer in (usual, few)]
    assert orders[0] != orders[1]
    ranking = ("rank", "score")
    facts = [
        {tuple(one["units"]): {key: value for key, value in one.items() if key not in ranking} for one in answer["alternatives"]}
        for answer in (usual, few)
    ]
    assert facts[0].keys() & facts[1].keys()
    assert all(facts[0][units] == facts[1][units] for units in facts[0].keys() & facts[1].keys())
    assert usual["taken"] == few["taken"]
    words = [one["rank_word"] for one in few["alternatives"]]
    assert words == sorted(words, key=["fits", "may_fit", "falls_short"].index)


def test_of_another_park_nothing_is_told_but_what_is_published() -> None:
    answer = _answer(OTHER)
    others = [one for one in answer["alternatives"] if not one["own_park"]]
    assert [one["units"] for one in others] == [[OTHER.publishes[1]]] and others[0]["published_on"] == DAY.isoformat()
    assert "mw" not in json.dumps(others) and "Kari" not in json.dumps(answer) and "Eier" not in json.dumps(answer)


def test_power_of_another_park_is_not_known() -> None:
    answer = encroach(OTHER.park_id, OTHER.footprint, OTHER.needs | {"mw": 5}).as_json()
    other = next(one for one in answer["alternatives"] if not one["own_park"])
    assert [(row["need"], row["because"]) for row in other["unknown"]] == [("mw", "not_published")]
    assert answer["answer"] == "vacant_may" and answer["need_new_land"] is False


def test_a_vacant_plot_that_would_be_built_out_is_no_alternative_to_itself() -> None:
    unit = ASSEMBLY.units[0]
    answer = encroach("treklyngen", [unit], {"daa": 40}).as_json()
    assert answer["footprint"]["units"] == [unit] and answer["footprint"]["outside_m2"] == 0
    assert all(unit not in one["units"] for one in answer["alternatives"])
    assert answer["needs_assumed"] == []


def test_without_a_stated_size_the_footprint_is_the_need() -> None:
    answer = encroach("verdal", NEW_LAND.footprint).as_json()
    assert answer["needs"] == {"daa": answer["footprint_m2"] / 1000} and answer["needs_assumed"] == ["daa"]


def test_floor_is_found_in_vacant_buildings() -> None:
    answer = encroach("treklyngen", SINGLE.footprint, {"floor_m2": 1000}).as_json()
    first = answer["alternatives"][0]
    assert first["kind"] == "building" and first["floor_m2"] >= 1000 and first["taken"] == [] and not first["fails"]
    plots = [one for one in answer["alternatives"] if one["kind"] == "plot"]
    assert all(row["because"] == "floor_to_be_built" for one in plots for row in one["unknown"] if row["need"] == "floor_m2")


def test_what_nobody_has_mapped_is_told_apart_from_what_is_not_there() -> None:
    layers = {row["layer_id"]: row for row in _answer(NEW_LAND)["layers"] if row["of"] == "footprint"}
    assert layers["nature_types"]["status"] == "NOT_MAPPED" and layers["nature_types"]["m2"] == 0
    assert {"nature_types", "monuments", "untouched"} <= set(_answer(NEW_LAND)["themes_not_mapped"])
    assert layers["protected"]["status"] in ("HIT", "NO_HIT")


def test_without_a_park_only_published_plots_are_asked() -> None:
    answer = encroach(None, OTHER.footprint, OTHER.needs, on=DAY).as_json()
    assert {one["park_id"] for one in answer["alternatives"]} == {"mongstad"}
    assert {row["kind"] for row in answer["taken"]} == {"not_mapped"} and answer["park_name"] is None


_BOW_TIE = shapely.from_wkt("POLYGON ((569132 6673097, 568912 6673317, 569132 6673317, 568912 6673097, 569132 6673097))")


@pytest.mark.parametrize(
    ("shape", "epsg", "code"),
    [
        (_BOW_TIE, 25832, "footprint_crosses_itself"),
        (shapely.LineString([(569132, 6673097), (569332, 6673097)]), 25832, "footprint_not_area"),
        (shapely.Point(569132, 6673097), 25832, "footprint_not_area"),
        (shapely.box(560000, 6660000, 571000, 6671000), 25832, "footprint_too_large"),
        (shapely.box(2.30, 48.80, 2.31, 48.81), 4326, "footprint_outside_norway"),
        (shapely.box(17.9, 59.3, 17.91, 59.31), 4326, "footprint_outside_norway"),  # in Sweden, inside the box around Norway
        (shapely.box(60.19, 10.22, 60.2, 10.23), 4326, "footprint_outside_norway"),  # latitude and longitude exchanged
        (shapely.box(569000, 6673000, 569100, 6673100), None, "footprint_crs_missing"),
        (shapely.Polygon(), 25832, "footprint_empty"),
        (None, 25832, "footprint_empty"),
    ],
)
def test_what_is_no_footprint_is_refused_in_one_sentence(shape: shapely.Geometry | None, epsg: int | None, code: str) -> None:
    with pytest.raises(LanduseError) as refused:
        encroach("treklyngen", gpd.GeoSeries([shape], crs=epsg), {"daa": 1})
    assert refused.value.code == code
    for lang in messages.LANGS:
        sentence = refused.value.text(lang)
        assert sentence and "{" not in sentence and len(sentence) < 220


@pytest.mark.parametrize(
    ("needs", "code"),
    [
        ({"dekar": 5}, "need_unknown"),
        ({"daa": -1}, "need_invalid"),
        ({"daa": "mye"}, "need_invalid"),
        ({"daa": float("nan")}, "need_invalid"),
        ({"quay": "kanskje"}, "need_invalid"),
        ({"ready_by": "neste år"}, "need_invalid"),
        ({"zone_codes": "industri"}, "need_invalid"),
    ],
)
def test_a_need_that_cannot_be_read_is_named(needs: dict, code: str) -> None:
    with pytest.raises(LanduseError) as refused:
        encroach("verdal", NEW_LAND.footprint, needs)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("weights", "code"), [({"pris": 1}, "weight_unknown"), ({"nature": 11}, "weight_invalid"), ({"nature": "mye"}, "weight_invalid")]
)
def test_a_weight_that_cannot_be_read_is_named(weights: dict, code: str) -> None:
    with pytest.raises(LanduseError) as refused:
        encroach("verdal", NEW_LAND.footprint, {"daa": 1}, weights=weights)
    assert refused.value.code == code


@pytest.mark.parametrize(("unit", "code"), [("treklyngen-0000000000", "footprint_unit_unknown"), ("taken", "footprint_unit_not_vacant")])
def test_only_vacant_units_can_be_built_out(unit: str, code: str) -> None:
    units = inventory("treklyngen", DAY)
    named = str(units.index[units["class"] == "building_stock"][0]) if unit == "taken" else unit
    with pytest.raises(LanduseError) as refused:
        encroach("treklyngen", [named])
    assert refused.value.code == code


def _file(folder: Path, case: Case) -> Path:
    path = folder / "utvidelse.geojson"
    case.footprint.to_crs(4326).to_file(path, driver="GeoJSON", RFC7946="YES", COORDINATE_PRECISION=9)
    return path


def test_the_command_line_gives_the_same_as_json(tmp_path: Path) -> None:
    written = ["encroach", SINGLE.park_id, str(_file(tmp_path, SINGLE)), "--needs", "daa=38,width_m=120", "--json"]
    ran = CliRunner().invoke(app, written)
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    assert found["alternatives"][0]["units"] == list(SINGLE.units)
    assert {"footprint_m2", "taken", "alternatives"} <= set(found)
    assert abs(found["footprint_m2"] - _answer(SINGLE)["footprint_m2"]) <= 1  # degrees with nine decimals lie within 0.1 mm
    assert {"kind", "where", "how", "m2", "status"} <= set(found["taken"][0])
    assert {"units", "fits", "fails", "taken"} <= set(found["alternatives"][0])


@pytest.mark.parametrize(("lang", "words"), [("nb", "Det trengs nytt areal"), ("en", "New land is needed")])
def test_the_command_line_says_when_new_land_is_needed(tmp_path: Path, lang: str, words: str) -> None:
    written = ["encroach", NEW_LAND.park_id, str(_file(tmp_path, NEW_LAND)), "--needs", "daa=400,width_m=200,rail=yes", "--lang", lang]
    ran = CliRunner().invoke(app, written)
    assert ran.exit_code == 0 and words in ran.stdout


def test_the_command_line_takes_units_and_refuses_a_file_without_areas(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["encroach", "treklyngen", SINGLE.units[0], "--needs", "daa=45", "--json"])
    assert ran.exit_code == 0 and json.loads(ran.stdout)["footprint"]["units"] == list(SINGLE.units)
    path = tmp_path / "linje.geojson"
    line = gpd.GeoSeries([shapely.LineString([(569132, 6673097), (569332, 6673097)])], crs=read_park("treklyngen").epsg)
    line.to_crs(4326).to_file(path, driver="GeoJSON")
    with pytest.raises(LanduseError) as refused:
        CliRunner().invoke(app, ["encroach", "treklyngen", str(path)], catch_exceptions=False)
    assert refused.value.code == "footprint_not_area"
