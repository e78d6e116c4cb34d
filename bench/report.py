"""bench/RESULTS.md and its growth plot, from the runs that are kept."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.agreement import FRACTIONS, PIECE_M, PIECE_M2, SUMS_REL, worst_pieces, worst_sums
from bench.contenders import CONTENDERS, OURS, OURS_STREAMED
from bench.generate import STYLES
from bench.goals import verdicts
from bench.growth import growth_section
from bench.measure import Kept, Run, median

_STAGES = ("read", "validate", "index", "candidates", "overlay", "raster", "sum")


def write_report(kept: Kept, sizes: Sequence[int], data: Path, folder: Path, note: str = "", more: Sequence[str] = ()) -> Path:
    """Goals, table per data set, growth, agreement, further parts, versions, machine."""
    parts = ["# Speed, side by side\n", _preface(kept), f"{note}\n" if note else None, "## Goals\n", *verdicts(kept, sizes), ""]
    for style in STYLES:
        run_at = {run.parcels for run in kept.runs if run.style == style}
        parts += [_table(kept, style, parcels) for parcels in sizes if parcels in run_at]
    parts += [growth_section(kept, folder), _agreement(kept, sizes), _pieces(data, sizes), *more, _versions(kept)]
    path = folder / "RESULTS.md"
    path.write_text("\n".join(part for part in parts if part is not None) + "\n", encoding="utf-8")
    return path


def _preface(kept: Kept) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    loads = [run.load for run in kept.runs if np.isfinite(run.load)]
    busy = f"Processes that wanted a core as runs began: {min(loads):.0f} to {max(loads):.0f}, median {median(loads):.0f}." if loads else ""
    return (
        "Per 100 000 parcels: 13 000 zones, 80 000 buildings, 200 000 polygons of land resource and a raster of 10 m, from a seed\n"
        "(`bench/generate.py`); rich outlines have 55 corners a parcel, simple ones 11. Everybody answers the same question: m² of each\n"
        "code on each parcel. CPU seconds (user and system) of whole processes, server included, medians of the runs that the table\n"
        "names; contenders took turns. Peak memory is of the contender's own process (PostGIS: of its client), and not told below the\n"
        "bench's own, about 220 MB.\n"
        "`make bench` makes this page anew.\n\n"
        f"Machine: {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, Python {platform.python_version()}. {busy}\n"
    )


def _table(kept: Kept, style: str, parcels: int) -> str:
    lines = [
        f"## {parcels:,} parcels, {style} outlines\n",
        "| | runs | " + " | ".join(f"{stage}, CPU s" for stage in _STAGES) + " | whole process, CPU s | peak MB |",
        "|---|---|" + "---|" * (len(_STAGES) + 2),
    ]
    for contender in CONTENDERS:
        runs = kept.newest(contender.name, style, parcels)
        if runs:
            lines.append(f"| {contender.name} | {len(runs)} | {_cells(runs)} |")
    return "\n".join(lines) + "\n"


def _cells(runs: Sequence[Run]) -> str:
    if any(run.was_stopped for run in runs):
        return " | ".join([*([""] * len(_STAGES)), f"stopped after {runs[-1].said['stopped_cpu_s']}", ""])
    named = {stage: [run.said["stages"][stage] for run in runs if stage in run.said["stages"]] for stage in _STAGES}
    numbers = " | ".join(f"{median(found):.2f}" if found else "" for found in named.values())
    return f"{numbers} | {median(run.cpu_s for run in runs):.1f} | {median(run.peak_mb for run in runs):.0f}"


def _agreement(kept: Kept, sizes: Sequence[int]) -> str:
    lines = ["## Agreement\n", "Largest relative difference of any class sum: vectors against GEOS, the raster against exactextract.\n"]
    lines += ["| | " + " | ".join(f"{style} {n:,}" for style in STYLES for n in sizes) + " |", "|---|" + "---|" * (2 * len(sizes))]
    columns = [worst_sums([run for run in kept.runs if (run.style, run.parcels) == (style, n)]) for style in STYLES for n in sizes]
    for contender in (*(one.name for one in CONTENDERS), OURS_STREAMED):
        if any(contender in column for column in columns):
            cells = " | ".join(f"{column[contender]:.1e}" if contender in column else "" for column in columns)
            lines.append(f"| {contender} | {cells} |")
    limit = f"Asked: {SUMS_REL:.0e} for vectors; {FRACTIONS:.0e} for the raster, whose reference is in single precision."
    return "\n".join([*lines, f"\n{limit} rasterstats counts whole cells, which is another question.\n"])


def _pieces(data: Path, sizes: Sequence[int]) -> str:
    """The worst piece of each data set: of ours against GEOS, and of the raster's fractions against exactextract."""
    lines = [
        f"The worst parcel and code of ours. Allowed from GEOS: {PIECE_M2:.0e} m² + {PIECE_M:.0e} m × the parcel's perimeter; "
        f"fractions of a parcel from exactextract: {FRACTIONS:.0e}.\n",
        "| | m² from GEOS | of what is allowed | fraction from exactextract |",
        "|---|---|---|---|",
    ]
    found = {f"{style} {n:,}": worst_pieces(data / f"{style}-{n}") for style in STYLES for n in sizes}
    lines += [
        f"| {name} | {one.piece_m2:.1e} | {one.of_allowed:.0%} | {one.fraction:.1e} |" for name, one in found.items() if one is not None
    ]
    return "\n".join(lines) + "\n" if len(lines) > 3 else ""


def _versions(kept: Kept) -> str:
    said = {run.contender: run.said["version"] for run in kept.runs if "version" in run.said}
    return "## Versions\n\n" + "\n".join(f"- {name}: {version}" for name, version in said.items() if name not in (OURS, OURS_STREAMED))
