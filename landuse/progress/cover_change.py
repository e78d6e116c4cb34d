"""What two land covers say happened, in kinds of nature: what became built ground between their years."""

from functools import cache

import pandas as pd

from landuse.rules import FOLDER
from landuse.units import schema

_BUILT = "grey"


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
