"""What to ask a park first: the answers that narrow the sure range most, the largest first."""

from dataclasses import dataclass, replace

import geopandas as gpd

from landuse.first_range.ends import OUTSIDE, USED, VACANT, Range, Said, judged, likely, sure

VACANT_TODAY, NOT_ZONED, PATCH = "vacant_today", "not_zoned", "patch"
_MOST_PATCHES = 3


@dataclass(frozen=True)
class Question:
    """kind : of the three; patch : its number on the map, of a patch; narrows_pp : what an answer takes of the sure range, at least"""

    kind: str
    area_m2: float
    narrows_pp: float
    patch: int | None = None


def questions(pieces: gpd.GeoDataFrame, said: Said) -> list[Question]:
    """The questions that are still open, as many patches among them as are worth asking on the spot."""
    found = judged(pieces, said)
    now = sure(found, said)
    if now is None or now.width_pp < 0.05:
        return []
    open_m2 = float(found["area_m2"][found["could_be"].map(len) > 1].sum())
    asked = []
    if said.vacant_m2 is None:
        asked.append(Question(VACANT_TODAY, open_m2, _least_gain(pieces, found, now, said, _vacancies(found, said))))
    if said.outside_m2 is None:
        outside = float(found["area_m2"][found["could_be"].map(lambda kinds: OUTSIDE in kinds and len(kinds) > 1)].sum())
        answers = [replace(said, outside_m2=float(found["area_m2"][found["could_be"] == (OUTSIDE,)].sum()))]
        asked.append(Question(NOT_ZONED, outside, _least_gain(pieces, found, now, said, answers)))
    if said.vacant_m2 is None:
        asked += _patches(pieces, found, now, said)
    return sorted((one for one in asked if one.area_m2 > 0), key=lambda one: -one.narrows_pp)


def _patches(pieces: gpd.GeoDataFrame, found: gpd.GeoDataFrame, now: Range, said: Said) -> list[Question]:
    """The largest patches that could be several things, numbered as in the frame, from 1."""
    places = [place for place, kinds in enumerate(found["could_be"]) if len(kinds) > 1]
    areas = found["area_m2"].to_numpy()
    largest = sorted(places, key=lambda place: -areas[place])[:_MOST_PATCHES]
    asked = []
    for place in largest:
        answers = [replace(said, patches=(*said.patches, (place + 1, word))) for word in (USED, VACANT)]
        asked.append(Question(PATCH, float(areas[place]), _least_gain(pieces, found, now, said, answers), place + 1))
    return asked


def _vacancies(found: gpd.GeoDataFrame, said: Said) -> list[Said]:
    """Amounts of vacant land that somebody may name: those at both ends of what is usual."""
    usual = likely(found, said)
    if usual is None:
        return []
    return [replace(said, vacant_m2=float((found["area_m2"] * found[name]).sum())) for name in ("vacant_low", "vacant_high")]


def _least_gain(pieces: gpd.GeoDataFrame, found: gpd.GeoDataFrame, now: Range, said: Said, answers: list[Said]) -> float:
    """How many points the sure range loses by the answer that narrows it least."""
    then = [sure(found if one.patches == said.patches else judged(pieces, one), one) for one in answers]
    return max(0.0, now.width_pp - max((one.width_pp for one in then if one is not None), default=now.width_pp))
