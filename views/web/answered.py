"""How our routes answer: at once what is ready, in a few places of their own what has to be found first, and refusals in words.

Static files, and answers that are ready, share the server's threads and never wait for what has to be found.
"""

import gzip
from collections import deque
from collections.abc import Awaitable, Callable
from math import inf
from typing import TypeVar

from anyio import CapacityLimiter, Event, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from actions.once import NotReady, ready_only
from landuse.words import messages
from landuse.words.errors import LanduseError, Word
from views.web.refusals import ASK_AGAIN_S, refused

PLACES = 2  # as many cores as the smallest machine has: more would only take the processor from each other and from the pages
IN_LINE = 100  # at a second or two each, the last of them waits about as long as a browser does
_GONE = 499  # nobody reads it
Found = TypeVar("Found")


class Places:
    """A bounded number of places where slow work is done, and a bounded line in front of them, in which parks take turns.

    A park is worked for in one place at a time: another stays free for the others. Lives in the server's event loop.
    """

    def __init__(self, places: int = PLACES, in_line: int = IN_LINE):
        self._most = places + in_line
        self._free = places
        self._lines: dict[str, deque[Event]] = {}  # by park, the one whose turn is next first
        self._worked_for: set[str] = set()
        self._threads = CapacityLimiter(inf)  # of our own, so that the server's stay free; the places are what bounds them

    async def run(self, park: str, work: Callable[[], Found], gone: Callable[[], Awaitable[bool]]) -> Found | None:
        """What the work gives, done in a thread; None where the asker had gone before it was the work's turn.

        Raises
        ------
        LanduseError : busy_now, when the line is full; not_now, when the memory is
        """
        inside = len(self._worked_for) + sum(map(len, self._lines.values()))
        if inside >= self._most:
            raise LanduseError("busy_now", waiting=inside, seconds=ASK_AGAIN_S)
        await self._turn(park)
        try:
            return None if await gone() else await to_thread.run_sync(work, limiter=self._threads)
        except MemoryError as error:
            raise LanduseError("not_now", what=Word("not_now.answer"), reason=Word("not_now.memory")) from error
        finally:
            self._leave(park)

    async def _turn(self, park: str) -> None:
        turn = Event()
        self._lines.setdefault(park, deque()).append(turn)
        self._call_next()
        try:
            await turn.wait()
        except BaseException:  # stopped while it stood in line
            if turn.is_set():
                self._leave(park)
            else:
                self._lines[park].remove(turn)
                self._lines = {park: line for park, line in self._lines.items() if line}
            raise

    def _leave(self, park: str) -> None:
        self._worked_for.discard(park)
        self._free += 1
        self._call_next()

    def _call_next(self) -> None:
        while self._free and (park := next((park for park in self._lines if park not in self._worked_for), None)) is not None:
            line = self._lines.pop(park)
            self._free -= 1
            self._worked_for.add(park)
            line.popleft().set()
            if line:
                self._lines[park] = line  # behind the other parks


_PLACES = Places()


async def answered(request: Request, park: str, work: Callable[[], Response], try_at_once: bool = True) -> Response:
    """What the work answers, or its refusal in the asked language.

    Parameters
    ----------
    park : whose turn it takes where it is slow
    work : gives the answer; runs in a thread, and may be begun twice: it must change nothing
    try_at_once : False for work that is slow each time, since nothing of it is kept (`actions.once`)
    """
    try:
        if try_at_once:
            try:
                return await run_in_threadpool(_at_once, work)
            except NotReady:
                pass
        return await _PLACES.run(park, work, request.is_disconnected) or Response(status_code=_GONE)
    except LanduseError as error:
        return refused(error, asked_lang(request))


def unpacked_if_need_be(request: Request, packed: bytes, kind: str, headers: dict[str, str]) -> Response:
    """Gzipped bytes as they are to whoever takes them so, unpacked to the others (curl, QGIS)."""
    headers = {"vary": "accept-encoding", **headers}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers=headers | {"content-encoding": "gzip"}, media_type=kind)
    return Response(gzip.decompress(packed), headers=headers, media_type=kind)


def asked_lang(request: Request) -> str:
    """The language that an address asks for, bokmål where it asks for none that there is."""
    asked = request.query_params.get("lang")
    return asked if asked in messages.LANGS else messages.DEFAULT_LANG


def _at_once(work: Callable[[], Response]) -> Response:
    with ready_only():
        return work()
