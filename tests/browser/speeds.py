"""How long people wait in large parks, as the browser sees it: `python -m tests.browser.speeds` writes docs/speed_pages.md.

python -m tests.browser.speeds [--times N] [--units N …] [--data FOLDER]   FOLDER: parks that large_park has made already
"""

import argparse
import math
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from parks import gdal_fence

gdal_fence.limit_drivers()  # before the rooms that open files are loaded

from tests.browser.large_park import make_large_park, park_name
from tests.browser.server import CHROMIUM_ARGS, ROOT, rested, serve, stop, worked_s
from tests.browser.walk import settle

TABLE = ROOT / "docs" / "speed_pages.md"
_WAIT_MS = 600_000
_PARK_CHANGES = 30
_MEDIUM_UNITS = 3_000  # the goal of a click is the shorter one up to here
FIRST_MAP_GOAL_S, CLICK_GOALS_S, OTHER_PARK_GOAL_S, HEAP_GOAL = 5.0, (0.5, 0.6), 0.6, 1.5
_PICK = """() => {
  const root = [...document.querySelectorAll("*")].map(e => e.shadowRoot).find(r => r && r.querySelector(".map"));
  const div = root.querySelector(".map"), map = div.leafletMap, units = div.parkUnits, box = div.getBoundingClientRect(), found = [];
  const order = [...Array(units.count).keys()].sort((a, b) => units.facts.area_m2[b] - units.facts.area_m2[a]);
  for (const index of order) {
    const middle = map.latLngToContainerPoint(L.CRS.EPSG3857.unproject(L.point(...units.middle(index))));
    const x = Math.round(middle.x + box.x), y = Math.round(middle.y + box.y), spot = L.point(x - box.x, y - box.y);  // whole pixels
    if (spot.x < 60 || spot.y < 60 || spot.x > box.width - 300 || y > innerHeight - 40) continue;
    const place = L.CRS.EPSG3857.project(map.containerPointToLatLng(spot));
    if (units.at([place.x, place.y], 0) !== index || !div.contains(root.elementFromPoint(x, y))) continue;
    found.push({ id: units.facts.unit_id[index], x, y });
    if (found.length === 40) break;
  }
  return found;
}"""


def _watch(page: Page, address: str, faults: list[str]) -> None:
    """Note what must be none: requests to others and errors."""
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    own = (address, address.replace("http", "ws", 1), "data:", "blob:")
    page.on("request", lambda asked: None if asked.url.startswith(own) else faults.append(asked.url))


@dataclass(frozen=True)
class Wait:
    """One wait until what was asked for stands on the page, in seconds: by the clock, and at work in server and page."""

    clock_s: float
    server_s: float
    page_s: float


@dataclass(frozen=True)
class Row:
    """One line of the table: what was waited for at how many units, within which goal in seconds (None: none is set)."""

    what: str
    units: int
    goal_s: float | None
    waits: list[Wait]

    def line(self) -> str:
        """The row as Markdown."""
        clock, server, page = ([getattr(wait, name) for wait in self.waits] for name in ("clock_s", "server_s", "page_s"))
        goal = "–" if self.goal_s is None else f"{self.goal_s:.1f}"
        shown = (statistics.median(clock), min(clock), statistics.median(server), statistics.median(page))
        figures = " | ".join(f"{figure:.2f}" for figure in shown)
        return f"| {self.what} | {self.units} | {goal} | {figures} | {len(clock)} |"


class Meter:
    """Opens pages of the served app, takes times, and keeps all faults that it saw."""

    def __init__(self, browser: Browser, address: str, server_pid: int):
        self.browser, self.address, self.server_pid, self.growth = browser, address, server_pid, math.nan
        self.faults: list[str] = []

    def page(self) -> Page:
        """A page of a browser that has nothing kept."""
        page = self.browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        _watch(page, self.address, self.faults)
        return page

    def timed(self, page: Page, act: Callable[[], None]) -> Wait:
        """How long something takes, and the work meanwhile of the server and of the page's own thread."""
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        server, busy, started = worked_s(self.server_pid), _page_s(session), time.monotonic()
        act()
        waited = time.monotonic() - started
        wait = Wait(waited, worked_s(self.server_pid) - server, _page_s(session) - busy)
        session.detach()
        return wait

    def shown(self, page: Page, park_id: str) -> None:
        """Open a park's address and wait until its units are drawn."""
        page.goto(f"{self.address}/?park={park_id}", timeout=_WAIT_MS)
        _drawn(page, park_id)

    def first_map(self, park_id: str) -> Wait:
        """Somebody who was never here opens the park's address, the server being warm."""
        page = self.page()
        wait = self.timed(page, lambda: self.shown(page, park_id))
        page.context.close()
        return wait

    def clicks(self, park_id: str, times: int) -> list[Wait]:
        """Click one unit after another, each until its card stands there."""
        page = self.page()
        self.shown(page, park_id)
        settle(page, 600)
        waits = [self.timed(page, partial(_click, page, spot)) for spot in page.evaluate(_PICK)[:times]]
        page.context.close()
        return waits

    def park_changes(self, parks: dict[str, str]) -> list[Wait]:
        """From one park to another and back: the waits; keeps the heap after the last change beside that after the first."""
        page, ids = self.page(), list(parks)
        for park_id in (ids[1], ids[0]):  # the server knows both before anything is measured
            self.shown(page, park_id)
        waits, heaps = [], []
        for number in range(_PARK_CHANGES):
            other = ids[(number + 1) % 2]
            settle(page, 600)
            waits.append(self.timed(page, partial(_change, page, other)))
            settle(page, 600)
            heaps.append(_heap(page))
        page.context.close()
        self.growth = heaps[-1] / heaps[0]
        return waits


def _drawn(page: Page, park_id: str) -> None:
    page.locator(f".map[data-ready^='geo/{park_id}/']").wait_for(timeout=_WAIT_MS)


def _click(page: Page, spot: dict[str, Any]) -> None:
    page.mouse.click(spot["x"], spot["y"])
    page.locator(f".card[data-unit='{spot['id']}']").wait_for(timeout=_WAIT_MS)


def _change(page: Page, park_id: str) -> None:
    page.get_by_label("Park", exact=True).select_option(park_id)
    _drawn(page, park_id)


def _page_s(session: CDPSession) -> float:
    """Processor seconds of the page's main thread since it was first asked for."""
    return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}["TaskDuration"]


def _heap(page: Page) -> float:
    """Bytes that the page holds on to, after the rubbish is gone."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return used


def measure(meter: Meter, units: list[int], twins: dict[str, str], times: int) -> Iterator[Row]:
    """The rows, each as soon as it is there; the clicks come first, so that the server is warm for the first maps."""
    for count in units:
        yield Row("click to card", count, CLICK_GOALS_S[count > _MEDIUM_UNITS], meter.clicks(f"park{count}", times))
        yield Row("first map", count, FIRST_MAP_GOAL_S, [meter.first_map(f"park{count}") for _ in range(times)])
        if count == units[0]:
            yield Row("another park", count, OTHER_PARK_GOAL_S, meter.park_changes(twins))


def written(rows: list[Row], meter: Meter, loads: tuple[float, float], command: str) -> str:
    """The table as Markdown, with what it was measured on."""
    return "\n".join(
        [
            "# How long people wait in large parks",
            "",
            f"Measured {date.today().isoformat()} in headless Chromium (1440 × 900) with `{command}`, browser and server on one machine of",
            f"{os.cpu_count()} processors with a load (1 minute) of {loads[0]:.1f} before and {loads[1]:.1f} after.",
            "A load above the number of processors makes every wait longer: then the best and the processor seconds say more.",
            "The parks are an example park laid side by side; their classes were found before. Times in seconds.",
            "",
            "| until | units | goal | median | best | server at work | page at work | measured |",
            "|---|---:|---:|---:|---:|---:|---:|---:|",
            *(row.line() for row in rows),
            "",
            "*At work*: median processor seconds of the server and of the page's main thread. *First map*: nothing kept from before.",
            "",
            f"Heap after {_PARK_CHANGES} park changes beside that after the first: {meter.growth:.2f} times (goal: at most {HEAP_GOAL}).",
            f"Requests to other hosts and errors in the console: {len(meter.faults)} (goal: 0).",
            "",
        ]
    )


def main() -> None:
    """Make the parks, serve them, measure, write the table; 1 where there was a fault."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--units", type=int, nargs="*", default=[3_000, 30_000], help="the first has a twin to change to")
    parser.add_argument("--data", type=Path, help="a data root that has the parks already")
    parser.add_argument("--out", type=Path, default=TABLE)
    asked = parser.parse_args()
    twins = {f"park{asked.units[0]}{twin}": park_name(asked.units[0], twin) for twin in ("", "b")}
    with tempfile.TemporaryDirectory() as folder:
        root = asked.data or _made(Path(folder), asked.units)
        before = os.getloadavg()[0]
        process, address = serve(root, Path(folder) / "server.log")
        try:
            rested(process.pid)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGS.split())
                meter = Meter(browser, address, process.pid)
                rows, command = [], f"python -m tests.browser.speeds --times {asked.times} --units {' '.join(map(str, asked.units))}"
                for row in measure(meter, asked.units, twins, asked.times):  # written as it grows: this takes long
                    rows.append(row)
                    asked.out.write_text(written(rows, meter, (before, os.getloadavg()[0]), command), encoding="utf-8")
                browser.close()
        finally:
            stop(process)
    if meter.faults:
        sys.exit("\n".join(meter.faults))


def _made(root: Path, units: list[int]) -> Path:
    for count, twin in [(units[0], "b"), *((count, "") for count in units)]:
        make_large_park(root, count, twin)
    return root


if __name__ == "__main__":
    main()
