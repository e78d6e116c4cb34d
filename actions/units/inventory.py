"""The inventory of a park on a date: its snapshot, taken if need be, with the decisions that hold."""

from datetime import date
from functools import lru_cache

import geopandas as gpd

from actions.units.classify import classify
from landuse.units import inventory as reason
from parks.park import data_root, read_park
from register import decisions, snapshots
from register.engine import open_register
from register.snapshots import SnapshotId


def inventory(park_id: str, on: date) -> gpd.GeoDataFrame:
    """One row per land unit, indexed by unit_id, in the park's work CRS (see landuse.units.inventory).

    Raises
    ------
    LanduseError : unknown park, or layers that do not allow an answer
    """
    snapshot, decided = classify(park_id, on), decisions.version(open_register(data_root()), park_id)
    return _inventory(str(data_root()), snapshot, decided).copy(deep=False)  # pandas copies what a caller changes


@lru_cache(maxsize=32)
def _inventory(_root: str, snapshot: SnapshotId, _decided: int) -> gpd.GeoDataFrame:
    units = _snapshot(_root, snapshot)
    said = decisions.live(open_register(data_root()), snapshot.park_id, snapshot.on, read_park(snapshot.park_id).epsg)
    return reason.inventory(units, said)


@lru_cache(maxsize=64)
def _snapshot(_root: str, snapshot: SnapshotId) -> gpd.GeoDataFrame:
    return snapshots.read(data_root(), snapshot)
