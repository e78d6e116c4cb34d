"""What of the causes of a restatement is of some of its parts: the rows on their ground, and people's word on their units."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from actions.progress import baseline_inputs
from actions.units.inventory import inventory, live_inventory
from landuse.measure.united import united
from landuse.progress import restatement
from landuse.progress.restated_parts import Part
from parks.park import Park
from parks.read import read_layer
from register.baselines import Baseline

_EDGE_M = 0.5  # ground that only meets along a line is not shared
_NAMED = ("plot_id", "parcel_id", "parcel_number")

Cause = dict[str, Any]


def causes_of(park: Park, frozen: Baseline, chosen: Sequence[Part]) -> list[Cause]:
    """The causes that are of some parts alone; those that nobody can tell the ground of are of every part.

    Raises
    ------
    LanduseError : layers that cannot be read
    """
    now = baseline_inputs.inputs(park)
    every = restatement.causes(frozen.inputs, now)
    kept, left_out = _rows_here(park, frozen, now["rows"], chosen)
    found = restatement.causes(frozen.inputs, now | {"rows": kept})
    units = {unit for one in chosen for unit in (*one.was, *one.now)}
    rows = [_without(one, left_out.get(one["layer"], 0)) for one in found if one["kind"] == "rows"]
    rows = [one for one in rows if one["added"] or one["gone"]]
    silent = {one["layer"] for one in every if one["kind"] == "rows"} - {one["layer"] for one in rows}
    others = [one for one in found if one["kind"] != "rows" and not (one["kind"] == "source" and one["layer"] in silent)]
    here = [*rows, *(one for one in others if one["kind"] != "decision" or one["what"][0] in units)]
    return [one for one in here if one["kind"] != "unknown"] or every


def _without(cause: Cause, left_out: int) -> Cause:
    """A cause of rows without those of other ground: a row that changed is one that came and one that is gone."""
    return cause | {"gone": max(cause["gone"] - left_out, 0)}


def _rows_here(
    park: Park, frozen: Baseline, rows: dict[str, dict[str, Any]], chosen: Sequence[Part]
) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
    """The rows of each layer without the new ones of other ground, and how many these are."""
    then, now = inventory(park.id, frozen.on), live_inventory(park.id, frozen.on)
    units = pd.concat([then.loc[[unit for one in chosen for unit in one.was]], now.loc[[unit for one in chosen for unit in one.now]]])
    kept, left_out = dict[str, dict[str, Any]](), dict[str, int]()
    for layer, known in rows.items():
        before = set(frozen.inputs["rows"].get(layer, ()))
        come = set(known) - before
        away = come - _here(read_layer(park, layer, frozen.on), units) if come else set()
        kept[layer] = {digest: words for digest, words in known.items() if digest not in away}
        left_out[layer] = len(away)
    return kept, left_out


def _here(frame: gpd.GeoDataFrame, units: gpd.GeoDataFrame) -> set[str]:
    """Digests of the rows that lie on the units' ground, or name them; of what does neither nobody can tell, and it is among them."""
    ground = shapely.buffer(united(units.geometry.to_numpy()), -_EDGE_M)
    shapes = frame.geometry.to_numpy()
    here = shapely.intersects(shapes, ground) | shapely.is_missing(shapes)
    if "about" in frame and "about_type" in frame:
        names = set(pd.concat([units[name] for name in _NAMED if name in units]).dropna().astype(str))
        of_ground = frame["about_type"].isin(["plot", "parcel"]).to_numpy()
        here &= ~of_ground | frame["about"].astype(str).isin(names).to_numpy()
    return set(baseline_inputs.named_rows(frame[here]))
