"""The inventory of a park on a date: its snapshot, taken if need be, with the decisions that hold."""

from datetime import date
from functools import lru_cache

import geopandas as gpd

from actions.classify import classify
from landuse import inventory as reason
from layers._park import data_root, read_park
from register import decisions, snapshots
from register.engine import open_register
from register.snapshots import SnapshotId


def inventory(park_id: str, on: date) -> gpd.GeoDataFrame:
    """One row per land unit, indexed by unit_id, in the park's work CRS (see landuse.inventory).

    Raises
    ------
    LanduseError : unknown park, or layers that do not allow an answer
    """
    snapshot = classify(park_id, on)
    units = _snapshot(str(data_root()), snapshot)
    said = decisions.live(open_register(data_root()), park_id, on, read_park(park_id).epsg)
    return reason.inventory(units, said)


@lru_cache(maxsize=64)
def _snapshot(_root: str, snapshot: SnapshotId) -> gpd.GeoDataFrame:
    return snapshots.read(data_root(), snapshot)
