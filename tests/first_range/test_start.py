"""`start` on a loopback stand-in of the services: from a perimeter to the estimate, with each source down in turn, and off as it ships."""

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest

from commands import main as command
from fetch.limits import LIMITS
from fetch.services import OWN
from landuse.first_range.ends import judged, likely, sure
from tests.exam.delivery import EPSG
from tests.first_range.open_data import OpenPark, open_park
from tests.first_range.standin import ABOUT, Standin, serving
from tests.imports import ROOT, files, imported


@pytest.fixture(scope="module")
def park() -> OpenPark:
    return open_park(2)


@pytest.fixture(scope="module")
def standin(park: OpenPark) -> Iterator[Standin]:
    with serving(park.maps) as running:
        yield running


@pytest.fixture(autouse=True)
def patient(monkeypatch) -> None:
    """A busy machine is no fault of a service's, and nobody waits for its second try."""
    for name in ("first_silence_s", "second_silence_s", "answer_s"):
        monkeypatch.setitem(LIMITS, name, 120)
    monkeypatch.setitem(LIMITS, "wait_s", 0)


@pytest.fixture
def start(park: OpenPark, standin: Standin, data_root: Path, monkeypatch, capsys) -> Iterator[Callable[..., dict]]:
    """The command, its services named in the settings; the document that it prints, or the words."""
    (data_root / OWN).write_text(standin.table(), encoding="utf-8")
    monkeypatch.setenv("PARKAREAL_FETCH_SERVICES", ", ".join(f"own_{about}" for about in ABOUT))
    monkeypatch.setenv("PARKAREAL_FETCH_CONTACT", "gis@example.com")
    perimeter = data_root / "avgrensning.geojson"
    gpd.GeoSeries([park.perimeter], crs=EPSG).to_crs(4326).to_frame("geometry").to_file(perimeter)

    def run(*more: str, exit_code: int = 0, as_json: bool = True) -> dict | str:
        words = ["start", "Prøvefeltet", "--municipality", "5038", "--perimeter", str(perimeter), *more]
        monkeypatch.setattr("sys.argv", ["parkareal", *words, *(["--json"] if as_json else [])])
        capsys.readouterr()
        with pytest.raises(SystemExit) if exit_code == 0 else nullcontext():
            assert command.main() == exit_code
        said = capsys.readouterr()
        return json.loads(said.out) if as_json and exit_code == 0 else said.out + said.err

    yield run
    standin.faults.clear()


def test_one_command_comes_to_an_estimate_that_holds_the_truth(start, park) -> None:
    found = start()
    told = found["estimate_without_the_parks_answers"]
    assert {one["answer"] for one in found["sources"]} == {"hit"} and found["lacking"] == []
    by_hand = judged(park.cut())
    for name, one in (("in_use_surely_pct", sure(by_hand)), ("in_use_likely_pct", likely(by_hand))):
        assert told[name] == pytest.approx([one.low_pct, one.high_pct], abs=1.0)
        assert told[name][0] <= park.true_pct <= told[name][1]
    assert sum(told["ground_m2"].values()) == pytest.approx(told["total_m2"], abs=4)
    assert found["questions"][0]["narrows_pp"] == max(one["narrows_pp"] for one in found["questions"]) > 0


def test_words_are_led_by_decares_never_say_that_it_is_a_rate_and_no_park_is_made(start, data_root) -> None:
    said = start(as_json=False)
    assert said.index("daa") < said.index("%") and "anslag uten parkens svar" in said
    assert "sikkert" in said and "trolig" in said
    assert said.casefold().count("arealutnyttelse") == 1 and "Anslaget er ingen arealutnyttelse" in said
    assert "Tjeneste parcels: spør" in said and "Tjeneste grey: ferdig" in said
    assert list((data_root / "parcels").iterdir()) == []


def test_a_source_that_is_down_is_named_and_the_truth_still_lies_between(start, standin, park) -> None:
    standin.faults["points"] = "down"
    sums = park.truth.area.groupby(park.truth["kind"]).sum() / 1000
    found = start("--vacant-daa", str(sums["vacant"]))
    (answer,) = [one for one in found["sources"] if one["about"] == "points"]
    assert answer["answer"] == "failed" and "503" in answer["reason"]
    low, high = found["estimate_without_the_parks_answers"]["in_use_surely_pct"]
    assert low <= park.true_pct <= high < 100


@pytest.mark.parametrize(
    ("about", "fault", "answer", "word"),
    [
        ("parcels", "html", "failed", "annet enn kartdata"),
        ("points", "swapped", "failed", ""),
        ("points", "drift", "failed", ""),
        ("grey", "drift", "failed", ""),
        ("points", "short", "partial", "lovet"),
        ("zoning", "empty", "not_mapped", ""),
    ],
)
def test_a_fault_is_its_own_answer(start, standin, monkeypatch, about: str, fault: str, answer: str, word: str) -> None:
    monkeypatch.setenv("PARKAREAL_FETCH_SERVICES", f"own_{about}")
    standin.faults[about] = fault
    (found,) = start()["sources"]
    assert (found["answer"], word in found["reason"], "{" in found["reason"]) == (answer, True, False)
    assert found["reason"] or answer == "not_mapped"


def test_what_came_before_stands_with_its_day_where_the_source_is_down_now(start, standin, monkeypatch) -> None:
    monkeypatch.setenv("PARKAREAL_FETCH_SERVICES", "own_points")
    before = start()
    assert before["lacking"] == ["parcels", "grey", "zoning"]
    standin.faults["points"] = "down"
    now = start()
    (points,) = now["sources"]
    assert (points["answer"], points["kept"]) == ("hit", True) and "503" in points["reason"] and points["asked_at"]
    assert now["estimate_without_the_parks_answers"] == before["estimate_without_the_parks_answers"]


def test_as_it_ships_nothing_is_asked(start, standin, monkeypatch) -> None:
    monkeypatch.setenv("PARKAREAL_FETCH_SERVICES", "")
    assert "Ingen offentlige tjenester er slått på" in start(exit_code=1)


@pytest.mark.parametrize(
    ("more", "word"),
    [
        (["--vacant-daa", "1e9"], "daa"),
        (["--vacant-daa", "-1"], "daa"),
        (["--patch", "1=maybe"], "1=maybe"),
        (["--patch", "9999=used"], "9999"),
        (["--municipality", "9999"], "9999"),
    ],
)
def test_what_cannot_be_is_refused_in_words(start, monkeypatch, more: list[str], word: str) -> None:
    monkeypatch.setenv("PARKAREAL_FETCH_SERVICES", "own_points")
    assert word in start(*more, exit_code=1 if "--municipality" in more else 2)


def test_the_estimate_reaches_no_return_and_no_offer() -> None:
    """Nothing that counts, publishes, nominates or writes out knows of it."""
    knowing = {path for path in files() if any("first_range" in name for name in imported((ROOT / path).read_text(encoding="utf-8")))}
    assert {path for path in knowing if "first_range/" not in path} == {"commands/start.py"}


def test_the_check_says_who_answers_and_whose_columns_changed(standin, data_root, monkeypatch, capsys) -> None:
    """With a place that is known to hold something: the middle of the park."""
    west, south, east, north = (round(side) for side in standin.ground)
    (data_root / OWN).write_text(standin.table(f"{west} {south} {east} {north}"), encoding="utf-8")
    monkeypatch.setenv("PARKAREAL_FETCH_SERVICES", "own_points, own_grey, own_zoning")
    monkeypatch.setenv("PARKAREAL_FETCH_CONTACT", "gis@example.com")
    standin.faults.update(grey="drift", zoning="empty")
    monkeypatch.setattr("sys.argv", ["parkareal", "services", "--json"])
    with pytest.raises(SystemExit) as ended:
        command.main()
    standin.faults.clear()
    found = {one["id"]: one for one in json.loads(capsys.readouterr().out)["services"]}
    assert ended.value.code == 1 and {name: one["answer"] for name, one in found.items()} == {
        "own_points": "hit",
        "own_grey": "failed",
        "own_zoning": "failed",
    }
    assert found["own_grey"]["reason"] and "uten treff også der" in found["own_zoning"]["reason"]
    assert {one["last_whole"] for one in found.values()} == {""} and not (data_root / "fetched").exists()


def test_maps_that_did_not_come_are_not_taken_for_empty_ones(park) -> None:
    nothing = replace(park.maps, points=park.maps.points.iloc[:0])
    assert set(park.cut(nothing)["standing"]) == {0} and set(park.cut(replace(park.maps, grey=None))["surface"]) == {"unknown"}
