"""What would change a kept baseline: which of its figures, from what to what, and what caused it. Nothing changes by itself."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from landuse.progress.utilisation import (
    building_utilisation_pct,
    land_range_pct,
    land_rate_pct,
    land_utilisation_pct,
)
from landuse.rules import threshold

FROZEN, ACCEPTED, REFUSED = "frozen", "accepted", "refused"
STEPS = (FROZEN, ACCEPTED, REFUSED)
CAUSES = ("rows", "source", "decision", "plan_answer", "method", "settings", "unknown", "part")  # the last: what of it was answered
AMOUNTS = (  # the sums that a baseline's figures are
    *("total_m2", "vacant_m2", "undecided_m2", "offerable_m2", "net_total_m2", "net_vacant_m2", "idle_held_m2"),
    *("greenfield_m2", "stock_m2", "vacant_floor_m2"),
)
LEAST_M2 = 2  # units are rounded to whole m²: less is how they were cut
_MOST_ROWS = 20  # rows that a cause names; how many there are is said

Figure = dict[str, Any]
Cause = dict[str, Any]


def figures(amounts: pd.Series) -> dict[str, float | list[float] | None]:
    """The figures of a baseline by name: sums in m², rates in percent, from `utilisation.amounts` of one park."""
    between = land_range_pct(amounts)
    rates = {
        "land_utilisation_pct": land_rate_pct(amounts),
        "land_utilisation_range_pct": None if between is None else list(between),
        "net_land_utilisation_pct": land_utilisation_pct(amounts["net_total_m2"], amounts["net_vacant_m2"]),
        "building_utilisation_pct": building_utilisation_pct(amounts["answered_stock_m2"], amounts["vacant_floor_m2"]),
    }
    return {name: int(amounts[name]) for name in AMOUNTS} | {name: _rounded(value) for name, value in rates.items()}


def differences(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Figure]:
    """The figures that are others now, with old and new; a rate alone is none, nor is what rounding to whole m² leaves."""
    sums = [name for name in AMOUNTS if abs((now.get(name) or 0) - (was.get(name) or 0)) >= LEAST_M2]
    ends = [was.get("land_utilisation_range_pct"), now.get("land_utilisation_range_pct")]
    moved_ends = ends[0] != ends[1] and (None in ends or max(abs(a - b) for a, b in zip(*ends, strict=True)) >= 0.05)
    if not sums and not moved_ends:
        return []
    rates = [name for name in now if name not in AMOUNTS and now[name] != was.get(name)]
    return [{"name": name, "old": was.get(name), "new": now[name]} for name in (*sums, *rates)]


def is_preliminary(found: Mapping[str, Any]) -> bool:
    """Whether so much is undecided that a baseline is preliminary: its range is wider than the rule allows (thresholds.toml)."""
    between = found["land_utilisation_range_pct"]
    return between is not None and between[1] - between[0] > threshold("preliminary_pp")


def causes(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Cause]:
    """What is other in what a baseline rested on: rows and files by layer, people's word, plans, settings, the method.

    Parameters
    ----------
    was, now : rows ({layer: {digest of a row: its [column, value]}}), sources ({layer: {id: [file, sha256]}}),
        rasters ({file: digest}), decisions and plan_answers (lists of lists of words), settings, method, method_files ({file:
        digest}; baselines of before it was kept have none); the rows of `was` may be digests alone

    Returns
    -------
    one a cause, each with `kind` (CAUSES) and what names it; `unknown` alone where nothing of it changed
    """
    found = [*_rows(was["rows"], now["rows"]), *_sources(was["sources"], now["sources"])]
    changed = sorted(name for name in {*was["rasters"], *now["rasters"]} if was["rasters"].get(name) != now["rasters"].get(name))
    found += [{"kind": "source", "layer": name.partition(".")[0], "file": name} for name in changed]
    for kind, name in (("decision", "decisions"), ("plan_answer", "plan_answers")):
        before, after = ({tuple(one) for one in side[name]} for side in (was, now))
        found += [{"kind": kind, "what": list(one), "gone": False} for one in sorted(after - before)]
        found += [{"kind": kind, "what": list(one), "gone": True} for one in sorted(before - after)]
    if was["settings"] != now["settings"]:
        found.append({"kind": "settings"})
    if was["method"] != now["method"]:
        found.append({"kind": "method", "was": was["method"], "now": now["method"], "files": _files(was, now)})
    return found or [{"kind": "unknown"}]


def _files(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str] | None:
    """The rule files that say something else; None where nobody kept what they said."""
    if "method_files" not in was:
        return None
    before, after = was["method_files"], now["method_files"]
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _rounded(value: float | list[float] | None) -> float | list[float] | None:
    if isinstance(value, list):
        return [round(float(end), 3) for end in value]
    return None if value is None else round(float(value), 3)


def _rows(was: Mapping[str, Any], now: Mapping[str, Mapping[str, Any]]) -> list[Cause]:
    found = []
    for layer in sorted({*was, *now}):
        before, after = set(was.get(layer, ())), now.get(layer, {})
        added = [words for digest, words in after.items() if digest not in before]
        gone = len(before - set(after))
        if added or gone:
            found.append({"kind": "rows", "layer": layer, "added": len(added), "gone": gone, "named": added[:_MOST_ROWS]})
    return found


def _sources(was: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]) -> list[Cause]:
    return [
        {"kind": "source", "layer": layer, "file": (now.get(layer, {}).get(source) or was[layer][source])[0] or source}
        for layer in sorted({*was, *now})
        for source in sorted({*was.get(layer, {}), *now.get(layer, {})})
        if was.get(layer, {}).get(source) != now.get(layer, {}).get(source)
    ]
