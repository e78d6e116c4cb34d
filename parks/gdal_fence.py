"""The drivers that may open a file. Imported before pyogrio and rasterio, or it stops the start.

GDAL would follow a VRT, a WMS description or a pipeline under any file ending to any file of the server and any
address. So every driver that is not on our list is skipped when a library starts its GDAL.
`gdal_drivers.csv` names the drivers that the pinned libraries bring; one that it does not name stops the start too.
"""

import csv
import os
from pathlib import Path

ALLOWED = frozenset({"ESRI Shapefile", "FlatGeobuf", "GML", "GPKG", "GTiff", "GeoJSON", "MEM", "Memory", "OpenFileGDB"})
_KNOWN_FILE = Path(__file__).parent / "gdal_drivers.csv"
_SETTINGS = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",  # no sidecars of a raster are looked for
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
}


def limit_drivers() -> None:
    """Start both libraries with the allowed drivers only.

    Raises
    ------
    RuntimeError : a library was started before, or brings a driver that our list does not know
    """
    os.environ.update(_SETTINGS)
    _skip("pyogrio")
    import pyogrio

    _skip("rasterio")  # stays set: rasterio registers its drivers again with every Env
    import rasterio

    with rasterio.Env() as environment:
        extra = (set(pyogrio.list_drivers()) | set(environment.drivers())) - ALLOWED
    if extra:
        raise RuntimeError(
            f"GDAL can open more than it may: {sorted(extra)}. Import layers before pyogrio and rasterio,"
            f" or add a new GDAL's drivers to {_KNOWN_FILE.name}."
        )


def _skip(library: str) -> None:
    with _KNOWN_FILE.open(encoding="utf-8", newline="") as stream:
        known = [row["driver"] for row in csv.DictReader(stream) if row["library"] == library]
    os.environ["GDAL_SKIP"] = ",".join(name for name in known if name not in ALLOWED)


limit_drivers()
