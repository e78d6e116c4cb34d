"""What kind of ground an AR5 polygon is, in the detail that a case paper needs: farmland by quality, forest by productivity."""

from functools import cache

import geopandas as gpd
import pandas as pd

from landuse.progress import nature
from landuse.rules import FOLDER

AR5_CODES = ("ar5_arealtype", "ar5_skogbonitet", "ar5_treslag", "ar5_grunnforhold")
NOT_MAPPED = "not_mapped"


def kinds() -> tuple[str, ...]:
    """All kinds, farmland first."""
    return tuple(_table()["kind"])


def group_of(kind: str) -> str:
    """The one of `schema.NATURE_KINDS` that a kind belongs to."""
    return _groups()[kind]


def detail_of(land_resource: gpd.GeoDataFrame) -> pd.Series:
    """The kind of each AR5 polygon; what a polygon does not say is told as unsaid, never guessed.

    Constructed ground (grunnforhold 46) is grey before anything else, as in `nature.kind_of`.
    """
    group = nature.kind_of(land_resource)
    keys = land_resource["ar5_arealtype"].astype(object).fillna("") + "|"
    exact = keys + land_resource["ar5_skogbonitet"].astype(object).fillna("")
    detail = exact.map(_by_codes()).fillna(keys.map(_by_codes()))
    return detail.where(~group.isin(("grey", NOT_MAPPED)), group).rename("kind")


@cache
def _table() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "taken_kinds.csv", dtype=str, keep_default_na=False)


@cache
def _groups() -> dict[str, str]:
    return dict(zip(_table()["kind"], _table()["group"], strict=True))


@cache
def _by_codes() -> dict[str, str]:
    rows = _table()[_table()["ar5_arealtype"] != ""]
    return dict(zip(rows["ar5_arealtype"] + "|" + rows["ar5_skogbonitet"], rows["kind"], strict=True))
