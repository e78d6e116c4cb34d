"""A raster as it is delivered made one that cells can be counted in: one band of whole codes or of a measure, north up, in the park's CRS.

Ground under a mask, without opacity, or outside is not seen: it has code 0, or no measure. What is in another CRS is read by its nearest
cell, a measure between the nearest, and of a raster far larger than the park only the window around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, MaskFlags, Resampling
from rasterio.warp import reproject, transform_bounds
from rasterio.warp import transform as warp
from rasterio.windows import Window, from_bounds

from door.guarded import Guarded
from door.limits import LIMITS, check_limit
from landuse.words.errors import LanduseError

_CELLS_M = (0.25, 0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 30.0, 50.0, 100.0, 200.0, 250.0, 300.0, 500.0, 1000.0)
_MOST_CODE = 255
_NEAR_CELLS = 3  # beyond the window, for the nearest cell of its edge


@dataclass(frozen=True)
class Around:
    """Where a park is: its CRS as an EPSG number, and a box around it in that CRS."""

    epsg: int
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True)
class Cells:
    """What the cells of a raster hold: whole codes, or a measure with decimals.

    blank : what stands where nothing is seen
    least, most : what a cell can be
    """

    dtype: str
    blank: float
    least: float
    most: float
    whole: bool


CODES = Cells("uint8", 0, 0, _MOST_CODE, True)


def cells_of(measured: Sequence[float] | None) -> Cells:
    """What the cells of a layer hold, from what it declares as `measured`."""
    return CODES if measured is None else Cells("float32", np.nan, measured[0], measured[1], False)


def is_plain(raster: rasterio.DatasetReader, cells: Cells, around: Around) -> bool:
    """Whether the raster can be kept as it is; one of a measure is always written anew, since its cells are looked through on the way."""
    at = raster.transform
    return (
        cells.whole
        and raster.count == 1
        and raster.dtypes[0] == "uint8"
        and not _is_masked(raster)
        and (raster.scales[0], raster.offsets[0]) == (1.0, 0.0)
        and raster.crs.to_epsg() == around.epsg
        and abs(at.a + at.e) <= 1e-9 * at.a
        and raster.width * raster.height <= LIMITS["raster_cells"]
    )


def make_plain(raster: rasterio.DatasetReader, file: Guarded, cells: Cells, around: Around, target: Path) -> list[list[Any]]:
    """Write the raster plain, and say what was done to it.

    Raises
    ------
    LanduseError : raster_bands, raster_codes, raster_heights, raster_not_square, raster_elsewhere; past_raster_cells
    """
    if raster.count - (ColorInterp.alpha in raster.colorinterp) != 1:
        raise LanduseError("raster_bands", file=file.name, bands=raster.count)
    if raster.dtypes[0].startswith("complex"):
        raise _misfit(raster.dtypes[0], cells, file.name)
    if raster.transform.b or raster.transform.d or raster.transform.a <= 0:
        raise LanduseError("raster_not_square", file=file.name)
    is_here = raster.crs.to_epsg() == around.epsg and abs(abs(raster.transform.a) - abs(raster.transform.e)) < 1e-9 * raster.transform.a
    window = _window(raster, around, is_here)
    if window is None:
        raise LanduseError("raster_elsewhere", file=file.name, said=raster.crs.to_string()[:60])
    check_limit("raster_cells", int(window.width * window.height), file.name)
    codes, hidden = _codes(raster, window, cells, file.name)
    at = raster.window_transform(window)
    if at.e > 0:  # its first row is the southernmost
        codes, at = codes[::-1], at @ rasterio.Affine(1, 0, 0, 0, -1, codes.shape[0])
    done: list[list[Any]] = [["masked", hidden]] if hidden and _is_masked(raster) else []
    if window.width * window.height < raster.width * raster.height and is_here:
        done.append(["window", int(raster.width * raster.height - window.width * window.height)])
    if not is_here:
        codes, at = _replaced(codes, at, raster.crs, cells, around)
        check_limit("raster_cells", codes.size, file.name)
        done.append(["nearest" if cells.whole else "between", raster.crs.to_string()[:60], at.a])
    size = {"height": codes.shape[0], "width": codes.shape[1]}
    profile = {"driver": "GTiff", "dtype": cells.dtype, "count": 1, "nodata": cells.blank, **size}
    packed = {"compress": "deflate", "tiled": True, "blockxsize": 256, "blockysize": 256}
    with rasterio.open(target, "w", crs=f"EPSG:{around.epsg}", transform=at, **profile, **packed) as made:
        made.write(codes, 1)
    return done


def _is_masked(raster: rasterio.DatasetReader) -> bool:
    return MaskFlags.per_dataset in raster.mask_flag_enums[0] or MaskFlags.alpha in raster.mask_flag_enums[0]


def _window(raster: rasterio.DatasetReader, around: Around, is_here: bool) -> Window | None:
    """The cells around the park, all of a raster of usual size in its own CRS; None where there are none."""
    if is_here and raster.width * raster.height <= LIMITS["raster_cells"]:
        return Window(0, 0, raster.width, raster.height)
    box = around.bounds if is_here else transform_bounds(f"EPSG:{around.epsg}", raster.crs, *around.bounds, densify_pts=21)
    left, bottom, right, top = box
    low, high = (bottom, top) if raster.transform.e < 0 else (top, bottom)
    found = from_bounds(left, low, right, high, raster.transform)
    rows = max(0, int(found.row_off) - _NEAR_CELLS), min(raster.height, int(found.row_off + found.height) + 1 + _NEAR_CELLS)
    cols = max(0, int(found.col_off) - _NEAR_CELLS), min(raster.width, int(found.col_off + found.width) + 1 + _NEAR_CELLS)
    return Window.from_slices(rows, cols) if rows[0] < rows[1] and cols[0] < cols[1] else None


def _codes(raster: rasterio.DatasetReader, window: Window, cells: Cells, name: str) -> tuple[np.ndarray, int]:
    """The codes or measures of a window, block by block, and how many cells of it are hidden."""
    codes, hidden = np.full((int(window.height), int(window.width)), cells.blank, dtype=cells.dtype), 0
    step = max(1, int(4_000_000 // max(window.width, 1)))
    scale, offset = raster.scales[0], raster.offsets[0]
    for first in range(0, codes.shape[0], step):
        part = Window(window.col_off, window.row_off + first, window.width, min(step, codes.shape[0] - first))
        try:
            given, seen = raster.read(1, window=part), raster.read_masks(1, window=part) > 0
        except rasterio.errors.RasterioIOError as error:
            raise LanduseError("raster_block", file=name, row=int(part.row_off) + 1, rows=raster.height) from error
        numbers = given if (scale, offset) == (1.0, 0.0) else np.round(given * scale + offset, 6)
        seen &= np.isfinite(numbers) if numbers.dtype.kind == "f" else True
        there = numbers[seen]
        wrong = there[(there < cells.least) | (there > cells.most) | (cells.whole & (there != np.floor(there)))]
        if len(wrong):
            raise _misfit(str(wrong[0]), cells, name)
        codes[first : first + part.height][seen] = there.astype(cells.dtype)
        hidden += int((~seen).sum())
    return codes, hidden


def _misfit(found: str, cells: Cells, name: str) -> LanduseError:
    if cells.whole:
        return LanduseError("raster_codes", file=name, found=found)
    return LanduseError("raster_heights", file=name, found=found, least=int(cells.least), most=int(cells.most))


def _replaced(codes: np.ndarray, at: rasterio.Affine, source: Any, cells: Cells, around: Around) -> tuple[np.ndarray, rasterio.Affine]:
    """Codes in the park's CRS, each cell that of the nearest in the source, a measure between the nearest; the ground that both cover."""
    height, width = codes.shape
    corners = rasterio.transform.array_bounds(height, width, at)
    left, bottom, right, top = transform_bounds(source, f"EPSG:{around.epsg}", *corners, densify_pts=21)
    side_m = _side_m((height, width), at, source, around)
    cell = min(_CELLS_M, key=lambda own: abs(np.log(own / side_m)))
    box = np.maximum((left, bottom), around.bounds[:2]), np.minimum((right, top), around.bounds[2:])
    (west, south), (east, north) = np.floor(box[0] / cell) * cell, np.ceil(box[1] / cell) * cell
    shape = max(1, round((north - south) / cell)), max(1, round((east - west) / cell))
    made, to = np.full(shape, cells.blank, dtype=cells.dtype), rasterio.Affine(cell, 0, west, 0, -cell, north)
    where = {"src_transform": at, "src_crs": source, "dst_transform": to, "dst_crs": f"EPSG:{around.epsg}"}
    by = Resampling.nearest if cells.whole else Resampling.bilinear
    reproject(codes, made, **where, src_nodata=cells.blank, dst_nodata=cells.blank, resampling=by, tolerance=0)
    return made, to


def _side_m(shape: tuple[int, int], at: rasterio.Affine, source: Any, around: Around) -> float:
    """A side of the cell in the middle, in metres of the park's CRS: the shorter in that CRS itself, where it stays straight."""
    middle = shape[1] // 2, shape[0] // 2
    corners = [at @ (middle[0] + across, middle[1] + down) for across, down in ((0, 0), (1, 0), (0, 1))]
    x, y = warp(source, f"EPSG:{around.epsg}", *map(list, zip(*corners, strict=True)))[:2]
    sides = [float(np.hypot(x[0] - x[end], y[0] - y[end])) for end in (1, 2)]
    return min(sides) if source.to_epsg() == around.epsg else max(sides)
