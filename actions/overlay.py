"""How much of each code of large layers lies on each of very many units: tile by tile, here or on a cluster."""

import pickle
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bulk.inputs import census, in_order, opened
from bulk.result import write_result
from bulk.spread import spread
from bulk.tile import TileJob, Work, measure_tile, tile_path
from landuse.measure.tiles import BASE_KM, MOST_UNITS, UNIT_ID, Tile
from landuse.words.errors import LanduseError
from parks.atomic import write_whole

_ENDING = ".parquet"


@dataclass(frozen=True)
class Overlaid:
    """What was done: units measured, rows written, tiles, and how many of them an earlier run had finished."""

    units: int
    rows: int
    tiles: int
    kept: int


def overlay(
    units: str,
    layers: Sequence[str],
    output: Path,
    by: Sequence[str] = (),
    rasters: Sequence[Path] = (),
    unit_id: str = UNIT_ID,
    tile_km: float = BASE_KM,
    workers: int = 1,
    scheduler: str | None = None,
    say: Callable[[int, int], None] = lambda done, total: None,
    most_units: int = MOST_UNITS,
) -> Overlaid:
    """Measure every layer on every unit and write one table; a run that was stopped goes on where it was.

    Parameters
    ----------
    units, layers : GeoPackage or GeoParquet of polygons, of any size, in one projected CRS (`file.gpkg:table` for one of several)
    by : columns that the layers are summed by: `COLUMN` for all of them, `LAYER=COLUMN` for one; without, all ground is ""
    rasters : classes on square cells in the units' CRS
    unit_id : the column that names the units
    tile_km, most_units : side of the largest tiles, and how many units one may hold; neither they nor the workers nor the
        scheduler change a bit of the result
    say : told how many of how many tiles are done

    Returns
    -------
    what was done. The table has unit_id, layer, code, overlap_m2 (planar) and area_m2 (true), in the units' order

    Raises
    ------
    LanduseError : a file that cannot be read or measured, by name and row; overlay_format; tile_size; units_lost; what
        `spread` raises
    """
    _check_settings(output, tile_km)
    work = opened(units, layers, by, rasters, unit_id, output)
    work.folder.mkdir(parents=True, exist_ok=True)
    tiles = census(work, tile_km).tiles(most_units)
    work = in_order(work, tiles)
    kept = sum(tile_path(work.folder, tile).exists() for tile in tiles)
    found = _measured(work, tiles, workers, scheduler, say)
    rows = write_result(work, tiles, output)
    shutil.rmtree(work.folder)
    return Overlaid(found, rows, len(tiles), kept)


def _check_settings(output: Path, tile_km: float) -> None:
    if output.suffix.lower() != _ENDING:
        raise LanduseError("overlay_format", file=output.name)
    if not tile_km > 0:
        raise LanduseError("tile_size", value=tile_km)


def _measured(work: Work, tiles: list[Tile], workers: int, scheduler: str | None, say: Callable[[int, int], None]) -> int:
    """Every tile measured; the units counted as they were measured, against the count before.

    Raises
    ------
    LanduseError : units_lost, when the two differ
    """
    path = (work.folder / "work.pickle").absolute()
    write_whole(path, lambda temporary: temporary.write_bytes(pickle.dumps(work)))
    jobs = [TileJob(path, tile) for tile in tiles]
    found = 0
    for number, (_, count) in enumerate(spread(measure_tile, jobs, workers, scheduler), start=1):
        found += count
        say(number, len(jobs))
    expected = sum(tile.units for tile in tiles)
    if found != expected:
        raise LanduseError("units_lost", expected=expected, found=found)
    return found
