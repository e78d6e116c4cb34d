"""Cases of Vacant first in both databases: versions, stale edits, closing, backup."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from landuse.words.errors import LanduseError
from landuse.offers.nomination import Person
from register import backup, cases
from register.cases import Version
from register.engine import close_registers, open_register, reading
from register.tables import VacantCaseEvent
from tests.squares import PARK

_KARI, _OLA = Person("Kari"), Person("Øyvind Ås", "planner")
_DAY, _NEXT = date(2026, 6, 1), date(2026, 6, 30)
_SQUARE = {"type": "Polygon", "coordinates": [[[11.43, 63.790], [11.432, 63.790], [11.432, 63.791], [11.43, 63.791], [11.43, 63.790]]]}
_ANSWER = {"answer": "vacant_can", "footprint_m2": 10004, "taken_sums": {"footprint": {}}, "footprint_digest": "9ea3fc13ede5d80b"}


def _version(title: str = "Utvidelse «vest»", **more: object) -> Version:
    asked = {"footprint": _SQUARE, "lines": None, "needs": {"daa": 50.0}, "weights": None, "on": "2026-06-30"}
    said = {"asked": asked, "ladder": {"avoid": {"choice": "done", "reason": "Tomt 4"}}, "answer": _ANSWER}
    return Version(**({"title": title, "answer_digest": "ab" * 32} | said | more))


def _refused(code: str, call: object, *arguments: object) -> None:
    with pytest.raises(LanduseError) as refused:
        call(*arguments)
    assert refused.value.code == code
    for lang in ("nb", "en"):
        assert refused.value.text(lang)


def test_every_version_is_kept_with_who_and_when(root: Path) -> None:
    register = open_register(root)
    number = cases.make(register, PARK, _version(), _KARI, _DAY)
    moved = _version("Utvidelse flyttet", ladder={"limit": {"choice": "done", "reason": "Flyttet 80 m av myra"}})
    assert cases.edit(register, number, 1, moved, _OLA, _NEXT) == 2
    found = cases.case(register, number)
    assert (found["park_id"], found["made_on"]) == (PARK, _DAY)
    told = [
        (event["version"], event["step"], event["said_by"], event["role"], event["said_on"], event["title"]) for event in found["events"]
    ]
    assert told == [
        (1, "made", "Kari", "admin", _DAY, "Utvidelse «vest»"),
        (2, "edited", "Øyvind Ås", "planner", _NEXT, "Utvidelse flyttet"),
    ]
    assert found["events"][0]["asked"]["footprint"] == _SQUARE and found["events"][0]["ladder"]["avoid"]["reason"] == "Tomt 4"
    assert found["events"][1]["said_at"].tzinfo is not None


def test_the_second_of_two_is_told_and_nothing_is_overwritten(root: Path) -> None:
    register = open_register(root)
    number = cases.make(register, PARK, _version(), _KARI, _DAY)
    cases.edit(register, number, 1, _version("Kari sin"), _KARI, _DAY)
    with pytest.raises(LanduseError) as refused:
        cases.edit(register, number, 1, _version("Øyvind sin"), _OLA, _DAY)
    assert refused.value.code == "stale_edit" and "Kari" in refused.value.text("nb")
    assert [event["title"] for event in cases.case(register, number)["events"]] == ["Utvidelse «vest»", "Kari sin"]


def test_a_closed_case_stays_and_opens_again_with_a_reason(root: Path) -> None:
    register = open_register(root)
    number = cases.make(register, PARK, _version(), _KARI, _DAY)
    _refused("case_unreasoned", cases.close, register, number, 1, " ", _KARI, _DAY)
    _refused("case_open", cases.reopen, register, number, 1, "Ny giv", _KARI, _DAY)
    assert cases.close(register, number, 1, "Trukket", _KARI, _DAY) == 2
    _refused("case_closed", cases.edit, register, number, 2, _version(), _KARI, _DAY)
    assert cases.reopen(register, number, 2, "Ny giv", _OLA, _NEXT) == 3
    events = cases.case(register, number)["events"]
    assert [(event["state"], event["reason"]) for event in events] == [("open", ""), ("closed", "Trukket"), ("open", "Ny giv")]
    assert events[2]["asked"] == events[0]["asked"]


def test_refusals(root: Path) -> None:
    register = open_register(root)
    _refused("case_unknown", cases.case, register, 7)
    _refused("person_unnamed", cases.make, register, PARK, _version(), Person(" "), _DAY)
    number = cases.make(register, PARK, _version(), _KARI, _NEXT)
    _refused("case_backdated", cases.edit, register, number, 1, _version(), _KARI, _DAY)
    with reading(register) as connection:
        assert connection.execute(select(func.count()).select_from(VacantCaseEvent)).scalar_one() == 1


def test_cases_of_a_park_only(root: Path) -> None:
    register = open_register(root)
    mine = [cases.make(register, PARK, _version(name), _KARI, _DAY) for name in ("a", "b")]
    cases.make(register, "annen", _version(), _KARI, _DAY)
    assert [found["id"] for found in cases.cases(register, [PARK])] == mine
    assert cases.cases(register, []) == []


def test_cases_come_back_from_a_backup(root: Path) -> None:
    number = cases.make(open_register(root), PARK, _version(), _KARI, _DAY)
    cases.edit(open_register(root), number, 1, _version("Ny"), _KARI, _DAY)
    before = cases.case(open_register(root), number)
    kept = root / "kept.zip"
    assert backup.save(open_register(root), kept)["vacant_case_event"] == 2
    cases.close(open_register(root), number, 2, "Feil", _KARI, _DAY)
    backup.restore(open_register(root), kept, root / "before.zip")
    close_registers()
    assert cases.case(open_register(root), number) == before
    assert cases.make(open_register(root), PARK, _version(), _KARI, _DAY) > number
