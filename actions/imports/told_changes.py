"""What a newer file changed, as it is kept in a report: counts, the first names of each kind, and the land units to look at again."""

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from actions.units.classify import answer, is_known, snapshot_id
from landuse.measure import crs
from landuse.quality.changes import Changes
from landuse.units.cut import SLIVER_M2
from parks.park import Park
from parks.shape_column import ShapeColumn

_MOST = 50


def as_json(since: Changes | None) -> dict[str, Any] | None:
    """The changes as plain values; None where there was nothing to compare with."""
    if since is None:
        return None
    kinds = {name: getattr(since, name) for name in ("new", "gone", "renamed", "moved", "recoded")}
    counted = {name: len(found) for name, found in kinds.items()}
    return {"same": since.same, **counted, "named": {name: [*found[:_MOST]] for name, found in kinds.items()}}


def units_to_see(park: Park, since: Changes | None) -> list[str] | None:
    """The land units that lie where anything changed, by what was found in the park as it is; None where nobody has looked yet."""
    snapshot = snapshot_id(park.id, park.current_date())
    if since is None or since.ground is None or not is_known(snapshot):
        return None
    units = answer(snapshot).units
    return [str(unit) for unit in units.index[_touched(units, since.ground)]]


def _touched(units: gpd.GeoDataFrame, ground: ShapeColumn) -> Any:
    """Which units share more than an edge with the changed ground; lines touch what they cross."""
    tree, near = shapely.STRtree(units.geometry.to_numpy()), [np.empty(0, dtype=object)]
    for _, shapes in ground.parts():
        grown = shapely.buffer(shapes, 0.01)
        near.append(grown[np.unique(tree.query(grown)[0])])
    shared = gpd.GeoSeries(shapely.intersection(units.geometry.to_numpy(), shapely.union_all(np.concatenate(near))), crs=units.crs)
    return crs.area_m2(shared).to_numpy() > SLIVER_M2
