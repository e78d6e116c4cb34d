"""One answer to a question at a time, shared with all who asked meanwhile; errors shared and not kept; no circle waited for."""

import ast
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from actions import once as module
from actions.once import NotReady, once, ready_only

_ROOT = Path(__file__).parent.parent.parent
_PATIENCE_S = 300.0  # only a fault takes so long
_NOT_SHARED = {"bulk/tile.py": "of one process that does one tile at a time"}


class Stop(BaseException):
    """As Streamlit stops a page's run."""


def until(holds: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < _PATIENCE_S
        time.sleep(0.001)


def waiting(count: int) -> None:
    until(lambda: len(module._WAITS) == count)


@pytest.fixture
def threads() -> object:
    with ThreadPoolExecutor(12) as pool:
        yield pool


def test_all_who_ask_at_once_wait_for_one_answer(threads: ThreadPoolExecutor) -> None:
    asked, let_go = [], threading.Event()

    @once(maxsize=4)
    def question(number: int) -> list[int]:
        asked.append(number)
        assert let_go.wait(_PATIENCE_S)
        return [number]

    told = [threads.submit(question, 7) for _ in range(10)]
    waiting(9)
    let_go.set()
    assert {id(one.result(_PATIENCE_S)) for one in told} == {id(question(7))} and asked == [7]
    assert module._WAITS == {}


def test_an_error_is_told_to_all_who_wait_and_is_not_kept(threads: ThreadPoolExecutor) -> None:
    tries, let_go = [], threading.Event()

    @once(maxsize=4)
    def question() -> str:
        tries.append(1)
        assert let_go.wait(_PATIENCE_S)
        if len(tries) == 1:
            raise ValueError("just now")
        return "well"

    told = [threads.submit(question) for _ in range(5)]
    waiting(4)
    let_go.set()
    assert [str(one.exception(_PATIENCE_S)) for one in told] == ["just now"] * 5 and len(tries) == 1
    assert question() == "well" and not module._WAITS


def test_a_run_that_is_stopped_leaves_the_question_to_who_waits(threads: ThreadPoolExecutor) -> None:
    tries, let_go = [], threading.Event()

    @once(maxsize=4)
    def question() -> str:
        tries.append(1)
        assert let_go.wait(_PATIENCE_S)
        if len(tries) == 1:
            raise Stop
        return "well"

    told = [threads.submit(question) for _ in range(3)]
    waiting(2)
    let_go.set()
    ends = [one.exception(_PATIENCE_S) for one in told]
    assert sum(isinstance(end, Stop) for end in ends) == 1 and ends.count(None) == 2 and len(tries) == 2


def test_a_question_asks_another_that_somebody_else_is_at(threads: ThreadPoolExecutor) -> None:
    let_go = threading.Event()

    @once(maxsize=4)
    def inner() -> int:
        assert let_go.wait(_PATIENCE_S)
        return 1

    outer = once(maxsize=4)(lambda number: number + inner())
    told = [threads.submit(outer, number) for number in (10, 10, 20, 20)] + [threads.submit(inner)]
    waiting(4)
    let_go.set()
    assert [one.result(_PATIENCE_S) for one in told] == [11, 11, 21, 21, 1]


def test_a_circle_is_told_and_never_waited_for(threads: ThreadPoolExecutor) -> None:
    both = threading.Barrier(2)

    @once(maxsize=4)
    def left() -> int:
        both.wait(_PATIENCE_S)
        return right()

    @once(maxsize=4)
    def right() -> int:
        both.wait(_PATIENCE_S)
        return left()

    @once(maxsize=4)
    def alone() -> int:
        return alone()

    told: list[Future] = [threads.submit(left), threads.submit(right)]
    assert all("waits for its own answer" in str(one.exception(_PATIENCE_S)) for one in told)
    with pytest.raises(RuntimeError, match="waits for its own answer"):
        alone()


def test_who_takes_only_what_is_ready_neither_finds_nor_waits(threads: ThreadPoolExecutor) -> None:
    asked, let_go = [], threading.Event()

    @once(maxsize=4)
    def question(number: int) -> int:
        asked.append(number)
        assert number or let_go.wait(_PATIENCE_S)
        return number

    assert question(1) == 1 and question.ready(1) and not question.ready(2)
    under_way = threads.submit(question, 0)
    until(lambda: 0 in asked)
    with ready_only():
        assert question(1) == 1
        for number in (0, 2):
            with pytest.raises(NotReady):
                question(number)
    let_go.set()
    assert under_way.result(_PATIENCE_S) == 0 and question(2) == 2 and asked == [1, 0, 2]


def test_the_answers_asked_for_last_are_kept() -> None:
    asked = []
    question = once(maxsize=2)(lambda number: asked.append(number) or number)
    for number in (1, 2, 1, 3, 1, 2):
        question(number)
    assert asked == [1, 2, 3, 2]


def test_whatever_several_may_ask_at_once_is_found_once() -> None:
    found = {
        path.relative_to(_ROOT).as_posix()
        for room in ("actions", "bulk", "views")
        for path in (_ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.alias) and node.name == "lru_cache" or isinstance(node, ast.Attribute) and node.attr == "lru_cache"
    }
    assert found == set(_NOT_SHARED)
