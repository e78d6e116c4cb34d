"""geopandas.overlay, as its users write it."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from bench.rivals.stages import LAYERS, Stages, contend


def work(folder: Path, stages: Stages) -> tuple[dict[str, pd.DataFrame], dict]:
    """Areas of each code on each parcel, from the pieces."""
    with stages.stage("read"):
        units = gpd.read_parquet(folder / "parcels.parquet", columns=["unit_id", "geometry"])
    frames = {}
    for name in LAYERS:
        with stages.stage("read"):
            layer = gpd.read_parquet(folder / f"{name}.parquet", columns=["code", "geometry"])
        with stages.stage("overlay"):
            pieces = gpd.overlay(units, layer, how="intersection", keep_geom_type=True)
            pieces["overlap_m2"] = pieces.area
        with stages.stage("sum"):
            frames[name] = pd.DataFrame(pieces[["unit_id", "code", "overlap_m2"]]).groupby(["unit_id", "code"], as_index=False).sum()
    return frames, {"version": f"geopandas {gpd.__version__}"}


if __name__ == "__main__":
    contend(work)
