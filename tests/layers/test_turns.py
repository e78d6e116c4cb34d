"""A few files are read at once; the others wait in order, are told their place, and one too many is refused."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from door.open import guarded_copy
from door.process import client, turns
from door.progress import told_to
from door.tables import read_table
from landuse.words import messages
from landuse.words.errors import LanduseError
from tests.layers.supervised import supervised

LONG_S = 60


@pytest.fixture(autouse=True)
def one_at_once(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data_root / "settings.toml").write_text("[reading]\nat_once = 1\nwaiting = 3\n")
    monkeypatch.setattr(turns, "_LOOK_S", 0.02)


class Reader(threading.Thread):
    """Someone who reads a file: told what they hear, and lets go when asked."""

    def __init__(self, name: str, order: list[str]) -> None:
        super().__init__(daemon=True)
        self.called, self.order = name, order
        self.heard: list[tuple[str, int, int]] = []
        self.waits, self.reads, self.done = threading.Event(), threading.Event(), threading.Event()

    def run(self) -> None:
        with told_to(self.hear), turns.turn(self.called):
            self.order.append(self.called)
            self.reads.set()
            assert self.done.wait(LONG_S)

    def hears(self, place: int) -> bool:
        """Whether they are told a place in the line, sooner or later."""
        until = time.monotonic() + LONG_S
        while self.heard[-1][1] != place and time.monotonic() < until:
            time.sleep(0.01)
        return self.heard[-1][1] == place

    def hear(self, *said) -> None:
        self.heard.append(said)
        self.waits.set()


@contextmanager
def readers(*names: str) -> Iterator[list[Reader]]:
    """Readers who came in this order: the first reads, the others wait."""
    order: list[str] = []
    found = [Reader(name, order) for name in names]
    try:
        for place, one in enumerate(found):
            one.start()
            assert (one.waits if place else one.reads).wait(LONG_S)
        yield found
    finally:
        for one in found:
            one.done.set()
        for one in found:
            one.join(LONG_S)


def made_to_wait(*said) -> None:
    raise AssertionError(said)


def test_those_who_wait_are_served_in_order_and_told_their_place() -> None:
    with readers("a", "b", "c", "d") as found:
        assert found[3].heard[0] == ("waiting", 3, 3) and not found[3].reads.is_set()
        for place, (one, following) in enumerate(zip(found, found[1:], strict=False)):
            one.done.set()
            assert following.reads.wait(LONG_S)
            assert following is found[3] or found[3].hears(2 - place)
        order = found[0].order
    assert order == ["a", "b", "c", "d"]
    assert [place for _, place, _ in dict.fromkeys(found[3].heard)] == [3, 2, 1]


def test_a_line_that_is_full_is_a_sentence() -> None:
    with readers("a", "b", "c", "d"), told_to(made_to_wait), pytest.raises(LanduseError) as caught, turns.turn("e.gpkg"):
        pass
    assert caught.value.code == "readers_full" and caught.value.values["waiting"] == 3
    for lang in messages.LANGS:
        assert "e.gpkg" in caught.value.text(lang)


def test_who_leaves_the_line_holds_nobody_up() -> None:
    """A closed tab ends its script at the next word that it shows."""

    class ClosedError(Exception):
        pass

    def closed(*_) -> None:
        raise ClosedError

    with readers("a") as (first,):
        with pytest.raises(ClosedError), told_to(closed), turns.turn("b"):
            pass
        assert not turns._line
        first.done.set()
    with turns.turn("c"):
        assert len(turns._reading) == 1
    assert not turns._reading


def test_a_failed_reading_gives_its_turn_back() -> None:
    with pytest.raises(ZeroDivisionError), turns.turn("a"):
        raise ZeroDivisionError
    assert not turns._reading and not turns._line


def test_a_block_within_a_block_has_its_turn() -> None:
    with told_to(made_to_wait), turns.turn("a"), turns.turn("a"):
        assert len(turns._reading) == 1


def test_no_more_files_are_read_at_once_than_are_let_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the door and in the reading process itself."""
    monkeypatch.setenv("PARKAREAL_READING_AT_ONCE", "2")
    monkeypatch.setenv("PARKAREAL_READING_WAITING", "20")
    square = shapely.box(620_000, 7_076_000, 620_100, 7_076_100)
    pyogrio.write_dataframe(gpd.GeoDataFrame({"plot_id": ["T1"]}, geometry=[square], crs=25832), tmp_path / "t.gpkg", driver="GPKG")
    most: list[int] = []
    answer = client._answer
    at_work: set[int] = set()

    def counted(*what):
        at_work.add(threading.get_ident())
        most.append(len(at_work))
        try:
            return answer(*what)
        finally:
            at_work.discard(threading.get_ident())

    monkeypatch.setattr(client, "_answer", counted)
    rows: list[int] = []

    def read() -> None:
        with guarded_copy(tmp_path / "t.gpkg") as file:
            rows.append(read_table(file, "t").rows)

    threads = [threading.Thread(target=read, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG_S)
    assert rows == [1] * 8 and max(most) <= 2


def test_a_job_outside_the_door_waits_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with supervised(monkeypatch, test=lambda job, told: "read"), readers("a") as (first,):
        heard: list[tuple] = []

        def go_on(*said) -> None:
            heard.append(said)
            first.done.set()

        with told_to(go_on):
            assert client.run("test", tmp_path, "b") == "read"
    assert heard[0] == ("waiting", 1, 1)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("at_once = 2", None),
        ("waiting = 0", None),
        ("at_once = 0", "at_once"),
        ('at_once = "2"', "at_once"),
        ("at_once = true", "at_once"),
        ("waiting = -1", "waiting"),
        ("waiting = 1001", "waiting"),
    ],
)
def test_an_installation_says_how_many(said: str, refused: str | None, data_root: Path) -> None:
    others = "" if said.startswith("at_once") else "at_once = 1\n"
    (data_root / "settings.toml").write_text(f"[reading]\n{others}{said}\n")
    if refused:
        with pytest.raises(LanduseError) as caught, turns.turn("a"):
            pass
        assert caught.value.code in ("settings_reading", "setting_kind") and refused in str(caught.value)
        return
    with readers("a") as (first,):
        if said == "at_once = 2":
            with turns.turn("b"):
                assert len(turns._reading) == 2
        else:
            with told_to(made_to_wait), pytest.raises(LanduseError) as caught, turns.turn("b"):
                pass
            assert caught.value.code == "readers_full"
        first.done.set()


def test_settings_that_cannot_be_read_are_said(data_root: Path) -> None:
    (data_root / "settings.toml").write_text("[reading\n")
    with pytest.raises(LanduseError) as caught, turns.turn("a"):
        pass
    assert caught.value.code == "settings_unreadable"


def test_the_command_line_says_the_place_once(capsys: pytest.CaptureFixture) -> None:
    from commands.data import _how_far

    with readers("a") as (first,):
        told = _how_far("b.gpkg", 1, 1, "nb")
        places: list[int] = []

        def hear(stage: str, place: int, count: int) -> None:
            told(stage, place, count)
            places.append(place)
            if len(places) == 3:
                first.done.set()

        with told_to(hear), turns.turn("b.gpkg"):
            pass
    assert capsys.readouterr().err.strip() == "b.gpkg: andre filer leses nå; denne er nummer 1 av 1 i køen"


def test_a_page_shows_the_place_while_it_waits() -> None:
    from streamlit.testing.v1 import AppTest

    def page() -> None:
        import streamlit as st

        from door.process import turns
        from door.progress import tell
        from views.parts import upload

        with upload.in_line("<b>.gpkg", "nb"), turns.turn("b.gpkg"):
            tell("reading", 1, 2)
            tell("waiting", 2, 5)
            st.session_state["said"] = True
            raise RuntimeError("so that the sentence stays")

    app = AppTest.from_function(page).run()
    told = " ".join(element.proto.body for element in app.get("html"))
    assert "Andre filer leses nå; &lt;b&gt;.gpkg er nummer 2 av 5 i køen." in told and app.session_state["said"]
