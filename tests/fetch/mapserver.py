"""MapServer over parcels and building points that are made up, as Debian has it (`scripts/debian_packages.sh`)."""

import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import shapely

from tests.fetch import cgi

PROGRAM = "/usr/lib/cgi-bin/mapserv"
ORIGIN = (620_000.0, 7_076_000.0)
_HERE = Path(__file__).parent
_CONFIG = 'CONFIG\n  ENV\n    MS_MAP_PATTERN "."\n  END\nEND\n'


@contextmanager
def serving(folder: Path, count: int) -> Iterator[str]:
    """The address of a server of so many parcels of 100 m, each with a building point."""
    columns = math.isqrt(count)
    corners = [(ORIGIN[0] + 100 * (place % columns), ORIGIN[1] + 100 * (place // columns)) for place in range(count)]
    cells = [shapely.box(x, y, x + 100, y + 100) for x, y in corners]
    shared = {"kommunenummer": "5038", "oppdateringsdato": "2026-06-01T00:00:00"}
    numbers = [f"{place // 40 + 1}/{place % 40 + 1}" for place in range(count)]
    teig = {"teigId": [400_000_000 + place for place in range(count)], "matrikkelnummerTekst": numbers, **shared}
    bygning = {"bygningsnummer": [180_000_000 + place for place in range(count)], "bygningstype": "211", "bygningsstatus": "TB", **shared}
    gpd.GeoDataFrame(teig, geometry=cells, crs=25832).to_file(folder / "teig.gpkg", layer="teig")
    gpd.GeoDataFrame(bygning, geometry=shapely.centroid(cells), crs=25832).to_file(folder / "bygning.gpkg", layer="bygning")
    shutil.copyfile(_HERE / "teig.map", folder / "teig.map")
    (folder / "mapserver.conf").write_text(_CONFIG, encoding="utf-8")
    with cgi.serving(PROGRAM, MAPSERVER_CONFIG_FILE=str(folder / "mapserver.conf"), MS_MAPFILE=str(folder / "teig.map")) as url:
        yield f"{url}/wfs"
