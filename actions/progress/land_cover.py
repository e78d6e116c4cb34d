"""What two satellite land covers saw happen inside the perimeter and in a ring around it."""

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from actions.once import once
from actions.units.classify import fingerprint, snapshot_id
from actions.units.inventory import inventory
from actions.units.kept_baseline import kept_baseline
from landuse.measure.cover_matrix import UNSEEN, change_matrix_m2
from landuse.measure.united import united
from landuse.progress.cover_change import built_to_nature, nature_to_built
from landuse.units import schema
from landuse.words import codelists, messages
from landuse.words.numbers import M2_PER_DAA
from parks.park import Park, data_root, read_park
from parks.raster import read_grid
from parks.read import raster_path, read_layer

RING_M = 1000.0
WHERE = ("inside", "entered", "ring")


@dataclass(frozen=True)
class Seen:
    """What the oldest and the newest land cover until a day say of one park.

    matrix_m2 : area by region (WHERE), class before and class after, true m²; UNSEEN where one of them says nothing.
        `entered` is ground that came into the perimeter after the baseline: what was built there was not built by the park
    """

    from_year: int
    to_year: int
    matrix_m2: pd.Series


def seen(park: Park, on: date) -> Seen | None:
    """What became what; None where the park has fewer than two land covers until the day. Read it, never change it.

    Raises
    ------
    LanduseError : a raster or the perimeter cannot be read
    """
    years = sorted(int(name.rsplit("_", 1)[1]) for name in park.layers if name.startswith("land_cover_"))
    known = [year for year in years if year <= on.year]
    if len(known) < 2:
        return None
    version = f"{data_root()} {fingerprint(park)} {snapshot_id(park.id, park.baseline_date)}"
    return _seen(park.id, version, known[0], known[-1], on)


def built_daa(park: Park, on: date) -> dict | None:
    """From nature to built between the two land covers, daa by kind; None: fewer than two.

    Returns
    -------
    from_year, to_year and, for each of WHERE, {kind: daa}

    Raises
    ------
    LanduseError : as `seen`
    """
    return _kinds_daa(seen(park, on), nature_to_built)


def restored_daa(park: Park, on: date) -> dict | None:
    """From built to nature between the two land covers, by the kind that it became; as `built_daa`."""
    return _kinds_daa(seen(park, on), built_to_nature)


def class_label(code: int, lang: str) -> str:
    """A class of the land cover in words; a code that the list has not got is shown as it is."""
    if code == UNSEEN:
        return messages.text(lang, "cover.unseen")
    return codelists.label("worldcover", str(code), lang) or str(code)


def _kinds_daa(what: Seen | None, measure: object) -> dict | None:
    if what is None:
        return None
    areas = measure(what.matrix_m2, pd.Index(WHERE)) / M2_PER_DAA
    rows = {where: {kind: round(float(areas.loc[where, kind]), 3) for kind in schema.GREENFIELD_KINDS} for where in WHERE}
    return {"from_year": what.from_year, "to_year": what.to_year, **rows}


@once(maxsize=64)
def _seen(park_id: str, _version: str, from_year: int, to_year: int, on: date) -> Seen:
    park = read_park(park_id)
    before, after = (read_grid(raster_path(park, f"land_cover_{year}"), park.epsg) for year in (from_year, to_year))
    return Seen(from_year, to_year, change_matrix_m2(_regions(park, on), before, after))


def _regions(park: Park, on: date) -> gpd.GeoDataFrame:
    """Ground inside at the baseline and now, ground that entered since, and the ring; those that are empty left out."""
    now = read_layer(park, "perimeter", on).union_all()
    then = _perimeter_then(park, on)
    inside = now if then.is_empty else shapely.intersection(now, then)
    shapes = dict(zip(WHERE, (inside, now.difference(inside), now.buffer(RING_M).difference(now)), strict=True))
    there = {where: shape for where, shape in shapes.items() if not shape.is_empty}
    return gpd.GeoDataFrame(geometry=list(there.values()), index=list(there), crs=park.epsg)


def _perimeter_then(park: Park, on: date) -> shapely.Geometry:
    """The perimeter at the baseline: that of the kept units, whatever the layer says of that day since."""
    frozen = kept_baseline(park)
    if frozen is not None and frozen.on <= on:
        return united(inventory(park.id, frozen.on).geometry.to_numpy())
    return read_layer(park, "perimeter", min(park.baseline_date, on)).union_all()
