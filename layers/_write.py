"""A canonical frame as a table of a park's GeoPackage."""

from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio

from layers._registry import layer as registered

_OGR_TYPE = {"polygon": "MultiPolygon", "line": "MultiLineString"}


def write_gpkg_table(frame: gpd.GeoDataFrame, layer_id: str, path: Path) -> None:
    """Write one table, replacing it where it is there; the file's other tables stay as they are."""
    kind = registered(layer_id).geometry
    written = frame.assign(**{name: frame[name].astype("object").where(frame[name].notna(), None).map(_day) for name in _dates(layer_id)})
    if kind == "table":
        pyogrio.write_dataframe(written.drop(columns="geometry"), path, layer=layer_id, driver="GPKG", use_arrow=True)
    else:
        pyogrio.write_dataframe(
            written, path, layer=layer_id, driver="GPKG", use_arrow=True, promote_to_multi=True, geometry_type=_OGR_TYPE[kind]
        )


def _dates(layer_id: str) -> list[str]:
    return [column.name for column in registered(layer_id).columns if column.kind == "date"]


def _day(value: Any) -> date | None:
    return None if value is None else value.date()
