"""The answer to a proposal, as it is handed on: what it takes, and the ways to take it on land that is vacant already."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


class _Told:
    """What both parts of an answer can: stand as plain values, by the names that docs/vacant_first.md explains."""

    def as_json(self) -> dict[str, Any]:
        """As one JSON document gives it."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: [one.as_json() for one in value] if name == "alternatives" else value for name, value in told.items()}


@dataclass(frozen=True)
class Alternative(_Told):
    """One way to take the proposal on land that is vacant already; every field as docs/vacant_first.md says, areas in m²."""

    units: list[str]
    kind: str
    park_id: str
    park_name: str
    own_park: bool
    example: bool
    names: list[str | None]
    plots: int
    rank: int
    rank_word: str
    score: float
    criteria: dict[str, float]
    lacking: float
    fits: list[dict]
    fails: list[dict]
    unknown: list[dict]
    whole_m2: int
    area_m2: int
    usable_m2: int
    surplus_m2: int
    floor_m2: int
    readiness: str | None
    unmet_conditions: list[str]
    availability: list[str]
    proposed: bool
    published_on: str | None
    nomination_ids: list[int]
    across_road: bool
    taken: list[dict]
    taken_status: str
    taken_sums: dict[str, int]
    difference: list[dict]
    needed: dict | None
    needed_difference: dict | None
    layers: list[dict]
    overlaps_proposal_m2: int
    geometry: dict


@dataclass(frozen=True)
class Answer(_Told):
    """The whole answer without words of a language; every field as docs/vacant_first.md says, areas in m²."""

    park_id: str | None
    park_name: str | None
    date: str
    example: bool
    method: str
    footprint_m2: int
    footprint: dict
    taken: list[dict]
    lines_m2: int
    taken_sums: dict
    ar5: list[dict]
    lines: list[dict]
    untouched: dict
    pieces: dict
    layers: list[dict]
    needs: Mapping[str, Any]
    needs_assumed: list[str]
    proposal_stands: dict[str, Any]
    answer: str
    need_new_land: bool
    alternatives: list[Alternative]
    counted: dict[str, int]
    zero: dict
    weights: Mapping[str, float]
    criteria: list[str]
    themes_not_mapped: list[str]
    sources: list[dict]
    assumptions: list[dict]
