"""The nature account: farmland and nature that was taken, put back and is planned for, by kind, from inventories alone."""

import geopandas as gpd
import pandas as pd

from landuse.units import schema

KINDS = (*schema.GREENFIELD_KINDS, "water")
COLUMNS = (*KINDS, "not_mapped")
_BUILT_ON = ("taken_into_use", "partly", "newly_zoned", "nature_built")
_BY_PERSON = "set_by_person"


def taken_m2(pieces: pd.DataFrame, by_person: bool = False) -> pd.Series:
    """Nature on ground that came into use between two inventories, m² by kind (COLUMNS).

    The kinds are those that lay on the ground itself before. Ground that entered with a larger perimeter is not among it,
    nor is ground that the tool only became surer of.

    Parameters
    ----------
    pieces : movements.told_apart: cause, was, became, and what lay on each (piece_nature.COLUMNS)
    by_person : the ground of which a person said that it is in use, instead: what was said need not be what was done
    """
    moved = (pieces["was"] != "in_use") & (pieces["became"] == "in_use")
    caused = pieces["cause"].eq(_BY_PERSON) if by_person else pieces["cause"].isin(_BUILT_ON)
    return _columns(pieces[moved & caused]).sum()


def released_m2(pieces: pd.DataFrame) -> pd.Series:
    """Nature on vacant land that was taken out of the plan between two inventories, m² by kind (COLUMNS)."""
    return _columns(pieces[(pieces["was"] == "vacant") & (pieces["cause"] == "dezoned")]).sum()


def planned_m2(inventory: gpd.GeoDataFrame) -> pd.DataFrame:
    """Nature on land that a plan in force sets aside for building and that is still vacant, m² by kind (COLUMNS).

    Returns
    -------
    indexed by plan_year, the year of the plan that the land lies in; 0 where the plan has no date
    """
    vacant = inventory[inventory["class"] == schema.LandClass.VACANT]
    years = vacant["plan_date"].dt.year.fillna(0).astype(int).rename("plan_year")
    return _columns(vacant).groupby(years).sum()


def set_aside_m2(inventory: gpd.GeoDataFrame) -> pd.Series:
    """Nature on land that only a municipal plan or a draft sets aside for building, m² by kind (COLUMNS)."""
    return _columns(inventory[(inventory["axis"] == "potential") & ~inventory["class"].isin(schema.COUNTED)]).sum()


def _columns(units: pd.DataFrame) -> pd.DataFrame:
    named = pd.DataFrame(units[[schema.nature_column(kind) for kind in COLUMNS]])
    return named.set_axis(list(COLUMNS), axis=1)
