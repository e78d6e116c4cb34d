"""A file that someone uploads to be asked about, such as a footprint: through the guarded door, and out as GeoJSON in degrees."""

import json
from pathlib import Path
from typing import Any

from door.loose_shapes import read_shapes
from landuse.measure import crs
from landuse.words.errors import LanduseError
from parks.scratch import scratch_folder

_COLUMNS = ("kind", "name", "serves")


def upload_shapes(name: str, content: bytes, as_epsg: int | None = None) -> dict[str, Any]:
    """The shapes in a file with the columns that supply lines have, as a FeatureCollection in longitude and latitude.

    Raises
    ------
    LanduseError : as the door says of a file, shapes_table, footprint_crs_missing
    """
    called = Path(name.replace("\\", "/")).name or "fil"
    with scratch_folder() as folder:
        path = folder / called
        path.write_bytes(content)
        rows = read_shapes(path, as_epsg)
    if rows.crs is None:
        raise LanduseError("footprint_crs_missing", name=called)
    kept = [column for column in _COLUMNS if column in rows.columns]
    document = json.loads(rows[[*kept, rows.geometry.name]].to_crs(crs.MAP_EPSG).to_json(drop_id=True))
    return {"type": "FeatureCollection", "features": [one for one in document["features"] if one["geometry"]]}
