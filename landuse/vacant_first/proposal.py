"""What a footprint and its lines take: the ground, the layers that are hit or near, untouched nature, and the lines' shares."""

import json
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landuse.measure import crs
from landuse.measure.apportion import whole_parts
from landuse.measure.united import united
from landuse.vacant_first import taken, themes
from landuse.vacant_first.supply_lines import belts, disturbing, lengths_m, line_kinds, reaching, shares
from landuse.vacant_first.untouched import untouched
from landuse.words.numbers import M2_PER_DAA

DEGREE_DECIMALS = 7


@dataclass(frozen=True)
class Ground:
    """A park's layers on a day, read once: what everything that would be built is held against.

    land_resource : None where the park has none or it could not be read (`failed`)
    perimeter : None where there is no park, or no perimeter on the day
    untouched_asked : where untouched nature was asked; None all over
    shared : whether what is made from the land resource may be told; of another park only where its licence allows it
    """

    epsg: int
    land_resource: gpd.GeoDataFrame | None
    failed: bool
    perimeter: shapely.Geometry | None
    themes: list[themes.Theme]
    untouched: gpd.GeoDataFrame | None
    untouched_failed: bool
    untouched_asked: gpd.GeoSeries | None = None
    shared: bool = True


@dataclass(frozen=True)
class Footprint:
    """The ground of a proposal.

    shape : valid polygon or multipolygon in `epsg`, the park's work CRS (or that of the place)
    units : ids of the vacant units that would be built out; none where it was drawn or uploaded
    total_m2 : what the units measure together; None where it was drawn or uploaded
    """

    name: str
    shape: shapely.Geometry
    epsg: int
    units: tuple[str, ...] = ()
    total_m2: int | None = None

    @property
    def series(self) -> gpd.GeoSeries:
        """The shape as a series of one, with its CRS."""
        return gpd.GeoSeries([self.shape], crs=self.epsg)


@dataclass(frozen=True)
class Proposal:
    """What a footprint and its lines take.

    told : the keys of the answer; rows : the ground in whole m² (landuse.vacant_first.taken); targets : what layers are asked about
    """

    told: dict[str, Any]
    rows: list[dict]
    targets: gpd.GeoDataFrame


def what_it_takes(footprint: Footprint, lines: gpd.GeoDataFrame, ground: Ground) -> Proposal:
    """The part of the answer that tells of the proposal itself, the layers apart."""
    own = gpd.GeoDataFrame({"of": [taken.FOOTPRINT], "line": [-1], "how": [taken.HOWS[0]]}, geometry=[footprint.shape], crs=ground.epsg)
    strips = belts(lines, footprint.shape)
    parts = pd.concat([own, strips], ignore_index=True) if len(strips) else own
    pieces = taken.cut_ground(parts, ground.land_resource, ground.perimeter, ground.failed)
    totals = {taken.FOOTPRINT: footprint.total_m2} if footprint.total_m2 is not None else None
    rows = taken.whole_rows(pieces, totals)
    area = {of: sum(row["m2"] for row in rows if row["of"] == of) for of in (taken.FOOTPRINT, taken.LINES)}
    inside_m2 = sum(row["m2"] for row in rows if row["of"] == taken.FOOTPRINT and row["where"] == taken.INSIDE)
    told = {
        "footprint_m2": area[taken.FOOTPRINT],
        "footprint": _footprint(footprint, inside_m2, area[taken.FOOTPRINT]),
        "taken": taken.as_taken(rows),
        "lines_m2": area[taken.LINES],
        "taken_sums": taken.sums(rows),
        "ar5": taken.as_ar5(rows),
        "lines": _lines(lines, pieces, rows, ground, reaching(lines, footprint.shape)),
        "untouched": untouched(_disturbing(footprint, lines), ground.untouched, ground.untouched_failed, ground.untouched_asked),
        "pieces": _collection(pieces),
    }
    return Proposal(told, rows, _targets(footprint, strips, area[taken.FOOTPRINT]))


def as_geojson(shapes: gpd.GeoSeries) -> list[dict]:
    """Shapes as GeoJSON geometries in degrees."""
    degrees = shapely.transform(shapes.to_crs(crs.MAP_EPSG).to_numpy(), lambda points: points.round(DEGREE_DECIMALS))
    return [json.loads(text) for text in shapely.to_geojson(degrees)]


def _footprint(footprint: Footprint, inside_m2: int, footprint_m2: int) -> dict:
    west, south, east, north = footprint.series.to_crs(crs.MAP_EPSG).total_bounds
    return {
        "name": footprint.name,
        "units": list(footprint.units),
        "inside_m2": inside_m2,
        "outside_m2": footprint_m2 - inside_m2,
        "daa": footprint_m2 / M2_PER_DAA,
        "geometry": as_geojson(footprint.series)[0],
        "bounds": [[float(south), float(west)], [float(north), float(east)]],
    }


def _targets(footprint: Footprint, strips: gpd.GeoDataFrame, footprint_m2: int) -> gpd.GeoDataFrame:
    shapes = {taken.FOOTPRINT: footprint.shape}
    if len(strips):
        shapes[taken.LINES] = united(strips.geometry.to_numpy())
    frame = gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes, crs=footprint.epsg))
    areas = crs.area_m2(frame.geometry)
    areas.loc[taken.FOOTPRINT] = footprint_m2
    return frame.assign(area_m2=areas)


def _disturbing(footprint: Footprint, lines: gpd.GeoDataFrame) -> gpd.GeoSeries:
    return gpd.GeoSeries([footprint.shape, *disturbing(lines)], crs=footprint.epsg)


def _lines(lines: gpd.GeoDataFrame, pieces: gpd.GeoDataFrame, rows: list[dict], ground: Ground, reaches: np.ndarray) -> list[dict]:
    """Each line with its ground in whole m²; the lines' areas sum to `lines_m2`, each line's shares to its own."""
    if lines.empty:
        return []
    lengths, areas = lengths_m(lines, ground.perimeter), _line_areas(pieces, rows, len(lines))
    shapes = as_geojson(lines.geometry)
    told = []
    for number, row in enumerate(lines.itertuples()):
        kind = line_kinds()[row.kind]
        amounts = {f"{how}_m2": int(areas.get((how, number), 0)) for how in taken.HOWS}
        long_m = lengths.iloc[number]
        whole = {"m2": sum(amounts.values()), "length_m": int(long_m["length_m"])} | amounts
        told.append(
            {"line": number, "kind": row.kind, "name": row.name, "km": whole["length_m"] / 1000}
            | whole
            | {"inside_km": int(long_m["inside_m"]) / 1000, "outside_km": int(long_m["outside_m"]) / 1000, "serves": list(row.serves)}
            | {"reaches": bool(reaches[number])}
            | {"shares": [one | {"km": one["length_m"] / 1000} for one in shares(row.serves, whole)]}
            | {"width_m": kind.get("width_m", kind.get("side_m")), "belt_m": kind["belt_m"], "working_m": kind["working_m"]}
            | {"verified": kind["verified"], "geometry": shapes[number]}
        )
    return told


def _line_areas(pieces: gpd.GeoDataFrame, rows: list[dict], count: int) -> dict[tuple[str, int], int]:
    """Whole m² by how and line, that sum to the rows of the same `how`."""
    found: dict[tuple[str, int], int] = {}
    strips = pieces[pieces["of"] == taken.LINES]
    for how, groups in taken.sums(rows).get(taken.LINES, {}).items():
        by_line = strips[strips["how"] == how].groupby("line")["area_m2"].sum().reindex(range(count), fill_value=0.0)
        found |= {(str(how), number): int(area) for number, area in enumerate(whole_parts(by_line, sum(groups.values())))}
    return found


def _collection(pieces: gpd.GeoDataFrame) -> dict:
    shapes = as_geojson(pieces.geometry)
    names = ("of", "kind", "group", "how", "where", "status")
    features = [
        {"type": "Feature", "properties": {n: row[n] for n in names} | {"m2": round(row["area_m2"], 1)}, "geometry": shape}
        for row, shape in zip(pieces.drop(columns="geometry").to_dict("records"), shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}
