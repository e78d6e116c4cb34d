"""The inventory of a park on a date: what was found in it, with the decisions that hold."""

from datetime import date

import geopandas as gpd

from actions.once import once
from actions.units.classify import answer, snapshot_id
from landuse.units import inventory as reason
from parks.park import data_root, read_park
from register import decisions
from register.engine import open_register
from register.snapshots import SnapshotId


def inventory(park_id: str, on: date) -> gpd.GeoDataFrame:
    """One row per land unit, indexed by unit_id, in the park's work CRS (see landuse.units.inventory).

    Raises
    ------
    LanduseError : unknown park, or layers that do not allow an answer
    """
    snapshot, decided = snapshot_id(park_id, on), decisions.version(open_register(data_root()), park_id)
    return _inventory(str(data_root()), snapshot, decided.key).copy(deep=False)  # pandas copies what a caller changes


@once(maxsize=32)
def _inventory(_root: str, snapshot: SnapshotId, _decided: str) -> gpd.GeoDataFrame:
    said = decisions.live(open_register(data_root()), snapshot.park_id, snapshot.on, read_park(snapshot.park_id).epsg)
    return reason.inventory(answer(snapshot).units, said, on=snapshot.on)
