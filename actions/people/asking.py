"""Who asks for what is being done now, and whether they may: asked by every act that writes, every route and every page.

Without a login there is one local user. With one, nobody asks until somebody is known: a request's person is given by the layer
around the routes, a page's run finds its own (`found_by`), the command line is the operator's, whoever may open the data folder.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from actions.people import trail
from landuse.roles import may
from landuse.roles.person import Person
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from people import login

LOCAL = Person("–")
_given: ContextVar[Person | None] = ContextVar("person", default=None)
_finders: list[Callable[[], Person | None]] = []
_operator: list[Person] = []
Given = ParamSpec("Given")
Made = TypeVar("Made")


def login_wanted() -> bool:
    """Whether people must log in here."""
    return login.is_wanted()


def login_is_secure() -> bool:
    """Whether people reach the app over TLS.

    Raises
    ------
    LanduseError : login_incomplete, login_address
    """
    return login.wanted().is_secure


def found_by(finder: Callable[[], Person | None]) -> None:
    """How a page's run finds out whose it is; asked each time."""
    _finders[:] = [finder]


@contextmanager
def by_operator() -> Iterator[None]:
    """A block in which this process is the command line of whoever may open the data folder."""
    _operator.append(LOCAL)
    try:
        yield
    finally:
        _operator.pop()


@contextmanager
def asked_by(person: Person | None) -> Iterator[None]:
    """A block in which somebody asks."""
    token = _given.set(person)
    try:
        yield
    finally:
        _given.reset(token)


def current() -> Person | None:
    """Who asks; None where a login is needed and nobody has logged in."""
    if _operator:
        return _operator[0]
    if not login.is_wanted():
        return LOCAL
    found = next((finder() for finder in _finders), None)
    return found if found is not None else _given.get()


def may_somewhere(act: str) -> bool:
    """Whether who asks may do something in any park: what a list of parks, or of pages, is asked for."""
    person = current()
    return any(may.may(person, act, park_id) for park_id in (None, *((person.parks or ()) if person else ())))


def may_now(act: str, park_id: str | None = None) -> bool:
    """Whether who asks may do something."""
    return may.may(current(), act, park_id)


def check(act: str, park_id: str | None = None) -> Person:
    """Who asks, where they may do it; the trail tells of who may not.

    Raises
    ------
    LanduseError : login_needed, role_may_not, not_your_park
    """
    person = current()
    try:
        may.check(person, act, park_id)
    except LanduseError as error:
        happened("denied", act=act, park=park_id, code=error.code)
        trail.tell(person, act, trail.REFUSED, park_id, error.code)
        raise
    assert person is not None
    return person


def done(act: str, park_id: str | None, about: str) -> None:
    """The trail tells of what was done by who asks."""
    trail.tell(current(), act, trail.DONE, park_id, about)


def signed(by: Person | str) -> Person:
    """Who signs: the person who is logged in, whatever name was typed; else the name as it is stated."""
    person = current()
    if person is not None and person.number:
        return person
    return by if isinstance(by, Person) else Person(by)


def asks(act: str, park: str | None = "park_id") -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """What a function does is done only for who may; `by` becomes who is logged in, and the trail tells of it.

    Parameters
    ----------
    park : the function's parameter that names the park, or the park itself; None where it is about none
    """

    def around(do: Callable[Given, Made]) -> Callable[Given, Made]:
        signature = inspect.signature(do)

        @wraps(do)
        def asked(*given: Given.args, **named: Given.kwargs) -> Made:
            bound = signature.bind(*given, **named)
            about = bound.arguments.get(park) if park else None
            park_id = about if about is None or isinstance(about, str) else about.park_id if hasattr(about, "park_id") else about.id
            person = check(act, park_id)
            if person.number and "by" in bound.arguments:
                bound.arguments["by"] = person if isinstance(bound.arguments["by"], Person) else person.name
            made = do(*bound.args, **bound.kwargs)
            trail.tell(person, act, trail.DONE, park_id, do.__name__)
            return made

        asked.__dict__["asks"] = act
        return asked

    return around
