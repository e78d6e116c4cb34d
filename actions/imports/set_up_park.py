"""Set up a park with its perimeter: all of it or nothing, so that a refused outline leaves no empty park behind."""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from actions.imports.import_files import import_file
from actions.imports.new_park import BASELINE, LONGEST_NAME, new_park
from actions.imports.unborn import becoming
from door.answers import NOTHING, Asked
from door.report.report import Report
from landuse.measure import crs
from landuse.quality import dates
from landuse.quality.drawn import read_place
from landuse.words.errors import LanduseError
from parks.municipality import all_municipalities, bounds_of, municipality_at, place_of
from parks.park import Park, park_ids, read_park
from parks.read import read_layer
from parks.scratch import scratch_folder

__all__ = ["BASELINE", "LONGEST_NAME", "Plan", "set_up_drawn", "set_up_file"]
_FOLDED = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@dataclass(frozen=True)
class Plan:
    """What a new park says of itself.

    baseline_date : None where nobody has said it: the report's is assumed then, and said so
    adopted_by, adopted_on, basis : who adopted the perimeter, when, and on what; all or none
    """

    name: str
    municipalities: tuple[str, ...]
    baseline_date: date | None = None
    adopted_by: str = ""
    adopted_on: date | None = None
    basis: str = ""


def municipalities() -> dict[str, str]:
    """All municipalities by name: their names by number."""
    return dict(sorted(all_municipalities().items(), key=lambda item: item[1]))


def place(numbers: tuple[str, ...]) -> tuple[float, float]:
    """A point in the first of the municipalities: latitude, longitude."""
    lon, lat = place_of(numbers[0])
    return lat, lon


def bounds(numbers: tuple[str, ...]) -> list[list[float]]:
    """What a map of the municipalities shows: (lat, lon) south-west and north-east."""
    return bounds_of(numbers)


def place_typed(text: str, numbers: tuple[str, ...]) -> tuple[tuple[float, float], str | None]:
    """A place by its coordinates, latitude and longitude, and the number of the municipality there; None in the sea and abroad.

    numbers : the municipalities that are chosen: the place lies near the first of them, and may be written in its UTM zone

    Raises
    ------
    LanduseError : as `landuse.quality.drawn.read_place`
    """
    lat, lon = read_place(text, place(numbers) if numbers else None)
    found = municipality_at(gpd.GeoSeries([shapely.Point(lon, lat)], crs=crs.MAP_EPSG)).iloc[0]
    return (lat, lon), found


def perimeter_bounds(park: Park) -> list[list[float]]:
    """What a map of a park's perimeter shows: (lat, lon) south-west and north-east."""
    west, south, east, north = read_layer(park, "perimeter").geometry.to_crs(crs.MAP_EPSG).total_bounds.tolist()
    return [[south, west], [north, east]]


def park_id(name: str) -> str:
    """A short id made of a name; with a number behind where another park has it.

    Raises
    ------
    LanduseError : setup_name : the name has no letter to make an id of
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(_FOLDED)).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-0123456789")[:36].strip("-")
    if not made:
        raise LanduseError("setup_name", most=LONGEST_NAME)
    taken = set(park_ids())
    return next(one for one in (made, *(f"{made}-{number}" for number in range(2, 1000))) if one not in taken)


def check_name(name: str) -> None:
    """Refuse what cannot be a park's name, and what another park is called already.

    Raises
    ------
    LanduseError : setup_name, setup_name_taken
    """
    if not name.strip() or len(name) > LONGEST_NAME:
        raise LanduseError("setup_name", most=LONGEST_NAME)
    called = {read_park(one).name.casefold(): one for one in park_ids()}
    if name.strip().casefold() in called:
        raise LanduseError("setup_name_taken", name=name.strip(), park=called[name.strip().casefold()])


def check(plan: Plan, today: date) -> None:
    """Refuse what cannot be a park.

    Raises
    ------
    LanduseError : as `check_name`, setup_municipality, setup_future, setup_adopted, date_outside
    """
    check_name(plan.name)
    if not plan.municipalities:
        raise LanduseError("setup_municipality")
    for day in (plan.baseline_date, plan.adopted_on):
        if day is not None and day > today:
            raise LanduseError("setup_future", day=day.isoformat())
    for field, day in (("baseline_date", plan.baseline_date), ("adopted_on", plan.adopted_on)):
        if day is not None:
            dates.check(field, day, today)
    if any((plan.adopted_by.strip(), plan.adopted_on, plan.basis.strip())) and not (plan.adopted_by.strip() and plan.adopted_on):
        raise LanduseError("setup_adopted")


def set_up_drawn(plan: Plan, drawn: dict[str, Any] | None, today: date) -> tuple[Park, Report]:
    """A park whose perimeter was drawn: a GeoJSON collection of polygons in longitude and latitude.

    Raises
    ------
    LanduseError : setup_perimeter where nothing is drawn, as `check`, and whatever the import says of the perimeter
    """
    if not drawn:
        raise LanduseError("setup_perimeter")
    centre = shapely.centroid(shapely.from_geojson(json.dumps(drawn)))
    named = {"name": plan.name.strip(), "adopted_by": plan.adopted_by.strip() or None, "basis": plan.basis.strip() or None}
    named["adopted_on"] = plan.adopted_on.isoformat() if plan.adopted_on else None
    features = [{"type": "Feature", "geometry": shape, "properties": named} for shape in _outlines(drawn)]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return _set_up(plan, "tegnet-i-parkareal.geojson", content, today, (centre.y, centre.x))


def _outlines(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    """What was drawn, as one outline where parts of it lie on each other: their ground counts once."""
    shapes = [feature["geometry"] for feature in drawn["features"]]
    areas = [shapely.from_geojson(json.dumps(shape)) for shape in shapes]
    meet = any(shapely.intersects(one, other) for place, one in enumerate(areas) for other in areas[:place])
    if not meet or not all(shapely.is_valid(area) for area in areas):  # the import says of a faulty one what is wrong
        return shapes
    return [shapely.geometry.mapping(shapely.union_all(areas))]


def set_up_file(plan: Plan, name: str, content: bytes, today: date, as_epsg: int | None = None) -> tuple[Park, Report]:
    """A park whose perimeter is in a file: GeoPackage, GeoJSON, Shapefile in a zip, or plain GML.

    Raises
    ------
    LanduseError : as `set_up_drawn`
    """
    return _set_up(plan, name, content, today, None, as_epsg)


def _set_up(
    plan: Plan, name: str, content: bytes, today: date, centre: tuple[float, float] | None, as_epsg: int | None = None
) -> tuple[Park, Report]:
    check(plan, today)
    adopted = {"by": plan.adopted_by.strip(), "on": plan.adopted_on, "basis": plan.basis.strip()} if plan.adopted_on else None
    made = partial(new_park, park_id(plan.name), plan.name.strip(), plan.municipalities, plan.baseline_date, adopted, centre)
    with becoming(made) as park:
        report = _imported(park.id, name, content, today, as_epsg, _since(plan))
    return read_park(park.id), report


def _since(plan: Plan) -> Asked:
    """A perimeter that was adopted holds from then, on what the adoption rests on; another from the day that it is brought."""
    if plan.adopted_on is None:
        return NOTHING
    basis = ", ".join(filter(None, (plan.adopted_by.strip(), plan.basis.strip())))
    return Asked(holds_from=plan.adopted_on.isoformat(), basis=basis)


def _imported(made: str, name: str, content: bytes, today: date, as_epsg: int | None, asked: Asked) -> Report:
    with scratch_folder() as folder:
        path = folder / re.sub(r"[^\w.-]", "_", Path(name.replace("\\", "/")).name)[-60:].lstrip(".")
        path.write_bytes(content)
        return import_file(made, path, "perimeter", as_epsg, dated=today, asked=asked)
