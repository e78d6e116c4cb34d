"""Candidates and the proposal on the same ground: what lies on the ground of each that the needed part may be laid on."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import shapely

from landuse.measure.flatten import polygons_of
from landuse.measure.united import united
from landuse.vacant_first import taken, widths
from landuse.vacant_first.candidate import BUILDING, Candidate
from landuse.vacant_first.candidates import Search
from landuse.vacant_first.proposal import Ground

Groups = dict[str, float]


def is_shaped(needs: Mapping[str, Any]) -> bool:
    """Whether a width or a length is asked, so that not any part of a ground will do."""
    return "width_m" in needs or "side_m" in needs


def site_ground(search: Search, members: tuple[int, ...]) -> shapely.Geometry:
    """The free ground of a set, without what is too narrow for the width that is asked; all of it where nothing is wide enough."""
    ground = search.ground(members)
    wide = polygons_of(widths.usable(ground, search.size.width_m)) if search.size.width_m else ground
    return ground if wide.is_empty else wide


def groups_on(shapes: Mapping[str, shapely.Geometry], ground: Ground) -> dict[str, Groups]:
    """By name, what lies on each shape by group of nature, true m²; asked in one go."""
    if not shapes:
        return {}
    parts = gpd.GeoDataFrame({"of": list(shapes), "line": -1, "how": taken.HOWS[0]}, geometry=list(shapes.values()), crs=ground.epsg)
    pieces = taken.cut_ground(parts, ground.land_resource, None, ground.failed)
    found: dict[str, Groups] = {name: {} for name in shapes}
    for of, group, area_m2 in zip(pieces["of"], pieces["group"], pieces["area_m2"], strict=True):
        found[of][group] = found[of].get(group, 0.0) + area_m2
    return found


def of_candidates(candidates: Mapping[str, Candidate], rows: Mapping[str, list[dict]], ground: Ground) -> dict[str, Groups]:
    """By the same name, what lies where each candidate's needed part may be laid; none for buildings, and where it is not shared.

    Parameters
    ----------
    rows : by unit, its ground by kind in whole m², which holds for plots that are free all over where no width is asked
    """
    if not ground.shared:
        return {}
    found: dict[str, Groups] = {}
    shapes: dict[str, shapely.Geometry] = {}
    for name, one in candidates.items():
        if one.kind == BUILDING:
            continue
        if one.search.size.width_m or not _is_free(one):
            shapes[name] = site_ground(one.search, one.members)
        else:
            found[name] = dict(taken.by_group(row for unit in one.frame.index for row in rows.get(str(unit), [])))
    return found | groups_on(shapes, ground)


def _is_free(one: Candidate) -> bool:
    return bool((one.frame["area_m2"] == one.frame["whole_m2"]).all())


def free_of(shape: shapely.Geometry, bound: shapely.Geometry) -> shapely.Geometry:
    """What of a shape is not bound; nothing where all of it is."""
    return polygons_of(shapely.difference(shape, bound)) if not shapely.is_empty(bound) else united([shape])
