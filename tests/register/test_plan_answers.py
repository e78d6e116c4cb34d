"""Answers about plans: signed and with a clause, never changed, taken back by answers of their own, kept in backups."""

from pathlib import Path

import pytest

from landuse.units.plans import Answer
from landuse.words.errors import LanduseError
from register import backup, plan_answers
from register.engine import open_register
from tests.squares import PARK

_NONE, _REQUIRED = (Answer("P1", "requirement", one, "§ 3.1") for one in ("none", "required"))


def _say(root: Path, said: Answer, based_on: int = 0, by: str = "Kari", why: str = "Lest bestemmelsene") -> int:
    return plan_answers.say(open_register(root), PARK, said, by, why, based_on)


def test_the_newest_answer_holds_until_it_is_taken_back(root: Path) -> None:
    register = open_register(root)
    assert plan_answers.live(register, PARK) == []
    first = _say(root, _NONE)
    second = _say(root, _REQUIRED, first)
    assert plan_answers.live(register, PARK) == [_REQUIRED] and plan_answers.live(register, "other") == []
    plan_answers.undo(register, second, "Ola", "Feil plan")
    assert plan_answers.live(register, PARK) == [_NONE]
    plan_answers.undo(register, first, "Ola", "Feil plan")
    assert plan_answers.live(register, PARK) == []
    assert [row["undoes"] for row in plan_answers.history(register, PARK)] == [None, None, second, first]


@pytest.mark.parametrize(
    ("said", "by", "why", "code"),
    [
        (_NONE, " ", "x", "decision_unsigned"),
        (_NONE, "Kari", "", "decision_unsigned"),
        (Answer("P1", "requirement", "none", " "), "Kari", "x", "plan_clause_missing"),
        (Answer("P1", "requirement", "none", "§" * 2001), "Kari", "x", "plan_clause_long"),
        (Answer("P1", "requirement", "perhaps", "§ 1"), "Kari", "x", "plan_answer_unknown"),
    ],
)
def test_what_is_refused(root: Path, said: Answer, by: str, why: str, code: str) -> None:
    with pytest.raises(LanduseError) as refused:
        _say(root, said, by=by, why=why)
    assert refused.value.code == code and plan_answers.history(open_register(root), PARK) == []


def test_who_comes_late_is_told(root: Path) -> None:
    _say(root, _NONE)
    with pytest.raises(LanduseError) as refused:
        _say(root, _REQUIRED)
    assert refused.value.code == "stale_edit" and refused.value.values["by"] == "Kari"


def test_nothing_is_taken_back_twice(root: Path) -> None:
    number = _say(root, _NONE)
    back = plan_answers.undo(open_register(root), number, "Ola", "x")
    for answer, code in ((number, "undo_twice"), (back, "undo_unknown"), (999, "undo_unknown")):
        with pytest.raises(LanduseError) as refused:
            plan_answers.undo(open_register(root), answer, "Ola", "x")
        assert refused.value.code == code


def test_a_backup_brings_answers_back(root: Path, tmp_path: Path) -> None:
    first = _say(root, _NONE)
    plan_answers.undo(open_register(root), first, "Ola", "Feil plan")
    _say(root, _REQUIRED, first + 1)
    kept = tmp_path / "kept.zip"
    backup.save(open_register(root), kept)
    backup.restore(open_register(root), kept, tmp_path / "before.zip")
    assert plan_answers.live(open_register(root), PARK) == [_REQUIRED]
