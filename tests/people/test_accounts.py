"""Invitations, roles, sessions and the trail in the register, on both databases."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from landuse.words.errors import LanduseError
from people import tokens
from register import people, sessions, trail
from register.engine import open_register, writing
from register.people_tables import METADATA, TRAIL

_AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
_ISSUER = "https://login.example"


@pytest.fixture
def register(blank_root: Path):
    return open_register(blank_root)


def _comes(register, subject: str, role: str = "planner", parks: tuple[str, ...] | None = None, at: datetime = _AT):
    token = tokens.new()
    people.invite(register, tokens.digest(token), subject.title(), role, parks, 0, _AT)
    return people.came(register, _ISSUER, subject, tokens.digest(token), at)


def _refused(code: str, do, *given) -> None:
    with pytest.raises(LanduseError) as refused:
        do(*given)
    assert refused.value.code == code


def test_people_sessions_and_the_trail(register) -> None:
    """One register for all of it: making one costs more than what is tried."""
    _invitations(register)
    _sessions(register)
    _roles(register)
    _trail(register)


def _invitations(register) -> None:
    kari = _comes(register, "kari", "admin")
    assert (kari.name, kari.role, kari.parks, kari.issuer, kari.subject, kari.number) == ("Kari", "admin", None, _ISSUER, "kari", 1)
    assert people.came(register, _ISSUER, "kari", None, _AT) == kari, "known without an invitation from then on"
    _refused("login_not_invited", people.came, register, _ISSUER, "stranger", None, _AT)
    _refused("login_not_invited", people.came, register, "https://other.example", "kari", None, _AT)
    token = tokens.digest(tokens.new())
    people.invite(register, token, "Ola", "viewer", None, 1, _AT)
    _refused("login_not_invited", people.came, register, _ISSUER, "ola", token, _AT + timedelta(days=people.INVITED_DAYS, seconds=1))
    assert people.came(register, _ISSUER, "ola", token, _AT).number == 2
    _refused("login_not_invited", people.came, register, _ISSUER, "another", token, _AT)
    assert _comes(register, "mari", "park_manager", ("own",)).parks == ("own",)


def _sessions(register) -> None:
    sessions.begin(register, "a", 1, _AT)
    assert sessions.person(register, "a", _AT + sessions.IDLE - timedelta(seconds=1)).name == "Kari"
    assert sessions.person(register, "a", _AT + sessions.IDLE + timedelta(minutes=20)).name == "Kari", "in use half an hour ago"
    assert sessions.person(register, "a", _AT + 2 * sessions.IDLE + timedelta(minutes=20)) is None
    sessions.begin(register, "b", 2, _AT)
    at = _AT
    while at + timedelta(minutes=20) < _AT + sessions.MOST:
        at += timedelta(minutes=20)
        assert sessions.person(register, "b", at)
    assert sessions.person(register, "b", _AT + sessions.MOST) is None, "eight hours at most, however much it is used"
    assert sessions.person(register, "foreign", _AT) is None
    sessions.begin(register, "c", 1, _AT)
    sessions.end(register, "c")
    assert sessions.person(register, "c", _AT) is None
    row = {"state_digest": "s", "browser_digest": "b", "nonce": "n", "verifier": "v", "invitation_digest": None, "begun_at": _AT}
    sessions.attempt(register, row)
    assert sessions.taken(register, "s", _AT)["nonce"] == "n" and sessions.taken(register, "s", _AT) is None, "once"
    sessions.attempt(register, row)
    assert sessions.taken(register, "s", _AT + sessions.ATTEMPT_LASTS) is None


def _roles(register) -> None:
    sessions.begin(register, "d", 2, _AT)
    people.give_role(register, 2, "planner", None)
    assert sessions.person(register, "d", _AT) is None, "a change of role ends the login"
    _refused("last_admin", people.give_role, register, 1, "planner", None)
    _refused("person_unknown", people.give_role, register, 99, "admin", None)
    _refused("last_admin", trail.blank, register, _AT, 1, 1, {})


def _trail(register) -> None:
    for number, act in enumerate(("login", "decide", "units"), 1):
        personal = {"name": "Ola", "from": f"10.0.0.{number}"}
        assert trail.add(register, _AT, 2, act, trail.DONE if number < 3 else trail.REFUSED, "own", "x", personal) == number
    trail.add(register, _AT, 1, "export", trail.DONE, None, "", {"name": "Kari", "from": "::1"})
    count, digest = trail.verify(register)
    assert count == 4 and digest == trail.rows(register, 1)[0]["digest"]
    trail.blank(register, _AT, 2, 1, {"name": "Kari"})
    assert trail.verify(register)[0] == 5
    told = trail.rows(register)
    assert "Ola" not in str(told) and "10.0.0" not in str(told) and "Ola" not in str(people.everybody(register))
    assert [row["act"] for row in told] == ["blank", "export", "units", "decide", "login"]
    _refused("login_not_invited", people.came, register, _ISSUER, "ola", None, _AT)
    for changed in ({"about": "y"}, {"person_id": 2}, {"personal": {"name": "Per"}}, {"personal": None}, {"outcome": "refused"}, {"id": 9}):
        before = next(row for row in told if row["id"] == 4)
        _change(register, 4, changed)
        _refused("trail_broken", trail.verify, register)
        _change(register, changed.get("id", 4), {name: before[name] for name in changed})
        assert trail.verify(register)[0] == 5


def _change(register, number: int, values: dict) -> None:
    with writing(register) as connection:
        connection.execute(update(TRAIL).where(TRAIL.c.id == number).values(**values))


def test_no_backup_has_people() -> None:
    from register.migrate import NOT_KEPT
    from register.tables import Base

    assert set(METADATA.tables) <= set(NOT_KEPT) and not set(METADATA.tables) & set(Base.metadata.tables)
