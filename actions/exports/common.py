"""What exports, prints and plot sheets have in common: units with the names people use, ground to draw, sources in words."""

from datetime import date

import geopandas as gpd
import pandas as pd

from actions.units.inventory import inventory
from layers import looks
from parks.park import Park, licence_words, source_words
from parks.read import read_layer


def named_units(park: Park, on: date) -> gpd.GeoDataFrame:
    """The inventory with name (what people call a unit, None for ground without plot or parcel) and short_name (the plot)."""
    units = inventory(park.id, on)
    called = read_layer(park, "plots", on).drop_duplicates("plot_id").set_index("plot_id")["name"]
    ways = [units["plot_id"].map(called), units["plot_id"], units["parcel_number"], units["parcel_id"]]
    named = pd.concat([_said(way) for way in ways], axis=1).bfill(axis=1).iloc[:, 0]
    return units.assign(name=_said(named), short_name=_said(units["plot_id"]))


def ground(park: Park, on: date, closed: frozenset[str] = frozenset()) -> dict[str, gpd.GeoDataFrame]:
    """The layers that a park's map begins with, in drawing order, each with its `code`; the closed ones left out."""
    drawn = [name for name in looks.drawn_layers() if name in park.layers and name not in closed and looks.look(name).on]
    frames = {name: read_layer(park, name, on) for name in drawn}
    return {name: rows.assign(code=looks.look(name).layer.codes(rows)) for name, rows in frames.items()}


def sources_text(park: Park, layer_ids: list[str], lang: str) -> str:
    """The sources of layers with licence and newest date, each once."""
    newest: dict[str, str] = {}
    for name in layer_ids:
        said = park.layers.get(name, {})
        source = source_words(said, lang)
        if source:
            licence = licence_words(said, lang)
            key = f"{source}, {licence}" if licence else source
            newest[key] = max(newest.get(key, ""), str(said.get("dated", "")))
    return "; ".join(f"{key} ({dated})" if dated else key for key, dated in newest.items()) or "–"


def _said(texts: pd.Series) -> pd.Series:
    told = texts.astype(object)
    return told.where(told.notna() & (told != ""), None)
