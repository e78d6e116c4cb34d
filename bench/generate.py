"""The data of a bench: parcels, zones, buildings, land resource as GeoParquet and a land cover raster, from a seed.

Per 100 000 parcels: 13 000 zones, 80 000 buildings, 200 000 polygons of land resource, and cells of 10 m. `rich` outlines
have about 55 corners a parcel, as surveyed ones do; `simple` ones 8 to 16. All layers cover the same rectangle.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import rasterio
import shapely
from rasterio.windows import Window

from bench.outlines import Tiling, houses, with_islands

EPSG = 25833
LEFT, BOTTOM = 600_000.0, 7_000_000.0
PARCEL_M, CELL_M = 70.0, 10.0
STYLES = ("rich", "simple")
LAYERS = {"zones": 0.13, "buildings": 0.8, "land_resource": 2.0}  # rows per parcel
_POINTS = {"rich": {"parcels": 14, "zones": 24, "land_resource": 10}, "simple": {"parcels": 3, "zones": 3, "land_resource": 3}}
_KEPT = {"rich": 0.9, "simple": 0.4}
_CODES = {
    "parcels": ("parcel",),
    "zones": ("1110", "1300", "1340", "2010", "3040", "5100"),
    "buildings": ("111", "211", "219", "231"),
    "land_resource": ("11", "12", "21", "23", "30", "50", "60", "81"),
}
_SEEDS = {"parcels": 1, "zones": 2, "buildings": 3, "land_resource": 4, "land_cover": 5}
_BAND = 128  # rows of cells that are made at once
_BLOCK = 128  # columns of cells in a row group: 16 384 rows that lie together
_ISLANDS = 0.02


def generate(folder: Path, parcels: int, style: str, parcel_m: float = PARCEL_M, left: float = LEFT, bottom: float = BOTTOM) -> Path:
    """All data of one size in a folder, unless they are there.

    Returns
    -------
    the folder, with parcels.parquet, zones.parquet, buildings.parquet, land_resource.parquet and land_cover.tif
    """
    if (folder / "done.json").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    columns = round(parcels**0.5)
    rows = -(-parcels // columns)
    box_m = (columns * parcel_m, rows * parcel_m)
    counts = {"parcels": _write_layer(folder, "parcels", style, box_m, (columns, rows), (left, bottom))}
    for name, per_parcel in LAYERS.items():
        cells = (round(columns * per_parcel**0.5), round(rows * per_parcel**0.5))
        counts[name] = _write_layer(folder, name, style, box_m, cells, (left, bottom))
    _write_raster(folder / "land_cover.tif", box_m, (left, bottom))
    (folder / "done.json").write_text(json.dumps(counts), encoding="utf-8")
    return folder


def _write_layer(
    folder: Path, name: str, style: str, box_m: tuple[float, float], cells: tuple[int, int], corner: tuple[float, float]
) -> int:
    """Rows written. Each row group is a block of cells that lie together."""
    points = _POINTS[style].get(name, 1)
    sides = (box_m[0] / cells[0], box_m[1] / cells[1])
    tiling = Tiling(*corner, *cells, *sides, points, _KEPT[style], _SEEDS[name])
    written = 0
    with pq.ParquetWriter(folder / f"{name}.parquet", _schema(name), compression="zstd", compression_level=3) as writer:
        for shapes in _blocks(tiling, name, style):
            writer.write_table(_table(shapes, name, written), row_group_size=len(shapes))
            written += len(shapes)
    return written


def _blocks(tiling: Tiling, name: str, style: str) -> Iterator[np.ndarray]:
    chance = np.random.default_rng([tiling.seed, 9])
    for first in range(0, tiling.rows, _BAND):
        numbers = range(first, min(first + _BAND, tiling.rows))
        band = np.stack([houses(tiling, n, style == "rich") if name == "buildings" else tiling.row(n) for n in numbers])
        for column in range(0, tiling.columns, _BLOCK):
            block = band[:, column : column + _BLOCK].ravel()
            yield with_islands(block, _ISLANDS, chance) if name == "land_resource" else block


def _table(shapes: np.ndarray, name: str, first: int) -> pa.Table:
    chance = np.random.default_rng([_SEEDS[name], first, 7])
    codes = np.array(_CODES[name])[chance.integers(0, len(_CODES[name]), len(shapes))]
    ids = np.char.add("p", np.char.zfill(np.arange(first, first + len(shapes)).astype(str), 9))
    box = shapely.bounds(shapes)
    sides = pa.StructArray.from_arrays([pa.array(box[:, i]) for i in range(4)], names=["xmin", "ymin", "xmax", "ymax"])
    columns = [pa.array(ids), pa.array(codes), pa.array(shapely.to_wkb(shapes), pa.binary()), sides]
    return pa.Table.from_arrays(columns, schema=_schema(name))


def _schema(name: str) -> pa.Schema:
    """GeoParquet 1.1 with a box per row."""
    covering = {side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}
    about = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": ["Polygon"],
                "crs": pyproj.CRS(EPSG).to_json_dict(),
                "covering": {"bbox": covering},
            }
        },
    }
    box = pa.struct([(side, pa.float64()) for side in covering])
    named = "unit_id" if name == "parcels" else "row_id"
    fields = [(named, pa.string()), ("code", pa.string()), ("geometry", pa.binary()), ("bbox", box)]
    return pa.schema(fields, metadata={"geo": json.dumps(about)})


def _write_raster(path: Path, box_m: tuple[float, float], corner: tuple[float, float]) -> None:
    """Eight classes in patches of 80 m with stray cells, and 2 % of cells without data (0)."""
    width, height = (round(side / CELL_M) + 20 for side in box_m)
    at = rasterio.Affine(CELL_M, 0, corner[0] - 10 * CELL_M, 0, -CELL_M, corner[1] + box_m[1] + 10 * CELL_M)
    chance = np.random.default_rng(_SEEDS["land_cover"])
    form = {"driver": "GTiff", "dtype": "uint8", "count": 1, "nodata": 0, "crs": f"EPSG:{EPSG}", "tiled": True, "compress": "deflate"}
    with rasterio.open(path, "w", width=width, height=height, transform=at, blockxsize=512, blockysize=512, **form) as raster:
        for first in range(0, height, 512):
            tall = min(512, height - first)
            patches = np.kron(chance.integers(1, 9, (64, width // 8 + 1), np.uint8), np.ones((8, 8), np.uint8))[:tall, :width]
            stray = chance.random((tall, width))
            strip = np.where(stray < 0.1, chance.integers(1, 9, (tall, width), np.uint8), patches)
            raster.write(np.where(stray > 0.98, 0, strip).astype(np.uint8), 1, window=Window(0, first, width, tall))
