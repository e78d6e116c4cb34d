"""Nominations of vacant plots and buildings: which steps there are, who may take them, and what may be seen by whom."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from landuse.offers import facts as offer_facts
from landuse.quality import dates
from landuse.roles import may
from landuse.roles.person import Person
from landuse.rules import table
from landuse.units import offerable
from landuse.words import messages
from landuse.words.errors import LanduseError

PUBLISHED, OPTION, RESERVED, TAKEN = "published", "option", "reserved", "taken"
MADE, EDITED, EXPIRED = "made", "edited", "expire"
THE_TOOL = "Parkareal"
OFFER = "offer"  # the act of making and editing nominations, and of seeing other than the published ones
_CONSENT = ("consent_by", "consent_on")


def rules() -> dict:
    """The rules as they stand in nomination.toml."""
    return table("nomination")


def states() -> list[str]:
    """All states, in the order of the way through them."""
    return list(dict.fromkeys([rules()["start"], *(step["to"] for step in rules()["step"])]))


def is_open(state: str) -> bool:
    """Whether a nomination is still under way."""
    return state not in rules()["closed"]


def check_editor(person: Person, park_id: str) -> None:
    """Refuse who may not make or edit nominations of a park, or see other than the published ones.

    Raises
    ------
    LanduseError : role_may_not, not_your_park, person_unnamed
    """
    may.check(person, OFFER, park_id)


def possible_steps(state: str, person: Person, park_id: str) -> list[str]:
    """The steps that a person may take now."""
    return [step["id"] for step in rules()["step"] if state in step["from"] and may.may(person, step["act"], park_id)]


def next_state(state: str, step_id: str, person: Person, park_id: str) -> str:
    """Where a step leads.

    Raises
    ------
    LanduseError : step_unknown, step_not_now, role_may_not, not_your_park, person_unnamed
    """
    step = _step(step_id)
    check_editor(person, park_id)
    may.check(person, step["act"], park_id)
    if state not in step["from"]:
        raise LanduseError("step_not_now", step=step_id, state=state, expected=", ".join(step["from"]))
    return step["to"]


def may_follow(before: str | None, step_id: str, state: str) -> bool:
    """Whether a step can have led from one state to another; None before the first."""
    if before is None or step_id == MADE:
        return (before, step_id, state) == (None, MADE, rules()["start"])
    if step_id == EDITED:
        return before == state and is_open(state)
    return any(step["id"] == step_id and before in step["from"] and state == step["to"] for step in rules()["step"])


def needed_in(state: str) -> set[str]:
    """What must have been said where a nomination is in a state: what every step to it needs."""
    needs = [set(step.get("needs", [])) for step in rules()["step"] if step["to"] == state]
    return set.intersection(*needs) if needs else set()


def terms_after(step_id: str, before: Mapping[str, Any], said: Mapping[str, Any], tenure: str | None, on: date) -> dict[str, Any]:
    """The terms after a step: the owner's consent is kept, a holder and an end date are the step's own.

    Parameters
    ----------
    said : what was said with the step; dates as dates or ISO text
    tenure : who holds the ground; a consent is needed where the park does not own it

    Raises
    ------
    LanduseError : step_needs, step_needs_consent, option_over, fact_invalid, date_outside
    """
    step = _step(step_id)
    unknown = sorted(set(said) - set(step.get("says", [])))
    if unknown:
        raise LanduseError("step_says", step=step_id, found=", ".join(unknown))
    given = {name: _term(name, value, on) for name, value in said.items() if value not in (None, "")}
    needed = [*step.get("needs", []), *(_CONSENT if step_id == "nominate" and tenure in rules()["consent_tenures"] else ())]
    missing = [name for name in needed if name not in given]
    if missing:
        owner = set(missing) & set(_CONSENT)
        raise LanduseError("step_needs_consent" if owner else "step_needs", step=step_id, missing=", ".join(missing))
    if "until" in given and given["until"] < on.isoformat():
        raise LanduseError("option_over", until=date.fromisoformat(given["until"]), on=on)
    return {name: before[name] for name in _CONSENT if name in before} | given


def check_offerable(kind: str, title: str, reason: str) -> None:
    """Refuse to offer a plot where there is a reason against it; the floor of a building is offered whatever its ground is.

    Raises
    ------
    LanduseError : nomination_not_offerable
    """
    if kind == "plot":
        offerable.check_offerable(title, reason)


def check_publishable(step_id: str, facts: Mapping[str, Any]) -> None:
    """Refuse to publish an offer that lacks what an investor must know.

    Raises
    ------
    LanduseError : publish_lacks
    """
    if not _step(step_id).get("complete"):
        return
    lacking = [name for name in offer_facts.required() if name not in facts]
    if not any(name in facts for name in rules()["needed_one_of"]):
        lacking.append("/".join(rules()["needed_one_of"]))
    if lacking:
        raise LanduseError("publish_lacks", missing=", ".join(lacking))


def has_expired(state: str, terms: Mapping[str, Any], on: date) -> bool:
    """Whether an option's last day is past."""
    return state == OPTION and date.fromisoformat(terms["until"]) < on


def expiry_date(terms: Mapping[str, Any]) -> date:
    """The day on which an option is no more: the one after its last."""
    return date.fromisoformat(terms["until"]) + timedelta(days=1)


def as_of(events: Sequence[Mapping[str, Any]], on: date) -> dict[str, Any] | None:
    """How a nomination stood on a day: its last event until then, an option that was over by then as published.

    Parameters
    ----------
    events : of one nomination by version, with said_on, state, facts and terms

    Returns
    -------
    None before it was made
    """
    until_then = [event for event in events if event["said_on"] <= on]
    if not until_then:
        return None
    last = dict(until_then[-1])
    if has_expired(last["state"], last["terms"], on):
        last |= {"state": PUBLISHED, "terms": {name: last["terms"][name] for name in _CONSENT if name in last["terms"]}}
    return last


def as_seen(events: Sequence[Mapping[str, Any]], on: date, today: date) -> dict[str, Any] | None:
    """As `as_of`; one that is dated later than anything can have happened as it stands last, so that people can withdraw it.

    Parameters
    ----------
    today : the park's
    """
    ahead = events[0]["said_on"] > dates.last_event_day(today)
    return as_of(events, on) or (dict(events[-1]) if ahead else None)


def step_label(step_id: str, lang: str) -> str:
    """A step in words."""
    return messages.text(lang, f"nomination.step.{step_id}")


def state_label(state: str, lang: str) -> str:
    """A state in words."""
    return messages.text(lang, f"nomination.state.{state}")


def _step(step_id: str) -> dict:
    for step in rules()["step"]:
        if step["id"] == step_id:
            return step
    raise LanduseError("step_unknown", step=step_id, known=", ".join(step["id"] for step in rules()["step"]))


def _term(name: str, value: Any, on: date) -> str:
    if name not in ("until", "consent_on"):
        return offer_facts.checked_text(name, value, long=False)
    day = offer_facts.checked_date(name, value)
    dates.check(name, date.fromisoformat(day), on)
    return day
