"""A raster of classes from outside: looked through by window, and kept as it is or refused."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import rasterio
import shapely

from landuse import codelists
from landuse.errors import LanduseError
from layers._door import Guarded
from layers._outline import municipality_names, municipality_outline
from layers._park import Park
from layers._read import first_line
from layers._registry import layer as registered

MAX_CELLS = 100_000_000


@dataclass(frozen=True)
class RasterIntake:
    """What a raster holds: its cells, those of each code that no list has, its CRS and its cell size."""

    layer_id: str
    file: str
    cells: int
    empty_cells: int
    unknown_codes: dict[str, int]
    crs_read: str
    cell_m: float


def take_in_raster(file: Guarded, park: Park, layer_id: str) -> RasterIntake:
    """Check a raster against a park and a raster layer's codes. Nothing on disk changes.

    Raises
    ------
    LanduseError : layer_is_table, file_damaged, raster_crs, raster_not_square, raster_too_large, raster_codes, file_crs_nowhere
    """
    declared = registered(layer_id)
    if declared.geometry != "raster":
        raise LanduseError("layer_is_table", file=file.name, layer=layer_id)
    try:
        with rasterio.open(file.path) as raster:
            _check_grid(raster, file, park)
            counts = _counts(raster)
            found, cell_m = f"EPSG:{park.epsg}", float(raster.transform.a)
    except rasterio.errors.RasterioIOError as error:
        raise LanduseError("file_damaged", file=file.name, reason=first_line(error, file.path.parent)) from error
    known = codelists.table(str(declared.columns[0].code_list)).index
    empty = counts.pop(0, 0)
    unknown = {str(code): cells for code, cells in sorted(counts.items()) if str(code) not in known}
    return RasterIntake(layer_id, file.name, empty + sum(counts.values()), empty, unknown, found, cell_m)


def _check_grid(raster: rasterio.DatasetReader, file: Guarded, park: Park) -> None:
    if raster.crs is None or raster.crs.to_epsg() != park.epsg:
        found = raster.crs.to_string() if raster.crs else "–"
        raise LanduseError("raster_crs", file=file.name, expected=f"EPSG:{park.epsg}", found=first_line(found, file.path.parent))
    at = raster.transform
    if at.b or at.d or at.a <= 0 or at.e >= 0 or abs(at.a + at.e) > 1e-9 * at.a:
        raise LanduseError("raster_not_square", file=file.name)
    if raster.width * raster.height > MAX_CELLS:
        raise LanduseError("raster_too_large", file=file.name, cells=raster.width * raster.height, limit=MAX_CELLS)
    if raster.count != 1 or raster.dtypes[0] != "uint8":
        raise LanduseError("raster_codes", file=file.name, found=f"{raster.count} × {raster.dtypes[0]}")
    if not municipality_outline(park).intersects(shapely.box(*raster.bounds)):
        said = f"EPSG:{park.epsg}"
        raise LanduseError("file_crs_nowhere", file=file.name, said=said, place=municipality_names(park), tried=said)


def _counts(raster: rasterio.DatasetReader) -> Counter[int]:
    """Cells by code, one block at a time; what the file calls nodata counts as 0."""
    counts: Counter[int] = Counter()
    for _, window in raster.block_windows(1):
        codes, cells = np.unique(raster.read(1, window=window), return_counts=True)
        for code, number in zip(codes.tolist(), cells.tolist(), strict=True):
            counts[0 if code == raster.nodata else code] += number
    return counts
