"""Nature within zone within unit: squares whose answers are arithmetic, and the same as building every piece."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from landuse import within
from landuse.errors import LanduseError
from landuse.kernels.jit import cache_folder
from landuse.warm import compile_kernels
from landuse.within import areas_within
from landuse.zonal import Grid, coverage
from tests.squares import EPSG, SOUTH, WEST, rect


def _frame(shapes: list, epsg: int = EPSG, **columns: list) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=epsg)


_UNITS = _frame([rect(0, 0), rect(100, 0)]).set_index(pd.Index(["a", "b"]))
_ZONES = _frame([rect(0, 0, 150), rect(150, 0, 50)], zone=["1340", "2010"])
_NATURE = _frame([rect(0, 0, 200, 25), rect(0, 25, 200, 75)], kind=["forest", "bog"])


def test_quarters_are_quarters() -> None:
    found = areas_within(_UNITS, _ZONES, _NATURE, "zone", "kind")["overlap_m2"].to_dict()
    whole = {("a", "1340", "forest"): 2500, ("a", "1340", "bog"): 7500}
    split = {("b", z, k): m2 for z in ("1340", "2010") for k, m2 in (("forest", 1250), ("bog", 3750))}
    assert found == pytest.approx(whole | split)


def test_only_units_in_several_zones_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    built = []
    intersection = shapely.intersection

    def counted(left: np.ndarray, right: np.ndarray) -> np.ndarray:
        built.append(len(left))
        return intersection(left, right)

    monkeypatch.setattr(within.shapely, "intersection", counted)
    areas_within(_UNITS, _ZONES, _NATURE, "zone", "kind")
    assert built == [2]


def test_as_building_every_piece() -> None:
    chance = np.random.default_rng(3)
    units, zones, nature = (_mosaic(chance, n) for n in (6, 4, 9))
    found = areas_within(units, zones, nature, "code", "code")["overlap_m2"]
    pieces = units.overlay(zones, keep_geom_type=True).overlay(nature, keep_geom_type=True)
    expected = pieces.assign(m2=pieces.area).groupby(["name_1", "code_2", "code"])["m2"].sum()
    assert found.to_dict() == pytest.approx({key: m2 for key, m2 in expected.items() if m2 > 1e-6}, rel=1e-9)
    assert found.sum() == pytest.approx(units.area.sum(), rel=1e-9)


def _mosaic(chance: np.random.Generator, n: int) -> gpd.GeoDataFrame:
    """Cells around random points that fill one square exactly."""
    square = rect(0, 0, 300, 300)
    points = shapely.MultiPoint(chance.uniform(0, 300, (n * n, 2)) + (WEST, SOUTH))
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=square))
    shapes = shapely.intersection(cells, square)
    names = [f"{n}-{i}" for i in range(len(shapes))]
    codes = chance.choice(["x", "y", "z"], len(shapes))
    return gpd.GeoDataFrame({"name": names, "code": codes}, index=names, geometry=shapes, crs=EPSG)


def test_frames_are_held_to_the_same_rules() -> None:
    bad = _frame([shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 9)])], kind=["bog"])
    with pytest.raises(LanduseError) as refused:
        areas_within(_UNITS, _ZONES, bad, "zone", "kind")
    assert refused.value.code == "geometry_refused"
    with pytest.raises(LanduseError) as refused:
        areas_within(_UNITS, _ZONES.to_crs(25833), _NATURE, "zone", "kind")
    assert refused.value.code == "crs_differ"


def test_what_a_raster_says_is_apart_from_what_it_does_not() -> None:
    classes = np.full((10, 15), 10)
    classes[:, :5] = 0
    table = coverage(_UNITS, Grid(classes, WEST, SOUTH + 100, 10.0, 0))
    assert table.loc["a"].to_dict() == pytest.approx({"classed_m2": 5000, "blank_m2": 5000, "outside_m2": 0})
    assert table.loc["b"].to_dict() == pytest.approx({"classed_m2": 5000, "blank_m2": 0, "outside_m2": 5000})


def test_a_raster_of_halves_is_no_raster_of_classes() -> None:
    with pytest.raises(LanduseError) as refused:
        coverage(_UNITS, Grid(np.full((10, 20), 0.5), WEST, SOUTH + 100, 10.0, None))
    assert refused.value.code == "raster_not_whole" and refused.value.text("nb")


def test_kernels_are_compiled_ahead_and_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    assert compile_kernels() == cache_folder()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert cache_folder().parent == tmp_path


def test_an_install_that_may_only_be_read_keeps_them_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr("landuse.kernels.jit._PLACE", blocked / "kernels")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert cache_folder().parent == tmp_path / "own" / "parkareal"
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert cache_folder() is None
