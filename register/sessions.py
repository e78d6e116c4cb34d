"""Keep who is logged in, and who is about to: rows by the digest of what only the browser has. They end by themselves."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from landuse.roles.person import Person
from landuse.words.errors import LanduseError
from landuse.words.log import LOG
from register.engine import reading, writing
from register.people import person_of
from register.people_tables import ATTEMPT, PERSON, SESSION

IDLE = timedelta(minutes=30)
MOST = timedelta(hours=8)
ATTEMPT_LASTS = timedelta(minutes=10)
_SEEN_EVERY = timedelta(minutes=1)  # so that not every message is a write


def begin(register: Engine, token_digest: str, person: int, at: datetime) -> None:
    """A session of a person; those that are over go."""
    with writing(register) as connection:
        connection.execute(delete(SESSION).where((SESSION.c.begun_at < at - MOST) | (SESSION.c.seen_at < at - IDLE)))
        connection.execute(insert(SESSION), [{"token_digest": token_digest, "person_id": person, "begun_at": at, "seen_at": at}])


def person(register: Engine, token_digest: str, at: datetime) -> Person | None:
    """Whose session it is; None where there is none, where it has been idle or has lasted too long, or where the person is gone."""
    wanted = select(PERSON, SESSION.c.begun_at, SESSION.c.seen_at).join(SESSION, SESSION.c.person_id == PERSON.c.id)
    with reading(register) as connection:
        row = connection.execute(wanted.where(SESSION.c.token_digest == token_digest)).mappings().first()
    if row is None or row["ended_at"] is not None or at - row["begun_at"] >= MOST or at - row["seen_at"] >= IDLE:
        return None
    if at - row["seen_at"] >= _SEEN_EVERY:
        _touch(register, token_digest, at)
    return person_of(row)


def end(register: Engine, token_digest: str) -> None:
    """It is over, on every page and socket."""
    with writing(register) as connection:
        connection.execute(delete(SESSION).where(SESSION.c.token_digest == token_digest))


def attempt(register: Engine, row: dict[str, Any]) -> None:
    """Somebody is sent to log in; attempts that led nowhere go."""
    with writing(register) as connection:
        connection.execute(delete(ATTEMPT).where(ATTEMPT.c.begun_at < row["begun_at"] - ATTEMPT_LASTS))
        connection.execute(insert(ATTEMPT), [row])


def taken(register: Engine, state_digest: str, at: datetime) -> dict[str, Any] | None:
    """The attempt that a login answers, once: it is gone afterwards. None where there is none, or it has lasted too long."""
    with writing(register) as connection:
        row = connection.execute(select(ATTEMPT).where(ATTEMPT.c.state_digest == state_digest)).mappings().first()
        connection.execute(delete(ATTEMPT).where(ATTEMPT.c.state_digest == state_digest))
    return dict(row) if row is not None and at - row["begun_at"] < ATTEMPT_LASTS else None


def _touch(register: Engine, token_digest: str, at: datetime) -> None:
    """It is in use now; where nothing can be written, pages are read until it has been idle too long."""
    try:
        with writing(register) as connection:
            connection.execute(update(SESSION).where(SESSION.c.token_digest == token_digest).values(seen_at=at))
    except LanduseError as error:
        LOG.warning("%s", error.text("en"))
