"""What a park's baseline rests on now: its rows, files, people's word, settings and the method, so that it can be held against then."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from actions.plans.said import answers
from actions.units.classify import file_digests, fingerprint
from landuse.measure import flatten
from landuse.progress import nature
from landuse.quality.dates import norwegian_day
from landuse.units.method import method_files, method_fingerprint
from parks.asked import rows_that_speak
from parks.park import Park, data_root
from parks.read import read_layer, table_names
from register import decisions
from register.engine import open_register

_DIGEST = 6  # bytes
_LONGEST = 60  # signs of one value
_NAMES = 4  # columns that name a row
_NOT_SETTINGS = ("folder", "sources", "layers", "tables", "version", "today")


def state(park: Park) -> str:
    """A name of all that the baseline rests on, which changes with any of it."""
    said = json.dumps(said_then(park), ensure_ascii=False)
    return f"{fingerprint(park)}-{hashlib.blake2s(said.encode()).hexdigest()[:10]}"


def inputs(park: Park) -> dict[str, Any]:
    """What the baseline rests on (landuse.progress.restatement.causes).

    Raises
    ------
    LanduseError : layers that cannot be read
    """
    settings = {key: value for key, value in asdict(park).items() if key not in _NOT_SETTINGS}
    tables = [name for name in table_names(park) if name in park.layers]
    rasters = {park.tables_path.name, park.settings_path.name}
    return {
        "rows": {name: named_rows(read_layer(park, name, park.baseline_date)) for name in tables},
        "sources": {name: {one.id: [one.name, one.sha256] for one in sources if one.sha256} for name, sources in park.sources.items()},
        "rasters": {name: digest for name, digest in file_digests(park).items() if name not in rasters},
        "decisions": said_then(park),
        "plan_answers": [[str(part) for part in asdict(one).values()] for one in answers(park)],
        "settings": hashlib.blake2s(json.dumps(settings, sort_keys=True, default=str).encode()).hexdigest()[:16],
        "method": method_fingerprint(),
        "method_files": method_files(),
    }


def said_then(park: Park) -> list[list[str]]:
    """People's word that holds on the baseline date: unit, kind, value, who and when."""
    live = decisions.live(open_register(data_root()), park.id, park.baseline_date, park.epsg)
    return [[row.unit_id, row.kind, row.value, row.set_by, norwegian_day(row.set_at).isoformat()] for row in live.itertuples()]


def ground_then(park: Park, on: date) -> gpd.GeoDataFrame:
    """The kinds of ground (kind) that the land resource tells of on a day, without overlaps; no rows where it tells nothing."""
    rows = rows_that_speak(park, "land_resource", on)
    flat, _ = flatten.flatten(flatten.newest_first(rows, "land_resource"), "row")
    return gpd.GeoDataFrame({"kind": nature.kind_of(flat).astype("str")}, geometry=flat.geometry.to_numpy(), crs=park.epsg)


def named_rows(frame: gpd.GeoDataFrame) -> dict[str, list[list[str]]]:
    """By a digest of all that it says, the first that a row says, with its columns: what names it."""
    plain = pd.DataFrame(frame.drop(columns="geometry")).astype(object)
    plain = plain.where(plain.notna(), None)
    shapes = [b"" if shape is None else shapely.to_wkb(shape) for shape in frame.geometry]
    found = {}
    for values, shape in zip(plain.to_numpy(), shapes, strict=True):
        said = "\x1f".join("" if value is None else str(value) for value in values)
        pairs = [[name, str(value)] for name, value in zip(plain.columns, values, strict=True) if value is not None]
        named = [[name, value.removesuffix(" 00:00:00")[:_LONGEST]] for name, value in pairs[:_NAMES]]
        found[hashlib.blake2s(said.encode() + shape, digest_size=_DIGEST).hexdigest()] = named
    return found
