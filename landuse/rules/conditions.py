"""Conditions of the rule files: which rows meet `[fact, operator, value]`."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

_OPERATORS = {
    "==": lambda values, wanted: values == wanted,
    ">=": lambda values, wanted: values >= wanted,
    "<": lambda values, wanted: values < wanted,
    "in": lambda values, wanted: values.isin(wanted),
}


def holds(evidence: pd.DataFrame, conditions: Iterable[list]) -> np.ndarray:
    """Which rows meet all of the conditions `[fact, operator, value]`."""
    met = np.ones(len(evidence), dtype=bool)
    for fact, operator, wanted in conditions:
        met &= np.asarray(_OPERATORS[operator](evidence[fact], wanted), dtype=bool)
    return met
