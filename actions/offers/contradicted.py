"""What a park says of a plot on offer, against what its maps show there; told where it is said, offered, and held against a need."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import geopandas as gpd
import shapely

from actions.map import map_data
from actions.once import once
from actions.units.layer_questions import forbidden_ground
from actions.units.measured import distances
from landuse.measure import crs
from landuse.offers import claims
from landuse.offers import facts as offer_facts
from landuse.words import messages
from landuse.words.numbers import M2_PER_DAA
from parks.park import data_root, read_park


def against(found: Mapping[str, Any], facts: Mapping[str, Any], on: date) -> list[claims.Claim]:
    """The statements about a nomination's ground that the maps contradict (landuse.offers.claims.against).

    Parameters
    ----------
    found : a nomination, with park_id, kind, footprint and epsg; the floor of a building is held against no map
    """
    if found["kind"] != "plot":
        return []
    park_id = found["park_id"]
    measured = dict(_measured(str(data_root()), park_id, found["footprint"], found["epsg"], on, map_data.version(park_id)))
    free_m2 = measured.pop("free_m2")
    return claims.against(facts, measured | {"over_free_pct": claims.over_free_pct(facts, free_m2 / M2_PER_DAA)})


def texts(found: Mapping[str, Any], facts: Mapping[str, Any], on: date, lang: str) -> list[str]:
    """The same in sentences, in the order of the rule file."""
    return [_text(claim, lang) for claim in against(found, facts, on)]


def _text(claim: claims.Claim, lang: str) -> str:
    said = offer_facts.in_words(claim["fact"], claim["said"], lang)
    return messages.text(lang, "claim.against", fact=offer_facts.label(claim["fact"], lang), said=said, map=claims.text(claim, lang))


@once(maxsize=256)
def _measured(_root: str, park_id: str, ground: shapely.Geometry, epsg: int, on: date, version: str) -> dict[str, float]:
    """Metres to what serves the ground, and its m² that may be built on."""
    park = read_park(park_id)
    shape = gpd.GeoSeries([ground], crs=epsg).to_crs(park.epsg)
    far = distances(park, shape.to_numpy(), on, version)
    bound = forbidden_ground(park, on)
    near = bound.iloc[bound.sindex.query(shape.iloc[0], predicate="intersects")]
    free = shape.difference(near.union_all()) if len(near) else shape
    return {name: float(value[0]) for name, value in far.items()} | {"free_m2": float(crs.area_m2(free).iloc[0])}
