"""Where in a park a layer was not asked on a day, for the map: ground on which showing nothing means nothing."""

from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from actions.map import pack
from actions.once import once
from door.sources.extent import is_asked
from landuse.measure import crs
from landuse.measure.flatten import polygons_of
from landuse.measure.united import united
from landuse.words.errors import LanduseError
from layers.registry import all_layers, named
from parks.asked import COVERAGE, where_asked
from parks.park import read_park
from parks.passing import tried
from parks.read import read_layer

PREFIX = "unasked-"
_TRIFLE_M2 = 1.0  # what two drawings of one outline differ by


@once(maxsize=64)
def unasked(park_id: str, on: date, version: str) -> dict[str, shapely.Geometry]:
    """By layer, the park's ground on which it was not asked; layers that were asked on all of it, or cannot be read, are left out.

    Raises
    ------
    LanduseError : unknown_park, layer_unreadable
    """
    park = read_park(park_id)
    coverage, perimeter = read_layer(park, COVERAGE, on), read_layer(park, "perimeter", on).geometry
    outline = united(perimeter.to_numpy())
    found = {}
    for layer_id in filter(_is_asked, park.layers):
        asked = tried(f"{park.name}: {layer_id}", lambda name=layer_id: where_asked(park, name, on, coverage))
        if asked is not None and not outline.is_empty:
            near = asked.to_numpy()[asked.sindex.query(outline, predicate="intersects")]
            found[layer_id] = polygons_of(shapely.difference(outline, united(near)))
    shapes = gpd.GeoSeries(found, crs=park.epsg)
    return dict(shapes[crs.area_m2(shapes) > _TRIFLE_M2]) if found else {}


@once(maxsize=64)
def unasked_shapes(park_id: str, layer_id: str, on: date, version: str) -> bytes:
    """That ground of one layer as the map takes it (actions/map/pack.py).

    Raises
    ------
    LanduseError : as `unasked`; layer_not_drawn, where the layer is not one that is asked
    """
    if not _is_asked(layer_id):
        raise LanduseError("layer_not_drawn", layer=named(layer_id))
    shapes = [shape for name, shape in unasked(park_id, on, version).items() if name == layer_id]
    facts = pd.DataFrame({"code": pd.Series([None] * len(shapes), dtype=object)})
    return pack.packed(facts, gpd.GeoSeries(shapes, crs=read_park(park_id).epsg))


def _is_asked(layer_id: str) -> bool:
    """Whether a park's layer is one that is asked where it was asked; of a raster it is not."""
    return layer_id in all_layers() and is_asked(layer_id)
