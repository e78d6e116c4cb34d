"""All files of a park at once: the same as one by one, what is unclear asked in one place, all that is accepted in one step."""

import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from typer.testing import CliRunner

from actions import leftovers
from actions.drop import staged_drop
from actions.drop.import_drop import Outcome, import_drop
from actions.drop.new_from_files import found_place, new_from_files, new_staged
from actions.drop.questions import INSTEAD, LEAVE, PARK, Question, with_proposals
from actions.drop.reading import ONE_BY_ONE
from actions.drop.unclear import of_error
from actions.drop.words import answers_of, question_lines
from actions.imports import pending, versions
from actions.imports.import_files import import_file
from actions.imports.new_park import new_park
from actions.imports.unborn import becoming
from commands.main import app
from landuse.measure import crs
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import Park, park_ids, read_park
from parks.read import read_layer, read_rows
from tests.door.test_import import LAYER_FIXTURES, content, plots, saved, square
from tests.door.test_sources import MELHUS, TRONDHEIM, halls, listed, plan, teiger, true_m2, zones

KILLED = """
import os, signal, sys
from pathlib import Path
import actions.drop.new_from_files as making
from actions.drop.reading import ONE_BY_ONE
making.import_drop = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
making.new_from_files("ny", "Ny", making.found_place([Path(sys.argv[1])], {}, ONE_BY_ONE), [Path(sys.argv[1])], {}, ONE_BY_ONE)
"""
CASES = Path(__file__).parent.parent / "fixtures" / "cases"


def outline(path: Path, shape: shapely.Geometry, name: str = "Prøveparken") -> Path:
    return saved(gpd.GeoDataFrame({"name": [name]}, geometry=[shape], crs=25832), path, layer="perimeter")


def rows(park_id: str) -> dict[str, list]:
    """All rows of all layers, whatever their order."""
    park = read_park(park_id)
    frames = {name: read_layer(park, name).drop(columns="geometry") for name in park.layers if "file" not in park.layers[name]}
    return {name: sorted(frame.astype(str).itertuples(index=False, name=None)) for name, frame in frames.items()}


def areas_m2(park_id: str) -> dict[tuple[str, str], float]:
    park = read_park(park_id)
    known = [(name, one.id) for name, found in park.sources.items() for one in found if not one.file and name != "records"]
    return {key: round(float(crs.area_m2(read_rows(park, *key).frame().geometry).sum()), 3) for key in known}


def kinds(found: Outcome) -> list[tuple[str, str]]:
    return [(one.item, one.name) for one in found.drop.unclear]


def whole_park(folder: Path) -> dict[str, Path]:
    """The files of a park in two municipalities, by their names."""
    west, east = teiger("5001", TRONDHEIM, 4), teiger("5028", MELHUS, 3)
    around = shapely.union_all([shapely.buffer(shapely.box(*frame.total_bounds), 30) for frame in (west, east)])
    shapes = [shapely.box(TRONDHEIM[0] + 60 * n, TRONDHEIM[1], TRONDHEIM[0] + 60 * n + 50, TRONDHEIM[1] + 50) for n in range(3)]
    own = gpd.GeoDataFrame({"plot_id": ["T1", "T2", "T3"]}, geometry=shapes, crs=25832)
    paths = [
        listed(folder / "arbeidsplasser.csv", [{"Tomt": "T1", "Arbeidsplasser": 12}, {"Tomt": "T3", "Arbeidsplasser": 4}]),
        saved(west, folder / "5001.gpkg", layer="teig"),
        saved(east, folder / "5028.gpkg", layer="teig"),
        saved(halls(TRONDHEIM, 100), folder / "bygg vest.gpkg", layer="bygning"),
        saved(halls(MELHUS, 200), folder / "bygg øst.gpkg", layer="bygning"),
        listed(folder / "leieliste.csv", [{"Tomt": "T1", "Leietaker": "A AS"}, {"Tomt": "T2", "Leietaker": "B AS"}]),
        listed(folder / "ledig gulv.csv", [{"Bygningsnr": "100", "BRA": 400, "Ledig BRA": 30}]),
        saved(own, folder / "tomter.gpkg", layer="tomter"),
        outline(folder / "grense.gpkg", around),
    ]
    return {path.name: path for path in paths}


ONE_AT_A_TIME = (
    "grense.gpkg", "5001.gpkg", "5028.gpkg", "bygg vest.gpkg", "bygg øst.gpkg", "tomter.gpkg",
    "arbeidsplasser.csv", "leieliste.csv", "ledig gulv.csv",
)  # fmt: skip


def test_all_at_once_is_the_same_as_one_by_one(tmp_path: Path, make_park) -> None:
    once, singly = (make_park(name, municipalities=("5001", "5028")) for name in ("once", "singly"))
    folder = tmp_path / "filer"
    folder.mkdir()
    files = whole_park(folder)
    for name in ONE_AT_A_TIME:
        import_file(singly.id, files[name])
    found = import_drop(once.id, [folder])
    assert (found.taken, found.drop.refused, found.drop.unclear) == (True, {}, []) and read_park(once.id).version == 1
    assert rows(once.id) == rows(singly.id) and areas_m2(once.id) == areas_m2(singly.id)
    assert areas_m2(once.id)["parcels", "5001"] == pytest.approx(true_m2(teiger("5001", TRONDHEIM, 4)), abs=1)
    assert {layer: [one.id for one in known] for layer, known in read_park(once.id).sources.items()} == {
        "perimeter": ["grense"], "parcels": ["5001", "5028"], "buildings": ["5001", "5028"],
        "plots": ["tomter"], "records": ["arbeidsplasser", "ledig-gulv", "leieliste"],
    }  # fmt: skip
    (sums,) = [one for one in found.sums if one["layer_id"] == "parcels"]
    assert (sums["whole"]["rows"], [part["rows"] for part in sums["sources"]]) == (7, [4, 3])
    assert sum(part["area_m2"] for part in sums["sources"]) == pytest.approx(sums["whole"]["area_m2"], abs=1e-3)


def test_a_perimeter_and_a_list_are_read_where_they_serve_whatever_they_are_called(tmp_path: Path, make_park) -> None:
    """Parcels far away are left out by a perimeter that comes last, and a list speaks of plots that come after it."""
    park, far = make_park(municipalities=("5001",)), teiger("5001", (TRONDHEIM[0] + 20_000, TRONDHEIM[1]), 2, 9)
    near = teiger("5001", TRONDHEIM, 3)
    paths = [
        saved(gpd.GeoDataFrame(pd.concat([near, far], ignore_index=True)), tmp_path / "a.gpkg", layer="teig"),
        outline(tmp_path / "z.gpkg", shapely.box(*near.total_bounds)),
    ]
    found = import_drop(park.id, paths)
    assert found.taken and areas_m2(park.id)["parcels", "5001"] == pytest.approx(true_m2(near), abs=1)
    assert [line.name for line in found.drop.lines] == ["z.gpkg", "a.gpkg"]
    before = content(read_park(park.id).folder)
    again = import_drop(park.id, paths)  # the same again changes nothing
    assert not again.taken and not again.drop.questions and content(read_park(park.id).folder) == before


def test_the_command_says_what_each_is_why_and_what_they_add_up_to(tmp_path: Path, make_park) -> None:
    park, one, other = make_park(), zones("1", square(0)), zones("2", square(1), square(2))
    with zipfile.ZipFile(tmp_path / "levert.zip", "w") as archive:
        for path in (plan(tmp_path, "a.gpkg", one), plan(tmp_path, "b.gpkg", other)):
            archive.write(path, f"planer/{path.stem}/{path.name}")
        archive.writestr("les meg.pdf", "x")
    (tmp_path / "tom.csv").write_text("")
    files = [str(tmp_path / name) for name in ("levert.zip", "tom.csv")]
    result = CliRunner().invoke(app, ["import", park.id, *files, "--lang", "en"])
    assert result.exit_code == 1 and read_park(park.id).version == 1  # tom.csv is refused, and stops nobody
    assert "tom.csv" in result.output and "1 file has not been taken into use" in result.output
    assert "levert.zip/planer/a/a.gpkg: Zoning (the table is named “RpArealformålOmråde”)" in result.output
    assert "Zoning: 3 rows, 30.0 daa = 1 (1 row, 10.0 daa) + 2 (2 rows, 20.0 daa)" in result.output.replace("\xa0", " ")
    assert "has no perimeter" in result.output and f"--answer '{PARK}:perimeter=plans'" in result.output


def test_two_tables_of_one_file_are_each_chosen_or_all_taken(make_park) -> None:
    park, path = make_park(), CASES / "n80_two_tables.gpkg"
    found = import_drop(park.id, [path])
    assert kinds(found) == [(f"{path.name}/tomter_2019", f"same.{path.name}/tomter")] and not found.taken
    assert [line.name for line in found.drop.lines] == [f"{path.name}/{table}" for table in ("tomter", "bygg", "tomter_2019")]
    (asked,) = found.drop.unclear
    taken = import_drop(park.id, [path], {asked.item: {asked.name: INSTEAD}})
    assert taken.taken and {layer: [one.name for one in known] for layer, known in read_park(park.id).sources.items()} == {
        "buildings": ["n80_two_tables.gpkg/bygg"], "plots": ["n80_two_tables.gpkg/tomter_2019"],
    }  # fmt: skip
    both = make_park("begge")
    import_drop(both.id, [path], {asked.item: {asked.name: "adds"}})
    assert [one.rows for one in read_park(both.id).sources["plots"]] == [6, 6]
    again = import_drop(both.id, [path], {asked.item: {asked.name: "adds"}})
    assert not again.taken and read_park(both.id).version == 1
    one = make_park("en")
    import_drop(one.id, [path], {path.name: {"table": "bygg"}})
    assert list(read_park(one.id).layers) == ["buildings"]
    with pytest.raises(LanduseError) as error:
        import_drop(one.id, [path], {"annen.gpkg": {"table": "bygg"}})
    assert error.value.code == "answer_item" and path.name in error.value.text("nb")


def test_pages_of_one_delivery_are_one_source_and_plans_by_number_are_not(tmp_path: Path, make_park) -> None:
    park, north = make_park(municipalities=("5001",)), (TRONDHEIM[0], TRONDHEIM[1] + 200)
    pages = [teiger("5001", TRONDHEIM, 3), teiger("5001", north, 2, 4)]
    for number, page in enumerate(pages, start=1):
        saved(page, tmp_path / f"teig_{number}.gpkg", layer="teig")
    found = import_drop(park.id, [tmp_path / "teig_1.gpkg", tmp_path / "teig_2.gpkg"])
    (source,) = read_park(park.id).sources["parcels"]
    assert found.taken and (source.id, source.rows, source.name) == ("5001", 5, "teig_1.gpkg – teig_2.gpkg")
    assert areas_m2(park.id)["parcels", "5001"] == pytest.approx(true_m2(*pages), abs=1)
    assert [one.count for one in found.reports[0].findings if one.issue == "pages"] == [2]
    assert not import_drop(park.id, [tmp_path / "teig_1.gpkg", tmp_path / "teig_2.gpkg"]).taken
    other = make_park("planer")
    paths = [plan(tmp_path, f"plan_{number}.gpkg", zones(str(number), square(number))) for number in (1, 2)]
    import_drop(other.id, paths)
    assert [one.id for one in read_park(other.id).sources["zoning"]] == ["1", "2"]


def test_two_rasters_take_their_year_from_their_names_where_that_is_accepted(tmp_path: Path, make_park) -> None:
    park = make_park()
    paths = [Path(shutil.copyfile(LAYER_FIXTURES / "land_cover.tif", tmp_path / f"dekke_{year}.tif")) for year in (2020, 2025)]
    asked = import_drop(park.id, paths)
    assert [(one.kind, one.proposal) for one in asked.drop.unclear] == [("year", "2020"), ("year", "2025")] and not asked.taken
    found = import_drop(park.id, paths, accept=True)
    assert sorted(read_park(park.id).layers) == ["land_cover_2020", "land_cover_2025"] and len(found.drop.accepted) == 2


def test_a_park_without_a_perimeter_is_offered_the_outline_of_its_plans(tmp_path: Path, make_park) -> None:
    park, zoned = make_park(), [zones("1", square(0), square(1)), zones("2", square(2))]
    paths = [plan(tmp_path, f"{name}.gpkg", frame) for name, frame in zip("ab", zoned, strict=True)]
    found = import_drop(park.id, paths)
    (offer,) = [one for one in found.drop.questions if one.kind == "perimeter"]
    assert (offer.item, offer.choices, offer.must) == (PARK, ("plans", "5038/1", "5038/2", "none"), False) and found.taken
    found = import_drop(park.id, paths, {PARK: {"perimeter": "5038/1"}})
    assert found.taken and areas_m2(park.id)["perimeter", "ytterkant-plan-1"] == pytest.approx(true_m2(zoned[0]), abs=1)
    assert not [one for one in import_drop(park.id, paths).drop.questions if one.kind == "perimeter"]
    other = make_park("annen")
    import_drop(other.id, paths, accept=True)
    (made,) = areas_m2(other.id).keys() & {("perimeter", "ytterkant-plan-1-2")}
    assert areas_m2(other.id)[made] == pytest.approx(true_m2(*zoned), abs=1)


def test_a_park_is_made_of_its_files_alone(tmp_path: Path, data_root: Path) -> None:
    folder = tmp_path / "filer"
    folder.mkdir()
    files = whole_park(folder)
    place = found_place([folder], {}, ONE_BY_ONE)
    assert (place.municipalities, place.name, place.file) == (("5001", "5028"), "Prøveparken", "grense.gpkg")
    park, found = new_from_files("ny", place.proposed_name("nb"), place, [folder], {}, ONE_BY_ONE)
    assert found.taken and park.municipalities == ("5001", "5028") and len(read_layer(park, "parcels")) == 7
    files["grense.gpkg"].unlink()
    place = found_place([folder], {}, ONE_BY_ONE)
    assert (place.municipalities, place.name) == (("5001",), None) and place.proposed_name("en") == "Park in Trondheim"
    with pytest.raises(LanduseError) as error:
        found_place([files["leieliste.csv"]], {}, ONE_BY_ONE)
    assert error.value.code == "place_of_drop"
    said = found_place([files["leieliste.csv"]], {}, ONE_BY_ONE, ("5028",))
    assert (said.municipalities, said.file) == (("5028",), None) and said.proposed_name("en") == "Park in Melhus"


def test_a_new_park_that_comes_to_nothing_leaves_nothing(tmp_path: Path, data_root: Path) -> None:
    path = Path(shutil.copyfile(LAYER_FIXTURES / "land_cover.tif", tmp_path / "dekke.tif"))
    result = CliRunner().invoke(app, ["new-park", "ny", str(path), "--lang", "en"])
    assert result.exit_code == 1 and "--answer 'dekke.tif:year=…'" in result.output and park_ids() == []
    result = CliRunner().invoke(app, ["new-park", "ny", str(path), "--answer", "dekke.tif:year=2021", "--lang", "en"])
    assert result.exit_code == 0 and list(read_park("ny").layers) == ["land_cover_2021"] and "Park in Verdal" in result.output


def test_the_outline_of_plans_holds_from_the_plans_days(tmp_path: Path, make_park) -> None:
    """Each plan's ground is the park's from that plan's day; a day that a person states goes before them."""
    dated = [zones("1", square(0)).assign(plan_date="2015-03-01"), zones("2", square(1)).assign(plan_date="2021-06-01")]
    paths = [plan(tmp_path, f"{name}.gpkg", frame) for name, frame in zip("ab", dated, strict=True)]
    park = make_park()
    import_drop(park.id, paths)
    done = CliRunner().invoke(app, ["import", park.id, "--answer", f"{PARK}:perimeter=plans", "--lang", "en"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    days = {
        on: read_layer(read_park(park.id), "perimeter", on).geometry.area.sum()
        for on in (date(2015, 2, 28), date(2015, 3, 1), date(2021, 6, 1))
    }
    assert [round(area) for area in days.values()] == [0, round(square(0).area), round(square(0).area + square(1).area)]
    one = make_park("en")
    import_drop(one.id, paths, {PARK: {"perimeter": "5038/2", "from": "2018-01-01", "basis": "Vedtak i styret"}})
    assert read_layer(one, "perimeter").valid_from.dt.date.tolist() == [date(2018, 1, 1)]
    assert not import_drop(one.id, paths, {PARK: {"perimeter": "5038/2"}}).taken  # it stands already


def test_what_is_said_without_files_is_carried_out_or_told(tmp_path: Path, make_park) -> None:
    park = make_park()
    for words in ([], ["--answer", "a.gpkg:layer=plots"], ["--from", "2019-03-01", "--basis", "Kartlagt"]):
        with pytest.raises(LanduseError) as refused:
            CliRunner().invoke(app, ["import", park.id, *words], catch_exceptions=False)
        assert refused.value.code == "import_no_files"
    with pytest.raises(LanduseError) as refused:
        CliRunner().invoke(app, ["import", park.id, "--answer", f"{PARK}:perimeter=plans"], catch_exceptions=False)
    assert refused.value.code == "answer_not_asked"
    with pytest.raises(LanduseError) as refused:
        words = ["new-park", "tom", "--name", "Tom", "--municipality", "5038", "--from", "2019-03-01", "--basis", "Kartlagt"]
        CliRunner().invoke(app, words, catch_exceptions=False)
    assert refused.value.code == "import_no_files" and "tom" not in park_ids()


def test_a_new_park_takes_the_day_that_its_rows_hold_from(tmp_path: Path, data_root: Path) -> None:
    path = str(outline(tmp_path / "grense.gpkg", shapely.box(*TRONDHEIM, TRONDHEIM[0] + 500, TRONDHEIM[1] + 500)))
    words = ["new-park", "ny", path, "--from", "2019-03-01", "--basis", "Vedtak i styret", "--lang", "en"]
    assert CliRunner().invoke(app, words, catch_exceptions=False).exit_code == 0
    (source,) = read_park("ny").sources["perimeter"]
    assert (
        read_layer(read_park("ny"), "perimeter").valid_from.dt.date.tolist() == [date(2019, 3, 1)]
        and source.rows_basis == "Vedtak i styret"
    )


def test_from_a_folder_of_files_to_the_first_number_is_one_command(tmp_path: Path, data_root: Path) -> None:
    """Nothing is typed: the municipality, the name and the perimeter are those of the plan."""
    folder = tmp_path / "filer"
    folder.mkdir()
    plan(folder, "plan.gpkg", zones("7", square(0), square(1)))
    saved(plots(square(0), square(1)), folder / "tomter.gpkg", layer="tomter")
    result = CliRunner().invoke(app, ["new-park", "ny", str(folder), "--accept", "--lang", "en"])
    told = result.output.replace("\xa0", " ")
    assert result.exit_code == 0 and "“Park in Verdal” in Verdal (5038), by plan.gpkg" in told
    assert "Park in Verdal: 20.0 daa, land utilisation" in told and "park: the proposal is accepted – The outline of plan 5038/7" in told


def test_a_new_park_whose_process_is_killed_is_gone_and_the_same_command_makes_it(tmp_path: Path, data_root: Path) -> None:
    path = str(outline(tmp_path / "grense.gpkg", shapely.box(*TRONDHEIM, TRONDHEIM[0] + 500, TRONDHEIM[1] + 500)))
    killed = subprocess.run([sys.executable, "-c", KILLED, path], cwd=CASES.parents[2], capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL and park_ids() == ["ny"], killed.stderr
    with becoming(partial(new_park, "annen", "Annen", ("5001",), None, None, None)):  # one that is being made is left alone
        leftovers.sweep()
        assert park_ids() == ["annen"]
    result = CliRunner().invoke(app, ["new-park", "ny", path, "--answer", "park:covers=park", "--lang", "en"])
    assert result.exit_code == 0 and park_ids() == ["ny"] and read_park("ny").version == 1
    assert not (data_root / "parcels" / "ny" / ".unborn").exists()


def test_a_new_park_whose_files_are_put_away_goes_with_them_and_one_that_takes_them_stays(tmp_path: Path, data_root: Path) -> None:
    files = [outline(tmp_path / "grense.gpkg", shapely.box(*TRONDHEIM, TRONDHEIM[0] + 500, TRONDHEIM[1] + 500))]
    park = new_staged("", (), None, files, ONE_BY_ONE, "nb")
    (waiting,) = staged_drop.all_drops(park.id)
    leftovers.sweep()
    assert park_ids() == [park.id] == ["proveparken"]
    staged_drop.drop(park.id, waiting.token)
    assert park_ids() == []
    park = new_staged("", (), None, files, ONE_BY_ONE, "nb")
    (waiting,) = staged_drop.all_drops(park.id)
    staged_drop.take(park.id, waiting.token)
    leftovers.sweep()
    assert read_park(park.id).version == 1 and not (read_park(park.id).folder / ".unborn").exists()
    with pytest.raises(LanduseError) as refused:
        new_staged("", (), None, files, ONE_BY_ONE, "nb")
    assert refused.value.code == "setup_name_taken" and park_ids() == [park.id]


def test_a_name_out_of_a_file_is_one_line_and_short_enough_or_none(tmp_path: Path, data_root: Path) -> None:
    ground = shapely.box(*TRONDHEIM, TRONDHEIM[0] + 500, TRONDHEIM[1] + 500)
    lines = found_place([outline(tmp_path / "linjer.gpkg", ground, "Park\nFAKE LINE\r\n x")], {}, ONE_BY_ONE).name
    assert lines is not None and not set(lines) & set("\r\n")
    assert found_place([outline(tmp_path / "lang.gpkg", ground, "Langnavn " * 20_000)], {}, ONE_BY_ONE).name is None
    with pytest.raises(LanduseError) as refused:
        new_park("lang", "L" * 81, ("5001",))
    assert refused.value.code == "setup_name"


# ---------------------------------------------------------------- questions


def test_an_answer_about_a_file_whose_name_looks_like_a_pattern_is_about_that_file(tmp_path: Path, make_park) -> None:
    folder, park = tmp_path / "filer", make_park()
    folder.mkdir()
    plan(folder, "plan.gpkg", zones("7", square(0), square(1)))
    saved(plots(square(0)), folder / "p*.gpkg", layer="tomter")
    found = import_drop(park.id, [folder], {"p*.gpkg": {"layer": LEAVE}})
    assert {line.name: line.left for line in found.drop.lines} == {"plan.gpkg": False, "p*.gpkg": True}
    found = import_drop(park.id, [folder], {"*.gpkg": {"layer": LEAVE}})
    assert {line.left for line in found.drop.lines} == {True}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("*.GPK:layer=zoning", "answer_item"),
        ("nothing.gpkg:layer=zoning", "answer_item"),
        ("park:perimter=plans", "answer_unknown"),
        ("*.gpkg:layer=nonsense", "answer_unknown"),
    ],
)
def test_an_answer_about_nothing_is_refused(answer: str, code: str, tmp_path: Path, make_park) -> None:
    path = plan(tmp_path, "plan.gpkg", zones("7", square(0)))
    with pytest.raises(LanduseError) as refused:
        import_drop(make_park().id, [path], answers_of([answer]))
    assert refused.value.code == code


@pytest.mark.parametrize("lang", messages.LANGS)
def test_what_a_question_shows_is_what_answers_it(lang: str) -> None:
    error = LanduseError("file_crs_other", file="a.gpkg", place="Verdal", said="EPSG:25833", epsg=25832)
    (asked,) = of_error("it's: a=b.gpkg", error, 25832)
    shown = question_lines(asked, lang)
    assert shown[0] == error.text(lang) and "'\\''" in shown[1] and shown[1].startswith("  --answer 'it")
    read = answers_of(["it's: a=b.gpkg:crs=25832"])
    assert read == {"it's: a=b.gpkg": {"crs": "25832"}} == with_proposals({}, [asked])


@pytest.mark.parametrize("words", ["plots", "a.gpkg:plots", "a.gpkg:=x"])
def test_an_answer_that_is_not_written_so_is_told(words: str) -> None:
    with pytest.raises(LanduseError) as error:
        answers_of([words])
    assert error.value.code == "answer_unreadable"


def test_a_column_and_a_system_are_answered_in_the_same_place(tmp_path: Path, make_park) -> None:
    park = make_park()
    saved(plots(square(0)).rename(columns={"plot_id": "x"}), tmp_path / "tomter.gpkg", layer="tomter")
    moved = zones("1", square(1)).set_crs(25833, allow_override=True)
    plan(tmp_path, "plan.gpkg", moved)
    paths = [tmp_path / "tomter.gpkg", tmp_path / "plan.gpkg"]
    found = import_drop(park.id, paths)
    assert sorted(kinds(found)) == [("plan.gpkg", "crs"), ("tomter.gpkg", "column.plot_id")]
    found = import_drop(park.id, paths, {"tomter.gpkg": {"column.plot_id": "x"}}, accept=True)
    assert found.taken and sorted(read_park(park.id).layers) == ["perimeter", "plots", "zoning"]
    assert all(isinstance(one, Question) for one in found.drop.accepted) and len(found.drop.accepted) == 2
    with pytest.raises(LanduseError) as error:
        import_drop(park.id, paths, {"plan.gpkg": {"crs": "flatt"}})
    assert error.value.code == "answer_unknown"


# ---------------------------------------------------------------- staged for a page


@pytest.fixture
def two(tmp_path: Path, make_park: Callable[..., Park]) -> tuple[Park, list[Path]]:
    return make_park(), [plan(tmp_path, "a.gpkg", zones("1", square(0))), plan(tmp_path, "b.gpkg", zones("1", square(1)))]


def test_a_staged_drop_is_answered_and_taken_whole(tmp_path: Path, two) -> None:
    park, paths = two
    paths.append(saved(plots(square(0), None), tmp_path / "tomter.gpkg", layer="tomter"))
    before, staged = park.settings_path.read_bytes(), staged_drop.stage(park.id, paths)
    assert staged.unclear and [line["state"] for line in staged.told["lines"]] == ["ready", "asks", "ready"]
    with pytest.raises(LanduseError) as error:
        staged_drop.take(park.id, staged.token)
    assert error.value.code == "drop_unclear"
    (asked,) = [one for one in staged.told["questions"] if one["must"]]
    answers = staged_drop.with_answers(staged, {asked["item"]: {f"same.{asked['about']}": LEAVE}, PARK: {"perimeter": "none"}})
    again = staged_drop.answer(park.id, staged.token, answers)
    assert [one.token for one in staged_drop.all_drops(park.id)] == [again.token] and not again.unclear
    assert (park.folder / "park.toml").read_bytes() == before
    one = again.items[1]
    assert one.told["layer"] == "plots" and pending.pending(park.id, one.token).rejected is not None
    with pytest.raises(LanduseError):
        pending.take(park.id, one.token)  # those of a drop go together
    staged_drop.take(park.id, again.token)
    assert read_park(park.id).version == 1 and sorted(read_park(park.id).layers) == ["plots", "zoning"]
    assert staged_drop.all_drops(park.id) == [] and versions.versions(park.id)[0].told["layers"][0]["whole"]["rows"] == 1


def test_a_drop_rests_on_the_park_as_it_was(tmp_path: Path, two) -> None:
    park, paths = two
    staged = staged_drop.stage(park.id, paths[:1])
    import_file(park.id, plan(tmp_path, "c.gpkg", zones("2", square(5))))
    with pytest.raises(LanduseError) as error:
        staged_drop.take(park.id, staged.token)
    assert error.value.code == "pending_changed"
    (again,) = staged_drop.all_drops(park.id)
    assert again.told["lines"][0]["beside"] == ["2"]
    path = again.folder / "items" / "1" / "report.json"
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(LanduseError) as error:
        staged_drop.take(park.id, again.token)
    assert error.value.code == "pending_damaged"
    staged_drop.drop(park.id, again.token)
    assert staged_drop.all_drops(park.id) == []


def test_the_newest_upload_is_the_one_shown(two) -> None:
    park, paths = two
    tokens = [staged_drop.stage(park.id, [path]).token for path in paths]
    assert [one.token for one in staged_drop.all_drops(park.id)] == tokens[::-1]


# ---------------------------------------------------------------- kills, and one source back


def _killed_at(step: int, act: Callable[[], object]) -> bool:
    """Do it in a process of its own that ends by force before its nth renaming; whether it came so far."""
    pid = os.fork()
    if pid == 0:
        left = [step]

        def seen(event: str, _: object) -> None:
            if event == "os.rename":
                left[0] -= 1
                if left[0] == 0:
                    os._exit(7)

        try:
            sys.addaudithook(seen)
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7


def test_a_drop_that_is_killed_is_whole_or_not_there(tmp_path: Path, two) -> None:
    park, _ = two
    paths = [plan(tmp_path, "x.gpkg", zones("1", square(0))), plan(tmp_path, "y.gpkg", zones("2", square(1)))]
    seen, killed, step = set(), True, 0
    while killed:
        step += 1
        killed = _killed_at(step, lambda: import_drop(park.id, paths))
        found = read_park(park.id).sources.get("zoning", ())
        assert len(read_layer(read_park(park.id), "zoning")) == len(found) and len(found) in (0, 2)
        seen.add(len(found))
        if found:
            break
    assert seen == {0, 2} and step > 1
    assert not import_drop(park.id, paths).taken and not list(park.folder.glob(".writing*"))


def test_one_source_is_taken_out_and_put_back_at_the_command_line(tmp_path: Path, make_park) -> None:
    park = make_park()
    import_drop(park.id, [plan(tmp_path, "a.gpkg", zones("1", square(0))), plan(tmp_path, "b.gpkg", zones("2", square(1)))])

    def said(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, [*words, "--lang", "en"])
        return result.exit_code, result.output if result.exception is None or result.exit_code == 1 else str(result.exception)

    assert said("remove", park.id, "1")[0] == 0 and [one.id for one in read_park(park.id).sources["zoning"]] == ["2"]
    code, told = said("sources", park.id)
    assert code == 0 and "2  Zoning: b.gpkg (1 row)" in told and "0, 1" in told.replace("1, 0", "0, 1")
    assert json.loads(said("sources", park.id, "--json")[1])["versions"] == [1, 0]
    assert said("put-back", park.id, "1", "1")[0] == 0 and len(read_park(park.id).sources["zoning"]) == 2
    assert "source_missing" in repr(CliRunner().invoke(app, ["remove", park.id, "9"]).exception)
    assert said("put-back", park.id, "0")[0] == 0 and read_park(park.id).layers == {}


def test_a_plan_with_its_zones_of_concern_gives_both_layers_each_as_one_source(tmp_path: Path, make_park) -> None:
    park, path = make_park(), tmp_path / "plan.gpkg"
    about = {"planidentifikasjon": "2015001", "plantype": "35", "planstatus": "3"}
    tables = {
        "RpArealformålOmråde": {**about, "arealformål": "1340"}, "RpFareSone": {"fare": "310"}, "RpStøySone": {"støy": "220"},
    }  # fmt: skip
    for number, (table, values) in enumerate(tables.items()):
        rows = gpd.GeoDataFrame({name: [value] for name, value in values.items()}, geometry=[square(number)], crs=25832)
        pyogrio.write_dataframe(rows, path, layer=table, driver="GPKG")
    found = import_drop(park.id, [path])
    assert found.taken and {layer: [one.rows for one in known] for layer, known in read_park(park.id).sources.items()} == {
        "zoning": [1], "restrictions": [2],
    }  # fmt: skip
    assert sorted(read_layer(read_park(park.id), "restrictions")["kind"]) == ["220", "310"]
