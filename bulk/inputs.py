"""The files of an overlay: opened, checked, told apart by a fingerprint, and copied in order where they lie in none."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bulk.open import open_source
from bulk.parquet import open_geoparquet
from bulk.raster_window import open_raster
from bulk.sorted import write_sorted
from bulk.source import Named, Source, checked_columns
from bulk.tile import Asked, Work
from landuse.measure.tiles import Census, Tile
from landuse.units.method import method_fingerprint
from landuse.words.errors import LanduseError
from parks.atomic import write_whole
from parks.scratch import scratch_folder

_READ_OFTEN = 4  # how many times over a file may be read before a copy in order is made: a copy costs about that much
_END_BYTES = 1 << 20


def opened(units: str, layers: Sequence[str], by: Sequence[str], rasters: Sequence[Path], unit_id: str, output: Path) -> Work:
    """All files, checked as far as their heads tell.

    Raises
    ------
    LanduseError : what opening raises; crs_differ, source_column, layer_named_twice, by_unknown, blank_geometry, nothing_asked
    """
    ground = open_source(units)
    checked_columns((unit_id,), ground)
    sources = [open_source(layer) for layer in layers]
    asked = tuple(Asked(source, column) for source, column in zip(sources, _columns(by, sources)))
    grids = tuple(open_raster(path, ground.crs.to_epsg()) for path in rasters)
    names = [source.name for source in (*sources, *grids)]
    if not names:
        raise LanduseError("nothing_asked")
    for name in names:
        if names.count(name) > 1:
            raise LanduseError("layer_named_twice", name=name)
    for source in (ground, *sources):
        _check(source, ground)
    folder = output.absolute().parent / f".{output.name}-{_fingerprint(units, layers, asked, rasters, unit_id)}"
    return Work(ground, unit_id, asked, grids, folder)


def in_order(work: Work, tiles: list[Tile]) -> Work:
    """The same work, reading a copy of each file that would have to be read many times over to find the rows of all tiles."""
    boxes = [tile.box for tile in tiles]
    units = _in_order(work.units, (work.unit_id,), boxes, work.folder)
    layers = tuple(replace(one, source=_in_order(one.source, (one.by,) if one.by else (), boxes, work.folder)) for one in work.layers)
    return replace(work, units=units, layers=layers)


def census(work: Work, tile_km: float) -> Census:
    """How many units begin where.

    Raises
    ------
    LanduseError : blank_geometry; units_named_twice
    """
    _refuse_twice(work)
    counted = Census(tile_km)
    for corners in work.units.corners():
        if np.isnan(corners).any():
            raise LanduseError("blank_geometry", file=work.units.name, count=int(np.isnan(corners).any(axis=1).sum()))
        counted.add(corners)
    return counted


def _columns(by: Sequence[str], sources: Sequence[Source]) -> list[str | None]:
    """The column of each layer, from `COLUMN` for all and `LAYER=COLUMN` for one."""
    for_all = [text for text in by if "=" not in text]
    for_one = dict(text.split("=", 1) for text in by if "=" in text)
    unknown = sorted(set(for_one) - {source.name for source in sources})
    if unknown or len(for_all) > 1:
        raise LanduseError("by_unknown", value=", ".join(unknown or for_all), layers=", ".join(source.name for source in sources))
    columns = [for_one.get(source.name, for_all[0] if for_all else None) for source in sources]
    for source, column in zip(sources, columns):
        checked_columns((column,) if column else (), source)
    return columns


def _check(source: Source, ground: Source) -> None:
    if source.crs != ground.crs:
        raise LanduseError("crs_differ", found=f"{ground.name} {ground.crs.to_string()}, {source.name} {source.crs.to_string()}")
    blank = source.blank()
    if blank:
        raise LanduseError("blank_geometry", file=source.name, count=blank)


def _in_order(source: Source, columns: tuple[str, ...], boxes: list[tuple[float, float, float, float]], folder: Path) -> Source:
    if source.rows_read(boxes) <= _READ_OFTEN * source.count:
        return source
    path = folder / f"ordered-{source.name}.parquet"
    if not path.exists():
        with scratch_folder(folder) as squares:
            write_whole(path, lambda temporary: write_sorted(source, columns, temporary, squares))
    return open_geoparquet(path.absolute(), source.name, row_column="row")


def _refuse_twice(work: Work) -> None:
    """Names are held as 8 bytes each, and only those that seem to come twice are looked at."""
    hashes = [_hashes(names) for names in work.units.values(work.unit_id)]
    all_, counts = np.unique(np.concatenate([np.empty(0, np.uint64), *hashes]), return_counts=True)
    suspects = all_[counts > 1]
    if not len(suspects):
        return
    found = [names.filter(pa.array(np.isin(_hashes(names), suspects))) for names in work.units.values(work.unit_id)]
    counted = pc.value_counts(pa.concat_arrays([chunk for names in found for chunk in names.chunks]))
    twice = counted.filter(pc.greater(counted.field("counts"), 1))
    if len(twice):
        raise LanduseError("units_named_twice", file=work.units.name, name=str(twice[0]["values"]), count=len(twice))


def _hashes(names: pa.ChunkedArray) -> np.ndarray:
    return pd.util.hash_array(names.cast(pa.string()).to_pandas().to_numpy(dtype=object), categorize=False)


def _fingerprint(units: str, layers: Sequence[str], asked: Sequence[Asked], rasters: Sequence[Path], unit_id: str) -> str:
    """Ten characters that change with a file (name, size, time, both ends), with what is asked, and with the method."""
    digest = hashlib.blake2s(method_fingerprint().encode())
    for path in (*(Named.parse(text).path for text in (units, *layers)), *rasters):
        state = path.stat()
        digest.update(f"{path.absolute()}|{state.st_size}|{state.st_mtime_ns}".encode() + _ends(path))
    digest.update(repr([units, *layers, unit_id, *(one.by for one in asked)]).encode())
    return digest.hexdigest()[:10]


def _ends(path: Path) -> bytes:
    with path.open("rb") as stream:
        first = stream.read(_END_BYTES)
        stream.seek(-min(_END_BYTES, path.stat().st_size), 2)
        return first + stream.read()
