"""bench/RESULTS.md and its growth plot, from the runs that are kept."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.agreement import FRACTIONS, SUMS_REL, worst_sums
from bench.contenders import CONTENDERS, GROWTH
from bench.generate import STYLES
from bench.goals import growth_verdict, verdicts
from bench.measure import Kept, Run, median

_STAGES = ("read", "validate", "index", "candidates", "overlay", "raster", "sum")
OURS = "Parkareal"


def write_report(kept: Kept, sizes: Sequence[int], folder: Path, note: str = "") -> Path:
    """Table per data set, goals, growth, agreement, versions, machine."""
    parts = ["# Speed, side by side\n", _preface(), note]
    for style in STYLES:
        parts += [
            _table(kept, style, parcels) for parcels in sizes if any(run.style == style and run.parcels == parcels for run in kept.runs)
        ]
    slope, points = exponent(kept, "rich")
    grown = [growth_verdict(slope, points[-1][0]) + "\n"] if len(points) > 1 else []
    parts += ["## Goals\n", *verdicts(kept, sizes), *grown, _growth(kept, folder), _agreement(kept, sizes), _versions(kept)]
    path = folder / "RESULTS.md"
    path.write_text("\n".join(part for part in parts if part) + "\n", encoding="utf-8")
    return path


def exponent(kept: Kept, style: str) -> tuple[float, list[tuple[int, float]]]:
    """Slope of log CPU against log parcels over the sizes that were run, and the medians it is fitted to."""
    points = [(n, stage_s(kept.find(OURS, style, n), "read", "validate", "overlay", "raster", "sum")) for n in GROWTH]
    points = [(n, seconds) for n, seconds in points if np.isfinite(seconds)]
    if len(points) < 2:
        return float("nan"), points
    return float(np.polyfit(np.log([n for n, _ in points]), np.log([s for _, s in points]), 1)[0]), points


def stage_s(runs: Sequence[Run], *stages: str) -> float:
    """Median CPU seconds of stages taken together."""
    return median(sum(run.said["stages"].get(stage, 0.0) for stage in stages) for run in runs)


def _preface() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        "Per 100 000 parcels: 13 000 zones, 80 000 buildings, 200 000 polygons of land resource and a raster of 10 m, from a seed\n"
        "(`bench/generate.py`); rich outlines have 55 corners a parcel, simple ones 11. Everybody answers the same question: m² of each\n"
        "code on each parcel. CPU seconds (user and system) of whole processes, server included, medians of the runs that the table\n"
        "names; contenders took turns. Peak memory is of the contender's own process (PostGIS: of its client).\n"
        "`make bench` makes this page anew.\n\n"
        f"Machine: {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, Python {platform.python_version()}.\n"
    )


def _table(kept: Kept, style: str, parcels: int) -> str:
    stages = list(_STAGES)
    lines = [
        f"## {parcels:,} parcels, {style} outlines\n",
        "| | runs | " + " | ".join(f"{stage}, CPU s" for stage in stages) + " | whole process, CPU s | peak MB |",
        "|---|---|" + "---|" * (len(stages) + 2),
    ]
    for contender in CONTENDERS:
        runs = _newest(kept, contender.name, style, parcels)
        if runs:
            cells = [stage_s(runs, stage) if any(stage in run.said["stages"] for run in runs) else float("nan") for stage in stages]
            whole, peak = median(run.cpu_s for run in runs), median(run.peak_mb for run in runs)
            numbers = " | ".join("" if np.isnan(cell) else f"{cell:.2f}" for cell in cells)
            lines.append(f"| {contender.name} | {len(runs)} | {numbers} | {whole:.1f} | {peak:.0f} |")
    return "\n".join(lines) + "\n"


def _newest(kept: Kept, contender: str, style: str, parcels: int) -> list[Run]:
    """The runs of the newest state of the code."""
    runs = kept.find(contender, style, parcels)
    return [run for run in runs if run.code == runs[-1].code]


def _growth(kept: Kept, folder: Path) -> str:
    slope, points = exponent(kept, "rich")
    if len(points) < 2:
        return ""
    draw_growth(points, slope, folder / "growth.png")
    told = ", ".join(f"{n:,}: {seconds:.2f} s" for n, seconds in points)
    about = "Read, validate, overlay, raster and sum of the kernel, rich outlines"
    return f"## Growth\n\n{about}: {told}. Exponent {slope:.3f}.\n\n![growth](growth.png)\n"


def draw_growth(points: Sequence[tuple[int, float]], slope: float, path: Path) -> None:
    """CPU seconds against parcels, both logarithmic."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6, 4), dpi=120)
    sizes, seconds = zip(*points)
    axes.loglog(sizes, seconds, "o-", color="#1f5c4d", label=f"measured, exponent {slope:.2f}")
    axes.loglog(sizes, [seconds[0] * n / sizes[0] for n in sizes], "--", color="#999999", label="in proportion")
    axes.set(xlabel="parcels", ylabel="CPU seconds")
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def _agreement(kept: Kept, sizes: Sequence[int]) -> str:
    lines = ["## Agreement\n", "Largest relative difference of any class sum: vectors against GEOS, the raster against exactextract.\n"]
    lines += ["| | " + " | ".join(f"{style} {n:,}" for style in STYLES for n in sizes) + " |", "|---|" + "---|" * (2 * len(sizes))]
    columns = [worst_sums([run for run in kept.runs if (run.style, run.parcels) == (style, n)]) for style in STYLES for n in sizes]
    for contender in CONTENDERS:
        if any(contender.name in column for column in columns):
            cells = " | ".join(f"{column[contender.name]:.1e}" if contender.name in column else "" for column in columns)
            lines.append(f"| {contender.name} | {cells} |")
    limit = f"Asked: {SUMS_REL:.0e} for vectors; {FRACTIONS:.0e} for the raster, whose reference is in single precision."
    return "\n".join([*lines, f"\n{limit} rasterstats counts whole cells, which is another question.\n"])


def _versions(kept: Kept) -> str:
    said = {run.contender: run.said.get("version", "") for run in kept.runs}
    return "## Versions\n\n" + "\n".join(f"- {name}: {version}" for name, version in said.items() if name != OURS) + "\n"
