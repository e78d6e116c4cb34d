"""Decide: confirm or correct what was found, set facts, undo, and see what asks for a person's word."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

import geopandas as gpd
import pandas as pd

from actions.people import asking
from actions.units.inventory import inventory
from landuse.progress.utilisation import amounts, land_range_pct, land_rate_pct
from landuse.quality import dates
from landuse.units import confirmation, decision
from landuse.units import explain as words
from landuse.units.inventory import evidence_key
from landuse.words import codelists, messages
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from parks.park import data_root, park_ids
from register import decisions, generation
from register.decisions import Statement
from register.engine import open_register
from register.generation import Seen


@asking.asks("decide")
def decide(
    park_id: str,
    unit_ids: str | Sequence[str],
    kind: str,
    value: str | None,
    by: str,
    reason: str,
    on: date,
    based_on: int,
    holds_from: date | None = None,
) -> list[Seen]:
    """Say one thing of one unit or many, all of it or nothing.

    Parameters
    ----------
    kind, value : `confirm` with None or the class that was seen; `correct` with a class; `availability`, `tenure` or
        `own_reserve` with its code; `release` with what nobody's word shall hold for any more (landuse.units.decision)
    on : the day that the person looked at
    holds_from : the day from which it holds; None for that same day
    based_on : `version` as it was when what the person saw was read

    Returns
    -------
    the numbers of the events, in the order of the units

    Raises
    ------
    LanduseError : unknown_park, unknown_unit, register_restored, stale_edit, decision_unsigned, confirm_other_class, or a
        kind or value that is not known, date_outside
    """
    decision.check(kind, value)
    generation.check_now(open_register(data_root()), based_on)
    dates.check("holds_from", holds_from or on, on)
    wanted = [unit_ids] if isinstance(unit_ids, str) else list(dict.fromkeys(unit_ids))
    units = inventory(park_id, on)
    missing = [unit_id for unit_id in wanted if unit_id not in units.index]
    if missing:
        raise LanduseError("unknown_unit", unit=missing[0])
    statements = [_statement(units.loc[unit_id], kind, value) for unit_id in wanted]
    said = decisions.say(open_register(data_root()), statements, by, reason, holds_from or on, based_on)
    happened("decision", park=park_id, kind=kind, value=value, units=len(said), holds_from=holds_from or on)
    return said


def undo(event_ids: int | Sequence[int], by: str, reason: str) -> list[Seen]:
    """Take back one event or many, all of them or none; what was before holds again.

    Raises
    ------
    LanduseError : register_restored, undo_unknown, undo_twice, decision_unsigned
    """
    wanted = [event_ids] if isinstance(event_ids, int) else list(event_ids)
    parks: list[str | None] = [*decisions.parks_of(open_register(data_root()), wanted)] or [None]
    for park_id in parks:
        asking.check("decide", park_id)
    said = decisions.undo(open_register(data_root()), wanted, asking.signed(by).name, reason)
    asking.done("decide", parks[0], "undo")
    happened("undo", events=len(said))
    return said


def version(park_id: str) -> Seen:
    """The number of the newest event of a park; read it before what you show, and base the edit on it."""
    return decisions.version(open_register(data_root()), park_id)


def history(unit_id: str, lang: str = messages.DEFAULT_LANG) -> list[dict]:
    """All that was said of a unit under its present id, newest first (see `recent`).

    Raises
    ------
    LanduseError : unknown_unit, when no park has such units
    """
    park_id = unit_id.rpartition("-")[0]
    if park_id not in park_ids():
        raise LanduseError("unknown_unit", unit=unit_id)
    asking.check("units", park_id)
    return [_event(row, lang) for row in decisions.history(open_register(data_root()), park_id, [unit_id])]


def recent(park_id: str, limit: int = 50, lang: str = messages.DEFAULT_LANG) -> list[dict]:
    """What was said last in a park, newest first.

    Returns
    -------
    event_id, unit_id, kind, kind_label, value, value_label, by, at, reason, holds_from, undoes (the event that it undid),
    undone_by_event, may_undo
    """
    return [_event(row, lang) for row in decisions.history(open_register(data_root()), park_id, limit=limit)]


def confirmation_list(park_id: str, on: date, lang: str = messages.DEFAULT_LANG, also: Collection[str] = ()) -> list[dict]:
    """What the tool is unsure of or sees contradicted, the largest effect on the park's gross rate first.

    Parameters
    ----------
    also : units that are wanted whether they ask or not: somebody has just answered about them

    Returns
    -------
    unit_id, title, asks, class, class_label, other_class, other_class_label, why, contradictions, area_m2, effect_pp (what the
    rate would rise by if the unit were of the other class), asked_again, said_before (by, at, reason, class; None where
    nobody had said anything), undecided, question and about (who can settle it: `holder` or `plan` for all units of a
    property or plan at once, else `unit`), version (to base a decision on)
    """
    unsaid = version(park_id).at(0)
    versions = decisions.versions(open_register(data_root()), park_id)  # before what is shown: a late one is told as stale
    asking = confirmation.confirmation(inventory(park_id, on), also)
    return [_asking(unit, lang) | {"version": versions.get(str(unit.name), unsaid)} for _, unit in asking.iterrows()]


def confirmation_summary(park_id: str, on: date) -> dict:
    """How much asks for a word: units, area_m2, version, and the gross rate with the range that the undecided leave."""
    newest = version(park_id)
    units = inventory(park_id, on)
    sums = amounts(units).iloc[0]
    low, high = land_range_pct(sums) or (None, None)
    asking = units["asks"].astype(bool)
    return {
        "units": int(asking.sum()),
        "area_m2": int(units["area_m2"][asking].sum()),
        "version": newest,
        "land_utilisation_pct": land_rate_pct(sums),
        "low_pct": low,
        "high_pct": high,
    }


def _statement(unit: gpd.GeoSeries, kind: str, value: str | None) -> Statement:
    """A confirmed class that a person had set against what was found is set once more, on the evidence as it is now."""
    if kind == decision.CONFIRM:
        if value is not None and value != unit["class"]:
            raise LanduseError("confirm_other_class", unit=unit.name, seen=value, now=unit["class"])
        value = unit["class"]
        kind = decision.CONFIRM if unit["found_class"] == value else decision.CORRECT
    return Statement(unit["park_id"], str(unit.name), kind, str(value), evidence_key(unit), unit["geometry"])


def _asking(unit: pd.Series, lang: str) -> dict:
    before = None
    if unit["set_by"]:
        said_class = unit["set_class"] or unit["found_class"]
        before = {"by": unit["set_by"], "at": datetime.fromisoformat(unit["set_at"]), "reason": unit["set_reason"], "class": said_class}
    return {
        "unit_id": str(unit.name),
        "title": words.title(unit, lang),
        "asks": bool(unit["asks"]),
        "class": unit["class"],
        "class_label": words.class_label(unit["class"], lang),
        "other_class": unit["other_class"],
        "other_class_label": words.class_label(unit["other_class"], lang),
        "why": " ".join(words.why(unit, lang)),
        "contradictions": words.contradictions(unit, lang),
        "area_m2": int(unit["area_m2"]),
        "effect_pp": float(unit["effect_pp"]),
        "asked_again": bool(unit["ask_again"]),
        "said_before": before,
        "undecided": bool(unit["undecided"]),
        "question": str(unit["question"]),
        "about": str(unit["about"]),
    }


def _event(row: dict, lang: str) -> dict:
    undone = row["undone_by_event"] is not None
    return {
        "event_id": row["id"],
        "unit_id": row["unit_id"],
        "kind": row["kind"],
        "kind_label": messages.text(lang, f"decision.{row['kind']}"),
        "value": row["value"],
        "value_label": value_label(row["kind"], row["value"], lang),
        "by": row["set_by"],
        "at": row["set_at"],
        "reason": row["set_reason"],
        "holds_from": row["holds_from"],
        "undoes": row["undoes"],
        "undone_by_event": row["undone_by_event"],
        "may_undo": row["kind"] != decision.UNDO and not undone,
    }


def value_label(kind: str, value: str, lang: str) -> str:
    """What was said, in words (landuse.units.decision)."""
    if kind in (decision.CONFIRM, decision.CORRECT):
        return words.class_label(value, lang)
    if kind == decision.UNDO:
        return messages.text(lang, f"decision.{value}")
    if kind == decision.RELEASE:
        return messages.text(lang, f"axis.{value}")
    if kind == decision.OWN_RESERVE:
        return messages.text(lang, f"decision.{value}")
    return codelists.label(kind, value, lang) or value
