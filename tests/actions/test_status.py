"""From a park's folder to its inventory, rates, card and export."""

import json
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from actions.exports.export import export, mixes
from actions.progress import words
from actions.progress.status import status
from actions.units import classify as taking
from actions.units.decide import decide
from actions.units.explain import explain
from actions.units.inventory import inventory
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from parks.park import data_root, read_park
from register import snapshots
from tests.squares import buildings, frame, land_resource, parcels, perimeter, plots, records, rect, zoning

_THEN, _NOW = date(2024, 1, 1), date(2026, 6, 30)
_ADOPTED = '[adopted]\nby = "Styret"\non = 2024-01-01\nbasis = "Vedtak"\n'
_FOREST = land_resource(("30", rect(-500, -500, 2000, 2000)))


def _half(**more: object) -> dict:
    """Two plots, one let and one idle, in forest; the rate is 50."""
    said = records(("plot", "T1", "lease"), ("plot", "T2", "idle"))
    frames = {
        "perimeter": perimeter(rect(0, 0, 200)),
        "plots": plots(("T1", rect(0, 0)), ("T2", rect(100, 0))),
        "zoning": zoning({"geometry": rect(0, 0, 200)}),
    }
    return frames | {"records": said, "land_resource": _FOREST} | more


def test_a_park_that_is_half_in_use(make_park: object) -> None:
    make_park(**_half(), rest=_ADOPTED)
    row = status(["prove"]).as_json()["parks"][0]
    assert (row["land_utilisation_pct"], row["adopted_land_utilisation_pct"], row["vacant_taken_pct"]) == (50.0, 50.0, 0.0)
    assert row["total_daa"] == pytest.approx(20, rel=1e-3) and row["vacant_daa"] == pytest.approx(10, rel=1e-3)
    assert row["greenfield_daa"] == row["vacant_daa"]
    assert (row["building_stock_m2"], row["building_utilisation_pct"]) == (None, None)
    assert row["example"] is True
    json.dumps(status(["prove"]).as_json(), allow_nan=False)


def test_vacant_land_taken_into_use(make_park: object) -> None:
    said = records(("plot", "T1", "lease"), ("plot", "T2", "idle"), ("plot", "T2", "taken", None, "2025-03-01"))
    said["valid_from"] = pd.to_datetime([None, None, "2025-03-01"]).astype("datetime64[ms]")
    said["valid_to"] = pd.to_datetime([None, "2025-03-01", None]).astype("datetime64[ms]")
    make_park(**_half(records=said), rest=_ADOPTED)
    now, then = status(["prove"]).as_json()["parks"][0], status(["prove"], "baseline").as_json()["parks"][0]
    assert (then["land_utilisation_pct"], then["date"], now["land_utilisation_pct"]) == (50.0, "2024-01-01", 100.0)
    assert (now["vacant_taken_pct"], now["adopted_land_utilisation_pct"], now["nature_built_into_account_daa"]) == (100.0, 100.0, 0.0)
    assert now["nature_in_use_daa"] == pytest.approx(10, rel=1e-3) and now["farmland_in_use_daa"] == 0.0
    assert [note for note in now["notes"] if "som var natur" in note] and not any("ikke med i regnskapet" in note for note in now["notes"])


def _rezoned(lands: str, valid_from: str = "2025-01-01") -> dict:
    """A plot beside the two of `_half`, not zoned at the baseline, zoned and let later, on land of a kind."""
    zones = zoning({"geometry": rect(0, 0, 200)}, {"geometry": rect(200, 0), "plan_id": "P2", "plan_date": valid_from})
    zones["valid_from"] = pd.to_datetime([None, valid_from]).astype("datetime64[ms]")
    said = records(("plot", "T1", "lease"), ("plot", "T2", "idle"), ("plot", "T3", "lease"))
    three = plots(("T1", rect(0, 0)), ("T2", rect(100, 0)), ("T3", rect(200, 0)))
    outline = perimeter(rect(0, 0, 300))
    return _half(
        perimeter=outline, plots=three, zoning=zones, records=said, land_resource=land_resource((lands, rect(-500, -500, 2000, 2000)))
    )


def test_a_note_when_the_rate_rose_and_nature_fell(make_park: object) -> None:
    make_park(**_rezoned("30"), rest=_ADOPTED)
    row = status(["prove"]).as_json()["parks"][0]
    assert row["land_utilisation_pct"] == pytest.approx(66.7)
    assert row["adopted_land_utilisation_pct"] == 50.0
    assert row["nature_built_into_account_daa"] == pytest.approx(10, rel=1e-3)
    assert row["nature_in_use_daa"] == pytest.approx(10, rel=1e-3)
    for lang in messages.LANGS:
        nature = messages.text(lang, "rose.was.nature", area=numbers.area(1000 * row["nature_in_use_daa"], lang))
        notes = status(["prove"], lang=lang).as_json()["parks"][0]["notes"]
        assert sum(nature in note for note in notes) == 1


def test_no_such_note_when_the_ground_was_grey(make_park: object) -> None:
    make_park(**_rezoned("11"))
    row = status(["prove"]).as_json()["parks"][0]
    assert (row["land_utilisation_pct"], row["nature_built_into_account_daa"]) == (66.7, 0.0)
    assert not any("som var natur" in note for note in row["notes"]) and row["nature_in_use_daa"] == 0.0


def test_dezoned_idle_land_stays_vacant_on_the_adopted_perimeter(make_park: object) -> None:
    zones = zoning({"geometry": rect(0, 0)}, {"geometry": rect(100, 0), "plan_id": "P2"})
    zones["valid_to"] = pd.to_datetime([None, "2025-01-01"]).astype("datetime64[ms]")
    make_park(**_half(zoning=zones), rest=_ADOPTED)
    row = status(["prove"]).as_json()["parks"][0]
    assert (row["land_utilisation_pct"], row["adopted_land_utilisation_pct"]) == (100.0, 50.0)


def test_undecided_land_gives_a_range_and_a_note(make_park: object) -> None:
    make_park(**_half(records=records(("plot", "T1", "lease")), land_resource=land_resource(("50", rect(-500, -500, 2000, 2000), "46"))))
    row = status(["prove"], lang="en").as_json()["parks"][0]
    assert (row["land_utilisation_pct"], row["land_utilisation_range_pct"], row["undecided_units"]) == (50.0, [50.0, 100.0], 1)
    assert any("undecided" in note for note in row["notes"])


def test_the_total_is_of_the_baselines_parks(make_park: object) -> None:
    make_park("a", **_half())
    make_park("b", example=False, **_half(records=records(("plot", "T1", "lease"), ("plot", "T2", "lease"))))
    make_park("c", in_baseline=False, **_half())
    total = status().as_json()["total"]
    assert (total["parks"], total["expected_parks"], total["parks_with_own_data"]) == (["a", "b"], 2, 1)
    assert total["land_utilisation_pct"] == 75.0
    assert total["total_daa"] == pytest.approx(sum(row["total_daa"] for row in status(["a", "b"]).as_json()["parks"]))
    causes = [value for name, value in total["residual_pp"].items() if name != "total"]
    assert sum(causes) == pytest.approx(total["residual_pp"]["total"], abs=0.002)
    assert status(["a"]).as_json()["total"]["residual_pp"]["no_data"] is None
    assert status(["c"]).as_json()["total"] == {"parks": [], "notes": []}


def test_declared_indicators_or_not_answered(make_park: object) -> None:
    make_park(rest='[[declared]]\nindicator = "local_fund"\nanswer = "yes"\ndate = 2025-01-01\namount_nok = 1000\n', **_half())
    said = status(["prove"]).as_json()["parks"][0]["indicators"]
    assert said["local_fund"]["answer"] == "yes" and said["doga_guide"] is None


def test_nature_built_that_satellites_saw(make_park: object) -> None:
    make_park(**_half(), land_cover={2020: 10, 2025: 50})
    seen = status(["prove"]).as_json()["parks"][0]["nature_built_seen"]
    assert (seen["from_year"], seen["to_year"]) == (2020, 2025)
    assert seen["inside"]["forest"] == pytest.approx(20, abs=0.1)
    assert seen["inside"]["farmland"] == 0 and seen["ring"]["forest"] > 1000
    assert status(["prove"], "baseline").as_json()["parks"][0]["nature_built_seen"] is None


def test_an_unknown_park_is_told(make_park: object) -> None:
    make_park(**_half())
    with pytest.raises(LanduseError) as refused:
        status(["nowhere"])
    assert refused.value.code == "unknown_park"


def test_the_same_data_give_the_same_snapshot_and_new_data_another(make_park: object) -> None:
    make_park(**_half())
    first = taking.classify("prove", _NOW)
    kept = {path: path.stat().st_mtime_ns for path in (data_root() / "snapshots" / "prove").iterdir()}
    assert taking.classify("prove", _NOW) == first
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    make_park(**_half(records=records(("plot", "T1", "lease"))))
    assert taking.classify("prove", _NOW) != first
    assert snapshots.exists(data_root(), first)


def test_a_layer_that_cannot_be_read_is_failed_and_not_empty(make_park: object) -> None:
    park = make_park(**_half(), rest='[layers.land_cover_2020]\nfile = "gone.tif"\nsource = "Prøve"\n')
    facts = taking.find_units(park, _NOW).facts
    assert set(facts[facts["layer_id"] == "land_cover_2020"]["status"]) == {"FAILED"}
    assert set(facts[facts["layer_id"] == "flood"]["status"]) == {"NOT_MAPPED"}  # the park has no such layer


def test_coverage_tells_none_from_nobody_looked(make_park: object) -> None:
    mapped = frame("coverage", [{"layer_id": "flood", "surveyed_on": "2023-01-01", "geometry": rect(0, 0)}])
    park = make_park(**_half(coverage=mapped, flood=frame("flood")))
    facts = taking.find_units(park, _NOW).facts
    assert sorted(facts[facts["layer_id"] == "flood"]["status"]) == ["NOT_MAPPED", "NO_HIT"]


def test_a_park_without_a_perimeter_is_told(make_park: object) -> None:
    make_park(plots=plots(("T1", rect(0, 0))))
    with pytest.raises(LanduseError) as refused:
        inventory("prove", _NOW)
    assert refused.value.code == "perimeter_empty"


def test_a_park_without_data_does_not_stop_the_others(make_park: object) -> None:
    make_park("a", **_half())
    make_park("empty", example=False)
    late = _half()
    late["perimeter"]["valid_from"] = pd.to_datetime(["2025-01-01"]).astype("datetime64[ms]")
    make_park("late", in_baseline=False, **late)
    told = status().as_json()
    rows = {row["id"]: row for row in told["parks"]}
    assert (rows["empty"]["land_utilisation_pct"], rows["empty"]["has_perimeter"], len(rows["empty"]["notes"])) == (None, False, 1)
    assert (rows["late"]["land_utilisation_pct"], rows["late"]["vacant_taken_pct"], rows["late"]["land_pace"]["seen_pp_per_year"]) == (
        50.0,
        None,
        None,
    )
    assert (told["total"]["parks"], told["total"]["expected_parks"], told["total"]["residual_pp"]["no_data"]) == (["a"], 2, None)


def _decide(unit: pd.Series, land_class: str) -> None:
    decide("prove", str(unit.name), "correct", land_class, "Kari", "Befart", _NOW, 0, date(2025, 1, 1))


def test_a_persons_class_counts_from_its_day(make_park: object) -> None:
    make_park(**_half())
    units = inventory("prove", _NOW)
    _decide(units[units["plot_id"] == "T2"].iloc[0], "used")
    assert status(["prove"]).as_json()["parks"][0]["land_utilisation_pct"] == 100.0
    assert status(["prove"], "baseline").as_json()["parks"][0]["land_utilisation_pct"] == 50.0
    unit_id = units.index[units["plot_id"] == "T2"][0]
    assert "Kari" in explain(unit_id, None, "nb")["why"][0]


def test_a_persons_class_stays_and_is_asked_about_when_a_building_comes(make_park: object) -> None:
    make_park(**_half())
    units = inventory("prove", _NOW)
    _decide(units[units["plot_id"] == "T2"].iloc[0], "not_counted")
    make_park(**_half(buildings=buildings({"building_id": "1", "geometry": rect(110, 10, 50, 50)})))
    unit = inventory("prove", _NOW).set_index("plot_id").loc["T2"]
    assert (unit["class"], unit["found_class"], unit["ask_again"], unit["asks"]) == ("not_counted", "vacant_zoned", True, True)
    assert "vacant_zoned" in inventory("prove", _THEN)["class"].tolist()


def test_every_unit_explains_itself(make_park: object) -> None:
    hall = buildings({"building_id": "1", "geometry": rect(210, 10, 50, 50)})
    make_park(
        **_half(perimeter=perimeter(rect(-50, 0, 500)), parcels=parcels(("p", rect(0, 0, 350))), buildings=hall), land_cover={2020: 10}
    )
    for lang in messages.LANGS:
        for unit_id in inventory("prove", _NOW).index:
            card = explain(unit_id, None, lang)
            words = [card["title"], card["class_label"], card["confidence_label"]]
            words += [*card["why"], *card["contradictions"], *card["flips"], *card["notes"]]
            words += [row["text"] for row in card["evidence"]] + [row["label"] for row in card["nature"]]
            assert all(word and "{" not in word and "nan" not in word.lower().split() for word in words), words
            assert sum(row["area_m2"] for row in card["nature"]) == card["area_m2"]
            json.dumps(card, allow_nan=False)


@pytest.mark.parametrize("unit_id", ["prove-0000000000", "nowhere-0123456789", "", "prove"])
def test_an_unknown_unit_is_told(make_park: object, unit_id: str) -> None:
    make_park(**_half())
    with pytest.raises(LanduseError) as refused:
        explain(unit_id)
    assert refused.value.code == "unknown_unit"


def test_geojson_comes_back_with_the_same_areas_and_the_mark(make_park: object, tmp_path: object) -> None:
    make_park("a", **_half())
    make_park("b", **_half(zoning=zoning({"geometry": rect(0, 0)})))
    target = tmp_path / "ut.geojson"
    assert export(["a", "b"], None, target).count == 4
    told = json.loads(target.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert told["parkareal"]["example"] and told["parkareal"]["mark"] == messages.text("nb", "export.example_mark")
    assert [park["id"] for park in told["parkareal"]["parks"]] == ["a", "b"]
    back = gpd.read_file(target)
    assert back.crs.to_epsg() == 4326
    true = back.to_crs(25832).area / back.to_crs(25832).area.sum() * back["area_m2"].sum()
    assert true.tolist() == pytest.approx(back["area_m2"].tolist(), rel=2e-4)
    assert all(shapely.is_ccw(shape.exterior) for shape in back.geometry)
    assert "set_by" not in back.columns and "record_by" not in back.columns


def test_own_data_carry_no_mark(make_park: object, tmp_path: object) -> None:
    make_park(example=False, **_half())
    export(["prove"], _NOW, tmp_path / "ut.geojson", "en")
    told = json.loads((tmp_path / "ut.geojson").read_text(encoding="utf-8"))
    assert told["parkareal"]["mark"] is None and told["parkareal"]["language"] == "en"


@pytest.mark.parametrize(
    ("name", "code"), [("ut.docx", "export_format"), ("ut", "export_format"), ("nowhere/ut.geojson", "folder_missing")]
)
def test_an_export_that_cannot_be_written_is_told(make_park: object, tmp_path: object, name: str, code: str) -> None:
    make_park(**_half())
    with pytest.raises(LanduseError) as refused:
        export(["prove"], None, tmp_path / name)
    assert refused.value.code == code
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("lang", messages.LANGS)
def test_parks_of_ones_own_share_no_table_with_invented_ones(make_park: object, lang: str) -> None:
    make_park("a", **_half())
    make_park("b", example=False, **_half())
    head, invented = messages.text(lang, "cli.status_head"), messages.text(lang, "cli.invented")
    lines = words.status_text(status(["a", "b"]).as_json(), lang).splitlines()
    first = [lines.index(next(line for line in lines if line.startswith(name))) for name in ("B ", "A ")]
    assert first[0] < lines.index(invented) < first[1] and lines.count(head) == 2
    listed = words.parks_table([words.park_row(read_park(name)) for name in ("a", "b")], lang).splitlines()
    assert [line.split()[0] for line in listed if line.startswith(("a ", "b "))] == ["b", "a"] and invented in listed
    assert invented not in words.status_text(status(["a"]).as_json(), lang)
    both = [read_park(name) for name in ("a", "b")]
    assert mixes(both) and not mixes(both[:1]) and not mixes(both[1:])
