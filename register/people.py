"""Keep who there is and who was invited. A person is (issuer, subject) of a login; a number is never given twice."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from landuse.roles.person import Person
from landuse.words.errors import LanduseError
from register.engine import reading, writing
from register.people_tables import INVITATION, PERSON, SESSION

INVITED_DAYS = 14
_GONE = "–"


def invite(register: Engine, token_digest: str, name: str, role: str, parks: tuple[str, ...] | None, by: int, at: datetime) -> int:
    """Keep an invitation, for one person and some days; its number."""
    row = {"token_digest": token_digest, "name": name, "role": role, "parks": None if parks is None else list(parks)}
    with writing(register) as connection:
        number = _next(connection, INVITATION.c.id)
        kept = row | {"id": number, "made_by": by, "made_at": at, "until": at + timedelta(days=INVITED_DAYS), "person_id": None}
        connection.execute(insert(INVITATION), [kept])
    return number


def came(register: Engine, issuer: str, subject: str, invitation_digest: str | None, at: datetime) -> Person:
    """Who logs in: a person who is known, or one who comes with an invitation that still holds, which is used up by it.

    Raises
    ------
    LanduseError : login_not_invited
    """
    with writing(register) as connection:
        known = connection.execute(select(PERSON).where(PERSON.c.issuer == issuer, PERSON.c.subject == subject)).mappings().first()
        if known is not None and known["ended_at"] is None:
            return person_of(known)
        open_ones = select(INVITATION).where(INVITATION.c.token_digest == (invitation_digest or ""), INVITATION.c.person_id.is_(None))
        invited = connection.execute(open_ones).mappings().first()
        if known is not None or invited is None or invited["until"] < at:
            raise LanduseError("login_not_invited")
        row = {name: invited[name] for name in ("name", "role", "parks")} | {"issuer": issuer, "subject": subject, "made_at": at}
        number = _next(connection, PERSON.c.id)
        connection.execute(insert(PERSON), [row | {"id": number, "ended_at": None}])
        connection.execute(update(INVITATION).where(INVITATION.c.id == invited["id"]).values(person_id=number))
        return person_of(row | {"id": number})


def everybody(register: Engine) -> list[dict[str, Any]]:
    """All persons, the oldest first; a blanked one has no name."""
    with reading(register) as connection:
        return [dict(row) for row in connection.execute(select(PERSON).order_by(PERSON.c.id)).mappings()]


def give_role(register: Engine, number: int, role: str, parks: tuple[str, ...] | None) -> None:
    """Another role or other parks; whoever has them logs in anew.

    Raises
    ------
    LanduseError : person_unknown, last_admin
    """
    with writing(register) as connection:
        _check_there(connection, number)
        if role != "admin":
            _check_not_last(connection, number)
        values = {"role": role, "parks": None if parks is None else list(parks)}
        connection.execute(update(PERSON).where(PERSON.c.id == number).values(**values))
        connection.execute(delete(SESSION).where(SESSION.c.person_id == number))


def blank(connection: Connection, number: int, at: datetime) -> None:
    """Take a person's name and login away for good; the number stays.

    Raises
    ------
    LanduseError : person_unknown, last_admin
    """
    _check_there(connection, number)
    _check_not_last(connection, number)
    gone = {"name": "", "issuer": _GONE, "subject": f"{_GONE}{number}", "role": "", "parks": [], "ended_at": at}
    connection.execute(update(PERSON).where(PERSON.c.id == number).values(**gone))
    connection.execute(update(INVITATION).where(INVITATION.c.person_id == number).values(name=""))
    connection.execute(delete(SESSION).where(SESSION.c.person_id == number))


def _check_there(connection: Connection, number: int) -> None:
    if connection.execute(select(PERSON.c.id).where(PERSON.c.id == number, PERSON.c.ended_at.is_(None))).first() is None:
        raise LanduseError("person_unknown", number=number)


def _check_not_last(connection: Connection, number: int) -> None:
    """An installation without an administrator could let nobody in any more."""
    admins = connection.execute(select(PERSON.c.id).where(PERSON.c.role == "admin", PERSON.c.ended_at.is_(None))).scalars().all()
    if list(admins) == [number]:
        raise LanduseError("last_admin")


def _next(connection: Connection, column: Any) -> int:
    return (connection.execute(select(func.max(column))).scalar_one() or 0) + 1


def person_of(row: Any) -> Person:
    """The person of a row of the table."""
    parks = None if row["parks"] is None else tuple(row["parks"])
    return Person(row["name"], row["role"], parks, row["issuer"], row["subject"], row["id"])
