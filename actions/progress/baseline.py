"""A baseline that stays: frozen once and signed for; what would change it later is a restatement that a person accepts or refuses."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from actions.people import asking
from actions.progress import baseline_made
from actions.progress.baseline_made import history as history
from actions.progress.restating import Proposal as Proposal
from actions.progress.restating import answer_proposal as answer_proposal
from actions.progress.restating import is_findable
from actions.progress.restating import proposal as proposal
from actions.units.kept_baseline import kept_baseline, kept_baselines
from landuse.progress import restatement
from landuse.quality.dates import norwegian_day
from landuse.words import messages, numbers
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from parks.park import Park, data_root, read_park
from register import baseline_events
from register.baselines import Baseline, Signature
from register.engine import open_register


@asking.asks("freeze")
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
    frozen, lost = kept_baseline(park), baseline_made.lost(park)
    if instead_of_lost and lost is None:
        raise LanduseError("baseline_not_lost", park=park.id)
    if not instead_of_lost:
        baseline_made.check_not_lost(park)
        if frozen is not None:
            raise LanduseError("baseline_frozen", park=park.id)
    known = [0 if frozen is None else frozen.about["number"], len(baseline_made.signed(park.id))]
    signature = Signature(by.strip(), reason.strip(), at or datetime.now(UTC))
    made = baseline_made.made(park, signature, max(known) + 1, lost["digest"] if lost else None)
    signed = {"set_by": made.about["by"], "set_reason": made.about["reason"], "park_id": park.id}
    signed |= {"digest": made.digest, "restates": made.about["restates"]}
    moment = datetime.fromisoformat(made.about["at"])
    baseline_events.keep(open_register(data_root()), signed | {"step": restatement.FROZEN}, moment, made, park.folder)
    happened("baseline", park=park.id, step=restatement.FROZEN, digest=made.fingerprint)
    return made


def record(park: Park) -> list[dict[str, Any]]:
    """Its history, and before it the signatures that only the kept baselines have: an example park's is of no register."""
    events = history(park.id)
    known = {row["digest"] for row in events if row["step"] != restatement.REFUSED}
    rows = [_signature(one) for one in kept_baselines(park) if one.digest not in known]
    return sorted([*rows, *events], key=lambda row: row["set_at"])


def told(park: Park) -> dict[str, Any]:
    """How a park's baseline stands: frozen, by, at, reason, preliminary, digest, how many parts of a restatement wait (`pending`).

    `missing` : whether it is an example's, which come frozen, and lies nowhere; `signed_here` : whether this register has its signature;
    `unfindable` : whether the data have no perimeter on its day any more, so that nothing can be held against it;
    `too_late` : whether the data begin after the day that is to be the baseline's
    `lost` : whether another one was signed for than the one that lies there; then `lost_by` and `lost_at` of who signed, and when
    """
    frozen, lost = kept_baseline(park), baseline_made.lost(park)
    stands = {"lost": lost is not None} | ({"lost_by": lost["set_by"], "lost_at": lost["set_at"].isoformat()} if lost else {})
    stands["missing"] = park.example and frozen is None and lost is None
    if frozen is None:
        too_late = not is_findable(park, park.baseline_date) and is_findable(park, park.current_date())
        return {"frozen": False, "pending": 0, "too_late": too_late, **stands}
    said = {name: frozen.about[name] for name in ("by", "at", "reason", "preliminary", "digest", "number")}
    waits, known = proposal(park.id), {row["digest"] for row in baseline_made.signed(park.id)}
    stands |= {"signed_here": frozen.digest in known, "unfindable": not is_findable(park, frozen.on)}
    return {"frozen": True, "pending": 0 if waits is None else max(len(waits.parts), 1), **stands, **said}


def notes(stands: Mapping[str, Any], lang: str) -> list[str]:
    """What a reader must know of how a baseline stands (`told`), in sentences."""
    lost = [lost_line(stands, lang)] if stands["lost"] else []
    if stands["missing"]:
        lost = [messages.text(lang, "baseline.missing.short")]
    told = ("pending", "unfindable", "too_late", "preliminary")
    return lost + [messages.text(lang, f"baseline.{name}") for name in told if stands.get(name)]


def lost_line(stands: Mapping[str, Any], lang: str) -> str:
    """That the baseline that was signed for is lost, by whom and when it was signed, and where it is brought back from."""
    day = numbers.day(norwegian_day(datetime.fromisoformat(stands["lost_at"])), lang)
    return messages.text(lang, "baseline.other" if stands["frozen"] else "baseline.lost", by=stands["lost_by"], day=day)


def notes_together(each: list[dict[str, Any]], lang: str) -> list[str]:
    """The same of several parks: how many are not frozen, and in how many a restatement waits."""
    counts = {"some_lost": sum(one["lost"] for one in each)}
    counts["some_missing"] = sum(one["missing"] for one in each)
    counts["some_open"] = sum(not (one["frozen"] or one["lost"] or one["missing"]) for one in each)
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
