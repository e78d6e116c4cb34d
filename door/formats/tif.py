"""Looking through a raster in the reading process: by one block after the other, never as a whole."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from door.formats.base import Format
from door.formats.tif_plain import Around, Cells, is_plain, make_plain
from door.guarded import Guarded
from door.limits import MB, check_limit
from landuse.words.errors import LanduseError


def scan(file: Guarded, layers: Mapping[str, Cells], around: Around, target: Path) -> dict[str, Any]:
    """What a raster says of itself, which layer it is, and how many cells have each code; what it calls nodata counts as 0, a measure as 1.

    Parameters
    ----------
    layers : what its cells may be, by layer; of several it is one of measures where a cell has decimals, else one of codes
    target : where the raster is written plain if it is not (`tif_plain`); what is said is said of that then, with what was done

    Raises
    ------
    LanduseError : file_damaged, raster_block; past_raster_tile_mb; the refusals of `make_plain`
    """
    try:
        with rasterio.open(file.path) as raster:
            rows, columns = raster.block_shapes[0]
            check_limit("raster_tile_mb", round(rows * columns * np.dtype(raster.dtypes[0]).itemsize / MB), file.name)
            layer_id = _layer(raster, layers, file.name)
            cells = layers[layer_id]
            done = None if raster.crs is None or is_plain(raster, cells, around) else make_plain(raster, file, cells, around, target)
        with rasterio.open(file.path if done is None else target) as raster:
            at = raster.transform
            return {
                "layer": layer_id,
                "crs": raster.crs.to_wkt() if raster.crs else None,
                "transform": [at.a, at.b, at.c, at.d, at.e, at.f],
                "width": raster.width,
                "height": raster.height,
                "bounds": list(raster.bounds),
                "done": done,
                "counts": {str(code): cells for code, cells in _counts(raster, cells, file.name).items()},
            }
    except (rasterio.errors.RasterioError, rasterio.errors.CRSError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0].replace(str(file.path.parent), "")[:160]
        raise LanduseError("file_damaged", file=file.name, reason=reason) from error


def _layer(raster: rasterio.DatasetReader, layers: Mapping[str, Cells], name: str) -> str:
    """The layer that a raster is, by its cells where nobody has said it."""
    whole = sorted(layers, key=lambda layer_id: not layers[layer_id].whole)
    if len(whole) > 1 and np.dtype(raster.dtypes[0]).kind == "f" and _has_decimals(raster, name):
        return whole[-1]
    return whole[0]


def _has_decimals(raster: rasterio.DatasetReader, name: str) -> bool:
    """Whether a cell that says something has decimals."""
    for block in _blocks(raster, name):
        said = block[np.isfinite(block) & (block != raster.nodata)]
        if (said != np.floor(said)).any():
            return True
    return False


def _blocks(raster: rasterio.DatasetReader, name: str) -> Iterator[np.ndarray]:
    for _, window in raster.block_windows(1):
        try:
            yield raster.read(1, window=window)
        except rasterio.errors.RasterioIOError as error:  # it says no more than "see the one before"
            raise LanduseError("raster_block", file=name, row=window.row_off + 1, rows=raster.height) from error


def _counts(raster: rasterio.DatasetReader, cells_are: Cells, name: str) -> Counter[int]:
    counts: Counter[int] = Counter()
    for block in _blocks(raster, name):
        if not cells_are.whole:
            told = int(np.isfinite(block).sum())
            counts.update({0: block.size - told, 1: told})
            continue
        codes, cells = np.unique(block, return_counts=True)
        for code, number in zip(codes.tolist(), cells.tolist(), strict=True):
            counts[0 if code == raster.nodata else code] += number
    return +counts  # only what there is


FORMAT = Format(
    title_nb="GeoTIFF",
    title_en="GeoTIFF",
    endings=(".tif", ".tiff"),
    rank=5,
    how="land cover, one band of codes; terrain, one band of heights in metres",
    driver="GTiff",
    strays=(".tfw",),
    looks_like=lambda head, copy: head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
)
