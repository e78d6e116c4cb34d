"""Our own, as a process: polygons straight from the GeoParquet columns, areas by the kernel, classes of the raster."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.generate import EPSG
from bench.rivals._stages import LAYERS, Stages, contend
from landuse.measure.geometry_columns import Column, from_columns
from landuse.measure.overlap import Shared, shared_by_code
from landuse.measure.ragged import Ragged
from landuse.measure.validity import check_columns
from landuse.measure.zonal import class_cells
from bulk.raster_window import open_raster


def work(folder: Path, stages: Stages) -> tuple[dict[str, pd.DataFrame], dict]:
    """Areas of each code and class on each parcel; every layer is checked for validity first."""
    ids, units = _parcels(folder, stages)
    columns, shapes, codes = _read(folder, stages)
    with stages.stage("overlay"):
        shapes.outlines  # noqa: B018  what the kernel has to know beforehand; the check makes use of it too
    with stages.stage("validate"):
        check_columns(shapes, columns)
    with stages.stage("overlay"):
        shared = shared_by_code(units, shapes, np.concatenate([code for code, _ in codes]))
    with stages.stage("sum"):
        frames = {name: _named(shared, ids, *code) for name, code in zip(LAYERS, codes)}
    with stages.stage("raster"):
        grid = open_raster(folder / "land_cover.tif", EPSG).window(_around(units))
        cells = class_cells(units, grid)
    with stages.stage("sum"):
        said = cells[~cells["blank"]]
        named = {"unit_id": ids[said["row"]], "code": said["code"], "overlap_m2": said["cells"] * grid.cell_m**2}
        frames["land_cover"] = pd.DataFrame(named)
    return frames, {"version": "Parkareal", "fractions": "exact"}


def _parcels(folder: Path, stages: Stages) -> tuple[np.ndarray, Ragged]:
    with stages.stage("read"):
        table = _rows(folder / "parcels.parquet", "unit_id", "geometry")
        columns = [Column("parcels", table["geometry"])]
        ids, units = table["unit_id"].to_numpy(), from_columns(columns)
    with stages.stage("overlay"):
        units.outlines  # noqa: B018
    with stages.stage("validate"):
        check_columns(units, columns)
    return ids, units


def _read(folder: Path, stages: Stages) -> tuple[list[Column], Ragged, list[tuple[np.ndarray, np.ndarray]]]:
    """The layers as columns, all their shapes, and each layer's codes: a number for each row, unlike those of other layers, and names."""
    columns, codes, first = [], [], 0
    with stages.stage("read"):
        for name in LAYERS:
            table = _rows(folder / f"{name}.parquet", "code", "geometry")
            columns.append(Column(name, table["geometry"]))
            coded = pc.dictionary_encode(table["code"].combine_chunks())
            names = np.concatenate([np.full(first, ""), coded.dictionary.to_numpy(zero_copy_only=False)])
            codes.append((coded.indices.to_numpy() + np.int64(first), names))
            first = len(names)
        return columns, from_columns(columns), codes


def _rows(path: Path, *columns: str) -> pa.Table:
    return pq.ParquetFile(path).read(columns=list(columns))  # `read_table` first loads a library of its own


def _named(shared: Shared, ids: np.ndarray, numbers: np.ndarray, names: np.ndarray) -> pd.DataFrame:
    its = (shared.code >= numbers.min()) & (shared.code <= numbers.max())
    return pd.DataFrame({"unit_id": ids[shared.unit[its]], "code": names[shared.code[its]], "overlap_m2": shared.overlap_m2[its]})


def _around(units: Ragged) -> tuple[float, ...]:
    return (*units.boxes[:, :2].min(axis=0).tolist(), *units.boxes[:, 2:].max(axis=0).tolist())


if __name__ == "__main__":
    contend(work)
