"""Results held against each other: class sums of every contender, and ours piece by piece against GEOS and exactextract."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from bench.contenders import COUNTED, EXACT, GEOS, OURS
from bench.measure import Run
from bench.rivals.stages import LAYERS

SUMS_REL = 1e-9  # class sums against GEOS
FRACTIONS = 1e-6  # of a parcel, against exactextract: what it gives is in single precision
PIECE_M2, PIECE_M = 1e-6, 1e-9  # what a piece may differ by: m², and m of the parcel's perimeter
KEPT_FRAMES = {OURS: "found-ours", GEOS: "found-geos", EXACT: "found-exactextract"}


@dataclass(frozen=True)
class Worst:
    """The largest differences of any parcel and code: m² from GEOS, as a share of what is allowed, and in fractions of a parcel."""

    piece_m2: float
    of_allowed: float
    fraction: float


def worst_sums(runs: Sequence[Run]) -> dict[str, float]:
    """The largest relative difference of any class sum from GEOS' (vectors) or exactextract's (raster), by contender.

    `runs` : of one data set; contenders without a reference to be held against are left out
    """
    latest = {run.contender: run.said["sums"] for run in runs}
    reference = latest.get(GEOS, {}) | latest.get(EXACT, {})
    found = {}
    for contender, sums in latest.items():
        if contender in (GEOS, EXACT, COUNTED):
            continue
        shared = [layer for layer in sums if layer in reference]
        differences = [_difference(sums[layer], reference[layer]) for layer in shared]
        if differences:
            found[contender] = max(differences)
    return found


def worst_pieces(folder: Path) -> Worst | None:
    """Our kept frames held against theirs; None where one is not there."""
    ours, geos, exact = (folder / name for name in KEPT_FRAMES.values())
    vectors = [kept / f"{layer}.parquet" for kept in (ours, geos) for layer in LAYERS]
    if not all(path.exists() for path in (*vectors, ours / "land_cover.parquet", exact / "land_cover.parquet")):
        return None
    units = gpd.read_parquet(folder / "parcels.parquet", columns=["unit_id", "geometry"]).set_index("unit_id")
    allowed = PIECE_M2 + PIECE_M * units.geometry.length
    apart = pd.concat([_apart(_pieces(ours, layer), _pieces(geos, layer)) for layer in LAYERS])
    fractions = _apart(*(_fractions(_pieces(kept, "land_cover")) for kept in (ours, exact)))
    share = apart.to_numpy() / allowed[apart.index.get_level_values("unit_id")].to_numpy()
    return Worst(float(apart.max()), float(share.max()), float(fractions.max()))


def _pieces(folder: Path, layer: str) -> pd.Series:
    found = pd.read_parquet(folder / f"{layer}.parquet")
    return found.assign(code=found["code"].astype(str)).set_index(["unit_id", "code"])["overlap_m2"]


def _fractions(pieces: pd.Series) -> pd.Series:
    return pieces / pieces.groupby(level="unit_id").transform("sum")


def _apart(ours: pd.Series, theirs: pd.Series) -> pd.Series:
    return ours.sub(theirs, fill_value=0.0).abs()


def _difference(sums: dict[str, float], reference: dict[str, float]) -> float:
    codes = set(sums) | set(reference)
    return float(np.max([abs(sums.get(code, 0.0) - reference.get(code, 0.0)) / max(abs(reference.get(code, 0.0)), 1e-9) for code in codes]))
