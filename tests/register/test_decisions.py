"""Decisions: signed, never changed, undone by events of their own, refused when somebody else was first."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from landuse.words.errors import LanduseError
from register import decisions
from register.engine import open_register
from tests.register.saying import FIRST, LATER, NEXT, live, rows, say, statement
from tests.squares import EPSG, PARK, rect


def _refused(code: str, call: object, *arguments: object, **named: object) -> LanduseError:
    with pytest.raises(LanduseError) as refused:
        call(*arguments, **named)
    assert refused.value.code == code
    return refused.value


def test_nothing_decided_yet(root: Path) -> None:
    register = open_register(root)
    empty = decisions.live(register, PARK, FIRST, EPSG)
    assert empty.empty and empty.crs.to_epsg() == EPSG
    assert (decisions.version(register, PARK), decisions.versions(register, PARK)) == (0, {})


def test_a_decision_holds_from_its_day(root: Path) -> None:
    register = open_register(root)
    say(register, "a", on=NEXT)
    assert (live(register, FIRST), live(register, NEXT)) == ([], [["a", "used"]])


def test_who_when_what_why_and_the_outline_are_kept(root: Path) -> None:
    before = datetime.now(UTC)
    [event] = decisions.say(open_register(root), [statement("a")], "  Kari ", " Befart på Ørin ", FIRST, 0)
    row = decisions.live(open_register(root), PARK, FIRST, EPSG).iloc[0]
    assert (row["event_id"], row["set_by"], row["set_reason"], row["evidence"]) == (event, "Kari", "Befart på Ørin", "{}")
    assert (row["axis"], row["kind"], row["value"]) == ("class", "correct", "used")
    assert before <= row["set_at"].to_pydatetime() <= datetime.now(UTC)
    assert row["geometry"].equals(rect(0, 0))


@pytest.mark.parametrize(("by", "why"), [("", "Befart"), ("Kari", ""), ("  ", "Befart"), ("Kari", "\n\t")])
def test_unsigned_is_refused(root: Path, by: str, why: str) -> None:
    register = open_register(root)
    _refused("decision_unsigned", decisions.say, register, [statement("a")], by, why, FIRST, 0)
    event = say(register, "b")
    _refused("decision_unsigned", decisions.undo, register, [event], by, why)
    assert rows(register) == 1


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("correct", "in_use", "class_unknown"),
        ("confirm", "vacant", "class_unknown"),
        ("tenure", "rented", "decision_value_unknown"),
        ("availability", "sold", "decision_value_unknown"),
        ("own_reserve", "maybe", "decision_value_unknown"),
        ("release", "area", "decision_value_unknown"),
        ("undo", "1", "decision_kind_unknown"),
    ],
)
def test_what_nobody_can_say_is_refused(root: Path, kind: str, value: str, code: str) -> None:
    register = open_register(root)
    _refused(code, decisions.say, register, [statement("a"), statement("b", value, kind)], "Kari", "Befart", FIRST, 0)
    assert rows(register) == 0


def test_a_new_decision_follows_the_old_and_changes_nothing(root: Path) -> None:
    register = open_register(root)
    say(register, "a", "used", FIRST)
    say(register, "a", "not_counted", NEXT)
    assert (live(register, FIRST), live(register, NEXT)) == ([["a", "used"]], [["a", "not_counted"]])
    assert rows(register) == 2


def test_two_decisions_on_one_day(root: Path) -> None:
    register = open_register(root)
    say(register, "a", "used")
    say(register, "a", "not_counted")
    assert live(register, FIRST) == [["a", "not_counted"]]


def test_a_decision_from_an_earlier_day_does_not_undo_a_later_one(root: Path) -> None:
    register = open_register(root)
    say(register, "a", "not_counted", LATER)
    say(register, "a", "used", FIRST)
    assert live(register, NEXT) == [["a", "used"]]
    assert live(register, LATER) == [["a", "not_counted"]]


def test_facts_stand_beside_the_class(root: Path) -> None:
    register = open_register(root)
    for kind, value in (("correct", "vacant_zoned"), ("availability", "offered"), ("tenure", "own"), ("own_reserve", "no")):
        say(register, "a", value, kind=kind)
    say(register, "a", "reserved", kind="availability")
    assert sorted(value for _, value in live(register)) == ["no", "own", "reserved", "vacant_zoned"]


def test_released_from_a_day_on(root: Path) -> None:
    register = open_register(root)
    say(register, "a")
    say(register, "a", "class", NEXT, "release")
    found = decisions.live(register, PARK, NEXT, EPSG)
    assert (live(register, FIRST), found["kind"].tolist()) == ([["a", "used"]], ["release"])


def test_undone_what_was_before_holds_again(root: Path) -> None:
    register = open_register(root)
    say(register, "a", "used", FIRST)
    event = say(register, "a", "not_counted", NEXT)
    [undone] = decisions.undo(register, [event], "Ola", "Feil tomt")
    assert live(register) == [["a", "used"]]
    assert rows(register) == 3
    newest = decisions.history(register, PARK, ["a"])
    assert [(row["kind"], row["undoes"], row["undone_by_event"]) for row in newest] == [
        ("undo", event, None),
        ("correct", None, undone),
        ("correct", None, None),
    ]
    assert (newest[0]["set_by"], newest[0]["set_reason"]) == ("Ola", "Feil tomt")


def test_an_undo_is_done_once_and_said(root: Path) -> None:
    register = open_register(root)
    event = say(register, "a")
    [undone] = decisions.undo(register, [event], "Ola", "Feil tomt")
    assert "Ola" in str(_refused("undo_twice", decisions.undo, register, [event], "Kari", "Feil"))
    _refused("undo_unknown", decisions.undo, register, [undone], "Kari", "Feil")
    _refused("undo_unknown", decisions.undo, register, [999], "Kari", "Feil")
    assert rows(register) == 2


def test_an_undo_of_many_is_whole_or_nothing(root: Path) -> None:
    register = open_register(root)
    first, second = say(register, "a"), say(register, "b")
    _refused("undo_unknown", decisions.undo, register, [first, second, 999], "Kari", "Feil")
    assert len(live(register)) == 2
    assert len(decisions.undo(register, [first, second, first], "Kari", "Feil")) == 2
    assert live(register) == []


def test_many_at_once_are_whole_or_nothing(root: Path) -> None:
    register = open_register(root)
    seen = decisions.version(register, PARK)
    events = decisions.say(register, [statement(f"u{number}") for number in range(60)], "Kari", "Befart", FIRST, seen)
    assert events == sorted(events) and len(set(events)) == 60
    assert decisions.versions(register, PARK) == {f"u{number}": event for number, event in enumerate(events)}
    batch = [statement("new"), statement("u7", "not_counted")]
    _refused("stale_edit", decisions.say, register, batch, "Ola", "Befart", FIRST, seen)
    assert rows(register) == 60


def test_a_stale_edit_is_told_who_and_when(root: Path) -> None:
    register = open_register(root)
    seen = decisions.version(register, PARK)
    say(register, "a", "used", based_on=seen)
    error = _refused("stale_edit", say, register, "a", "not_counted", based_on=seen)
    assert error.values["by"] == "Kari" and str(datetime.now().year) in error.values["when"]
    assert live(register) == [["a", "used"]]
    say(register, "b", "not_counted", based_on=seen)  # another unit is nobody's edit
    say(register, "a", "not_counted", based_on=decisions.version(register, PARK))
    assert sorted(live(register)) == [["a", "not_counted"], ["b", "not_counted"]]


def test_an_undo_makes_an_edit_stale_too(root: Path) -> None:
    register = open_register(root)
    event = say(register, "a")
    decisions.undo(register, [event], "Ola", "Feil tomt")
    assert _refused("stale_edit", say, register, "a", based_on=event).values["by"] == "Ola"


def test_parks_are_kept_apart(root: Path) -> None:
    register = open_register(root)
    say(register, "a")
    assert decisions.live(register, "elsewhere", LATER, EPSG).empty
    assert decisions.version(register, "elsewhere") == 0
    assert decisions.history(register, "elsewhere") == []


def test_newest_first_and_as_many_as_asked_for(root: Path) -> None:
    register = open_register(root)
    events = [say(register, name) for name in "abc"]
    assert [row["id"] for row in decisions.history(register, PARK, limit=2)] == events[:0:-1]
