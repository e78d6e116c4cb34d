"""A baseline that stays: frozen once and signed for; what would change it later is a restatement that a person accepts or refuses."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from actions.once import once
from actions.progress import baseline_inputs
from actions.units.classify import answer, fingerprint, live_id
from actions.units.inventory import live_inventory
from actions.units.kept_baseline import kept_baseline, kept_baselines
from landuse.progress import restatement
from landuse.progress.utilisation import amounts
from landuse.quality.dates import norwegian_day
from landuse.units.method import method_fingerprint
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from parks.park import Park, data_root, read_park
from register import baseline_events, baselines
from register.baselines import Baseline, Signature
from register.engine import open_register


@dataclass(frozen=True)
class Proposal:
    """A restatement that waits for a person.

    key : of its figures, so that what is accepted is what was seen
    figures : name, old and new; causes : landuse.progress.restatement.causes
    """

    key: str
    figures: list[dict[str, Any]]
    causes: list[dict[str, Any]]


def freeze(park_id: str, by: str, reason: str, at: datetime | None = None, instead_of_lost: bool = False) -> Baseline:
    """Keep a park's baseline as it is found now: units, facts, figures, and what they rest on, signed for.

    Parameters
    ----------
    at : by the clock where it is None
    instead_of_lost : a person says that the baseline that was signed for is lost for good, and that this one takes its place

    Raises
    ------
    LanduseError : unknown_park, baseline_unsigned, baseline_frozen, baseline_lost, baseline_not_lost, baseline_damaged,
        layers that do not allow an answer
    """
    baseline_events.check_signed(park_id, by, reason)
    park = read_park(park_id)
    frozen, lost = kept_baseline(park), _lost(park)
    if instead_of_lost and lost is None:
        raise LanduseError("baseline_not_lost", park=park.id)
    if not instead_of_lost:
        _check_not_lost(park)
        if frozen is not None:
            raise LanduseError("baseline_frozen", park=park.id)
    known = [0 if frozen is None else frozen.about["number"], len(_signed(park.id))]
    signature = Signature(by.strip(), reason.strip(), at or datetime.now(UTC))
    made = _made(park, signature, max(known) + 1, lost["digest"] if lost else None)
    signed = {"set_by": made.about["by"], "set_reason": made.about["reason"], "park_id": park.id}
    signed |= {"digest": made.digest, "restates": made.about["restates"]}
    moment = datetime.fromisoformat(made.about["at"])
    baseline_events.keep(open_register(data_root()), signed | {"step": restatement.FROZEN}, moment, made, park.folder)
    happened("baseline", park=park.id, step=restatement.FROZEN, digest=made.fingerprint)
    return made


def proposal(park_id: str) -> Proposal | None:
    """The restatement that waits for a person; None where the baseline is not frozen, or nothing would change it.

    One that somebody refused waits no more, until its figures are others.

    Raises
    ------
    LanduseError : unknown_park, baseline_damaged, layers that do not allow an answer
    """
    park = read_park(park_id)
    frozen = kept_baseline(park)
    if frozen is None:
        return None
    now = baseline_inputs.state(park)
    if now == frozen.about["state"]:
        return None
    found = _proposal(str(data_root()), park_id, frozen, now)
    refused = {row["proposal"] for row in history(park_id) if row["step"] == restatement.REFUSED and row["digest"] == frozen.digest}
    return None if found is None or found.key in refused else found


def answer_proposal(park_id: str, step: str, by: str, reason: str, seen: str | None = None) -> Baseline:
    """Accept or refuse what waits: the baseline that is in force then.

    Parameters
    ----------
    step : restatement.ACCEPTED or REFUSED
    seen : the key of what the person looked at; None for what waits now

    Raises
    ------
    LanduseError : baseline_not_frozen, baseline_lost, restatement_none, restatement_changed, baseline_unsigned
    """
    baseline_events.check_signed(park_id, by, reason)
    park = read_park(park_id)
    _check_not_lost(park)
    frozen, waits = kept_baseline(park), proposal(park_id)
    if frozen is None:
        raise LanduseError("baseline_not_frozen", park=park.id)
    if waits is None:
        raise LanduseError("restatement_none", park=park.id)
    if seen not in (None, waits.key):
        raise LanduseError("restatement_changed", park=park.id)
    signature = Signature(by.strip(), reason.strip(), datetime.now(UTC))
    accepted = step == restatement.ACCEPTED
    stands = _made(park, signature, frozen.about["number"] + 1, frozen.digest) if accepted else frozen
    row = {"step": step, "restates": frozen.digest, "proposal": waits.key, "figures": waits.figures, "causes": waits.causes}
    row |= {"set_by": signature.by, "set_reason": signature.reason, "park_id": park.id, "digest": stands.digest}
    baseline_events.keep(open_register(data_root()), row, signature.at, stands if accepted else None, park.folder)
    happened("baseline", park=park.id, step=step, digest=stands.fingerprint)
    return stands


def history(park_id: str) -> list[dict[str, Any]]:
    """All that people did with a park's baseline, the oldest first: step, figures, causes, set_by, set_at, set_reason."""
    return baseline_events.history(open_register(data_root()), park_id)


def record(park: Park) -> list[dict[str, Any]]:
    """Its history, and before it the signatures that only the kept baselines have: an example park's is of no register."""
    events = history(park.id)
    known = {row["digest"] for row in events if row["step"] != restatement.REFUSED}
    rows = [_signature(one) for one in kept_baselines(park) if one.digest not in known]
    return sorted([*rows, *events], key=lambda row: row["set_at"])


def told(park: Park) -> dict[str, Any]:
    """How a park's baseline stands: frozen, by, at, reason, preliminary, digest, how many restatements wait (`pending`).

    `lost` : whether another one was signed for than the one that lies there; then `lost_by` and `lost_at` of who signed, and when
    """
    frozen, lost = kept_baseline(park), _lost(park)
    stands = {"lost": lost is not None} | ({"lost_by": lost["set_by"], "lost_at": lost["set_at"].isoformat()} if lost else {})
    if frozen is None:
        return {"frozen": False, "pending": 0, **stands}
    said = {name: frozen.about[name] for name in ("by", "at", "reason", "preliminary", "digest", "number")}
    return {"frozen": True, "pending": int(proposal(park.id) is not None), **stands, **said}


def notes(stands: Mapping[str, Any], lang: str) -> list[str]:
    """What a reader must know of how a baseline stands (`told`), in sentences."""
    lost = [lost_line(stands, lang)] if stands["lost"] else []
    return lost + [messages.text(lang, f"baseline.{name}") for name in ("pending", "preliminary") if stands.get(name)]


def lost_line(stands: Mapping[str, Any], lang: str) -> str:
    """That the baseline that was signed for is lost, by whom and when it was signed, and where it is brought back from."""
    day = numbers.day(norwegian_day(datetime.fromisoformat(stands["lost_at"])), lang)
    return messages.text(lang, "baseline.other" if stands["frozen"] else "baseline.lost", by=stands["lost_by"], day=day)


def notes_together(each: list[dict[str, Any]], lang: str) -> list[str]:
    """The same of several parks: how many are not frozen, and in how many a restatement waits."""
    counts = {"some_lost": sum(one["lost"] for one in each)}
    counts["some_open"] = sum(not one["frozen"] and not one["lost"] for one in each)
    counts["some_pending"] = sum(bool(one["pending"]) for one in each)
    if counts["some_open"] == len(each):
        counts["some_open"] = 0  # nobody has frozen any: each park's own line says so
    return [messages.text(lang, f"baseline.{name}", parks=count) for name, count in counts.items() if count]


def as_json(park_id: str) -> dict[str, Any]:
    """A park's baseline as one document: how it stands, its figures, what waits, and what was answered."""
    park = read_park(park_id)
    frozen, waits = kept_baseline(park), proposal(park_id)
    return {
        "park": park_id,
        "on": park.baseline_date.isoformat(),
        "baseline": told(park),
        "figures": frozen.about["figures"] if frozen else None,
        "waits": asdict(waits) if waits else None,
        "history": record(park),
    }


def _signature(kept: Baseline) -> dict[str, Any]:
    about = kept.about
    step = restatement.FROZEN if about["restates"] is None else restatement.ACCEPTED
    signed = {"set_by": about["by"], "set_at": datetime.fromisoformat(about["at"]), "set_reason": about["reason"], "digest": kept.digest}
    return {"park_id": about["park_id"], "step": step, "restates": about["restates"], "figures": [], "causes": [], **signed}


def _signed(park_id: str) -> list[dict[str, Any]]:
    """What was signed for as a baseline in this register, the oldest first."""
    return [row for row in history(park_id) if row["step"] != restatement.REFUSED]


def _lost(park: Park) -> dict[str, Any] | None:
    """What was signed for last, where another baseline or none lies in the park's folder."""
    frozen, signed = kept_baseline(park), _signed(park.id)
    return None if not signed or (frozen is not None and frozen.digest == signed[-1]["digest"]) else signed[-1]


def _check_not_lost(park: Park) -> None:
    lost = _lost(park)
    if lost is not None:
        raise LanduseError("baseline_lost", park=park.id, by=lost["set_by"], day=norwegian_day(lost["set_at"]))


def _made(park: Park, signature: Signature, number: int, restates: str | None) -> Baseline:
    on = park.baseline_date
    units, sums = live_inventory(park.id, on), amounts(live_inventory(park.id, on)).iloc[0]
    found, figures = answer(live_id(park.id, on)), restatement.figures(sums)
    about = {
        "park_id": park.id,
        "on": on.isoformat(),
        "number": number,
        "restates": restates,
        "preliminary": restatement.is_preliminary(figures),
        "figures": figures,
        "amounts": {str(name): int(value) for name, value in sums.items()},
        "method": method_fingerprint(),
        "fingerprint": fingerprint(park),
        "state": baseline_inputs.state(park),
    }
    then = baseline_inputs.inputs(park)
    then["rows"] = {layer: sorted(rows) for layer, rows in then["rows"].items()}
    return baselines.made(about, signature, units, found.facts_file, baseline_inputs.ground_then(park, on), then)


@once(maxsize=64)
def _proposal(_root: str, park_id: str, frozen: Baseline, _now: str) -> Proposal | None:
    park = read_park(park_id)
    sums = amounts(live_inventory(park_id, frozen.on)).iloc[0]
    figures = restatement.differences(frozen.about["figures"], restatement.figures(sums))
    if not figures:
        return None
    key = hashlib.blake2s(json.dumps([frozen.digest, figures]).encode()).hexdigest()
    return Proposal(key, figures, restatement.causes(frozen.inputs, baseline_inputs.inputs(park)))
