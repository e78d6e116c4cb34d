"""Every kind of finding: it has words in both languages, some file raises it, and a clean file does not."""

import inspect
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from typer.testing import CliRunner

from actions.imports.check import checked
from actions.imports.findings_file import write
from actions.imports.import_files import import_file
from commands.main import app
from door.answers import NOTHING, Asked
from door.intake import Intake, take_in
from door.limits import LIMITS
from door.open import guarded_copy
from door.report import report as import_report
from landuse.quality.findings import SEVERITIES, WHO, Finding, counts, issue_types, listed, quality
from landuse.rules import table
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import read_park
from tests.buildings import test_points_at_the_door
from tests.corpus.case import ASK, REJECT, all_cases
from tests.door import (
    test_drop,
    test_extents,
    test_import,
    test_sources,
    test_topology,
    test_undated,
    test_values,
    test_versions,
)  # fmt: skip
from tests.door.test_import import EAST, NORTH, plots, saved, square
from tests.lists import test_list_meanings, test_value_counts

FIXTURES = Path(__file__).parent.parent / "fixtures"
ISSUES = issue_types()
BOW_TIE = shapely.Polygon([(EAST, NORTH + 900), (EAST + 100, NORTH + 1000), (EAST + 100, NORTH + 900), (EAST, NORTH + 1000)])
SPIKE = shapely.Polygon([(EAST + 2000, NORTH), (EAST + 2050, NORTH), (EAST + 2050, NORTH + 0.1), (EAST + 2090, NORTH + 0.15),
                         (EAST + 2050, NORTH + 0.2), (EAST + 2050, NORTH + 50), (EAST + 2000, NORTH + 50)])  # fmt: skip
SLIVER = shapely.box(EAST + 3000, NORTH, EAST + 3000.2, NORTH + 100)
HUGE = shapely.box(EAST - 6000, NORTH - 9000, EAST - 1000, NORTH - 4000)


def dirty_plots(folder: Path) -> Path:
    shapes = [
        square(0), square(0.5), BOW_TIE, None, shapely.Point(EAST, NORTH), square(30, side=0.5), SPIKE, SLIVER, HUGE,
        square(40), square(40), square(42), square(44), shapely.Polygon([(EAST, NORTH), (np.inf, NORTH), (EAST, NORTH + 9)]), square(42.5),
    ]  # fmt: skip
    frame = plots(*shapes)
    frame["plot_id"] = [f"P{n}" for n in range(11)] + ["P9", None, "P13", "P14"]
    frame["name"] = ["BlÃ¥bÃ¦r", "L?geret"] + ["Kai"] * 13
    frame["tenure"] = ["lånt"] + ["own"] * 14
    frame["gyldig_fra"] = ["2031-01-01", "2024-05-01", "i fjor", None, None, "1824-05-01"] + [None] * 9
    frame["gyldig_til"] = [None, "2023-01-01"] + [None] * 13
    frame["EIERS_MERKNAD"] = "x"
    path = saved(frame, folder / "tomter.gpkg")
    pyogrio.write_dataframe(plots(square(0)).drop(columns="plot_id"), path, layer="tillegg", driver="GPKG")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE gpkg_ogr_contents SET feature_count = 3 WHERE table_name = 'tomter'")
        connection.commit()
    return path


def dirty_parcels(folder: Path) -> Path:
    frame = gpd.GeoDataFrame(
        {
            "kommunenummer": ["301", "5038", "50A", "9999", "1840", "5038", "5038"],
            "gnr": [1, 0, 1, 1, 1, 2, 3],
            "bnr": [1, 2, 3, 4, 5, 6, 7],
            "oppgittareal": ["10 000,5", "20000", "10000", "-5", "10000", "10000", "10000"],
        },
        geometry=[square(n) for n in range(6)] + [square(6000)],
        crs=25832,
    )
    return saved(frame, folder / "teiger.gpkg")


def parcels_in_daa(folder: Path) -> Path:
    frame = gpd.GeoDataFrame({"teigid": list("abcdef"), "areal_daa": [10.0] * 6}, geometry=[square(n) for n in range(6)], crs=25832)
    return saved(frame.rename(columns={"areal_daa": "oppgittareal"}), folder / "teiger i dekar.gpkg")


def dirty_buildings(folder: Path) -> Path:
    frame = gpd.GeoDataFrame({"bygningsnummer": ["12", "300123456"], "KODE": [211, 231]}, geometry=[square(0), square(2)], crs=25832)
    return saved(frame, folder / "bygg.gpkg")


def buildings_by_content(folder: Path) -> Path:
    codes = [211, 231, 212, 221]
    frame = gpd.GeoDataFrame(
        {"bygningsnummer": [300123456 + n for n in range(4)], "KODE": codes}, geometry=[square(2 * n) for n in range(4)], crs=25832
    )
    return saved(frame, folder / "bygg med koder.gpkg")


def land_with_a_gap(folder: Path) -> Path:
    ring = square(0, side=300).difference(shapely.box(EAST + 100, NORTH + 100, EAST + 105, NORTH + 105))
    west, east = (ring.intersection(shapely.box(EAST + x, NORTH, EAST + x + 150, NORTH + 300)) for x in (-47, 103))
    frame = gpd.GeoDataFrame({"artype": ["50", "50"]}, geometry=[west, east], crs=25832)
    return saved(frame, folder / "ar5.gpkg", layer="ar5")


def plan_with_a_draft(folder: Path) -> Path:
    facts = {"planid": ["1", "2"], "planstatus": [3, 2], "plantype": [35, 35], "arealformål": [1340, 1340]}
    return saved(gpd.GeoDataFrame(facts, geometry=[square(0), square(1)], crs=25832), folder / "plan.gpkg")


def plan_that_does_not_say_its_type(folder: Path) -> Path:
    facts = {"planid": ["1"], "planstatus": [3], "arealformål": [1340]}
    return saved(gpd.GeoDataFrame(facts, geometry=[square(0)], crs=25832), folder / "plan.gpkg")


def shape_alone(folder: Path) -> Path:
    path = saved(plots(square(0)), folder / "tomter.shp")
    path.with_suffix(".cpg").unlink()
    return path


def without_wal(folder: Path) -> Path:
    path = saved(plots(square(0)), folder / "tomter.gpkg")
    content = bytearray(path.read_bytes())
    content[18:20] = b"\2\2"
    path.write_bytes(content)
    return path


def wrong_zone(folder: Path) -> Path:
    return saved(plots(square(0)).set_crs(25833, allow_override=True), folder / "tomter.gpkg")


def turned(folder: Path) -> Path:
    return saved(plots(shapely.transform(square(0), lambda at: at[:, ::-1])), folder / "tomter.gpkg")


def unclosed_ring(folder: Path) -> Path:
    path = folder / "tomter.geojson"
    corners = [[11.40, 63.79], [11.41, 63.79], [11.41, 63.80], [11.40, 63.80]]
    shape = f'{{"type":"Polygon","coordinates":[{corners}]}}'
    path.write_text(f'{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"plot_id":"1"}},"geometry":{shape}}}]}}')
    return path


def old_datum(folder: Path) -> Path:
    return saved(plots(square(0)).to_crs(27393), folder / "tomter.gpkg")


def clean(folder: Path) -> Path:
    frame = plots(square(0), square(2))
    for name in ("name", "parcel_ids"):
        frame[name] = ["Kai", "Nord"]
    frame["tenure"] = "own"
    return saved(frame, folder / "tomter.gpkg")


FILES: dict[str, tuple[Callable[[Path], Path], Asked]] = {
    "dirty_plots": (dirty_plots, NOTHING),
    "dirty_parcels": (dirty_parcels, Asked("parcels")),
    "parcels_in_daa": (parcels_in_daa, Asked("parcels")),
    "dirty_buildings": (dirty_buildings, Asked("buildings")),
    "buildings_by_content": (buildings_by_content, Asked("buildings")),
    "land_with_a_gap": (land_with_a_gap, NOTHING),
    "plan_with_a_draft": (plan_with_a_draft, NOTHING),
    "plan_that_does_not_say_its_type": (plan_that_does_not_say_its_type, NOTHING),
    "shape_alone": (shape_alone, NOTHING),
    "without_wal": (without_wal, NOTHING),
    "wrong_zone": (wrong_zone, Asked(as_epsg=25832)),
    "turned": (turned, Asked(as_epsg=25832, swapped=True)),
    "unclosed_ring": (unclosed_ring, Asked("plots")),
    "old_datum": (old_datum, NOTHING),
    "clean": (clean, NOTHING),
}
CORPUS = all_cases()  # test_corpus.py tells the file that must raise each of these
_REFUSED = {REJECT: "refused", ASK: "question"}
BY_CORPUS = {issue for case in CORPUS for issue in (*case.told, _REFUSED.get(case.must)) if issue}
# what no file raises by itself: what was said or imported before it makes it so
BY_HISTORY: dict[str, tuple[str, Callable]] = {
    "remembered": (
        "an answer was given to a file of the same make",
        test_versions.test_answers_are_remembered_for_the_next_file_of_the_same_make,
    ),
    "sum_differs": ("the reader reads other numbers than the file has", test_value_counts.test_a_sum_that_is_another_is_told),
    "values_once": ("the file's values cannot be counted apart", test_value_counts.test_what_nothing_but_the_reader_counts_is_told),
    "done_constant": ("a person says what holds for all rows", test_list_meanings.test_what_was_said_holds_for_the_next_list_of_its_make),
    "values_lost": ("the reader leaves out what the file has", test_values.test_values_that_no_reader_found_are_told),
    "topology_given_up": ("the shapes take longer than they may", test_topology.test_shapes_that_cross_everywhere_are_given_up_and_kept),
    "gaps_unmeasured": ("more neighbours do not meet than are measured", test_topology.test_of_very_many_pairs_the_first_are_measured),
    "undated_before": (
        "the park took rows in before they were given a day",
        test_undated.test_what_was_taken_in_before_goes_on_holding_always_and_it_is_told,
    ),
    "same_again": ("the park has the same bytes already", test_versions.test_the_same_file_twice_changes_nothing),
    "source_replaced": (
        "the park has an older file of it",
        test_sources.test_the_same_plan_again_changes_nothing_and_a_newer_one_replaces_only_itself,
    ),
    "done_status_begins": (
        "a list says more than its status",
        test_list_meanings.test_words_that_are_no_status_are_named_by_the_users_heading_and_once,
    ),
    "example_replaced": ("the park's layer is invented", test_sources.test_own_data_take_the_place_of_example_rows_and_say_so),
    "source_added": ("the layer has other sources", test_sources.test_two_plans_are_two_sources),
    "source_same_name": (
        "another source of the park has the name too",
        test_sources.test_the_same_name_and_the_same_ground_in_two_sources_are_findings,
    ),
    "source_same_building": (
        "another source of the park has the building too",
        test_points_at_the_door.test_outlines_and_points_are_two_sources_in_either_order,
    ),
    "source_overlap": (
        "another source of the park has the ground too",
        test_sources.test_the_same_name_and_the_same_ground_in_two_sources_are_findings,
    ),
    "extent_unknown": (
        "nobody has said what ground the file covers",
        test_extents.test_what_nobody_says_is_not_known_and_what_follows_is_told,
    ),
    "extent_named": ("the file names its municipality", test_extents.test_a_file_that_names_its_municipality_covers_it),
    "extent_said": ("a person has said what it covers", test_extents.test_the_newer_file_of_a_source_covers_what_the_older_did),
    "extent_other_park": (
        "sources were said to cover the park as it was",
        test_extents.test_a_new_perimeter_tells_which_sources_were_said_to_cover_the_old_one,
    ),
    "extent_before": (
        "another source of the layer is of before the ground was asked",
        test_extents.test_a_source_of_before_stays_asked_everywhere_with_a_finding,
    ),
    "pages": ("the delivery has other files", test_drop.test_pages_of_one_delivery_are_one_source_and_plans_by_number_are_not),
    "still_example": ("other layers of the park are invented", test_import.test_park_toml_says_where_a_layer_is_from_and_keeps_the_rest),
    "no_longer_example": ("it was the park's last invented layer", test_import.test_the_example_mark_goes_with_the_last_example_layer),
}


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Intake]:
    """Each file, read into a park in Verdal."""
    from tests.conftest import _PARK_TOML

    patch = pytest.MonkeyPatch()
    root = tmp_path_factory.mktemp("data")
    folder = root / "parcels" / "prove"
    folder.mkdir(parents=True)
    (folder / "park.toml").write_text(_PARK_TOML.format(id="prove", municipalities='["5038"]', epsg=25832, example="false", rest=""))
    patch.setenv("PARKAREAL_DATA", str(root))
    found = {}
    for name, (make, asked) in FILES.items():
        with guarded_copy(make(tmp_path_factory.mktemp(name))) as file:
            found[name] = take_in(file, read_park("prove"), asked)
    yield found
    patch.undo()


def raised(found: Intake) -> set[str]:
    return {finding.issue for finding in found.findings}


@pytest.mark.parametrize("issue", sorted(ISSUES))
def test_a_kind_has_words_in_both_languages_a_severity_and_somebody_who_mends(issue: str) -> None:
    kind = ISSUES[issue]
    assert kind.severity in SEVERITIES and kind.who in WHO and kind.basis
    for lang in messages.LANGS:
        assert messages.has(f"issue_about.{kind.about}") and messages.has(f"severity.{kind.severity}") and messages.has(f"who.{kind.who}")
        for key in ("issue_name", "issue", "remedy"):
            assert messages.catalogue(lang)[f"{key}.{issue}"].strip()
    assert messages.catalogue("nb")[f"remedy.{issue}"] != messages.catalogue("en")[f"remedy.{issue}"]


@pytest.mark.parametrize("issue", sorted(set(ISSUES) - BY_CORPUS - set(BY_HISTORY)))
def test_some_file_raises_it_and_some_does_not(issue: str, taken) -> None:
    raising = {name for name, found in taken.items() if issue in raised(found)}
    assert raising and raising != set(taken) or issue == "place_found"  # which every map has
    if ISSUES[issue].severity != "notice":
        assert "clean" not in raising


def test_every_kind_is_raised_by_a_file_or_has_its_reason() -> None:
    assert set(ISSUES) >= BY_CORPUS | set(BY_HISTORY) and not BY_CORPUS & set(BY_HISTORY)
    for issue, (reason, test) in BY_HISTORY.items():
        assert reason and f'"{issue}"' in inspect.getsource(test)


def test_a_clean_file_has_only_its_place_to_tell(taken) -> None:
    assert raised(taken["clean"]) == {"place_found"}


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_finding_can_be_said(name: str, taken) -> None:
    for finding in taken[name].findings:
        for lang in messages.LANGS:
            assert "{" not in finding.text(lang) + finding.remedy(lang) and "None" not in finding.text(lang)


def test_findings_on_rows_have_a_name_and_a_place(taken) -> None:
    by_issue = {finding.issue: finding for finding in taken["dirty_plots"].findings}
    fault = by_issue["invalid_repaired"]
    assert (fault.row, fault.feature, fault.before) == (3, "P2", 0.0) and fault.after == pytest.approx(5_000, rel=2e-3)
    there = gpd.GeoSeries([shapely.Point(fault.place)], crs=4326).to_crs(25832).iloc[0]
    assert there.distance(shapely.Point(EAST + 50, NORTH + 950)) < 0.05  # where the boundary crosses itself
    assert by_issue["no_geometry"].row == 4 and by_issue["no_geometry"].place is None
    overlap = next(f for f in taken["dirty_plots"].findings if f.issue == "overlap")
    assert (overlap.row, overlap.more["other"]) == (12, 15) and overlap.before == pytest.approx(5_000, rel=2e-3)


def test_areas_in_daa_become_m2(taken) -> None:
    assert taken["parcels_in_daa"].kept["registered_area_m2"].tolist() == [10_000.0] * 6
    assert not raised(taken["parcels_in_daa"]) & {"area_differs"}


def test_letters_and_zeros_are_restored(taken) -> None:
    assert taken["dirty_plots"].kept["name"].iloc[0] == "Blåbær"
    assert taken["dirty_parcels"].kept["parcel_id"].iloc[0] == "0301-1/1"


@pytest.mark.parametrize("name", sorted(FILES))
def test_rows_and_area_add_up(name: str, taken) -> None:
    found = taken[name]
    assert found.rows == len(found.kept) + len(found.set_aside) + found.clipped_rows
    balance = found.balance
    assert balance.area_m2 + balance.mended_m2 == pytest.approx(balance.kept_m2 + balance.set_aside_m2, rel=1e-6)


@pytest.mark.parametrize(("change", "code"), [({"kept": 1}, "rows_unaccounted"), ({"kept_m2": 1.0}, "area_unaccounted")])
def test_a_loss_is_an_error(change: dict, code: str, taken) -> None:
    from dataclasses import replace

    with pytest.raises(LanduseError) as error:
        replace(taken["dirty_plots"].balance, **change).check("tomter.gpkg")
    assert error.value.code == code and "tomter.gpkg" in error.value.text("nb")


def test_what_lies_far_off_or_across_the_border_is_told(tmp_path, make_park) -> None:
    park = make_park()
    border = gpd.GeoDataFrame({"navn": ["P"]}, geometry=[square(0, side=150)], crs=25832)
    import_file(park.id, saved(border, tmp_path / "grense.gpkg"), "perimeter")
    frame = gpd.GeoDataFrame({"teigid": ["a", "b", "c"]}, geometry=[square(0), square(1), square(90)], crs=25832)
    made = import_file(park.id, saved(frame, tmp_path / "teiger.gpkg"), "parcels")
    told = {finding.issue: finding for finding in made.findings}
    assert (told["clipped"].count, made.clipped, made.kept) == (1, 1, 2)
    assert (told["across_border"].feature, told["across_border"].before) == ("b", pytest.approx(5_000, rel=2e-3))


def test_a_long_list_is_cut_and_counted() -> None:
    most = int(quality("listed_rows"))
    many = [Finding("tiny", row, before=0.1) for row in range(1, most + 31)] + [Finding("no_geometry", 1)]
    short = listed(many)
    assert short[0].issue == "no_geometry" and sum(finding.issue == "tiny" for finding in short) == most
    assert short[-1] == Finding("not_listed", before="tiny", count=30)
    assert counts(short) == {"error": 0, "warning": 1, "notice": most + 30}
    assert "Svært lite areal" in short[-1].text("nb") and "Very small" in short[-1].text("en")


def test_thresholds_have_a_basis() -> None:
    assert all(row["basis"] and row["value"] > 0 for row in table("quality").values())


@pytest.mark.parametrize("code", import_report.QUESTIONS)
def test_questions_are_errors_that_exist(code: str) -> None:
    assert messages.has(f"error.{code}")


# ---------------------------------------------------------------- check


def test_check_finds_the_municipality_and_says_it_would_be_taken(tmp_path, data_root) -> None:
    told = checked(dirty_plots(tmp_path), None, NOTHING, "nb")
    assert told["taken"] and "Verdal (5038)" in told["place"] and told["counts"]["error"] == 0
    assert told["rows_in_file"] == told["kept"] + told["set_aside"] + told["clipped"]
    assert not list((data_root / "parcels").iterdir())


def test_check_looks_at_as_large_a_file_as_the_command_line_imports(tmp_path, data_root, monkeypatch) -> None:
    path = dirty_plots(tmp_path)
    monkeypatch.setitem(LIMITS, "file_mb", 0)
    assert checked(path, None, NOTHING, "nb")["reason"] == "file_too_large"
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 0 and "filen kan tas i bruk" in result.output


@pytest.mark.parametrize(
    ("make", "reason", "question"),
    [(wrong_zone, "place_other", True), (turned, "place_swapped", True), (lambda folder: folder / "borte.gpkg", "file_missing", False)],
)
def test_check_says_why_not(make, reason: str, question: bool, tmp_path, data_root) -> None:
    told = checked(make(tmp_path), None, NOTHING, "nb")
    assert (told["taken"], told["reason"], told["question"]) == (False, reason, question)
    assert told["findings"][0]["severity"] == "error"
    if question:
        assert "--as-crs 25832: Verdal (5038)" in told["summary"]


def test_check_of_real_files(data_root) -> None:
    plan = checked(FIXTURES / "sosi" / "regplan_saltdal.sos", None, NOTHING, "en")
    assert (plan["taken"], plan["layer"], plan["crs"], plan["kept"]) == (True, "zoning", "EPSG:5115", 49)
    assert plan["area_m2"] / 10_000 == pytest.approx(44.083, abs=5e-4)
    reserves = checked(FIXTURES / "naturvernomrader.zip", None, NOTHING, "en")
    assert (reserves["layer"], reserves["kept"]) == ("protected", 17) and "Trondheim" in reserves["place"]
    land = checked(FIXTURES / "n50_kristiansand.zip", None, NOTHING, "en")
    assert (land["taken"], land["question"], land["reason"]) == (False, True, "layer_unclear")
    prague = checked(FIXTURES / "bubenec_plots.zip", None, Asked("parcels", columns={"ID": "parcel_id"}), "en")
    assert not prague["taken"] and prague["reason"] in ("place_other", "place_unknown")


@pytest.mark.parametrize("ending", [".xlsx", ".geojson"])
def test_a_report_is_written(ending: str, tmp_path, data_root) -> None:
    told = checked(dirty_plots(tmp_path), None, NOTHING, "nb")
    path = tmp_path / f"rapport{ending}"
    write(told["findings"], path, "nb")
    if ending == ".geojson":
        read = gpd.read_file(path)
        assert len(read) == len(told["findings"]) and read.crs.to_epsg() == 4326
        assert read.geometry.notna().sum() == sum(row["lon"] is not None for row in told["findings"])
    else:
        import openpyxl

        sheet = openpyxl.load_workbook(path).active
        assert sheet.max_row == len(told["findings"]) + 1 and sheet["A1"].value == "Alvor"


def test_dates_of_today_are_not_ahead(tmp_path, make_park) -> None:
    frame = plots(square(0), valid_from=[date.today()])
    made = import_file(make_park().id, saved(frame, tmp_path / "tomter.gpkg"))
    assert not [finding for finding in made.findings if finding.issue == "future_date"]
