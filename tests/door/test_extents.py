"""What ground a file covers: asked once on importing, told with what follows, kept in versions, changed afterwards."""

import json
import tomllib
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from typer.testing import CliRunner

from actions.exports.export import _park_about
from actions.imports import extents, pending, versions
from actions.imports.import_files import import_file
from commands.main import app as commands
from door.answers import Asked, kept
from door.sources.extent import Extent, extent_of, numbers_named
from landuse.words.errors import LanduseError
from parks.park import Park, read_park
from parks.read import read_layer
from parks.sources import EXTENTS, Source, entry_of, sources_of, with_source
from parks.toml import toml
from tests.door.test_import import content, saved, square
from tests.door.test_sources import TRONDHEIM, halls, issues, sources
from tests.test_second_look import html, page, pressed

DAY = date(2025, 5, 1)


def bygg(folder: Path, name: str, count: int = 2, **columns: object) -> Path:
    shapes = [square(2 * n, side=20) for n in range(count)]
    frame = gpd.GeoDataFrame({"bygningsnummer": [str(n + 1) for n in range(count)], **columns}, geometry=shapes, crs=25832)
    return saved(frame, folder / name, layer="bygningsflate")


def covers(park: Park, layer_id: str = "buildings") -> dict[str, str | None]:
    return {name: one.extent for name, one in sources(park, layer_id).items()}


def entry(park: Park, **words: object) -> None:
    """A layer of before, as park.toml had it."""
    told = tomllib.loads(park.settings_path.read_text(encoding="utf-8"))
    park.settings_path.write_text(toml({**told, "layers": {"buildings": words}}), encoding="utf-8")


# ---------------------------------------------------------------- what decides it


@pytest.mark.parametrize(
    ("said", "key", "named", "before", "found"),
    [
        ("drawn", ("5038",), {"5038"}, "park", Extent("drawn", "said")),
        (None, ("5038",), {"5038"}, "park", Extent("park", "kept")),
        (None, ("5038",), {"5038"}, "unknown", Extent("municipality", "named")),
        (None, ("5038",), {"5038"}, None, Extent("municipality", "named")),
        (None, ("5037", "5038"), {"5038"}, None, Extent("unknown", "unknown")),
        (None, (), set(), None, Extent("unknown", "unknown")),
    ],
)
def test_what_is_said_goes_before_what_was_said_before_what_is_named(said, key, named, before, found):
    old = (Source("a", extent=before, origin="own"),)
    assert extent_of("flood", said, key, frozenset(named), old) == found


def test_of_a_layer_in_which_it_decides_nothing_nobody_is_asked():
    names = ("zoning", "land_resource", "coverage", "parcels", "records")
    known = {name: extent_of(name, "park", ("5038/1",), frozenset(), ()) for name in names}
    assert {name: one.value for name, one in known.items()} == {
        "zoning": "plan", "land_resource": "drawn", "coverage": "drawn", "parcels": None, "records": None,
    }  # fmt: skip
    assert not any(one.how for one in known.values())


def test_a_municipality_is_named_by_a_column_or_by_the_file(data_root):
    plain = gpd.GeoDataFrame({"KOMMUNENUMMER": [5038, 5038]})
    assert numbers_named(plain, "bygg.gml") == {"5038"}
    assert numbers_named(plain[[]], "Basisdata_5038_Verdal_25832_FKB-Bygning_GML.gml") == {"5038"}
    assert numbers_named(plain[[]], "bygg 2024.gml") == numbers_named(plain[[]], "bygg-15038.gml") == frozenset()


def test_settings_that_say_another_word_are_refused_by_name():
    with pytest.raises(ValueError, match="extent 'hele' is none of park, municipality"):
        sources_of("flood", {"extent": "hele"})
    for extent in EXTENTS:
        assert sources_of("flood", {"extent": extent})[0].extent == extent


def test_what_a_person_wrote_beside_a_source_stays_when_its_ground_is_said():
    new = Source("a", extent="park", dated=DAY)
    assert with_source("flood", {"source": "a.gml", "note": "n"}, new) == {"source": "a.gml", "note": "n", "extent": "park", "dated": DAY}
    two = entry_of([Source("a", other={"note": "n"}), Source("b", within=(1.0, 2.0, 3.0, 4.0))])
    told = sources_of("flood", with_source("flood", two, new))
    assert [(one.extent, one.other, one.within) for one in told] == [("park", {"note": "n"}, None), (None, {}, (1.0, 2.0, 3.0, 4.0))]


# ---------------------------------------------------------------- on importing


def test_what_nobody_says_is_not_known_and_what_follows_is_told(tmp_path, make_park):
    park = make_park()
    made = import_file(park.id, bygg(tmp_path, "bygg.gpkg"), "buildings")
    assert made.changed and covers(park) == {"5038": "unknown"}
    (found,) = issues(made)["extent_unknown"]
    assert "ikke undersøkt" in found.text("nb") and "--covers park" in found.remedy("nb") and "kilde 5038" in found.remedy("nb")
    assert "None" not in found.text("en") + found.remedy("en")
    again = import_file(park.id, tmp_path / "bygg.gpkg", "buildings", asked=Asked(covers="park"))  # the same bytes, and an answer
    assert again.changed and covers(park) == {"5038": "park"}
    assert not import_file(park.id, tmp_path / "bygg.gpkg", "buildings").changed and covers(park) == {"5038": "park"}


def test_a_file_that_names_its_municipality_covers_it(tmp_path, make_park):
    park = make_park()
    made = import_file(park.id, bygg(tmp_path, "bygg.gpkg", kommunenummer="5038"), "buildings", dated=DAY)
    assert covers(park) == {"5038": "municipality"} and sources(park, "buildings")["5038"].dated == DAY
    (found,) = issues(made)["extent_named"]
    assert "hele kommunen" in found.text("nb") and "5038" in found.text("nb") and "2025-05-01" in found.text("nb")


def test_the_newer_file_of_a_source_covers_what_the_older_did(tmp_path, make_park):
    park = make_park()
    made = import_file(park.id, bygg(tmp_path, "bygg.gpkg"), "buildings", asked=Asked(covers="park"))
    assert "extent_said" in issues(made)
    assert [one.covers for one in kept(read_park(park.id)).values()] == [None]  # of the file, not of its make
    newer = import_file(park.id, bygg(tmp_path, "nytt.gpkg", 3), "buildings")
    assert newer.replaces == ("5038",) and covers(park) == {"5038": "park"} and "extent_said" in issues(newer)
    versions.put_back(park.id, 1)
    assert covers(park) == {"5038": "park"} and len(sources(park, "buildings")) == 1


def test_a_source_of_before_stays_asked_everywhere_with_a_finding(tmp_path, make_park):
    park = make_park(municipalities=("5038", "5001"))
    import_file(park.id, bygg(tmp_path, "bygg.gpkg"), "buildings", asked=Asked(covers="park"))
    entry(park, source="bygg.gpkg", dated=DAY, origin="own")
    assert covers(park) == {"bygg": None}
    far = saved(halls(TRONDHEIM, 900), tmp_path / "bygg_5001.gpkg")
    made = import_file(park.id, far, "buildings")
    assert covers(park) == {"bygg": None, "5001": "municipality"}
    (found,) = issues(made)["extent_before"]
    assert (found.before, found.count) == ("bygg", 1) and "overalt og til alle tider" in found.text("nb")
    assert [one.finding and one.finding.issue for one in extents.covered(read_park(park.id), "nb")] == ["extent_before", None]


def test_rows_left_out_on_reading_bound_what_the_file_covers(tmp_path, make_park):
    park = make_park()
    border = gpd.GeoDataFrame({"navn": ["P"]}, geometry=[square(0, side=150)], crs=25832)
    import_file(park.id, saved(border, tmp_path / "grense.gpkg"), "perimeter")
    shapes = [square(0, side=20), square(90, side=20)]  # the second 9 km away
    frame = gpd.GeoDataFrame({"bygningsnummer": ["1", "2"]}, geometry=shapes, crs=25832)
    made = import_file(park.id, saved(frame, tmp_path / "bygg_5038.gpkg", layer="bygningsflate"), "buildings")
    west, south, east, north = border.total_bounds
    assert made.clipped == 1
    assert sources(park, "buildings")["5038"].within == (west - 5000, south - 5000, east + 5000, north + 5000)


def test_a_new_perimeter_tells_which_sources_were_said_to_cover_the_old_one(tmp_path, make_park):
    park = make_park()
    border = gpd.GeoDataFrame({"navn": ["P"]}, geometry=[square(0, side=300)], crs=25832)
    import_file(park.id, saved(border, tmp_path / "grense.gpkg"), "perimeter")
    import_file(park.id, bygg(tmp_path, "bygg.gpkg"), "buildings", asked=Asked(covers="park"))
    larger = border.set_geometry([square(0, side=400)], crs=25832)
    made = import_file(park.id, saved(larger, tmp_path / "ny grense.gpkg"), "perimeter")
    (found,) = issues(made)["extent_other_park"]
    assert (found.before, found.count) == ("buildings (5038)", 1) and "{" not in found.text("en") + found.remedy("en")
    assert "extent_other_park" not in issues(import_file(park.id, tmp_path / "ny grense.gpkg", "perimeter"))


# ---------------------------------------------------------------- afterwards


@pytest.fixture
def imported(tmp_path, make_park) -> Park:
    park = make_park()
    import_file(park.id, bygg(tmp_path, "bygg.gpkg"), "buildings", dated=DAY)
    return read_park(park.id)


def test_it_is_changed_afterwards_as_a_version_that_can_be_put_back(tmp_path, imported):
    park, tables = imported, imported.tables
    made = extents.set_extent(park.id, "buildings", "5038", "park", date(2023, 6, 1), seen=1)
    now = read_park(park.id)
    assert (made.extent, made.dated, made.rows, now.version, now.tables) == ("park", date(2023, 6, 1), 2, 2, tables)
    newest = versions.versions(park.id)[0]
    assert (newest.source, newest.covers, newest.told) == (("buildings", "5038"), "park", None)
    extents.set_extent(park.id, "buildings", "5038", "park")
    assert read_park(park.id).version == 2  # nothing new is no version
    said = _park_about(now, now.baseline_date, None, "nb")["layers"]["buildings"]
    assert said["covers"] == "hele parken"
    versions.put_back(park.id, 1)
    assert covers(park) == {"5038": "unknown"} and sources(park, "buildings")["5038"].dated == DAY
    versions.put_back_source(park.id, 2, "buildings", "5038")
    assert covers(park) == {"5038": "park"} and sources(park, "buildings")["5038"].dated == date(2023, 6, 1)


def test_where_coverage_is_drawn_that_is_said_and_a_map_without_gaps_has_its_own_words(tmp_path, imported):
    park = imported
    drawn = gpd.GeoDataFrame({"layer_id": ["buildings"]}, geometry=[square(0)], crs=25832)
    import_file(park.id, saved(drawn, tmp_path / "dekning.gpkg"), "coverage")
    land = gpd.GeoDataFrame({"artype": ["30"]}, geometry=[square(0)], crs=25832)
    import_file(park.id, saved(land, tmp_path / "ar5.gpkg", layer="ar5"), "land_resource", dated=DAY)
    told = {one.layer_id: one for one in extents.covered(read_park(park.id), "nb")}
    assert "går foran" in told["buildings"].follows and told["buildings"].finding is None
    assert told["land_resource"].follows.startswith("Viser hva grunnen er, fra") and covers(park, "land_resource") == {"5038": "drawn"}
    with pytest.raises(LanduseError) as error:
        extents.set_extent(park.id, "land_resource", "5038", "park")
    assert error.value.code == "extent_not_asked"
    assert extents.set_extent(park.id, "land_resource", "5038", dated=date(2023, 6, 1)).dated == date(2023, 6, 1)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("buildings", "5038", "hele"), "covers_unknown"), (("buildings", "x", "park"), "source_missing"),
        (("zoning", "5038", "park"), "extent_not_asked"), (("buildings", "5038", "park", None, 7), "versions_changed"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_and_changes_nothing(asked, code, imported):
    before = content(imported.folder)
    with pytest.raises(LanduseError) as error:
        extents.set_extent(imported.id, *asked)
    assert error.value.code == code and content(imported.folder) == before
    for lang in ("nb", "en"):
        assert "{" not in error.value.text(lang)


def test_the_tables_that_a_park_began_with_come_back_after_its_first_version_changed_no_rows(tmp_path, imported):
    """The first version keeps them under a name that no later one takes over."""
    park = imported
    text = park.settings_path.read_text(encoding="utf-8").replace("version = 1\n", "").replace("versions/0001/park.gpkg", "park.gpkg")
    (park.folder / "park.gpkg").write_bytes(park.tables_path.read_bytes())
    for home in ("0000", "0001"):
        (park.folder / "versions" / home).rename(tmp_path / home)
    park.settings_path.write_text(text, encoding="utf-8")
    assert read_park(park.id).version == 0
    extents.set_extent(park.id, "buildings", "5038", "park")
    import_file(park.id, bygg(tmp_path, "nytt.gpkg", 3), "buildings")
    assert sources(park, "buildings")["5038"].rows == 3
    versions.put_back(park.id, 1)
    assert len(read_layer(read_park(park.id), "buildings")) == 2 and covers(park) == {"5038": "park"}


def test_the_command_line_lists_and_says_it(imported):
    run = CliRunner().invoke
    listed = run(commands, ["covers", imported.id])
    assert listed.exit_code == 0 and "buildings 5038 (bygg.gpkg): ikke kjent" in listed.output and "advarsel" in listed.output
    told = run(commands, ["covers", imported.id, "buildings", "5038", "municipality", "--dated", "2024-03-01", "--lang", "en"])
    assert told.exit_code == 0 and "the whole municipality: Verdal (5038)" in told.output and covers(imported) == {"5038": "municipality"}
    (row,) = json.loads(run(commands, ["covers", imported.id, "--json"]).output)
    assert (row["layer"], row["covers"], row["dated"], row["finding"]) == ("buildings", "municipality", "2024-03-01", None)
    refused = run(commands, ["covers", imported.id, "buildings"])
    assert isinstance(refused.exception, LanduseError) and refused.exception.code == "covers_incomplete"
    wrong = run(commands, ["import", imported.id, "x.gpkg", "--covers", "hele"])
    assert isinstance(wrong.exception, LanduseError) and wrong.exception.code == "covers_unknown"


# ---------------------------------------------------------------- on the page


def test_it_is_asked_once_where_the_file_is_seen_before_it_is_taken(tmp_path, make_park):
    park = make_park()
    staged = pending.stage(park.id, bygg(tmp_path, "bygg_5038.gpkg"), Asked("buildings"))
    assert staged.told["covers"] == "municipality" and [row["issue"] for row in staged.told["findings"]].count("extent_named") == 1
    app = page(park)
    choice = next(one for one in app.radio if one.key == f"covers-{staged.token}")
    assert choice.value == "municipality" and "Hvilket område dekker filen?" in choice.label
    choice.set_value("unknown").run()
    app = pressed_take(app, staged.token)
    assert covers(park) == {"5038": "unknown"}
    kept_report = versions.versions(park.id)[0].told
    issues_kept = [row["issue"] for row in kept_report["findings"]]
    assert "extent_unknown" in issues_kept and "extent_named" not in issues_kept
    assert kept_report["counts"]["warning"] == sum(row["severity"] == "warning" for row in kept_report["findings"])


def pressed_take(app, token: str):
    next(button for button in app.button if button.key == f"take-{token}").click().run()
    assert not app.exception
    return app


def test_it_is_shown_and_changed_beside_the_layers(imported):
    app = page(imported, data="layers")
    told = html(app)
    assert "Hvilket område kildene dekker" in told and "regnes grunnen som ikke undersøkt" in told
    next(box for box in app.selectbox if box.key.startswith("extent-1-")).set_value("park").run()
    told = pressed(app, "extent-save")
    assert "dekker hele parken" in told and covers(imported) == {"5038": "park"}
    assert "fra 1. mai 2025" in html(app) or "fra 01.05.2025" in html(app) or "1.5.2025" in html(app)


def test_a_layer_that_is_not_asked_has_no_question(tmp_path, make_park):
    park = make_park()
    frame = gpd.GeoDataFrame({"plot_id": ["T1"]}, geometry=[shapely.box(*square(0).bounds)], crs=25832)
    staged = pending.stage(park.id, saved(frame, tmp_path / "tomter.gpkg"), Asked("plots"))
    assert staged.told["covers"] is None and not [row for row in staged.told["findings"] if row["issue"].startswith("extent_")]
    assert not extents.is_asked_of({"layer": "plots"})  # staged before it was asked
