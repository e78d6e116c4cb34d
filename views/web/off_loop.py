"""What a layer or a route of people's login waits for, off the server's loop and in threads of its own: files keep the server's."""

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

_MOST = 20  # at once; a provider that is slow to answer holds no more
_threads = CapacityLimiter(_MOST)
Given = ParamSpec("Given")
Found = TypeVar("Found")


async def off_loop(work: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> Found:
    """What the work gives."""
    return await to_thread.run_sync(partial(work, *given, **named), limiter=_threads)
