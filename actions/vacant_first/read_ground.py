"""A park's layers of nature, hazard and heritage on a day, read once for all that would be built there."""

from datetime import date

import geopandas as gpd

from actions.once import once
from actions.units.classify import fingerprint
from actions.units.layer_questions import vector_question
from exchange.sharing import closed_layers
from landuse.vacant_first.proposal import Ground
from landuse.vacant_first.themes import Theme
from layers.registry import all_layers
from parks.asked import COVERAGE, rows_that_speak, where_asked
from parks.park import Park, data_root, read_park
from parks.passing import tried
from parks.read import read_layer, table_names

_UNTOUCHED = "untouched"


def read_ground(park: Park | None, epsg: int, on: date) -> Ground:
    """The layers of a park that tell of nature, hazard and heritage; nothing mapped where there is no park."""
    if park is None:
        return Ground(epsg, None, False, None, [], None, False)
    return _read(str(data_root()), park.id, fingerprint(park), on)


@once(maxsize=16)
def _read(_root: str, park_id: str, _fingerprint: str, on: date) -> Ground:
    """Read once for each state of a park's files; nobody changes the frames."""
    park, epsg = read_park(park_id), read_park(park_id).epsg
    resource, failed = _layer(park, "land_resource", on)
    zones, zones_failed = _layer(park, _UNTOUCHED, on)
    perimeter, _ = _layer(park, "perimeter", on)
    coverage = read_layer(park, COVERAGE, on)
    asked = {layer_id: declared.theme for layer_id, declared in all_layers().items() if declared.theme}
    wanted = [Theme(theme, vector_question(park, layer_id, on, coverage)) for layer_id, theme in asked.items()]
    outline = perimeter.union_all() if perimeter is not None and len(perimeter) else None
    zones_asked = None if zones is None else where_asked(park, _UNTOUCHED, on, coverage)
    return Ground(epsg, resource, failed, outline, wanted, zones, zones_failed, zones_asked)


def shared_ground(park_id: str) -> Ground:
    """Of another park only the layers that may leave the house, on its own today."""
    park = read_park(park_id)
    closed, read = closed_layers(park), read_ground(park, park.epsg, park.current_date())
    resource = None if "land_resource" in closed else read.land_resource
    kept = [theme for theme in read.themes if theme.question.layer_id not in closed]
    return Ground(park.epsg, resource, read.failed, read.perimeter, kept, None, False, shared="land_resource" not in closed)


def _layer(park: Park, layer_id: str, on: date) -> tuple[gpd.GeoDataFrame | None, bool]:
    """A layer's rows on a day, or None; and whether it was there and could not be read."""
    if layer_id not in table_names(park):
        return None, False
    rows = tried(f"{park.name}: {layer_id}", lambda: rows_that_speak(park, layer_id, on))
    return rows, rows is None
