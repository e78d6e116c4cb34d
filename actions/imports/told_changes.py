"""The land units to look at again after what a newer file changed."""

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from actions.units.classify import answer, is_known, snapshot_id
from landuse.measure import crs
from landuse.measure.united import united
from landuse.quality.changes import Changes
from landuse.units.cut import SLIVER_M2
from parks.park import Park
from parks.shape_column import ShapeColumn


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
    shared = gpd.GeoSeries(shapely.intersection(units.geometry.to_numpy(), united(np.concatenate(near))), crs=units.crs)
    return crs.area_m2(shared).to_numpy() > SLIVER_M2
