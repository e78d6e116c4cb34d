"""The inventory of a park on a date: what was found in it, with the decisions that hold."""

from datetime import date

import geopandas as gpd

from actions.once import once
from actions.units.classify import answer, live_id, snapshot_id
from actions.units.kept_baseline import frozen_at
from landuse.units import inventory as reason
from parks.park import data_root, read_park
from register import decisions
from register.engine import open_register
from register.snapshots import SnapshotId


def inventory(park_id: str, on: date) -> gpd.GeoDataFrame:
    """One row per land unit, indexed by unit_id, in the park's work CRS (see landuse.units.inventory).

    On the day that the baseline is frozen for it is the frozen one, with what people had said then.

    Raises
    ------
    LanduseError : unknown park, or layers that do not allow an answer
    """
    return _of(snapshot_id(park_id, on))


def live_inventory(park_id: str, on: date) -> gpd.GeoDataFrame:
    """What the inventory would be with the data, the method and people's word as they are now, whether that day is frozen or not."""
    return _of(live_id(park_id, on))


def _of(snapshot: SnapshotId) -> gpd.GeoDataFrame:
    decided = decisions.version(open_register(data_root()), snapshot.park_id)
    return _inventory(str(data_root()), snapshot, decided.key).copy(deep=False)  # pandas copies what a caller changes


@once(maxsize=32)
def _inventory(_root: str, snapshot: SnapshotId, _decided: str) -> gpd.GeoDataFrame:
    if frozen_at(snapshot) is not None:
        return answer(snapshot).units
    said = decisions.live(open_register(data_root()), snapshot.park_id, snapshot.on, read_park(snapshot.park_id).epsg)
    return reason.inventory(answer(snapshot).units, said, on=snapshot.on)
