"""Reading keeps nothing and starves nobody; what was kept is not believed unseen; a passing fault is never an answer that stays."""

import asyncio
import errno
import hashlib
import inspect
import os
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from pyogrio.errors import DataSourceError
from starlette.applications import Starlette
from starlette.routing import Route

from actions import once
from actions.imports import pending
from actions.map import map_data
from actions.progress import ground_moved, progress
from actions.progress.status import status
from actions.units import classify as taking
from actions.units import layer_questions
from actions.units.explain import explain
from actions.units.inventory import _inventory, inventory
from actions.vacant_first import read_ground
from door.answers import Asked
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks.park import data_root
from parks.passing import passing_reason, tried
from register import snapshots
from tests import asgi
from tests.actions.test_status import _half
from tests.door.test_import import plots as plots_file
from tests.door.test_import import saved, square
from tests.squares import frame, rect
from views.web import answered, warm
from views.web.answered import Places
from views.web.geodata import routes

NOW = date(2026, 6, 30)
PATIENCE_S = 300.0  # only a fault takes so long
_FOUND: dict[str, object] = {}  # of the blocked parks, which are the same in every test
ENDINGS = (".parquet", ".facts.parquet", ".json")
FLOOD = frame("flood", [{"return_period_years": 200, "geometry": rect(0, 0)}])
LAND_COVER = {2020: 10}


@pytest.fixture
def app() -> Starlette:
    return Starlette(routes=routes())


def forget() -> None:
    """As another process would begin."""
    for kept in (taking._answer, _inventory, map_data.units_frame, map_data.units_shapes, progress._sums, ground_moved.overlay):
        kept.cache_clear()


def files(root: Path) -> dict[str, str]:
    """What lies in a data folder; of the register's files only that they are there."""
    whole = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {
        path.relative_to(root).as_posix(): "register" if ".sqlite" in path.name or ".db" in path.name else _digest(path) for path in whole
    }


def _digest(path: Path) -> str:
    return f"{path.stat().st_mtime_ns} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def kept_files(park_id: str = "prove") -> list[Path]:
    return sorted((data_root() / "snapshots" / park_id).glob("[!.]*"))


def test_a_read_for_a_day_that_nobody_kept_keeps_nothing(make_park: Callable, app: Starlette) -> None:
    make_park(**_half(), land_cover=LAND_COVER)
    status(["prove"])  # opens the register
    before = files(data_root())
    for number in range(3):
        on = date(2025, 5, 1) + timedelta(days=number)
        for name in ("units.shapes", "zoning.shapes", "map.html"):
            assert asgi.get(app, f"/geo/prove/{name}?date={on}").status_code == 200
        explain(inventory("prove", on).index[0], on)
        status(["prove"], on)
    assert asgi.get(app, "/export/prove.csv?park=prove&when=baseline").status_code == 200
    assert files(data_root()) == before and not (data_root() / "snapshots").exists()


def test_kept_and_unkept_are_the_same_to_the_last_bit(make_park: Callable) -> None:
    make_park(**_half(flood=FLOOD), land_cover=LAND_COVER)
    forget()
    unkept = taking.answer(taking.snapshot_id("prove", NOW))
    told, shapes = inventory("prove", NOW), map_data.units_shapes("prove", NOW, map_data.version("prove"))
    card = explain(told.index[0], NOW)
    taking.classify("prove", NOW)
    forget()
    kept = taking.answer(taking.snapshot_id("prove", NOW))
    assert kept is not unkept and (kept.units_file, kept.facts_file, kept.about) == (unkept.units_file, unkept.facts_file, unkept.about)
    again = inventory("prove", NOW)
    pd.testing.assert_frame_equal(pd.DataFrame(told.to_wkb()), pd.DataFrame(again.to_wkb()), check_exact=True)
    assert map_data.units_shapes("prove", NOW, map_data.version("prove")) == shapes and explain(told.index[0], NOW) == card


def test_what_is_found_now_is_what_was_found_before_it_was_packed(make_park: Callable) -> None:
    park = make_park(**_half(flood=FLOOD), land_cover=LAND_COVER)
    found, packed = taking.find_units(park, NOW), taking.answer(taking.snapshot_id("prove", NOW)).units
    assert list(packed.index) == list(found.units.index) and list(packed["class"]) == list(found.units["class"])
    assert list(packed["area_m2"]) == list(found.units["area_m2"])
    assert list(packed.geometry.to_wkb()) == list(found.units.geometry.to_wkb())


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_damaged_is_found_anew_said_once_and_mended_by_the_next_keeping(
    ending: str, make_park: Callable, caplog: pytest.LogCaptureFixture
) -> None:
    make_park(**_half())
    snapshot = taking.classify("prove", NOW)
    told = inventory("prove", NOW)
    card = explain(told.index[0], NOW)
    path = next(path for path in kept_files() if path.name == f"{snapshot}{ending}")
    path.write_bytes(path.read_bytes()[:-40])
    forget()
    before = files(data_root())
    pd.testing.assert_frame_equal(pd.DataFrame(inventory("prove", NOW).to_wkb()), pd.DataFrame(told.to_wkb()), check_exact=True)
    assert explain(told.index[0], NOW) == card
    assert [record.message.count(str(snapshot)) for record in caplog.records] == [1]
    assert files(data_root()) == before
    taking.classify("prove", NOW)
    assert snapshots.is_whole(data_root(), snapshot)


def test_the_start_keeps_todays_and_the_baselines_and_taking_an_import_keeps_todays(make_park: Callable, tmp_path: Path) -> None:
    park = make_park(**_half())
    assert warm._warmed("prove")
    assert {path.name[6:16] for path in kept_files()} == {"2026-06-30", "2024-01-01"}
    path = saved(plots_file(square(0)), tmp_path / "nye.gpkg", layer="tomter")
    token = pending.stage(park.id, path, Asked("quays", as_epsg=25832)).token
    pending.take(park.id, token)
    assert snapshots.is_whole(data_root(), taking.snapshot_id("prove", NOW)) and len(kept_files()) == 9


def test_a_start_that_cannot_keep_is_a_line_in_the_log_and_all_is_read(
    make_park: Callable, app: Starlette, caplog: pytest.LogCaptureFixture
) -> None:
    make_park(**_half())
    (data_root() / "snapshots").write_text("no folder can be made here")
    assert warm._warmed("prove")
    assert len([record for record in caplog.records if record.levelname == "WARNING" and "prove" in record.message]) == 2
    assert asgi.get(app, f"/geo/prove/units.shapes?date={NOW}").status_code == 200
    with pytest.raises(LanduseError) as refused:
        taking.classify("prove", NOW)
    assert refused.value.code == "data_unwritable"


class Blocked:
    """Finding the units of some park as long as it takes until it is let go; the others at once."""

    def __init__(self, park_id: str):
        self.park_id, self.days, self.inside, self.free = park_id, [], 0, threading.Event()
        self._found = _FOUND
        _FOUND.update({park.id: taking.find_units(park, NOW) for park in map_data.parks() if park.id not in _FOUND})
        self._lock = threading.Lock()

    def __call__(self, park: object, on: date) -> object:
        if park.id != self.park_id:
            return self._found[park.id]
        with self._lock:
            self.days.append(on)
            self.inside += 1
        assert self.free.wait(PATIENCE_S)
        with self._lock:
            self.inside -= 1
        return self._found[park.id]


@pytest.fixture
def blocked(make_park: Callable, monkeypatch: pytest.MonkeyPatch) -> Iterator[Blocked]:
    make_park("prove", **_half())
    make_park("annen", **_half())
    forget()
    found = Blocked("prove")
    monkeypatch.setattr(taking, "find_units", found)
    yield found
    found.free.set()


async def _get(app: Starlette, address: str) -> asgi.Answer:
    return await asyncio.wait_for(asgi.got(app, address), PATIENCE_S)


async def _until(holds: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE_S
        await asyncio.sleep(0.001)


def _run(blocked: Blocked, together: Coroutine) -> None:
    async def whole() -> None:
        try:
            await together
        finally:
            blocked.free.set()  # or what still waits would hold up the end of the loop

    asyncio.run(whole())


def test_forty_slow_reads_leave_style_sheets_ready_answers_and_other_parks_free(app: Starlette, blocked: Blocked) -> None:
    ready = f"/geo/annen/units.shapes?date={NOW}"
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(40)]

    async def together() -> None:
        whole = (await _get(app, ready)).content
        blocked.free.set()
        own = (await _get(app, ready.replace("annen", "prove"))).content
        blocked.free.clear()
        blocked.days.clear()
        slow = [asyncio.create_task(_get(app, f"/geo/prove/units.shapes?date={on}")) for on in days]
        await _until(lambda: blocked.inside == 1)
        for day in (1, 2, 3):
            assert (await _get(app, "/assets/page.css")).status_code == 200
            assert (await _get(app, ready)).content == whole
            assert (await _get(app, ready.replace("annen", "prove"))).content == own  # of the very park that is being worked for
            assert (await _get(app, f"/geo/annen/units.shapes?date=2025-02-0{day}")).status_code == 200  # not ready, of another park
        assert blocked.inside == len(blocked.days) == 1 and not any(task.done() for task in slow)
        blocked.free.set()
        assert {answer.status_code for answer in await asyncio.gather(*slow)} == {200}
        assert sorted(blocked.days) == days

    _run(blocked, together())


@pytest.mark.parametrize("lang", messages.LANGS)
def test_a_full_line_is_told_in_the_askers_language(lang: str, app: Starlette, blocked: Blocked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answered, "_PLACES", Places(places=1, in_line=1))

    async def together() -> None:
        slow = [asyncio.create_task(_get(app, f"/geo/prove/units.shapes?date=2025-01-0{number}")) for number in (1, 2)]
        await _until(lambda: blocked.inside == 1 and sum(map(len, answered._PLACES._lines.values())) == 1)
        refused = await _get(app, f"/geo/prove/units.shapes?date=2025-01-03&lang={lang}")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, str(answered.ASK_AGAIN_S))
        assert refused.text == messages.text(lang, "error.busy_now", waiting=2, seconds=answered.ASK_AGAIN_S)
        blocked.free.set()
        await asyncio.gather(*slow)
        assert (await _get(app, "/geo/prove/units.shapes?date=2025-01-03")).status_code == 200  # and the line is free again

    _run(blocked, together())


def test_no_route_works_in_the_threads_that_static_files_need() -> None:
    """Each goes through `views.web.answered`; the outline of Norway alone is ready from the first time on."""
    sync = {route.path for route in routes() if isinstance(route, Route) and not inspect.iscoroutinefunction(route.endpoint)}
    assert sync == {"/geo/norway.geojson"}
    views = (Path(__file__).parent.parent.parent / "views").rglob("*.py")
    assert {path.name for path in views if "threadpool" in path.read_text(encoding="utf-8")} == {"answered.py"}


async def _here() -> bool:
    return False


async def _gone() -> bool:
    return True


def test_parks_take_turns_one_place_each() -> None:
    """Three parks ask for three answers each, in that order, of two places: nobody waits for another's whole line."""
    order: list[str] = []
    at_work: set[str] = set()
    lock, both = threading.Lock(), threading.Barrier(2)

    def work(park: str) -> str:
        with lock:
            assert park not in at_work
            at_work.add(park)
            order.append(park)
            first = len(order) <= 2
        if first:
            both.wait(PATIENCE_S)  # two are worked for at once
        with lock:
            at_work.remove(park)
        return park

    async def together() -> list[str | None]:
        places = Places(places=2)
        return await asyncio.gather(*(places.run(park, lambda park=park: work(park), _here) for park in "aaabbbccc"))

    assert asyncio.run(together()) == list("aaabbbccc")
    assert order.index("c") <= 4


def test_who_has_gone_or_is_stopped_holds_no_place() -> None:
    held = threading.Event()

    async def together() -> None:
        places = Places(places=1)
        assert await places.run("a", lambda: pytest.fail("worked for nobody"), _gone) is None
        first = asyncio.create_task(places.run("a", lambda: held.wait(PATIENCE_S), _here))
        await _until(lambda: places._free == 0)
        stopped = asyncio.create_task(places.run("b", lambda: pytest.fail("was stopped"), _here))
        await _until(lambda: len(places._lines.get("b", ())) == 1)
        stopped.cancel()
        await asyncio.gather(stopped, return_exceptions=True)
        held.set()
        assert await first and await places.run("b", lambda: 7, _here) == 7 and places._free == 1

    asyncio.run(together())


def test_used_up_memory_is_told_and_the_place_is_free_again() -> None:
    def work() -> None:
        raise MemoryError

    places = Places(places=1, in_line=0)
    for _ in range(2):
        with pytest.raises(LanduseError) as refused:
            asyncio.run(places.run("a", work, _here))
        assert refused.value.code == "not_now" and "{" not in refused.value.text("nb")


def test_twenty_who_ask_for_the_figures_at_once_share_each_answer(blocked: Blocked) -> None:
    with ThreadPoolExecutor(20) as pool:
        told = [pool.submit(status, ["prove"], NOW) for _ in range(20)]
        began = time.monotonic()
        while len(once._WAITS) < 19:
            assert time.monotonic() - began < PATIENCE_S
            time.sleep(0.001)
        blocked.free.set()
        figures = [one.result(PATIENCE_S) for one in told]
    assert all(one == figures[0] for one in figures)
    assert sorted(blocked.days) == [date(2024, 1, 1), NOW]


def _gdal(words: str) -> DataSourceError:
    return DataSourceError(f"park.gpkg: {words}")


PASSING = {
    "memory": MemoryError(),
    "disk full": OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
    "disk fault": OSError(errno.EIO, os.strerror(errno.EIO)),
    "descriptors": OSError(errno.EMFILE, os.strerror(errno.EMFILE)),
    "GDAL: descriptors": _gdal("Too many open files"),
    "GDAL: disk fault": _gdal("sqlite3_step() failed: disk I/O error"),
    "GDAL: memory": _gdal("Cannot allocate memory"),
    "GDAL: cannot be opened": _gdal("sqlite3_open(park.gpkg) failed: unable to open database file"),
}
LASTING = {"not a table": _gdal("not recognized as being in a supported file format."), "a value": ValueError("CRS None")}


def _fails(monkeypatch: pytest.MonkeyPatch, where: object, name: str, fault: Exception, only: str) -> None:
    """Let a reader fail on one layer."""
    read = getattr(where, name)

    def failing(park: object, *asked: object) -> object:
        if only not in (str(park), *map(str, asked)) and not str(park).endswith(only):
            return read(park, *asked)
        return _raised(fault)

    monkeypatch.setattr(where, name, failing)


def _raised(fault: Exception) -> None:
    """As a reader tells it: what GDAL and pandas raise becomes `layer_unreadable`."""
    if isinstance(fault, (DataSourceError, ValueError)):
        raise LanduseError("layer_unreadable", layer="flood", file="park.gpkg", reason=fault) from fault
    raise fault


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_is_no_answer(fault: str) -> None:
    with pytest.raises(LanduseError) as refused:
        tried("Verdal: flood", lambda: _raised(PASSING[fault]))
    assert refused.value.code == "not_now" and all("{" not in refused.value.text(lang) for lang in messages.LANGS)


@pytest.mark.parametrize("fault", LASTING)
def test_a_fault_in_the_file_is_one(fault: str) -> None:
    assert tried("Verdal: flood", lambda: _raised(LASTING[fault])) is None


@pytest.mark.parametrize(("reader", "only"), [("read_layer", "flood"), ("read_grid", "landcover_2020.tif"), ("read_layer", "parcels")])
def test_a_passing_fault_is_told_and_never_kept(reader: str, only: str, make_park: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    make_park(**_half(flood=FLOOD), land_cover=LAND_COVER)
    with monkeypatch.context() as faulty:
        _fails(faulty, taking if only == "parcels" else layer_questions, reader, PASSING["disk fault"], only)
        for ask in (lambda: inventory("prove", NOW), lambda: taking.classify("prove", NOW)):
            with pytest.raises(LanduseError) as refused:
                ask()
            assert refused.value.code == "not_now"
        assert kept_files() == []
    assert "FAILED" not in set(pd.concat(_facts()).status)


def test_a_broken_table_is_an_answer_that_stays(make_park: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    make_park(**_half(flood=FLOOD))
    _fails(monkeypatch, layer_questions, "read_layer", LASTING["not a table"], "flood")
    taking.classify("prove", NOW)
    forget()
    assert {row.status for one in _facts() for row in one.itertuples() if row.layer_id == "flood"} == {"FAILED"}


def _facts() -> list[pd.DataFrame]:
    found = taking.answer(taking.snapshot_id("prove", NOW))
    return [found.unit_facts(unit_id) for unit_id in found.units.index]


def test_ground_for_a_proposal_is_not_kept_as_failed_either(make_park: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    park = make_park(**_half(flood=FLOOD))
    with monkeypatch.context() as faulty:
        _fails(faulty, read_ground, "rows_that_speak", PASSING["memory"], "land_resource")
        with pytest.raises(LanduseError) as refused:
            read_ground.read_ground(park, park.epsg, NOW)
        assert refused.value.code == "not_now"
    assert not read_ground.read_ground(park, park.epsg, NOW).failed


def test_files_that_are_replaced_while_they_are_read_are_not_kept_under_the_old_name(
    make_park: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_park(**_half())
    find = taking.find_units

    def and_meanwhile(park: object, on: date) -> object:
        found = find(park, on)
        make_park(**_half(flood=FLOOD))
        return found

    monkeypatch.setattr(taking, "find_units", and_meanwhile)
    with pytest.raises(LanduseError) as refused:
        taking.classify("prove", NOW)
    assert refused.value.code == "not_now" and kept_files() == []


def test_reasons_are_told_as_they_are() -> None:
    assert passing_reason(OSError(errno.ENOSPC, "No space left on device")) == "No space left on device"
    assert passing_reason(ValueError("row 7 is broken")) is None
    assert LanduseError("not_now", what="Verdal", reason=passing_reason(MemoryError())).text("en").count("memory is used up") == 1
