"""What would give a unit another class, as sentences: only what somebody can bring about there."""

import json
from typing import Any

import pandas as pd

from landuse.units.zones import ROUTES
from landuse.words import messages, numbers

Flip = dict[str, Any]
_SEEN_ONLY = ("landcover_green_pct", "ssb_business_pct", "standing_points")  # what a picture or a map happens to show
_SAID = ("record_says", "tenure")  # the park says it of a plot or a parcel by its name
_BUILT = (("standing_buildings", ">="), ("building_pct", ">="))
_ALL_PCT = 99  # our rule: ground that is bound but for an edge is bound


def sentences(unit: pd.Series, lang: str) -> list[str]:
    """The flips of a unit that can be carried out.

    A class that a person has set stays whatever the facts become, so nothing but a person's word flips it. Nobody builds on ground for
    roads and lines, nor where building is forbidden; of ground that is no plot and no parcel the park's list cannot speak.
    """
    if isinstance(unit.get("set_class"), str):
        return []
    return [_sentence(item, lang) for item in json.loads(unit["flips_if"]) if can_be(item, unit)]


def can_be(item: Flip, unit: pd.Series) -> bool:
    """Whether somebody can bring about what would flip a unit."""
    fact, built = item["fact"], (item["fact"], item["operator"]) in _BUILT
    if fact in _SEEN_ONLY:
        return False
    if fact in _SAID:
        return any(isinstance(unit.get(name), str) and unit.get(name) for name in ("plot_id", "parcel_id", "parcel_number"))
    if built and json.loads(unit["evidence"]).get("infrastructure") in [str(route) for route in ROUTES]:
        return False
    return not (built and _is_bound(unit))


def _is_bound(unit: pd.Series) -> bool:
    return 100 * float(unit.get("bound_m2", 0)) >= _ALL_PCT * float(unit.get("area_m2", float("inf")))


def _sentence(item: Flip, lang: str) -> str:
    words = {"becomes": messages.text(lang, f"class.{item['becomes']}")}
    if isinstance(item["threshold"], (int, float)) and not isinstance(item["threshold"], bool):
        words |= {"threshold": numbers.pct(item["threshold"], lang, 0), "value": numbers.pct(item["value"], lang, 0)}
        return messages.text(lang, f"flip.{item['fact']}.{item['operator']}", **words)
    if "with" in item:
        return messages.text(lang, "flip.business_plan", **words)
    return messages.text(lang, f"flip.{item['fact']}.{item['threshold']}", **words)
