"""A park's yearly return: made and sealed here, read and verified anywhere, and recomputed where the same data are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from actions.progress import baseline, progress
from actions.progress.indicators import NOT_MAPPED
from actions.progress.status import status
from actions.units.classify import snapshot_id
from landuse.programme import returns as reason
from landuse.programme import sealed
from landuse.programme.returns import KIND, Return
from landuse.progress.utilisation import AMOUNTS
from landuse.units.method import method_fingerprint, number_of
from landuse.words.errors import LanduseError, system_word
from landuse.words.log import happened
from parks.park import Park, data_root, read_park
from parks.settings import setting
from register.signing_key import own_key, own_public_key

_MOST_BYTES = 5_000_000
_LONGEST = 120


@dataclass(frozen=True)
class Verified:
    """A return from a file, and how it stands.

    wrong : the parts whose bytes are not those that were sealed; empty: none. Then, and only then, there is a `found`
    trusted : whether the key that sealed it is this installation's own, or one that its settings trust
    """

    file: str
    found: Return | None
    wrong: tuple[str, ...]
    trusted: bool


@dataclass(frozen=True)
class Recomputed:
    """A return held against what the data here give.

    same : sums that came out alike; other : name, what the return says, what is found here
    method : that of the return and the one here; snapshots : whether they are the same, so that data and method are
    """

    same: int
    other: list[tuple[str, float, float]]
    method: tuple[str, str]
    snapshots: bool


def make(park_id: str, by: str, on: date | None = None, at: datetime | None = None) -> bytes:
    """The file of a park's return for a day, its today where none is said, signed for by a name and sealed by the installation.

    Raises
    ------
    LanduseError : unknown_park, return_unsigned, signing_key_broken, data_unwritable; as inventory
    """
    park = read_park(park_id)
    if not by.strip() or len(by) > _LONGEST:
        raise LanduseError("return_unsigned", park=park.id)
    day = on or park.current_date()
    parts = parts_of(park, day) | {"signature": {"by": by.strip(), "at": (at or datetime.now(UTC)).isoformat(), "stated": True}}
    content = sealed.sealed(KIND, parts, own_key(data_root()))
    happened("return", park=park.id, day=day)
    return content


def parts_of(park: Park, on: date) -> dict[str, Any]:
    """All parts of a return but who signs it."""
    then = min(park.baseline_date, on)
    told = status([park.id], on).parks[0]
    unmapped = [name for name in sorted(NOT_MAPPED) if told.figures[name] is None]
    sums = _sums(park, then, on)
    return {
        "park": {
            "id": park.id,
            "name": park.name,
            "example": park.example,
            "in_baseline": park.in_baseline,
            "municipalities": list(park.municipalities),
            "on": on.isoformat(),
            "baseline_date": park.baseline_date.isoformat(),
            "has_perimeter": told.has_perimeter,
            "unmapped": unmapped,
        },
        "sums": reason.sums_part(*sums),
        "figures": reason.figures_of(*sums, on, park.baseline_date, tuple(unmapped)),
        "receipt": _receipt(park, then, on, told.has_perimeter),
        "restatements": [_restated(row) for row in baseline.record(park)],
        "declarations": told.indicators,
    }


def verify(content: bytes, name: str) -> Verified:
    """A return that somebody sent, looked through before anything is believed of it.

    Raises
    ------
    LanduseError : return_large, sealed_unreadable, sealed_newer; return_form and return_figures of one that is whole
    """
    if len(content) > _MOST_BYTES:
        raise LanduseError("return_large", file=name, limit_mb=_MOST_BYTES // 1_000_000)
    checked = sealed.opened(KIND, content, name)
    trusted = checked.key in {own_public_key(data_root()), *setting("programme", "trusted")}
    found = None if checked.wrong else reason.read(checked.parts, progress.SINCE, NOT_MAPPED, name, checked.key)
    return Verified(name, found, checked.wrong, trusted)


def verify_file(path: Path) -> Verified:
    """The same of a file.

    Raises
    ------
    LanduseError : return_file; as `verify`
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise LanduseError("return_file", file=path.name, reason=system_word(error)) from error
    return verify(content, path.name)


def recompute(found: Return) -> Recomputed:
    """Every sum of a return found anew from the data of this installation, for the same park and day.

    Raises
    ------
    LanduseError : unknown_park, where this installation has no such park; as inventory
    """
    park = read_park(found.park_id)
    then = min(found.baseline_date, found.on)
    here = dict(zip(("now", "then", "since"), (_sums(park, then, found.on)), strict=True))
    said = {"now": found.now, "then": found.then, "since": found.since}
    pairs = [(f"{part}.{name}", float(said[part][name]), float(here[part][name])) for part in said for name in said[part].index]
    other = [one for one in pairs if one[1] != one[2]]
    receipt = _receipt(park, then, found.on, found.has_perimeter)
    same = receipt["snapshots"] == found.receipt.get("snapshots")
    return Recomputed(len(pairs) - len(other), other, (str(found.receipt.get("method")), receipt["method"]), same)


def _sums(park: Park, then: date, on: date) -> tuple[pd.Series, pd.Series, pd.Series]:
    """As `status` has them: nothing of a park without a perimeter on a day, and of what is adopted where nothing is."""
    there = {day: progress.has_perimeter(park, day) for day in (then, on)}
    now, before = (progress.sums(park.id, day) if there[day] else pd.Series(0, index=AMOUNTS) for day in (on, then))
    since = progress.since(park.id, then, on) if all(there.values()) else pd.Series(0.0, index=progress.SINCE)
    if not park.adopted:
        since[["adopted_m2", "adopted_in_use_m2"]] = 0.0
    return now, before, since


def _receipt(park: Park, then: date, on: date, has_perimeter: bool) -> dict[str, Any]:
    """What the figures were found with: whoever has the same data and the same method finds the same."""
    method = method_fingerprint()
    days = (then, on) if has_perimeter else ()
    sources = [
        {
            "layer": layer_id,
            "id": one.id,
            "name": one.name,
            "dated": one.dated.isoformat() if one.dated else None,
            "licence": one.licence,
            "rows": one.rows,
            "sha256": one.sha256,
        }
        for layer_id, each in sorted(park.sources.items())
        for one in each
    ]
    return {
        "method": method,
        "method_number": number_of(method),
        "snapshots": [str(snapshot_id(park.id, day)) for day in days],
        "sources": sources,
    }


def _restated(row: dict[str, Any]) -> dict[str, Any]:
    """One signature of the baseline: when it was frozen, restated or a restatement was refused, by whom, why, and old and new."""
    return {
        "step": row["step"],
        "by": row["set_by"],
        "at": row["set_at"].isoformat(),
        "reason": row["set_reason"],
        "digest": row["digest"],
        "figures": [{name: one[name] for name in ("name", "old", "new")} for one in row["figures"]],
    }
