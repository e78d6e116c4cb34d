"""Where a park lies and what it is called, by its files alone: the ground of its perimeter, else of its plans, else of all of them."""

import re
from contextlib import suppress
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from actions.drop.questions import Answers, said_of
from actions.drop.reading import How
from actions.imports.new_park import LONGEST_NAME
from door.choice import Choice, choose
from door.columns import names as column_names
from door.formats import registry as formats
from door.given import Given
from door.open import guarded_copy
from door.place.find import place_of_raster
from landuse.measure import crs
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import for_line
from layers.registry import layer as registered
from parks.municipality import municipalities_of, name_of

_BEST = ("perimeter", "zoning", "plots")  # whose ground says it, the surest first
_NAMED = {"perimeter": "name", "zoning": "plan_name"}
_NAME_ENDS = re.compile(r" - | \(")  # another language's name, the number
_MOST = 500  # shapes of a file that are looked at


@dataclass(frozen=True)
class Place:
    """Where a new park lies.

    municipalities : numbers, that with most of the ground first
    at : latitude and longitude of its middle
    name : as its perimeter or its plan names it; None where neither does
    file : the file that says it; None where a person did
    """

    municipalities: tuple[str, ...]
    at: tuple[float, float]
    name: str | None
    file: str | None

    def proposed_name(self, lang: str) -> str:
        """The name, or one made of the municipality's."""
        return self.name or messages.text(lang, "drop.park_name", place=_NAME_ENDS.split(name_of(self.municipalities[0]))[0])


def place_of(found: Given, answers: Answers, how: How) -> Place:
    """Where the park lies that the files are of; each is read once, whole.

    Raises
    ------
    LanduseError : place_of_drop, where none of the files says where it lies
    """
    places: dict[str, Place] = {}
    for number, (name, path) in enumerate(found.files.items(), start=1):
        with suppress(LanduseError), how.while_reading(name, number, len(found.files)):  # it is refused, or asks, when it is read
            said = said_of(name, answers, how.said)
            with guarded_copy(path, how.streamed) as file:
                if formats.of(file).is_raster:
                    park = place_of_raster(file.path, name)
                    places.setdefault("raster", Place(park.municipalities, park.place, None, name))
                elif not said.leave:
                    choice = choose(file.of_table(said.asked.table), None, said.asked, {})
                    _add(places, name, choice, said.asked.as_epsg)
    for kind in (*_BEST, "other", "raster"):
        if kind in places:
            return places[kind]
    raise LanduseError("place_of_drop", files=", ".join(found.files) or "–")


def _add(places: dict[str, Place], name: str, choice: Choice, as_epsg: int | None) -> None:
    """What one file says, under its kind; of several of a kind, the ground of all."""
    table, kind = choice.table, choice.layer_id if choice.layer_id in _BEST else "other"
    system = pyproj.CRS.from_epsg(as_epsg) if as_epsg else table.shapes.crs
    if system is None or not table.has_geometry:
        return
    chosen = np.unique(np.linspace(0, len(table.shapes) - 1, min(len(table.shapes), _MOST)).astype(int))
    shapes = gpd.GeoSeries(table.shapes.at(chosen), crs=system).dropna().to_crs(crs.MAP_EPSG)
    numbers = municipalities_of(shapes)
    if not numbers:
        return
    box = shapely.box(*shapes.total_bounds).centroid
    before = places.get(kind)
    also = before.municipalities if before else ()
    called = _name(choice) if before is None else None  # of several plans, none names the park
    places[kind] = Place((*also, *(one for one in numbers if one not in also)), before.at if before else (box.y, box.x), called, name)


def _name(choice: Choice) -> str | None:
    ours = _NAMED.get(choice.layer_id)
    theirs = column_names.sources(choice.table.plain, registered(choice.layer_id)).get(ours or "")
    said = choice.table.plain[theirs].dropna().unique() if theirs else []
    called = " ".join(for_line(str(said[0])).split()) if len(said) == 1 else ""
    return called if 0 < len(called) <= LONGEST_NAME else None
