"""How our routes answer: at once what is ready, in a few places of their own what has to be found first, and refusals in words.

Static files, and answers that are ready, share the server's threads and never wait for what has to be found.
"""

from collections.abc import Awaitable, Callable
from math import inf
from typing import TypeVar

from anyio import CapacityLimiter, Semaphore, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from actions.once import NotReady, ready_only
from landuse import messages
from landuse.errors import LanduseError, Word

PLACES = 2  # as many cores as the smallest machine has: more would only take the processor from each other and from the pages
IN_LINE = 100  # at a second or two each, the last of them waits about as long as a browser does
ASK_AGAIN_S = 30
_PASSES = ("not_now", "busy_now")  # what another try may answer
_GONE = 499  # nobody reads it
Found = TypeVar("Found")


class Places:
    """A bounded number of places where slow work is done, and a bounded line in front of them."""

    def __init__(self, places: int = PLACES, in_line: int = IN_LINE):
        self._most = places + in_line
        self._inside = 0
        self._free = Semaphore(places)
        self._threads = CapacityLimiter(inf)  # of our own, so that the server's stay free; the places are what bounds them

    async def run(self, work: Callable[[], Found], gone: Callable[[], Awaitable[bool]]) -> Found | None:
        """What the work gives, done in a thread; None where the asker had gone before a place was free.

        Raises
        ------
        LanduseError : busy_now, when the line is full; not_now, when the memory is
        """
        if self._inside >= self._most:
            raise LanduseError("busy_now", waiting=self._inside, seconds=ASK_AGAIN_S)
        self._inside += 1
        try:
            async with self._free:
                return None if await gone() else await to_thread.run_sync(work, limiter=self._threads)
        except MemoryError as error:
            raise LanduseError("not_now", what=Word("not_now.answer"), reason=Word("not_now.memory")) from error
        finally:
            self._inside -= 1


_PLACES = Places()


async def answered(request: Request, work: Callable[[], Response], try_at_once: bool = True) -> Response:
    """What the work answers, or its refusal in the asked language.

    Parameters
    ----------
    work : gives the answer; runs in a thread, and may be begun twice: it must change nothing
    try_at_once : False for work that is slow each time, since nothing of it is kept (`actions.once`)
    """
    try:
        if try_at_once:
            try:
                return await run_in_threadpool(_at_once, work)
            except NotReady:
                pass
        return await _PLACES.run(work, request.is_disconnected) or Response(status_code=_GONE)
    except LanduseError as error:
        return refusal(error, asked_lang(request))


def refusal(error: LanduseError, lang: str) -> Response:
    """An error as an answer: 503 with the time to wait where it passes, else 404."""
    later = error.code in _PASSES
    headers = {"retry-after": str(ASK_AGAIN_S)} if later else {}
    return Response(error.text(lang), 503 if later else 404, headers=headers, media_type="text/plain")


def asked_lang(request: Request) -> str:
    """The language that an address asks for, bokmål where it asks for none that there is."""
    asked = request.query_params.get("lang")
    return asked if asked in messages.LANGS else messages.DEFAULT_LANG


def _at_once(work: Callable[[], Response]) -> Response:
    with ready_only():
        return work()
