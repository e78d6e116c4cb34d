"""Answers of the actions, kept by ids, day, language and the version of the files, never by frames."""

from functools import lru_cache
from typing import Any

from actions import map_data
from actions.explain import explain
from actions.status import status


def park_status(park_ids: tuple[str, ...], when: map_data.When, lang: str) -> dict[str, Any]:
    """The figures of some parks and their total; read it, never change it."""
    return _status(park_ids, when, lang, tuple(map_data.version(park_id) for park_id in park_ids))


def unit_explained(park_id: str, unit_id: str, when: map_data.When, lang: str) -> dict[str, Any]:
    """Why a unit has its class; read it, never change it."""
    return _explained(park_id, unit_id, when, lang, map_data.version(park_id))


@lru_cache(maxsize=200)
def _status(park_ids: tuple[str, ...], when: map_data.When, lang: str, versions: tuple[str, ...]) -> dict[str, Any]:
    return status(list(park_ids), "baseline" if when == "baseline" else None, lang)


@lru_cache(maxsize=2000)
def _explained(park_id: str, unit_id: str, when: map_data.When, lang: str, version: str) -> dict[str, Any]:
    return explain(unit_id, map_data.day(map_data.park(park_id), when), lang)
