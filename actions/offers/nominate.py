"""Nominate: offer vacant plots and buildings, step by step, and see what is published."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from actions.offers import contradicted
from actions.offers import rows as offer_rows
from actions.offers import unit as offer_unit
from actions.people import asking
from actions.units.inventory import inventory
from landuse.measure import crs
from landuse.offers import facts as offer_facts
from landuse.offers import nomination
from landuse.offers.nomination import Person
from landuse.quality import dates
from landuse.units import explain as words
from landuse.units.schema import LandClass
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from parks.park import data_root, park_ids, read_park
from register import generation, nominations
from register.engine import open_register
from register.generation import Seen
from register.nominations import Change, Offer

_READER = Person("–")


def fact_fields(lang: str = messages.DEFAULT_LANG) -> list[dict]:
    """What a form asks for, in order: key, label, type, unit, choices, min, max, public, kinds, required."""
    shared = {"unit": "", "min": None, "max": None, "kinds": nomination.rules()["kinds"], "required": False}
    return [
        shared | field | {"key": name, "label": offer_facts.label(name, lang), "choices": offer_facts.choices(name, lang)}
        for name, field in offer_facts.fields().items()
    ]


def candidates(park_id: str, on: date, lang: str = messages.DEFAULT_LANG) -> list[dict]:
    """What could be nominated: vacant plots that can be offered and units with vacant floor that have no nomination under way."""
    asking.check(nomination.OFFER, park_id)
    taken = {(row["unit_id"], row["kind"]) for row in _all([park_id]) if nomination.is_open(row["events"][-1]["state"])}
    units = inventory(park_id, on)
    found = [(unit, kind) for _, unit in units.iterrows() for kind in offer_rows.kinds(unit) if (unit.name, kind) not in taken]
    found.sort(key=lambda pair: (words.title(pair[0], lang), pair[0].name, pair[1]))
    return [
        {
            "unit_id": str(unit.name),
            "title": words.title(unit, lang),
            "kind": kind,
            "class_label": words.class_label(unit["class"], lang),
            "area_m2": int(unit["area_m2"]),
            "vacant_floor_m2": int(unit["vacant_floor_m2"]),
        }
        for unit, kind in found
    ]


def prefill(park_id: str, unit_id: str, on: date, kind: str = "plot", lang: str = messages.DEFAULT_LANG) -> dict:
    """The facts that the inventory knows of a unit.

    Raises
    ------
    LanduseError : unknown_unit
    """
    asking.check(nomination.OFFER, park_id)
    return offer_rows.known(offer_unit.unit(park_id, unit_id, on), kind, lang)


def new_nomination(
    park_id: str,
    unit_id: str,
    by: Person | str,
    on: date,
    kind: str = "plot",
    building_id: str | None = None,
    facts: dict[str, Any] | None = None,
    reason: str = "",
) -> int:
    """Make a draft; its number.

    Parameters
    ----------
    kind : `plot`, of a vacant unit, or `building`, of a unit with vacant floor
    facts : see `fact_fields`; None for what the inventory knows

    Raises
    ------
    LanduseError : unknown_unit, nomination_not_vacant, nomination_not_offerable, nominated_already, fact_…, date_outside, role_may_not,
        not_your_park
    """
    person, today = _person(by), read_park(park_id).current_date()
    asking.check(nomination.OFFER, park_id)
    nomination.check_editor(person, park_id)
    dates.check("said_on", on, today)
    unit = offer_unit.unit(park_id, unit_id, on)
    title = offer_unit.called(park_id, unit, on)
    if kind == "plot" and (unit["class"] == LandClass.VACANT or unit["undecided"]):
        nomination.check_offerable(kind, title, unit["offerable_reason"])
    if kind not in offer_rows.kinds(unit):
        raise LanduseError("nomination_not_vacant", unit=title, kind=kind)
    kept = offer_facts.checked(offer_rows.known(unit, kind, messages.DEFAULT_LANG) if facts is None else facts, kind, today)
    offer_facts.check_fits(kept, offer_unit.most(unit, kind), title)
    name = title if building_id is None else f"{title}, {building_id}"
    offer = Offer(park_id, unit_id, kind, building_id, name, read_park(park_id).epsg, unit["geometry"])
    made = Change(nomination.MADE, nomination.rules()["start"], kept, reason=reason.strip())
    number = nominations.make(open_register(data_root()), offer, made, person, on)
    happened("nomination", park=park_id, nomination=number, step=made.step, kind=kind)
    asking.done(nomination.OFFER, park_id, f"{number} {made.step}")
    return number


def edit(nomination_id: int, facts: dict[str, Any], by: Person | str, on: date, based_on: int, reason: str = "") -> Seen:
    """Change some facts (None takes one away); the new version.

    Raises
    ------
    LanduseError : register_restored, stale_edit, step_not_now where it is closed, and as new_nomination
    """
    person = _person(by)
    generation.check_now(open_register(data_root()), based_on)
    _, most = _offered(nomination_id, on)

    def decided(now: dict) -> Change:
        nomination.check_editor(person, now["park_id"])
        if not nomination.is_open(now["state"]):
            raise LanduseError("nomination_closed", title=now["title"], state=now["state"])
        kept = offer_facts.checked({**now["facts"], **facts}, now["kind"], read_park(now["park_id"]).current_date())
        offer_facts.check_fits(kept, most, now["title"])
        if now["state"] == nomination.PUBLISHED:
            nomination.check_publishable("publish", kept)
        return Change(nomination.EDITED, now["state"], kept, now["terms"], reason.strip())

    return _change(nomination_id, based_on, person, on, decided)


def step(nomination_id: int, step_id: str, by: Person | str, on: date, based_on: int, reason: str = "", **said: Any) -> Seen:
    """Take a step on the way; the new version.

    Parameters
    ----------
    said : consent_by and consent_on for nominate, where the park is not the owner; holder and until for option; holder
        for reserve

    Raises
    ------
    LanduseError : step_not_now, role_may_not, not_your_park, nomination_not_offerable, step_needs, publish_lacks,
        fact_too_large, option_over, register_restored, stale_edit
    """
    person = _person(by)
    generation.check_now(open_register(data_root()), based_on)
    unit, most = _offered(nomination_id, on) if step_id in ("nominate", "publish") else (None, {})
    tenure = None if unit is None else unit["tenure"]
    obstacle = _obstacle(nomination_id, on) if step_id in nomination.rules()["offers"] else ""

    def decided(now: dict) -> Change:
        state = nomination.next_state(now["state"], step_id, person, now["park_id"])
        nomination.check_offerable(now["kind"], now["title"], obstacle)
        nomination.check_publishable(step_id, now["facts"])
        offer_facts.check_fits(now["facts"], most, now["title"])
        terms = nomination.terms_after(step_id, now["terms"], said, tenure, on)
        return Change(step_id, state, now["facts"], terms, reason.strip())

    return _change(nomination_id, based_on, person, on, decided)


def list_nominations(park_id: str | None, on: date, by: Person | str = _READER, lang: str = messages.DEFAULT_LANG) -> list[dict]:
    """All nominations of a park, or of the person's parks, as they stood on a day, the newest first.

    Returns
    -------
    id, version, park_id, unit_id, building_id, kind, title, state, state_label, facts, holder, until, consent_by,
    consent_on, changed_by, changed_at, offerable_reason and offerable_text ("" where nothing stands in the way), against (what the
    maps contradict, in sentences),
    may (the steps that the person may take: (id, label))

    Raises
    ------
    LanduseError : role_may_not, not_your_park
    """
    person = _person(by)
    wanted = [park_id] if park_id else [one for one in park_ids() if person.parks is None or one in person.parks]
    for one in wanted:
        nomination.check_editor(person, one)
    found = [nominations.with_lapse(one, read_park(one["park_id"]).current_date()) for one in reversed(_all(wanted))]
    rows = [offer_rows.row(one, on, person, lang) for one in found]
    return [row for row in rows if row is not None]


def one_nomination(nomination_id: int, on: date, by: Person | str = _READER, lang: str = messages.DEFAULT_LANG) -> dict:
    """One of them, with history (version, step, step_label, by, role, at, on, state, state_label, reason, changed: the
    labels of the facts that changed), footprint (in epsg) and epsg.

    Raises
    ------
    LanduseError : nomination_unknown, role_may_not, not_your_park
    """
    person = _person(by)
    found = nominations.nomination(open_register(data_root()), nomination_id)
    nomination.check_editor(person, found["park_id"])
    found = nominations.with_lapse(found, read_park(found["park_id"]).current_date())
    row = offer_rows.row(found, on, person, lang)
    if row is None:
        raise LanduseError("nomination_unknown", nomination=nomination_id)
    told = {"history": offer_rows.history(found["events"], lang), "footprint": found["footprint"], "epsg": found["epsg"]}
    return row | told


def published(park_ids_: Sequence[str] | None, on: date, lang: str = messages.DEFAULT_LANG) -> gpd.GeoDataFrame:
    """What anybody may see on a day: no people, no holders, no consent, nothing about power.

    Returns
    -------
    EPSG:4326, indexed by nomination_id: park_id, park_name, example, unit_id, kind, title, published_on, description (in
    the language, else bokmål) and every public fact
    """
    rows = [offer_rows.published_row(found, on, lang) for found in _all(park_ids() if park_ids_ is None else park_ids_)]
    shown = [row for row in rows if row is not None]
    columns = list(shown[0]) if shown else ["nomination_id", "park_id", "geometry"]
    frame = gpd.GeoDataFrame(pd.DataFrame(shown, columns=columns), geometry="geometry", crs=crs.MAP_EPSG)
    return frame.set_index("nomination_id")


def published_plot(nomination_id: int, on: date, lang: str = messages.DEFAULT_LANG) -> dict:
    """One published offer, for its own page and sheet: the row of `published`, facts_text (key, label, text), and in `against` the
    sentences of what its maps contradict.

    Raises
    ------
    LanduseError : not_published, also when there is no such nomination; offer_under_option, offer_reserved
    """
    found = offer_unit.nominated(nomination_id)
    row = offer_rows.published_row(found, on, lang)
    if row is None:
        raise offer_rows.not_shown(found, on)
    told = [(name, row[name]) for name in offer_facts.fields() if row.get(name) is not None]
    against = contradicted.texts(offer_unit.nominated(nomination_id), dict(told), on, lang)
    row |= {"against": against}
    return row | {"facts_text": [(n, offer_facts.label(n, lang), offer_facts.in_words(n, value, lang)) for n, value in told]}


def _change(nomination_id: int, based_on: int, person: Person, on: date, decided: Any) -> Seen:
    register = open_register(data_root())
    park_id = nominations.nomination(register, nomination_id)["park_id"]
    asking.check(nomination.OFFER, park_id)
    today = read_park(park_id).current_date()
    dates.check("said_on", on, today)
    nominations.fall_back(register, today, [park_id])
    version = nominations.change(register, nomination_id, based_on, person, on, decided)
    step = nominations.nomination(register, nomination_id)["events"][-1]["step"]
    happened("nomination", park=park_id, nomination=nomination_id, step=step)
    asking.done(nomination.OFFER, park_id, f"{nomination_id} {step}")
    return version


def _all(wanted: Sequence[str]) -> list[dict]:
    return nominations.nominations(open_register(data_root()), wanted)


def _person(by: Person | str) -> Person:
    return asking.signed(by)


def _offered(nomination_id: int, on: date) -> tuple[pd.Series | None, dict[str, float]]:
    """The unit as it is now, None where it has another id by now, and the most that can be offered of it."""
    found = nominations.nomination(open_register(data_root()), nomination_id)
    unit = offer_unit.unit_now(found, on)
    return unit, offer_unit.most(unit, found["kind"], gpd.GeoSeries([found["footprint"]], crs=found["epsg"]))


def _obstacle(nomination_id: int, on: date) -> str:
    """Why the ground of a nomination cannot be offered now; "" where it can."""
    return offer_unit.reason(nominations.nomination(open_register(data_root()), nomination_id), on)
