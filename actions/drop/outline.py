"""The outline of a park that has none: that of its plans."""

import json
from pathlib import Path

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


def write(park: Park, said: str, folder: Path) -> Path:
    """The outline of a plan, or of all of them, as a file of the layer perimeter.

    Raises
    ------
    LanduseError : answer_unknown
    """
    plans = of_plans(park)
    if said != ALL and said not in plans:
        raise LanduseError("answer_unknown", item=PARK, kind="perimeter", value=said)
    chosen = plans if said == ALL else {said: plans[said]}
    outline = _closed(united([shape for zones in chosen.values() for shape in zones]))
    path = folder / f"ytterkant-plan-{'-'.join(key.rpartition('/')[2] for key in list(chosen)[:3])}.geojson"
    feature = {"type": "Feature", "properties": {"name": park.name}, "geometry": shapely.geometry.mapping(outline)}
    system = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{park.epsg}"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": system, "features": [feature]}), encoding="utf-8")
    return path


def _closed(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.buffer(shapely.buffer(shape, _GAP_M, join_style="mitre"), -_GAP_M, join_style="mitre")
