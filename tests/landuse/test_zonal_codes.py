"""Codes of every kind of number that rasters are kept in, near each other or far apart, with and without nodata."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from landuse.measure.zonal import Grid, class_areas, coverage

_UNIT = gpd.GeoDataFrame(index=["u"], geometry=[shapely.box(500_000, 6_999_700, 500_400, 7_000_000)], crs=25832)
_RANGES = [(0, 9), (-5, 5), (100, 120), (0, 3), (10_000_000, 10_000_005), (-10_000_000, 10_000_000)]
_KINDS = [np.uint8, np.int8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.float32, np.float64]


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("nodata", [None, 0, 3, -5, 101, 255, 10_000_001])
def test_every_code_has_its_cells(kind: type, nodata: int | None) -> None:
    for low, high in _RANGES:
        drawn = np.random.default_rng(7).integers(low, high, (30, 40))
        cells = drawn.astype(kind)
        if not np.array_equal(cells.astype(np.int64), drawn):
            continue  # these codes do not fit the kind
        if cells.dtype.kind == "f":
            cells[0, 0] = np.nan
        grid = Grid(cells, 500_000.0, 7_000_000.0, 10.0, nodata)
        said = np.isfinite(cells) if nodata is None else np.isfinite(cells) & (cells != nodata)
        codes, counts = np.unique(drawn[said], return_counts=True)
        found = class_areas(_UNIT, grid)["overlap_m2"]
        assert found.index.get_level_values("code").tolist() == codes.tolist()
        assert found.to_numpy() == pytest.approx(counts * 100.0)
        assert coverage(_UNIT, grid).loc["u"].tolist() == pytest.approx([100.0 * said.sum(), 100.0 * (~said).sum(), 0.0], abs=1e-6)


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_a_raster_that_says_nothing_gives_no_class(kind: type) -> None:
    grid = Grid(np.zeros((30, 40), kind), 500_000.0, 7_000_000.0, 10.0, 0)
    assert class_areas(_UNIT, grid).empty
    assert coverage(_UNIT, grid).loc["u"].tolist() == pytest.approx([0.0, 120_000.0, 0.0], abs=1e-6)
