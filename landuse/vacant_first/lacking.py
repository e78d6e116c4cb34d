"""How much is lacking where a need fails, each need 0–1, so that near misses come before far ones."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from landuse.rules import table
from landuse.vacant_first import fits
from landuse.vacant_first.candidates import FAIL


def lacks(facts: pd.DataFrame, needs: Mapping[str, Any]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """How much each site lacks of the needs that `fits.answers` tells of, 0–1; 0 where it fits, and where nobody knows."""
    any_of, all_of = fits.answers(facts, needs)
    short = {need: facts[fits.measure(need)] - fits.limit(need, needs) for need in any_of | all_of if need in fits.AT_MOST}
    if "ready_by" in all_of:
        short["ready_by"] = (pd.to_datetime(facts["ready_on"]) - pd.Timestamp(needs["ready_by"])).dt.days
    shares = {
        need: _share_lacking(need, short.get(need, pd.Series(np.nan, facts.index)).to_numpy(dtype=float), needs) for need in any_of | all_of
    }
    told = {need: np.where(given == FAIL, shares[need], 0.0) for need, given in (any_of | all_of).items()}
    return {need: told[need] for need in any_of}, {need: told[need] for need in all_of}


def lack(rows: list[dict], needs: Mapping[str, Any]) -> float:
    """How much is lacking in rows of one candidate, summed over the needs that it fails: each 0–1."""
    failed = [row for row in rows if row["answer"] == FAIL]
    shorts = [np.array([np.nan if row.get("short") is None else row["short"]], dtype=float) for row in failed]
    return float(sum(_share_lacking(row["need"], short, needs)[0] for row, short in zip(failed, shorts, strict=True)))


def _share_lacking(need: str, short: np.ndarray, needs: Mapping[str, Any]) -> np.ndarray:
    """A shortage as a share: all of it where no number says how much, or where it is endless."""
    if need in fits.AT_MOST or need == "ready_by":
        days = table("vacant_first")["lacking"]["days"]
        half = fits.limit(need, needs) if need in fits.AT_MOST else days  # as much too far, steep or late lacks half
        with np.errstate(divide="ignore", invalid="ignore"):
            share = 1 - half / (short + half)
    else:
        share = short / needs[need] if isinstance(needs.get(need), (int, float)) else np.full(len(short), np.nan)
    return np.where(np.isfinite(share), np.clip(share, 0.0, 1.0), 1.0)
