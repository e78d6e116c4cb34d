"""Taking layers away from a park may widen the range of its rate, and never moves the true rate out of it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import geopandas as gpd
import numpy as np
import pyogrio
import pytest

from actions.units import classify
from landuse.progress.utilisation import amounts, land_range_pct, land_rate_pct
from landuse.units import schema
from landuse.units.inventory import inventory
from parks.park import read_park
from register.decisions import _HEADINGS

_TRUTH = Path(__file__).parent.parent / "truth"
_DAY = date(2024, 1, 1)
_PARKS = ("heroya", "kongsberg", "mo", "mongstad", "raufoss", "skogmo", "treklyngen", "verdal")
_LAYERS = (
    *("plots", "parcels", "buildings", "records", "land_resource", "zoning"),
    *("roads", "rail", "quays", "technical", "power", "water_lines", "land_cover_2020"),
)
_EDGES_PP = 0.2  # the seams of the generator's pieces: what no layer of it shows

_drawn = np.random.default_rng(14)
_SUBSETS = [tuple(str(name) for name in _drawn.permutation(_LAYERS)[: _drawn.integers(2, len(_LAYERS))]) for _ in range(30)]


def _range_without(park_id: str, left_out: Collection[str]) -> tuple[float, float, float] | None:
    """The rate and its range as they are told of a park without some of its layers; None where there is no rate."""
    whole = read_park(park_id)
    park = replace(whole, layers={name: about for name, about in whole.layers.items() if name not in left_out})
    read, names = classify.read_layer, classify.table_names

    def some(of: object, name: str, on: date | None = None) -> gpd.GeoDataFrame:
        rows = read(of, name, on)
        return rows.iloc[:0] if name in left_out else rows

    with patch.object(classify, "read_layer", some), patch.object(classify, "table_names", lambda of: set(names(of)) - set(left_out)):
        units = classify.find_units(park, _DAY).units
    nobody = gpd.GeoDataFrame({name: [] for name in _HEADINGS}, geometry=gpd.GeoSeries([], crs=units.crs))
    sums = amounts(inventory(units, nobody, _DAY)).iloc[0]
    between = land_range_pct(sums)
    return None if between is None else (land_rate_pct(sums), *between)


def _true_rate_pct(park_id: str) -> float:
    truth = pyogrio.read_dataframe(_TRUTH / f"{park_id}.gpkg", layer="baseline")
    by_class = truth.area.groupby(truth["class"]).sum()
    return 100 * (1 - by_class["vacant_zoned"] / by_class.reindex(schema.COUNTED, fill_value=0.0).sum())


def _assert_true_rate_inside(park_id: str, left_out: Collection[str]) -> None:
    told = _range_without(park_id, left_out)
    if told is None:
        assert "zoning" in left_out
        return
    rate, low, high = told
    assert low <= rate <= high
    true = _true_rate_pct(park_id)
    assert low - _EDGES_PP <= true <= high + _EDGES_PP, (left_out, true, told)


@pytest.mark.parametrize("left_out", _LAYERS)
def test_without_one_layer_the_true_rate_is_in_the_range(left_out: str) -> None:
    _assert_true_rate_inside("skogmo", [left_out])


@pytest.mark.parametrize("left_out", _SUBSETS, ids="+".join)
def test_without_any_layers_the_true_rate_is_in_the_range(left_out: tuple[str, ...]) -> None:
    _assert_true_rate_inside("skogmo", left_out)


@pytest.mark.soak
@pytest.mark.parametrize("park_id", _PARKS)
def test_without_any_layers_of_any_park_the_true_rate_is_in_the_range(park_id: str) -> None:
    for left_out in [(), *[(name,) for name in _LAYERS], *_SUBSETS]:
        _assert_true_rate_inside(park_id, left_out)


def test_without_a_map_of_buildings_idle_land_is_never_surely_vacant() -> None:
    """The range was a tenth of a point wide."""
    whole, without = _range_without("skogmo", ["records"]), _range_without("skogmo", ["records", "buildings"])
    assert without[2] - without[1] > 10 + whole[2] - whole[1]
