"""Import a file into a park: read, checked, kept whole or not at all, and reported."""

import hashlib
import json
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from actions._keep import locked, put_in_place, settings_with_layer, staging, toml, write_bytes, write_table
from actions._report import Finding, Report, raster_report, report
from landuse import crs, messages
from landuse.errors import LanduseError
from layers._door import Guarded, guarded_copy
from layers._intake import Intake, take_in
from layers._park import Park, read_park
from layers._raster_intake import take_in_raster
from layers._registry import all_layers
from layers._registry import layer as registered

REJECTED_FOLDER = "rejected"


def import_file(
    park_id: str,
    path: Path | str,
    layer_id: str | None = None,
    as_epsg: int | None = None,
    year: int | None = None,
    dated: date | None = None,
    streamed: bool = False,
) -> Report:
    """Read one file as one layer of a park; the layer's old rows give way to the new.

    Parameters
    ----------
    layer_id : needed where the file's names do not say it
    as_epsg : the CRS to read it in, whatever it says itself
    year : of a raster
    dated : the day that the data hold for; the file's own date where it is None
    streamed : whether a file past the size limit of a page is taken

    Raises
    ------
    LanduseError : the park is unknown or busy, or the file is unusable; nothing on disk has changed then
    """
    path, park = Path(path), read_park(park_id)
    with locked(park), staging(park) as folder, guarded_copy(path, streamed) as file:
        about = {"source": path.name, "dated": dated or date.fromtimestamp(path.stat().st_mtime), "origin": "own"}
        if file.format == "tif":
            return _keep_raster(park, file, folder, layer_id, year, about)
        return _keep_table(park, take_in(file, park, layer_id, as_epsg), folder, about)


def check_file(park_id: str, path: Path | str, layer_id: str | None = None, as_epsg: int | None = None) -> Report:
    """The report alone: what `import_file` would say. Nothing on disk changes.

    Raises
    ------
    LanduseError : as `import_file`
    """
    park = read_park(park_id)
    with guarded_copy(Path(path)) as file:
        if file.format == "tif":
            raster_layer = _raster_layer(file, layer_id)
            return raster_report(take_in_raster(file, park, raster_layer), raster_layer)
        return report(take_in(file, park, layer_id, as_epsg))


def _keep_table(park: Park, found: Intake, folder: Path, about: dict[str, Any]) -> Report:
    written = {write_table(park, found.layer_id, found.kept, folder): park.tables_path}
    made = report(found)
    if len(found.set_aside):
        target, content = _rejected(park, found)
        written = {write_bytes(content, target.name, folder): target, **written}
        made = replace(made, rejected_path=target)
    return _finish(park, made, found.layer_id, about, written, folder)


def _keep_raster(park: Park, file: Guarded, folder: Path, layer_id: str | None, year: int | None, about: dict[str, Any]) -> Report:
    raster_layer = _raster_layer(file, layer_id)
    if year is None:
        raise LanduseError("raster_year", file=file.name)
    found = take_in_raster(file, park, raster_layer)
    name = f"{raster_layer}_{year}"
    target = park.folder / f"{name}.tif"
    written = {write_bytes(file.path.read_bytes(), target.name, folder): target}
    return _finish(park, raster_report(found, name), name, {**about, "file": target.name}, written, folder)


def _raster_layer(file: Guarded, layer_id: str | None) -> str:
    rasters = [key for key, declared in all_layers().items() if declared.geometry == "raster"]
    if layer_id is None and len(rasters) != 1:
        raise LanduseError("layer_unclear", file=file.name, tables=file.name, layer="–")
    return layer_id or rasters[0]


def _finish(park: Park, made: Report, layer_id: str, about: dict[str, Any], written: dict[Path, Path], folder: Path) -> Report:
    """Put the files in place, park.toml last, and add what that means for the example mark."""
    base = layer_id if layer_id in all_layers() else layer_id.rpartition("_")[0]
    settings = tomllib.loads(park.settings_path.read_text(encoding="utf-8"))
    changed = settings_with_layer(settings, layer_id, {**about, "licence": registered(base).licence})
    written[write_bytes(toml(changed).encode(), park.settings_path.name, folder)] = park.settings_path
    put_in_place(written)
    if not settings.get("example"):
        return made
    still = bool(changed["example"])
    mark = Finding("still_example" if still else "no_longer_example", {"park": park.name})
    return replace(made, findings=(*made.findings, mark), still_example=still)


def _rejected(park: Park, found: Intake) -> tuple[Path, bytes]:
    """The rows set aside as GeoJSON in degrees, their own coordinates beside as text: what a person mends."""
    features = [_feature(row, found.set_aside) for row in found.set_aside.itertuples(index=False)]
    document = {"type": "FeatureCollection", "features": features, "source": found.file, "layer": found.layer_id}
    content = json.dumps(document, ensure_ascii=False, indent=1, default=str).encode()
    name = f"{Path(found.file).stem}-{found.layer_id}-{hashlib.sha256(content).hexdigest()[:8]}.geojson"
    return park.folder / REJECTED_FOLDER / name, content


def _feature(row: Any, frame: gpd.GeoDataFrame) -> dict[str, Any]:
    values = dict(zip(frame.columns, row, strict=True))
    shape = values.pop(frame.geometry.name)
    properties = {str(key): None if value != value else value for key, value in values.items()}
    properties["why"] = messages.text(messages.DEFAULT_LANG, f"aside.{properties['reason']}")
    properties["wkt"] = None if shape is None else shapely.to_wkt(shape, rounding_precision=3, trim=True)
    properties["crs"] = frame.crs and frame.crs.to_string()
    return {"type": "Feature", "properties": properties, "geometry": _in_degrees(shape, frame)}


def _in_degrees(shape: shapely.Geometry | None, frame: gpd.GeoDataFrame) -> dict[str, Any] | None:
    if shape is None or shape.is_empty or frame.crs is None:
        return None
    degrees = gpd.GeoSeries([shape], crs=frame.crs).to_crs(crs.MAP_EPSG)
    finite = bool(shapely.is_valid_input(degrees.iloc[0])) and all(abs(edge) < float("inf") for edge in degrees.total_bounds)
    return shapely.geometry.mapping(degrees.iloc[0]) if finite else None
