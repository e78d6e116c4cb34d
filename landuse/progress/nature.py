"""Nature on a piece of land: what the land resource says it is, and what two land covers say it became."""

from functools import cache

import geopandas as gpd
import pandas as pd

from landuse.measure import crs
from landuse.measure.overlap import overlap_areas
from landuse.rules import FOLDER
from landuse.units import schema


def kind_of(land_resource: gpd.GeoDataFrame) -> pd.Series:
    """The kind of nature of each AR5 polygon; constructed ground is grey before anything else.

    A code without a rule is `not_mapped`: it is named in the data report and never guessed.
    """
    table = _kinds()
    by_type = table[table["ar5_grunnforhold"] == ""].set_index("ar5_arealtype")["kind"]
    by_ground = table[table["ar5_grunnforhold"] != ""].set_index("ar5_grunnforhold")["kind"]
    kind = land_resource["ar5_grunnforhold"].map(by_ground)
    return kind.fillna(land_resource["ar5_arealtype"].map(by_type)).fillna("not_mapped").rename("kind")


def nature_m2(units: gpd.GeoDataFrame, land_resource: gpd.GeoDataFrame) -> pd.DataFrame:
    """How much of each kind of nature lies on each unit, whole true m², summing exactly to the unit.

    Parameters
    ----------
    units : needs area_m2; land_resource : AR5 without overlaps, the same projected CRS

    Returns
    -------
    indexed like the units, one column per kind (`nature_<kind>_m2`)
    """
    kinds = land_resource.assign(kind=kind_of(land_resource))
    shared = overlap_areas(units, kinds, "kind")["overlap_m2"].unstack(fill_value=0.0)
    shared = shared.reindex(index=units.index, columns=list(schema.NATURE_KINDS), fill_value=0.0)
    planar = pd.Series(crs.planar_area_m2(units.geometry), index=units.index)
    shared["not_mapped"] += (planar - shared.sum(axis=1)).clip(lower=0.0)
    summed = shared.sum(axis=1)
    true = shared.mul((units["area_m2"] / summed).where(summed > 0, 0.0), axis=0)  # what is left of rounding is no ground
    whole = schema.whole_rows(true, units["area_m2"])
    return whole.rename(columns=schema.nature_column)


@cache
def _kinds() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "nature_kinds.csv", dtype=str, keep_default_na=False)
