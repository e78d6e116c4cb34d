"""The whole job of a park, from its files to the screen: layers read, park classed, figures, first map; a process for each stage."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from math import log
from pathlib import Path
from shutil import copyfile

from bench.whole_park import write_park

SIZES = (300, 3_000, 10_000, 30_000)
KEPT = "whole_job.json"
_STAGES = ("classify", "status", "first_map", "plain")
_PLAIN_TO = 10_000  # plots; the peer is told of no more
_ROOT = Path(__file__).parent.parent
_OUTLINES = _ROOT / "tests" / "fixtures" / "municipalities.geojson"


def run(root: Path, plots: int) -> dict:
    """Make a park of about so many plots in an empty data root and take it through its stages.

    Raises
    ------
    RuntimeError : a stage failed; the error's text is its own
    """
    root.mkdir(parents=True, exist_ok=True)
    copyfile(_OUTLINES, root / "municipalities.geojson")
    rows = write_park(root, plots)
    stages = [name for name in _STAGES if name != "plain" or plots <= _PLAIN_TO]
    return {"plots": plots, "rows": rows, **{name: _stage(root, name) for name in stages}}


def measure(data: Path, quick: bool, say: Callable[[str], None], sizes: tuple[int, ...] = SIZES) -> None:
    """Take the figures of each size that is not in the data folder yet; a small look takes none."""
    found = _kept(data)
    for plots in () if quick else sizes:
        if any(one["plots"] == plots for one in found):
            continue
        with tempfile.TemporaryDirectory(prefix="parkareal-bench-") as folder:
            found.append(run(Path(folder) / "data", plots))
        say(f"whole job {plots}: {found[-1]}")
        (data / KEPT).write_text(json.dumps(found), encoding="utf-8")


def section(data: Path, quick: bool) -> str:
    """The figures as a part of the page."""
    found = [] if quick else sorted(_kept(data), key=lambda one: one["plots"])
    if not found:
        return ""
    rows = "\n".join(_row(one) for one in found)
    return f"## The whole job of a park\n\n{_ABOUT}\n{_HEAD}\n{rows}\n\n{_growth(found)}\n"


_ABOUT = (
    "Parks from a seed (`bench/whole_park.py`): streets that make one net, plots with about 26 corners, plans, buildings, records.\n"
    "Each stage is a process of its own; CPU seconds. *Plain geopandas* lays the same layers over each other and finds no ids, classes\n"
    "or reasons.\n"
)
_HEAD = (
    "| plots | units | read | class | ms a unit | classing, peak MB | status, with start | first map, with start | plain geopandas |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def _row(one: dict) -> str:
    first, units = one["classify"], one["classify"]["found"]
    classed_s, peer = first["stages"]["class"], one.get("plain")
    figures = [f"{first['stages']['read']:.1f}", f"{classed_s:.1f}", f"{1000 * classed_s / units:.2f}", f"{first['peak_mb']:,.0f}"]
    figures += [f"{one[name]['cpu_s']:.1f}" for name in ("status", "first_map")]
    figures.append(f"{sum(peer['stages'].values()):.1f}" if peer else "")
    return f"| {one['plots']:,} | {units:,} | {' | '.join(figures)} |"


def _growth(found: list[dict]) -> str:
    """How the time of classing grows with the units, from 3 000 plots on; what every process pays is the smaller parks' time."""
    large = [(one["classify"]["found"], one["classify"]["stages"]["class"]) for one in found if one["plots"] >= 3_000]
    if len(large) < 2:
        return "Growth: not measured."
    (few, less_s), (many, more_s) = large[0], large[-1]
    return f"Classing from {few:,} to {many:,} units grows with exponent {log(more_s / less_s) / log(many / few):.2f}."


def _stage(root: Path, name: str) -> dict:
    command = [sys.executable, "-m", "bench.job_stages", name]
    done = subprocess.run(command, cwd=_ROOT, env={**os.environ, "PARKAREAL_DATA": str(root)}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.strip().splitlines()[-1])


def _kept(data: Path) -> list[dict]:
    path = data / KEPT
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
