"""What the ground that came into use since a day was then: by the baseline's own map, the land resource, or the nearest land cover."""

from datetime import date

import geopandas as gpd
import pandas as pd

from actions.progress.baseline_inputs import ground_then
from actions.units.inventory import inventory
from actions.units.kept_baseline import kept_baseline
from landuse.progress import nature_in_use
from landuse.progress.nature_in_use import KINDS
from parks.park import read_park
from parks.raster import read_grid
from parks.read import raster_path


def in_use_since_m2(park_id: str, then: date, now: date, pieces: pd.DataFrame) -> pd.Series:
    """Ground in use now and not then, by what it was then, m² by kind (nature_in_use.KINDS); grey ground and water are left out.

    Parameters
    ----------
    pieces : movements.pieces of the two days

    Raises
    ------
    LanduseError : layers that cannot be read
    """
    outlines = nature_in_use.newly_in_use(inventory(park_id, then), inventory(park_id, now), pieces)
    found = pd.Series(0.0, index=list(KINDS))
    left = outlines[~outlines.is_empty]
    for ground in _maps(park_id, then):
        if len(left) and len(ground):
            found = found.add(nature_in_use.kinds_m2(left, ground).drop("not_mapped").reindex(KINDS, fill_value=0.0))
            left = nature_in_use.unmapped(left, ground)
            left = left[~left.is_empty]
    return found.add(_by_cover(park_id, then, left)) if len(left) else found


def _maps(park_id: str, then: date) -> list[gpd.GeoDataFrame]:
    """The maps of that day, the kept one first: what is drawn otherwise since changes nothing of it."""
    park = read_park(park_id)
    frozen = kept_baseline(park)
    kept = [frozen.ground] if frozen is not None and frozen.on == then else []
    return [*kept, ground_then(park, then)]


def _by_cover(park_id: str, then: date, outlines: gpd.GeoSeries) -> pd.Series:
    """What the newest land cover that is not after the day says; all not mapped where there is none."""
    park = read_park(park_id)
    years = sorted(int(name.rsplit("_", 1)[1]) for name in park.layers if name.startswith("land_cover_"))
    seen = [year for year in years if year <= then.year]
    path = raster_path(park, f"land_cover_{seen[-1]}") if seen else None
    if path is None:
        return nature_in_use.not_mapped_m2(outlines)
    cover = read_grid(path, park.epsg)
    return nature_in_use.cover_kinds_m2(outlines, cover).reindex(KINDS, fill_value=0.0)
