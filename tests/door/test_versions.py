"""A park changes whole or not at all: versions, staged imports, putting back, kills; the same file twice; what a newer file changed."""

import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from typer.testing import CliRunner

from actions.imports import pending, versions
from actions.imports.import_files import import_file
from commands.main import app
from door.answers import NOTHING, Asked
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.atomic import write_whole
from parks.park import Park, read_park
from parks.read import read_layer
from parks.versions import locked
from tests.door.test_import import content, plots, saved, square

ROOT = Path(__file__).parent.parent.parent
MANY_KILLS = 100
_TOUCHES = {"open", "os.rename", "os.link", "os.mkdir", "os.rmdir", "os.remove", "shutil.copyfile", "shutil.rmtree", "tempfile.mkdtemp"}


def names(park_id: str, layer_id: str = "plots") -> list[str]:
    return read_layer(read_park(park_id), layer_id)["plot_id"].tolist()


@pytest.fixture
def park(tmp_path, make_park) -> Park:
    """A park with plots T1 and T2, imported as version 1."""
    made = make_park()
    import_file(made.id, saved(plots(square(0), square(1)), tmp_path / "tomter.gpkg"))
    return read_park(made.id)


def test_the_same_file_twice_changes_nothing(tmp_path, park):
    before = content(park.folder)
    made = import_file(park.id, tmp_path / "tomter.gpkg")
    assert not made.changed and [finding.issue for finding in made.findings if finding.issue == "same_again"] == ["same_again"]
    assert content(park.folder) == before


def test_a_newer_file_says_what_changed(tmp_path, park):
    newer = plots(square(0), square(2), square(4))
    newer["plot_id"] = ["T1", "T9", "T3"]
    newer["name"] = ["Kai", None, None]
    import_file(park.id, saved(plots(square(0), square(2), square(5)), tmp_path / "mellom.gpkg", layer="tomter"))
    made = import_file(park.id, saved(newer, tmp_path / "nye.gpkg", layer="tomter"))
    assert made.changes.renamed == (("T2", "T9"),)
    assert made.changes.moved == (("T3", 100.0),)
    assert made.changes.recoded == (("T1", "name", "–", "Kai"),)
    assert (made.changes.new, made.changes.gone, made.changes.same) == ((), (), 0)


def test_new_and_gone(tmp_path, park):
    made = import_file(park.id, saved(plots(square(0)), tmp_path / "faerre.gpkg", layer="tomter"))
    assert (made.changes.gone, made.changes.same) == (("T2",), 1)
    made = import_file(park.id, saved(plots(square(0), square(1), square(2)), tmp_path / "flere.gpkg", layer="tomter"))
    assert (made.changes.new, made.changes.same) == (("T2", "T3"), 1)


def test_a_staged_import_leaves_the_park_alone_until_it_is_taken(tmp_path, park):
    toml, tables = park.settings_path.read_bytes(), park.tables_path.read_bytes()
    path = saved(plots(square(3), None), tmp_path / "nye.gpkg", layer="tomter")
    staged = pending.stage(park.id, path, Asked("plots"))
    assert (park.settings_path.read_bytes(), park.tables_path.read_bytes()) == (toml, tables)
    assert [one.token for one in pending.all_pending(park.id)] == [staged.token]
    assert (staged.told["kept"], staged.told["set_aside"]) == (1, 1) and staged.rejected.is_file()
    assert len(pending.rows_in_degrees(park.id, staged.token)) == 1
    pending.take(park.id, staged.token)
    now = read_park(park.id)
    assert (now.version, names(park.id)) == (2, ["T1"]) and now.layers["plots"]["source"] == "nye.gpkg"
    assert pending.all_pending(park.id) == [] and (now.folder / "versions" / "0002" / "rejected-plots.geojson").is_file()
    with pytest.raises(LanduseError, match="no longer"):
        pending.take(park.id, staged.token)


def test_a_dropped_import_is_gone(tmp_path, park):
    before = content(park.folder)
    staged = pending.stage(park.id, saved(plots(square(3)), tmp_path / "nye.gpkg", layer="tomter"), NOTHING)
    pending.drop(park.id, staged.token)
    assert content(park.folder) == before and pending.all_pending(park.id) == []


@pytest.mark.parametrize("token", ["../../x", "", "0" * 16, "a/b"])
def test_a_token_is_no_path(token, park):
    with pytest.raises(LanduseError):
        pending.pending(park.id, token)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("../../tomter.gpkg", "tomter.gpkg"), ("C:\\data\\tomter.zip", "tomter.zip"), ("a\nb.sos", "ab.sos"), ("..", "fil"), ("", "fil"),
     ("Ørin øst.gml", "Ørin øst.gml"), ("x" * 300 + ".shp", "x" * 100 + ".shp"), (".gpkg", "fil.gpkg")],
)  # fmt: skip
def test_the_name_that_a_browser_sends_is_a_name(sent: str, kept: str):
    assert pending.safe_name(sent) == kept


def test_an_earlier_version_comes_back_and_that_can_be_undone(tmp_path, park):
    import_file(park.id, saved(plots(square(4)), tmp_path / "nye.gpkg", layer="tomter"))
    assert names(park.id) == ["T1"]
    versions.put_back(park.id, 1)
    assert names(park.id) == ["T1", "T2"] and read_park(park.id).layers["plots"]["source"] == "tomter.gpkg"
    versions.put_back(park.id, 2)
    assert names(park.id) == ["T1"]
    told = versions.versions(park.id)
    assert [(one.number, one.put_back, one.in_use) for one in told] == [
        (4, 2, True), (3, 1, False), (2, None, False), (1, None, False), (0, None, False),
    ]  # fmt: skip


def test_what_a_person_wrote_in_the_settings_outlives_imports_and_what_is_put_back(tmp_path, park):
    note = "# Spør Kari før avgrensningen endres"
    park.settings_path.write_text(f"{note}\n{park.settings_path.read_text(encoding='utf-8')}", encoding="utf-8")
    import_file(park.id, saved(plots(square(0)), tmp_path / "faerre.gpkg", layer="tomter"))
    versions.put_back(park.id, 1)
    assert park.settings_path.read_text(encoding="utf-8").startswith(note)


def test_the_first_import_can_be_put_back_to_nothing(park):
    versions.put_back(park.id, 0)
    now = read_park(park.id)
    assert now.layers == {} and read_layer(now, "plots").empty and not (now.folder / "park.gpkg").exists()


def test_what_a_person_wrote_in_park_toml_stays_when_a_version_is_put_back(tmp_path, park):
    import_file(park.id, saved(plots(square(4)), tmp_path / "nye.gpkg", layer="tomter"))
    words = park.settings_path.read_text().replace('name = "Prøveparken"', 'name = "Nytt navn"')
    park.settings_path.write_text(words)
    versions.put_back(park.id, 1)
    assert read_park(park.id).name == "Nytt navn"


def test_old_tables_are_thinned_but_their_reports_stay(tmp_path, park):
    for number in range(8):
        import_file(park.id, saved(plots(square(number + 3)), tmp_path / f"nye{number}.gpkg", layer="tomter"))
    told = versions.versions(park.id)
    assert len(told) == 10 and [one.number for one in told if one.can_return] == [8, 7, 6, 5, 4, 0]  # a park without layers needs no tables
    assert all(one.told for one in told if one.number)
    assert versions.dropped_out(read_park(park.id)) == 3
    with pytest.raises(LanduseError) as gone:
        versions.put_back(park.id, 1)
    assert gone.value.code == "version_gone" and all("8, 7, 6, 5, 4, 0" in gone.value.text(lang) for lang in messages.LANGS)
    with pytest.raises(LanduseError) as in_use:
        versions.put_back(park.id, 9)
    assert in_use.value.code == "version_in_use"
    path = saved(plots(square(12)), tmp_path / "siste.gpkg", layer="tomter")
    for lang in messages.LANGS:
        told = CliRunner().invoke(app, ["import", park.id, str(path), "--lang", lang], catch_exceptions=False).output
        assert (messages.text(lang, "cli.version_gone", version=4) in told) == (
            lang == messages.LANGS[0]
        )  # the second time nothing changes


def test_a_version_that_is_missing_is_said(park):
    with pytest.raises(LanduseError) as error:
        versions.put_back(park.id, 7)
    assert error.value.code == "version_missing"


def test_answers_are_remembered_for_the_next_file_of_the_same_make(tmp_path, make_park):
    park = make_park()
    frame = gpd.GeoDataFrame({"NR": ["A", "B"]}, geometry=[square(0), square(1)], crs=25832)
    asked = Asked("plots", columns={"NR": "plot_id"})
    import_file(park.id, saved(frame, tmp_path / "utsnitt 2024.gpkg", layer="lag"), asked=asked)
    frame = frame.assign(NR=["A", "C"])
    made = import_file(park.id, saved(frame, tmp_path / "utsnitt 2025.gpkg", layer="lag"))
    assert (made.layer_id, names(park.id)) == ("plots", ["A", "C"])
    said = next(finding for finding in made.findings if finding.issue == "remembered")
    assert said.before == "--layer plots --map NR=plot_id"
    assert "--" not in said.text("nb") + said.text("en") and "laget er «Tomter»; «NR» er Tomt" in said.text("nb")
    with pytest.raises(LanduseError) as error:
        import_file(park.id, saved(frame, tmp_path / "annet.gpkg", layer="lag"))
    assert error.value.code == "layer_unclear"


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path, park):
    path = saved(plots(square(4)), tmp_path / "nye.gpkg", layer="tomter")
    (park.folder / ".lock").unlink()
    (park.folder / ".lock").mkdir()  # root may write to any folder, but nobody opens a folder as a file
    with pytest.raises(LanduseError) as error:
        import_file(park.id, path)
    assert error.value.code == "folder_unwritable" and "navnet er opptatt av noe annet" in error.value.text("nb")


def test_a_data_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "photos").touch()
    with pytest.raises(LanduseError) as error:
        write_whole(tmp_path / "photos" / "x.jpg", lambda path: path.write_text("x"))
    assert error.value.code == "data_unwritable" and error.value.text("nb").count(". ") == 1


def test_tables_outside_the_park_are_not_followed(park):
    park.settings_path.write_text(park.settings_path.read_text().replace("versions/0001/park.gpkg", "../../annen/park.gpkg"))
    with pytest.raises(LanduseError) as error:
        read_park(park.id)
    assert error.value.code == "park_unreadable"


# ---------------------------------------------------------------- kills


WRITER = """
import sys, itertools
from parks import gdal_fence
gdal_fence.limit_drivers()
from pathlib import Path
from actions.imports.import_files import import_file
from actions.imports import pending, versions
from door.answers import NOTHING
park, files = sys.argv[1], [Path(name) for name in sys.argv[2:]]
print("ready", flush=True)
for turn in itertools.count():
    path = files[turn % len(files)]
    if turn % 3 == 2:
        pending.take(park, pending.stage(park, path, NOTHING).token)
    else:
        import_file(park, path)
"""


def killed_writer(park: Park, files: list[Path], after_s: float) -> None:
    """Let a writer import the files one after the other, and end it by force after a while."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, park.id, *map(str, files)], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    )
    writer.stdout.readline()
    try:
        writer.wait(after_s)
    except subprocess.TimeoutExpired:
        os.killpg(writer.pid, signal.SIGKILL)
    assert writer.wait() == -signal.SIGKILL
    writer.stdout.close()


def _killed(park: Park, files: list[Path], kills: int, seed: int) -> int:
    """Kill a writer after a random time, again and again: the park opens each time, old or new whole; gives how far it came."""
    chance = random.Random(seed)
    truth = {path.name: sorted(pyogrio.read_dataframe(path)["plot_id"]) for path in files}
    for _ in range(kills):
        killed_writer(park, files, chance.uniform(0.2, 3.0))
        now = read_park(park.id)
        rows = read_layer(now, "plots")
        assert sorted(rows["plot_id"]) == truth[now.layers["plots"]["source"]], "rows of one file under the name of another"
        tomllib.loads(now.settings_path.read_text())
        for one in versions.versions(park.id):
            assert one.told or one.put_back is not None or one.number == 0
        with locked(park.id) as swept:
            assert not [*swept.folder.glob(".writing-*")] and (swept.folder / "park.gpkg").samefile(swept.tables_path)
    return read_park(park.id).version


@pytest.fixture
def two_files(tmp_path, park) -> list[Path]:
    many = [shapely.box(620_000 + 3 * n, 7_076_000, 620_002 + 3 * n, 7_076_002) for n in range(3_000)]
    return [tmp_path / "tomter.gpkg", saved(plots(*many), tmp_path / "mange.gpkg", layer="tomter")]


def test_a_take_killed_at_any_step_leaves_the_park_old_or_new_whole(tmp_path, park):
    """A child process dies at its first, second, third … touch of the park's folder, until it comes through."""
    token = pending.stage(park.id, saved(plots(square(4), None), tmp_path / "nye.gpkg", layer="tomter"), NOTHING).token
    shutil.copytree(park.folder, tmp_path / "as it was")
    seen = set()
    for step in itertools.count(1):
        shutil.rmtree(park.folder)
        shutil.copytree(tmp_path / "as it was", park.folder)
        died = _dies_at(step, park, lambda: pending.take(park.id, token))
        now = read_park(park.id)
        seen.add((now.layers["plots"]["source"], *names(park.id)))
        with locked(park.id) as swept:
            assert not [*swept.folder.glob(".writing-*")] and (swept.folder / "park.gpkg").read_bytes() == swept.tables_path.read_bytes()
        if not died:
            break
    assert step > 15 and seen == {("tomter.gpkg", "T1", "T2"), ("nye.gpkg", "T1")}


def _dies_at(step: int, park: Park, act) -> bool:
    """Run an act in a process that ends at once, as by kill -9, when it touches the park's folder for the step-th time."""
    child = os.fork()
    if child == 0:
        touched = itertools.count(1)

        def watch(event: str, what: tuple) -> None:
            if event in _TOUCHES and (event != "open" or _writes(what)) and str(park.folder) in str(what) and next(touched) == step:
                os._exit(9)

        sys.addaudithook(watch)
        act()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def _writes(opened: tuple) -> bool:
    return isinstance(opened[2], int) and bool(opened[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


@pytest.mark.soak
def test_a_hundred_kills(park, two_files, record_property):
    record_property("versions", _killed(park, two_files, MANY_KILLS, 2))


def test_a_kill_between_folder_and_park_toml_is_the_old_park(tmp_path, park, monkeypatch):
    before = park.settings_path.read_bytes()

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("parks.versions.write_whole", killed)
    with pytest.raises(KeyboardInterrupt):
        import_file(park.id, saved(plots(square(4)), tmp_path / "nye.gpkg", layer="tomter"))
    assert (park.folder / "versions" / "0002").is_dir() and park.settings_path.read_bytes() == before
    assert names(park.id) == ["T1", "T2"]
    monkeypatch.undo()
    monkeypatch.setenv("PARKAREAL_DATA", str(park.folder.parent.parent))
    import_file(park.id, tmp_path / "nye.gpkg", dated=date(2026, 1, 1))
    assert names(park.id) == ["T1"] and json.loads((park.folder / "versions" / "0002" / "report.json").read_text())["kept"] == 1
