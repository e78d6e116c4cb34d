"""What would change a kept baseline: found beside it, and accepted or refused by a person, all at once or part by part."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from actions.exports.common import named_units
from actions.once import once
from actions.people import asking
from actions.progress import baseline_inputs, baseline_made
from actions.units.classify import fingerprint
from actions.units.inventory import inventory, live_inventory
from actions.units.kept_baseline import kept_baseline
from landuse.progress import restated_parts, restatement
from landuse.progress.restated_parts import Part
from landuse.progress.utilisation import amounts
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from parks.park import Park, data_root, read_park
from parks.read import read_layer
from register import baseline_events
from register.baselines import Baseline, Signature
from register.engine import open_register

_PART = "part"  # the cause of an event that names what of a restatement was answered


@dataclass(frozen=True)
class Proposal:
    """A restatement that waits for a person.

    key : of its figures, so that what is accepted is what was seen
    figures : name, old and new; none where its parts outweigh each other; causes : landuse.progress.restatement.causes
    parts : what of it can be answered by itself (landuse.progress.restated_parts); what was refused is not among them
    """

    key: str
    figures: list[dict[str, Any]]
    causes: list[dict[str, Any]]
    parts: tuple[Part, ...] = ()


def proposal(park_id: str) -> Proposal | None:
    """The restatement that waits for a person; None where the baseline is not frozen, or nothing would change it.

    What somebody refused waits no more, until its figures are others.

    Raises
    ------
    LanduseError : unknown_park, baseline_damaged, layers that do not allow an answer
    """
    park = read_park(park_id)
    frozen = kept_baseline(park)
    if frozen is None:
        return None
    now = baseline_inputs.state(park)
    found = None if now == frozen.about["state"] or not is_findable(park, frozen.on) else _found(str(data_root()), park_id, frozen, now)
    refused = [row for row in baseline_made.history(park_id) if row["step"] == restatement.REFUSED]
    if found is None or any((row["proposal"], row["digest"]) == (found.key, frozen.digest) for row in refused):
        return None
    gone = {key for row in refused for cause in row["causes"] if cause["kind"] == _PART for key in cause["keys"]}
    left = tuple(one for one in found.parts if one.key not in gone)
    if len(left) == len(found.parts):
        return found
    return _of_parts(str(data_root()), park_id, frozen, now, tuple(one.key for one in left)) if left else None


@asking.asks("accept")
def answer_proposal(park_id: str, step: str, by: str, reason: str, seen: str | None = None, only: Sequence[str] = ()) -> Baseline:
    """Accept or refuse what waits: the baseline that is in force then.

    Parameters
    ----------
    step : restatement.ACCEPTED or REFUSED
    seen : the key of what the person looked at; None for what waits now
    only : keys of the parts that are answered, or how they begin; all where there are none

    Raises
    ------
    LanduseError : baseline_not_frozen, baseline_lost, restatement_none, restatement_changed, restatement_part, baseline_unsigned
    """
    baseline_events.check_signed(park_id, by, reason)
    park = read_park(park_id)
    baseline_made.check_not_lost(park)
    frozen, waits = kept_baseline(park), proposal(park_id)
    if frozen is None:
        raise LanduseError("baseline_not_frozen", park=park.id)
    if waits is None:
        raise LanduseError("restatement_none", park=park.id)
    if seen not in (None, waits.key):
        raise LanduseError("restatement_changed", park=park.id)
    chosen = [_part(park, waits, key) for key in only] or list(waits.parts)
    signature, accepted = Signature(by.strip(), reason.strip(), datetime.now(UTC)), step == restatement.ACCEPTED
    stands = _accepted(park, signature, frozen, chosen) if accepted else frozen
    answered = _answered(park, frozen, waits, chosen)
    row = {"step": step, "restates": frozen.digest, "set_by": signature.by, "set_reason": signature.reason, "park_id": park.id}
    row |= {"digest": stands.digest} | answered
    baseline_events.keep(open_register(data_root()), row, signature.at, stands if accepted else None, park.folder)
    happened("baseline", park=park.id, step=step, digest=stands.fingerprint)
    return stands


def is_findable(park: Park, on: date) -> bool:
    """Whether a day can be found from a park's data: without a perimeter on it there is nothing to find, or to hold a baseline against."""
    return _is_findable(str(data_root()), park.id, on, fingerprint(park))


def names(park: Park, one: Part) -> list[str]:
    """What people call the ground of a part, each name once: as it was kept, and as it would be."""
    on = park.baseline_date
    then, now = named_units(park, on)["name"], live_inventory(park.id, on)
    comes = [now["plot_id"], now["parcel_number"], now["parcel_id"]]
    called = [then.get(unit) for unit in one.was] + [next(filter(_is_name, (way[unit] for way in comes)), None) for unit in one.now]
    return list(dict.fromkeys(str(name) for name in called if _is_name(name)))


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _part(park: Park, waits: Proposal, key: str) -> Part:
    found = [one for one in waits.parts if key and one.key.startswith(key)]
    if len(found) != 1:
        known = ", ".join(one.key for one in waits.parts[:20]) or "–"
        raise LanduseError("restatement_part", park=park.id, given=key, known=known)
    return found[0]


def _accepted(park: Park, signature: Signature, frozen: Baseline, chosen: list[Part]) -> Baseline:
    """All that is found now, or some parts of it beside what was kept."""
    found = _found(str(data_root()), park.id, frozen, baseline_inputs.state(park))
    if found is None or len(chosen) == len(found.parts):
        return baseline_made.made(park, signature, frozen.about["number"] + 1, frozen.digest)
    return baseline_made.made_of(park, signature, frozen, chosen)


def _answered(park: Park, frozen: Baseline, waits: Proposal, chosen: list[Part]) -> dict[str, Any]:
    """What of a restatement was answered, for the register: its key, figures and causes, and which parts they are of."""
    which = {"kind": _PART, "keys": [one.key for one in chosen], "named": [name for one in chosen for name in names(park, one)]}
    if len(chosen) == len(waits.parts):
        return {"proposal": waits.key, "figures": waits.figures, "causes": [*waits.causes, *([which] if chosen else [])]}
    units = {unit for one in chosen for unit in (*one.was, *one.now)}
    of_units = [one for one in waits.causes if one["kind"] == "decision" and one["what"][0] in units]
    causes = of_units or [one for one in waits.causes if one["kind"] != "decision"]
    figures = baseline_made.figures_with(park, frozen, chosen)
    return {"proposal": _key(frozen, figures, chosen), "figures": figures, "causes": [*causes, which]}


def _key(frozen: Baseline, figures: list[dict[str, Any]], parts: Sequence[Part]) -> str:
    return hashlib.blake2s(json.dumps([frozen.digest, figures, [one.key for one in parts]]).encode()).hexdigest()


@once(maxsize=256)
def _is_findable(_root: str, park_id: str, on: date, _now: str) -> bool:
    return not read_layer(read_park(park_id), "perimeter", on).empty


@once(maxsize=64)
def _found(_root: str, park_id: str, frozen: Baseline, _now: str) -> Proposal | None:
    park, live = read_park(park_id), live_inventory(park_id, frozen.on)
    figures = restatement.differences(frozen.about["figures"], restatement.figures(amounts(live).iloc[0]))
    parts = tuple(restated_parts.parts(inventory(park_id, frozen.on), live))
    if not figures and not parts:
        return None
    causes = restatement.causes(frozen.inputs, baseline_inputs.inputs(park))
    return Proposal(_key(frozen, figures, parts), figures, causes, parts)


@once(maxsize=64)
def _of_parts(root: str, park_id: str, frozen: Baseline, now_state: str, keys: tuple[str, ...]) -> Proposal | None:
    """What is found, without the parts that somebody refused."""
    found, park = _found(root, park_id, frozen, now_state), read_park(park_id)
    if found is None:
        return None
    left = tuple(one for one in found.parts if one.key in keys)
    figures = baseline_made.figures_with(park, frozen, left)
    return replace(found, key=_key(frozen, figures, left), figures=figures, parts=left)
