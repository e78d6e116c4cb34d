"""What was true on a date: rows carry valid_from and valid_to, half-open, blank meaning open."""

from datetime import date

import pandas as pd


def valid_on(frame: pd.DataFrame, on: date) -> pd.DataFrame:
    """The rows in force on a date: valid_from ≤ date < valid_to; a frame without the columns is returned whole."""
    day = pd.Timestamp(on)
    keep = pd.Series(True, index=frame.index)
    if "valid_from" in frame:
        starts = pd.to_datetime(frame["valid_from"])
        keep &= starts.isna() | (starts <= day)
    if "valid_to" in frame:
        ends = pd.to_datetime(frame["valid_to"])
        keep &= ends.isna() | (ends > day)
    return frame[keep]
