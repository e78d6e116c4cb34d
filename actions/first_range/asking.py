"""Ask the services that the settings name what lies in a perimeter, several at once, and say how far it has come."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace

import geopandas as gpd
import shapely

from actions.first_range.answers import Answer, Kind, answer_of
from fetch.answer import Question
from fetch.kept import fetched, kept
from fetch.limits import LIMITS
from fetch.receipt import WHOLE, Receipt
from fetch.services import Service, contact, named
from fetch.wire import Wire
from landuse.words.errors import LanduseError
from parks.park import Park

Told = Callable[[Service, Kind | None], None]
IN_THE_NUMBER = ("parcels", "points", "grey", "zoning")
_BESIDE = ("land_use", "hazard", "nature", "coverage")


def asked_services() -> list[Service]:
    """The services that are asked for a first number, as the settings name them.

    Raises
    ------
    LanduseError : fetch_off, where they name none; fetch_contact, service_unknown, service_row
    """
    chosen = [one for one in named() if one.about in (*IN_THE_NUMBER, *_BESIDE)]
    if not chosen:
        raise LanduseError("fetch_off")
    contact()
    return chosen


def ask(perimeter: gpd.GeoSeries, park: Park, told: Told) -> list[Answer]:
    """The answers of all services, in the settings' order; where one fails, what it said whole before stands, with its age.

    Parameters
    ----------
    perimeter : one shape, in the park's work CRS
    told : hears of each service when it is asked (None) and what its answer is; always from the caller's thread
    """
    chosen = asked_services()
    hosts = frozenset(one.host for one in chosen)
    with Wire(hosts, contact()) as wire, ThreadPoolExecutor(LIMITS["at_once"]) as pool:
        waiting = {}
        for one in chosen:
            told(one, None)
            waiting[pool.submit(_fetched, wire, one, perimeter, park)] = one
        found = {}
        for done in as_completed(waiting):
            one = waiting[done]
            found[one.id] = _answer(one, *done.result(), perimeter, park)
            told(one, found[one.id].kind)
    return [_mapped(found[one.id], found) for one in chosen]


def _mapped(answer: Answer, found: dict[str, Answer]) -> Answer:
    """Nothing on ground that was mapped, as the service of that ground says, is none."""
    mapped = found.get(answer.service.coverage)
    is_none = answer.kind == Kind.NOT_MAPPED and mapped is not None and mapped.kind == Kind.HIT
    return replace(answer, kind=Kind.NONE) if is_none else answer


def _fetched(wire: Wire, service: Service, perimeter: gpd.GeoSeries, park: Park) -> tuple[Receipt, Question]:
    question = question_of(service, perimeter, park)
    return fetched(wire, service, question)[0], question


def _answer(service: Service, receipt: Receipt, question: Question, perimeter: gpd.GeoSeries, park: Park) -> Answer:
    before = kept(service, question)
    ground = _ground(service, perimeter, park)
    if before is not None and before[0].asked_at == receipt.asked_at and before[0].state == receipt.state:
        return answer_of(service, *before, park, ground)
    now = answer_of(service, receipt, None, park, ground)
    if before is None or before[0].state != WHOLE:
        return now
    old = answer_of(service, *before, park, ground)
    return Answer(service, old.kind, old.rows, old.frame, now.code, now.values, old.asked_at, is_kept=True)


def question_of(service: Service, perimeter: gpd.GeoSeries, park: Park) -> Question:
    """The perimeter's box in the service's projection, on whole metres; nothing beyond it is asked about."""
    if not service.srid or service.protocol == "order":
        return Question(None, park.municipalities[0])
    west, south, east, north = perimeter.to_crs(int(service.srid)).total_bounds.round().tolist()
    return Question((west - 1, south - 1, east + 1, north + 1), park.municipalities[0])


def _ground(service: Service, perimeter: gpd.GeoSeries, park: Park) -> shapely.Geometry:
    """What was asked about, in the park's work CRS."""
    box = question_of(service, perimeter, park).box
    if box is None:
        return shapely.box(-1e9, -1e9, 1e9, 1e9)
    asked = gpd.GeoSeries([shapely.segmentize(shapely.box(*box), 500.0)], crs=int(service.srid))
    return asked.to_crs(park.epsg).iloc[0]
