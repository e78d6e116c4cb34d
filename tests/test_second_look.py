"""What was seen is what is taken: a park that has changed since asks for a second look, and a file that has changed is not taken."""

import json
import shutil
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from actions.imports import import_files, new_park, pending, versions
from actions.imports.based_on import based_on, since
from actions.imports.import_files import import_file
from actions.imports.set_up_park import Plan, set_up_file
from door import open as door_open
from door.answers import NOTHING, Asked, remember
from door.open import guarded_copy
from landuse.words import messages
from landuse.words.errors import LanduseError
from layers.registry import all_layers
from parks.park import Park, park_ids, read_park
from parks.read import read_layer
from parks.versions import locked
from tests.conftest import _OUTLINES, _PARK_TOML
from tests.door.test_import import LAYER_FIXTURES, content, plots, saved, square

MAIN = str(Path(__file__).parent.parent / "views" / "main.py")


def names(park_id: str) -> list[str]:
    return read_layer(read_park(park_id), "plots")["plot_id"].tolist()


def outline(path: Path, side: float) -> Path:
    frame = gpd.GeoDataFrame({"name": ["Prøveparken"]}, geometry=[square(0, side=side)], crs=25832)
    return saved(frame, path, layer="perimeter")


def file_of(path: Path, *columns: int) -> Path:
    return saved(plots(*(square(column) for column in columns)), path, layer="tomter")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a park with plots T1 and T2, imported as version 1, and a perimeter, as version 2."""
    root, files = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("files")
    (root / "parcels" / "prove").mkdir(parents=True)
    shutil.copyfile(_OUTLINES, root / "municipalities.geojson")
    words = _PARK_TOML.format(id="prove", municipalities='["5038"]', epsg=25832, example="false", rest="")
    (root / "parcels" / "prove" / "park.toml").write_text(words, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARKAREAL_DATA", str(root))
        import_file("prove", file_of(files / "tomter.gpkg", 0, 1))
        import_file("prove", outline(files / "grense.gpkg", 400.0), "perimeter")
    return root


@pytest.fixture
def park(made: Path, data_root: Path) -> Park:
    shutil.copytree(made, data_root, dirs_exist_ok=True)
    return read_park("prove")


@pytest.fixture
def staged(tmp_path: Path, park: Park) -> pending.Pending:
    return pending.stage(park.id, file_of(tmp_path / "nye.gpkg", 0, 2), NOTHING)


def refusal(act, *what) -> LanduseError:
    with pytest.raises(LanduseError) as caught:
        act(*what)
    for lang in messages.LANGS:
        assert "{" not in caught.value.text(lang) and "\n" not in caught.value.text(lang)
    return caught.value


# ---------------------------------------------------------------- another park by then


def other_plots(park: Park, folder: Path) -> None:
    import_file(park.id, file_of(folder / "andres.gpkg", 0, 1, 3))


def other_perimeter(park: Park, folder: Path) -> None:
    import_file(park.id, outline(folder / "ny-grense.gpkg", 300.0), "perimeter")


def other_municipality(park: Park, folder: Path) -> None:
    words = park.settings_path.read_text(encoding="utf-8").replace('municipalities = ["5038"]', 'municipalities = ["5038", "5047"]')
    assert '"5047"' in words
    park.settings_path.write_text(words, encoding="utf-8")


def other_answers(park: Park, folder: Path) -> None:
    with locked(park.id) as now, guarded_copy(folder / "nye.gpkg") as file:
        signature = import_files.prepare(now, file, folder / "nye.gpkg", NOTHING).rests_on["signature"]
        remember(now, signature, Asked(columns={"plot_id": "plot_id"}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_plots, "based_on.layer"),
        (other_perimeter, "based_on.perimeter"),
        (other_municipality, "based_on.place"),
        (other_answers, "based_on.answers"),
    ],
)
def test_another_park_by_then_is_looked_at_again(change, said: str, tmp_path: Path, park: Park, staged: pending.Pending) -> None:
    change(park, tmp_path)
    before = read_park(park.id)
    error = refusal(pending.take, park.id, staged.token)
    assert error.code == "pending_changed" and error.values["what"] == said
    assert messages.text("nb", said) in error.text("nb") and messages.text("en", said) in error.text("en")
    assert read_park(park.id) == before
    (again,) = pending.all_pending(park.id)  # the report, made anew
    assert again.token != staged.token and again.told["file"] == "nye.gpkg" and again.told["dated"] == staged.told["dated"]
    assert refusal(pending.take, park.id, staged.token).code == "pending_missing"
    pending.take(park.id, again.token)
    assert names(park.id) == ["T1", "T2"] and read_park(park.id).layers["plots"]["source"] == "nye.gpkg"


def test_two_managers_see_what_the_other_has_done(tmp_path: Path, park: Park) -> None:
    one = pending.stage(park.id, file_of(tmp_path / "en.gpkg", 0, 1, 2), NOTHING)
    other = pending.stage(park.id, file_of(tmp_path / "to.gpkg", 0, 1, 2, 3), NOTHING)
    assert (one.told["changes"]["new"], other.told["changes"]["new"]) == (1, 2)
    pending.take(park.id, one.token)
    assert refusal(pending.take, park.id, other.token).code == "pending_changed"
    (again,) = pending.all_pending(park.id)
    assert again.told["changes"]["new"] == 1 and again.told["changes"]["same"] == 3
    pending.take(park.id, again.token)
    assert names(park.id) == ["T1", "T2", "T3", "T4"]


def test_two_takes_at_once_take_one(tmp_path: Path, park: Park) -> None:
    tokens = [pending.stage(park.id, file_of(tmp_path / f"{number}.gpkg", 0, number), NOTHING).token for number in (2, 3)]
    gate, said = threading.Barrier(2), []

    def take(token: str) -> None:
        gate.wait(60)
        try:
            pending.take(park.id, token)
        except LanduseError as error:
            said.append(error.code)

    both = [threading.Thread(target=take, args=(token,)) for token in tokens]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(120)
    assert len(said) == 1 and said[0] in ("park_busy", "pending_changed") and read_park(park.id).version == park.version + 1


def test_a_layer_that_the_file_has_nothing_to_do_with_asks_for_no_second_look(tmp_path: Path, park: Park, staged: pending.Pending) -> None:
    houses = gpd.GeoDataFrame({"building_id": ["B1"]}, geometry=[square(1, side=20.0)], crs=25832)
    import_file(park.id, saved(houses, tmp_path / "bygg.gpkg"), "buildings")
    pending.take(park.id, staged.token)
    assert read_park(park.id).layers["plots"]["source"] == "nye.gpkg"


def test_what_was_put_back_is_what_it_was(tmp_path: Path, park: Park, staged: pending.Pending) -> None:
    other_plots(park, tmp_path)
    versions.put_back(park.id, park.version)
    pending.take(park.id, staged.token)
    assert read_park(park.id).layers["plots"]["source"] == "nye.gpkg"


def test_the_same_bytes_read_by_other_answers_are_another_layer(park: Park) -> None:
    """The entry of a layer names the version that brought it, so that its file's digest alone decides nothing."""
    assert (park.layers["plots"]["version"], park.layers["perimeter"]["version"]) == (1, 2)
    again = replace(park, layers=park.layers | {"plots": park.layers["plots"] | {"version": 3}})
    assert since(based_on(park, "plots"), park, {}) is None
    assert since(based_on(park, "plots"), again, {}) == "based_on.layer"
    assert since(based_on(park, "roads"), replace(park, layers=park.layers | {"roads": {"version": 3}}), {}) == "based_on.layer"


def test_a_list_is_held_against_what_it_speaks_of(tmp_path: Path, park: Park) -> None:
    pd.DataFrame({"Tomt": ["T1"], "Leietaker": ["Kaibygg AS"]}).to_csv(tmp_path / "liste.csv", sep=";", index=False)
    made = pending.stage(park.id, tmp_path / "liste.csv", Asked("records"))
    other_plots(park, tmp_path)
    error = refusal(pending.take, park.id, made.token)
    assert error.code == "pending_changed" and error.values["what"] == "based_on.joined"


def test_answers_that_are_the_ones_it_was_read_by_change_nothing(park: Park) -> None:
    """Two files of the same make, both answered before the first is taken."""
    said, other = Asked("plots", 25833), Asked("plots", 25832)
    then = json.loads(json.dumps(based_on(park, "plots", "make", None, said)))
    assert since(then, park, {}) is None and since(then, park, {"make": said}) is None
    assert since(then, park, {"make": other}) == "based_on.answers"
    assert since(based_on(park, "plots", "make", other, said), park, {}) == "based_on.answers"  # what was said is not said any more


def test_all_that_a_report_rests_on_is_held_against(park: Park, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over all layers: what the park is asked for while a file is read is among what is looked at again."""
    seen: set[str] = set()
    asked: set[str] = set()
    read = import_files.read_rows.__globals__["registered"]

    def registered(layer_id: str):
        seen.add(layer_id)
        return read(layer_id)

    monkeypatch.setitem(import_files.read_rows.__globals__, "registered", registered)
    for layer_id in all_layers():
        path = next(LAYER_FIXTURES.glob(f"{layer_id}.*"))
        seen.clear()
        with suppress(LanduseError), guarded_copy(path) as file:  # some lie in another municipality, and are refused when that is seen
            import_files.prepare(park, file, path, Asked(layer_id), 2020 if path.suffix == ".tif" else None)
        assert seen <= set(based_on(park, layer_id)["layers"]), layer_id
        asked |= seen
    assert asked >= {"perimeter", "plots"}


# ---------------------------------------------------------------- another file by then


def test_a_staged_file_that_is_not_what_was_read_is_not_taken(tmp_path: Path, park: Park, staged: pending.Pending) -> None:
    """Each of its files changed, taken away, and one more."""
    pending.rows_in_degrees(park.id, staged.token)  # the map has looked at it
    before, whole = read_park(park.id), tmp_path / "whole"
    shutil.copytree(staged.folder, whole)
    files = [path.relative_to(whole) for path in whole.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"rows.gpkg", "ready.json", "report.json", "content.json", "nye.gpkg"}

    def spoil(path: Path) -> None:
        spoilt = bytearray(path.read_bytes())
        spoilt[len(spoilt) // 2] ^= 1
        path.write_bytes(spoilt)

    acts = [(name, spoil) for name in files if name.name != "report.json"] + [(Path("rows.gpkg-wal"), lambda path: path.write_bytes(b"x"))]
    acts += [(Path("rows.gpkg"), Path.unlink), (Path("source/nye.gpkg"), Path.unlink)]
    for name, act in acts:
        act(staged.folder / name)
        assert refusal(pending.take, park.id, staged.token).code == "pending_damaged", name
        shutil.rmtree(staged.folder)
        shutil.copytree(whole, staged.folder)
    told = json.loads((staged.folder / "report.json").read_text(encoding="utf-8"))
    (staged.folder / "report.json").write_text(json.dumps(told | {"kept": 7}), encoding="utf-8")
    assert refusal(pending.take, park.id, staged.token).code == "pending_damaged"
    assert read_park(park.id) == before
    pending.drop(park.id, staged.token)  # what is spoilt can be put back
    assert pending.all_pending(park.id) == []


def test_a_file_that_changes_while_it_is_read_is_not_staged(tmp_path: Path, park: Park, monkeypatch: pytest.MonkeyPatch) -> None:
    path, before = file_of(tmp_path / "nye.gpkg", 0, 2), content(park.folder)
    prepare = import_files.prepare

    def changed_under_way(*what):
        file_of(path, 0, 2, 3)
        return prepare(*what)

    monkeypatch.setattr(import_files, "prepare", changed_under_way)
    assert refusal(pending.stage, park.id, path, NOTHING).code == "file_changing"
    assert content(park.folder) == before


@pytest.mark.parametrize("ending", ["gpkg", "zip"])
def test_what_is_remembered_of_a_file_is_what_was_read(ending: str, tmp_path: Path, park: Park, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not what stands under its name when its digest is taken."""
    path = file_of(tmp_path / "nye.gpkg", 0, 2)
    if ending == "zip":
        shutil.make_archive(str(tmp_path / "nye"), "zip", tmp_path, "nye.gpkg")
        path = tmp_path / "nye.zip"
    asked = door_open.digest_of(tmp_path / "nye.gpkg")  # a zip of one file is that file
    take_in = import_files.take_in

    def changed_under_way(*what):
        path.write_bytes(b"something else")
        return take_in(*what)

    monkeypatch.setattr(import_files, "take_in", changed_under_way)
    import_file(park.id, path)
    assert read_park(park.id).layers["plots"]["digest"] == asked


def test_a_shapefile_is_kept_whole_and_read_again(tmp_path: Path, park: Park) -> None:
    path = saved(plots(square(0), square(2)), tmp_path / "nye.shp")
    made = pending.stage(park.id, path, Asked("plots"))
    other_plots(park, tmp_path)
    assert refusal(pending.take, park.id, made.token).code == "pending_changed"
    (again,) = pending.all_pending(park.id)
    pending.take(park.id, again.token)
    assert names(park.id) == ["T1", "T2"]


def test_an_import_that_was_staged_before_files_were_kept(tmp_path: Path, park: Park, staged: pending.Pending) -> None:
    """Taken where nothing at all has changed, else it must be read again; it can be put back."""
    for name in ("content.json", "source"):
        path = staged.folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(staged.folder, tmp_path / "old")
    pending.take(park.id, staged.token)
    assert names(park.id) == ["T1", "T2"]
    shutil.copytree(tmp_path / "old", staged.folder)
    assert refusal(pending.take, park.id, staged.token).code == "pending_old"
    pending.drop(park.id, staged.token)


# ---------------------------------------------------------------- at the command line


def test_an_import_that_another_one_overtakes_changes_nothing(tmp_path: Path, park: Park, monkeypatch: pytest.MonkeyPatch) -> None:
    path, prepare = file_of(tmp_path / "nye.gpkg", 0, 2), import_files.prepare

    def overtaken(*what):
        ready = prepare(*what)
        monkeypatch.setattr(import_files, "prepare", prepare)
        other_plots(park, tmp_path)
        return ready

    monkeypatch.setattr(import_files, "prepare", overtaken)
    error = refusal(import_file, park.id, path)
    assert error.code == "import_changed" and names(park.id) == ["T1", "T2", "T3"]
    import_file(park.id, path)
    assert names(park.id) == ["T1", "T2"]


# ---------------------------------------------------------------- versions


def test_a_version_is_put_back_in_place_of_the_one_that_was_seen(tmp_path: Path, park: Park) -> None:
    other_plots(park, tmp_path)
    error = refusal(versions.put_back, park.id, 1, park.version)
    assert error.code == "versions_changed" and names(park.id) == ["T1", "T2", "T3"]
    versions.put_back(park.id, 1, park.version + 1)
    assert names(park.id) == ["T1", "T2"]


def page(park: Park, data: str = "import") -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=600)
    for key, value in {"page": "data", "data": data, "park": park.id}.items():
        app.query_params[key] = value
    return app.run()


def html(app: AppTest) -> str:
    assert not app.exception
    return " ".join(element.proto.body for element in app.get("html"))


def pressed(app: AppTest, key: str) -> str:
    next(button for button in app.button if button.key.startswith(key)).click()
    return html(app.run())


def test_a_page_that_has_not_seen_the_newest_version_puts_none_back(tmp_path: Path, park: Park) -> None:
    app = page(park)
    other_plots(park, tmp_path)
    told = pressed(app, "return-button")
    assert f"du så versjon {park.version}" in told and names(park.id) == ["T1", "T2", "T3"]
    pressed(app, "return-button")
    assert read_park(park.id).version == park.version + 2


def test_a_page_shows_the_report_anew_before_it_takes(tmp_path: Path, park: Park, staged: pending.Pending) -> None:
    one, other = page(park), page(park)
    other_plots(park, tmp_path)
    told = pressed(one, "take-")
    assert "laget som fila skal inn i, er et annet" in told and "Ta i bruk" in [button.label for button in one.button]
    assert "finnes ikke lenger" in pressed(other, "take-")  # its report is not the one that is shown now
    assert names(park.id) == ["T1", "T2", "T3"]
    assert "nye.gpkg er tatt i bruk" in pressed(one, "take-") and names(park.id) == ["T1", "T2"]


# ---------------------------------------------------------------- a new park


def test_of_two_new_parks_with_one_id_one_is_made(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, gate, said = new_park.park_ids, threading.Barrier(2), []

    def both_look(*_) -> list[str]:
        found = known()
        with suppress(threading.BrokenBarrierError):
            gate.wait(0.5)  # without a lock both have looked before either has made one
        return found

    monkeypatch.setattr(new_park, "park_ids", both_look)

    def make(name: str) -> None:
        try:
            new_park.new_park("fiborg", name, ("5038",))
            said.append(name)
        except LanduseError as error:
            said.append(error.code)

    both = [threading.Thread(target=make, args=(name,)) for name in ("Fiborg én", "Fiborg to")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(60)
    assert len(said) == 2 and "park_exists" in said and read_park("fiborg").name in said


def test_a_new_park_that_somebody_has_begun_to_fill_is_not_taken_away(tmp_path: Path, data_root: Path, monkeypatch) -> None:
    from actions.imports import set_up_park

    def refused_late(made: str, *_) -> None:
        import_file(made, file_of(tmp_path / "tomter.gpkg", 0, 1))
        raise LanduseError("setup_perimeter")

    plan, day = Plan("Fiborg", ("5038",)), set_up_park.date.today()
    monkeypatch.setattr(set_up_park, "_imported", refused_late)
    assert refusal(set_up_file, plan, "grense.gpkg", b"", day).code == "setup_perimeter"
    assert park_ids() == ["fiborg"] and names("fiborg") == ["T1", "T2"]
    monkeypatch.undo()
    monkeypatch.setenv("PARKAREAL_DATA", str(data_root))
    assert refusal(set_up_file, Plan("Heia", ("5038",)), "grense.gpkg", b"", day).code == "file_empty"
    assert park_ids() == ["fiborg"]
