"""Export the land inventory of parks to a file."""

from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from actions.classify import classify
from actions.inventory import inventory
from exchange.geojson import feature_collection, write_geojson
from landuse import crs, messages
from landuse.errors import LanduseError
from layers._park import Park, data_root, read_park
from register import snapshots
from register.files import write_whole

_ENDINGS = (".geojson",)


def export(wanted: list[str], on: date | None, target: Path, lang: str = messages.DEFAULT_LANG) -> int:
    """Write the inventory of parks to a file by its ending; the number of units written.

    Parameters
    ----------
    on : the date; None for each park's today

    Raises
    ------
    LanduseError : unknown park, an ending that cannot be written, a folder that is not there
    """
    if target.suffix.lower() not in _ENDINGS:
        raise LanduseError("export_format", file=target.name, ending=target.suffix or "–", known=", ".join(_ENDINGS))
    if not target.resolve().parent.is_dir():
        raise LanduseError("folder_missing", folder=target.parent)
    parks = [read_park(park_id) for park_id in wanted]
    days = {park.id: on or park.current_date() for park in parks}
    units = pd.concat([inventory(park.id, days[park.id]).to_crs(crs.MAP_EPSG) for park in parks])
    about = {"parks": [_about(park, days[park.id]) for park in parks], "example": any(park.example for park in parks)}
    about["mark"] = messages.text(lang, "export.example_mark") if about["example"] else None
    collection = feature_collection(gpd.GeoDataFrame(units, crs=crs.MAP_EPSG), about, lang)
    write_whole(target.resolve(), lambda path: write_geojson(path, collection))
    return len(units)


def _about(park: Park, on: date) -> dict:
    """Where a park's rows come from."""
    snapshot = classify(park.id, on)
    sources = {
        layer_id: {key: str(said[key]) for key in ("source", "licence", "dated", "origin") if key in said}
        for layer_id, said in snapshots.about(data_root(), snapshot)["layers"].items()
    }
    return {"id": park.id, "name": park.name, "date": on.isoformat(), "snapshot": str(snapshot), "layers": sources}
