"""The rows set aside, as a file that a person mends: GeoJSON in degrees, each with its reason and its own coordinates as text."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from door.report.report import Report
from landuse.measure import crs
from landuse.words import messages
from parks.rows import Rows


def write(aside: Rows | None, made: Report, folder: Path) -> str | None:
    """Write the file into a folder; its name, or None where nothing was set aside."""
    if aside is None or not len(aside):
        return None
    names = (f"rejected-{made.layer_id}{f'-{number}' if number else ''}.geojson" for number in count())
    name = next(one for one in names if not (folder / one).exists())  # several files of a layer may be taken in one step
    head = json.dumps({"type": "FeatureCollection", "source": made.file, "layer": made.layer_id}, ensure_ascii=False, indent=1)
    with (folder / name).open("w", encoding="utf-8") as stream:
        stream.write(head.removesuffix("\n}") + ',\n "features": [')
        for number, feature in enumerate(_features(aside)):
            stream.write(",\n" if number else "\n")
            stream.write(feature)
        stream.write("\n ]\n}\n")
    return name


def _features(aside: Rows) -> Iterator[str]:
    """A GeoJSON feature for each row, as text; geometry is written some thousand at a time, one by one would take ten times as long."""
    for frame in aside.parts():
        shapes = frame.geometry.to_numpy()
        why = {reason: messages.text(messages.DEFAULT_LANG, f"aside.{reason}") for reason in frame["reason"].unique()}
        plain = pd.DataFrame(frame.drop(columns=frame.geometry.name)).astype(object)
        words = shapely.to_wkt(shapes, rounding_precision=3, trim=True)
        plain = plain.where(plain.notna(), None).assign(why=frame["reason"].map(why), wkt=words, crs=frame.crs and frame.crs.to_string())
        names = [str(name) for name in plain.columns]
        places = shapely.to_geojson(_in_degrees(frame.geometry))
        for values, place in zip(plain.itertuples(index=False, name=None), places, strict=True):
            properties = json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False, default=str)
            yield f'{{"type": "Feature", "properties": {properties}, "geometry": {place or "null"}}}'


def _in_degrees(shapes: gpd.GeoSeries) -> np.ndarray:
    """The shapes in longitude and latitude; None where there is no such place."""
    if shapes.crs is None:
        return np.full(len(shapes), None, dtype=object)
    degrees = shapes.to_crs(crs.MAP_EPSG).to_numpy().copy()
    known = shapely.is_valid_input(degrees) & ~shapely.is_empty(degrees) & np.isfinite(shapely.bounds(degrees)).all(axis=1)
    degrees[~known] = None
    return degrees
