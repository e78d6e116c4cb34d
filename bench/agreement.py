"""Results held against each other: class sums of every contender, and pieces against GEOS."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from bench.measure import Run

SUMS_REL = 1e-9  # class sums against GEOS
FRACTIONS = 1e-6  # of a parcel, against exactextract: what it gives is in single precision
_REFERENCE = "GEOS, crossing pairs alone"
_COUNTS_CELLS = "rasterstats"  # whole cells by their middle: another question


def worst_sums(runs: Sequence[Run]) -> dict[str, float]:
    """The largest relative difference of any class sum from GEOS' (vectors) or exactextract's (raster), by contender.

    `runs` : of one data set; contenders without a reference to be held against are left out
    """
    latest = {run.contender: run.said["sums"] for run in runs}
    reference = latest.get(_REFERENCE, {}) | latest.get("exactextract", {})
    found = {}
    for contender, sums in latest.items():
        if contender in (_REFERENCE, "exactextract", _COUNTS_CELLS):
            continue
        shared = [layer for layer in sums if layer in reference]
        differences = [_difference(sums[layer], reference[layer]) for layer in shared]
        if differences:
            found[contender] = max(differences)
    return found


def worst_piece_m2(ours: Path, theirs: Path) -> float:
    """The largest difference of any unit and code between two contenders' kept frames, m²."""
    ours_, theirs_ = (pd.read_parquet(path).set_index(["unit_id", "code"])["overlap_m2"] for path in (ours, theirs))
    ours_.index = ours_.index.set_levels(ours_.index.levels[1].astype(str), level=1)
    theirs_.index = theirs_.index.set_levels(theirs_.index.levels[1].astype(str), level=1)
    return float((ours_.sub(theirs_, fill_value=0.0)).abs().max())


def _difference(sums: dict[str, float], reference: dict[str, float]) -> float:
    codes = set(sums) | set(reference)
    return max(abs(sums.get(code, 0.0) - reference.get(code, 0.0)) / max(abs(reference.get(code, 0.0)), 1e-9) for code in codes)
