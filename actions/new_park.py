"""Set up an empty park: a folder with its `park.toml`, ready for import."""

import re
from datetime import date

from actions._keep import toml
from landuse import crs
from landuse.errors import LanduseError
from layers._outline import place_of
from layers._park import Park, data_root, park_ids, read_park
from register.files import write_whole

_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
_BASELINE = date(2024, 1, 1)  # the report gives no date: assumed, and said so


def new_park(park_id: str, name: str, municipalities: tuple[str, ...]) -> Park:
    """A park without layers, in the work CRS of its first municipality.

    Raises
    ------
    LanduseError : the id is taken or cannot be an id, or a municipality number is unknown
    """
    if not _ID.fullmatch(park_id):
        raise LanduseError("park_id_invalid", park=park_id)
    if park_id in park_ids():
        raise LanduseError("park_exists", park=park_id)
    lon, lat = [place_of(number) for number in municipalities][0]
    settings = {
        "id": park_id,
        "name": name,
        "municipalities": list(municipalities),
        "epsg": crs.work_epsg(lon, lat),
        "place": [round(lat, 4), round(lon, 4)],
        "in_baseline": False,
        "baseline_date": _BASELINE,
        "baseline_date_assumed": True,
        "example": False,
    }
    path = data_root() / "parcels" / park_id / "park.toml"
    write_whole(path, lambda temporary: temporary.write_text(toml(settings), encoding="utf-8"))
    return read_park(park_id)
