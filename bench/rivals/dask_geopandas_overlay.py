"""dask-geopandas: parcels in partitions of 16 384 that lie together, each overlaid with the rows of the layer that its box meets."""

from pathlib import Path

import dask
import dask_geopandas
import geopandas as gpd
import pandas as pd
import shapely

from bench.rivals.stages import LAYERS, Stages, contend

_PARTITION = 16_384


def work(folder: Path, stages: Stages) -> tuple[dict[str, pd.DataFrame], dict]:
    """Areas of each code on each parcel, from the pieces of each partition."""
    with stages.stage("read"):
        units = gpd.read_parquet(folder / "parcels.parquet", columns=["unit_id", "geometry"])
    frames = {}
    for name in LAYERS:
        with stages.stage("read"):
            layer = gpd.read_parquet(folder / f"{name}.parquet", columns=["code", "geometry"])
        with stages.stage("overlay"), dask.config.set(scheduler="threads"):
            parts = dask_geopandas.from_geopandas(units, chunksize=_PARTITION, sort=False)
            frames[name] = parts.map_partitions(_overlaid, layer, meta=_nothing()).compute()
    return frames, {"version": f"dask-geopandas {dask_geopandas.__version__}, dask {dask.__version__}"}


def _overlaid(units: gpd.GeoDataFrame, layer: gpd.GeoDataFrame) -> pd.DataFrame:
    near = layer.iloc[sorted(layer.sindex.query(shapely.box(*units.total_bounds)))]
    pieces = gpd.overlay(units, near, how="intersection", keep_geom_type=True)
    return pd.DataFrame(pieces[["unit_id", "code"]]).assign(overlap_m2=pieces.area).groupby(["unit_id", "code"], as_index=False).sum()


def _nothing() -> pd.DataFrame:
    return pd.DataFrame({"unit_id": pd.Series(dtype="str"), "code": pd.Series(dtype="str"), "overlap_m2": pd.Series(dtype=float)})


if __name__ == "__main__":
    contend(work)
