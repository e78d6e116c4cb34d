"""What the kernel is meant to reach, and whether it did."""

from collections.abc import Iterator, Sequence

from bench.measure import Kept, Run, median

_LESS = {"PostGIS": 20, "SedonaDB": 10, "geopandas.overlay": 15, "GEOS, crossing pairs alone": 8}
_RASTER, _PIPELINE_S, _GROWTH, _GROWN = 50, 8.0, 1.05, 300_000
_OURS = "Parkareal"


def verdicts(kept: Kept, sizes: Sequence[int]) -> Iterator[str]:
    """A line per goal at the largest size that was run side by side: reached, or by how much not; nothing where not measured."""
    parcels = max(sizes)
    yield "| goal | outlines | measured | |\n|---|---|---|---|"
    for style in ("rich", "simple"):
        ours = _newest(kept, style, parcels)
        if not ours:
            yield f"| all at {parcels:,} | {style} | not measured | |"
            continue
        for rival, times in _LESS.items():
            yield _ratio_row(
                f"overlay ≥ {times} × less CPU than {rival}", style, _stage(kept, rival, style, parcels, "overlay"), ours, times
            )
        exact = _stage(kept, "exactextract", style, parcels, "raster")
        yield _ratio_row(f"raster ≥ {_RASTER} × less than exactextract", style, exact, ours, _RASTER, "raster")
        if parcels == 100_000:
            seconds = median(sum(run.said["stages"][stage] for stage in ("read", "overlay", "raster")) for run in ours)
            checked = median(run.said["stages"]["validate"] for run in ours)
            yield _row(
                f"read + overlay + raster ≤ {_PIPELINE_S:.0f} CPU s (validation beside it: {checked:.1f})",
                style,
                f"{seconds:.2f} s",
                seconds <= _PIPELINE_S,
            )


def growth_verdict(slope: float, largest: int) -> str:
    """The line for the growth exponent; a verdict only where it was fitted up to the largest size asked for."""
    goal = f"growth exponent ≤ {_GROWTH} up to {_GROWN:,}"
    if largest < _GROWN:
        return f"| {goal} | rich | {slope:.2f} up to {largest:,} | not measured so far |"
    return _row(goal, "rich", f"{slope:.3f}", slope <= _GROWTH)


def _ratio_row(goal: str, style: str, theirs: float, ours: Sequence[Run], times: float, stage: str = "overlay") -> str:
    mine = median(run.said["stages"][stage] for run in ours)
    if theirs != theirs:
        return f"| {goal} | {style} | not measured | |"
    return _row(goal, style, f"{theirs / mine:.1f} × ({theirs:.1f} s against {mine:.2f} s)", theirs / mine >= times)


def _row(goal: str, style: str, measured: str, reached: bool) -> str:
    return f"| {goal} | {style} | {measured} | {'reached' if reached else '**not reached**'} |"


def _newest(kept: Kept, style: str, parcels: int) -> list[Run]:
    runs = kept.find(_OURS, style, parcels)
    return [run for run in runs if run.code == runs[-1].code]


def _stage(kept: Kept, rival: str, style: str, parcels: int, stage: str) -> float:
    return median(run.said["stages"].get(stage, 0.0) for run in kept.find(rival, style, parcels))
