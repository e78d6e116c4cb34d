"""Find the classes of all parks when the server starts, so that nobody waits for them on a page."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import product
from threading import Thread
from typing import Any

from actions.map import map_data
from landuse.measure.warm import compile_kernels
from landuse.words import messages
from landuse.words.errors import LanduseError
from views.fremdrift import data
from views.map import parts
from views.web import cached

_log = logging.getLogger("parkareal")


@asynccontextmanager
async def warm(_app: Any) -> AsyncIterator[None]:
    """Start the work beside the server; it ends by itself, or with the server."""
    Thread(target=warm_parks, name="warm parks", daemon=True).start()
    yield


def warm_parks() -> None:
    """One park after the other, then their totals; a park with bad data is named and left for its page to tell."""
    compile_kernels()
    good = [park_id for park_id in map_data.park_ids() if _warmed(park_id)]
    if good:
        for lang, when in product(messages.LANGS, ("today", "baseline")):
            cached.all_status(tuple(map_data.in_order(good)), when, lang)
        _log.info("all parks are ready")
        data.warm([map_data.park(park_id) for park_id in map_data.in_order(good)])
        _log.info("their progress is ready")
    gc.collect()
    gc.freeze()  # what stays is not looked through again: Streamlit collects after every run


def _warmed(park_id: str) -> bool:
    try:
        park, version = map_data.park(park_id), map_data.version(park_id)
        for when in ("today", "baseline"):
            map_data.units_shapes(park_id, map_data.day(park, when), version)
        for layer_id in parts.shown_first(park_id):
            map_data.layer_shapes(park_id, layer_id, map_data.day(park, "today"), version)
    except LanduseError as error:
        _log.warning("%s: %s", park_id, error.text("en"))
        return False
    _log.info("%s is ready", park_id)
    return True
