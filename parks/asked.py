"""Where a park's layer was asked on a day, so that "nothing there" is told from "nobody looked".

In this order: the rows of the layer `coverage`; what a person said that a source covers; the plan or municipality that its file
names; else nobody knows, which is nowhere. Before its own day a source was asked nowhere; one without a date, on no day. What was
imported before anybody was asked keeps what it had: everywhere, on every day.
"""

from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from layers.registry import layer as registered
from parks.municipality import municipality_ground
from parks.park import Park
from parks.read import holds_on, read_layer, read_rows, table_names
from parks.sources import DRAWN, MUNICIPALITY, PARK, PLAN, Source

COVERAGE, _PERIMETER = "coverage", "perimeter"
_AREAS = (3, 6)


def where_asked(park: Park, layer_id: str, on: date, coverage: gpd.GeoDataFrame) -> gpd.GeoSeries | None:
    """The ground that a layer was asked on, in the park's work CRS: pieces that may overlap.

    Parameters
    ----------
    coverage : the park's layer `coverage` on the day, read once for all layers

    Returns
    -------
    None: all over, of before anybody was asked; one empty polygon: nowhere, which a layer that is not there is too

    Raises
    ------
    LanduseError : layer_unreadable, outline_missing
    """
    rows = coverage[coverage["layer_id"] == layer_id]
    if len(rows):
        return _series(park, list(rows.geometry[_surveyed(park, layer_id, rows, on)]))
    if layer_id not in table_names(park):
        return _series(park, [])
    sources = park.sources.get(layer_id, ())
    if is_of_before(sources):
        return None
    return _series(park, [piece for one in sources if speaks(one, on) for piece in _ground(park, layer_id, one, on)])


def rows_that_speak(park: Park, layer_id: str, on: date) -> gpd.GeoDataFrame:
    """The rows of a layer on a day, of the sources that were there to be asked then: of a map without gaps the others are a blank.

    Raises
    ------
    LanduseError : as `read_layer`
    """
    rows, sources = read_layer(park, layer_id, on), park.sources.get(layer_id, ())
    silent = [one for one in sources if not speaks(one, on)]
    if not silent or is_of_before(sources):
        return rows
    if len(silent) == len(sources):
        return rows.iloc[:0]
    kept = [read_rows(park, layer_id, one.id).frame() for one in sources if one not in silent]
    together = gpd.GeoDataFrame(pd.concat(kept, ignore_index=True))
    return together[holds_on(together, on)].reset_index(drop=True)


def is_of_before(sources: tuple[Source, ...]) -> bool:
    """Whether any of a layer's sources is of before anybody was asked what it covers, so that it counts everywhere."""
    return not sources or any(one.extent is None for one in sources)


def speaks(source: Source, on: date) -> bool:
    """Whether a source was there to be asked on a day: from its own date on; one of before anybody was asked, always."""
    return source.extent is None or (source.dated is not None and source.dated <= on)


def _surveyed(park: Park, layer_id: str, rows: gpd.GeoDataFrame, on: date) -> pd.Series:
    """Which rows of coverage hold on a day: from their survey on; without one, from the first day of the layer that they are about."""
    if is_of_before(park.sources.get(COVERAGE, ())):
        return pd.Series(True, index=rows.index)
    sources = park.sources.get(layer_id, ())
    since = is_of_before(sources) or any(speaks(one, on) for one in sources)
    day = rows["surveyed_on"]
    return (day <= pd.Timestamp(on)).where(day.notna(), since).astype(bool)


def _ground(park: Park, layer_id: str, source: Source, on: date) -> list[shapely.Geometry]:
    """What one source covers, of it what was kept of its file."""
    shapes = _covered(park, layer_id, source, on)
    return shapes if source.within is None else list(shapely.intersection(shapes, shapely.box(*source.within)))


def _covered(park: Park, layer_id: str, source: Source, on: date) -> list[shapely.Geometry]:
    if source.extent == PARK:
        return list(read_layer(park, _PERIMETER, on).geometry)
    if source.extent == MUNICIPALITY:
        return [municipality_ground(source.key or park.municipalities, park.epsg)]
    if source.extent not in (DRAWN, PLAN):
        return []
    rows, width_m = read_rows(park, layer_id, source.id).frame(), registered(layer_id).buffer_m
    shapes = rows[holds_on(rows, on)].geometry
    return list(shapes.buffer(width_m, cap_style="flat") if width_m else shapes)


def _series(park: Park, shapes: list[shapely.Geometry]) -> gpd.GeoSeries:
    """The polygons among shapes; one empty polygon where there are none."""
    areas = [shape for shape in shapes if shape is not None and shapely.get_type_id(shape) in _AREAS and not shape.is_empty]
    return gpd.GeoSeries(areas or [shapely.Polygon()], crs=park.epsg)
