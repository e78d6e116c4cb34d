"""The maps of what ground is used for that not every park has: the national map of grey land, and SSB's land use."""

from datetime import date

import geopandas as gpd
import pandas as pd

from landuse.measure import flatten
from landuse.units import grey_map
from landuse.units.facts import Question
from parks.asked import rows_that_speak, where_asked
from parks.park import Park
from parks.passing import tried
from parks.read import read_layer, table_names


def ground_maps(park: Park, on: date, coverage: gpd.GeoDataFrame) -> list[Question]:
    """Those of them that a park has, ready to be asked of a day; nothing is said of one that it has not."""
    asked = {grey_map.LAYER: _grey_land, grey_map.USE_LAYER: _land_use}
    return [ask(park, on, coverage) for layer_id, ask in asked.items() if layer_id in table_names(park)]


def _grey_land(park: Park, on: date, _coverage: gpd.GeoDataFrame) -> Question:
    """The map covers all ground that it has been drawn on, so that a blank in it is not mapped."""
    rows = tried(f"{park.name}: {grey_map.LAYER}", lambda: _dated_rows(park, on))
    if rows is None:
        return grey_map.question(None)
    return grey_map.question(flatten.flatten(flatten.newest_first(rows, grey_map.LAYER), "row")[0])


def _dated_rows(park: Park, on: date) -> gpd.GeoDataFrame:
    """The surfaces that hold on a day, each with the day of its data: its own, else that of the file that it came in."""
    rows = read_layer(park, grey_map.LAYER, on)
    if rows["data_date"].notna().all():
        return rows
    rows, dated = rows_that_speak(park, grey_map.LAYER, on), park.layers[grey_map.LAYER].get("dated")
    return rows.assign(data_date=rows["data_date"].fillna(pd.Timestamp(dated))) if dated else rows


def _land_use(park: Park, on: date, coverage: gpd.GeoDataFrame) -> Question:
    rows = tried(f"{park.name}: {grey_map.USE_LAYER}", lambda: read_layer(park, grey_map.USE_LAYER, on))
    mapped = None if rows is None else where_asked(park, grey_map.USE_LAYER, on, coverage)
    return Question(grey_map.USE_LAYER, rows, code="ssb_use", mapped=mapped)
