"""What the kernel is meant to reach, and whether it did."""

from collections.abc import Iterator, Sequence

from bench.contenders import EXACT, GEOS, OURS, OURS_STREAMED
from bench.growth import exponent, local_exponent
from bench.measure import Kept, Run, median

_LESS = {"PostGIS": 20, "SedonaDB": 10, "geopandas.overlay": 15, GEOS: 8}
_RASTER, _PIPELINE_S, _GROWTH, _PEAK_MB = 50, 8.0, 1.05, 2048
_ASKED_AT, _IN_MEMORY_TO, _STREAMED_TO = 100_000, 300_000, 1_000_000


def verdicts(kept: Kept, sizes: Sequence[int]) -> Iterator[str]:
    """A line per goal at the largest size that was run side by side: reached, or by how much not; not measured where it was not.

    Goals are set at 100 000 parcels: a smaller look is given without a verdict.
    """
    parcels = max(sizes)
    yield f"| goal, at {parcels:,} parcels | outlines | measured | |\n|---|---|---|---|"
    for style in ("rich", "simple"):
        ours = kept.newest(OURS, style, parcels)
        if not ours:
            yield f"| all at {parcels:,} | {style} | not measured | |"
            continue
        for rival, times in _LESS.items():
            yield _ratio_row(f"overlay ≥ {times} × less CPU than {rival}", kept.find(rival, style, parcels), ours, times)
        yield _ratio_row(f"raster ≥ {_RASTER} × less than exactextract", kept.find(EXACT, style, parcels), ours, _RASTER, "raster")
        if parcels == _ASKED_AT:
            yield _pipeline_row(style, ours)
    yield from _growth_rows(kept)


def _growth_rows(kept: Kept) -> Iterator[str]:
    yield _growth_row(kept, OURS, f"all in memory up to {_IN_MEMORY_TO:,}", _IN_MEMORY_TO)
    yield _growth_row(kept, OURS_STREAMED, f"by tile up to {_STREAMED_TO:,}", _STREAMED_TO)
    runs = kept.newest(OURS_STREAMED, "rich", _STREAMED_TO)
    peak = max((run.peak_mb for run in runs), default=float("nan"))
    memory = f"≤ 2 GB a worker, by tile at {_STREAMED_TO:,}"
    yield _row(memory, "rich", f"{peak:,.0f} MB", peak <= _PEAK_MB) if runs else f"| {memory} | rich | not measured | |"


def _growth_row(kept: Kept, contender: str, how: str, largest: int) -> str:
    """Both the fit over all sizes and the slope between the two largest have to do: a fit alone is flattered by what every process pays."""
    goal = f"growth exponent ≤ {_GROWTH}, {how}"
    slope, points = exponent(kept, contender)
    if len(points) < 2 or points[-1][0] < largest:
        return f"| {goal} | rich | not measured | |"
    last = local_exponent(points)
    return _row(goal, "rich", f"{slope:.3f}; {last:.3f} between the two largest", max(slope, last) <= _GROWTH)


def _pipeline_row(style: str, ours: Sequence[Run]) -> str:
    seconds = median(sum(run.said["stages"][stage] for stage in ("read", "overlay", "raster")) for run in ours)
    checked = median(run.said["stages"]["validate"] for run in ours)
    goal = f"read + overlay + raster ≤ {_PIPELINE_S:.0f} CPU s (validation beside it: {checked:.2f})"
    return _row(goal, style, f"{seconds:.2f} s", seconds <= _PIPELINE_S)


def _ratio_row(goal: str, theirs: Sequence[Run], ours: Sequence[Run], times: float, stage: str = "overlay") -> str:
    style, mine = ours[0].style, median(run.said["stages"][stage] for run in ours)
    if not theirs:
        return f"| {goal} | {style} | not measured | |"
    rival = median(run.said["stages"][stage] for run in theirs)
    told = f"{rival / mine:.1f} × ({rival:.1f} s against {mine:.2f} s)"
    if ours[0].parcels < _ASKED_AT:
        return f"| {goal} | {style} | {told} | asked at {_ASKED_AT:,} |"
    return _row(goal, style, told, rival / mine >= times)


def _row(goal: str, style: str, measured: str, reached: bool) -> str:
    return f"| {goal} | {style} | {measured} | {'reached' if reached else '**not reached**'} |"
