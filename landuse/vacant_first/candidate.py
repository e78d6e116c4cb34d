"""One way to take a proposal: a plot, an assembly of plots, or a building with vacant floor."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from landuse.measure.united import united
from landuse.vacant_first import fits
from landuse.vacant_first.candidates import Search, Size
from landuse.vacant_first.sites import ParkSites
from landuse.words.numbers import M2_PER_DAA

_HALF_M2 = 0.5
PLOT, ASSEMBLY, BUILDING = "plot", "assembly", "building"


@dataclass(frozen=True)
class Candidate:
    """One way to take the proposal: its place in its park's sites, how it stands, and what the order rests on.

    lacking : how much falls short, 0–1 for each need, summed; at least that until it has been measured, and `rows` are there
    """

    sites: ParkSites
    search: Search
    kind: str
    members: tuple[int, ...]
    word: int
    lacking: float
    score: float
    criteria: dict[str, float]
    rows: list[dict] | None = None

    @cached_property
    def frame(self) -> gpd.GeoDataFrame:
        """The rows of its plots, or of its building."""
        return (self.sites.buildings if self.kind == BUILDING else self.sites.plots).iloc[list(self.members)]

    @cached_property
    def whole(self) -> shapely.Geometry:
        """Its ground, bound land and all."""
        return united(self.frame.geometry.to_numpy())

    @property
    def key(self) -> tuple:
        """What the order goes by: how it fits, how much it lacks, its score, fewer plots, the own park, and its name."""
        ids = self.sites.building_ids if self.kind == BUILDING else self.sites.plot_ids
        name = (self.sites.park_id, self.kind, tuple(ids[member] for member in self.members))
        return (self.word, self.lacking, -self.score, len(self.members), not self.sites.own, *name)


def asked_size(needs: Mapping[str, Any]) -> Size:
    """The room that the needs ask for. Areas are told in whole m², so what lacks less than half of one lacks nothing."""
    area_m2 = max(needs.get("daa", 0.0) * M2_PER_DAA - _HALF_M2, 0.0)
    return Size(area_m2, needs.get("width_m", 0.0), needs.get("side_m", 0.0), needs.get("mw", 0.0))


def rows_of(one: Candidate, needs: Mapping[str, Any]) -> list[dict]:
    """What a candidate has of each need (landuse.vacant_first.fits)."""
    if one.rows:
        return one.rows
    return building_answers(one.frame, needs) if one.kind == BUILDING else fits.fit_rows(one.search, one.members, one.frame, needs)


def building_answers(own: gpd.GeoDataFrame, needs: Mapping[str, Any]) -> list[dict]:
    """The fit rows of one building."""
    spare = own["spare_m2"].iloc[0]
    return fits.building_rows(int(own["floor_m2"].iloc[0]), None if pd.isna(spare) else int(spare), own, needs)
