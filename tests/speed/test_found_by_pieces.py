"""What uses ground is found by pieces of it: the same ground as by the whole, and the same classes as ever."""

import hashlib
from datetime import date
from pathlib import Path
from shutil import copyfile

import geopandas as gpd
import numpy as np
import pytest
import shapely

from actions.units.classify import find_units
from bench import whole_park
from landuse.measure.by_tiles import TILE_M, tiled, together
from landuse.units import propose
from parks.park import read_park

_OUTLINES = Path(__file__).parent.parent / "fixtures" / "municipalities.geojson"
_FOUND = "26459c0c96c46b07"


def _net(side_m: float, mesh_m: float = 90.0, half_m: float = 4.0) -> shapely.Geometry:
    """A net of streets over a square, all of it one outline with a hole for each block."""
    lines = [shapely.LineString([(0, at), (side_m, at)]) for at in np.arange(0.0, side_m + 1, mesh_m)]
    lines += [shapely.LineString([(at, 0), (at, side_m)]) for at in np.arange(0.0, side_m + 1, mesh_m)]
    return shapely.union_all(shapely.buffer(lines, half_m, cap_style="flat", join_style="mitre"))


def test_the_parts_of_a_net_are_the_net_each_in_its_tile() -> None:
    net = _net(3_000.0)  # 144 tiles: more than are cut at once
    parts = tiled(np.array([net]))
    assert not len(parts.small) and len(parts.cut) > 100
    assert shapely.area(parts.cut).sum() == pytest.approx(net.area, abs=1e-3)
    sides = shapely.bounds(parts.cut) / TILE_M
    assert (sides[:, 2:] <= np.floor(sides[:, :2] + 1e-9) + 1 + 1e-9).all()
    assert (shapely.area(shapely.difference(parts.cut, net)) < 1e-6).all()
    south_west = [tuple(np.floor(side[[1, 0]] + 1e-9)) for side in sides]
    assert south_west == sorted(south_west)


def test_small_outlines_stay_as_they_are() -> None:
    squares = shapely.box(np.arange(5) * 300.0, 0.0, np.arange(5) * 300.0 + 280.0, 280.0)
    parts = tiled(squares)
    assert not len(parts.cut) and shapely.equals_exact(parts.small, squares).all()
    assert len(together([parts, tiled(np.array([_net(900.0)])), parts])) == 10 + len(tiled(np.array([_net(900.0)])).cut)


def test_idle_rests_by_pieces_are_those_by_the_whole() -> None:
    """Grounds under a net, halls and fields that lie on each other, held against all of it at once as the slow way is."""
    chance = np.random.default_rng(4)
    x, y = (chance.uniform(0.0, 1_400.0, 60) for _ in range(2))
    grounds = shapely.box(x, y, x + chance.uniform(30, 140, 60), y + chance.uniform(30, 140, 60))
    hx, hy = (chance.uniform(0.0, 1_400.0, 90) for _ in range(2))
    halls, field = shapely.box(hx, hy, hx + 45, hy + 30), shapely.box(200, 200, 700, 600)
    uses = [tiled(halls), tiled(np.array([_net(1_500.0)])), tiled(np.array([field]))]
    found = propose.idle_rest_m2(gpd.GeoDataFrame(geometry=gpd.GeoSeries(grounds, crs=whole_park.EPSG)), uses)
    whole = shapely.union_all([*halls, _net(1_500.0), field])
    slow = [sum(part.area for part in propose.idle_rest(ground, whole)) for ground in grounds]
    assert found.to_numpy() == pytest.approx(slow, abs=1e-6)
    assert 5 < (found > 0).sum() < 55


def test_a_park_of_the_bench_has_the_classes_that_it_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids, classes and whole areas of a seeded park, as they were found with the union of all that uses ground."""
    monkeypatch.setenv("PARKAREAL_DATA", str(tmp_path))
    copyfile(_OUTLINES, tmp_path / "municipalities.geojson")
    whole_park.write_park(tmp_path, 90)
    units = find_units(read_park(whole_park.PARK), date.fromisoformat(whole_park.TODAY)).units
    kept = units[["class", "rule_id", "area_m2", "spare_m2", "proposed"]].astype(str)
    lines = [",".join(row) for row in kept.sort_index().itertuples(name=None)]
    assert hashlib.blake2s("\n".join(lines).encode(), digest_size=8).hexdigest() == _FOUND, "\n".join(lines[:5])
