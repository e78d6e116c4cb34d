"""The national map of grey land, which states shares of its surfaces and no codes."""

from datetime import date

import geopandas as gpd
import pandas as pd

from landuse.measure import flatten
from landuse.units import grey_map
from landuse.units.facts import Question
from parks.asked import rows_that_speak
from parks.park import Park
from parks.passing import tried
from parks.read import read_layer


def grey_land_question(park: Park, on: date) -> Question:
    """The map, ready to be asked: it covers all ground that it has been drawn on, so that a blank in it is not mapped."""
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
