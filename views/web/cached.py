"""Answers of the actions, kept by ids, day, language and the version of the files, never by frames."""

from collections.abc import Sequence
from threading import Lock, Thread
from typing import Any

from actions.map import map_data
from actions.once import once
from actions.people import asking
from actions.progress.status import status
from actions.units.explain import explain
from landuse.words.errors import LanduseError
from landuse.words.log import LOG

_MOST_ROWS = 500
_rows: dict[tuple[str, map_data.When, str, str], dict[str, Any]] = {}
_refused: set[tuple[str, map_data.When, str]] = set()  # park, day, version of its files
_at_work, _days_at_work = Lock(), Lock()


def all_status(park_ids: tuple[str, ...], when: map_data.When, lang: str) -> dict[str, Any]:
    """The figures of all parks and their total; read it, never change it."""
    versions = tuple(map_data.version(park_id) for park_id in park_ids)
    told = _status(park_ids, when, lang, versions)
    _keep(told, when, lang, versions)
    return told


def park_status(park_id: str, when: map_data.When, lang: str) -> dict[str, Any]:
    """The figures of one park, with the targets; taken from those of all parks where they are known."""
    version = map_data.version(park_id)
    known = _rows.get((park_id, when, lang, version))
    if known is not None:
        return known
    told = _status((park_id,), when, lang, (version,))
    _keep(told, when, lang, (version,))
    return told["parks"][0] | {"targets": told["targets"]}


def _keep(told: dict[str, Any], when: map_data.When, lang: str, versions: tuple[str, ...]) -> None:
    if len(_rows) > _MOST_ROWS:
        _rows.clear()
    for row, version in zip(told["parks"], versions, strict=True):
        _rows[row["id"], when, lang, version] = row | {"targets": told["targets"]}


def waiting(park_ids: Sequence[str], when: map_data.When) -> list[str]:
    """The parks whose figures nobody has found yet; one whose figures were refused is none, its page says why."""
    versions = [(park_id, map_data.version(park_id)) for park_id in park_ids]
    found = {(park_id, version) for park_id, on, _, version in list(_rows) if on == when}
    found |= {(park_id, version) for park_id, on, version in list(_refused) if on == when}
    return [park_id for park_id, version in versions if (park_id, version) not in found]


def begin(park_ids: Sequence[str], when: map_data.When, lang: str) -> None:
    """Find the figures of parks beside the page, one park after the other; nothing where somebody is at it already."""
    if _at_work.acquire(blocking=False):
        Thread(target=_find, args=(tuple(park_ids), when, lang), name="figures of parks", daemon=True).start()


def at_work() -> bool:
    """Whether figures are being found beside the page."""
    return _at_work.locked()


def _find(park_ids: tuple[str, ...], when: map_data.When, lang: str) -> None:
    try:
        for park_id in park_ids:
            version = map_data.version(park_id)
            try:
                park_status(park_id, when, lang)
            except LanduseError as error:
                LOG.warning("%s: %s", park_id, error.text("en"))
                _refused.add((park_id, when, version))
    finally:
        _at_work.release()


def find_days(park_id: str, days: Sequence[map_data.When], lang: str) -> None:
    """Find a park on other days beside the page, the first first; nothing where somebody is at it already."""
    if _days_at_work.acquire(blocking=False):
        Thread(target=_find_days, args=(park_id, tuple(days), lang), name="days of a park", daemon=True).start()


def _find_days(park_id: str, days: tuple[map_data.When, ...], lang: str) -> None:
    try:
        for when in days:
            map_data.units_shapes(park_id, map_data.day(map_data.park(park_id), when), map_data.version(park_id))
            park_status(park_id, when, lang)
    except LanduseError as error:
        LOG.warning("%s: %s", park_id, error.text("en"))  # who asks for that day is told
    finally:
        _days_at_work.release()


def unit_explained(park_id: str, unit_id: str, when: map_data.When, lang: str) -> dict[str, Any]:
    """Why a unit has its class; read it, never change it. An address may name a unit of another park than the one that is open."""
    asking.check("units", unit_id.rpartition("-")[0])
    return _explained(park_id, unit_id, when, lang, map_data.version(park_id))


@once(maxsize=200)
def _status(park_ids: tuple[str, ...], when: map_data.When, lang: str, versions: tuple[str, ...]) -> dict[str, Any]:
    return status(list(park_ids), None if when == "today" else when, lang).as_json()


@once(maxsize=2000)
def _explained(park_id: str, unit_id: str, when: map_data.When, lang: str, version: str) -> dict[str, Any]:
    return explain(unit_id, map_data.day(map_data.park(park_id), when), lang)
