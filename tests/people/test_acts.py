"""Every act that writes asks who does it, and pages show each role what it may see."""

import ast
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from actions.drop import staged_drop
from actions.exports import backup
from actions.imports import extents, new_park, taken, versions
from actions.offers import nominate
from actions.people import accounts, asking, sessions, trail
from actions.plans import questions
from actions.programme import returns
from actions.progress import baseline, restating
from actions.units import decide
from actions.vacant_first import cases
from landuse.roles import may
from landuse.roles.person import ROLES, Person
from landuse.words.errors import LanduseError
from parks.park import read_park
from tests.test_happened import _WRITES, ROOT
from views import state
from views.data_eksport import export_file
from views.pages import PAGES
from views.parts import entry, person
from views.web import cached

_DAY = date(2026, 6, 30)
_DO: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "decide": (decide.decide, ("u", "confirm", None, "Per", "x", _DAY, 0)),
    "answer": (questions.answer, (None, "Per", "x", 0)),
    "take_back": (questions.take_back, ("p", "q", "Per", "x")),
    "freeze": (baseline.freeze, ("Per", "x")),
    "answer_proposal": (restating.answer_proposal, ("accepted", "Per", "x")),
    "put_back": (versions.put_back, (1,)),
    "set_extent": (extents.set_extent, ("zoning", "s")),
    "stage": (staged_drop.stage, ([],)),
    "again": (staged_drop.answer, ("t", {})),
    "drop": (staged_drop.drop, ("t",)),
    "yearly_return": (returns.make, ("Per",)),
    "nomination": (nominate.new_nomination, ("u", "Per", _DAY)),
}
_PARKLESS = {
    "backup": (backup.backup, (Path("x"),)),
    "restore": (backup.restore, (Path("x"),)),
    "invite": (accounts.invite, ("X", "viewer")),
}
_REFUSALS = ("role_may_not", "not_your_park", "login_needed")


def _persons() -> dict[str, Person]:
    own = {"park_manager": ("own",)}
    return {role: Person(role, role, own.get(role), "i", role, number) for number, role in enumerate(ROLES, 1)}


def _is_refused(do: Any, *given: Any) -> bool:
    """Whether somebody may not; what is wrong with what was asked comes after that."""
    try:
        do(*given)
    except LanduseError as error:
        return error.code in _REFUSALS
    except (AttributeError, TypeError):  # of what was asked, which is nothing
        return False
    return False


@pytest.mark.parametrize("name", _DO)
def test_every_act_of_a_park_is_done_only_by_who_may(name: str, idp, make_park) -> None:
    do, given = _DO[name]
    act = getattr(do, "asks", "offer")
    parks = [make_park(park_id) for park_id in ("own", "other")]
    for who in (*_persons().values(), None):
        for park in parks:
            with asking.asked_by(who):
                assert _is_refused(do, park.id, *given) != may.may(who, act, park.id), (name, who, park.id)


def test_keeping_files_and_cases_asks_for_the_park_that_they_are_of(idp, make_park) -> None:
    parks = [make_park(park_id) for park_id in ("own", "other")]
    for who in (*_persons().values(), None):
        for park in parks:
            with asking.asked_by(who):
                assert _is_refused(taken.keep, park, None, {}, park.folder) != may.may(who, "import", park.id)
                assert _is_refused(cases.keep, cases.Draft(park.id, "", {}), Person("Per")) != may.may(who, "case", park.id)


@pytest.mark.parametrize("name", _PARKLESS)
def test_every_act_of_no_park_is_done_only_by_who_may(name: str, idp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a backup is written there
    do, given = _PARKLESS[name]
    for who in (*_persons().values(), None):
        with asking.asked_by(who):
            assert _is_refused(do, *given) != may.may(who, name)


def test_a_new_park_is_set_up_only_by_who_may(idp) -> None:
    for who in (*_persons().values(), None):
        with asking.asked_by(who):
            assert _is_refused(new_park.new_park, "x y", "X", ("5038",)) != may.may(who, "new_park", "x y")


def test_no_act_writes_without_asking() -> None:
    """A function of actions that writes is one that `asks`, or asks in its own words."""
    silent, seen = [], 0
    for path in sorted((ROOT / "actions").rglob("*.py")):
        for function in (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)):
            names = [node for node in ast.walk(function) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)]
            pairs = {(node.value.id, node.attr) for node in names}
            wrote = pairs & _WRITES - {("cases", "close"), ("cases", "reopen")}  # those are handed to what asks
            seen += len(wrote)
            if wrote and not pairs & {("asking", "asks"), ("asking", "check")}:
                silent.append(f"{path.name}: {function.name}")
    assert silent == [] and seen >= 12


def test_who_is_logged_in_signs_whatever_name_is_typed(idp, logs_in) -> None:
    mari = sessions.person(logs_in("mari", "planner"))

    @asking.asks("decide", None)
    def says(by: str | Person) -> Any:
        return by

    with asking.asked_by(mari):
        assert says("Per") == "Mari" and says(Person("Per", "admin")) == mari and asking.signed("Per") == mari
    assert trail.rows(1)[0]["act"] == "decide" and trail.rows(1)[0]["name"] == "Mari"


def test_without_a_login_a_typed_name_is_what_is_signed(data_root) -> None:
    assert asking.signed("Per") == Person("Per") and asking.signed(Person("Per", "viewer")).role == "viewer"


def test_taking_back_what_nobody_said_is_refused_to_who_may_not(idp) -> None:
    with asking.asked_by(_persons()["viewer"]):
        assert _is_refused(decide.undo, [1], "Per", "x")


def test_every_page_has_its_act_and_shows_each_role_its_parks(idp, make_park, monkeypatch) -> None:
    acts = {name: row.act for name, row in PAGES.items()}
    assert set(acts.values()) <= set(may.acts())
    parks = [make_park(park_id) for park_id in ("own", "other")]
    shown: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", {"page": "kart", "park": state.NORWAY})
    for role, who in _persons().items():
        with asking.asked_by(who):
            shown[role] = entry.pages(tuple(PAGES))
            for page in PAGES:
                st.session_state["page"] = page
                assert [park.id for park in entry.parks(parks)] == [park.id for park in parks if may.may(who, acts[page], park.id)]
                for park in ("own", "other", state.NORWAY):
                    st.session_state["park"] = park
                    may_see = page in shown[role] if park == state.NORWAY else may.may(who, acts[page], park)
                    assert _is_refused(entry.check) != may_see
            entry.settle(shown[role])
            assert st.session_state["page"] in shown[role]
    assert shown["viewer"] == ("tomter", "tomt") and shown["programme"] == ("fremdrift", "tomter", "tomt")
    assert shown["planner"] == shown["admin"] == tuple(PAGES) and "ledig_forst" not in shown["park_manager"]
    with asking.asked_by(None):
        assert entry.pages(tuple(PAGES)) == () and entry.parks(parks) == [] and _is_refused(entry.check)
    st.session_state["page"] = "a page that nobody thought of"
    with asking.asked_by(_persons()["admin"]):
        assert _is_refused(entry.check)


def test_without_a_login_every_page_and_park_is_shown(data_root, make_park, monkeypatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    parks = [make_park("own")]
    assert entry.pages(("x", "y")) == ("x", "y") and entry.parks(parks) == parks and entry.check() is None
    assert person.current() == "–" and read_park("own") in parks


def test_an_address_that_names_a_unit_of_another_park_shows_nothing_of_it(idp, make_park) -> None:
    """The page is of the own park, the unit in its address of another's."""
    for park_id in ("own", "other"):
        make_park(park_id)
    manager = _persons()["park_manager"]
    with asking.asked_by(manager):
        for park_id, may_see in (("own", True), ("other", False)):
            assert _is_refused(cached.unit_explained, "own", f"{park_id}-0", "today", "nb") != may_see
            assert _is_refused(decide.history, f"{park_id}-0") != may_see
            wish = export_file.Wish((park_id,), "today", ".geojson", "nb")
            assert _is_refused(export_file.made, wish) != may_see
            for read in (nominate.list_nominations, nominate.candidates):
                assert _is_refused(read, park_id, _DAY) != may_see
            assert _is_refused(nominate.prefill, park_id, "u", _DAY) != may_see
