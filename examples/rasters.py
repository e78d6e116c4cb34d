"""Land cover rasters of 2020 and 2025 at 10 m, with ESA WorldCover's codes, from the land resource and the buildings."""

from pathlib import Path

import numpy as np
import rasterio
import shapely
from rasterio.features import rasterize
from rasterio.transform import Affine

from examples.curves import Noise
from examples.layout import Layout
from examples.tiling import common, minus
from examples.uses import Lot

CELL_M = 10.0
COVER = {"11": 50, "12": 50, "21": 40, "22": 30, "23": 30, "30": 10, "50": 30, "60": 90, "70": 60, "81": 80, "82": 80, "99": 30}
YEARS = (2020, 2025)


def land_cover(layout: Layout, lots: list[Lot], ground: list[dict], buildings: list, rng: np.random.Generator) -> tuple[dict, Affine]:
    """uint8 arrays by year and their transform in the work CRS; what was built between the years was nature before."""
    x0, y0 = layout.place.origin
    west, south, east, north = (np.array(layout.terrain.extent.bounds) + [x0, y0, x0, y0]) / CELL_M
    west, north = np.floor(west) * CELL_M, np.ceil(north) * CELL_M
    shape = (int(np.ceil((north - np.floor(south) * CELL_M) / CELL_M)), int(np.ceil((np.ceil(east) * CELL_M - west) / CELL_M)))
    local = Affine(CELL_M, 0, west - x0, 0, -CELL_M, north - y0)
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]]
    xs, ys = west - x0 + (xs + 0.5) * CELL_M, north - y0 - (ys + 0.5) * CELL_M
    noise = Noise(rng, 90)(xs, ys)
    early = [r for r in ground if not r["valid_from"]]
    burnt = rasterize([(r["geometry"], COVER[r["ar5_arealtype"]]) for r in early], shape, transform=local, dtype="uint8")
    open_ground = rasterize(
        [(r["geometry"], 1) for r in early if r["ar5_grunnforhold"] == "46"] or [(shapely.box(0, 0, 0.1, 0.1), 0)],
        shape,
        transform=local,
        dtype="uint8",
    )
    cover = burnt.copy()
    cover[(open_ground == 1) & (noise > -0.4)] = 60
    inside = rasterize([(layout.terrain.perimeter, 1)], shape, transform=local, dtype="uint8") == 1
    cover[inside & (burnt == 50) & (noise > 1.25)] = 60
    cover[~inside & (burnt == 50) & (noise > 0.55)] = 30
    cover[~inside & (burnt == 50) & (noise < -0.9)] = 10
    cover[(burnt == 10) & (noise > 1.55)] = 20
    if buildings:
        cover[rasterize([(b, 1) for b in buildings], shape, transform=local, dtype="uint8") == 1] = 50
    first, last = cover.copy(), cover
    for shapes, before, after in _changes(layout, lots, rng):
        where = rasterize([(g, 1) for g in shapes], shape, transform=local, dtype="uint8") == 1
        first[where & (first != 80)] = before
        last[where & (last != 80)] = after
    return {2020: first, 2025: last}, Affine(CELL_M, 0, west, 0, -CELL_M, north)


def _changes(layout: Layout, lots: list[Lot], rng: np.random.Generator) -> list[tuple[list, int, int]]:
    """(shapes, cover in 2020, cover in 2025): lots built between the years, and a clearing and a field lost in the ring."""
    recent = [lot for lot in lots if lot.kind in ("yard", "hall") and not lot.marks and not lot.event]
    chosen = [recent[k].geometry for k in rng.permutation(len(recent))[: max(1, len(recent) // 25)]] if recent else []
    changes = [(chosen, 10, 50)] if chosen else []
    changes += [([lot.geometry], 10, 50) for lot in lots if lot.event == "greenfield"]
    changes += [([lot.geometry], 60, 50) for lot in lots if lot.event in ("hall_built", "yard_taken")]
    ring = minus(layout.terrain.land, layout.terrain.perimeter.buffer(80))
    west, south, east, north = layout.terrain.perimeter.buffer(700).bounds
    for before, after in ((10, 50), (40, 50), (10, 30)):
        spot = shapely.Point(rng.uniform(west, east), rng.uniform(south, north)).buffer(rng.uniform(35, 90))
        spot = common(spot, ring)
        if not spot.is_empty:
            changes.append(([spot], before, after))
    return changes


def write_raster(path: Path, cover: np.ndarray, transform: Affine, epsg: int) -> None:
    """One GeoTIFF: uint8, nodata 0, deflate."""
    profile = {
        "driver": "GTiff",
        "dtype": "uint8",
        "count": 1,
        "nodata": 0,
        "height": cover.shape[0],
        "width": cover.shape[1],
        "crs": f"EPSG:{epsg}",
        "transform": transform,
        "compress": "deflate",
        "zlevel": 9,
    }
    with rasterio.open(path, "w", **profile) as target:
        target.write(cover, 1)
