"""Ways to move a frozen baseline by the back door: none moves a figure of it, and each is told or comes to nothing.

Two plots of 10 daa in forest, one let and one idle, frozen at a rate of 50.
"""

import os
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from actions.exports.backup import backup, restore
from actions.imports import extents, versions
from actions.imports.import_files import import_file
from actions.plans import questions
from actions.progress import baseline, baseline_text
from actions.progress.nature_account import nature_account
from actions.progress.status import status
from actions.units import decide
from actions.units.inventory import inventory
from actions.units.kept_baseline import kept_baseline
from landuse.units.plans import Answer
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import Park, read_park
from parks.toml import toml
from parks.versions import settings_of
from register.engine import close_registers
from tests.actions.conftest import write_park
from tests.actions.test_baseline import LET, NOW, THEN, bring, half
from tests.door.test_import import saved
from tests.squares import buildings, land_resource, perimeter, plots, records, rect, zoning

_ADOPTED = '[adopted]\nby = "Styret"\non = 2024-01-01\nbasis = "Vedtak"\n'
_COVERED = {"buildings": buildings({"geometry": rect(10, 10, 40, 40), "building_id": "1", "building_status": "TB"})}


def _settings(change: Callable[[dict], None]) -> None:
    park = read_park("prove")
    said = settings_of(park)
    change(said)
    park.settings_path.write_text(toml(said), encoding="utf-8")


def _delete_a_source(_folder: Path) -> None:
    versions.remove_source("prove", "zoning", "prove")


def _put_an_older_version_back(folder: Path) -> None:
    (folder / "leie.csv").write_text("about_type,about,kind,said_on,valid_from\nplot,T2,lease,2020-01-01,2020-01-01\n", encoding="utf-8")
    import_file("prove", folder / "leie.csv", "records")
    versions.put_back("prove", 0)


def _drop_purposes_by_hand(_folder: Path) -> None:
    _settings(lambda said: said.update(counted_purposes={"by": "Ola", "on": THEN, "basis": "x", "add": [], "drop": ["1340"]}))


def _drop_the_layer_by_hand(_folder: Path) -> None:
    _settings(lambda said: said["layers"].pop("land_resource"))


def _replace_the_file_in_place(_folder: Path) -> None:
    """With the time that it had: nothing but its content tells."""
    path = read_park("prove").tables_path
    before = path.stat()
    bring("perimeter", perimeter(rect(0, 0, 100)))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _answer_a_plan(_folder: Path) -> None:
    questions.answer("prove", Answer("P1", "requirement", "required", "§ 3.1"), "Ola", "Bestemmelsene", questions.version("prove"))


def _say_what_a_source_covers(_folder: Path) -> None:
    extents.set_extent("prove", "buildings", "prove", "unknown")


def _date_a_source_otherwise(_folder: Path) -> None:
    extents.set_extent("prove", "buildings", "prove", "park", date(2026, 6, 1))


def _decide_from_before(_folder: Path) -> None:
    unit = inventory("prove", NOW).query("plot_id == 'T2'").index[0]
    decide.decide("prove", unit, "correct", "used", "Ola", "Det var slik", NOW, decide.version("prove"), THEN)


def _a_statement_of_always(_folder: Path) -> None:
    bring("records", records(LET, ("plot", "T2", "lease")))


def _swap(_folder: Path) -> None:
    """What was let is idle and what was idle is let: every sum is as it was."""
    bring("records", records(("plot", "T1", "idle"), ("plot", "T2", "lease")))


def _a_draft(_folder: Path) -> None:
    bring("zoning", zoning({"geometry": rect(0, 0, 200)}, {"geometry": rect(100, 0), "plan_id": "P9", "plan_status": "1"}))


def _a_perimeter_without_a_day(folder: Path) -> None:
    import_file("prove", saved(perimeter(rect(0, 0, 100))[["geometry"]], folder / "parkgrense.gpkg"), "perimeter")


def _restore_from_before(folder: Path) -> None:
    restore(folder / "before.zip", replace=True)


def _another_zone(_folder: Path) -> None:
    os.environ["TZ"] = "Pacific/Kiritimati"
    time.tzset()


_NOTHING, _WAITS, _SAID = "nothing", "waits", "said"
_WAYS: dict[Callable[[Path], None], str] = {
    _delete_a_source: _WAITS,
    _put_an_older_version_back: _NOTHING,
    _drop_purposes_by_hand: _WAITS,
    _drop_the_layer_by_hand: _NOTHING,
    _replace_the_file_in_place: _WAITS,
    _answer_a_plan: _WAITS,
    _say_what_a_source_covers: _NOTHING,
    _date_a_source_otherwise: _NOTHING,
    _decide_from_before: _WAITS,
    _a_statement_of_always: _WAITS,
    _swap: _WAITS,
    _a_draft: _NOTHING,
    _a_perimeter_without_a_day: _SAID,
    _restore_from_before: _NOTHING,
    _another_zone: _NOTHING,
}


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> object:
    """The clock's zone is what it was when the test is over."""
    monkeypatch.setenv("TZ", os.environ.get("TZ", "UTC"))
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    """The park's folder and register, frozen, with a backup of before; and its figures at the baseline."""
    root = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARKAREAL_DATA", str(root))
        write_park(root, rest=_ADOPTED, **half(), **_COVERED)
        backup(root / "before.zip")
        baseline.freeze("prove", "Styret", "Vedtatt")
        before = _then()
        close_registers()
    return root, before


@pytest.fixture
def frozen(made: tuple[Path, dict], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict]:
    """A copy of it: its folder, and its figures at the baseline."""
    root, before = made
    shutil.copytree(root, tmp_path / "data")
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path / "data"))
    return tmp_path / "data", before


def _then() -> dict:
    row = status(["prove"], "baseline", "en").as_json()["parks"][0]
    return {name: value for name, value in row.items() if name not in ("baseline", "notes", "indicators", "adopted")}


@pytest.mark.parametrize("way", list(_WAYS), ids=lambda way: way.__name__.strip("_"))
def test_no_way_moves_the_baseline_and_each_is_told(frozen: tuple[Path, dict], zone: object, way: Callable) -> None:
    (folder, before), kept = frozen, kept_baseline(read_park("prove")).digest
    classes = inventory("prove", THEN)["class"].to_dict()
    way(folder)
    assert _then() == before and inventory("prove", THEN)["class"].to_dict() == classes
    row = status(["prove"], lang="en").as_json()["parks"][0]
    assert row["baseline"]["digest"] == kept
    waits = baseline.proposal("prove")
    assert (waits is not None) == (_WAYS[way] == _WAITS), waits
    if waits is not None:
        assert waits.parts and waits.causes and waits.causes != [{"kind": "unknown"}]
        assert any("restatement" in note for note in row["notes"])
    if _WAYS[way] == _SAID:
        assert any("no park perimeter on the baseline's day" in note for note in row["notes"])


@pytest.mark.parametrize("redrawn", [False, True])
@pytest.mark.usefixtures("frozen")
def test_nature_that_was_kept_stays_nature_when_its_layer_is_taken_away(redrawn: bool) -> None:
    """The map is deleted, or drawn as grey ground, before the forest is built on: the account and the note have it all the same."""
    if redrawn:
        bring("land_resource", land_resource(("60", rect(-500, -500, 2000, 2000), "46")))
    else:
        versions.remove_source("prove", "land_resource", "prove")
    bring("records", records(LET, ("plot", "T2", "taken", None, "2025-06-01", "2025-03-01")))
    row = status(["prove"], lang="en").as_json()["parks"][0]
    assert row["nature_in_use_daa"] == pytest.approx(10, abs=0.02) and any("that was nature" in note for note in row["notes"])
    years = nature_account(["prove"])["parks"][0]["years"]
    assert sum(year["taken"]["forest"] for year in years) == pytest.approx(10, abs=0.02)


@pytest.mark.usefixtures("frozen")
def test_a_part_of_a_plot_is_held_against_the_kept_ground() -> None:
    bring("land_resource", land_resource(("60", rect(-500, -500, 2000, 2000), "46")))
    bring("plots", plots(("T1", rect(0, 0)), ("T2a", rect(100, 0, 50)), ("T2b", rect(150, 0, 50))))
    bring("records", records(LET, ("plot", "T2a", "taken", None, "2025-06-01", "2025-03-01"), ("plot", "T2b", "idle")))
    years = nature_account(["prove"])["parks"][0]["years"]
    assert sum(year["taken"]["forest"] for year in years[:1]) == 0
    row = status(["prove"]).as_json()["parks"][0]
    assert row["nature_in_use_daa"] == pytest.approx(5, abs=0.02)


def test_ground_that_entered_is_held_against_the_kept_perimeter(make_park: Callable[..., Park]) -> None:
    """A perimeter that is said to have been larger always makes no ground `inside` that the baseline did not hold."""
    make_park(rest=_ADOPTED, land_cover={2020: 10, 2025: 50}, **half())
    baseline.freeze("prove", "Styret", "Vedtatt")
    bring("perimeter", perimeter(rect(0, 0, 300)))
    seen = nature_account(["prove"])["parks"][0]["seen_taken"]
    assert seen["inside"]["forest"] == pytest.approx(20, abs=0.1) and seen["entered"]["forest"] == pytest.approx(10, abs=0.1)


def test_it_is_frozen_once_whoever_asks_again(frozen: tuple[Path, dict]) -> None:
    bring("records", records(LET, ("plot", "T2", "lease")))
    for again in (False, True):
        with pytest.raises(LanduseError) as refused:
            baseline.freeze("prove", "Ola", "igjen", instead_of_lost=again)
        assert refused.value.code == ("baseline_not_lost" if again else "baseline_frozen")
    assert _then() == frozen[1] and len(baseline.history("prove")) == 1


@pytest.mark.parametrize("lang", messages.LANGS)
def test_an_example_whose_baseline_is_gone_is_not_said_to_be_open(make_park: Callable[..., Park], lang: str) -> None:
    park = make_park(**half())  # an example, never signed for in this register
    stands = baseline.told(park)
    said = baseline_text.stands(park, stands, lang)
    assert stands["missing"] and not stands["frozen"] and said == [baseline_text.stands(park, stands, lang)[0]]
    assert "baseline" in said[0] and messages.text(lang, "baseline.missing.short") in baseline.notes(stands, lang)
    baseline.freeze("prove", "Styret", "Vedtatt")
    assert not baseline.told(read_park("prove"))["missing"] and baseline.told(read_park("prove"))["signed_here"]


def test_where_it_was_signed_is_told(frozen: tuple[Path, dict]) -> None:
    _restore_from_before(frozen[0])
    park = read_park("prove")
    assert not baseline.told(park)["signed_here"]
    assert messages.text("nb", "baseline.signed_elsewhere") in baseline_text.stands(park, baseline.told(park), "nb")


@pytest.mark.parametrize("lang", messages.LANGS)
@pytest.mark.parametrize(("was", "files"), [("3-aaaaaaaa", ["ages.toml"]), ("4-aaaaaaaa", ["ages.toml"]), ("1-aaaaaaaa", None)])
def test_another_method_is_told_by_number_day_and_rule_files(was: str, files: list[str] | None, lang: str) -> None:
    [line] = baseline_text.cause_lines([{"kind": "method", "was": was, "now": "4-bbbbbbbb", "files": files}], lang)
    assert "aaaaaaaa" not in line and "bbbbbbbb" not in line and "2026" in line and "4" in line
    assert ("ages.toml" in line) == bool(files)


@pytest.mark.usefixtures("frozen")
def test_the_rule_files_that_changed_are_kept_with_the_baseline() -> None:
    kept = kept_baseline(read_park("prove")).inputs["method_files"]
    assert "ages.toml" in kept and "method.toml" not in kept


@pytest.mark.parametrize("lang", messages.LANGS)
def test_a_park_whose_data_begin_after_the_baseline_is_told_what_to_say(make_park: Callable[..., Park], tmp_path: Path, lang: str) -> None:
    """All of it is taken in today, without a day: nothing of the past is made up, and nothing of today is lost."""
    make_park(example=False)
    frames = {name: rows for name, rows in half().items() if name in ("perimeter", "plots")}
    for name, rows in frames.items():
        columns = [column for column in ("plot_id", "geometry") if column in rows]
        import_file("prove", saved(rows[columns], tmp_path / f"{name}.gpkg"), name)
    row = status(["prove"], lang=lang).as_json()["parks"][0]
    assert messages.text(lang, "baseline.too_late") in row["notes"] and len(inventory("prove", NOW)) == 2
    then = status(["prove"], "baseline", lang).as_json()["parks"][0]
    assert not then["has_perimeter"] and then["land_utilisation_pct"] is None
    with pytest.raises(LanduseError) as refused:
        baseline.freeze("prove", "Kari", "Vedtatt")
    assert refused.value.code == "perimeter_empty"
