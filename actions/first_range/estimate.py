"""An estimate without the park's answers: two ranges from open maps, how much is built, unbuilt and unclear, and what would narrow it most.

It is no utilisation rate: nothing of it is kept in a park, nominated, published or returned.
"""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from actions.first_range.answers import Answer
from actions.first_range.asking import IN_THE_NUMBER, Told, ask, asked_services
from door.loose_shapes import read_shapes
from door.place.find import park_in
from landuse.first_range.ends import NOTHING, Range, Said, by_group_m2, judged, likely, sure
from landuse.first_range.pieces import OpenMaps, pieces
from landuse.first_range.questions import Question, questions
from landuse.measure import crs
from landuse.measure.united import united
from landuse.quality import dates
from landuse.words.errors import LanduseError
from landuse.words.numbers import M2_PER_DAA
from parks.municipality import known_numbers, municipality_ground
from parks.park import Park


@dataclass(frozen=True)
class Estimate:
    """name : as somebody calls the ground

    total_m2 : of the perimeter, true; groups_m2 : of it built, unbuilt, unclear, and outside the account for certain
    sure, likely : the two ranges; None where no ground counts
    answers : of each service; patches : the ground as it was judged, numbered from 1 in its order; questions : the largest first
    """

    name: str
    municipality: str
    total_m2: float
    groups_m2: dict[str, float]
    sure: Range | None
    likely: Range | None
    answers: list[Answer]
    patches: gpd.GeoDataFrame
    questions: list[Question]


def estimate(name: str, municipality: str, perimeter: Path, told: Told, said: Said = NOTHING) -> Estimate:
    """Ask the services about a perimeter that stands in a file.

    Raises
    ------
    LanduseError : footprint_crs_missing, footprint_invalid; fetch_off, as `asking.ask`; outline_unknown; perimeter_shape; range_answer;
        what the door says of the file
    """
    asked_services()
    if municipality not in known_numbers():
        raise LanduseError("outline_unknown", number=municipality, file="municipalities.geojson")
    park = park_in((municipality,))
    shape = _outline(perimeter, park)
    return estimated(name, park, shape, ask(shape, park, told), said)


def estimated(name: str, park: Park, perimeter: gpd.GeoSeries, answers: list[Answer], said: Said = NOTHING) -> Estimate:
    """The estimate by answers that have come; also again, when somebody has said more.

    Raises
    ------
    LanduseError : range_answer, where what is said is more than there is
    """
    cut = pieces(perimeter.iloc[0], maps_of(answers), park.epsg, pd.Timestamp(dates.norwegian_today()))
    total_m2 = float(cut["area_m2"].sum())
    _check(said, total_m2, len(cut))
    found = judged(cut, said)
    asked = questions(cut, said)
    ranges = sure(found, said), likely(found, said)
    return Estimate(name, park.municipalities[0], total_m2, by_group_m2(found), *ranges, answers, found, asked)


def maps_of(answers: list[Answer]) -> OpenMaps:
    """What the whole answers hold for the number; several services of one kind stand together, and are usable only all of them."""
    found: dict[str, gpd.GeoDataFrame | None] = {}
    for about in IN_THE_NUMBER:
        frames = [one.usable for one in answers if one.service.about == about]
        whole = [one for one in frames if one is not None]
        found[about] = gpd.GeoDataFrame(pd.concat(whole, ignore_index=True)) if whole and len(whole) == len(frames) else None
    return OpenMaps(**found)


def _outline(path: Path, park: Park) -> gpd.GeoSeries:
    """The ground of all areas in a file, in the park's work CRS.

    Raises
    ------
    LanduseError : perimeter_shape
    """
    rows = read_shapes(path)
    if rows.crs is None:
        raise LanduseError("footprint_crs_missing", name=path.name)
    shapes = rows.to_crs(park.epsg).geometry.to_numpy()
    for shape in shapes[~shapely.is_valid(shapes)]:
        raise LanduseError("footprint_invalid", name=path.name, reason=shapely.is_valid_reason(shape).partition("[")[0])
    outline = gpd.GeoSeries([united(shapes)], crs=park.epsg)
    ground = municipality_ground(park.municipalities, park.epsg)
    if crs.area_m2(outline).sum() < 1 or not outline.intersects(ground).any():
        raise LanduseError("perimeter_shape", file=path.name, municipality=park.name)
    return outline


def _check(said: Said, total_m2: float, patches: int) -> None:
    amounts = [one for one in (said.vacant_m2, said.outside_m2) if one is not None]
    if any(one < 0 for one in amounts) or sum(amounts) > total_m2:
        raise LanduseError("range_answer", said=round(sum(amounts) / M2_PER_DAA), total=round(total_m2 / M2_PER_DAA))
    for number, _ in said.patches:
        if not 1 <= number <= patches:
            raise LanduseError("range_patch", patch=number, patches=patches)
