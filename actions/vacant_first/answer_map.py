"""Answers of Vacant first, counted once for each question and state of the data, and their shapes for the map by URL."""

import gzip
import hashlib
import json
from collections import OrderedDict
from threading import Lock
from typing import Any

from actions.map.map_data import version
from actions.vacant_first.cases import answer_of
from landuse.words.errors import LanduseError
from parks.park import data_root, park_ids
from register import nominations
from register.engine import open_register

PARTS = ("taken", "footprint", "alternatives")
_MOST = 64
_KEPT: OrderedDict[str, dict[str, Any]] = OrderedDict()
_KEEPING = Lock()


def answer(park_id: str, asked: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The answer and its name; counted anew when a park's data, a decision or an offer has changed.

    Raises
    ------
    LanduseError : as actions.vacant_first.encroach
    """
    token = hashlib.blake2s(json.dumps([park_id, asked, _state()], sort_keys=True, default=str).encode()).hexdigest()[:24]
    with _KEEPING:
        found = _KEPT.get(token)
    if found is None:
        found = answer_of(park_id, asked)
        with _KEEPING:
            _KEPT[token] = found
            while len(_KEPT) > _MOST:
                _KEPT.popitem(last=False)
    return token, found


def geojson(token: str, part: str) -> bytes:
    """One part of an answer's shapes as gzipped GeoJSON, each feature with the code that it is drawn by.

    Raises
    ------
    LanduseError : answer_gone
    """
    with _KEEPING:
        found = _KEPT.get(token)
    if found is None or part not in PARTS:
        raise LanduseError("answer_gone")
    collection = {"type": "FeatureCollection", "features": _FEATURES[part](found)}
    return gzip.compress(json.dumps(collection, ensure_ascii=False).encode(), 6, mtime=0)


def _state() -> list[Any]:
    """What an answer rests on beside the question: every park's data, and what is offered."""
    ids = park_ids()
    offered = [
        (one["id"], one["events"][-1]["version"], one["events"][-1]["state"])
        for one in nominations.nominations(open_register(data_root()), ids)
    ]
    return [str(data_root()), [version(park_id) for park_id in ids], offered]


def _taken(found: dict[str, Any]) -> list[dict]:
    return [_feature(one["geometry"], code=one["properties"]["group"]) for one in found["pieces"]["features"] if one["geometry"]]


def _footprint(found: dict[str, Any]) -> list[dict]:
    rows = [_feature(found["footprint"]["geometry"], code="footprint")]
    return rows + [_feature(one["geometry"], code="line") for one in found["lines"] if one["geometry"]]


def _alternatives(found: dict[str, Any]) -> list[dict]:
    """The best of the park itself for each piece of land, uppermost the best of all; the label is its number in the list."""
    shown: list[dict] = []
    covered: set[str] = set()
    for one in found["alternatives"]:
        if one["own_park"] and one["geometry"] and covered.isdisjoint(one["units"]):
            covered.update(one["units"])
            shown.append(_feature(one["geometry"], code=one["rank_word"], label=str(one["rank"])))
    return shown[::-1]


def _feature(geometry: dict[str, Any], **properties: str) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


_FEATURES = {"taken": _taken, "footprint": _footprint, "alternatives": _alternatives}
