"""The vacant plots that reach a target with the least nature and farmland taken: exactly, and beside it a plain list by nature per daa."""

from dataclasses import dataclass

import highspy
import numpy as np
import pandas as pd

from landuse.words.errors import LanduseError

_EXACT = {
    "output_flag": False,
    "threads": 1,  # the same plots each time
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,  # whole m²: a better set takes at least one less
    "mip_feasibility_tolerance": 1e-9,
}


class _Quiet(highspy.Highs):
    """The solver without callbacks, which nobody asks for here: turning them on prints who made it, amid a command's JSON."""

    def enableCallbacks(self) -> None:
        """Nothing is called back."""


@dataclass(frozen=True)
class Chosen:
    """A set of plots, in the order that they were given.

    reaches : whether they are enough; where all plots together are not, the set is all of them
    """

    units: tuple[str, ...]
    counts_m2: int
    green_m2: int
    reaches: bool


def least_nature(plots: pd.DataFrame, needed_m2: int) -> Chosen:
    """Of all sets of plots that count for at least what is needed, one that takes the least; none of its plots can be left out.

    Parameters
    ----------
    plots : indexed by unit_id; counts_m2, what taking the plot gives towards the target, and green_m2, what it takes of nature,
        farmland and ground that nobody has mapped (which is never nought); whole numbers, not negative

    Raises
    ------
    LanduseError : pace_unsolved, where the solver does not answer

    Source
    ------
    Knapsack cover as a mixed integer programme, solved by HiGHS without a gap
    """
    useful = plots[plots["counts_m2"] > 0]
    if needed_m2 <= 0:
        return _chosen(plots, np.zeros(0, dtype=bool), useful, True)
    if int(useful["counts_m2"].sum()) < needed_m2:
        return _chosen(plots, np.ones(len(useful), dtype=bool), useful, False)
    taken = _solved(useful["counts_m2"].to_numpy(), useful["green_m2"].to_numpy(), needed_m2)
    return _chosen(plots, _without_needless(useful, taken, needed_m2), useful, True)


def by_list(plots: pd.DataFrame, needed_m2: int) -> Chosen:
    """The first plots of the plain list that together are enough."""
    ordered = plots.loc[plain_order(plots)]
    ordered = ordered[ordered["counts_m2"] > 0]
    before = ordered["counts_m2"].cumsum() - ordered["counts_m2"]
    return _chosen(plots, (before < needed_m2).to_numpy(), ordered, int(ordered["counts_m2"].sum()) >= needed_m2)


def plain_order(plots: pd.DataFrame) -> list[str]:
    """The plots by what they take for each daa, the least first, then the largest, then by id."""
    share = plots["green_m2"] / plots["area_m2"].where(plots["area_m2"] > 0)
    table = pd.DataFrame({"share": share, "area": -plots["area_m2"], "id": plots.index.astype(str)}, index=plots.index)
    return [str(name) for name in table.sort_values(["share", "area", "id"]).index]


def _chosen(plots: pd.DataFrame, mask: np.ndarray, of: pd.DataFrame, reaches: bool) -> Chosen:
    picked = of[mask] if len(mask) else of.iloc[:0]
    order = [str(name) for name in plots.index if name in set(picked.index)]
    return Chosen(tuple(order), int(picked["counts_m2"].sum()), int(picked["green_m2"].sum()), reaches)


def _solved(counts_m2: np.ndarray, green_m2: np.ndarray, needed_m2: int) -> np.ndarray:
    """Which plots the best set has. What the solver rounds is looked at again in whole numbers."""
    solver, count = _Quiet(), len(counts_m2)
    for name, value in _EXACT.items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(counts_m2, green_m2, needed_m2))
    solver.run()
    status = solver.getModelStatus()
    taken = np.round(np.asarray(solver.getSolution().col_value)[:count]).astype(bool)
    if status != highspy.HighsModelStatus.kOptimal or int(counts_m2[taken].sum()) < needed_m2:
        raise LanduseError("pace_unsolved", plots=count, reason=solver.modelStatusToString(status))
    return taken


def _model(counts_m2: np.ndarray, green_m2: np.ndarray, needed_m2: int) -> highspy.HighsLp:
    """A yes or no for each plot, the sum of what counts at least what is needed, the sum of what is taken as small as can be."""
    count = len(counts_m2)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, 1
    model.col_cost_ = green_m2.astype(float)
    model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
    model.row_lower_, model.row_upper_ = np.array([float(needed_m2)]), np.array([highspy.kHighsInf])
    model.integrality_ = [highspy.HighsVarType.kInteger] * count
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(count + 1)
    model.a_matrix_.index_ = np.zeros(count, dtype=np.int32)
    model.a_matrix_.value_ = counts_m2.astype(float)
    return model


def _without_needless(plots: pd.DataFrame, taken: np.ndarray, needed_m2: int) -> np.ndarray:
    """The set without plots that take nothing and are not needed, the smallest left out first."""
    left, over = taken.copy(), int(plots["counts_m2"].to_numpy()[taken].sum()) - needed_m2
    free = [place for place in np.flatnonzero(taken) if plots["green_m2"].iloc[place] == 0]
    for place in sorted(free, key=lambda one: (int(plots["counts_m2"].iloc[one]), one)):
        if plots["counts_m2"].iloc[place] <= over:
            left[place], over = False, over - int(plots["counts_m2"].iloc[place])
    return left
