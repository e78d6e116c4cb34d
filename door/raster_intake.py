"""A raster of classes or of a measure from outside: looked through by window, and kept as it is or refused."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pyproj
import shapely

from door.guarded import Guarded
from door.limits import LIMITS
from door.process import client
from landuse.measure import crs
from landuse.words import codelists
from landuse.words.errors import LanduseError
from layers.registry import all_layers, named
from layers.registry import layer as registered
from parks.municipality import municipality_names, municipality_outline
from parks.park import Park
from parks.read import first_line, read_layer


@dataclass(frozen=True)
class RasterIntake:
    """What a raster holds: its cells, those of each code that no list has, its CRS and its cell size.

    done : what was done to it before it was counted, each with its values: ("masked", cells), ("window", cells left out),
        ("nearest", the CRS that it was in, the side of its new cells in m), ("between", the same of a measure)
    missed_pct : how much of the park's perimeter lies outside the raster (0–100); None where the park has no perimeter
    """

    layer_id: str
    file: str
    cells: int
    empty_cells: int
    unknown_codes: dict[str, int]
    crs_read: str
    cell_m: float
    missed_pct: float | None = None
    done: tuple[tuple[Any, ...], ...] = ()


def take_in_raster(file: Guarded, park: Park, layer_id: str | None) -> RasterIntake:
    """Check a raster against a park and what a raster layer's cells hold. Nothing on disk changes but the private copy, written plain.

    Parameters
    ----------
    layer_id : where it is None, the layer is found by the cells: those with decimals are measures

    Raises
    ------
    LanduseError : layer_is_table, file_damaged, raster_without_crs, raster_crs, raster_not_square, raster_empty, file_crs_nowhere,
        the limits, and those of `tif_plain`
    """
    layers = _layers(layer_id, file.name)
    target = file.path.with_name("plain.tif")
    job: dict[str, Any] = {"path": str(file.path), "format": file.format, "target": str(target)}
    job |= {"epsg": park.epsg, "around": _around(park), "layers": layers}
    about = client.run("raster", file.path.parent, file.name, **job)
    _check_grid(about, file, park)
    if about["done"] is not None:
        target.replace(file.path)  # what is kept is what was looked through
    counts = {int(code): int(cells) for code, cells in about["counts"].items()}
    empty = counts.pop(0, 0)
    if not counts:
        raise LanduseError("raster_empty", file=file.name, cells=empty)
    declared = registered(about["layer"])
    known = codelists.table(str(declared.columns[0].code_list)).index if declared.measured is None else [str(code) for code in counts]
    unknown = {str(code): cells for code, cells in sorted(counts.items()) if str(code) not in known}
    cells, cell_m = empty + sum(counts.values()), about["transform"][0]
    done = tuple(tuple(note) for note in about["done"] or ())
    return RasterIntake(about["layer"], file.name, cells, empty, unknown, f"EPSG:{park.epsg}", cell_m, _missed_pct(about, park), done)


def _layers(layer_id: str | None, file: str) -> dict[str, tuple[float, float] | None]:
    """The layers that a raster may be, each with what its cells measure."""
    if layer_id is not None and registered(layer_id).geometry != "raster":
        raise LanduseError("layer_is_table", file=file, layer=named(layer_id))
    may_be = all_layers() if layer_id is None else {layer_id: registered(layer_id)}
    return {name: declared.measured for name, declared in may_be.items() if declared.geometry == "raster"}


def _around(park: Park) -> list[float]:
    """A box around the park and its ring, or its municipality where it has no perimeter."""
    ground = read_layer(park, "perimeter").union_all() if "perimeter" in park.layers else municipality_outline(park)
    return list(shapely.buffer(ground, LIMITS["ring_m"]).bounds)


def _missed_pct(about: dict[str, Any], park: Park) -> float | None:
    if "perimeter" not in park.layers:
        return None
    ground = read_layer(park, "perimeter").union_all()
    seen = ground.intersection(shapely.box(*about["bounds"]))
    if seen.is_empty:
        return 100.0
    whole_m2, seen_m2 = crs.area_m2(gpd.GeoSeries([ground, seen], crs=park.epsg))
    return 100.0 * (1.0 - seen_m2 / whole_m2)


def _check_grid(about: dict[str, Any], file: Guarded, park: Park) -> None:
    if not about["crs"]:
        raise LanduseError("raster_without_crs", file=file.name)
    said = pyproj.CRS.from_wkt(about["crs"])
    if said.to_epsg() != park.epsg:
        found = first_line(said.to_string(), file.path.parent)
        raise LanduseError("raster_crs", file=file.name, expected=f"EPSG:{park.epsg}", found=found)
    width, turned_x, _, turned_y, _, height = (about["transform"][place] for place in (0, 1, 2, 3, 5, 4))
    if turned_x or turned_y or width <= 0 or height >= 0 or abs(width + height) > 1e-9 * width:
        raise LanduseError("raster_not_square", file=file.name)
    if not municipality_outline(park).intersects(shapely.box(*about["bounds"])):
        own = f"EPSG:{park.epsg}"
        raise LanduseError("file_crs_nowhere", file=file.name, said=own, place=municipality_names(park), tried=own)
