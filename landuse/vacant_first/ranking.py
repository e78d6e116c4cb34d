"""The order of candidates: those that fit, those that may, those that fall short; among alike by weights that the user sees and sets."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from landuse.rules import table
from landuse.words.errors import LanduseError

WORDS = ("fits", "may_fit", "falls_short")
_LARGEST_WEIGHT = 10
_STEADY_DECIMALS = 9
_NOT_TOLD = 0.5  # what nobody tells of another park's plot is neither for it nor against it


def read_weights(said: Mapping[str, float | str] | None) -> dict[str, float]:
    """The importance of each criterion, 0–10; the tool's own where nothing is said.

    Raises
    ------
    LanduseError : weight_unknown, weight_invalid
    """
    own = {name: float(value) for name, value in table("vacant_first")["weights"].items() if name != "basis"}
    for name, value in (said or {}).items():
        if name not in own:
            raise LanduseError("weight_unknown", weight=name, known=", ".join(own))
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _LARGEST_WEIGHT:
            raise LanduseError("weight_invalid", weight=name, found=str(value)[:40], largest=_LARGEST_WEIGHT)
        own[name] = float(value)
    return own


def criteria(told: pd.DataFrame, needed_m2: float) -> pd.DataFrame:
    """How well each candidate does by each criterion, 0–1, 1 the best; it depends on no other candidate.

    Parameters
    ----------
    told : nature_m2, farmland_m2 (on what is needed; NaN: not told), met (0–1), step (0–4), conditions, area_m2, plots, availability (0–1),
        own_park
    """
    needed = max(needed_m2, 1.0)
    return pd.DataFrame(
        {
            "nature": (needed / (needed + told["nature_m2"])).fillna(_NOT_TOLD),
            "farmland": (needed / (needed + told["farmland_m2"])).fillna(_NOT_TOLD),
            "met": told["met"],
            "readiness": (told["step"] / 4).fillna(0.0),
            "conditions": 1 / (1 + told["conditions"]),
            "surplus": needed / (needed + (told["area_m2"] - needed).clip(lower=0.0)),
            "plots": 1 / told["plots"],
            "availability": told["availability"].fillna(_NOT_TOLD),
            "own_park": told["own_park"].astype(float),
        },
        index=told.index,
    )


def score(by_criterion: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """The weighted mean of the criteria, 0–1; 0 where all weights are 0."""
    total = sum(weights.values())
    if not total:
        return pd.Series(0.0, index=by_criterion.index)
    return (by_criterion[list(weights)] * pd.Series(dict(weights))).sum(axis=1).div(total).round(_STEADY_DECIMALS)


def word(answers: np.ndarray) -> np.ndarray:
    """0 fits, 1 may fit, 2 falls short, for each row of answers (1, 0, −1)."""
    if answers.shape[1] == 0:
        return np.zeros(len(answers), dtype=np.int64)
    worst = answers.min(axis=1)
    return np.where(worst > 0, 0, np.where(worst == 0, 1, 2))
