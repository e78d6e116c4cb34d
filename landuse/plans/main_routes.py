"""Public main roads and railways inside a park: ground of the account that says nothing of how its plots are used."""

import geopandas as gpd
import pandas as pd

from landuse.rules import threshold
from landuse.units.zones import Infrastructure

_NOT_PUBLIC = ("2", "3")  # eierform: shared, other
_TOUCH_M = 0.5


def main_routes(units: gpd.GeoDataFrame, known: pd.DataFrame, main_pct: pd.Series) -> pd.Series:
    """Which units are public main road or railway: transport zones that one covers, and the verges that follow such a zone.

    Parameters
    ----------
    units : owner_form (eierform of the zone: a shared or private way is no public road)
    known : infrastructure, zone_verge (landuse.units.evidence)
    main_pct : share of each unit under main roads and main tracks, percent
    """
    transport = (known["infrastructure"] == Infrastructure.TRANSPORT) & ~units["owner_form"].isin(_NOT_PUBLIC)
    main = transport & (main_pct >= threshold("main_route_pct"))
    way = transport & ~known["zone_verge"]
    verge = transport & known["zone_verge"] & ~main
    for unit in units.index[verge]:
        near = units.index[units.sindex.query(units.geometry[unit], predicate="dwithin", distance=_TOUCH_M)]
        ways = [other for other in near if way[other]]
        main[unit] = bool(ways) and all(main[other] for other in ways)
    return main.rename("main_route")
