"""The layers that units are asked about, each as its own file in `layers/` declares it."""

from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from actions.units.ground_maps import grey_land_question
from landuse.measure import flatten
from landuse.measure.united import united
from landuse.measure.zonal import Grid
from landuse.plans.restrictions import BOUND
from landuse.units import grey_map
from landuse.units.facts import Question
from layers.registry import all_layers, as_they_lie, with_effect
from parks.asked import COVERAGE, rows_that_speak, where_asked
from parks.park import Park
from parks.passing import tried
from parks.raster import read_grid
from parks.read import raster_path, read_layer, table_names


def questions(park: Park, on: date) -> list[Question]:
    """The layers that are asked beside the ground that units are cut from: each known to be there, missing, or out of reach."""
    coverage, there = read_layer(park, COVERAGE, on), table_names(park)
    asked = [vector_question(park, layer_id, on, coverage) for layer_id in _asked_of("units")]
    given = [layer_id for layer_id in _asked_of("units_where_given") if layer_id in there]
    maps = [
        grey_land_question(park, on) if layer_id == grey_map.LAYER else vector_question(park, layer_id, on, coverage) for layer_id in given
    ]
    return [*asked, _main_routes(park, on), *maps, *(_raster_question(park, name) for name in _rasters_until(park, on))]


def _asked_of(whom: str) -> list[str]:
    return [layer_id for layer_id, declared in all_layers().items() if whom in declared.asked_of]


def _rasters_until(park: Park, on: date) -> list[str]:
    """The rasters of a year that units are asked about, of the years that have begun."""
    kinds = [name for name in _asked_of("units_where_given") if all_layers()[name].by_year]
    years = [(kind, int(year), name) for name in sorted(park.layers) for kind, _, year in [name.rpartition("_")] if year.isdigit()]
    return [name for kind, year, name in years if kind in kinds and year <= on.year]


def vector_question(park: Park, layer_id: str, on: date, coverage: gpd.GeoDataFrame) -> Question:
    """One layer of a park, ready to be asked: known to be there, missing, or out of reach."""
    declared = all_layers()[layer_id]
    rows = tried(f"{park.name}: {layer_id}", lambda: _tiling_rows(park, layer_id, on) if declared.tiles else read_layer(park, layer_id, on))
    return question(layer_id, rows, None if rows is None else where_asked(park, layer_id, on, coverage))


def question(layer_id: str, rows: gpd.GeoDataFrame | None, mapped: gpd.GeoSeries | None = None) -> Question:
    """Rows of a layer as it declares that it is asked; None where they could not be read."""
    declared = all_layers()[layer_id]
    return Question(
        layer_id,
        rows,
        code=declared.code,
        buffer_m=declared.buffer_m,
        tiles=declared.tiles,
        mapped=mapped,
        effects=None if rows is None else declared.effects(rows),
        watched=declared.watched,
    )


def _tiling_rows(park: Park, layer_id: str, on: date) -> gpd.GeoDataFrame:
    """A map that is meant to cover all ground, each piece of it once."""
    return flatten.flatten(flatten.newest_first(rows_that_speak(park, layer_id, on), layer_id), "row")[0]


def _raster_question(park: Park, name: str) -> Question:
    def read() -> Grid | None:
        path = raster_path(park, name)
        return read_grid(path, park.epsg) if path else None

    return Question(name, tried(f"{park.name}: {name}", read), tiles=True)


def works_layers() -> list[str]:
    """The layers that show works, as they lie on each other."""
    return [layer_id for layer_id in as_they_lie() if all_layers()[layer_id].works]


def works(park: Park, on: date) -> gpd.GeoDataFrame:
    """The layers of works as flat outlines; lines with the width their layer gives them."""
    shapes = []
    for layer_id in works_layers():
        rows = read_layer(park, layer_id, on).geometry
        width_m = all_layers()[layer_id].buffer_m
        shapes.append(rows.buffer(width_m, cap_style="flat") if width_m else rows)
    parts = shapely.get_parts(united(pd.concat(shapes).to_numpy()))
    polygons = parts[shapely.get_type_id(parts) == 3]
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(polygons, crs=park.epsg))


def _main_routes(park: Park, on: date) -> Question:
    """Public main roads and main tracks, with the width their layer gives them."""
    shapes = []
    for layer_id in as_they_lie():
        declared = all_layers()[layer_id]
        if declared.main_route is not None:
            rows, width_m = read_layer(park, layer_id, on), declared.buffer_m
            main = rows.geometry[rows[declared.code] == declared.main_route]
            shapes.append(main.buffer(width_m, cap_style="flat") if width_m else main)
    return Question("main_routes", gpd.GeoDataFrame(geometry=pd.concat(shapes, ignore_index=True)))


def forbidden_ground(park: Park, on: date) -> gpd.GeoSeries:
    """The ground that some layer forbids building on, row by row."""
    shapes = [gpd.GeoSeries([], crs=park.epsg)]
    for layer_id in with_effect(BOUND):
        rows = read_layer(park, layer_id, on)
        shapes.append(rows.geometry[all_layers()[layer_id].effects(rows) == BOUND])
    return pd.concat([part for part in shapes if len(part)] or shapes[:1], ignore_index=True)
