"""Who may do what: the ten promises by hand, and every act, role and park against the data file."""

import csv
from itertools import product
from pathlib import Path

import pytest

from landuse.roles import may
from landuse.roles.person import ROLES, Person
from landuse.words import messages
from landuse.words.errors import LanduseError
from scripts import describe_roles

_OWN, _OTHER = "own", "other"
VIEWER, PLANNER, PROGRAMME, ADMIN = (Person(role, role) for role in ("viewer", "planner", "programme", "admin"))
MANAGER = Person("M", "park_manager", (_OWN,))
_ALL = (VIEWER, PLANNER, MANAGER, PROGRAMME, ADMIN)


def _acts(person: Person, park_id: str | None) -> set[str]:
    return {act for act in may.acts() if may.may(person, act, park_id)}


def test_a_viewer_sees_what_is_published_and_nothing_else() -> None:
    assert {park: _acts(VIEWER, park) for park in (_OWN, _OTHER, None)} == dict.fromkeys((_OWN, _OTHER, None), {"published"})


def test_a_planner_decides_and_keeps_cases_everywhere_and_publishes_nothing() -> None:
    assert all(may.may(PLANNER, act, park) for act in ("decide", "case", "import") for park in (_OWN, _OTHER))
    assert not any(may.may(PLANNER, "publish", park) for park in (_OWN, _OTHER, None))


def test_a_manager_publishes_in_own_parks_and_sees_of_others_what_is_published() -> None:
    assert may.may(MANAGER, "publish", _OWN) and may.may(MANAGER, "units", _OWN)
    assert _acts(MANAGER, _OTHER) == {"published"} == _acts(MANAGER, None)


def test_a_manager_without_parks_owns_none() -> None:
    assert _acts(Person("M", "park_manager"), _OWN) == {"published"} == _acts(Person("M", "park_manager", ()), _OWN)


def test_a_manager_does_not_accept_a_restatement_of_the_own_baseline() -> None:
    assert not may.may(MANAGER, "accept", _OWN) and may.may(PLANNER, "accept", _OWN)


def test_the_programme_reads_figures_of_all_and_no_owners_tenants_or_writes() -> None:
    assert _acts(PROGRAMME, _OWN) == _acts(PROGRAMME, _OTHER) == {"published", "figures"}


@pytest.mark.parametrize("act", ["restore", "invite", "blank", "trail"])
def test_only_an_administrator_restores_invites_and_deletes_a_person(act: str) -> None:
    assert [person.role for person in _ALL if may.may(person, act) or may.may(person, act, _OWN)] == ["admin"]


def test_nobody_edits_an_event() -> None:
    assert not any(may.may(person, "edit_event", park) for person in _ALL for park in (_OWN, _OTHER, None))


@pytest.mark.parametrize(
    ("person", "parks"), [(VIEWER, []), (PLANNER, [_OWN, _OTHER]), (MANAGER, [_OWN]), (PROGRAMME, []), (ADMIN, [_OWN, _OTHER])]
)
def test_an_export_has_the_parks_that_its_asker_may_see(person: Person, parks: list[str]) -> None:
    assert [park for park in (_OWN, _OTHER) if may.may(person, "export", park)] == parks
    assert parks == [park for park in (_OWN, _OTHER) if may.may(person, "units", park)]


def test_who_has_not_logged_in_may_nothing_and_an_act_or_role_that_no_row_has_is_refused() -> None:
    assert not any(may.may(None, act, park) for act in may.acts() for park in (_OWN, None))
    assert not may.may(ADMIN, "fly", _OWN) and not may.may(Person("B", "boss"), "published", _OWN)
    for person, act, code in ((None, "units", "login_needed"), (ADMIN, "fly", "role_may_not"), (MANAGER, "units", "not_your_park")):
        with pytest.raises(LanduseError) as refused:
            may.check(person, act, _OTHER)
        assert refused.value.code == code and all(refused.value.text(lang) for lang in messages.LANGS)


def test_every_row_of_the_file_is_what_is_answered() -> None:
    with (Path(may.__file__).parent / "may.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert sorted((row["act"], row["role"]) for row in rows) == sorted(product(may.acts(), ROLES))
    for row in rows:
        person = Person("P", row["role"], (_OWN,))
        assert [may.may(person, row["act"], park) for park in (_OWN, _OTHER)] == [row["own"] == "yes", row["others"] == "yes"]
        assert row["own"] == "yes" or row["others"] == "no", "nobody may more in other parks than in the own"


def test_every_act_and_role_has_words_and_the_page_has_the_table() -> None:
    for lang in messages.LANGS:
        assert all(may.label(act, lang) for act in may.acts()) and all(may.role_label(role, lang) for role in ROLES)
    page = describe_roles.PAGE.read_text(encoding="utf-8")
    assert describe_roles.written(page) == page, "python -m scripts.describe_roles"
