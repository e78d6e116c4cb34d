"""What has happened is dated between 1900 and tomorrow, wherever it is said; what may come is not held to that."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Date, DateTime

from actions.offers import nominate, published
from actions.units import decide
from actions.vacant_first import cases
from actions.imports.set_up_park import Plan, check
from landuse.offers import facts as offer_facts
from landuse.quality import dates
from landuse.words.errors import LanduseError
from landuse.vacant_first.needs import NEEDS, read_needs
from landuse.offers.nomination import Person
from landuse.rules import table
from parks.park import data_root
from layers.registry import all_layers
from register import nominations
from register.engine import open_register
from register.nominations import Change, Offer
from register.tables import Base, Moment
from tests.actions.test_decide import _park, _unit
from tests.actions.test_nominate import _OFFER
from tests.squares import EPSG, plots, records, rect

_TODAY = date(2026, 6, 30)  # the made-up park's own
_TOMORROW, _LATE, _EARLY = date(2026, 7, 1), date(2026, 7, 2), date(1899, 12, 31)
_FAR = date(2036, 5, 1)
_KARI = Person("Kari")


@pytest.fixture
def plot(make_park: object) -> str:
    """An idle plot of another owner's."""
    _park(make_park, records=records(("plot", "B", "offered")), plots=plots(("B", rect(100, 0, 200), "other_owner")))
    return _unit("B")


def _draft(unit: str, on: date = _TODAY) -> int:
    return nominate.new_nomination("prove", unit, "Kari", on, facts={"net_daa": 10.0, **_OFFER})


_EVENTS: dict[str, Callable[[str, date], object]] = {
    "a nomination": _draft,
    "an edit": lambda unit, on: nominate.edit(_draft(unit, min(on, _TODAY)), {"price_nok_m2": 1}, "Kari", on, 1),
    "a step": lambda unit, on: nominate.step(_draft(unit, min(on, _TODAY)), "withdraw", "Kari", on, 1),
    "a consent": lambda unit, on: nominate.step(_draft(unit), "nominate", "Kari", _TODAY, 1, consent_by="Eier", consent_on=on),
    "reserved power": lambda unit, on: nominate.edit(_draft(unit), {"power_reserved_on": on}, "Kari", _TODAY, 1),
}


@pytest.mark.parametrize("what", _EVENTS)
@pytest.mark.parametrize(("on", "held"), [(_TOMORROW, True), (_LATE, False), (_EARLY, False)])
def test_what_has_happened_is_not_ahead_nor_before_1900(
    plot: str, what: str, on: date, held: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dates, "norwegian_today", lambda: _EARLY)  # an example goes by its own day, whatever the clock says
    if held:
        _EVENTS[what](plot, on)
        return
    with pytest.raises(LanduseError) as refused:
        _EVENTS[what](plot, on)
    assert refused.value.code == "date_outside"
    assert refused.value.text("nb") != refused.value.text("en")


def test_what_may_come_is_not_held_to_that(plot: str) -> None:
    number = _draft(plot)
    nominate.edit(number, {"available_from": _FAR, "power_reserved_until": _FAR}, "Kari", _TODAY, 1)
    nominate.step(number, "nominate", "Kari", _TODAY, 2, consent_by="Eier", consent_on=_TODAY)
    nominate.step(number, "publish", "Kari", _TODAY, 3)
    nominate.step(number, "option", "Kari", _TODAY, 4, holder="A", until=_FAR)
    decide.decide("prove", plot, "correct", "used", "Kari", "Avtalt", _TODAY, decide.version("prove"), _FAR)
    assert read_needs({"ready_by": _FAR}, 1)[0]["ready_by"] == _FAR.isoformat()
    for far in (date(2200, 1, 1), _EARLY):
        with pytest.raises(LanduseError):
            nominate.edit(number, {"available_from": far}, "Kari", _TODAY, 5)
        with pytest.raises(LanduseError):
            decide.decide("prove", plot, "correct", "used", "Kari", "Avtalt", _TODAY, decide.version("prove"), far)
        with pytest.raises(LanduseError):
            read_needs({"ready_by": far}, 1)


@pytest.mark.parametrize("field", ["baseline_date", "adopted_on"])
def test_a_new_park_is_held_to_it(field: str) -> None:
    said = {"adopted_by": "Kommunestyret", "adopted_on": _TODAY} | {field: _EARLY}
    with pytest.raises(LanduseError) as refused:
        check(Plan("Nord", ("5038",), **({"baseline_date": _TODAY} | said)), _TODAY)
    assert refused.value.code == "date_outside"


def _dated_ahead(unit: str) -> int:
    """As an older version took it."""
    offer = Offer("prove", unit, "plot", None, "B", EPSG, rect(100, 0, 200))
    made = Change("made", "draft", {"net_daa": 10.0})
    return nominations.make(open_register(data_root()), offer, made, _KARI, _FAR)


def test_a_nomination_that_is_dated_ahead_can_be_seen_and_withdrawn_and_then_blocks_nobody(plot: str) -> None:
    number = _dated_ahead(plot)
    [row] = nominate.list_nominations("prove", _TODAY, "Kari")
    assert (row["id"], row["state"]) == (number, "draft") and "withdraw" in dict(row["may"])
    with pytest.raises(LanduseError) as refused:
        _draft(plot)
    assert refused.value.code == "nominated_already"
    assert published.offers().empty
    nominate.step(number, "withdraw", "Kari", _TODAY, nominate.one_nomination(number, _TODAY)["version"])
    assert nominate.one_nomination(number, _TODAY)["state"] == "withdrawn"
    assert _draft(plot) > number


def test_one_of_tomorrow_is_still_not_backdated(plot: str) -> None:
    number = _draft(plot, _TOMORROW)
    with pytest.raises(LanduseError) as refused:
        nominate.edit(number, {"price_nok_m2": 1}, "Kari", _TODAY, 1)
    assert refused.value.code == "nomination_backdated"


def test_every_field_that_holds_a_day_stands_in_the_table() -> None:
    named = set(table("dates")["field"])
    columns = {c.name for t in Base.metadata.sorted_tables for c in t.c if isinstance(c.type, (Date, DateTime, Moment))}
    facts = {name for name, field in offer_facts.fields().items() if field["type"] == "date"}
    of_needs = {name for name, (kind, _, _) in NEEDS.items() if kind == "date"}
    of_layers = {column.name for layer in all_layers().values() for column in layer.columns if column.kind == "date"}
    assert columns | facts | of_needs | of_layers | {"until", "consent_on", "baseline_date"} <= named
    assert set(table("dates")["field"].values()) == {"event", "plan"}


def test_the_day_is_the_norwegian_one() -> None:
    assert dates.norwegian_day(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert dates.norwegian_day(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)) == date(2026, 12, 31)
    assert abs(dates.norwegian_today() - datetime.now(UTC).date()) <= timedelta(days=1)


def test_a_case_that_is_dated_ahead_can_be_closed(plot: str) -> None:
    from register import cases as kept

    version = kept.Version("Sak", {"footprint": [plot], "on": None}, {}, {}, "ab" * 32)
    number = kept.make(open_register(data_root()), "prove", version, _KARI, _FAR)
    assert cases.close(number, 1, "Feil dato", _KARI) == 2
