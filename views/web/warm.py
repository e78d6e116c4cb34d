"""Find the classes of all parks when the server starts, so that nobody waits for them on a page."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import product
from threading import Thread
from typing import Any

from actions import leftovers
from actions.map import map_data
from actions.offers import given
from actions.start import begin_log
from actions.units.classify import classify_if_possible
from landuse.measure.warm import compile_kernels
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.log import LOG
from views.fremdrift import data
from views.map import parts
from views.web import cached


@asynccontextmanager
async def warm(_app: Any) -> AsyncIterator[None]:
    """Start the work beside the server; it ends by itself, or with the server."""
    begin_log()
    Thread(target=warm_parks, name="warm parks", daemon=True).start()
    yield


def warm_parks() -> None:
    """One park after the other, then their totals; a park with bad data is named and left for its page to tell."""
    leftovers.sweep()
    compile_kernels()
    good = [park_id for park_id in map_data.park_ids() if _warmed(park_id)]
    if good:
        try:
            _warm_totals(map_data.in_order(good))
        except LanduseError as error:  # out of reach since: the pages find it, or say so
            LOG.warning("%s", error.text("en"))
    gc.collect()
    gc.freeze()  # what stays is not looked through again: Streamlit collects after every run


def _warm_totals(good: list[str]) -> None:
    for lang, when in product(messages.LANGS, ("today", "baseline")):
        cached.all_status(tuple(good), when, lang)
    LOG.info("all parks are ready")
    data.warm([map_data.park(park_id) for park_id in good])
    LOG.info("their progress is ready")


def _warmed(park_id: str) -> bool:
    try:
        park, version = map_data.park(park_id), map_data.version(park_id)
        for when in ("today", "baseline"):
            classify_if_possible(park_id, map_data.day(park, when))
            map_data.units_shapes(park_id, map_data.day(park, when), version)
        for layer_id in parts.shown_first(park_id):
            map_data.layer_shapes(park_id, layer_id, map_data.day(park, "today"), version)
        for lang, on in product(messages.LANGS, ("today", "baseline")):
            cached.park_status(park_id, on, lang)
    except LanduseError as error:
        LOG.warning("%s: %s", park_id, error.text("en"))
        return False
    _publish_given(park_id)
    LOG.info("%s is ready", park_id)
    return True


def _publish_given(park_id: str) -> None:
    """What an example park comes with is on offer; where that cannot be read, the park is shown all the same."""
    try:
        given.publish_given(park_id)
    except LanduseError as error:
        LOG.warning("%s: %s", park_id, error.text("en"))
