"""The outline of a park that has none: that of its plans."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from actions.drop.questions import NONE, PARK, Question
from door.sources.key import key_of
from landuse.measure.united import united
from landuse.words.errors import LanduseError
from parks.park import Park
from parks.read import read_rows
from parks.rows import Rows

ALL = "plans"
_GAP_M = 0.5  # zones of a plan do not quite meet; wider gaps are the plan's own


def question(park: Park) -> Question | None:
    """The offer of a plan's outline as the park's, where it has plans and no perimeter.

    Parameters
    ----------
    park : as what was read would make it
    """
    if "perimeter" in park.layers or "zoning" not in park.layers:
        return None
    plans = list(of_plans(park))
    error = LanduseError("perimeter_missing", park=park.name, plans=", ".join(plans))
    several = [ALL] if len(plans) > 1 else []
    return Question(PARK, "perimeter", (*several, *plans, NONE), (several or plans)[0], error, must=False)


def of_plans(park: Park) -> dict[str, gpd.GeoSeries]:
    """The zones of each plan of a park, by the plan's key (5038/2015001)."""
    rows = read_rows(park, "zoning")
    frame = rows.frame()
    keys = {plan: key_of(Rows.of(own), "zoning", None)[0] for plan, own in frame.groupby("plan_id")}
    return {key: frame.geometry[frame["plan_id"] == plan] for plan, key in sorted(keys.items(), key=lambda item: item[1])}


def write(park: Park, said: str, folder: Path, dated: bool = True) -> Path:
    """The outline of a plan, or of all of them, as a file of the layer perimeter: from each plan's day with those before it.

    Parameters
    ----------
    dated : whether it holds from the plans' days; not where a person states another, nor where one of them has none

    Raises
    ------
    LanduseError : answer_unknown
    """
    plans = of_plans(park)
    if said != ALL and said not in plans:
        raise LanduseError("answer_unknown", item=PARK, kind="perimeter", value=said)
    chosen = plans if said == ALL else {said: plans[said]}
    days = _days(park, set(chosen)) if dated else {}
    features = [_feature(park, shape, **since) for shape, since in _steps(chosen, days)]
    path = folder / _file_name(chosen)
    system = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{park.epsg}"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": system, "features": features}), encoding="utf-8")
    return path


def stands(park: Park, said: str) -> bool:
    """Whether a park's perimeter is the outline that an answer asks for, by the name of its file."""
    plans = of_plans(park) if "zoning" in park.layers else {}
    chosen = plans if said == ALL else {key: zones for key, zones in plans.items() if key == said}
    return bool(chosen) and _file_name(chosen) in {one.name for one in park.sources.get("perimeter", ())}


def _file_name(plans: Iterable[str]) -> str:
    return f"ytterkant-plan-{'-'.join(key.rpartition('/')[2] for key in list(plans)[:3])}.geojson"


def _steps(plans: dict[str, gpd.GeoSeries], days: dict[str, date]) -> Iterator[tuple[shapely.Geometry, dict[str, str]]]:
    """The outline of all plans; where each has its day, one from every such day until the next, of the plans until then."""
    if set(days) != set(plans):
        yield _outline(plans.values()), {}
        return
    starts = sorted(set(days.values()))
    for place, start in enumerate(starts):
        ends = {"valid_to": starts[place + 1].isoformat()} if place + 1 < len(starts) else {}
        shape = _outline(zones for key, zones in plans.items() if days[key] <= start)
        yield shape, {"valid_from": start.isoformat(), **ends}


def _days(park: Park, wanted: set[str]) -> dict[str, date]:
    """The day of each plan that says one; where only its file has a day, the outline holds from that of its own file."""
    frame = read_rows(park, "zoning").frame()
    first = frame["plan_date"].groupby(frame["plan_id"]).min().dropna()
    keys = {plan: key_of(Rows.of(own), "zoning", None)[0] for plan, own in frame.groupby("plan_id")}
    return {key: first[plan].date() for plan, key in keys.items() if key in wanted and plan in first}


def _feature(park: Park, shape: shapely.Geometry, **since: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": park.name, **since}, "geometry": shapely.geometry.mapping(shape)}


def _outline(plans: Iterable[gpd.GeoSeries]) -> shapely.Geometry:
    return _closed(united([shape for zones in plans for shape in zones]))


def _closed(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.buffer(shapely.buffer(shape, _GAP_M, join_style="mitre"), -_GAP_M, join_style="mitre")
