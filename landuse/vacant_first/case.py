"""A kept answer of Vacant first: in brief, and its fingerprint, so that a later answer can be held against it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_BRIEF = ("date", "method", "footprint_m2", "lines_m2", "taken_sums", "needs", "needs_assumed", "answer", "counted", "themes_not_mapped")
_SHOWN = ("units", "kind", "park_id", "park_name", "names", "rank", "rank_word", "area_m2")


def brief(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of an answer with its case: figures and the alternatives' names, no geometry.

    Parameters
    ----------
    answer : as docs/vacant_first.md says
    """
    alternatives = [{name: one[name] for name in _SHOWN} for one in answer["alternatives"]]
    return {name: answer[name] for name in _BRIEF} | {"alternatives": alternatives, "footprint_digest": shape_digest(answer)}


def digest(answer: Mapping[str, Any]) -> str:
    """The fingerprint of a whole answer, 64 characters."""
    return _hash(answer)


def shape_digest(answer: Mapping[str, Any]) -> str:
    """The fingerprint of the footprint alone."""
    return _hash(answer["footprint"]["geometry"])[:16]


def _hash(facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
