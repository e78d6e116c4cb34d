"""Which of the named services answer, and whose columns have changed: each is asked for a place that is known to hold something."""

from dataclasses import dataclass, replace

import geopandas as gpd
import shapely

from actions.first_range.answers import Answer, Kind, answer_of, failed
from door.place.find import park_in
from fetch.answer import Question, fetch
from fetch.kept import answers
from fetch.receipt import WHOLE
from fetch.services import Service, contact, named
from fetch.wire import Wire
from landuse.words.errors import LanduseError
from parks.municipality import municipality_at
from parks.scratch import scratch_folder


@dataclass(frozen=True)
class Checked:
    """answer : None where the row has no place to try, or gives files to order; last : when a whole answer of it was kept, "" never"""

    service: Service
    answer: Answer | None
    last: str


def check() -> list[Checked]:
    """Every service that the settings name, in their order. Nothing of it is kept.

    Raises
    ------
    LanduseError : fetch_off, fetch_contact, service_unknown, service_row
    """
    chosen = named()
    if not chosen:
        raise LanduseError("fetch_off")
    with Wire(frozenset(one.host for one in chosen), contact()) as wire:
        return [Checked(one, _tried(wire, one), _last(one)) for one in chosen]


def _tried(wire: Wire, service: Service) -> Answer | None:
    if not service.canary or service.protocol == "order":
        return None
    west, south, east, north = service.canary
    place = gpd.GeoSeries([shapely.box(west, south, east, north)], crs=int(service.srid))
    number = municipality_at(place.centroid).iloc[0]
    if number is None:
        return failed(service, "canary_silent")
    park = park_in((str(number),))
    with scratch_folder() as folder:
        receipt = fetch(wire, replace(service, canary=()), Question((west, south, east, north), str(number)), folder)
        found = answer_of(service, receipt, folder, park, place.to_crs(park.epsg).iloc[0])
    return failed(service, "canary_silent") if found.kind in (Kind.NONE, Kind.NOT_MAPPED) else found


def _last(service: Service) -> str:
    return next((one.asked_at for one in answers(service) if one.state == WHOLE), "")
