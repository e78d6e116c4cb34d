"""Who there is: invite, give another role, blank. The first administrator is invited on the command line."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from actions.people import asking, trail
from landuse.roles.person import MANAGER, ROLES
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from parks.park import data_root, park_ids
from people import login, tokens
from register import people
from register import trail as kept_trail
from register.engine import open_register

_LONGEST_NAME = 120


def invite(name: str, role: str, parks: Collection[str] = ()) -> str:
    """The address that one person logs in with the first time, within two weeks. It is shown once and kept nowhere.

    Parameters
    ----------
    parks : a park manager's own; none for the other roles, which have all

    Raises
    ------
    LanduseError : role_may_not, login_incomplete, person_unnamed, role_unknown, role_parks, unknown_park
    """
    by = asking.check("invite")
    there, own = login.wanted(), _own_parks(role, parks)
    if not name.strip() or len(name.strip()) > _LONGEST_NAME:
        raise LanduseError("person_unnamed")
    token = tokens.new()
    number = people.invite(open_register(data_root()), tokens.digest(token), name.strip(), role, own, by.number, datetime.now(UTC))
    _told(by, "invite", f"{number} {role} {' '.join(own or ())}".strip())
    return f"{there.address}/login?invitation={token}"


def give_role(number: int, role: str, parks: Collection[str] = ()) -> None:
    """Another role or other parks; it holds from the person's next message.

    Raises
    ------
    LanduseError : role_may_not, role_unknown, role_parks, unknown_park, person_unknown, last_admin
    """
    by, own = asking.check("invite"), _own_parks(role, parks)
    people.give_role(open_register(data_root()), number, role, own)
    _told(by, "role", f"{number} {role} {' '.join(own or ())}".strip())


def blank(number: int) -> None:
    """Take away a person's login, name and addresses, here and in the trail; what was signed in the register stays signed.

    Raises
    ------
    LanduseError : role_may_not, person_unknown, last_admin
    """
    by = asking.check("blank")
    kept_trail.blank(open_register(data_root()), datetime.now(UTC), number, by.number, trail.personal(by))
    happened("blank", person=number)


def everybody() -> list[dict[str, Any]]:
    """All persons: id, name, role, parks, made_at, ended_at.

    Raises
    ------
    LanduseError : role_may_not
    """
    asking.check("invite")
    shown = ("id", "name", "role", "parks", "made_at", "ended_at")
    return [{name: row[name] for name in shown} for row in people.everybody(open_register(data_root()))]


def _own_parks(role: str, parks: Collection[str]) -> tuple[str, ...] | None:
    if role not in ROLES:
        raise LanduseError("role_unknown", role=role, known=", ".join(ROLES))
    if (role == MANAGER) != bool(parks):
        raise LanduseError("role_parks", role=role)
    for park_id in parks:
        if park_id not in park_ids():
            raise LanduseError("unknown_park", park=park_id, known=", ".join(park_ids()))
    return tuple(parks) or None


def _told(by: Any, act: str, about: str) -> None:
    happened(act, what=about)
    trail.tell(by, act, trail.DONE, None, about)
