"""What two land covers say happened, in kinds of nature: what became built ground between their years."""

from functools import cache

import geopandas as gpd
import pandas as pd

from landuse import schema
from landuse.cover_matrix import change_matrix_m2
from landuse.rules import FOLDER
from landuse.zonal import Grid

_BUILT = "grey"


def built_since_m2(regions: gpd.GeoDataFrame, before: Grid, after: Grid) -> pd.DataFrame:
    """Area that was nature in the first land cover and is built in the second, by kind and region, true m².

    Parameters
    ----------
    regions : polygons in the CRS of the rasters, indexed by name
    before, after : rasters of WorldCover codes, on one grid or on two

    Returns
    -------
    one row per region, one column per kind of nature; ground that either year says nothing of is left out
    """
    return nature_to_built(change_matrix_m2(regions, before, after), regions.index)


def nature_to_built(matrix_m2: pd.Series, regions: pd.Index) -> pd.DataFrame:
    """The part of a change matrix (`change_matrix_m2`) that was nature and became built, by region and kind."""
    return _between(matrix_m2, regions, "before", "after")


def built_to_nature(matrix_m2: pd.Series, regions: pd.Index) -> pd.DataFrame:
    """The part of a change matrix that was built and became nature, by region and the kind that it became."""
    return _between(matrix_m2, regions, "after", "before")


def _between(matrix_m2: pd.Series, regions: pd.Index, nature: str, built: str) -> pd.DataFrame:
    table = matrix_m2.rename("area_m2").reset_index()
    table["kind"], table["other"] = table[nature].map(kinds()), table[built].map(kinds())
    table = table[(table["other"] == _BUILT) & table["kind"].isin(schema.GREENFIELD_KINDS)]
    wide = table.pivot_table(index="region", columns="kind", values="area_m2", aggfunc="sum", fill_value=0.0)
    return wide.reindex(index=regions, columns=list(schema.GREENFIELD_KINDS), fill_value=0.0)


@cache
def kinds() -> dict[int, str]:
    """The kind of nature of each WorldCover code."""
    rows = pd.read_csv(FOLDER / "cover_kinds.csv")
    return dict(zip(rows["code"], rows["kind"], strict=True))
