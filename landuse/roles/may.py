"""The one answer to whether a person may do something: rows of `landuse/roles/may.csv`. What no row allows is refused."""

import csv
from functools import cache
from pathlib import Path

from landuse.roles.person import ROLES, Person
from landuse.words import messages
from landuse.words.errors import LanduseError, Word, Words

_YES, _NO = "yes", "no"
_TABLE = Path(__file__).parent / "may.csv"


@cache
def matrix() -> dict[tuple[str, str], tuple[bool, bool]]:
    """By act and role: whether it may be done in the person's own parks, and in the others."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {(row["act"], row["role"]): (_said(row["own"]), _said(row["others"])) for row in rows}


def acts() -> list[str]:
    """All acts, in the order of the table."""
    return list(dict.fromkeys(act for act, _ in matrix()))


def may(person: Person | None, act: str, park_id: str | None = None) -> bool:
    """Whether a person may do something.

    Parameters
    ----------
    person : None for who has not logged in where a login is needed
    park_id : whose ground or figures it is about; None where it is about no park, or about all of them
    """
    if person is None:
        return False
    own, others = matrix().get((act, person.role), (False, False))
    return own if person.owns(park_id) else others


def check(person: Person | None, act: str, park_id: str | None = None) -> None:
    """Refuse who may not.

    Raises
    ------
    LanduseError : login_needed, person_unnamed, role_may_not, not_your_park
    """
    if person is None:
        raise LanduseError("login_needed")
    if not person.name.strip():
        raise LanduseError("person_unnamed")
    if may(person, act, park_id):
        return
    own, _ = matrix().get((act, person.role), (False, False))
    if own:
        raise LanduseError("not_your_park", park=park_id or "–")
    raise LanduseError("role_may_not", role=_word(person.role), roles=Words(_word(role) for role in who_may(act)) or "–")


def who_may(act: str) -> list[str]:
    """The roles that may do something, at least in their own parks."""
    return [role for role in ROLES if matrix().get((act, role), (False, False))[0]]


def label(act: str, lang: str) -> str:
    """An act in words."""
    return messages.text(lang, f"role.act.{act}")


def role_label(role: str, lang: str) -> str:
    """A role in words."""
    return messages.text(lang, f"role.name.{role}")


def _word(role: str) -> str:
    return Word(f"role.name.{role}") if role in ROLES else role


def _said(word: str) -> bool:
    return {_YES: True, _NO: False}[word]
