"""What somebody else saved of an offer between a form's drawing and its saving, told beside the refusal."""

from datetime import date
from typing import Any

from actions.offers import nominate
from landuse.words import messages
from landuse.words.errors import LanduseError
from views.parts import person
from views.parts import typed as parts_typed
from views.parts.notice import Line
from views.tomter import fact_words

Row = dict[str, Any]
_LONGEST = 160


def told(error: LanduseError, seen: Row, on: date, typed: dict[str, Any]) -> tuple[list[Any], Row]:
    """A refusal and the lines below it, and the nomination as it stands now; another refusal than a stale one is given back as it is.

    Parameters
    ----------
    seen : the nomination as it was when the form was drawn
    typed : the facts that the person changed
    """
    if error.code != "stale_edit":
        return [error], seen
    now = nominate.one_nomination(seen["id"], on, person.current())
    steps = [line for event in now["history"] if event["version"] > seen["version"] for line in _steps(event, seen["state"])]
    names = [name for name in {**seen["facts"], **now["facts"]} if seen["facts"].get(name) != now["facts"].get(name)]
    facts = [_fact(name, seen["facts"].get(name), now["facts"].get(name), typed) for name in names]
    return [LanduseError("stale_kept", **error.values), *steps, *facts], now


def _steps(event: Row, state: str) -> list[Line]:
    """One line for what was done, with the state where it is another; one more for what was said with it."""
    values = {"by": event["by"], "step": parts_typed.words(f"nomination.step.{event['step']}")}
    values |= {"state": parts_typed.words(f"nomination.state.{event['state']}")}
    said = [("forms.saved.reason", {"reason": event["reason"]})] if event["reason"] else []
    return [("forms.saved.edit" if event["state"] == state else "forms.saved.step", values), *said]


def _fact(name: str, before: Any, now: Any, typed: dict[str, Any]) -> Line:
    values = {"fact": parts_typed.words(f"nomination.fact.{name}"), "before": _said(name, before), "now": _said(name, now)}
    if name not in typed or typed[name] == now:
        return "forms.saved.fact", values
    return "forms.saved.both", values | {"yours": _said(name, typed[name])}


def _said(name: str, value: Any) -> dict[str, str]:
    """A value in words, in every language; of a long text its beginning."""
    if value in (None, "", []):
        return parts_typed.words("plots.fact.not_said")
    if name == "photo":
        return parts_typed.words("forms.photo")
    return {lang: _short(fact_words.words(name, value, lang)) for lang in messages.LANGS}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
