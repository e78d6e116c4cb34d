"""Share whole numbers so that the parts sum to the whole exactly: by the largest remainder, level by level."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

_STEADY_DECIMALS = 6  # sums that differ in their last bits give the same shares


def whole_parts(parts: Sequence[float], total: int) -> np.ndarray:
    """Whole numbers in proportion to the parts that sum to the total; ties go to the part that comes first.

    Parts that are all nothing share the total evenly.
    """
    given = np.asarray(parts, dtype=float)
    weight = given if given.sum() > 0 else np.ones(len(given))
    exact = np.round(weight * (total / weight.sum()), _STEADY_DECIMALS)
    floor = np.floor(exact).astype("int64")
    missing = int(total - floor.sum())
    order = np.argsort(-(exact - floor), kind="stable")
    floor[order[:missing]] += 1
    return floor


def whole_tree(parts: pd.Series, total: int) -> pd.Series:
    """Whole numbers for a table of parts by several keys, so that the sums by each leading key are exact as well.

    Parameters
    ----------
    parts : indexed by several levels; the total is shared over the first, each share over the second, and so on

    Returns
    -------
    on the same index, each part and each sum within 1 of what it was
    """
    shared = pd.Series(0, index=parts.index, dtype="int64")
    _share(parts.reset_index(drop=True), [parts.index.get_level_values(n) for n in range(parts.index.nlevels)], total, shared)
    return shared


def _share(parts: pd.Series, levels: list[pd.Index], total: int, shared: pd.Series) -> None:
    if not levels or len(parts) == 1:
        shared.iloc[parts.index] = whole_parts(parts, total)
        return
    sums = parts.groupby(levels[0][parts.index], sort=False).sum()
    for key, share in zip(sums.index, whole_parts(sums, total)):
        _share(parts[levels[0][parts.index] == key], levels[1:], int(share), shared)
