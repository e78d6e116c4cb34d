"""A layer is the sum of its sources: a newer file replaces its own alone, what is unclear is asked, and one source comes back by itself."""

import random
import tempfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from actions.drop import staged_drop
from actions.drop.import_drop import import_drop
from actions.exports.export import _park_about
from actions.imports import pending, versions
from actions.imports.check import checked
from actions.imports.import_files import import_file
from actions.imports.park_layers import park_layers
from commands.main import app
from door.answers import Asked, kept
from exchange.dataset import Dataset
from landuse.measure import crs
from landuse.words.errors import LanduseError
from parks.park import Park, read_park
from parks.read import read_layer, read_rows
from parks.sources import Source, entry_of, new_id, sources_of, words_of
from parks.toml import toml
from parks.versions import locked
from tests.door.test_import import LAYER_FIXTURES, content, plots, refused, saved, square
from tests.test_second_look import html, page, pressed

TRONDHEIM, MELHUS = (577_400, 7_021_300), (566_200, 7_006_700)


def zones(plan: str, *shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    named = {"plan_id": plan, "plan_type": "35", "plan_status": "3", "zone_code": "1340", "level": "2"}
    return gpd.GeoDataFrame([named] * len(shapes), geometry=list(shapes), crs=25832)


def plan(folder: Path, name: str, *zoned: gpd.GeoDataFrame) -> Path:
    return saved(gpd.GeoDataFrame(pd.concat(zoned, ignore_index=True)), folder / name, layer="RpArealformålOmråde")


def teiger(number: str, corner: tuple[int, int], count: int, first: int = 1) -> gpd.GeoDataFrame:
    shapes = [shapely.box(corner[0] + 60 * n, corner[1], corner[0] + 60 * n + 50, corner[1] + 50) for n in range(count)]
    names = {"teigid": [f"{number}-{first + n}" for n in range(count)], "kommunenummer": number, "gnr": 1, "bnr": range(1, count + 1)}
    return gpd.GeoDataFrame(names, geometry=shapes, crs=25832)


def halls(corner: tuple[int, int], first: int, count: int = 2, side: int = 20) -> gpd.GeoDataFrame:
    shapes = [shapely.box(corner[0] + 30 * n, corner[1], corner[0] + 30 * n + side, corner[1] + side) for n in range(count)]
    return gpd.GeoDataFrame({"bygningsnummer": [str(first + n) for n in range(count)]}, geometry=shapes, crs=25832)


def listed(path: Path, rows: list[dict]) -> Path:
    pd.DataFrame(rows).to_csv(path, sep=";", index=False)
    return path


def sources(park: Park, layer_id: str) -> dict[str, Source]:
    return {one.id: one for one in read_park(park.id).sources.get(layer_id, ())}


def area_m2(park: Park, layer_id: str, source_id: str | None = None) -> float:
    return float(crs.area_m2(read_rows(read_park(park.id), layer_id, source_id).frame().geometry).sum())


def issues(made) -> dict[str, list]:
    found: dict[str, list] = {}
    for one in made.findings:
        found.setdefault(one.issue, []).append(one)
    return found


def true_m2(*frames: gpd.GeoDataFrame) -> float:
    return float(sum(crs.area_m2(frame.geometry).sum() for frame in frames))


# ---------------------------------------------------------------- each kind of source


@pytest.fixture
def two_plans(tmp_path, make_park) -> tuple[Park, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    park, one, other = make_park(), zones("2015001", square(0), square(1)), zones("2019004", square(3), square(4), square(5))
    import_file(park.id, plan(tmp_path, "plan_2015001.gpkg", one))
    made = import_file(park.id, plan(tmp_path, "plan_2019004.gpkg", other))
    assert [(found.before, found.after) for found in issues(made)["source_added"]] == [("2019004", "2015001 (plan_2015001.gpkg)")]
    return park, one, other


def test_two_plans_are_two_sources(tmp_path, two_plans):
    park, one, other = two_plans
    reports = [one.told["findings"] for one in versions.versions(park.id) if one.told]
    assert [{row["issue"] for row in found} & {"source_added"} for found in reports] == [{"source_added"}, set()]
    assert {name: (found.key, found.rows, found.name) for name, found in sources(park, "zoning").items()} == {
        "2015001": (("5038/2015001",), 2, "plan_2015001.gpkg"), "2019004": (("5038/2019004",), 3, "plan_2019004.gpkg"),
    }  # fmt: skip
    assert area_m2(park, "zoning") == pytest.approx(true_m2(one, other), abs=1)
    assert area_m2(park, "zoning", "2019004") == pytest.approx(true_m2(other), abs=1)
    written = pyogrio.read_dataframe(read_park(park.id).tables_path, layer="zoning")
    assert written["source_id"].tolist() == ["2015001"] * 2 + ["2019004"] * 3


def test_the_same_plan_again_changes_nothing_and_a_newer_one_replaces_only_itself(tmp_path, two_plans):
    park, _, other = two_plans
    before = content(park.folder)
    assert not import_file(park.id, tmp_path / "plan_2015001.gpkg").changed and content(park.folder) == before
    assert not import_file(park.id, tmp_path / "plan_2015001.gpkg", asked=Asked(adds=True)).changed and content(park.folder) == before
    newer = zones("5038_2015001", square(0), square(1), square(2))
    made = import_file(park.id, plan(tmp_path, "arealplan.gpkg", newer))
    assert (made.source, made.replaces, made.beside) == ("2015001", ("2015001",), ("2019004",))
    assert (made.changes.same, len(made.changes.new), made.changes.gone) == (0, 1, ())  # the plan's number is written another way
    assert "source_replaced" in issues(made) and "source_added" not in issues(made)
    assert list(sources(park, "zoning")) == ["2015001", "2019004"] and sources(park, "zoning")["2015001"].name == "arealplan.gpkg"
    assert area_m2(park, "zoning") == pytest.approx(true_m2(newer, other), abs=1)


def test_two_plans_in_one_command_are_two_sources_and_one_version(tmp_path, make_park):
    park, one, other = make_park(), zones("1", square(0)), zones("2", square(1), square(2))
    paths = [plan(tmp_path, "a.gpkg", one), plan(tmp_path, "b.gpkg", other)]
    result = CliRunner().invoke(app, ["import", park.id, *map(str, paths), "--lang", "en"])
    assert result.exit_code == 0 and read_park(park.id).version == 1
    assert "The file is a new source (2). 1 (a.gpkg) stays as before." in result.output
    assert area_m2(park, "zoning") == pytest.approx(true_m2(one, other), abs=1)
    (made, first) = versions.versions(park.id)
    assert made.told["file"] == "a.gpkg, b.gpkg" and len(made.told["together"]) == 2 and first.number == 0
    plan(tmp_path, "b.gpkg", zones("2", square(1), square(3)))
    result = CliRunner().invoke(app, ["import", park.id, *map(str, paths), "--lang", "en"])
    assert result.output.count("Changed since last") == 1 and "1 new row, 1 gone" in result.output  # what changed is said
    assert read_park(park.id).version == 2 and sources(park, "zoning")["1"].version == 1


def test_several_files_are_all_taken_or_none(tmp_path, make_park):
    park = make_park()
    import_file(park.id, saved(plots(square(0)), tmp_path / "tomter.gpkg"))
    before = content(park.folder)
    (tmp_path / "tom.csv").write_text("")
    paths = [plan(tmp_path, "a.gpkg", zones("1", square(0))), tmp_path / "tom.csv"]
    result = CliRunner().invoke(app, ["import", park.id, *map(str, paths), "--all-or-none", "--lang", "en"])
    assert result.exit_code == 1 and content(park.folder) == before
    assert "tom.csv" in result.output and "None of the files has been taken into use" in result.output


def test_two_editions_of_a_plan_in_one_command_are_a_question(tmp_path, make_park):
    park = make_park()
    paths = [plan(tmp_path, "a.gpkg", zones("1", square(0))), plan(tmp_path, "b.gpkg", zones("1", square(1)))]
    found = import_drop(park.id, paths)
    (asked,) = found.drop.unclear
    assert (asked.kind, asked.about, asked.choices) == ("same", "a.gpkg", ("leave", "instead", "adds")) and read_park(park.id).version == 0


def test_some_plans_known_and_some_new_is_a_question_that_can_be_answered(tmp_path, two_plans):
    park, *_ = two_plans
    path = plan(tmp_path, "begge.gpkg", zones("2015001", square(0)), zones("2021007", square(8)))
    error = refused(park, path)
    assert error.code == "source_unclear" and error.values["ids"] == ["2015001", "2019004"]
    assert "--replaces ID" in error.text("en") and "2015001 (plan_2015001.gpkg: 5038/2015001)" in error.text("en")
    result = CliRunner().invoke(app, ["import", park.id, str(path), "--lang", "en"])
    assert result.exit_code == 1 and "--adds" in result.output
    result = CliRunner().invoke(app, ["check", "--park", park.id, str(path), "--lang", "en"])
    assert result.exit_code == 1 and "source_unclear" not in result.output and "--replaces ID" in result.output
    assert CliRunner().invoke(app, ["check", "--park", park.id, str(path), "--replaces", "2015001"]).exit_code == 0
    made = import_file(park.id, path, asked=Asked(replaces=["2015001"]))
    assert made.replaces == ("2015001",) and sources(park, "zoning")["2015001"].key == ("5038/2015001", "5038/2021007")
    assert len(read_layer(read_park(park.id), "zoning")) == 2 + 3
    assert not import_file(park.id, path).changed  # its key is known now: nobody is asked again
    assert not any(said.replaces or said.adds for said in kept(read_park(park.id)).values())


def test_an_answer_about_one_plan_is_not_remembered_for_the_next(tmp_path, make_park):
    """Plans of a register have one make: the answer given for one would replace it by the other."""
    park = make_park()
    import_file(park.id, plan(tmp_path, "plan 1.gpkg", zones("1", square(0)), zones("9", square(9))))
    import_file(park.id, plan(tmp_path, "plan 2.gpkg", zones("1", square(0))), asked=Asked("zoning", replaces=["plan-1"]))
    made = import_file(park.id, plan(tmp_path, "plan 3.gpkg", zones("3", square(4))))
    assert (made.replaces, made.beside) == ((), ("plan-1",))


@pytest.mark.parametrize(
    ("asked", "code"), [(Asked(replaces=["x"]), "source_unknown"), (Asked(replaces=["2015001"], adds=True), "source_both")]
)
def test_an_answer_that_is_none_is_said(asked: Asked, code: str, tmp_path, two_plans):
    assert refused(two_plans[0], plan(tmp_path, "ny.gpkg", zones("3", square(9))), asked=asked).code == code


def test_own_data_take_the_place_of_example_rows_and_say_so(tmp_path, make_park):
    park = make_park()
    import_file(park.id, saved(plots(square(0), square(2)), tmp_path / "eksempel.gpkg"))
    settings_path = park.folder / "park.toml"
    written = settings_path.read_text(encoding="utf-8").replace('origin = "own"', 'origin = "example"')
    settings_path.write_text(written.replace("example = false", "example = true"), encoding="utf-8")
    own = saved(plots(square(4)), tmp_path / "tomter.gpkg")
    assert "rader: 2" in checked(own, park.id, Asked(), "nb")["findings"][0]["sentence"]
    before = content(park.folder)
    error = refused(read_park(park.id), own, asked=Asked(adds=True))
    assert (error.code, error.values["rows"]) == ("adds_to_example", 2) and content(park.folder) == before
    for _, shown in ((lang, error.text(lang)) for lang in ("nb", "en")):
        assert "2" in shown and "--adds" in shown
    made = import_file(park.id, own)
    assert issues(made)["example_replaced"][0].before == 2 and len(read_rows(read_park(park.id), "plots")) == 1


def test_two_municipalities_of_parcels(tmp_path, make_park):
    park, one, other = make_park(municipalities=("5001", "5028")), teiger("5001", TRONDHEIM, 4), teiger("5028", MELHUS, 3)
    import_file(park.id, saved(one, tmp_path / "5001.gpkg", layer="teig"))
    made = import_file(park.id, saved(other, tmp_path / "5028.gpkg", layer="teig"))
    assert list(sources(park, "parcels")) == ["5001", "5028"] and made.changes is None
    assert area_m2(park, "parcels") == pytest.approx(true_m2(one, other), abs=1)
    newer = teiger("5001", TRONDHEIM, 5)
    made = import_file(park.id, saved(newer, tmp_path / "5001 ny.gpkg", layer="teig"))
    assert (made.changes.new, made.changes.same, made.replaces) == (("5001-5",), 4, ("5001",))
    assert area_m2(park, "parcels") == pytest.approx(true_m2(newer, other), abs=1)


def test_two_building_files_by_place_and_one_of_the_same_place_that_has_no_row_in_common(tmp_path, make_park):
    park, one, other = make_park(municipalities=("5001", "5028")), halls(TRONDHEIM, 100), halls(MELHUS, 200)
    import_file(park.id, saved(one, tmp_path / "bygg a.gpkg", layer="bygning"))
    import_file(park.id, saved(other, tmp_path / "bygg b.gpkg", layer="bygning"))
    assert {name: found.key for name, found in sources(park, "buildings").items()} == {"5001": ("5001",), "5028": ("5028",)}
    third = halls((TRONDHEIM[0], TRONDHEIM[1] + 500), 300)
    path = saved(third, tmp_path / "bygg c.gpkg", layer="bygning")
    assert refused(park, path).code == "source_unclear"
    import_file(park.id, path, asked=Asked(adds=True))
    assert area_m2(park, "buildings") == pytest.approx(true_m2(one, other, third), abs=1)
    assert list(sources(park, "buildings")) == ["5001", "5028", "5001-2"]
    made = import_file(park.id, saved(halls((TRONDHEIM[0], TRONDHEIM[1] + 500), 300, 3), tmp_path / "bygg c.gpkg", layer="bygning"))
    assert made.replaces == ("5001-2",)  # by its rows: both sources have the municipality


def test_three_lists(tmp_path, make_park):
    park = make_park()
    import_file(park.id, saved(plots(square(0), square(1), square(2)), tmp_path / "tomter.gpkg"))
    leases = [{"Tomt": "T1", "Leietaker": "A AS"}, {"Tomt": "T2", "Leietaker": "B AS"}]
    floor = [{"Bygningsnr": "30000100", "BRA": 1200, "Ledig BRA": 300}]
    jobs = [{"Tomt": "T1", "Arbeidsplasser": 12}, {"Tomt": "T3", "Arbeidsplasser": 4}]
    for name, rows in (("leieliste 2025.csv", leases), ("ledig gulv.csv", floor), ("arbeidsplasser.csv", jobs)):
        import_file(park.id, listed(tmp_path / name, rows))
    assert list(sources(park, "records")) == ["leieliste", "ledig-gulv", "arbeidsplasser"]
    rows = read_layer(read_park(park.id), "records")
    assert len(rows) == sum(one.rows for one in sources(park, "records").values()) and {"30000100", "T1", "T3"} <= set(rows["about"])
    made = import_file(park.id, listed(tmp_path / "leieliste 2026.csv", leases[:1]))  # by its name, without the year
    assert made.replaces == ("leieliste",) and len(made.changes.gone) >= 1
    made = import_file(park.id, listed(tmp_path / "arbeid.csv", [*jobs, {"Tomt": "T2", "Arbeidsplasser": 3}]))  # by what it says
    assert made.replaces == ("arbeidsplasser",)
    assert "30000100" in set(read_layer(read_park(park.id), "records")["about"])
    error = refused(park, listed(tmp_path / "leieliste 2027.csv", [{"Tomt": "T3", "Leietaker": "C AS"}]))
    assert error.code == "source_unclear"  # the name of one list, and nothing that it speaks of


def test_two_rasters_are_two_sources(tmp_path, make_park):
    park, source = make_park(), LAYER_FIXTURES / "land_cover.tif"
    import_file(park.id, source, year=2020)
    import_file(park.id, source, year=2025)
    now = read_park(park.id)
    assert {name: [one.file for one in now.sources[name]] for name in now.layers} == {
        "land_cover_2020": ["versions/0001/land_cover_2020.tif"], "land_cover_2025": ["versions/0002/land_cover_2025.tif"],
    }  # fmt: skip
    versions.remove_source(park.id, "land_cover_2025", now.sources["land_cover_2025"][0].id)
    assert list(read_park(park.id).layers) == ["land_cover_2020"]
    versions.put_back_source(park.id, 2, "land_cover_2025", now.sources["land_cover_2025"][0].id)
    now = read_park(park.id)
    assert (now.folder / now.layers["land_cover_2025"]["file"]).read_bytes() == source.read_bytes()


def test_the_parks_own_map_is_one_source_unless_it_is_said_otherwise(tmp_path, make_park):
    park = make_park()
    import_file(park.id, saved(plots(square(0), square(1)), tmp_path / "vest.gpkg", layer="tomter"))
    import_file(park.id, saved(plots(square(2)), tmp_path / "nye.gpkg", layer="tomter"))
    assert len(read_layer(read_park(park.id), "plots")) == 1
    east = plots(square(5)).assign(plot_id="E1")
    import_file(park.id, saved(east, tmp_path / "ost.gpkg", layer="tomter"), asked=Asked(adds=True))
    assert list(sources(park, "plots")) == ["vest", "ost"]
    assert refused(park, saved(plots(square(7)), tmp_path / "andre.gpkg", layer="tomter")).code == "source_unclear"
    made = import_file(park.id, saved(east.assign(name="Kai"), tmp_path / "ost.gpkg", layer="tomter"))
    assert made.replaces == ("ost",)


# ---------------------------------------------------------------- between sources


def test_the_same_name_and_the_same_ground_in_two_sources_are_findings(tmp_path, make_park):
    park = make_park(municipalities=("5001", "5028"))
    import_file(park.id, saved(teiger("5001", TRONDHEIM, 3), tmp_path / "a.gpkg", layer="teig"))
    lies_on = teiger("5028", (TRONDHEIM[0] + 25, TRONDHEIM[1]), 2).assign(teigid=["5001-1", "5028-2"])
    made = import_file(park.id, saved(lies_on, tmp_path / "b.gpkg", layer="teig"))
    (name,), (ground,) = issues(made)["source_same_name"], issues(made)["source_overlap"]
    assert (name.before, name.after, name.count) == ("5001-1", "5001", 1)
    shared = true_m2(gpd.overlay(lies_on[["geometry"]], teiger("5001", TRONDHEIM, 3)[["geometry"]]))
    assert ground.before == pytest.approx(shared, abs=0.1) and (ground.after, ground.count) == ("5001", 2)
    assert len(read_layer(read_park(park.id), "parcels")) == 5  # both are kept


def test_plans_that_lie_on_each_other_are_for_the_law(tmp_path, two_plans):
    made = import_file(two_plans[0].id, plan(tmp_path, "ny.gpkg", zones("2024009", square(0), square(9))))
    assert not {"source_overlap", "source_same_name"} & set(issues(made))


# ---------------------------------------------------------------- versions


def test_one_source_is_put_back_and_the_others_stay(tmp_path, two_plans):
    park, one, other = two_plans
    import_file(park.id, plan(tmp_path, "plan_2015001.gpkg", zones("2015001", square(7))))
    newer = zones("2019004", square(3))
    import_file(park.id, plan(tmp_path, "plan_2019004.gpkg", newer))
    versions.put_back_source(park.id, 2, "zoning", "2015001")
    assert area_m2(park, "zoning") == pytest.approx(true_m2(one, newer), abs=1)
    assert {name: found.rows for name, found in sources(park, "zoning").items()} == {"2015001": 2, "2019004": 1}
    newest = versions.versions(park.id)[0]
    assert (newest.put_back, newest.source, newest.told) == (2, ("zoning", "2015001"), None)
    with pytest.raises(LanduseError) as error:
        versions.put_back_source(park.id, 1, "zoning", "2019004")  # it came with version 2
    assert error.value.code == "source_missing"


def test_a_file_that_is_in_use_under_another_name_is_not_put_back_beside_itself(tmp_path, two_plans):
    park, one, other = two_plans
    versions.remove_source(park.id, "zoning", "2015001")
    path = tmp_path / "samme plan.gpkg"
    path.write_bytes((tmp_path / "plan_2015001.gpkg").read_bytes())
    import_file(park.id, path)
    versions.put_back_source(park.id, 2, "zoning", "2015001")
    assert len(sources(park, "zoning")) == len({found.sha256 for found in sources(park, "zoning").values()}) == 2
    assert area_m2(park, "zoning") == pytest.approx(true_m2(one, other), abs=1)


def test_a_source_is_taken_out_and_the_layer_goes_with_its_last(tmp_path, two_plans):
    park, _, other = two_plans
    import_file(park.id, saved(plots(square(0)), tmp_path / "tomter.gpkg"))
    versions.remove_source(park.id, "zoning", "2015001")
    assert area_m2(park, "zoning") == pytest.approx(true_m2(other), abs=1)
    versions.remove_source(park.id, "zoning", "2019004")
    now = read_park(park.id)
    assert list(now.layers) == ["plots"] and pyogrio.list_layers(now.tables_path)[:, 0].tolist() == ["plots"]
    assert len(read_layer(now, "plots")) == 1
    versions.remove_source(park.id, "plots", "tomter")
    assert read_park(park.id).layers == {} and not read_park(park.id).tables_path.exists()
    versions.put_back(park.id, 2)
    assert list(sources(park, "zoning")) == ["2015001", "2019004"]


def test_a_staged_import_is_taken_as_its_source(tmp_path, two_plans):
    park, one, _ = two_plans
    newer = zones("2019004", square(6))
    staged = pending.stage(park.id, plan(tmp_path, "plan_2019004.gpkg", newer), Asked())
    assert (staged.told["replaces"], staged.told["beside"]) == (["2019004"], ["2015001"])
    pending.take(park.id, staged.token)
    assert area_m2(park, "zoning") == pytest.approx(true_m2(one, newer), abs=1)
    staged = pending.stage(park.id, plan(tmp_path, "c.gpkg", zones("3", square(8))), Asked(adds=True))
    pending.take(park.id, staged.token)
    assert list(sources(park, "zoning")) == ["2015001", "2019004", "3"]


def test_rows_that_no_source_owns_stop_an_import(tmp_path, two_plans):
    """They would be lost in silence."""
    park, *_ = two_plans
    words = park.settings_path.read_text(encoding="utf-8")
    park.settings_path.write_text(words.replace('id = "2019004"', 'id = "2019005"'), encoding="utf-8")
    assert refused(read_park(park.id), plan(tmp_path, "c.gpkg", zones("2015001", square(8)))).code == "sources_differ"
    park.settings_path.write_text(words.replace("rows = 3", "rows = 4"), encoding="utf-8")
    assert refused(read_park(park.id), plan(tmp_path, "c.gpkg", zones("2015001", square(8)))).code == "sources_differ"
    park.settings_path.write_text(words, encoding="utf-8")
    import_file(park.id, plan(tmp_path, "c.gpkg", zones("3", square(8))))
    told = tomllib.loads(read_park(park.id).settings_path.read_text(encoding="utf-8"))
    told["layers"]["zoning"]["sources"].pop()
    park.settings_path.write_text(toml(told), encoding="utf-8")
    assert refused(read_park(park.id), plan(tmp_path, "d.gpkg", zones("2015001", square(8)))).code == "sources_differ"


# ---------------------------------------------------------------- what was there before


def test_a_layer_of_before_is_one_source_until_the_next_import(tmp_path, two_plans):
    """Its entry as it was written, its rows without ids; the next plan stands beside it, and nothing of it is lost."""
    park, one, other = two_plans
    versions.put_back(park.id, 1)
    now = read_park(park.id)
    told = tomllib.loads(now.settings_path.read_text(encoding="utf-8"))
    told["layers"]["zoning"] = {"source": "plan_2015001.gpkg", "licence": "NLOD", "origin": "own", "note": "kept"}
    now.settings_path.write_text(toml(told), encoding="utf-8")
    assert read_park(park.id).layers["zoning"] == told["layers"]["zoning"]
    assert sources(park, "zoning") == {
        "plan-2015001": Source("plan-2015001", name="plan_2015001.gpkg", licence="NLOD", origin="own", other={"note": "kept"})
    }
    made = import_file(park.id, plan(tmp_path, "plan_2019004.gpkg", other))
    assert (made.replaces, made.beside) == ((), ("plan-2015001",))
    old = sources(park, "zoning")["plan-2015001"]
    assert (old.key, old.rows, old.other) == (("5038/2015001",), 2, {"note": "kept"})
    assert area_m2(park, "zoning", "plan-2015001") == pytest.approx(true_m2(one), abs=1)


def test_what_a_layer_says_of_itself_is_said_by_its_sources():
    one = Source("a", ("1",), "a.gml", pd.Timestamp("2020-01-01").date(), "NLOD", 1, "aa", None, "own", None, 1)
    other = Source("b", ("2",), "b.gml", pd.Timestamp("2024-01-01").date(), "CC", 1, "bb", None, "own", None, 2, {"shareable": False})
    said = words_of(entry_of([one, other]))
    assert said["source"] == "a.gml, b.gml" and said["licence"] == "NLOD; CC" and str(said["dated"]) == "2024-01-01"
    assert (said["origin"], said["version"], said["digest"], said["shareable"]) == ("own", 2, "aa+bb", False)
    assert sources_of("zoning", tomllib.loads(toml({"x": entry_of([one, other])}))["x"]) == (one, other)
    assert new_id("5038", [Source("5038"), Source("5038-2")]) == "5038-3"


def test_the_layers_of_a_park_and_its_exports_name_their_files(two_plans):
    park = read_park(two_plans[0].id)
    (said,) = _park_about(park, park.baseline_date, None, "nb")["layers"].values()
    assert [one["source"] for one in said["sources"]] == ["plan_2015001.gpkg", "plan_2019004.gpkg"]
    about = {"parks": [{"name": "P", "date": "d", "snapshot": "s", "layers": {"zoning": said}}]}
    assert [(row["title"], row["source"]) for row in Dataset(None, (), about, "nb", ()).sources()] == [
        ("Arealplan", "plan_2015001.gpkg"), ("Arealplan", "plan_2019004.gpkg"),
    ]  # fmt: skip
    (zoning,) = [one for one in park_layers(read_park(two_plans[0].id), "nb") if one.layer_id == "zoning"]
    assert zoning.source == "plan_2015001.gpkg, plan_2019004.gpkg" and zoning.rows == 5


# ---------------------------------------------------------------- any order, and kills


STEPS = st.lists(st.tuples(st.sampled_from(["1", "2", "3"]), st.integers(0, 3)), min_size=1, max_size=6)


@given(STEPS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_files_is_a_dict_of_the_newest_of_each(make_park: Callable[..., Park], steps: list[tuple[str, int]]):
    with tempfile.TemporaryDirectory() as name:
        park, model = make_park(f"p{uuid4().hex[:8]}"), dict[str, gpd.GeoDataFrame]()
        for number, edition in steps:
            frame = zones(number, *(square(10 * int(number) + n) for n in range(edition + 1)))
            again = number in model and len(model[number]) == len(frame)
            made = import_file(park.id, plan(Path(name), f"plan {number}-{edition}.gpkg", frame))
            assert bool(made.changes) is (number in model and not again) and set(made.beside) == set(model) - {number}
            model[number] = frame
        assert {one: found.rows for one, found in sources(park, "zoning").items()} == {one: len(rows) for one, rows in model.items()}
        assert list(sources(park, "zoning")) == list(model)
        assert area_m2(park, "zoning") == pytest.approx(true_m2(*model.values()), abs=0.01)


@pytest.mark.soak
def test_a_hundred_kills_between_sources(tmp_path, two_plans):
    """Whole, old or new: each source has the rows of one of its files, under its name."""
    from tests.door.test_versions import MANY_KILLS, killed_writer

    park, *_ = two_plans
    many = [square(100 + n % 60, n // 60, 50.0) for n in range(3_000)]
    files = [tmp_path / "plan_2015001.gpkg", tmp_path / "plan_2019004.gpkg"]
    files += [plan(tmp_path, "stor.gpkg", zones("2015001", *many)), plan(tmp_path, "liten.gpkg", zones("2019004", square(9)))]
    truth = {path.name: len(pyogrio.read_dataframe(path)) for path in files}
    chance = random.Random(3)
    for _ in range(MANY_KILLS):
        killed_writer(park, files, chance.uniform(0.2, 3.0))
        found = sources(park, "zoning")
        assert set(found) == {"2015001", "2019004"}
        for name, one in found.items():
            assert len(read_rows(read_park(park.id), "zoning", name)) == one.rows == truth[one.name]
        assert len(read_layer(read_park(park.id), "zoning")) == sum(one.rows for one in found.values())
        with locked(park.id) as swept:
            assert not [*swept.folder.glob(".writing-*")]


# ---------------------------------------------------------------- on the page


def test_one_source_is_taken_out_and_put_back_on_the_page(two_plans):
    park, *_ = two_plans
    app = page(park)
    chosen = next(box for box in app.selectbox if box.key.startswith("source-"))
    chosen.set_value(("zoning", "2019004"))
    told = pressed(app, "remove_source-button")
    assert "Kilden 2019004 er tatt ut" in told and list(sources(park, "zoning")) == ["2015001"]
    next(box for box in app.selectbox if box.key.startswith("source-")).set_value(("zoning", "2019004"))
    assert "Kilden 2019004 er satt tilbake fra versjon 2" in pressed(app, "return_source-button")
    assert list(sources(park, "zoning")) == ["2015001", "2019004"]
    assert "satt tilbake fra versjon 2" in html(app)


def test_files_that_came_together_are_named_in_the_history(tmp_path, two_plans):
    park, *_ = two_plans
    more = [plan(tmp_path, f"{name}.gpkg", zones(name, square(place))) for place, name in enumerate(("2022001", "2022002"), start=20)]
    staged = staged_drop.stage(park.id, more)
    staged_drop.take(park.id, staged.token)
    assert "2 filer: 2022001.gpkg → Arealplan; 2022002.gpkg → Arealplan" in html(page(park))


@pytest.mark.parametrize("chosen", ["2019004", "adds"])
def test_the_question_which_source_is_answered_on_the_page(chosen: str, tmp_path, two_plans):
    park, *_ = two_plans
    both = plan(tmp_path, "begge.gpkg", zones("2015001", square(0)), zones("2021007", square(8)))
    staged_drop.stage(park.id, [both])
    app = page(park)
    assert not app.exception
    (box,) = [one for one in app.selectbox if str(one.key).startswith("ask-") and one.label.startswith("Kilde")]
    box.set_value(chosen)
    next(one for one in app.button if one.label == "Les på nytt med svarene").click().run()
    assert not app.exception
    (found,) = staged_drop.all_drops(park.id)
    (line,) = [one for one in found.told["lines"] if one["name"] == "begge.gpkg"]
    assert (line["state"], line["replaces"]) == ("ready", [] if chosen == "adds" else ["2019004"])


def test_a_zip_of_one_file_is_the_same_source_as_the_file(tmp_path, make_park):
    park = make_park()
    path = saved(plots(square(0), square(1)), tmp_path / "tomter.gpkg")
    import_file(park.id, path, "plots")
    with zipfile.ZipFile(tmp_path / "fra posten.zip", "w") as archive:
        archive.write(path, "tomter.gpkg")
    again = import_file(park.id, tmp_path / "fra posten.zip", "plots")
    assert not again.changed and [one.id for one in read_park(park.id).sources["plots"]] == ["tomter"]


def test_a_shapefile_with_other_attributes_is_another_file(tmp_path, make_park):
    park, path = make_park(), tmp_path / "tomter.shp"
    for name in ("Kai", "Lager"):
        made = import_file(park.id, saved(plots(square(0)).assign(navn=[name]), path), "plots")
    assert made.changed and read_rows(read_park(park.id), "plots").columns["name"].tolist() == ["Lager"]


def test_another_list_of_other_tenants_is_asked_about(tmp_path, make_park):
    park = make_park()
    import_file(park.id, saved(plots(square(0), square(1)), tmp_path / "tomter.gpkg"))
    paths = [tmp_path / name for name in ("kari.csv", "ola.csv", "liste.csv")]
    for path, tenants in zip(paths, (("Gamma AS", "Delta AS"), ("Q AS", "R AS"), ("Gamma AS", "Delta AS ")), strict=True):
        rows = [f"P{number};{tenant}" for number, tenant in enumerate(tenants, 1)]
        path.write_text("\n".join(["Tomt;Leietaker", *rows]), encoding="utf-8")
    import_file(park.id, paths[0])
    assert refused(park, paths[1]).code == "source_unclear"
    import_file(park.id, paths[2])  # the very same, whatever its name
    assert len(sources(read_park(park.id), "records")) == 1


def test_a_map_of_another_name_with_nothing_in_common_is_asked_about(tmp_path, make_park):
    park = make_park()
    import_file(park.id, saved(plots(square(0), square(1)), tmp_path / "tomter.gpkg"))
    far = saved(plots(square(7)).assign(plot_id="W1"), tmp_path / "ny.gpkg")
    assert refused(park, far).code == "source_unclear"
