"""A data folder and register as the version of 26 November 2026 wrote them open, with all that people had said, on both databases.

What people said (said.json, restored.json), and what they set where (ground.json), is for ever. The classes in ground.json and figures.json
are what that version made of it: they are restated, with the reason in the commit, only where the method is meant to change.
"""

import hashlib
import json
import shutil
import tarfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import geopandas as gpd
import pytest
import shapely
from sqlalchemy import create_engine

from actions.exports import backup
from actions.imports import pending, versions
from actions.imports.answers import said as answers
from actions.imports.import_files import check_file
from actions.offers import nominate, photos
from actions.units import decide
from actions.units.inventory import inventory
from actions.vacant_first import cases
from landuse.offers.nomination import Person
from landuse.words.errors import LanduseError
from parks.background import background
from parks.park import read_park
from parks.read import raster_path, read_layer
from register import snapshots
from register.engine import FILE, URL_VARIABLE, close_registers
from register.snapshots import SnapshotId
from tests.migration import told

HOME = Path(__file__).parent
PARK, TODAY = "neset", told.DAYS["today"]
OLD_FINGERPRINT = "794a6221ae"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The old data folder, opened and classed by this version, once."""
    folder = tmp_path_factory.mktemp("old")
    with tarfile.open(HOME / "data.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PARKAREAL_DATA", str(folder / "data"))
        environment.delenv(URL_VARIABLE, raising=False)
        for day in told.DAYS.values():
            inventory(PARK, day)
        close_registers()
    yield folder / "data"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def read(request: pytest.FixtureRequest, opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder with its register in each database in turn, for tests that only read."""
    with pytest.MonkeyPatch.context() as environment:
        yield _copied(request, opened, tmp_path_factory.mktemp("read"), environment)
        close_registers()


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, opened: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same, for one test alone."""
    yield _copied(request, opened, tmp_path, monkeypatch)
    close_registers()


@pytest.fixture
def files(opened: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same on SQLite, for what the register has no part in."""
    monkeypatch.setenv("PARKAREAL_DATA", str(shutil.copytree(opened, tmp_path / "data")))
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    yield tmp_path / "data"
    close_registers()


def _copied(request: pytest.FixtureRequest, opened: Path, folder: Path, environment: pytest.MonkeyPatch) -> Path:
    root = shutil.copytree(opened, folder / "data")
    environment.setenv("PARKAREAL_DATA", str(root))
    environment.delenv(URL_VARIABLE, raising=False)
    if request.param == "postgresql":
        (root / FILE).unlink()
        environment.setenv(URL_VARIABLE, _restored_dump(request.getfixturevalue("postgres_url")))
    return root


def _restored_dump(server: str) -> str:
    """The address of a new database that the dump has been read into."""
    address = f"{server.rpartition('/')[0]}/old_{uuid4().hex}"
    for url, words in ((server, f"CREATE DATABASE {address.rpartition('/')[2]}"), (address, (HOME / "register.sql").read_text("utf-8"))):
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(words.replace("%", "%%"))
        engine.dispose()
    return address


def kept(name: str) -> Any:
    """What the old version told."""
    return json.loads((HOME / f"{name}.json").read_text(encoding="utf-8"))


def plain(told_now: Any) -> Any:
    """What is told now, as it would have been kept."""
    return json.loads(json.dumps(told_now, default=str))


def test_nothing_that_people_said_is_lost(read: Path) -> None:
    now, before = plain(told.said(PARK)), kept("said")
    for name in before:
        assert _holds(now, before, name), name
    assert {row["state"] for row in now["nominations"]} == {"draft", "nominated", "published", "option", "reserved", "taken", "withdrawn"}


def _holds(now: dict[str, Any], before: dict[str, Any], name: str) -> bool:
    """Whether all of a kind is there as it was said; what could not be asked or told then may stand beside it."""
    if name == "answers":
        return now[name].keys() == before[name].keys() and all(_holds_all(now[name][key], said) for key, said in before[name].items())
    if name == "nominations":
        return len(now[name]) == len(before[name]) and all(map(_holds_all, now[name], before[name]))
    return now[name] == before[name]


def _holds_all(now: dict[str, Any], before: dict[str, Any]) -> bool:
    return {name: now[name] for name in before} == before


def test_each_decision_stands_on_its_ground_and_nobody_is_asked_again(read: Path) -> None:
    """By the ground: a unit may get another id or outline. What was set is what holds, and is signed as it was."""
    for name, day in told.DAYS.items():
        units = inventory(PARK, day)
        for before in kept("ground")[name]:
            (here,) = [row for _, row in units.iterrows() if row.geometry.contains(shapely.Point(before["place"]))]
            now = plain({key: here[key] for key in before if key in here.index})
            if before["set_by"]:
                assert now == {key: value for key, value in before.items() if key != "place"}
                assert before["set_class"] in (None, now["class"])


def test_a_decision_that_was_taken_back_holds_nowhere(read: Path) -> None:
    undone = [event for event in decide.recent(PARK, limit=1000) if event["undone_by_event"]]
    assert [(event["value"], event["reason"]) for event in undone] == [("building_stock", "Feil tomt")]
    assert "Feil tomt" not in inventory(PARK, TODAY)["set_reason"].tolist()


_OF_WHAT_IS_UNDECIDED = {  # method 3 takes what was not asked as undecided
    *("adopted_land_utilisation_pct", "asking_units", "in_use_daa", "land_pace", "land_utilisation_pct", "land_utilisation_range_pct"),
    *("needed_daa_per_year", "net_land_utilisation_pct", "net_vacant_daa", "notes", "undecided_daa", "undecided_units", "vacant_daa"),
    "vacant_taken_pct",
}


def test_figures_are_those_of_the_old_version_or_within_the_range_that_the_undecided_leave(read: Path) -> None:
    """Each that it told; newer ones beside them are no change."""
    now, before = plain(told.figures(PARK)), kept("figures")
    for day, row in before.items():
        changed = {name for name, value in row.items() if now[day].get(name) != value}
        low, high = now[day]["land_utilisation_range_pct"]
        assert changed <= _OF_WHAT_IS_UNDECIDED and low <= row["land_utilisation_pct"] <= high


def test_units_have_the_classes_of_the_old_version_or_could_have_them(read: Path) -> None:
    now, before = plain(told.ground(PARK)), kept("ground")
    for name, day in told.DAYS.items():
        units = inventory(PARK, day)
        assert len(now[name]) == len(before[name])
        for is_now, was in zip(now[name], before[name], strict=True):
            changed = {key for key in was if is_now[key] != was[key]}
            (here,) = [row for _, row in units.iterrows() if row.geometry.contains(shapely.Point(was["place"]))]
            assert not changed or (changed == {"class"} and here["undecided"] and was["class"] in json.loads(here["could_be"]))


def test_an_earlier_version_comes_back(files: Path) -> None:
    before = told.layers(PARK)
    versions.put_back(PARK, 10)
    assert told.layers(PARK)["plots"]["source"] == "tomter.gpkg" and "T 9" in read_layer(read_park(PARK), "plots")["plot_id"].tolist()
    assert told.layers(PARK)["records"] == {"source": "opplysninger.csv", "dated": date(2026, 6, 1), "origin": "own", "rows": 4}
    versions.put_back(PARK, 14)
    assert told.layers(PARK) == before


def test_rows_that_were_set_aside_are_kept_with_their_reason(files: Path) -> None:
    found = sorted((files / "parcels" / PARK / "versions").glob("*/rejected-*.geojson"))
    rows = {path.name: [one["properties"]["reason"] for one in json.loads(path.read_text(encoding="utf-8"))["features"]] for path in found}
    assert rows == {"rejected-plots.geojson": ["no_geometry"], "rejected-buildings.geojson": ["no_geometry"]}


def test_rasters_are_found(files: Path) -> None:
    park = read_park(PARK)
    assert all(raster_path(park, f"land_cover_{year}").is_file() for year in (2020, 2025))


def test_staged_imports_can_be_seen_and_taken(files: Path) -> None:
    by_file = {one.told["file"]: one for one in pending.all_pending(PARK)}
    assert by_file["opplysninger-juni.csv"].rejected and len(pending.rows_in_degrees(PARK, by_file["nye-tomter.geojson"].token)) == 10
    pending.take(PARK, by_file["opplysninger-juni.csv"].token)
    assert told.layers(PARK)["records"]["rows"] == 1
    pending.drop(PARK, by_file["nye-tomter.geojson"].token)
    assert pending.all_pending(PARK) == []


def test_an_answer_holds_for_the_next_file_of_the_same_make(files: Path, tmp_path: Path) -> None:
    """Its columns have names of their own, which a person once explained."""
    teig = {"kommunenummer": "5038", "gardsnummer": 19, "id": "p9", "bruksnummer": 9}
    rows = gpd.GeoDataFrame([teig], geometry=[shapely.box(619_800, 7_075_800, 620_000, 7_076_000)], crs=25832)
    rows.to_file(tmp_path / "teiger.gpkg", driver="GPKG", layer="teiger")
    assert check_file(tmp_path / "teiger.gpkg", PARK).layer_id == "parcels"


def test_a_newer_file_is_staged_beside_the_old_snapshots(files: Path, tmp_path: Path) -> None:
    inventory(PARK, TODAY)
    one = read_layer(read_park(PARK), "plots").iloc[[0]][["plot_id", "tenure", "geometry"]]
    one.assign(tenure="leased").to_file(tmp_path / "tomter.gpkg", driver="GPKG", layer="tomter")
    staged = pending.stage(PARK, tmp_path / "tomter.gpkg", answers("plots"))
    assert staged.told["kept"] == 1 and len(staged.told["units"]) > 1


def test_photos_are_whole(read: Path) -> None:
    names = {row["facts"]["photo"] for row in kept("said")["nominations"] if "photo" in row["facts"]}
    assert len(names) == 1
    for name in names:
        content = photos.photo(name)
        assert content and hashlib.sha256(content).hexdigest().startswith(name.removesuffix(".jpg"))


def test_published_offers_are_shown_and_the_next_step_can_be_taken(old: Path) -> None:
    (number,) = kept("said")["published"]
    row = nominate.published_plot(number, TODAY)
    assert row["title"] == "T5" and row["price_nok_m2"] == 900
    nominate.step(number, "withdraw", "Kari Nordmann", TODAY, nominate.one_nomination(number, TODAY, "Kari Nordmann")["version"], "Solgt")
    assert nominate.published([PARK], TODAY).empty


def test_new_words_are_numbered_after_the_old(old: Path) -> None:
    newest = max(event["event_id"] for event in kept("said")["decisions"])
    unit = inventory(PARK, TODAY).index[0]
    (event,) = decide.decide(PARK, unit, "correct", "used", "Kari Nordmann", "Ny befaring", TODAY, decide.version(PARK))
    assert event == newest + 1 and decide.recent(PARK, limit=1)[0]["reason"] == "Ny befaring"


def test_a_kept_case_answers_and_goes_on(old: Path) -> None:
    for before in kept("said")["cases"]:
        found = cases.case(before["id"])
        assert cases.answer_of(PARK, found["asked"])["answer"] == before["answer"]["answer"]
        assert cases.close(found["id"], found["version"], "Ferdig", Person("Kari Nordmann")) == found["version"] + 1


def test_the_old_backup_comes_back(old: Path) -> None:
    rows, aside = backup.restore(old / "sikring-2026.zip", replace=True)
    now, before = plain(told.said(PARK)), kept("restored")
    assert [name for name in before if not _holds(now, before, name)] == []
    assert sum(rows.values()) > 0 and aside is not None
    backup.restore(aside, replace=True)
    assert _holds(plain(told.said(PARK)), kept("said"), "nominations")


def test_old_snapshots_are_not_believed_and_lie_untouched(files: Path) -> None:
    """They carry no checksum: what they say is found anew, and nothing removes them unasked."""
    for day in told.DAYS.values():
        snapshot = SnapshotId(PARK, day, OLD_FINGERPRINT)
        with pytest.raises(LanduseError) as refused:
            snapshots.read(files, snapshot)
        assert refused.value.code == "snapshot_damaged"
        assert len(list((files / "snapshots" / PARK).glob(f"{snapshot}.*"))) == 3


def test_settings_and_the_park_are_read(read: Path) -> None:
    park = read_park(PARK)
    assert (park.name, park.municipalities, park.epsg, park.version, park.today) == ("Neset Næringspark", ("5038",), 25832, 14, TODAY)
    assert park.adopted == {"by": "Parkstyret", "on": date(2023, 12, 1), "basis": "Vedtak 12/23"}
    assert background().host == "https://cache.kartverket.no"
