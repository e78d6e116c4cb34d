"""One answer to a question at a time: who asks while it is being found waits for it, and it is kept for those who come after.

`functools.lru_cache` keeps answers too, but lets all who ask at once find the same answer, each alone. Questions may ask other
questions; a circle of them is an error in the code, and is told instead of waited for.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from functools import update_wrapper
from threading import Lock, get_ident, local
from typing import Generic, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class NotReady(Exception):
    """The answer has not been found yet, and the asker does not wait for it (see `ready_only`)."""


class _Work(Future):
    """An answer that is being found, and the thread that finds it."""

    def __init__(self) -> None:
        super().__init__()
        self.thread = get_ident()


_LOCK = Lock()  # of all that is kept and under way; held for a look-up, never while an answer is found
_WAITS: dict[int, _Work] = {}  # what each thread waits for
_ASKER = local()


@contextmanager
def ready_only() -> Iterator[None]:
    """Inside the block this thread takes what is there: a question without an answer raises NotReady at once."""
    before, _ASKER.ready_only = getattr(_ASKER, "ready_only", False), True
    try:
        yield
    finally:
        _ASKER.ready_only = before


class Once(Generic[Asked, Answer]):
    """A function whose answers are found once; see `once`."""

    def __init__(self, find: Callable[Asked, Answer], maxsize: int):
        self._find, self._maxsize = find, maxsize
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._under_way: dict[Hashable, _Work] = {}
        update_wrapper(self, find)

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        """The answer: kept, waited for, or found now; an error is told to all who wait, and asked about again by the next."""
        key = _key(args, kwargs)
        while True:
            with _LOCK:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]
                if getattr(_ASKER, "ready_only", False):
                    raise NotReady(self.__name__)
                work = self._under_way.get(key)
                if work is not None:
                    self._wait_for(work)
                else:
                    mine = self._under_way[key] = _Work()
            if work is None:
                return self._found(key, mine, args, kwargs)
            try:
                return work.result()
            except CancelledError:
                continue  # who was at it was stopped, which says nothing about the answer
            finally:
                with _LOCK:
                    _WAITS.pop(get_ident(), None)

    def ready(self, *args: Asked.args, **kwargs: Asked.kwargs) -> bool:
        """Whether the answer is there already."""
        with _LOCK:
            return _key(args, kwargs) in self._kept

    def cache_clear(self) -> None:
        """Forget all answers."""
        with _LOCK:
            self._kept.clear()

    def _wait_for(self, work: _Work) -> None:
        ahead: _Work | None = work
        while ahead is not None:
            if ahead.thread == get_ident():
                raise RuntimeError(f"{self.__name__} asks a question that waits for its own answer")
            ahead = _WAITS.get(ahead.thread)
        _WAITS[get_ident()] = work

    def _found(self, key: Hashable, work: _Work, args: tuple, kwargs: dict) -> Answer:
        try:
            answer = self._find(*args, **kwargs)
        except BaseException as error:
            with _LOCK:
                del self._under_way[key]
            if isinstance(error, Exception):
                work.set_exception(error)
            else:
                work.cancel()
            raise
        with _LOCK:
            self._kept[key] = answer
            if len(self._kept) > self._maxsize:
                self._kept.popitem(last=False)
            del self._under_way[key]
        work.set_result(answer)
        return answer


def once(maxsize: int) -> Callable[[Callable[Asked, Answer]], Once[Asked, Answer]]:
    """Let a function find each of its answers once; the `maxsize` that were asked for last are kept. Arguments must be hashable."""
    return lambda find: Once(find, maxsize)


def _key(args: tuple, kwargs: dict) -> Hashable:
    return args, tuple(sorted(kwargs.items()))
