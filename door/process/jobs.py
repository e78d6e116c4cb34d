"""What the reading process can be asked to do. Each job gets its parameters as JSON and answers in JSON; tables are left as Arrow files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import shapely

from door.formats import tif
from door.formats.tif_plain import Around, cells_of
from door.geometry import bounds
from door.gml import checks
from door.guarded import Guarded
from door.lists.statements import Said
from door.process import table as process_table
from door.process import topology

Told = Callable[[Any], None]


def names(job: dict, told: Told) -> list[str]:
    """The tables of a file."""
    return process_table.table_names(_file(job))


def table(job: dict, told: Told) -> dict[str, Any]:
    """One table, left in `job["target"]` as an Arrow stream; the answer is what is to be known beside it."""
    said = Said(**{**job["said"], "whole": frozenset(job["said"]["whole"])})
    return process_table.read(_file(job), job["table"], Path(job["target"]), job["within"], told, job["wants"], said)


def mend(job: dict, told: Told) -> int:
    """Invalid geometries made valid, one after the other, each written as soon as it is done: its length, whether it is another shape
    than the one drawn (`bounds.is_another`), and its bytes.

    Source
    ------
    GEOS make_valid, method "structure": rings keep their meaning, a bow-tie keeps both wings
    """
    done = 0
    with pyarrow.OSFile(job["source"], "rb") as source, Path(job["target"]).open("wb") as target:
        for wkb in pyarrow.ipc.open_stream(source).read_all().column("wkb").to_pylist()[job["first"] :]:
            try:
                drawn = shapely.from_wkb(wkb)
                made = shapely.make_valid(_without_stray_holes(drawn), method="structure", keep_collapsed=False)
                mended, other = shapely.to_wkb(made), bounds.is_another(drawn, made, job["most_pct"], job["wings_m2"])
            except (shapely.errors.GEOSException, MemoryError):
                mended, other = b"", False
            target.write(len(mended).to_bytes(8, "little") + bytes([other]) + mended)
            target.flush()
            done += 1
    return done


def _without_stray_holes(shape: shapely.Geometry) -> shapely.Geometry:
    """A polygon without the holes that lie outside it: GEOS would make land of them."""
    if shape.geom_type != "Polygon" or not len(shape.interiors):
        return shape
    shell = shapely.make_valid(shapely.Polygon(shape.exterior), method="structure")
    shapely.prepare(shell)
    return shapely.Polygon(shape.exterior, [hole for hole in shape.interiors if shapely.intersects(shell, hole)])


def raster(job: dict, told: Told) -> dict[str, Any]:
    """What a raster says of itself, which layer it is, and its cells by code."""
    layers = {layer_id: cells_of(measured) for layer_id, measured in job["layers"].items()}
    return tif.scan(_file(job), layers, Around(job["epsg"], tuple(job["around"])), Path(job["target"]))


def rules(job: dict, told: Told) -> dict[str, list]:
    """Where a GML file breaks the rules of plan exchange."""
    return checks.check(_file(job))


def _silent(look: Callable[[dict], Any]) -> Callable[[dict, Told], Any]:
    return lambda job, told: look(job)


_LOOKS = (topology.border, topology.overlaps, topology.strips, topology.holes, topology.shared)
TASKS: dict[str, Callable[[dict, Told], Any]] = {
    **{"names": names, "table": table, "mend": mend, "raster": raster, "rules": rules},
    **{look.__name__: _silent(look) for look in _LOOKS},
}


def _file(job: dict) -> Guarded:
    return Guarded(job["name"], job["format"], Path(job["path"]))
