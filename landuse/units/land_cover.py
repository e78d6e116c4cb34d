"""What a satellite's land cover says of each unit's ground: built, grey or green; it can say that nothing is at work there."""

from datetime import date

import pandas as pd

from landuse.rules import threshold
from landuse.units.asked import Asked, is_old

KINDS = {"built": ("50",), "grey": ("50", "60"), "green": ("10", "20", "30", "40", "80", "90", "95")}  # codes of the list worldcover


def newest(asked: pd.DataFrame) -> str | None:
    """The layer of the newest year that was asked; None where there is none."""
    years = sorted(layer_id for layer_id in asked["layer_id"].unique() if layer_id.startswith("land_cover"))
    return years[-1] if years else None


def or_seen_green(ground_asked: pd.Series, green_pct: pd.Series, layer_id: str | None, on: date | None) -> pd.Series:
    """Whether a map of the ground answered, a recent land cover that sees plants or water on nearly all of it being one too.

    A cover that sees built or bare ground says nothing: a yard and ground that waits for one look alike.
    """
    year = (layer_id or "").rpartition("_")[2]
    if not year.isdigit() or is_old("land_cover", date(int(year), 12, 31), on):
        return ground_asked
    return ground_asked.mask(green_pct >= threshold("green_cover_pct"), str(Asked.YES))
