"""Nature that two satellite land covers saw becoming built, inside the perimeter and in a ring around it."""

from datetime import date
from functools import lru_cache

import geopandas as gpd

from actions.classify import fingerprint
from landuse import schema
from landuse.cover_change import built_since_m2
from landuse.numbers import M2_PER_DAA
from layers._park import Park, read_park
from layers._raster import read_grid
from layers._read import raster_path, read_layer

RING_M = 1000.0


def built_daa(park: Park, on: date) -> dict | None:
    """From nature to built between the two newest land covers on a date, daa by kind; None: fewer than two.

    Returns
    -------
    from_year, to_year, inside and ring: {kind: daa}

    Raises
    ------
    LanduseError : a raster cannot be read, or the two are not on one grid
    """
    years = sorted(int(name.rsplit("_", 1)[1]) for name in park.layers if name.startswith("land_cover_"))
    seen = [year for year in years if year <= on.year]
    if len(seen) < 2:
        return None
    return _built(park.id, fingerprint(park), seen[0], seen[-1], on)


@lru_cache(maxsize=64)
def _built(park_id: str, _fingerprint: str, from_year: int, to_year: int, on: date) -> dict:
    park = read_park(park_id)
    before, after = (read_grid(raster_path(park, f"land_cover_{year}"), park.epsg) for year in (from_year, to_year))
    inside = read_layer(park, "perimeter", on).union_all()
    ring = inside.buffer(RING_M).difference(inside)
    regions = gpd.GeoDataFrame(geometry=[inside, ring], index=["inside", "ring"], crs=park.epsg)
    areas = built_since_m2(regions, before, after) / M2_PER_DAA
    rows = {where: {kind: round(float(areas.loc[where, kind]), 1) for kind in schema.GREENFIELD_KINDS} for where in areas.index}
    return {"from_year": from_year, "to_year": to_year, **rows}
