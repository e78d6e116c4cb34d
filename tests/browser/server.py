"""Start the app over a data root, and Chromium without a word to the outside; for tests and screenshots."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CHROMIUM_ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)
HOSTILE = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'
READY = ".map[data-ready]:not([data-ready=''])"
_START_SECONDS = 600  # to end a test that hangs, not to judge a busy machine
_IDLE_S = 0.1
UNIT_ON_SCREEN = """([id, hostile]) => {
  const root = [...document.querySelectorAll("*")].map(e => e.shadowRoot).find(r => r && r.querySelector(".map"));
  const div = root.querySelector(".map"), map = div.leafletMap, units = div.parkUnits, box = div.getBoundingClientRect();
  const order = [...Array(units.count).keys()].sort((a, b) => units.facts.area_m2[b] - units.facts.area_m2[a]);
  for (const index of order) {
    const middle = units.middle(index), unit = units.fact(index);
    const spot = map.latLngToContainerPoint(L.CRS.EPSG3857.unproject(L.point(...middle))), x = spot.x + box.x, y = spot.y + box.y;
    const bare = document.elementFromPoint(x, y)?.shadowRoot === root && div.contains(root.elementFromPoint(x, y));
    const seen = units.at(middle, 0) === index && spot.y > 0 && y > 0 && y < innerHeight - 20 && bare;
    if ((seen || id) && (!id || unit.unit_id === id) && (!hostile || unit.name?.includes("onerror"))) return { id: unit.unit_id, x, y };
  }
}"""


def serve(data_root: Path, log: Path, more: dict[str, str] | None = None) -> tuple[subprocess.Popen, str]:
    """Start the app over a data root, with more in its environment, and wait until it answers; gives the process and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    environment = os.environ | {"PARKAREAL_DATA": str(data_root)} | (more or {})
    with log.open("w") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return process, address
    stop(process)
    raise RuntimeError(f"no answer within {_START_SECONDS} s: {log.read_text()}")


def stop(process: subprocess.Popen) -> None:
    """End the server that `serve` started."""
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=20)


def worked_s(pid: int) -> float:
    """Processor seconds of a process so far, all its threads together (proc(5): utime and stime)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rested(pid: int) -> None:
    """Wait until the server has done what it does at its start (views/web/warm.py): ten seconds with next to no work."""
    before = -1.0
    while (now := worked_s(pid)) - before > _IDLE_S:
        before = now
        time.sleep(10)


def ready(page: "Page", seconds: float = 30) -> None:  # noqa: F821  Playwright is imported only where it is used
    """Wait until the units, or the parks of Norway, are drawn."""
    page.locator(READY).first.wait_for(timeout=seconds * 1000)
