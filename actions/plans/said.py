"""The zones of a park as its own list of purposes and people's answers about its plans make them."""

import geopandas as gpd

from landuse.units import plans, zones
from landuse.units.plans import Answer
from parks.park import Park, data_root
from register import plan_answers
from register.engine import open_register


def answers(park: Park) -> list[Answer]:
    """What people's word of the park's plans is, the newest last."""
    return plan_answers.live(open_register(data_root()), park.id)


def said_zoning(park: Park, zoning: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The zones with what the park's adopted list and people say of them and of their plans."""
    return plans.answered(zones.counted_by_park(zoning, park.purposes), answers(park))
