"""What a case is, the register of all of them, and the building blocks that their makers share."""

import importlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import geopandas as gpd
import pyogrio
import shapely

EAST, NORTH = 620_000, 7_076_000  # in Verdal, EPSG:25832
ACCEPT, REPAIR, WARN, ASK, REJECT = "accept", "repair", "warn", "ask", "reject"
SECRET = "THE-SERVER-S-OWN-FILE"

# refusals that name an answer which makes the same file fit
QUESTIONS = frozenset({
    "layer_unclear", "list_unclear", "table_unclear", "file_crs_other", "file_crs_none", "file_axes_swapped", "column_missing",
    "raster_year",
})  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
    """What a nasty file may try to reach: an address that counts its visitors, and a file of the server."""

    address: str
    secret: Path


@dataclass(frozen=True)
class Case:
    """One nasty file.

    must : accept (as it is), repair (geometry mended, with both areas), warn (kept in part or with a finding), ask (refused
        with the answer that would fit), reject
    codes : the refusals that are right
    rows, kept : rows in the file, and rows that are kept, where it is not refused
    area_m2 : planar area of the kept rows, where it is known
    layer : which layer the user says it is
    told : findings that must be among those that are told
    values : by column of ours, what the kept rows have in it; None for a blank, and a day as its ten signs
    beside : layers that the park has already
    """

    name: str
    make: Callable[[Path, Surroundings], Path]
    must: str
    codes: tuple[str, ...] = ()
    rows: int | None = None
    kept: int | None = None
    area_m2: float | None = None
    layer: str | None = "plots"
    told: tuple[str, ...] = ()
    values: dict[str, list[Any]] | None = None
    beside: tuple[str, ...] = ()


_CASES: dict[str, Case] = {}


def nasty(must: str, *codes: str, **truth: Any) -> Callable:
    """Register a maker as a case of its own name."""

    def register(make: Callable[[Path, Surroundings], Path]) -> Callable[[Path, Surroundings], Path]:
        assert make.__name__ not in _CASES
        _CASES[make.__name__] = Case(make.__name__, make, must, codes, **truth)
        return make

    return register


def all_cases() -> list[Case]:
    """Every case of every module here."""
    for module in iter_modules([str(Path(__file__).parent)]):
        if module.name != "__main__":
            importlib.import_module(f"tests.corpus.{module.name}")
    return [_CASES[name] for name in sorted(_CASES)]


def square(column: int = 0, side: float = 100.0) -> shapely.Polygon:
    """A square in Verdal, 10 daa."""
    return shapely.box(EAST + 200 * column, NORTH, EAST + 200 * column + side, NORTH + side)


def frame(*shapes: Any, epsg: int | None = 25832, **columns: list) -> gpd.GeoDataFrame:
    """Plots T1, T2 … with these geometries."""
    names = {"plot_id": [f"T{n + 1}" for n in range(len(shapes))], **columns}
    return gpd.GeoDataFrame(names, geometry=list(shapes), crs=epsg)


def save(rows: gpd.GeoDataFrame, path: Path, **options: Any) -> Path:
    """A file of the kind that its ending says."""
    driver = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".shp": "ESRI Shapefile", ".gml": "GML", ".fgb": "FlatGeobuf"}[path.suffix]
    pyogrio.write_dataframe(rows, path, driver=driver, layer=options.pop("layer", "tomter"), **options)
    return path


def text(path: Path, words: str, encoding: str = "utf-8") -> Path:
    """A text file."""
    path.write_bytes(words.encode(encoding))
    return path


def geojson(path: Path, features: list[dict], **members: Any) -> Path:
    """A FeatureCollection."""
    return text(path, json.dumps({"type": "FeatureCollection", **members, "features": features}))


def feature(shape: Any, **properties: Any) -> dict:
    """A GeoJSON feature, its geometry in degrees as it is given."""
    geometry = shape if shape is None or isinstance(shape, dict) else shapely.geometry.mapping(shape)
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def degrees(column: int = 0) -> shapely.Polygon:
    """The square in degrees."""
    return gpd.GeoSeries([square(column)], crs=25832).to_crs(4326).iloc[0]


def gml(members: str, **options: str) -> str:
    """A GML 3.2 collection around members."""
    spaces = 'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:app="http://example.com/app"'
    return f'<?xml version="1.0" encoding="{options.get("encoding", "utf-8")}"?>{options.get("doctype", "")}' + (
        f"<gml:FeatureCollection {spaces} {options.get('attributes', '')}>{members}</gml:FeatureCollection>"
    )


def gml_plot(number: int, shape: str) -> str:
    """A feature with this geometry."""
    return (
        f'<gml:featureMember><app:tomter gml:id="t{number}"><app:plot_id>T{number}</app:plot_id><app:område>{shape}</app:område>'
        "</app:tomter></gml:featureMember>"
    )


def gml_square(number: int = 0, srs: str = "http://www.opengis.net/def/crs/EPSG/0/25832") -> str:
    """A gml:Polygon."""
    at = " ".join(f"{x} {y}" for x, y in square(number).exterior.coords)
    ring = f"<gml:LinearRing><gml:posList>{at}</gml:posList></gml:LinearRing>"
    return f'<gml:Polygon gml:id="p{number}" srsName="{srs}"><gml:exterior>{ring}</gml:exterior></gml:Polygon>'


def change(path: Path, *statements: tuple[str, tuple]) -> Path:
    """Change a GeoPackage behind GDAL's back, without the triggers that would keep its index in step."""
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in list(connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
            connection.execute(f'DROP TRIGGER "{name}"')
        for sql, values in statements:
            connection.execute(sql, values)
        connection.commit()
    return path


def with_blob(path: Path, wkb: bytes) -> Path:
    """A GeoPackage of two squares whose second geometry is this WKB."""
    save(frame(square(0), square(1)), path, SPATIAL_INDEX="NO")
    blob = b"GP\0\1" + (25832).to_bytes(4, "little") + wkb
    relaxed = "UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY', z = 2, m = 2"
    return change(path, ("UPDATE tomter SET geom = ? WHERE fid = 2", (blob,)), (relaxed, ()))
