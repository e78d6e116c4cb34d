"""How what it takes grows with the number of parcels: a table, a plot, an exponent."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.contenders import GROWTH, OURS, OURS_STREAMED, STREAMED
from bench.measure import Kept, median

_STYLE = "rich"
_STAGES = {OURS: ("read", "validate", "overlay", "raster", "sum"), OURS_STREAMED: ("streamed",)}
_SIZES = {OURS: GROWTH, OURS_STREAMED: STREAMED}
_COLOURS = {OURS: "#1f5c4d", OURS_STREAMED: "#b3541e"}

Points = list[tuple[int, float]]


def exponent(kept: Kept, contender: str) -> tuple[float, Points]:
    """Slope of log CPU against log parcels over the sizes that were run, and the medians it is fitted to."""
    points = [(n, _cpu_s(kept, contender, n)) for n in _SIZES[contender]]
    points = [(n, seconds) for n, seconds in points if np.isfinite(seconds)]
    if len(points) < 2:
        return float("nan"), points
    return float(np.polyfit(np.log([n for n, _ in points]), np.log([s for _, s in points]), 1)[0]), points


def local_exponent(points: Points) -> float:
    """The slope between the two largest sizes, where what every process pays once counts least."""
    if len(points) < 2:
        return float("nan")
    (less, before), (more, after) = points[-2:]
    return float(np.log(after / before) / np.log(more / less))


def growth_section(kept: Kept, folder: Path) -> str:
    """Table and plot; nothing where there are not two sizes yet."""
    fits = {contender: exponent(kept, contender) for contender in _SIZES}
    fits = {contender: fit for contender, fit in fits.items() if len(fit[1]) > 1}
    if not fits:
        return ""
    _draw(fits, folder / "growth.png")
    lines = [
        "## Growth\n",
        f"{_STYLE.capitalize()} outlines. All in memory: read, validate, overlay, raster and sum. By tile: as `python -m landuse overlay`",
        "does it, from files to a file, with true areas, in one process.\n",
    ]
    lines += ["| | parcels | runs | CPU s | CPU s per 100 000 | peak MB |", "|---|---|---|---|---|---|"]
    for contender, (_, points) in fits.items():
        for n, seconds in points:
            runs = kept.newest(contender, _STYLE, n)
            peak = max(run.peak_mb for run in runs)
            lines.append(f"| {contender} | {n:,} | {len(runs)} | {seconds:.1f} | {seconds * 1e5 / n:.1f} | {peak:,.0f} |")
    for contender, (slope, points) in fits.items():
        lines.append(f"\n{contender}: exponent {slope:.3f}; between the two largest {local_exponent(points):.3f}.")
    return "\n".join([*lines, "\n![growth](growth.png)\n"])


def _cpu_s(kept: Kept, contender: str, parcels: int) -> float:
    runs = kept.newest(contender, _STYLE, parcels)
    return median(sum(run.said["stages"].get(stage, 0.0) for stage in _STAGES[contender]) for run in runs)


def _draw(fits: dict[str, tuple[float, Points]], path: Path) -> None:
    """CPU seconds against parcels, both logarithmic."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6, 4), dpi=120)
    for contender, (slope, points) in fits.items():
        sizes, seconds = zip(*points)
        axes.loglog(sizes, seconds, "o-", color=_COLOURS[contender], label=f"{contender}: exponent {slope:.2f}")
    axes.loglog(sizes, _in_proportion(points), "--", color="#999999", label="in proportion")
    axes.set(xlabel="parcels", ylabel="CPU seconds")
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def _in_proportion(points: Sequence[tuple[int, float]]) -> list[float]:
    last, seconds = points[-1]
    return [seconds * n / last for n, _ in points]
