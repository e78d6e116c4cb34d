"""The floor under everything that builds intersections: GEOS on the pairs whose borders cross, and nothing else.

Candidates, pairs that lie inside and pairs that only touch are sorted out first, under a stage of their own; "overlay" is
the one call that is left. No tool that asks GEOS for intersections can be faster than that.
"""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from bench.rivals.stages import LAYERS, Stages, contend


def work(folder: Path, stages: Stages) -> tuple[dict[str, pd.DataFrame], dict]:
    """Areas of each code on each parcel, by GEOS."""
    with stages.stage("read"):
        units = gpd.read_parquet(folder / "parcels.parquet", columns=["unit_id", "geometry"])
        layers = {name: gpd.read_parquet(folder / f"{name}.parquet", columns=["code", "geometry"]) for name in LAYERS}
    frames, crossing = {}, {}
    for name, layer in layers.items():
        frames[name], crossing[name] = _areas(units, layer, stages)
    return frames, {"crossing_pairs": crossing, "version": f"GEOS {shapely.geos_version_string}, shapely {shapely.__version__}"}


def _areas(units: gpd.GeoDataFrame, layer: gpd.GeoDataFrame, stages: Stages) -> tuple[pd.DataFrame, int]:
    ground, shapes = units.geometry.to_numpy(), layer.geometry.to_numpy()
    with stages.stage("candidates"):
        row, unit = units.sindex.query(shapes, predicate="intersects")
        shapely.prepare(ground)
        shapely.prepare(shapes)
        row_in_unit = shapely.covers(ground[unit], shapes[row])
        unit_in_row = ~row_in_unit & shapely.covers(shapes[row], ground[unit])
        rest = np.flatnonzero(~row_in_unit & ~unit_in_row)
        crossing = rest[~shapely.touches(ground[unit[rest]], shapes[row[rest]])]
        area = np.zeros(len(row))
        area[row_in_unit] = shapely.area(shapes[row[row_in_unit]])
        area[unit_in_row] = shapely.area(ground[unit[unit_in_row]])
    with stages.stage("overlay"):
        area[crossing] = shapely.area(shapely.intersection(ground[unit[crossing]], shapes[row[crossing]]))
    with stages.stage("sum"):
        pieces = pd.DataFrame({"unit_id": units["unit_id"].to_numpy()[unit], "code": layer["code"].to_numpy()[row], "overlap_m2": area})
        found = pieces[pieces["overlap_m2"] > 0].groupby(["unit_id", "code"], as_index=False)["overlap_m2"].sum()
    return found, len(crossing)


if __name__ == "__main__":
    contend(work)
