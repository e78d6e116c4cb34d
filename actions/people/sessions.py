"""Logging in and out: one session row on the server for pages, routes and sockets, known by what only the browser has."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from actions.people import trail
from landuse.roles.person import Person
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from parks.park import data_root
from people import login, oidc, tokens
from register import people, sessions
from register.engine import open_register

MOST_S = int(sessions.MOST.total_seconds())
ATTEMPT_S = int(sessions.ATTEMPT_LASTS.total_seconds())


@dataclass(frozen=True)
class Sent:
    """Where somebody is sent to log in, and what the browser keeps until then."""

    address: str
    browser: str


def begin(invitation: str | None = None) -> Sent:
    """Send somebody to the provider.

    Raises
    ------
    LanduseError : login_incomplete, login_address, login_provider, or the register's fault
    """
    state, browser, nonce, verifier = (tokens.new() for _ in range(4))
    sent = Sent(oidc.address(login.wanted(), state, nonce, verifier), browser)
    row: dict[str, Any] = {"state_digest": tokens.digest(state), "browser_digest": tokens.digest(browser)}
    row |= {"nonce": nonce, "verifier": verifier}
    row["invitation_digest"] = tokens.digest(invitation) if invitation else None
    sessions.attempt(open_register(data_root()), row | {"begun_at": datetime.now(UTC)})
    return sent


def come_back(state: str, code: str, browser: str) -> str:
    """Somebody is back from the provider, in the browser that was sent there; what the browser has from now on.

    Raises
    ------
    LanduseError : login_state, login_refused, login_provider, login_national_number, login_not_invited
    """
    register, at = open_register(data_root()), datetime.now(UTC)
    begun = sessions.taken(register, tokens.digest(state), at)
    try:
        if begun is None or begun["browser_digest"] != tokens.digest(browser):
            raise LanduseError("login_state")
        who = oidc.who(login.wanted(), code, begun["nonce"], begun["verifier"])
        person = people.came(register, who.issuer, who.subject, begun["invitation_digest"], at)
    except LanduseError as error:
        trail.tell(None, trail.LOGIN, trail.REFUSED, None, error.code)
        raise
    token = tokens.new()
    sessions.begin(register, tokens.digest(token), person.number, at)
    happened("login", person=person.number, role=person.role)
    trail.tell(person, trail.LOGIN, trail.DONE, None, person.role)
    return token


def person(token: str) -> Person | None:
    """Whose session it is now; None where it is over, or never was.

    Raises
    ------
    LanduseError : the register's fault
    """
    return sessions.person(open_register(data_root()), tokens.digest(token), datetime.now(UTC)) if token else None


def end(token: str) -> None:
    """Log out: every page and socket of the session is over."""
    who = person(token)
    if who is not None:
        sessions.end(open_register(data_root()), tokens.digest(token))
        happened("logout", person=who.number)
        trail.tell(who, trail.LOGOUT, trail.DONE, None, "")
