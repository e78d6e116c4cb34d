"""How long people wait in large parks, as the browser sees it: `python -m tests.browser.speeds` writes docs/speed_pages.md.

python -m tests.browser.speeds [--times N] [--units N …] [--data FOLDER]   FOLDER: parks that large_park has made already
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.large_park import make_large_park, park_name
from tests.browser.server import CHROMIUM_ARGS, ROOT, serve, stop
from tests.browser.walk import settle

TABLE = ROOT / "docs" / "speed_pages.md"
_WAIT_MS = 600_000
_PARK_CHANGES = 30
FIRST_MAP_GOAL_S, CLICK_GOALS_S, OTHER_PARK_GOAL_S, HEAP_GOAL = 5.0, (0.5, 0.6), 0.6, 1.5
_PICK = """() => {
  const root = [...document.querySelectorAll("*")].map(e => e.shadowRoot).find(r => r && r.querySelector(".map"));
  const map = root.querySelector(".map").leafletMap, box = root.querySelector(".map").getBoundingClientRect(), found = [];
  map.eachLayer(l => {
    if (!l.feature?.properties.unit_id || l.options.pane !== "units") return;
    const spot = map.latLngToContainerPoint(l.getCenter());
    if (spot.x < 60 || spot.y < 60 || spot.x > box.width - 300 || box.y + spot.y > innerHeight - 40) return;
    if (l._containsPoint(map.latLngToLayerPoint(l.getCenter()))) {
      found.push({ id: l.feature.properties.unit_id, x: spot.x + box.x, y: spot.y + box.y, area: l.feature.properties.area_m2 });
    }
  });
  return found.sort((a, b) => b.area - a.area).slice(0, 40);
}"""


class Watch:
    """Counts what must be none: requests to others and errors."""

    def __init__(self, page: Page, address: str):
        self.faults: list[str] = []
        page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        own = (address, address.replace("http", "ws"), "data:", "blob:")
        page.on("request", lambda asked: None if asked.url.startswith(own) else self.faults.append(asked.url))


def measure(browser: Browser, address: str, park_ids: list[str], times: int) -> tuple[list[dict], list[str]]:
    """Waits of each park as rows, and every fault on the way."""
    rows, faults = [], []
    for park_id in park_ids:
        firsts = [_first_map(browser, address, park_id, faults) for _ in range(times)]
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        watch = Watch(page, address)
        _open(page, address, park_id)
        clicks = _clicks(page, times)
        rows.append({"park": park_id, "first map": _median(firsts), "click to card": _median(clicks)})
        faults += watch.faults
        page.close()
    return rows, faults


def park_changes(browser: Browser, address: str, parks: dict[str, str], times: int) -> tuple[dict, list[str]]:
    """From one park to another and back: the waits, and the heap after 30 changes beside that after the first."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    watch = Watch(page, address)
    park_ids = list(parks)
    _open(page, address, park_ids[0])
    waits, heaps = [], []
    for number in range(_PARK_CHANGES):
        other = park_ids[(number + 1) % 2]
        waits.append(_change(page, other, parks[other]))
        heaps.append(_heap(page))
    page.close()
    return {"other park": _median(waits[:times]), "heap after 30 changes": heaps[-1] / heaps[0]}, watch.faults


def _open(page: Page, address: str, park_id: str) -> None:
    page.goto(f"{address}/?park={park_id}", timeout=_WAIT_MS)
    page.locator(f".map[data-ready^='geo/{park_id}/']").wait_for(timeout=_WAIT_MS)
    settle(page, 600)


def _first_map(browser: Browser, address: str, park_id: str, faults: list[str]) -> float:
    """A browser that has nothing kept opens the park's address."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    watch = Watch(page, address)
    started = time.monotonic()
    page.goto(f"{address}/?park={park_id}", timeout=_WAIT_MS)
    page.locator(f".map[data-ready^='geo/{park_id}/']").wait_for(timeout=_WAIT_MS)
    waited = time.monotonic() - started
    context.close()
    faults += watch.faults
    return waited


def _clicks(page: Page, times: int) -> list[float]:
    waits = []
    for spot in page.evaluate(_PICK)[:times]:
        page.wait_for_timeout(600)
        page.mouse.move(spot["x"], spot["y"])
        started = time.monotonic()
        page.mouse.click(spot["x"], spot["y"])
        page.locator(f".card[data-unit='{spot['id']}']").wait_for(timeout=_WAIT_MS)
        waits.append(time.monotonic() - started)
    return waits


def _change(page: Page, park_id: str, name: str) -> float:
    page.wait_for_timeout(500)
    page.get_by_role("combobox").first.click()
    option = page.get_by_role("option", name=name, exact=True)
    option.wait_for()
    started = time.monotonic()
    option.click()
    page.locator(f".map[data-ready^='geo/{park_id}/']").wait_for(timeout=_WAIT_MS)
    waited = time.monotonic() - started
    settle(page, 600)
    return waited


def _heap(page: Page) -> float:
    """Bytes that the page holds on to, after the rubbish is gone."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return used


def _median(waits: list[float]) -> float:
    return statistics.median(waits)


def written(rows: list[dict], changed: dict, faults: list[str], times: int, loads: tuple[float, float]) -> str:
    """The table as Markdown, with what it was measured on."""
    lines = [f"| {row['park'].removeprefix('park')} | {row['first map']:.2f} | {row['click to card']:.2f} |" for row in rows]
    return "\n".join(
        [
            "# How long people wait in large parks",
            "",
            f"Measured {date.today().isoformat()} in headless Chromium with `python -m tests.browser.speeds`: medians of {times},",
            f"in seconds, on {os.cpu_count()} processors with a load of {loads[0]:.1f} before and {loads[1]:.1f} after.",
            "The parks are an example park laid side by side; their classes were found before.",
            "",
            "| units | first map | click to card |",
            "|---|---|---|",
            *lines,
            "",
            f"Another park of {rows[0]['park'].removeprefix('park')} units: {changed['other park']:.2f} s.",
            f"Heap after {_PARK_CHANGES} park changes beside that after the first: {changed['heap after 30 changes']:.2f} times.",
            f"Requests to other hosts and errors in the console: {len(faults)}.",
            "",
            f"Goals: click {CLICK_GOALS_S[0]} s and another park {OTHER_PARK_GOAL_S} s at 3 000 units; first map {FIRST_MAP_GOAL_S} s",
            f"and click {CLICK_GOALS_S[1]} s at 30 000; heap {HEAP_GOAL} times; no request to others, no error.",
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
    with tempfile.TemporaryDirectory() as folder:
        root = asked.data or Path(folder)
        twins = {f"park{asked.units[0]}{twin}": park_name(asked.units[0], twin) for twin in ("", "b")}
        if asked.data is None:
            make_large_park(root, asked.units[0], "b")
            for units in asked.units:
                make_large_park(root, units)
        before = os.getloadavg()[0]
        process, address = serve(root, Path(folder) / "server.log")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGS.split())
                parks = [f"park{units}" for units in asked.units]
                for park_id in {**twins, **dict.fromkeys(parks)}:  # the server is warm before anything is measured
                    _open(browser.new_page(), address, park_id)
                rows, faults = measure(browser, address, parks, asked.times)
                changed, more = park_changes(browser, address, twins, asked.times)
                browser.close()
        finally:
            stop(process)
    asked.out.write_text(written(rows, changed, faults + more, asked.times, (before, os.getloadavg()[0])), encoding="utf-8")
    if faults + more:
        sys.exit("\n".join(faults + more))


if __name__ == "__main__":
    main()
